"""dot: read back by Graphviz."""

import html
import json
import re
import shutil
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings

from kg.formats import GraphAnswer
from kg.formats.dot import dot
from kg.formats.markup import folded, safe_url
from kg.formats.shape import said
from kg.graph import ConceptGraph
from tests.kg.formats.answers import answers, part

WORDS = """Q digraph concepts graph node edge subgraph rankdir BT charset label labelloc t fontname shape box style rounded
    fontsize 12 10 id tooltip URL newrank true weight 0 solid dashed dotted"""
needs_graphviz = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed: no `dot`")


def graphviz(answer: GraphAnswer) -> dict[str, Any]:
    """The graph as Graphviz reads and draws it."""
    run = subprocess.run(["dot", "-Tjson"], input=dot(answer), capture_output=True, check=True)
    assert b"rror" not in run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def plain(value: str) -> str:
    """An attribute as Graphviz shows it."""
    return html.unescape(value.replace("\\n", " ").replace("\\\\", "\\"))


def check(answer: GraphAnswer) -> None:
    """Every node is there once, in its cluster and with its link; so is every edge."""
    found = graphviz(answer)
    objects = {one["_gvid"]: one for one in found.get("objects", [])}
    nodes = {one["name"]: one for one in objects.values() if "nodes" not in one and "subgraphs" not in one}
    nodes = {name: one for name, one in nodes.items() if not name.startswith("cluster_")}
    assert set(nodes) == {node["id"] for node in answer["nodes"]}
    clusters = {objects[n]["name"]: one["name"] for one in objects.values() for n in one.get("nodes", ())}
    for node in answer["nodes"]:
        one = nodes[node["id"]]
        assert clusters.get(node["id"]) == (f"cluster_{node['cluster']}" if node["cluster"] else None)
        assert one.get("URL") is None or html.unescape(one["URL"]).replace("\\\\", "\\") == safe_url(node["url"])
        assert ("URL" in one) == (safe_url(node["url"]) is not None)
        label = re.sub(" ", "", plain(one["label"]))
        whole = folded(node["label"]).replace(" ", "") + f"({node['kind']})"
        assert label == whole or whole.startswith(label.split("…")[0])
    edges = sorted(
        (objects[one["tail"]]["name"], objects[one["head"]]["name"], plain(one["label"]))
        for one in found.get("edges", [])
    )
    assert edges == sorted((edge["from"], edge["to"], folded(said(edge))) for edge in answer["edges"])


@needs_graphviz
def test_graphviz_reads_what_was_written(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """For the hub's own data."""
    check(closure)
    check(neighbourhood)


@needs_graphviz
def test_graphviz_lays_out_the_whole_hub(graph: ConceptGraph) -> None:
    """Clusters that require one another, and relations of all types, draw no complaint."""
    check(part(graph, graph.ids))


@needs_graphviz
@settings(max_examples=25)
@given(one=answers())
def test_graphviz_reads_any_text(one: GraphAnswer) -> None:
    """Whatever the texts."""
    check(one)


@given(one=answers())
def test_every_line_is_quoted(one: GraphAnswer) -> None:
    """No text leaves its quotes: without quoted strings nothing but the few words of ours remains."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "Q", dot(one).decode(), flags=re.DOTALL)
    words = set(re.findall(r"\w+", bare))
    assert words <= set(WORDS.split())
