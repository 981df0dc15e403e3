"""Search: what is found, what was perhaps meant, and what is shown where nothing is asked or nothing found."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg.graph import ConceptGraph
from tests.api.pages.hubs import SHARP, strained


def found(client: TestClient, address: str) -> list[str]:
    """The ids of the concepts that a page lists, in its order."""
    text = client.get(address).text
    return re.findall(r'<h3[^>]*><a href="/concepts/([^"?]+)', text)


def heading(client: TestClient, address: str) -> str:
    """What a page says that it has found."""
    response = client.get(address)
    match = re.search(r'<h2 id="found">(.*?)</h2>', response.text, re.DOTALL)
    assert match
    return unescape(match[1])


@pytest.mark.parametrize("text", ["network", "CNN", "convolutoinal", "n", "zzzzzzz"])
def test_the_page_lists_what_completion_offers(client: TestClient, text: str) -> None:
    """The concepts are those of `/api/suggest`, in its order."""
    offered = client.get("/api/suggest", params={"q": text, "limit": 50}).json()["items"]
    assert found(client, f"/search?q={text}") == [one["concept"]["id"] for one in offered]


def test_it_says_how_sure_it_is(client: TestClient) -> None:
    """A mistake in a name is told as such, and so is a name of nothing, with where to look instead."""
    assert heading(client, "/search?q=transformer").endswith("for “transformer”")
    assert heading(client, "/search?q=convolutoinal") == "Nothing is called “convolutoinal”"
    assert "Did you mean one of these?" in client.get("/search?q=convolutoinal").text
    empty = client.get("/search?q=zzzzzzz").text
    assert heading(client, "/search?q=zzzzzzz") == "Nothing is called “zzzzzzz”"
    assert 'href="/concepts/llm-cluster"' in empty
    assert "Search in every kind" in client.get("/search?q=transformer&kind=task").text


def test_another_name_that_was_found_is_shown(client: TestClient) -> None:
    """Where a concept was found by another of its names, that is said."""
    assert "Also called" in client.get("/search?q=CNN").text


def test_all_concepts_are_listed_page_by_page(client: TestClient, graph: ConceptGraph) -> None:
    """Without a name there are all concepts, in the order of learning; a kind narrows them down."""
    listed, address = list[str](), "/search"
    while address:
        listed += found(client, address)
        following = re.search(r'href="(/search[^"]+)">More concepts', client.get(address).text)
        address = unescape(following[1]) if following else ""
    assert listed == list(graph)
    tasks = found(client, "/search?kind=task")
    assert tasks
    assert all(graph[id].kind == "task" for id in tasks)


@pytest.mark.parametrize(
    "query", ["q=a&kind=nope", "q=a&lang=de&lang=en", f"q={'x' * 201}", "lang=%3Cscript%3E", "kind=task&kind=field"]
)
def test_what_cannot_be_searched_for_is_told(client: TestClient, query: str) -> None:
    """A mistake in the fields is told in the page, which has the status of a mistake."""
    response = client.get(f"/search?{query}")
    assert response.status_code == 422
    assert "<strong>Mistake:</strong>" in response.text


def test_markup_in_names_and_questions_is_text() -> None:
    """What is asked and what is found is shown as it is written, whatever it looks like."""
    client = TestClient(create_app(ConceptGraph.of(strained())))
    for address in ("/search", "/search?kind=kind-2", "/compare", "/learn"):
        text = client.get(address, params={"q": SHARP, "from": SHARP, "to": "a"}).text
        assert "<script>alert" not in text
        assert "<b>" not in text
    assert SHARP in unescape(client.get("/search", params={"q": SHARP}).text)


def test_fields_of_others_are_passed_over(client: TestClient) -> None:
    """Links to the page may carry fields that mean nothing here, and fields that are left empty."""
    assert client.get("/search?q=token&kind=&utm_source=x").content == client.get("/search?q=token").content
