"""Rules about relations, compared with networkx on random graphs."""

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog, Places
from kg.model import Citation, Concept, Hub, Quotation, Relation, RelationType
from kg.rules.relations import closures, cycle, led, redundant, skos_s27
from kg.syntax import Mark
from tests.build import catalog as made
from tests.strategies import HIERARCHY, catalogs

Pair = tuple[str, str]

PAIRS = st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=16).map(sorted)


def joined(pairs: list[Pair], type_: str = "requires") -> Catalog:
    """A catalog of relations of one acyclic transitive type, each at the line of its number."""
    places = Places()
    relations = [Relation(type=type_, from_=start, to=to) for start, to in pairs]
    for line, relation in enumerate(relations, 1):
        places.put("relation", relation.id, "a.yaml", Mark(line, 1), None)
    type_words = {key: {"en": "{from} {to}"} for key in ("label", "inverse", "sentence", "inverse_sentence")}
    return Catalog(
        hub=Hub.model_validate({"iri": "u:x", "title": "T", "licence": "u:x", "publisher": "P", "date": "2026-01-01"}),
        types={type_: RelationType.model_validate({**type_words, "acyclic": True, "transitive": True})},
        concepts={id: Concept(id=id, label={"en": id}) for pair in pairs for id in pair},
        relations=tuple(relations),
        places=places,
    )


def test_a_cycle_is_told_step_by_step() -> None:
    """The whole loop is told, with the place of each step, at the place of the first."""
    found = list(cycle(joined([("b", "c"), ("c", "a"), ("a", "b"), ("x", "a")])))
    assert [str(problem) for problem in found] == [
        (
            "a.yaml:3:1: error cycle a -> b -> c -> a is a cycle (a.requires.b at a.yaml:3:1; "
            "b.requires.c at a.yaml:1:1; c.requires.a at a.yaml:2:1)"
        )
    ]


@settings(deadline=None)
@given(PAIRS)
def test_cycles_are_those_that_networkx_finds(pairs: list[Pair]) -> None:
    """There is one finding for each cyclic component, and its witness is a cycle of the graph."""
    graph = nx.DiGraph([pair for pair in pairs if pair[0] != pair[1]])
    cyclic = [component for component in nx.strongly_connected_components(graph) if len(component) > 1]
    witnesses = [problem.message.split(" is a cycle")[0].split(" -> ") for problem in cycle(joined(pairs))]
    assert bool(witnesses) == (not nx.is_directed_acyclic_graph(graph))
    assert sorted(min(witness) for witness in witnesses) == sorted(min(component) for component in cyclic)
    for witness in witnesses:
        assert witness[0] == witness[-1]
        assert len(set(witness)) == len(witness) - 1 > 1
        assert all(graph.has_edge(*step) for step in pairwise(witness))


@settings(deadline=None)
@given(PAIRS)
def test_a_witness_is_as_short_as_it_can_be(pairs: list[Pair]) -> None:
    """The loop that is told is a shortest one through its first concept."""
    graph = nx.DiGraph([pair for pair in pairs if pair[0] != pair[1]])
    for problem in cycle(joined(pairs)):
        first, *rest = problem.message.split(" is a cycle")[0].split(" -> ")
        back = nx.single_target_shortest_path_length(graph, first)
        assert len(rest) == 1 + min(length for node, length in dict(back).items() if graph.has_edge(first, node))


@settings(deadline=None)
@given(catalogs(cyclic=True))
def test_only_what_is_no_choice_makes_a_cycle(catalog: Catalog) -> None:
    """In whole catalogs: each acyclic type by itself, with options of a group left out."""
    cyclic = 0
    for name, type_ in catalog.types.items():
        edges = [(r.from_, r.to) for r in catalog.of_type(name) if r.group is None]
        components = nx.strongly_connected_components(nx.DiGraph(edges))
        cyclic += sum(len(component) > 1 for component in components) if type_.acyclic else 0
    assert len(list(cycle(catalog))) == cyclic


@settings(deadline=None)
@given(PAIRS)
def test_led_agrees_with_networkx(pairs: list[Pair]) -> None:
    """A pair is led where a path of one step or more exists, loops included."""
    steps: dict[str, list[str]] = {}
    for start, to in pairs:
        steps.setdefault(start, []).append(to)
    paths = dict(nx.all_pairs_shortest_path_length(nx.DiGraph(pairs)))
    asked = {(start, to) for start in "abcdefg" for to in "abcdefg"}
    expected = {(s, to) for s, to in asked if any(to in paths[n] for n in steps.get(s, ()))}
    assert led(asked, steps) == expected


def test_many_targets_are_taken_in_turn() -> None:
    """More targets than are handled at once are handled one lot after another, and none is lost."""
    count = 9000
    steps = {f"n{k}": [f"n{k + 1}"] for k in range(count)}
    lots = [set(bit) for bit, _ in closures(steps, {f"n{k}" for k in range(count)})]
    assert len(lots) > 1
    assert sum(map(len, lots)) == count
    asked = {("n0", f"n{k}") for k in range(0, count, 7)} | {(f"n{k}", "n0") for k in range(0, count, 7)}
    assert led(asked, steps) == {(start, to) for start, to in asked if start == "n0" != to}


@settings(deadline=None)
@given(PAIRS)
def test_redundant_is_what_transitive_reduction_drops(pairs: list[Pair]) -> None:
    """Of acyclic editorial relations, those are reported that networkx's transitive reduction leaves out."""
    down = [(start, to) for start, to in pairs if start < to]
    kept = nx.transitive_reduction(nx.DiGraph(down)).edges if down else []
    reported = {problem.message.split()[0] for problem in redundant(joined(down))}
    assert reported == {f"{start}.requires.{to}" for start, to in down if (start, to) not in kept}


def test_redundant_leaves_articles_alone() -> None:
    """An article may state what also follows; what an editor cites for it may not."""
    whole = joined([("c", "b"), ("b", "a"), ("c", "a")])
    for evidence, count in ((Citation(source="s"), 1), (Quotation(page="p", section="s", quote="q"), 0)):
        *others, shortcut = whole.relations
        said = shortcut.model_copy(update={"evidence": (evidence,)})
        catalog = Catalog(hub=whole.hub, types=whole.types, concepts=whole.concepts, relations=(*others, said))
        assert len(list(redundant(catalog))) == count


def test_helpful_implies_nothing() -> None:
    """What follows by way of a helpful relation is not needed otherwise, so saying it is no repetition."""
    assert list(redundant(made("c requires b", "b helpful a", "c requires a"))) == []
    assert list(redundant(made("c requires b", "b requires a", "c helpful a"))) == []
    assert len(list(redundant(made("c requires b", "b requires a", "c requires a")))) == 1


@settings(deadline=None)
@given(catalogs(cyclic=True))
def test_related_is_disjoint_from_the_hierarchy(catalog: Catalog) -> None:
    """SKOS S27 is broken where a path over any hierarchy types joins two that are related."""
    graph = nx.DiGraph([(r.from_, r.to) for r in catalog.of_type(*HIERARCHY)])
    graph.add_nodes_from(catalog.concepts)

    def below(one: str, other: str) -> bool:
        return any(nx.has_path(graph, above, other) for above in graph[one])

    related = list(catalog.of_type("related"))
    expected = sum(below(r.from_, r.to) + below(r.to, r.from_) for r in related)
    assert len(list(skos_s27(catalog))) == expected
