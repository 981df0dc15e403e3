"""What is to be said of a graph as a whole, worked out once for each version (`ConceptGraph.quality`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.analysis.bottlenecks import Ranking, ground, of_concepts, of_relations
from kg.analysis.curriculum import Measures, Sums, longest, measures, sums
from kg.analysis.digraph import plain
from kg.analysis.dominators import weigh
from kg.graph import ConceptGraph
from kg.rules.relations import led, shortcuts

MOST = 100
"""How many entries a ranked list holds."""

MOST_BOTTLENECKS = 20
LARGEST = 20_000
"""The most concepts of a graph whose paths and bottlenecks are worked out: the time grows faster than the graph."""


@dataclass(frozen=True)
class Quality:
    """Concepts and relations by number, in order, unless said otherwise.

    `totals` counts what there is; `stated` there are the relations that an article states.

    Concepts: `orphans` are related to nothing, `undefined` have no definition in the default language, `unjudged`
    no minutes, `untaught` no page that is about them or teaches them; clusters count in none but `undefined`.

    Relations: `unsupported` have no evidence, `unexplained` no reason in the default language, `contradictions` are
    `next` against what is required, `redundant` editorial ones come with the concept by way of which they follow.
    `unverified` are sections whose text has no digest on record, with how many quotes rest on them: they were never
    checked. Whether another quote is stale can only be told with the article at hand (`kg check --article`).

    `hardest` are the concepts of greatest blocking, then delay. `paths` are the minutes of what every way to each
    concept holds, most first: its whole path where nothing is to be chosen, and never more than that.
    """

    totals: Mapping[str, int]
    orphans: tuple[int, ...]
    undefined: tuple[int, ...]
    unjudged: tuple[int, ...]
    untaught: tuple[int, ...]
    unsupported: tuple[int, ...]
    unexplained: tuple[int, ...]
    unverified: tuple[tuple[str, str, int], ...]
    redundant: tuple[tuple[int, int], ...]
    contradictions: tuple[int, ...]
    measures: Measures
    sums: Sums
    longest: tuple[int, ...]
    hardest: tuple[int, ...]
    paths: tuple[tuple[int, int], ...]
    relations: Ranking
    concepts: Ranking


def quality(graph: ConceptGraph) -> Quality:
    """The quality of a graph. Of one with more than `LARGEST` concepts `paths` and bottlenecks are empty."""
    language = graph.hub.language
    joined = {*graph.relations_from, *graph.relations_to}
    learnt = [n for n in range(len(graph)) if graph.kind(n) != "cluster"]
    taught = {id for id, pages in graph.pages_of.items() if any(role != "mentions" for _, role in pages)}
    digraph = plain(graph)
    found = measures(digraph)
    ranked = sorted(range(len(graph)), key=lambda n: (-found.blocking[n], -found.delay[n], n))
    paths, alone, whole = _paths(graph)
    return Quality(
        totals=_totals(graph, len(learnt)),
        orphans=tuple(n for n in learnt if n not in joined),
        undefined=tuple(n for n in range(len(graph)) if language not in graph.record(n).get("definition", {})),
        unjudged=tuple(n for n in learnt if graph.record(n).get("minutes") is None),
        untaught=tuple(n for n in learnt if graph.ids[n] not in taught),
        unsupported=tuple(k for k in range(graph.relation_count) if not graph.relation(k)["evidence"]),
        unexplained=tuple(k for k in range(graph.relation_count) if language not in graph.relation(k)["why"]),
        unverified=tuple(_unverified(graph)),
        redundant=tuple(_redundant(graph)),
        contradictions=tuple(_contradictions(graph)),
        measures=found,
        sums=sums(found),
        longest=tuple(longest(digraph)),
        hardest=tuple(ranked[:MOST]),
        paths=paths,
        relations=alone,
        concepts=whole,
    )


def _totals(graph: ConceptGraph, learnt: int) -> dict[str, int]:
    return {
        "concepts": len(graph),
        "clusters": len(graph) - learnt,
        "relations": graph.relation_count,
        "stated": len(graph.stated),
        "pages": len(graph.pages),
        "sources": len(graph.sources),
    }


def _paths(graph: ConceptGraph) -> tuple[tuple[tuple[int, int], ...], Ranking, Ranking]:
    """The minutes that lead to each concept with its number, and the bottlenecks."""
    if len(graph) > LARGEST:
        return (), Ranking((), complete=False), Ranking((), complete=False)
    found = ground(graph)
    minutes = sorted((-weigh(found.found[n], found.minutes), n) for n in found.place)
    return (
        tuple((-spent, n) for spent, n in minutes),
        of_relations(graph, found, MOST_BOTTLENECKS),
        of_concepts(found, MOST_BOTTLENECKS),
    )


def _unverified(graph: ConceptGraph) -> Iterable[tuple[str, str, int]]:
    evidence = (one for k in sorted(graph.stated) for one in graph.relation(k)["evidence"])
    quotes = Counter((one["page"], one["section"]) for one in evidence if "page" in one)
    for slug in sorted(graph.pages):
        for section in graph.pages[slug].sections:
            if section.sha256 is None and (slug, section.id) in quotes:
                yield slug, section.id, quotes[slug, section.id]


def _redundant(graph: ConceptGraph) -> list[tuple[int, int]]:
    found = []
    for name in graph.type_names:
        if graph.types[name].transitive or name == "requires":
            layers = graph.requirements() if name == "requires" else graph.layers((name,))
            numbers = sorted({k for _, (_, _, rel) in layers for k in rel})
            suspects = {_ends(graph, k): k for k in numbers if k not in graph.stated}
            implied = shortcuts(list(suspects), _steps(graph, numbers))
            found += [(suspects[pair], graph.numbers[by]) for pair, by in implied.items()]
    return sorted(found)


def _contradictions(graph: ConceptGraph) -> list[int]:
    needs = sorted({k for _, (_, _, rel) in graph.requirements(helpful=True) for k in rel})
    reading = {_ends(graph, k): k for k in (graph.of_type("next") if "next" in graph.types else ())}
    return sorted(reading[pair] for pair in led(list(reading), _steps(graph, needs)))


def _ends(graph: ConceptGraph, k: int) -> tuple[str, str]:
    return graph.ids[graph.relations_from[k]], graph.ids[graph.relations_to[k]]


def _steps(graph: ConceptGraph, relations: Iterable[int]) -> dict[str, list[str]]:
    """Where some relations lead from each concept."""
    steps: dict[str, list[str]] = {}
    for k in relations:
        start, end = _ends(graph, k)
        steps.setdefault(start, []).append(end)
    return steps
