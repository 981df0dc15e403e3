"""What every answer has in common: base path, version, caching, content coding, CORS and limits."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import manners
from api.app import create_app
from api.manners import LEAST_CODED, MAX_HEADERS, MAX_QUERY, Manners
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


# -- caching, content coding, CORS and limits


def wanted(**headers: str) -> dict[str, str]:
    """Request headers by their names with underscores, and no content coding unless one is asked for."""
    return {"accept-encoding": "identity", **{name.replace("_", "-"): value for name, value in headers.items()}}


READ = [address(question) for question in QUESTIONS] + ["/", "/docs", "/openapi.json", "/livez", "/static/hub.css"]


@pytest.mark.parametrize("path", READ)
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    """HEAD answers with the status and the headers of GET, and with no body (RFC 9110 section 9.3.2)."""
    get, head = client.get(path, headers=wanted()), client.head(path, headers=wanted())
    assert head.content == b""
    assert (head.status_code, head.headers) == (get.status_code, get.headers)
    assert int(head.headers["content-length"]) == len(get.content)


@pytest.mark.parametrize("path", READ)
def test_the_etag_is_of_the_bytes_and_of_their_coding(client: TestClient, path: str) -> None:
    """A strong ETag, the same for the same bytes, another for another coding of them."""
    plain = client.get(path, headers=wanted())
    packed = client.get(path, headers=wanted(accept_encoding="gzip"))
    assert plain.content == packed.content
    assert plain.headers["etag"].startswith('"')
    assert "public" in plain.headers["cache-control"]
    if len(plain.content) < LEAST_CODED:
        assert packed.headers["etag"] == plain.headers["etag"]
        assert "vary" not in plain.headers
    else:
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["etag"] != plain.headers["etag"]
        assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert client.get(path, headers=wanted()).headers == plain.headers


@pytest.mark.parametrize("given", ["{etag}", '"other", {etag}', "W/{etag}", "*", '"a","b" ,  {etag}'])
def test_what_the_client_has_is_not_sent_again(client: TestClient, given: str) -> None:
    """If-None-Match that names the ETag, weakly or in a list, gives 304 with the headers that caches need."""
    full = client.get("/api/ontology", headers=wanted())
    headers = wanted(if_none_match=given.format(etag=full.headers["etag"]))
    for method in ("GET", "HEAD"):
        found = client.request(method, "/api/ontology", headers=headers)
        assert (found.status_code, found.content) == (304, b"")
        for name in ("etag", "cache-control", "vary", "graph-version", "access-control-allow-origin"):
            assert found.headers[name] == full.headers[name]


@pytest.mark.parametrize("given", ['"other"', "nonsense", '""', "W/", '"' + "x" * 5000 + '"'])
def test_another_etag_gets_the_answer(client: TestClient, given: str) -> None:
    """If-None-Match that names something else, or nothing, does not stand in the way."""
    assert client.get("/api/ontology", headers=wanted(if_none_match=given)).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
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
    """Quality values count, and one of nought refuses (RFC 9110 section 12.5.3)."""
    found = client.get("/api/ontology", headers=wanted(accept_encoding=accepted))
    assert found.headers.get("content-encoding") == coding


@pytest.mark.parametrize("path", ["/api/concepts", "/nothing", "/api/paths", "/id/token"])
def test_any_page_may_read_the_answers(client: TestClient, path: str) -> None:
    """Answers, problems and redirects are open to every origin, without credentials, whoever asks."""
    for headers in (wanted(), wanted(origin="https://elsewhere.example")):
        found = client.get(path, headers=headers)
        assert found.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in found.headers
        assert "ETag" in found.headers["access-control-expose-headers"]
        assert "Origin" not in found.headers.get("vary", "")


def test_a_preflight_is_answered(client: TestClient) -> None:
    """A browser may POST a question from another origin."""
    asked = wanted(
        origin="https://a.example", access_control_request_method="POST", access_control_request_headers="content-type"
    )
    found = client.options("/api/paths", headers=asked)
    assert (found.status_code, found.content) == (204, b"")
    assert "POST" in found.headers["access-control-allow-methods"]
    assert found.headers["access-control-allow-headers"] == "*"
    assert found.headers["access-control-max-age"] == "86400"


@pytest.mark.parametrize("path", ["/nothing", "/api/concepts/nothing", "/api/concepts?no=1"])
def test_a_problem_is_not_kept(client: TestClient, path: str) -> None:
    """What is wrong today may be right tomorrow: problems carry no ETag and no time to live."""
    found = client.get(path, headers=wanted())
    assert not {"etag", "cache-control"} & set(found.headers)


def test_a_query_and_headers_have_limits(client: TestClient) -> None:
    """More is refused with 414 and 431, in the form of every problem."""
    for path, headers, status in (
        (f"/api/concepts?kind={'x' * MAX_QUERY}", wanted(), 414),
        ("/api/concepts", wanted(accept="x" * MAX_HEADERS), 431),
    ):
        found = client.get(path, headers=headers)
        assert found.status_code == found.json()["status"] == status
        assert found.headers["content-type"] == "application/problem+json"
        assert found.headers["access-control-allow-origin"] == "*"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Finished answers are kept up to a size in all; the oldest make room."""
    monkeypatch.setattr(manners, "MAX_CACHED", 20_000)
    app = create_app(ConceptGraph.of(catalog("a is-a b")))
    client = TestClient(app)
    for limit in range(1, 200):
        assert client.get(f"/api/concepts?limit={limit}").status_code == 200
        assert app.size == sum(finished.size for finished in app.kept.values()) <= 20_000
    assert 1 < len(app.kept) < 199
