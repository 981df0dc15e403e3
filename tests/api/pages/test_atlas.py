"""The map's page: the graph part by part, its list the same as its picture."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.graph import ConceptGraph
from tests import build
from tests.api.test_pages import Tree


@pytest.mark.parametrize(
    "query", ["", "open=llm-cluster", "center=transformer", "open=network-cluster&type=is-a,part-of"]
)
def test_the_list_says_what_the_picture_says(client: TestClient, query: str) -> None:
    """Every concept of the graph asked for stands in the list, every relation as a sentence that leads to its end."""
    page = client.get(f"/map?{query}")
    assert page.status_code == 200
    tree = Tree(page.text)
    fold = "" if "center" in query else "&fold=true"
    found = client.get(f"/api/graph?{query}{fold}&limit=300").json()
    ids = [node["data"]["id"] for node in found["elements"]["nodes"]]
    assert re.findall(r'class="told" id="c-([^"]+)"', page.text) == ids
    said = unescape(page.text)
    for edge in found["elements"]["edges"]:
        data = edge["data"]
        expected = f"{data['count']} relation" if "count" in data else data["sentence"]
        assert f'<a href="#c-{data["target"]}">{expected}' in said
    assert {link[1:] for tag, link in tree.links if tag == "a" and link.startswith("#")} <= set(tree.ids)


def test_the_picture_opens_parts(client: TestClient, graph: ConceptGraph) -> None:
    """Each part is a box of the picture that leads to the map with it opened too."""
    page = unescape(client.get("/map?open=llm-cluster").text)
    for id in graph.hub.clusters:
        assert (f"/map?open=llm-cluster,{id}#c-{id}" in page) == (id != "llm-cluster")


def test_the_script_gets_the_same_graph(client: TestClient) -> None:
    """The address of the data gives Cytoscape's elements with a place for each concept of the list."""
    page = client.get("/map?open=llm-cluster&type=requires").text
    found = re.search(r'data-graph="([^"]+)"', page)
    assert found
    elements = client.get(unescape(found[1])).json()["elements"]
    assert len(elements["nodes"]) == page.count('class="told"')
    assert all({"x", "y"} == set(node["position"]) for node in elements["nodes"])


def test_only_types_that_are_used_are_offered(client: TestClient, graph: ConceptGraph) -> None:
    """Each type of which there is a relation can be chosen, once."""
    used = {graph.relation_id(k).split(".")[1] for k in range(graph.relation_count)}
    offered = re.findall(r'name="type" value="([^"]+)"', client.get("/map").text)
    assert (set(offered), len(offered)) == (used, len(used))


@pytest.mark.parametrize(
    "query", ["open=nope", "type=nope", "center=nope", "open=%22%3E%3Cscript%3Ealert(1)", "lang=%00"]
)
def test_what_there_is_not_is_said(client: TestClient, query: str) -> None:
    """Parts, types and concepts that there are not leave the map as it is without them, and nothing of them is markup."""
    page = client.get(f"/map?{query}")
    assert page.status_code == 200
    Tree(page.text)
    assert ("the hub has nothing called" in page.text) == (not query.startswith("lang"))
    assert "<script>alert" not in page.text


def test_a_hub_without_parts_is_shown_as_it_is() -> None:
    """Where there are no clusters every concept stands for itself; an empty hub says so."""
    page = TestClient(create_app(build.graph("a requires b"))).get("/map").text
    assert re.findall(r'class="told" id="c-([^"]+)"', page) == ["b", "a"]
    assert 'aria-label="Parts of the hub"' not in page


def test_what_is_cut_off_is_told() -> None:
    """A hub of more concepts than a map shows at once says how many there are; so many are not drawn."""
    page = TestClient(create_app(build.graph(*(f"n{number}" for number in range(400))))).get("/map").text
    assert "Only the first 300 of 400 concepts are shown." in page
    assert "<svg" not in page


def test_very_many_relations_are_counted() -> None:
    """Of a concept with very many relations some are told, and how many there are besides."""
    lines = [f"n{number} related hub" for number in range(120)] + [f"hub next n{number}" for number in range(120)]
    page = TestClient(create_app(build.graph(*lines))).get("/map").text
    hub = page[page.index('id="c-hub"') :].partition("</li>\n    <li class")[0]
    assert "140 more are not listed here." in hub
    assert hub.count("<li dir") == 50
