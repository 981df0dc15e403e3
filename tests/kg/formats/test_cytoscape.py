"""cytoscape: read back as JSON and by networkx."""

from itertools import combinations
from typing import Any

import networkx as nx
import orjson
import pytest
from hypothesis import given

from kg.formats import GraphAnswer
from kg.formats.cytoscape import cytoscape
from tests.kg.formats.answers import answers, large


def check(answer: GraphAnswer) -> None:
    """Every node and edge is there, in order, with all its facts."""
    document = orjson.loads(cytoscape(answer))
    nodes = [element["data"] for element in document["elements"]["nodes"]]
    assert nodes == [{**node, "name": node["label"], "value": node["id"]} for node in answer["nodes"]]
    edges = [element["data"] for element in document["elements"]["edges"]]
    assert [(e["id"], e["source"], e["target"]) for e in edges] == [
        (e["id"], e["from"], e["to"]) for e in answer["edges"]
    ]
    for given_edge, found in zip(answer["edges"], edges, strict=True):
        facts: dict[str, Any] = {**given_edge}
        assert {name: found[name] for name in facts.keys() - {"from", "to"}} == {
            n: facts[n] for n in facts.keys() - {"from", "to"}
        }


def test_elements_are_those_of_the_answer(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """For the hub's own data."""
    check(closure)
    check(neighbourhood)


@given(one=answers())
def test_elements_hold_any_text(one: GraphAnswer) -> None:
    """Whatever the texts."""
    check(one)


def test_networkx_reads_the_same_graph(neighbourhood: GraphAnswer) -> None:
    """Several relations of one pair of concepts stay apart."""
    found: Any = nx.cytoscape_graph(orjson.loads(cytoscape(neighbourhood)))
    assert found.is_directed()
    assert list(found) == [node["id"] for node in neighbourhood["nodes"]]
    assert {key: ends for *ends, key in found.edges(keys=True)} == {
        edge["id"]: [edge["from"], edge["to"]] for edge in neighbourhood["edges"]
    }


@pytest.mark.parametrize(("nodes", "edges"), [(1, 0), (40, 60), (300, 400), (200, 900), (1000, 3000)])
def test_places_are_apart(nodes: int, edges: int) -> None:
    """No two concepts lie on one another, however many there are."""
    elements = orjson.loads(cytoscape(large(nodes, edges) if nodes > 1 else large(2, 1)))["elements"]["nodes"]
    places = [(element["position"]["x"], element["position"]["y"]) for element in elements]
    assert all(abs(a[0] - b[0]) >= 176 or abs(a[1] - b[1]) >= 50 for a, b in combinations(places, 2))
