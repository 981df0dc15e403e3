"""Curricular measures: as published, and as networkx counts them path by path."""

from itertools import product
from random import Random

import networkx as nx
import pytest
from hypothesis import given

from kg.analysis.curriculum import AT_A_TIME, Measures, longest, measures, sums
from kg.analysis.digraph import Digraph, inverted, plain
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from tests.build import SEEDS, curricula, graph, ids
from tests.kg.analysis.published import CURRICULUM_NAMES, curriculum, measured
from tests.test_real import read


def of(*edges: str) -> tuple[dict[str, tuple[int, int, int]], ConceptGraph]:
    """The measures of a curriculum by course; an edge `ab` leads from course `a` to course `b`."""
    found = graph(*(f"{edge[1:]} requires {edge[0]}" if len(edge) > 1 else edge for edge in edges))
    return by_id(found, measures(plain(found))), found


def by_id(found: ConceptGraph, each: Measures) -> dict[str, tuple[int, int, int]]:
    """Blocking, delay and centrality of each concept."""
    return {id: (each.blocking[n], each.delay[n], each.centrality[n]) for n, id in enumerate(found.ids)}


def test_underwater_basket_weaving() -> None:
    """The eight courses of CurricularAnalytics.jl's own tests have the measures that stand there."""
    each, found = of("ac", "bc", "dc", "ce", "df", "g", "h")
    assert [each[id] for id in "abcdefgh"] == [
        *((2, 3, 0), (2, 3, 0), (1, 3, 9), (3, 3, 0)),
        *((0, 3, 0), (0, 2, 0), (0, 1, 0), (0, 1, 0)),
    ]
    whole = measures(plain(found))
    assert (*sums(whole), sums(whole).complexity) == (8, 19, 9, 27)
    assert dict(zip(ids(found, range(8)), whole.complexity, strict=True)) == dict(
        zip("abcdefgh", (5, 5, 4, 6, 3, 2, 1, 1), strict=True)
    )


def test_postmodern_basket_weaving() -> None:
    """So have the seven courses there whose paths part and meet again."""
    each, found = of("ab", "ac", "bd", "cd", "ce", "df", "dg", "gf")
    assert [each[id][0] for id in "abcdefg"] == [6, 3, 4, 2, 0, 0, 1]
    assert [each[id][1] for id in "abcdefg"] == [5, 5, 5, 5, 3, 5, 5]
    assert [each[id][2] for id in "abcdefg"] == [0, 9, 12, 18, 0, 0, 10]
    whole = sums(measures(plain(found)))
    assert (*whole, whole.complexity) == (16, 33, 49, 49)


@pytest.mark.parametrize("name", CURRICULUM_NAMES)
def test_curricula_have_the_measures_that_were_published(name: str) -> None:
    """Blocking, delay and centrality of every course of nine real curricula are those that their makers published."""
    data = curriculum(name)
    found = ConceptGraph.of(read(data))
    each = by_id(found, measures(plain(found)))
    numbers = [str(node["id"]) for node in data["nodes"]]  # type: ignore[call-overload]
    assert each == {number: measured(name).get(number, (0, 1, 0)) for number in numbers}


def test_the_complexity_of_a_quarter_system_follows() -> None:
    """CurricularAnalytics' complexity of a curriculum in quarters is two thirds of ours, rounded course by course."""
    found = ConceptGraph.of(read(curriculum("Michigan_Ann_Arbor_CS")))
    complexity = dict(zip(found.ids, measures(plain(found)).complexity, strict=True))
    published = {"1": 4.7, "2": 8.7, "3": 2.7, "4": 3.3, "10": 13.3, "14": 7.3, "16": 6.0, "19": 0.7}
    assert {number: round(complexity[number] * 2 / 3, 1) for number in published} == published


def needed(found: Catalog) -> "nx.DiGraph[str]":
    """Essential requirements and options as a networkx graph, from what is required to what requires it."""
    edges: nx.DiGraph[str] = nx.DiGraph()
    edges.add_nodes_from(found.concepts)
    edges.add_edges_from((r.to, r.from_) for r in found.of_type("requires") if r.strength == "essential")
    return edges


@given(curricula(9))
def test_measures_are_those_of_the_definitions(found: Catalog) -> None:
    """They equal what comes of listing descendants and paths with networkx; options count as requirements do."""
    edges = needed(found)
    sources = [id for id in edges if not edges.in_degree(id)]
    sinks = [id for id in edges if not edges.out_degree(id)]
    pairs = product(sources, sinks)
    paths = [path for start, end in pairs if start != end for path in nx.all_simple_paths(edges, start, end)]
    expected = {
        id: (
            len(nx.descendants(edges, id)),
            max((len(path) for path in paths if id in path), default=1),
            sum(len(path) for path in paths if id in path[1:-1]),
        )
        for id in edges
    }
    graph = ConceptGraph.of(found)
    assert by_id(graph, measures(plain(graph))) == expected


@given(curricula(9))
def test_reversed_edges_keep_delay_and_swap_what_is_before_and_after(found: Catalog) -> None:
    """With all edges turned round delay and centrality stay, and blocking counts what is required."""
    graph = ConceptGraph.of(found)
    edges, digraph = needed(found), plain(graph)
    turned = measures(Digraph(digraph.users, digraph.needs, list(reversed(digraph.order))))
    assert (turned.delay, turned.centrality) == measures(digraph)[1:]
    assert turned.blocking == [len(nx.ancestors(edges, id)) for id in graph.ids]


@given(curricula(9), SEEDS)
def test_a_part_that_lacks_no_requirement_is_no_more_complex(found: Catalog, seed: int) -> None:
    """The complexity of a part closed downwards is at most that of the whole, in sum and concept by concept."""
    graph = ConceptGraph.of(found)
    digraph = plain(graph)
    part = set(Random(seed).sample(range(len(graph)), Random(seed).randint(1, len(graph))))
    while more := {other for node in part for other in digraph.needs[node]} - part:
        part |= more
    place = {node: n for n, node in enumerate(sorted(part))}
    needs = [[place[other] for other in digraph.needs[node]] for node in place]
    inner = measures(Digraph(needs, inverted(needs), range(len(needs))))
    outer = measures(digraph)
    assert all(inner.complexity[place[node]] <= outer.complexity[node] for node in part)
    assert sums(inner).complexity <= sums(outer).complexity


@given(curricula(9))
def test_the_longest_chain_is_one(found: Catalog) -> None:
    """Each concept of it requires the one before, and no chain has more concepts."""
    graph = ConceptGraph.of(found)
    edges = needed(found)
    path = ids(graph, longest(plain(graph)))
    assert nx.is_simple_path(edges, path)
    assert len(path) == nx.dag_longest_path_length(edges) + 1


def test_no_concepts_have_no_measures() -> None:
    """An empty digraph is measured too."""
    empty = Digraph([], [], [])
    assert (measures(empty), sums(measures(empty)), longest(empty)) == (([], [], []), (0, 0, 0), [])


def test_more_paths_than_atoms_are_counted_exactly() -> None:
    """In 300 layers of two concepts each, every one of 2^300 paths has 300 concepts."""
    needs = [[] if n < 2 else [n - 2 - n % 2, n - 1 - n % 2] for n in range(600)]
    each = measures(Digraph(needs, inverted(needs), range(600)))
    assert set(each.delay) == {300}
    assert each.centrality == [0, 0, *[300 * 2**299] * 596, 0, 0]


def test_blocking_of_more_concepts_than_are_counted_at_a_time() -> None:
    """In a chain of which one number does not hold all, each concept still blocks all that come after."""
    size = AT_A_TIME + 100
    needs = [[n - 1] if n else [] for n in range(size)]
    digraph = Digraph(needs, inverted(needs), range(size))
    each = measures(digraph)
    assert each.blocking == list(range(size - 1, -1, -1))
    assert set(each.delay) == {size}
    assert longest(digraph) == list(range(size))
