"""Bottlenecks: against dropping each requirement and planning again, and against Metacademy's definition."""

from collections.abc import Iterable

import networkx as nx
from hypothesis import given

from kg.analysis.bottlenecks import Bottleneck, Ground, ground, of_concepts, of_relations
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from tests.build import curricula, graph
from tests.kg.paths.brute import Rules, learnable, rules

Told = dict[tuple[str, str | None], tuple[int, int, int]]
ALL = 1000


def told(found: ConceptGraph, items: Iterable[Bottleneck]) -> Told:
    """Bottlenecks by ids, with own minutes, all minutes, and targets."""
    return {
        (found.ids[one.node], None if one.to is None else found.ids[one.to]): (one.own, one.minutes, one.targets)
        for one in items
    }


def lacking(clauses: Rules) -> dict[str, set[str]]:
    """Without which concepts each cannot be learnt, itself included."""
    able = learnable(clauses, clauses)
    without = {id: learnable(clauses, set(clauses) - {id}) for id in clauses}
    return {target: {id for id in clauses if target not in without[id]} for target in able}


def forced(found: Catalog, graph: ConceptGraph, owner: str, dropped: Rules) -> tuple[int, int, int]:
    """What is learnt for nothing but what was dropped: at its owner, over all targets, and for how many of them."""
    before, after = lacking(rules(found)), lacking(dropped)
    lost = {id: sum(graph.minutes(graph.numbers[one]) for one in before[id] - after[id]) for id in before}
    return lost[owner], sum(lost.values()), sum(before[id] != after[id] for id in before)


@given(curricula(7, loops=True))
def test_a_requirement_forces_what_goes_when_it_is_dropped(found: Catalog) -> None:
    """For each essential requirement it is the minutes of what no target any longer cannot do without."""
    graph = ConceptGraph.of(found)
    able = learnable(rules(found), rules(found))
    expected: Told = {}
    for relation in found.of_type("requires"):
        if relation.group is None and relation.strength == "essential" and relation.from_ in able:
            dropped = rules(found)
            dropped[relation.from_].remove((1, frozenset({relation.to})))
            expected[relation.from_, relation.to] = forced(found, graph, relation.from_, dropped)
    ranking = of_relations(graph, ground(graph), ALL)
    assert ranking.complete
    assert told(graph, ranking.items) == {pair: facts for pair, facts in expected.items() if facts[1]}


@given(curricula(7, loops=True))
def test_a_concept_forces_what_goes_when_it_requires_nothing(found: Catalog) -> None:
    """For each concept it is the minutes of what no other target any longer cannot do without."""
    graph = ConceptGraph.of(found)
    expected: Told = {}
    for id in learnable(rules(found), rules(found)):
        own, minutes, targets = forced(found, graph, id, {**rules(found), id: []})
        own_too = lacking(rules(found))[id] != {id}
        expected[id, None] = own, minutes - own, targets - own_too
    ranking = of_concepts(ground(graph), ALL)
    assert ranking.complete
    assert told(graph, ranking.items) == {pair: facts for pair, facts in expected.items() if facts[1]}


@given(curricula(9, choices=False))
def test_it_is_the_bottleneck_that_metacademy_counts(found: Catalog) -> None:
    """With a minute for each concept it is the number of long-range dependencies of others that go with a concept."""
    concepts = {id: one.model_copy(update={"minutes": 1}) for id, one in found.concepts.items()}
    one_each = ConceptGraph.of(Catalog(found.hub, found.kinds, found.types, concepts, found.relations))
    edges = nx.DiGraph((r.from_, r.to) for r in found.of_type("requires") if r.strength == "essential")
    edges.add_nodes_from(found.concepts)
    expected = {}
    for id in found.concepts:
        rest = edges.subgraph(set(edges) - {id})
        expected[id] = sum(len(nx.descendants(edges, one) - {id}) - len(nx.descendants(rest, one)) for one in rest)
    ranking = of_concepts(ground(one_each), ALL)
    assert {one_each.ids[one.node]: one.minutes for one in ranking.items} == {
        id: number for id, number in expected.items() if number
    }


@given(curricula(9))
def test_the_worst_are_found_without_looking_at_all(found: Catalog) -> None:
    """A search for the worst few gives the first of all; what is cut off says so, and has fewer."""
    graph = ConceptGraph.of(found)
    known: Ground = ground(graph)
    everything = of_relations(graph, known, ALL).items
    assert list(everything) == sorted(everything, key=lambda one: (-one.minutes, one.node, one.to))
    for most in range(1, 4):
        assert of_relations(graph, known, most) == (everything[:most], True)
    cut = of_relations(graph, known, ALL, effort=1)
    assert len(cut.items) == min(1, len(everything))
    assert cut.complete == (len(everything) <= 1)


def test_a_chain() -> None:
    """In a chain of three the last requirement forces two concepts on one, the first one concept on two."""
    found = graph("c requires b", "b requires a", minutes={"a": 10, "b": 20, "c": 40})
    known = ground(found)
    assert told(found, of_relations(found, known, ALL).items) == {("c", "b"): (30, 30, 1), ("b", "a"): (10, 20, 2)}
    assert told(found, of_concepts(known, ALL).items) == {("b", None): (10, 10, 1)}


def test_what_another_way_leads_to_is_not_forced() -> None:
    """A requirement whose concept is needed anyway forces nothing, and being at home in a cluster is no requirement."""
    found = graph("c requires b a", "b requires a", "m", minutes={"a": 10, "b": 20}, home={"m": "z"})
    assert told(found, of_relations(found, ground(found), ALL).items) == {
        ("c", "b"): (20, 20, 1),
        ("b", "a"): (10, 10, 1),
    }
