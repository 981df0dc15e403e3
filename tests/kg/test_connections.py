"""The shortest chains of relations between two concepts, beside networkx."""

from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import connections as module
from kg.connections import MOST_CHAINS, connections
from kg.graph import ConceptGraph
from tests.build import catalog

TYPES = ("is-a", "part-of", "requires", "related", "next", "helpful")
NAMES = "abcdefghij"


@st.composite
def graphs(draw: st.DrawFn) -> ConceptGraph:
    """A graph of up to ten concepts in which a concept points only at later ones, with several types at once."""
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(NAMES))
    drawn = draw(st.lists(pairs, max_size=25))
    lines = {(a, "requires" if type_ == "helpful" else type_, b): f"{a} {type_} {b}" for a, type_, b in drawn if a < b}
    return ConceptGraph.of(catalog(*NAMES, *lines.values()))


def nodes(graph: ConceptGraph, start: str, chain: tuple[int, ...]) -> list[str]:
    """The concepts that a chain passes, each relation followed from the end where the chain has come."""
    here, found = graph.number(start), [start]
    for k in chain:
        ends = (graph.relations_from[k], graph.relations_to[k])
        assert here in ends
        here = ends[1] if here == ends[0] else ends[0]
        found.append(graph.ids[here])
    return found


@given(graphs(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_chains_are_the_shortest_there_are(graph: ConceptGraph, start: str, end: str) -> None:
    """Each chain joins the two ends, no two are alike, and each is as short as networkx finds one to be."""
    found = connections(graph, graph.number(start), graph.number(end))
    assert found.complete
    undirected: nx.Graph[str] = nx.Graph(graph.to_networkx())
    if not nx.has_path(undirected, start, end):
        assert found.chains == ()
        return
    length = nx.shortest_path_length(undirected, start, end)
    assert found.chains
    assert len(set(found.chains)) == len(found.chains) <= MOST_CHAINS
    for chain in found.chains:
        assert len(chain) == length
        assert nodes(graph, start, chain)[-1] == end


@given(graphs(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_the_most_telling_chains_come_first(graph: ConceptGraph, start: str, end: str) -> None:
    """The chains given are the best of all shortest ones by what their types say, in that order."""
    told = {"is-a": 1, "part-of": 1, "requires": 2, "related": 4, "next": 4}
    multi: nx.MultiGraph[str] = nx.MultiGraph(graph.to_networkx())

    def reticence(chain: Any) -> int:
        return sum(told[type_] for _, _, type_ in chain)

    if start == end or not nx.has_path(multi, start, end):
        return
    length = int(nx.shortest_path_length(multi, start, end))
    every = [one for one in nx.all_simple_edge_paths(multi, start, end, cutoff=length) if len(one) == length]
    best = sorted(map(reticence, every))[:MOST_CHAINS]
    found = connections(graph, graph.number(start), graph.number(end)).chains
    assert [sum(told[graph.relation_id(k).split(".")[1]] for k in chain) for chain in found] == best


def test_only_relations_of_the_types_asked_for_are_followed() -> None:
    """A shorter way by another type is left aside."""
    graph = ConceptGraph.of(catalog("a related c", "a is-a b", "b is-a c"))
    a, c = graph.number("a"), graph.number("c")
    assert [len(chain) for chain in connections(graph, a, c).chains] == [1]
    assert [len(chain) for chain in connections(graph, a, c, ("is-a",)).chains] == [2]
    assert connections(graph, a, c, ("next",)).chains == ()


def test_a_concept_is_joined_to_itself_by_nothing() -> None:
    """One chain of no steps."""
    graph = ConceptGraph.of(catalog("a is-a b"))
    assert connections(graph, 0, 0).chains == ((),)


def test_a_long_chain_is_found() -> None:
    """A chain of 2,000 steps is as exact as a short one."""
    names = [f"c-{number}" for number in range(2_001)]
    graph = ConceptGraph.of(catalog(*(f"{a} requires {b}" for a, b in pairwise(names))))
    (chain,) = connections(graph, graph.number(names[0]), graph.number(names[-1])).chains
    assert nodes(graph, names[0], chain) == names


def test_a_search_that_is_cut_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past so many relations the search ends, and does not claim that there is no connection."""
    monkeypatch.setattr(module, "MAX_RELATIONS", 5)
    graph = ConceptGraph.of(catalog("a is-a b", "b is-a c", "c is-a d", "d is-a e", "e is-a f", "f is-a g"))
    found = connections(graph, graph.number("a"), graph.number("g"))
    assert (found.chains, found.complete) == ((), False)
