"""What every answer has in common: base path, version, caching and content coding.

What holds for every route is tried in `test_every_route`.
"""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import manners
from api.app import create_app
from api.manners import Manners
from kg.graph import ConceptGraph
from tests.build import catalog


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


@pytest.mark.parametrize("path", ["/", "/docs", "/livez", "/static/hub.css", "/nothing", "/id/token"])
def test_whatever_is_answered_names_the_version(client: TestClient, graph: ConceptGraph, path: str) -> None:
    """Pages, files, redirects and problems name the version of the graph as answers do, and each once."""
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


# -- caching and content coding


def wanted(**headers: str) -> dict[str, str]:
    """Request headers by their names with underscores, and no content coding unless one is asked for."""
    return {"accept-encoding": "identity", **{name.replace("_", "-"): value for name, value in headers.items()}}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("zstd;q=0, *", "gzip"),
        ("zstd, gzip;q=0", "zstd"),
        ("x-gzip", "gzip"),
        ("*", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=0, *", None),
        ("deflate", None),
        ("", None),
        ("GZIP", "gzip"),
        (";;q=,,=", None),
    ],
)
def test_the_content_coding_is_what_the_client_accepts(client: TestClient, accepted: str, coding: str | None) -> None:
    """Quality values count, and one of nought refuses (RFC 9110 section 12.5.3); what is packed unpacks to the same."""
    plain = client.get("/api/ontology", headers=wanted())
    found = client.get("/api/ontology", headers=wanted(accept_encoding=accepted))
    assert found.headers.get("content-encoding") == coding
    assert found.content == plain.content
    assert (int(found.headers["content-length"]) < len(plain.content)) == (coding is not None)


def test_what_is_kept_for_one_is_not_given_to_another() -> None:
    """A client that repeats a header has all of it looked at, so it leaves nothing wrong for those who do not."""
    client = at("/")
    twice = [("accept", "text/turtle"), ("accept", "application/json;q=0.5")]
    assert client.get("/concepts/a", headers=twice).headers["content-type"].startswith("text/turtle")
    once = client.get("/concepts/a", headers={"accept": "application/json;q=0.5"})
    assert once.headers["content-type"] == "application/json"


def test_long_headers_take_no_room() -> None:
    """An answer that depends on very long headers is given, but not kept."""
    app = create_app(ConceptGraph.of(catalog("a is-a b")))
    client = TestClient(app)
    for number in range(20):
        accepted = "text/turtle" + f", image/x{number}" * 200
        assert client.get("/concepts/a", headers={"accept": accepted}).status_code == 200
    assert len(app.kept) == 0
    assert client.get("/concepts/a", headers={"accept": "text/turtle"}).status_code == 200
    assert len(app.kept) == 1


def test_what_is_kept_twice_counts_once() -> None:
    """Two clients may ask for the same at the same time: the second answer takes the place of the first."""
    app = create_app(ConceptGraph.of(catalog("a is-a b")))
    for body in (b"x" * 10, b"x" * 10, b"x" * 20):
        app.keep(manners.Key("/livez", b"", b""), manners.Finished(200, (), body))
    assert app.size == sum(finished.size for finished in app.kept.values())


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finished answers are kept up to a size in all; the oldest make room."""
    monkeypatch.setattr(manners, "MAX_CACHED", 20_000)
    app = create_app(ConceptGraph.of(catalog("a is-a b")))
    client = TestClient(app)
    for limit in range(1, 200):
        assert client.get(f"/api/concepts?limit={limit}").status_code == 200
        assert app.size == sum(finished.size for finished in app.kept.values()) <= 20_000
    assert 1 < len(app.kept) < 199


# -- what a document may do in a browser


@pytest.mark.parametrize(
    "path", ["/", "/concepts/a.html", "/search", "/docs", "/nowhere", "/api/paths?target=a&format=html"]
)
def test_a_page_runs_nothing_that_is_not_ours(path: str) -> None:
    """Scripts are files of this host; no page is framed; each style within a page is one that the policy knows."""
    response = at("/").get(path, headers={"Accept": "text/html"})
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    known = set(policy["style-src"].split()) - {"'self'"}
    styles = re.findall(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert {f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in styles} <= known
    assert "unsafe" not in response.headers["content-security-policy"]


def test_a_picture_runs_nothing() -> None:
    """A drawing that is opened by itself has its style and nothing else; data have no policy."""
    client = at("/")
    picture = client.get("/api/graph?center=a&format=svg")
    assert picture.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "content-security-policy" not in client.get("/api/concepts").headers
