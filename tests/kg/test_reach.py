"""Closures and walks, against networkx."""

from collections.abc import Sequence

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.reach import closure, levels, walk
from tests.build import TYPES, chain, graph, ids, networks

Depths = st.none() | st.integers(0, 4)
Types = st.lists(st.sampled_from(sorted(TYPES)), unique=True, max_size=3)


def as_networkx(found: Catalog, types: Sequence[str], *, backwards: bool = False) -> "nx.DiGraph[str]":
    """The relations of some types as a networkx graph; symmetric ones lead both ways."""
    edges: nx.DiGraph[str] = nx.DiGraph()
    edges.add_nodes_from(found.concepts)
    for relation in found.of_type(*types):
        edges.add_edge(relation.from_, relation.to)
        if TYPES[relation.type].symmetric:
            edges.add_edge(relation.to, relation.from_)
    return edges.reverse() if backwards else edges


@given(networks(), Types, st.booleans())
def test_closure_is_networkx_descendants(found: Catalog, types: list[str], backwards: bool) -> None:
    """For each concept the closure over any types, either way, holds what networkx reaches, in rank order."""
    graph = ConceptGraph.of(found)
    edges = as_networkx(found, types, backwards=backwards)
    for id in found.concepts:
        assert graph.closure(types, id, backwards=backwards) == sorted(nx.descendants(edges, id), key=graph.ids.index)


@given(networks(), st.data())
def test_closure_of_several_starts(found: Catalog, data: st.DataObject) -> None:
    """The closure of several concepts is the union of theirs, themselves included."""
    graph = ConceptGraph.of(found)
    starts = data.draw(st.sets(st.sampled_from(sorted(found.concepts))))
    edges = as_networkx(found, ["requires"])
    reached = closure([a for _, a in graph.layers(["requires"])], {graph.number(id) for id in starts})
    assert set(ids(graph, reached)) == starts.union(*(nx.descendants(edges, id) for id in starts))


@given(networks(), Types, st.booleans(), Depths)
def test_walk_is_breadth_first(found: Catalog, types: list[str], backwards: bool, depth: int | None) -> None:
    """A walk finds each concept at networkx's distance, up to the depth asked for, by depth and then number."""
    graph = ConceptGraph.of(found)
    edges = as_networkx(found, types, backwards=backwards)
    for id in found.concepts:
        distances = nx.single_source_shortest_path_length(edges, id, cutoff=depth)
        expected = sorted((distance, graph.number(other)) for other, distance in distances.items() if distance)
        steps = graph.walk(types, id, depth=depth, backwards=backwards)
        assert [(step.depth, step.node) for step in steps] == expected


@given(networks(), Types, st.booleans())
def test_walk_says_how_it_came(found: Catalog, types: list[str], backwards: bool) -> None:
    """Each step comes from the smallest neighbour one step nearer, by the first layer and then relation there."""
    graph = ConceptGraph.of(found)
    layers = graph.layers(types, backwards=backwards)
    for start, id in enumerate(graph.ids):
        steps = graph.walk(types, id, backwards=backwards)
        depth = {start: 0} | {step.node: step.depth for step in steps}
        for step in steps:
            ways = [
                (origin, place, rel[k])
                for origin, near in depth.items()
                if near == step.depth - 1
                for place, (_, (at, to, rel)) in enumerate(layers)
                for k in range(at[origin], at[origin + 1])
                if to[k] == step.node
            ]
            origin, place, k = min(ways)
            assert (step.origin, step.layer, step.rel) == (origin, layers[place][0], k)
            ends = {graph.relations_from[k], graph.relations_to[k]}
            assert ends == {step.origin, step.node}


@given(networks(), st.fixed_dictionaries(dict.fromkeys(("options", "helpful", "backwards"), st.booleans())), Depths)
def test_levels_are_those_of_a_walk(found: Catalog, asked: dict[str, bool], depth: int | None) -> None:
    """Without the relations, what is found, how deep and from where is what a walk finds, asked first or again."""
    graph = ConceptGraph.of(found)
    layers = graph.requirements(**asked)
    for start in (*range(len(graph)), 0):
        reached, origins = levels(graph.required(**asked), start, depth)
        told = [(node, at, origins[node]) for at, level in enumerate(reached, 1) for node in level]
        assert told == [(step.node, step.depth, step.origin) for step in walk(layers, start, depth)]
        assert set(origins) == {start, *(node for node, *_ in told)}


def test_ties_of_a_walk() -> None:
    """Of two ways that are equally short the one through the smaller number is told, and of two types the first named."""
    found = graph("d is-a b c", "b is-a a", "c is-a a", "d part-of c")
    steps = found.walk(["part-of", "is-a"], "d")
    told = [(*ids(found, (s.node, s.origin)), s.depth, s.layer) for s in steps]
    assert told == [("b", "d", 1, "is-a"), ("c", "d", 1, "part-of"), ("a", "b", 2, "is-a")]


@pytest.mark.parametrize("backwards", [False, True])
def test_deep_chains_are_exact(backwards: bool) -> None:
    """Over a chain of 100,000 concepts nothing recurses and nothing is cut off, whichever way one looks."""
    n = 100_000
    found = chain(n)
    start = found.ids[0 if backwards else -1]
    assert len(found.closure(["requires"], start, backwards=backwards)) == n - 1
    steps = walk(found.layers(["requires"], backwards=backwards), found.number(start))
    assert [step.depth for step in steps] == list(range(1, n))
    assert all(abs(step.node - step.origin) == 1 for step in steps)
    assert len(walk(found.layers(["requires"], backwards=backwards), found.number(start), 12_345)) == 12_345
    reached, _ = levels(found.required(backwards=backwards), found.number(start))
    assert sum(map(len, reached)) == n - 1
