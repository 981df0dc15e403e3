"""Answers about the graph as a whole, or what lies around a concept."""

import json

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from kg import finished
from kg.answers.drawing import drawn
from kg.catalog import Catalog
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import ReadGraph, parse
from kg.render import FORMATS
from tests import build
from tests.build import networks


def test_the_whole_graph_is_drawn(graph: ConceptGraph) -> None:
    """Every concept in rank order and every relation, and nothing is cut off."""
    found = drawn(graph, ReadGraph())
    assert [node["id"] for node in found["nodes"]] == [*graph]
    assert [edge["id"] for edge in found["edges"]] == [graph.relation_id(k) for k in range(graph.relation_count)]
    assert (found["total_nodes"], found["total_edges"]) == (len(graph), graph.relation_count)
    assert not found["truncated"]


@given(networks(), st.integers(1, 3), st.sampled_from(((), ("requires",), ("is-a", "related"))))
def test_a_neighbourhood_is_that_of_networkx(catalog: Catalog, radius: int, types: tuple[str, ...]) -> None:
    """What lies within so many steps, relations followed either way, with its distance and all relations inside."""
    graph = ConceptGraph.of(catalog)
    kept = [relation for relation in catalog.relations if not types or relation.type in types]
    ways: nx.Graph[str] = nx.Graph([(relation.from_, relation.to) for relation in kept])
    ways.add_nodes_from(catalog.concepts)
    center = next(iter(catalog.concepts))
    found = drawn(graph, ReadGraph(center=center, radius=radius, type=types))
    near = nx.single_source_shortest_path_length(ways, center, cutoff=radius)
    assert {node["id"]: node["depth"] for node in found["nodes"]} == near
    assert {edge["id"] for edge in found["edges"]} == {r.id for r in kept if {r.from_, r.to} <= set(near)}
    assert [node["rank"] for node in found["nodes"]] == sorted(graph.numbers[id] for id in near)


def test_what_is_cut_off_is_said(graph: ConceptGraph) -> None:
    """With a limit the nearest stay, the totals are those of all, and it says that there is more."""
    whole, part = (drawn(graph, ReadGraph(center="transformer", radius=2, limit=limit)) for limit in (5000, 5))
    assert part["truncated"]
    assert not whole["truncated"]
    assert (part["total_nodes"], part["total_edges"]) == (whole["total_nodes"], whole["total_edges"])
    assert len(part["nodes"]) == 5
    assert max(node["depth"] for node in part["nodes"]) == 1
    ids = {node["id"] for node in part["nodes"]}
    assert all({edge["from"], edge["to"]} <= ids for edge in part["edges"])


def test_a_cluster_is_drawn_with_its_members(graph: ConceptGraph) -> None:
    """The cluster itself and what is at home in it, and nothing else."""
    found = drawn(graph, ReadGraph(cluster="llm-cluster"))
    number = graph.numbers["llm-cluster"]
    assert {node["rank"] for node in found["nodes"]} == {number, *graph.members[number]}
    assert found["title"] == "LLM cluster"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [({"center": "transfomer"}, "/center"), ({"type": ("is",)}, "/type/0"), ({"cluster": "llm"}, "/cluster")],
)
def test_what_is_not_there_is_named(graph: ConceptGraph, fields: dict[str, object], pointer: str) -> None:
    """An unknown concept, type or cluster is an error that points at the field."""
    with pytest.raises(QuestionError) as raised:
        drawn(graph, ReadGraph(**fields))  # type: ignore[arg-type]
    assert raised.value.errors[0][0] == pointer


def test_turtle_holds_the_concepts_drawn(graph: ConceptGraph) -> None:
    """The RDF of a part is that of the documents about its concepts."""
    made = finished(graph, ReadGraph(center="token", format="turtle"))
    read = Graph().parse(data=made.body, format="turtle")
    ids = [node["id"] for node in drawn(graph, ReadGraph(center="token"))["nodes"]]
    assert {URIRef(f"{graph.hub.iri}id/{id}") for id in ids} <= set(read.subjects())
    linked = json.loads(finished(graph, ReadGraph(center="token", format="jsonld")).body)
    assert {node["id"] for node in linked["@graph"]} == set(map(str, read.subjects()))


def test_an_empty_graph_is_drawn() -> None:
    """A hub without concepts is a drawing without any, in every format; of such, Turtle is no text at all."""
    empty = build.graph()
    for name in FORMATS[ReadGraph]:
        assert bool(finished(empty, parse(ReadGraph, {"format": name})).body) == (name != "turtle")
