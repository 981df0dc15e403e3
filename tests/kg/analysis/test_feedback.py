"""The lightest edges to drop: against every subset, and against networkx for whether a cycle is left."""

from collections.abc import Collection, Sequence
from itertools import combinations
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import feedback
from kg.analysis.feedback import Edge, Feedback, lightest, local_ratio, shortest, steps
from tests.build import SEEDS

WEIGHTS = (1, 1, 10, 10, 100)


def edges(random: Random, nodes: int, size: int) -> list[Edge]:
    """Edges at random, parallel ones and those from a node to itself among them."""
    return [Edge(random.randrange(nodes), random.randrange(nodes), random.choice(WEIGHTS)) for _ in range(size)]


few = SEEDS.map(Random).map(lambda random: edges(random, random.randint(1, 6), random.randint(0, 8)))
many = SEEDS.map(Random).map(lambda random: edges(random, random.randint(5, 30), random.randint(20, 70)))


def cyclic(each: Sequence[Edge], dropped: Collection[int]) -> bool:
    """Whether a cycle is left, says networkx."""
    kept: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    kept.add_edges_from((edge.start, edge.end) for place, edge in enumerate(each) if place not in dropped)
    return not nx.is_directed_acyclic_graph(kept)


def weight(each: Sequence[Edge], dropped: Collection[int]) -> int:
    """What some edges weigh together."""
    return sum(each[place].weight for place in dropped)


@settings(max_examples=50)
@given(few)
def test_no_set_is_better(each: list[Edge]) -> None:
    """Of all sets that break every cycle it is the lightest, then the smallest, then that of the least sum of places."""
    subsets = (some for size in range(len(each) + 1) for some in combinations(range(len(each)), size))
    best = min((weight(each, some), len(some), sum(some)) for some in subsets if not cyclic(each, some))
    found = lightest(each)
    assert (weight(each, found.edges), len(found.edges), sum(found.edges)) == best
    assert found.bound == best[0]
    assert not cyclic(each, found.edges)


@settings(max_examples=30)
@given(many)
def test_nothing_that_is_dropped_can_stay(each: list[Edge]) -> None:
    """Without the edges there is no cycle, with any one of them there is, exact or not; and bounds are in order."""
    exact, quick = lightest(each), lightest(each, exact=0)
    for found in (exact, quick):
        assert list(found.edges) == sorted(set(found.edges))
        assert not cyclic(each, found.edges)
        assert all(cyclic(each, set(found.edges) - {place}) for place in found.edges)
    assert quick.bound <= exact.bound == weight(each, exact.edges) <= weight(each, quick.edges)
    assert quick == local_ratio(each)


def test_without_a_cycle_nothing_is_dropped() -> None:
    """Edges that form no cycle all stay, and no edges are none."""
    assert lightest([Edge(0, 1, 1), Edge(1, 2, 1), Edge(0, 2, 1)]) == Feedback((), 0)
    assert lightest([]) == Feedback((), 0)


def test_a_heavy_edge_stays() -> None:
    """One edge that is in two circles goes, unless it weighs more than one of each circle."""
    circles = [Edge(0, 1, 10), Edge(1, 0, 10), Edge(1, 2, 10), Edge(2, 0, 10)]
    assert lightest(circles) == Feedback((0,), 10)
    assert lightest([Edge(0, 1, 100), *circles[1:]]) == Feedback((1, 2), 20)


@pytest.mark.parametrize(("limit", "value"), [("ROUNDS", 1), ("NODES", 0)])
def test_where_the_limits_do_not_do_the_bound_is_still_one(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    """A search that is cut off gives a set that breaks all cycles, and a bound that the lightest does not go below."""
    each = edges(Random(5), 20, 90)
    best = lightest(each)
    monkeypatch.setattr(feedback, limit, value)
    found = lightest(each)
    assert not cyclic(each, found.edges)
    assert local_ratio(each).bound <= found.bound <= weight(each, best.edges) <= weight(each, found.edges)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """The solver keeps its words to itself, also over hundreds of edges."""
    each = edges(Random(7), 60, 220)
    assert not cyclic(each, lightest(each).edges)
    assert capfd.readouterr() == ("", "")


@given(many, st.integers(0, 29))
def test_shortest_cycles_are_those_of_networkx(each: list[Edge], node: int) -> None:
    """A cycle through a node is as short as the way back to it that networkx finds, edge by edge or by length."""
    out = steps(each)
    if node >= len(out):
        return
    graph: nx.DiGraph[int] = nx.DiGraph()
    for edge in sorted(each, key=lambda edge: -edge.weight):
        graph.add_edge(edge.start, edge.end, weight=edge.weight)
    graph.add_node(node)
    for length in ("weight", None):
        lengths = [edge.weight if length else 1 for edge in each]
        found = shortest(each, out, node, lengths, 10**6)
        back = [
            nx.shortest_path_length(graph, after, node, weight=length) + (facts["weight"] if length else 1)
            for _, after, facts in graph.out_edges(node, data=True)
            if nx.has_path(graph, after, node)
        ]
        assert (sum(lengths[place] for place in found) if found else None) == min(back, default=None)
        ends = [(each[place].start, each[place].end) for place in found]
        assert all(before[1] == after[0] for before, after in zip(ends, [*ends[1:], *ends[:1]], strict=True))
        assert not ends or ends[0][0] == node
        assert shortest(each, out, node, lengths, min(back, default=0)) == ()
