"""What every way to a concept holds: by trying each concept's absence, and by networkx where there are only paths."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.dominators import common, dominators, members, necessary, planes, weigh
from kg.catalog import Catalog
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.requirements import Requirements, requirements
from tests.build import curricula, graph, ids
from tests.kg.paths.brute import closed, learnable, rules


def whole(found: ConceptGraph) -> Requirements:
    """What all concepts of a graph require."""
    return requirements(found, range(len(found)), frozenset())


def held(found: ConceptGraph) -> dict[str, set[str]]:
    """What every way to each concept holds, itself included."""
    sets = necessary(whole(found))
    return {id: set(ids(found, members(sets[n], range(len(found))))) for n, id in enumerate(found.ids)}


def of(found: ConceptGraph, target: str) -> set[str]:
    """What every way to a target holds besides itself."""
    each = dominators(found, found.number(target))
    return set(ids(found, (*each.always, *each.anyway)))


@given(curricula(8, loops=True))
def test_a_concept_is_held_if_nothing_works_without_it(found: Catalog) -> None:
    """It is in the set of a target just if the target cannot be learnt in the absence of that concept."""
    clauses = rules(found)
    able = learnable(clauses, clauses)
    graph = ConceptGraph.of(found)
    sets = held(graph)
    for target in able:
        lacking = {id for id in clauses if target not in learnable(clauses, set(clauses) - {id})}
        assert sets[target] == lacking


@settings(max_examples=50)
@given(curricula(8), st.integers(0, 7))
def test_what_all_choices_share_is_told_from_what_is_required(found: Catalog, drawn: int) -> None:
    """The first part is the closure over essential requirements, each part is in rank order, and minutes are sums."""
    graph = ConceptGraph.of(found)
    target = drawn % len(graph)
    each = dominators(graph, target)
    assert set(ids(graph, each.always)) == closed(found, {graph.ids[target]}) - {graph.ids[target]}
    assert list(each.always) == sorted(each.always)
    assert list(each.anyway) == sorted(each.anyway)
    assert not set(each.anyway) & {target, *each.always}
    assert each.minutes == sum(map(graph.minutes, (target, *each.always, *each.anyway))) <= each.cheapest


@given(curricula(9, choices=False))
def test_without_choices_it_is_the_closure(found: Catalog) -> None:
    """Where nothing is to be chosen every way is the same, and networkx finds what it holds."""
    graph = ConceptGraph.of(found)
    edges = nx.DiGraph((r.from_, r.to) for r in found.of_type("requires") if r.strength == "essential")
    edges.add_nodes_from(found.concepts)
    for target in found.concepts:
        assert of(graph, target) == nx.descendants(edges, target)
        each = dominators(graph, graph.number(target))
        assert (each.anyway, each.minutes) == ((), each.cheapest)


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=24))
def test_with_choices_alone_it_is_the_dominators_of_networkx(pairs: set[tuple[int, int]]) -> None:
    """Where each concept needs one of several, ways are paths to the ground, and dominators those of a flow graph."""
    names = "abcdefghi"
    edges = nx.DiGraph((names[one], names[other]) for one, other in pairs if other < one)
    edges.add_nodes_from(names)
    lines = [f"{one} requires-any 1 of {' '.join(sorted(edges[one]))}" for one in names if edges[one]]
    sets = held(graph(*names, *lines))
    for target in names:
        flow = edges.copy()
        flow.add_edges_from((one, "ground") for one in names if not edges[one])
        above = nx.immediate_dominators(flow, target)
        expected, node = {target}, above["ground"]
        while node != target:
            expected.add(node)
            node = above[node]
        assert sets[target] == expected


def test_k_of_n() -> None:
    """Of three options of which two are needed, what two of them hold is held, what one alone does is not."""
    found = graph("t requires-any 2 of a b c", "a requires x y", "b requires y z", "c requires z x u")
    assert of(found, "t") == {"x", "y", "z"}


def test_a_loop_of_options_holds_nothing_up() -> None:
    """Two concepts that may each rest on the other have in common what the only way in holds."""
    found = graph("a requires-any 1 of b c", "b requires-any 1 of a c", "t requires-any 1 of a b", "c requires d")
    assert of(found, "t") == {"c", "d"}


def test_members_of_a_cluster_are_needed_for_it() -> None:
    """Every way to a cluster holds what is in it, and counts as required."""
    found = graph("a requires b", home={"a": "z", "c": "z"})
    each = dominators(found, found.number("z"))
    assert (set(ids(found, each.always)), each.anyway) == ({"a", "b", "c"}, ())


def test_no_way_at_all() -> None:
    """A target to which no way leads is told with what waits for what."""
    found = graph("a requires b", "b requires-any 1 of a")
    with pytest.raises(Unreachable):
        dominators(found, found.number("a"))
    assert necessary(whole(found)) == {0: 0b11, 1: 0b11}


@given(st.lists(st.integers(0, 255), max_size=8), st.integers(0, 9))
def test_what_so_many_sets_have(sets: list[int], least: int) -> None:
    """Each bit is there just if at least so many of the sets have it."""
    found = common(sets, least) & 255
    assert [found >> place & 1 for place in range(8)] == [
        int(sum(bits >> place & 1 for bits in sets) >= least) for place in range(8)
    ]


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=9), st.integers(0, 511))
def test_weights_of_sets(minutes: list[int], drawn: int) -> None:
    """A set weighs what its members do; an empty one nothing."""
    nodes = list(range(10, 10 + len(minutes)))
    needs = Requirements(dict.fromkeys(nodes, ()), dict.fromkeys(nodes, ()), dict(zip(nodes, minutes, strict=True)))
    bits = drawn % (1 << len(nodes))
    inside = members(bits, nodes)
    assert inside == [node for place, node in enumerate(nodes) if bits >> place & 1]
    assert weigh(bits, planes(needs)) == sum(needs.minutes[node] for node in inside)
