"""Every route of the interface, in every manner, with every method, and in every way to fail.

The routes are those of the OpenAPI document; one that the application has beside them fails.
"""

import asyncio
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urlencode

import pytest
from fastapi import FastAPI
from httpx2 import Headers
from starlette.routing import Match, Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

import kg
from api.app import MAX_BODY, create_app
from api.manners import LEAST_CODED, MAX_HEADERS, MAX_QUERY
from api.openapi import document
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, ListPages, Paged, Question, cursor, fields_of, parse
from tests.api.test_problems import problem
from tests.build import graph as small

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class Address(NamedTuple):
    """An operation of the description, and a request that it answers well."""

    path: str
    method: str
    url: str
    fields: Mapping[str, Any]
    body: Any
    status: int

    @property
    def kind(self) -> type[Question] | None:
        """The question that is asked there, if it is one."""
        return next((kind for kind in OPERATIONS if kind.path == self.path), None)

    @property
    def varies(self) -> list[str]:
        """What of a request, beside the content coding, the answer depends on."""
        return ["Accept"] if self.path in ("/concepts/{id}", "/pages/{id}", "/ontology") else []


def described() -> Iterator[Address]:
    """All operations, with their examples filled in."""
    found = document(kg.load(Path(__file__).parents[2] / "data"))
    fillings = {"{code}": "not-found", "{suffix}": "md"}
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            given = {one["name"]: one["example"] for one in operation.get("parameters", ()) if "example" in one}
            url = path.replace("{id}", quote(str(given.get("id", "token")), safe=""))
            for name, filling in fillings.items():
                url = url.replace(name, filling if path.startswith(("/problems", "/concepts", "/pages")) else "html")
            fields = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            yield Address(path, method.upper(), url, fields, body, int(min(operation["responses"])))


ADDRESSES = list(described())
GETS = [one for one in ADDRESSES if one.method == "GET"]
POSTS = [one for one in ADDRESSES if one.method == "POST"]
FILE = Address("/static/hub.css", "GET", "/static/hub.css", {}, None, 200)
KEPT = [*(one for one in GETS if one.status == 200), FILE]
QUESTIONS = [one for one in GETS if one.kind]
UNPACKED: Mapping[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "zstd": zstd.decompress}
METHODS = {
    path: sorted(one.method for one in ADDRESSES if one.path == path)
    for path in dict.fromkeys(one.path for one in ADDRESSES)
}


def told(one: Address) -> str:
    """An address in the list of tests."""
    return f"{one.method} {one.path}"


class Reply(NamedTuple):
    """What came back."""

    status_code: int
    headers: Headers
    content: bytes


class Service:
    """The service, asked as a server asks it: addresses are taken as they stand, percent-encoding is taken off once."""

    def __init__(self, app: ASGIApp, runner: asyncio.Runner) -> None:
        self.app, self.runner = app, runner

    def request(self, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
        """The reply to one request; headers are named with underscores, and no coding is accepted unless one is named."""
        return self.runner.run(self._reply(method, url, body, {"accept_encoding": "identity", **headers}))

    def ask(self, one: Address, method: str | None = None, **headers: str) -> Reply:
        """The reply to the good request of an address."""
        if (method or one.method) == "POST":
            return self.post(one, json.dumps(one.body).encode(), **headers)
        return self.request(method or one.method, f"{one.url}?{urlencode(one.fields, doseq=True)}", b"", **headers)

    def post(self, one: Address, body: bytes, media: str = "application/json", **headers: str) -> Reply:
        """The reply to a body."""
        return self.request("POST", one.url, body, content_type=media, **headers)

    async def _reply(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        path, _, query = url.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        sent, coming = list[Message](), [{"type": "http.request", "body": body}]

        async def receive() -> Message:
            return coming.pop() if coming else await asyncio.Future[Message]()

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start, *parts = sent
        return Reply(start["status"], Headers(start["headers"]), b"".join(part["body"] for part in parts))


@pytest.fixture(scope="module")
def service(client: TestClient) -> Iterator[Service]:
    """The service of the hub's own data."""
    with asyncio.Runner() as runner:
        yield Service(client.app, runner)


def common(response: Reply, graph: ConceptGraph) -> None:
    """What every answer has, whatever it is."""
    assert response.headers.get_list("graph-version") == [graph.version]
    assert response.headers.get_list("access-control-allow-origin") == ["*"]
    assert response.headers["x-content-type-options"] == "nosniff"
    exposed = response.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "Content-Language", "Content-Location", "Retry-After", "Graph-Version"} <= set(exposed)
    assert "access-control-allow-credentials" not in response.headers
    assert "server" not in response.headers
    assert "Origin" not in response.headers.get("vary", "")


def refused(response: Reply, code: str, graph: ConceptGraph) -> dict[str, Any]:
    """The members of a problem, which is told as every problem is, and is not to be kept."""
    common(response, graph)
    assert not {"etag", "cache-control", "content-encoding"} & set(response.headers)
    assert int(response.headers["content-length"]) == len(response.content)
    return problem(response, code)


# -- the routes


def test_every_route_is_described_and_every_description_is_routed(graph: ConceptGraph) -> None:
    """The routes of the application and the paths of the document are the same, with the same methods.

    The files that pages are made of are beside them: they are no part of the interface.
    """
    app = create_app(graph).app
    assert isinstance(app, FastAPI)
    routes = [route for route in app.routes if isinstance(route, Route)]
    assert {getattr(route, "path", "") for route in app.routes if not isinstance(route, Route)} == {"/static"}
    reached = set()
    for path, methods in METHODS.items():
        scope = {"type": "http", "path": re.sub(r"\{\w+\}", "x", path), "method": methods[0]}
        route = next(route for route in routes if route.matches(scope)[0] == Match.FULL)
        assert route.methods == {*methods, "HEAD"}, path
        reached.add(route.path)
    assert reached == {route.path for route in routes}


# -- manners


@pytest.mark.parametrize("one", GETS, ids=told)
def test_head_is_get_without_the_body(service: Service, graph: ConceptGraph, one: Address) -> None:
    """HEAD answers with the status and the headers of GET, and with no body (RFC 9110 section 9.3.2)."""
    for accepted in ("identity", *UNPACKED):
        get = service.ask(one, accept_encoding=accepted)
        head = service.ask(one, "HEAD", accept_encoding=accepted)
        assert (get.status_code, head.content) == (one.status, b"")
        assert head.status_code == get.status_code
        assert head.headers.multi_items() == get.headers.multi_items()
        common(get, graph)


@pytest.mark.parametrize("one", KEPT, ids=told)
def test_an_answer_can_be_kept(service: Service, one: Address) -> None:
    """A strong ETag and a time to live; the same question gives the same bytes; the length is that of the bytes."""
    once, again = service.ask(one), service.ask(one)
    assert (once.content, once.headers.multi_items()) == (again.content, again.headers.multi_items())
    assert re.fullmatch(r'"[!#-~]+"', once.headers["etag"])
    assert re.fullmatch(r"public, max-age=\d+, stale-while-revalidate=\d+", once.headers["cache-control"])
    assert int(once.headers["content-length"]) == len(once.content)


@pytest.mark.parametrize("coding", UNPACKED)
@pytest.mark.parametrize("one", KEPT, ids=told)
def test_another_coding_is_another_representation(service: Service, one: Address, coding: str) -> None:
    """Packed bytes have an ETag of their own, and the answer says that it depends on what is accepted."""
    plain, packed = service.ask(one), service.ask(one, accept_encoding=f"br;q=0.1, {coding}")
    coded = len(plain.content) >= LEAST_CODED
    assert plain.content == (UNPACKED[coding](packed.content) if coded else packed.content)
    assert "content-encoding" not in plain.headers
    varies = [*one.varies, *(["Accept-Encoding"] if coded else [])]
    for found in (plain, packed):
        assert found.headers.get("vary", "").split(", ") == (varies or [""])
    assert packed.headers.get("content-encoding") == (coding if coded else None)
    assert (packed.headers["etag"] != plain.headers["etag"]) == coded
    for refusing in (f"{coding};q=0", "identity", "gzip;q=0, *;q=0.5"):
        assert service.ask(one, accept_encoding=refusing).headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("coding", ["identity", *UNPACKED])
@pytest.mark.parametrize("one", KEPT, ids=told)
def test_what_the_client_has_is_not_sent_again(service: Service, one: Address, coding: str) -> None:
    """If-None-Match that names the ETag, weakly, in a list or by `*`, gives 304 with what a cache needs and no body."""
    full = service.ask(one, accept_encoding=coding)
    tag = full.headers["etag"]
    for given in (tag, f"W/{tag}", f'"a", {tag}', f'"a","b" ,  W/{tag}', "*"):
        for method in ("GET", "HEAD"):
            found = service.ask(one, method, accept_encoding=coding, if_none_match=given)
            assert (found.status_code, found.content) == (304, b"")
            for name in (
                "etag",
                "cache-control",
                "vary",
                "content-location",
                "graph-version",
                "access-control-allow-origin",
            ):
                assert found.headers.get(name) == full.headers.get(name)
            assert not {"content-type", "content-length", "content-encoding"} & set(found.headers)
    for given in ('"a"', "nonsense", '""', "W/", tag[:-2] + '"', '"' + "x" * 5000 + '"'):
        found = service.ask(one, accept_encoding=coding, if_none_match=given)
        assert (found.status_code, found.content) == (200, full.content)
    dated = service.ask(one, accept_encoding=coding, if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")
    assert dated.status_code == 200


@pytest.mark.parametrize("one", POSTS, ids=told)
def test_the_answer_to_a_post_is_not_kept(service: Service, graph: ConceptGraph, one: Address) -> None:
    """A question in a body has the answer of the same question in the address, but no ETag."""
    found = service.ask(one)
    common(found, graph)
    assert not {"etag", "cache-control"} & set(found.headers)
    (get,) = (other for other in GETS if other.path == one.path)
    assert found.content == service.ask(get).content
    assert service.ask(one, if_none_match="*").status_code == 200


@pytest.mark.parametrize("one", QUESTIONS, ids=told)
def test_the_interface_for_programs_varies_by_content_coding_alone(service: Service, one: Address) -> None:
    """Neither types nor languages accepted, nor the origin, nor the host, change an answer under /api."""
    plain = service.ask(one)
    for headers in (
        {"accept": "image/png"},
        {"accept_language": "de"},
        {"origin": "https://a.example"},
        {"host": "evil"},
    ):
        found = service.ask(one, **headers)
        assert (found.content, found.headers.multi_items()) == (plain.content, plain.headers.multi_items())


HOSTILE = [
    "text/html;q=0",
    "*/*;q=0",
    "application/json;q=0, */*;q=0.001",
    ";;;,,,===",
    'text/html;level=1;q=0.5;x="a,b"',
    "*/html",
    "/",
    "text/html;q=1e9, a/b;q=nan, c/d;q=-1",
    ",".join(["text/x;q=0.123"] * 700),
    "a/b;" * 2500,
    '"' * 10_000,
    "text/" + "x" * 10_000,
]


@pytest.mark.parametrize("one", GETS, ids=told)
def test_hostile_headers_are_read_calmly(service: Service, graph: ConceptGraph, one: Address) -> None:
    """Whatever is accepted, in 10 kB or less, there is the usual answer, or 406 where the type is negotiated."""
    for hostile in HOSTILE:
        for name in ("accept", "accept_language", "accept_encoding", "if_none_match"):
            found = service.ask(one, **{name: hostile})
            if found.status_code == 406:
                assert (name, one.varies) == ("accept", ["Accept"])
                assert refused(found, "not-acceptable", graph)["available"]
            else:
                assert found.status_code == one.status


# -- methods


@pytest.mark.parametrize("path", METHODS)
def test_a_method_that_an_address_does_not_take(service: Service, graph: ConceptGraph, path: str) -> None:
    """405 names the methods that the address takes; a preflight is answered."""
    one = next(one for one in ADDRESSES if one.path == path)
    takes = sorted({*METHODS[path], "HEAD"})
    for method in {"POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - set(takes):
        found = service.request(method, one.url)
        detail = refused(found, "method-not-allowed", graph)["detail"]
        assert detail == f"{method} is not for this address: it takes {', '.join(takes)}."
        assert found.headers["allow"] == ", ".join(takes)
    found = service.request("OPTIONS", one.url, origin="https://a.example", access_control_request_method=takes[-1])
    assert (found.status_code, found.content) == (204, b"")
    assert set(takes) <= set(found.headers["access-control-allow-methods"].split(", "))
    assert sorted(found.headers["allow"].split(", ")) == sorted([*takes, "OPTIONS"])
    assert found.headers["access-control-allow-headers"] == "*"
    assert found.headers["access-control-max-age"] == "86400"
    common(found, graph)


# -- ways to fail


@pytest.mark.parametrize("one", GETS, ids=told)
def test_limits_hold_everywhere(service: Service, graph: ConceptGraph, one: Address) -> None:
    """A query of 100 kB is 414, headers beyond the documented most are 431, for GET as for HEAD."""
    for query in ("x" * 100_000, "lang=" + "e" * MAX_QUERY, "&" * (MAX_QUERY + 1)):
        refused(service.request("GET", f"{one.url}?{query}"), "query-too-long", graph)
        assert service.request("HEAD", f"{one.url}?{query}").status_code == 414
    refused(service.ask(one, x="x" * MAX_HEADERS), "headers-too-large", graph)
    refused(service.ask(one, accept="x" * MAX_HEADERS), "headers-too-large", graph)


@pytest.mark.parametrize("one", ADDRESSES, ids=told)
def test_unknown_fields(service: Service, graph: ConceptGraph, one: Address) -> None:
    """Data refuse a field that they do not know by name; pages, and what takes no fields, pass over it."""
    if one.method == "POST":
        errors = refused(service.post(one, json.dumps({**one.body, "zzz": 1}).encode()), "invalid-question", graph)[
            "errors"
        ]
        assert [error["pointer"] for error in errors] == ["/zzz"]
        return
    refusing = one.path.startswith(("/api/", "/concepts/", "/pages/")) or one.path == "/ontology"
    for query, pointer in (("zzz=1", "/zzz"), ("%ff=1", "/\ufffd"), ("a%2Fb~=1", "/a~1b~0"), ("%00=", "/\x00")):
        found = service.request("GET", f"{one.url}?{query}")
        if refusing:
            pointers = [error["pointer"] for error in refused(found, "invalid-question", graph)["errors"]]
            assert pointer in pointers
        else:
            assert found.status_code == one.status


@pytest.mark.parametrize("one", [one for one in GETS if one.kind or "id" in one.path[:12]], ids=told)
def test_fields_that_are_no_lists_are_given_once(service: Service, graph: ConceptGraph, one: Address) -> None:
    """A repeated field is pointed at, and so is one that holds what it must not."""
    if one.path == "/id/{id}":
        return
    for query in ("lang=en&lang=en", "lang=%ff%fe", "lang=", "lang=" + "e" * 100, "lang=%00"):
        errors = refused(service.request("GET", f"{one.url}?{query}"), "invalid-question", graph)["errors"]
        assert "/lang" in [error["pointer"] for error in errors]
    for name in fields_of(one.kind) if one.kind else ():
        if f"{{{name}}}" in one.path:
            errors = refused(service.request("GET", f"{one.url}?{name}=x"), "invalid-question", graph)["errors"]
            assert [error["pointer"] for error in errors] == [f"/{name}"]


GAMES = [
    "%00",
    "%ff%fe",
    "%c0%ae%c0%ae",
    "%2e%2e%2f%2e%2e%2fetc",
    "..%5c..",
    "%252e%252e%252f",
    "%25",
    "%zz",
    "%0d%0aX:y",
    "%F0%9F%99%82",
    "%ed%a0%80",
]


@pytest.mark.parametrize("one", [one for one in GETS if "{" in one.path], ids=told)
def test_ids_of_any_bytes_are_misses(service: Service, graph: ConceptGraph, one: Address) -> None:
    """Bad UTF-8, null bytes, line ends and dots, once or twice encoded, are told as misses on one line."""
    for game in GAMES:
        found = service.request("GET", re.sub(r"\{\w+\}", f"token{game}", one.path))
        members = refused(
            found,
            "no-such-address" if "%2f" in game or one.path == "/ontology.{suffix}" else "not-found",
            graph,
        )
        assert "\n" not in members["detail"]
        assert "x" not in found.headers


@pytest.mark.parametrize("one", [one for one in GETS if "{id}" in one.path or "{code}" in one.path], ids=told)
def test_a_miss_proposes_what_is_near(service: Service, graph: ConceptGraph, one: Address) -> None:
    """404 tells what may have been meant, and never answers with it."""
    meant = re.search(r"/([^/.]*)", one.url[len(one.path.partition("{")[0]) - 1 :])
    assert meant
    wrong = one.url.replace(meant[1], meant[1][0] + meant[1][2:], 1) if "." not in meant[1] else one.url
    found = refused(service.request("GET", wrong), "not-found", graph)
    assert any(meant[1] in suggestion for suggestion in found["suggestions"])


@pytest.mark.parametrize("one", [one for one in ADDRESSES if one.kind and issubclass(one.kind, Paged)], ids=told)
def test_cursors(service: Service, graph: ConceptGraph, one: Address) -> None:
    """A cursor of another version is 410, one of another question or of nobody's making is 422."""
    assert one.kind is not None
    fields = {key: value for key, value in (one.body or one.fields).items() if key != "id"}

    def at(place: str) -> Reply:
        if one.method == "POST":
            return service.post(one, json.dumps({**fields, "cursor": place}).encode())
        return service.request("GET", f"{one.url}?{urlencode({**fields, 'cursor': place}, doseq=True)}")

    question = parse(one.kind, {"id": "a"} if "{id}" in one.path else {})
    assert isinstance(question, Paged)
    refused(at(cursor(question, small("a").version, 1)), "stale-cursor", graph)
    foreign = cursor(ListPages(lang="de"), graph.version, 1)
    makings = [
        "zzz",
        "====",
        "-",
        "AAAA",
        "%",
        "\x00",
        "%F0%9F%99%82",
        "e" * 201,
        *([foreign] if one.path != "/api/pages" else []),
    ]
    for made in makings:
        errors = refused(at(made), "invalid-question", graph)["errors"]
        assert [error["pointer"] for error in errors] == ["/cursor"]


@pytest.mark.parametrize("one", POSTS, ids=told)
def test_bodies(service: Service, graph: ConceptGraph, one: Address) -> None:
    """What is not JSON, no object, too deep, too large or of another media type is refused as what it is."""
    for body in (
        b"",
        b"{",
        b'{"a":1,}',
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b"[" * 500_000,
        b'{"a":' * 100_000,
        b'{"id":NaN}',
    ):
        refused(service.post(one, body), "malformed-body", graph)
    for media in ("", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        found = service.post(one, b"{}", media)
        refused(found, "unsupported-media-type", graph)
        assert found.headers["accept"] == "application/json"
    refused(service.post(one, b" " * (MAX_BODY + 1)), "body-too-large", graph)
    deep = b'{"known":' + b"[" * 300 + b"]" * 300 + b"}"
    assert refused(service.post(one, deep), "invalid-question", graph)["errors"]
    beside = service.request(
        "POST", f"{one.url}?lang=en", json.dumps(one.body).encode(), content_type="application/json"
    )
    assert [error["pointer"] for error in refused(beside, "invalid-question", graph)["errors"]] == ["/lang"]
    refused(service.post(one, b'{"zzz":1}'), "invalid-question", graph)
