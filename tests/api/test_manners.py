"""What every answer has in common: the base path and the version."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.manners import Manners
from kg.graph import ConceptGraph
from kg.questions import Question
from tests.build import catalog
from tests.samples import QUESTIONS, address


def at(base: str) -> TestClient:
    """The service of a small graph under a base path."""
    return TestClient(create_app(ConceptGraph.of(catalog("a is-a b"), base)), follow_redirects=False)


@pytest.mark.parametrize("path", ["/api/concepts", "/concepts/a", "/", "/openapi.json", "/livez", "/static/hub.css"])
def test_the_service_lives_under_its_base_path(path: str) -> None:
    """With and without the base path taken off by a proxy, the same address gives the same bytes."""
    client = at("/kg/")
    with_base, without = client.get("/kg" + path), client.get(path)
    assert (with_base.status_code, without.status_code) == (200, 200)
    assert with_base.content == without.content


def test_a_longer_base_path() -> None:
    """A base path may have several parts."""
    client = at("/tools/kg/")
    assert client.get("/tools/kg/concepts/a").content == client.get("/concepts/a").content
    assert client.get("/id/a").headers["location"] == "/tools/kg/concepts/a"


def test_the_base_path_without_its_slash_is_home() -> None:
    """`/kg` is the home page, as `/kg/` is."""
    client = at("/kg/")
    assert client.get("/kg").status_code == 200
    assert client.get("/kg").content == client.get("/kg/").content


@pytest.mark.parametrize("path", ["/kgx", "/kgapi/concepts", "/kg/kg/livez", "/KG/livez"])
def test_a_path_that_only_begins_like_the_base_is_another(path: str) -> None:
    """The base path is taken off once, and whole."""
    assert at("/kg/").get(path).status_code == 404


def test_links_are_under_the_base_path() -> None:
    """Every link of an answer and every problem starts with the base path."""
    client = at("/kg/")
    assert client.get("/kg/api/concepts/a").json()["url"] == "/kg/concepts/a"
    problem = client.get("/kg/api/concepts/nothing").json()
    assert (problem["type"], problem["instance"]) == ("/kg/problems/not-found", "/kg/api/concepts/nothing")
    assert client.get("/api/concepts/nothing").json() == problem


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_every_answer_names_the_version(client: TestClient, graph: ConceptGraph, question: Question) -> None:
    """The version of the graph is a header of every answer."""
    assert client.get(address(question)).headers["graph-version"] == graph.version


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/static/hub.css", "/nothing", "/id/token"])
def test_whatever_is_answered_names_the_version(client: TestClient, graph: ConceptGraph, path: str) -> None:
    """So do pages, files, redirects and problems, and each names it once."""
    assert client.get(path).headers.get_list("graph-version") == [graph.version]


def test_what_is_not_http_is_passed_on() -> None:
    """Messages of the server's own, such as those about its start, reach the application as they are."""
    seen: list[Any] = []

    async def inner(scope: Any, _: Any, __: Any) -> None:
        seen.append(scope)

    scope = {"type": "lifespan", "path": "/kg/"}
    call = Manners(inner, ConceptGraph.of(catalog("a"), "/kg/"))(scope, None, None)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):
        call.send(None)
    assert seen[0] is scope
