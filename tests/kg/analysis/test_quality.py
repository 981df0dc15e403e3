"""What is said of a graph as a whole: beside what the rules find in its catalog, and on small graphs."""

import pytest
from hypothesis import given, settings

from kg.analysis import quality as module
from kg.analysis.curriculum import longest, measures, sums
from kg.analysis.digraph import plain
from kg.analysis.quality import MOST, MOST_BOTTLENECKS, quality
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Quotation
from kg.rules import check
from tests.build import catalog, chain, curricula, graph, ids, networks
from tests.kg.paths.brute import learnable, rules
from tests.strategies import catalogs
from tests.test_real import CURRICULA, METACADEMY, published, read


def found_by_rules(found: Catalog, code: str) -> list[str]:
    """The messages of a rule."""
    return sorted(problem.message for problem in check(found) if problem.code == code)


def relation_ids(found: ConceptGraph, numbers: tuple[int, ...]) -> list[str]:
    """The ids of some relations."""
    return [found.relation_id(k) for k in numbers]


@settings(max_examples=50)
@given(catalogs())
def test_it_says_what_the_rules_say(found: Catalog) -> None:
    """Orphans, missing texts and evidence, and quotes never checked are those that `kg check` warns of."""
    graph = ConceptGraph.of(found)
    told = graph.quality
    assert sorted(f"{id!r} is related to nothing" for id in ids(graph, told.orphans)) == found_by_rules(found, "orphan")
    lacking = [one for one in found_by_rules(found, "missing-definition") if "has no definition in" in one]
    assert [one.partition(" has no")[0] for one in lacking] == sorted(map(repr, ids(graph, told.undefined)))
    unsupported = [f"{id} has neither says nor source" for id in relation_ids(graph, told.unsupported)]
    assert sorted(unsupported) == found_by_rules(found, "missing-evidence")
    assert sorted(f"{id} has no why" for id in relation_ids(graph, told.unexplained)) == found_by_rules(
        found, "missing-why"
    )
    sections = sorted(f"the quotes from {page}#{section} were never checked" for page, section, _ in told.unverified)
    assert sections == found_by_rules(found, "unchecked-section")
    taught = {id for page in found.pages.values() for id in (*page.about, *page.teaches)}
    learnt = [id for id in graph if found.concepts[id].kind != "cluster"]
    assert ids(graph, told.untaught) == [id for id in learnt if id not in taught]
    assert ids(graph, told.unjudged) == [id for id in learnt if found.concepts[id].minutes is None]
    quotes = [e for r in found.relations for e in r.evidence if isinstance(e, Quotation)]
    assert all(n == sum((e.page, e.section) == (page, section) for e in quotes) for page, section, n in told.unverified)


@given(networks())
def test_redundancy_and_contradictions_are_those_of_the_rules(found: Catalog) -> None:
    """Relations that others imply come with the concept between, and `next` against requirements is named.

    Data that the rules refuse for their cycles are gone through as well.
    """
    graph = ConceptGraph.of(found)
    told = graph.quality
    if found_by_rules(found, "cycle"):
        return
    implied = [one.split(" already")[0] for one in found_by_rules(found, "redundant")]
    assert sorted(graph.relation_id(k) for k, _ in told.redundant) == implied
    for k, by in told.redundant:
        start, type_, end = graph.relation_id(k).split(".")
        between = graph.ids[by]
        assert between in graph.closure([type_], start)
        assert end in graph.closure([type_], between)
    against = [one.split(":")[0] for one in found_by_rules(found, "next-against-requires")]
    assert sorted(relation_ids(graph, told.contradictions)) == against


@given(curricula(7))
def test_minutes_and_measures(found: Catalog) -> None:
    """Paths are told by the minutes of what cannot be done without, longest first; measures are those of the digraph."""
    graph = ConceptGraph.of(found)
    told = graph.quality
    clauses = rules(found)
    minutes = {
        target: sum(
            graph.minutes(graph.numbers[id]) for id in clauses if target not in learnable(clauses, set(clauses) - {id})
        )
        for target in learnable(clauses, clauses)
    }
    assert told.paths == tuple(
        sorted(((minutes[id], n) for n, id in enumerate(graph.ids)), key=lambda one: (-one[0], one[1]))
    )
    digraph = plain(graph)
    assert told.measures == measures(digraph)
    assert told.sums == sums(told.measures)
    assert told.longest == tuple(longest(digraph))
    blocking = [told.measures.blocking[n] for n in told.hardest]
    assert (blocking, set(told.hardest)) == (sorted(blocking, reverse=True), set(range(len(graph))))
    assert told.relations.complete
    assert told.concepts.complete


def test_published_graphs_have_the_statistics_that_stand_beside_them() -> None:
    """Redundant requirements and the longest chain of ten published graphs are as many as their files say."""
    for data in (published(METACADEMY), *published(CURRICULA)["graphs"]):
        told = quality(ConceptGraph.of(read(data)))
        said = data["stats"]
        assert (len(told.redundant), len(told.longest)) == (said["redundant_edges"], said["longest_chain_nodes"])
        assert max(told.measures.delay) == said["longest_chain_nodes"]


def test_it_is_worked_out_once() -> None:
    """A graph keeps what is said of it."""
    found = graph("a requires b")
    assert found.quality is found.quality


def test_clusters_are_not_learnt() -> None:
    """A cluster is no orphan, needs no minutes, and no page has to teach it."""
    found = ConceptGraph.of(catalog("a", home={"a": "z"}))
    told = quality(found)
    assert (ids(found, told.orphans), ids(found, told.unjudged), ids(found, told.untaught)) == (["a"], ["a"], ["a"])
    assert told.totals == {"concepts": 2, "clusters": 1, "relations": 0, "stated": 0, "pages": 0, "sources": 0}


def test_ranked_lists_are_cut_off() -> None:
    """Of a long chain the lists hold the first entries, while minutes are told for all."""
    told = quality(chain(300))
    assert (len(told.hardest), len(told.relations.items), len(told.paths)) == (MOST, MOST_BOTTLENECKS, 300)
    assert told.paths[0] == (300 * 30, 299)


def test_a_large_graph_is_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a size neither minutes nor bottlenecks are worked out, and it is said."""
    monkeypatch.setattr(module, "LARGEST", 2)
    told = quality(graph("c requires b", "b requires a"))
    assert (told.paths, told.relations, told.concepts) == ((), ((), False), ((), False))
    assert told.sums.blocking == 3


def test_nothing_is_wrong_with_nothing() -> None:
    """An empty graph has a quality too."""
    told = quality(ConceptGraph.of(catalog()))
    assert (told.paths, told.longest, told.hardest, told.sums) == ((), (), (), (0, 0, 0))
