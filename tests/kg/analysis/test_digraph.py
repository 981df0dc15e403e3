"""The plain digraph of requirements: which edges count, and that it has no cycle."""

import networkx as nx
from hypothesis import given

from kg.analysis.digraph import plain
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from tests.build import curricula, graph, ids


def edges(found: ConceptGraph) -> set[tuple[str, str]]:
    """The edges of the digraph, from each concept to what it needs."""
    return {(found.ids[n], other) for n, row in enumerate(plain(found).needs) for other in ids(found, row)}


def test_what_counts_is_essential_or_an_option() -> None:
    """Helpful requirements, other types, and being at home in a cluster are no edges; a cluster's own requirements are."""
    found = graph(
        *("a requires b", "a helpful c", "a requires-any 1 of d e", "a is-a f", "a next g", "z requires b"),
        home={"a": "z"},
    )
    assert edges(found) == {("a", "b"), ("a", "d"), ("a", "e"), ("z", "b")}


def test_an_option_on_a_loop_is_left_out() -> None:
    """Options that lead round in a circle are none; essential requirements and other options stay."""
    found = graph("a requires b", "b requires-any 1 of c d", "c requires-any 1 of a e")
    assert edges(found) == {("a", "b"), ("b", "d"), ("c", "e")}


def test_unchecked_data_has_no_cycle_either() -> None:
    """Essential requirements that go round in circles, an error of the data, do not count; what leads there does."""
    found = graph("a requires b", "b requires a c", "d requires a", "e requires-any 1 of d f")
    assert edges(found) == {("b", "c"), ("d", "a"), ("e", "d"), ("e", "f")}


@given(curricula(9, loops=True))
def test_the_digraph_has_no_cycle(found: Catalog) -> None:
    """It holds all essential requirements and just those options that are on no loop; its order has needs first."""
    whole: nx.DiGraph[str] = nx.DiGraph()
    whole.add_nodes_from(found.concepts)
    essential = [r for r in found.of_type("requires") if r.strength == "essential"]
    whole.add_edges_from((r.from_, r.to) for r in essential)
    component = nx.condensation(whole).graph["mapping"]
    graph = ConceptGraph.of(found)
    assert edges(graph) == {
        (r.from_, r.to) for r in essential if r.group is None or component[r.from_] != component[r.to]
    }
    digraph = plain(graph)
    place = {node: n for n, node in enumerate(digraph.order)}
    assert sorted(place) == list(range(len(graph)))
    assert all(place[other] < place[node] for node, row in enumerate(digraph.needs) for other in row)
    assert [sorted(row) for row in digraph.users] == [
        [user for user in range(len(graph)) if node in digraph.needs[user]] for node in range(len(graph))
    ]
