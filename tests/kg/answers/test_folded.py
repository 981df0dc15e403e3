"""A drawing in which the members of a cluster come together in it."""

from collections import Counter

import orjson
import pytest

from kg import finished
from kg.answers.drawing import drawn
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import ReadGraph
from tests.build import HUB
from tests.build import catalog as lines

HOME = {"a": "k", "b": "k", "c": "l", "d": "l"}
RELATIONS = ("a requires b c", "b requires d", "c related d", "d is-a a", "e requires a", "b related c")


def hub(*relations: str) -> ConceptGraph:
    """A graph with two clusters of two concepts each, and one concept outside."""
    return ConceptGraph.of(lines(*relations, home=HOME, hub=HUB.model_copy(update={"clusters": ("k", "l")})))


def told(graph: ConceptGraph, **fields: object) -> tuple[dict[str, int | None], list[tuple[str, str, str, int | None]]]:
    """Each concept of the drawing with its size, and each edge with its ends, its type and its count."""
    found = drawn(graph, ReadGraph.model_validate({"fold": True, **fields}))
    nodes = {node["id"]: node.get("size") for node in found["nodes"]}
    return nodes, sorted((edge["from"], edge["to"], edge["type"], edge.get("count")) for edge in found["edges"])


def test_clusters_stand_for_their_members() -> None:
    """Each cluster says how many are in it; what is in none stands for itself, and requirements alone are counted."""
    nodes, edges = told(hub(*RELATIONS))
    assert nodes == {"k": 2, "l": 2, "e": None}
    assert edges == [("e", "k", "all", 1), ("k", "l", "all", 2)]


def test_without_requirements_all_is_counted() -> None:
    """Where nothing between what is folded requires anything, relations of every type count."""
    assert told(hub("d is-a a", "b related c", "c next a"))[1] == [("k", "l", "all", 1), ("l", "k", "all", 2)]


def test_an_open_cluster_shows_its_members() -> None:
    """Its concepts stand one by one with their own relations; to the closed one each is counted."""
    nodes, edges = told(hub(*RELATIONS), open=["k"])
    assert nodes == {"k": None, "a": None, "b": None, "l": 2, "e": None}
    assert [edge for edge in edges if edge[2] == "requires"] == [
        ("a", "b", "requires", None),
        ("e", "a", "requires", None),
    ]
    assert [edge for edge in edges if edge[2] == "all"] == [("a", "l", "all", 1), ("b", "l", "all", 1)]


def test_all_open_is_the_drawing_itself() -> None:
    """With every cluster open nothing is folded."""
    graph = hub(*RELATIONS)
    assert drawn(graph, ReadGraph(fold=True, open=("k", "l"))) == drawn(graph, ReadGraph())


def test_nothing_is_lost_or_counted_twice(graph: ConceptGraph) -> None:
    """In the hub's own data the sizes add up to all concepts, the counts to all requirements between two clusters."""
    found = drawn(graph, ReadGraph(fold=True))
    clusters = [node for node in found["nodes"] if "size" in node]
    assert sum(node["size"] for node in clusters) + len(found["nodes"]) == len(graph)
    home = {id: graph[id].cluster or id for id in graph}
    said = (graph.relation_id(k).split(".") for k in range(graph.relation_count))
    required = [(home[start], home[end]) for start, type_, end in said if type_ == "requires"]
    expected = Counter((start, end) for start, end in required if start != end)
    assert {(edge["from"], edge["to"]): edge["count"] for edge in found["edges"]} == expected


def test_only_clusters_can_be_opened() -> None:
    """A mistyped cluster is refused with what was perhaps meant."""
    with pytest.raises(QuestionError, match="there is no cluster 'a'"):
        drawn(hub(*RELATIONS), ReadGraph(fold=True, open=("a",)))


def test_a_limit_is_told() -> None:
    """What is cut off is counted, and no edge leads to it."""
    found = drawn(hub(*RELATIONS), ReadGraph(fold=True, limit=1))
    assert (len(found["nodes"]), found["total_nodes"], found["truncated"], found["edges"]) == (1, 3, True, [])


def test_folded_clusters_stand_around_an_oval(graph: ConceptGraph) -> None:
    """In Cytoscape's document no two of them overlap, and none lies between two others on one line."""
    document = orjson.loads(finished(graph, ReadGraph(fold=True)).body)
    places = [(node["position"]["x"], node["position"]["y"]) for node in document["elements"]["nodes"]]
    assert len(set(places)) == len(places) == 7
    for k, (x, y) in enumerate(places):
        for right, down in places[:k]:
            assert abs(x - right) >= 168 or abs(y - down) >= 48
