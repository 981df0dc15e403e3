"""The short way to a route, against the application's own."""

import logging
from collections import Counter
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response as Reply
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api.app import create_app
from api.manners import Manners
from api.routing import shape, short
from kg.graph import ConceptGraph
from tests.build import graph as small
from tests.samples import QUESTIONS, address

GOOD = [address(question) for question in QUESTIONS if not question.hard]
PAGES = [
    "/",
    "/docs",
    "/openapi.json",
    "/livez",
    "/ontology",
    "/ontology.ttl",
    "/context.jsonld",
    "/problems/not-found",
]
DOCUMENTS = ["/concepts/token", "/concepts/token.ttl", "/id/token", "/static/hub.css"]
BAD = [
    *("/nothing", "/api", "/api/", "/api/concepts/", "/api/concepts//relations", "/api/concepts/token/nothing"),
    *("/api/concepts/no-such-thing", "/api/concepts?limit=0", "/api/relations/a.b", "/ontology.nothing", "/problems/x"),
    *("/api/concepts/token/relations/", "/concepts/", "//livez", "/livez/", "/api/concepts/a%0A", "/id/no.such.thing"),
]


@pytest.fixture(scope="module")
def roundabout(graph: ConceptGraph) -> TestClient:
    """The same service without the short way."""
    return TestClient(Manners(create_app(graph).app, graph), follow_redirects=False)


def told(reply: Reply) -> Any:
    """All that came back."""
    return reply.status_code, reply.headers, reply.content


@pytest.mark.parametrize("path", [*GOOD, *PAGES, *DOCUMENTS, *BAD])
def test_both_ways_lead_to_the_same(client: TestClient, roundabout: TestClient, path: str) -> None:
    """Status, headers and bytes are the same by either way, with each method and for what is there and what is not."""
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
        assert told(client.request(method, path)) == told(roundabout.request(method, path))


@pytest.mark.parametrize("path", [*GOOD, *PAGES, *DOCUMENTS[:-1]])
def test_no_route_costs_more_for_standing_late(graph: ConceptGraph, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application tries none of its routes, wherever in the table the right one stands."""
    client = TestClient(create_app(graph), follow_redirects=False)
    monkeypatch.setattr(Route, "matches", lambda route, _: pytest.fail(f"{route.path} was tried"))
    assert client.get(path).status_code < 400


def test_few_routes_have_the_same_shape(graph: ConceptGraph) -> None:
    """Of the routes with a parameter at most three are alike, so that no more are ever looked at."""
    app = create_app(graph).app
    assert isinstance(app, FastAPI)
    shapes = Counter(shape(route.path) for route in app.routes if isinstance(route, Route) and "{" in route.path)
    assert max(shapes.values()) <= 3


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/api/concepts", "/api/concepts"),
        ("/api/concepts/token", "/api/concepts/{id}"),
        ("/api/concepts/a.b/relations", "/api/concepts/{id}/relations"),
        ("/concepts/token.ttl", "/concepts/{id}"),
        ("/ontology.ttl", "/ontology.{suffix}"),
    ],
)
def test_a_path_has_the_shape_of_its_route(path: str, template: str) -> None:
    """The shape of a path is that of its template."""
    assert shape(path) == shape(template)


def test_a_mistake_of_ours_is_answered_and_told(caplog: pytest.LogCaptureFixture) -> None:
    """A mistake is answered by the handler for all errors, and what led to it is for the log."""
    graph = small("a")
    app = create_app(graph).app
    assert isinstance(app, FastAPI)

    async def broken(_: Request) -> Response:
        raise RuntimeError("of our own making")

    app.add_route("/broken/{id}", broken, methods=["GET"])
    client = TestClient(Manners(app, graph, short(app)))
    with caplog.at_level(logging.ERROR):
        found = client.get("/broken/x")
    assert (found.status_code, found.json()["type"]) == (500, "/problems/internal-error")
    assert "of our own making" in caplog.text
    assert "of our own making" not in found.text
