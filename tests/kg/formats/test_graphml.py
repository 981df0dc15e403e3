"""graphml: read back by networkx."""

import io
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import given

from kg.formats import GraphAnswer
from kg.formats.graphml import graphml
from kg.formats.markup import clean
from tests.kg.formats.answers import answers

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def known(facts: Any) -> dict[str, Any]:
    """What is to be found again: the facts that have a value, as XML can carry them."""
    ends = ("id", "from", "to")
    texts = {
        name: clean(value) if isinstance(value, str) else value for name, value in facts.items() if name not in ends
    }
    return {name: value for name, value in texts.items() if value is not None}


def check(answer: GraphAnswer) -> None:
    """Every node, edge and attribute is read back with its type."""
    found: Any = nx.read_graphml(io.BytesIO(graphml(answer)), force_multigraph=True)
    assert found.is_directed()
    assert dict(found.nodes(data=True)) == {node["id"]: known(node) for node in answer["nodes"]}
    edges = {key: (start, end, facts) for start, end, key, facts in found.edges(keys=True, data=True)}
    assert edges == {edge["id"]: (edge["from"], edge["to"], known(edge)) for edge in answer["edges"]}


def test_networkx_reads_what_was_written(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """So it does for the hub's own data."""
    check(closure)
    check(neighbourhood)


@given(one=answers())
def test_networkx_reads_any_text(one: GraphAnswer) -> None:
    """So it does whatever the texts hold."""
    check(one)


def test_every_attribute_used_is_declared(neighbourhood: GraphAnswer) -> None:
    """Readers that go by the declarations find one for each attribute; the graph's own say what was cut off."""
    root = ET.fromstring(graphml(neighbourhood))
    declared = {key.get("id"): key.get("for") for key in root.iter(f"{SPACE}key")}
    for scope in "graph", "node", "edge":
        for element in root.iter(SPACE + scope):
            assert all(declared[data.get("key")] == scope for data in element.findall(f"{SPACE}data"))
    graph = {data.get("key"): data.text for data in root.iterfind(f"{SPACE}graph/{SPACE}data")}
    assert graph["graph-truncated"] == "false"
    assert graph["graph-total_nodes"] == str(len(neighbourhood["nodes"]))
