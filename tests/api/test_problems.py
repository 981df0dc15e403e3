"""Whatever goes wrong is told as problem details (RFC 9457), in words that help and show nothing internal."""

import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from api.app import MAX_BODY, create_app
from api.components import PROBLEM_SCHEMA
from api.problems import CODES, EXPLANATIONS, TYPES, explain
from kg import errors
from kg.errors import NotFound
from kg.graph import ConceptGraph
from kg.questions import MAX_ERRORS
from kg.rules import EXPLANATIONS as RULES
from tests.build import catalog
from tests.build import graph as small

INTERNAL = re.compile(r"Traceback|File \"|\.py\b|site-packages|pydantic|starlette|fastapi|orjson|object at 0x")
# RFC 3986: what a URI may be written with
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})+")
JSON = {"content-type": "application/json"}


class Answered(Protocol):
    """What is looked at of an answer."""

    @property
    def status_code(self) -> int:
        """The status."""

    @property
    def content(self) -> bytes:
        """The body."""

    @property
    def headers(self) -> Any:
        """The headers."""


def problem(response: Answered, code: str, base: str = "/") -> dict[str, Any]:
    """The problem that a response tells, once it is one as RFC 9457 has it."""
    found: dict[str, Any] = json.loads(response.content)
    assert found["type"] == f"{base}problems/{code}", found
    assert response.status_code == found["status"] == TYPES[code].status
    assert response.headers["content-type"] == "application/problem+json"
    assert found["title"] == TYPES[code].title
    assert found["detail"]
    assert URI.fullmatch(found["instance"])
    assert found["instance"].startswith(base)
    assert not INTERNAL.search(json.dumps({**found, "instance": ""}))
    Draft202012Validator(PROBLEM_SCHEMA).validate(found)
    assert response.headers["graph-version"]
    return found


def pointers(found: dict[str, Any]) -> list[str]:
    """The pointer of each error of a problem."""
    return [error["pointer"] for error in found["errors"]]


# -- the register


def test_every_error_of_the_domain_has_a_problem_type() -> None:
    """Each error that an answer can raise has a code, and each code a type; a renamed id is a redirect."""
    family = {error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.KgError)}
    assert family - {errors.KgError, errors.Renamed} == set(CODES)
    assert set(CODES.values()) <= set(TYPES)


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_every_code_has_a_page(client: TestClient, code: str) -> None:
    """The type of a problem, and the code of a rule, leads to a page that explains it."""
    response = client.get(f"/problems/{code}")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert code in response.text
    assert len(explain(code)) > 30


def test_rules_and_problems_share_one_register() -> None:
    """No code means two things."""
    assert set(EXPLANATIONS) == set(RULES) | set(TYPES)
    assert not set(RULES) & set(TYPES)


def test_an_unknown_code_is_a_miss(client: TestClient) -> None:
    """A mistyped code is told with what is near, by the function and by the page."""
    with pytest.raises(NotFound) as caught:
        explain("not-fuond")
    assert "not-found" in caught.value.suggestions
    assert "not-found" in problem(client.get("/problems/not-fuond"), "not-found")["suggestions"]


# -- addresses and methods


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/.env", "/%ff%fe", "/api", "/api/", "/api/concept", "/api//concepts", "/api/concepts;x=1"),
        *(
            "/concepts",
            "/concepts/",
            "/api/concepts/deep-learning/",
            "/api/concepts/a/b",
            "/api/concepts/%2e%2e/ontology",
        ),
        *("/static/", "/static/no.css", "/static/../app.py", "/static/%2e%2e/app.py", "/static/%00"),
        "/static/" + "a" * 5000,
    ],
)
def test_an_address_that_there_is_not(client: TestClient, path: str) -> None:
    """An address where nothing is served is a problem, whatever it looks like."""
    problem(client.get(path), "no-such-address")


def test_what_is_near_an_address_is_proposed(graph: ConceptGraph) -> None:
    """A mistyped address is told with real ones, under the path that the service is published at."""
    mounted = TestClient(create_app(small_at("/kg/")))
    found = problem(mounted.get("/kg/api/concept"), "no-such-address", "/kg/")
    assert found["suggestions"][0] == "/kg/api/concepts"
    # one that is a question of its own may lack its fields, but it is there
    assert {mounted.get(path).status_code for path in found["suggestions"]} <= {200, 422}
    assert graph.base == "/"


def small_at(base: str) -> ConceptGraph:
    """A small graph under a base path."""
    return ConceptGraph.of(catalog("a is-a b"), base)


# -- bodies


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"target":',
        b'{"target":["a"],}',
        b"{'target':['a']}",
        b'{"target":["a"]} {}',
        b"target=a",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        '{"target":["a"]}'.encode("utf-16"),
        b'{"target":["\xff"]}',
        b'{"target":["\\ud800"]}',
        b'{"target":["\x00"]}',
        b'{"target":NaN}',
        b'{"limit":1e999}',
        b'{"target":Infinity}',
        b"\x00",
        b"[" * 500_000,
        b'{"a":' * 100_000,
        b"[]",
        b'["a"]',
        b"null",
        b"true",
        b"1",
        b'"target"',
    ],
)
def test_a_body_that_cannot_be_read(client: TestClient, body: bytes) -> None:
    """What is not a JSON object in UTF-8 is refused, and the next request is answered."""
    problem(client.post("/api/paths", content=body, headers=JSON), "malformed-body")
    assert client.get("/livez").status_code == 200


@given(st.binary(max_size=60))
def test_any_bytes_are_answered(client: TestClient, body: bytes) -> None:
    """Whatever the bytes of a body, the answer is an answer or a problem."""
    response = client.post("/api/paths", content=body, headers=JSON)
    assert problem(response, "malformed-body" if response.status_code == 400 else "invalid-question")


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside, max_size=4),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["target", "known", "lang", "limit", "id", "kind", "cursor"]) | st.text(), JSONS)
)
@pytest.mark.parametrize("path", ["/api/paths", "/api/frontier", "/api/concepts"])
def test_any_object_is_answered(client: TestClient, path: str, fields: dict[str, Any]) -> None:
    """Whatever the fields of a question hold, it is answered or each mistake is pointed at."""
    response = client.post(path, content=json.dumps(fields).encode(), headers=JSON)
    if response.status_code == 400:
        # integers beyond 64 bits are beyond the JSON that is read here
        problem(response, "malformed-body")
    elif response.status_code != 200:
        assert problem(response, "invalid-question")["errors"]


@pytest.mark.parametrize("media", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_a_body_of_another_media_type(client: TestClient, media: str | None) -> None:
    """415 says which media type is read."""
    headers = {} if media is None else {"content-type": media}
    response = client.post("/api/paths", content=b'{"target":["token"]}', headers=headers)
    problem(response, "unsupported-media-type")
    assert response.headers["accept"] == "application/json"


@pytest.mark.parametrize("media", ["application/json", "application/json;charset=utf-8", "Application/JSON ; x=y"])
def test_the_media_type_may_have_parameters(client: TestClient, media: str) -> None:
    """JSON is recognised however its media type is written."""
    response = client.post("/api/paths", content=b'{"target":["token"]}', headers={"content-type": media})
    assert response.status_code == 200


def padded(size: int) -> bytes:
    """A question about a path in a body of some size."""
    return b'{"target":["token"]}'.ljust(size)


def parts(body: bytes) -> Iterator[bytes]:
    """A body in parts, so that its length is not stated beforehand."""
    for start in range(0, len(body), 100_000):
        yield body[start : start + 100_000]


@pytest.mark.parametrize("in_parts", [False, True])
def test_a_body_of_one_mebibyte_is_read_and_a_larger_one_refused(client: TestClient, in_parts: bool) -> None:
    """The documented most is the most, whether or not the length is stated."""
    fits, larger = ((parts(b) if in_parts else b) for b in (padded(MAX_BODY), padded(MAX_BODY + 1)))
    assert client.post("/api/paths", content=fits, headers=JSON).status_code == 200
    problem(client.post("/api/paths", content=larger, headers=JSON), "body-too-large")


# -- questions


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/api/concepts?knd=task", ["/knd"]),
        ("/api/concepts?kind=tsak", ["/kind"]),
        ("/api/concepts?cluster=nothing", ["/cluster"]),
        ("/api/concepts?page=nothing", ["/page"]),
        ("/api/concepts?limit=0", ["/limit"]),
        ("/api/concepts?limit=501&lang=x", ["/lang", "/limit"]),
        ("/api/concepts?limit=1&limit=2", ["/limit"]),
        ("/api/concepts?cursor=zzz", ["/cursor"]),
        ("/api/concepts?id=token&kind=task", ["/id"]),
        ("/api/concepts/token?id=token", ["/id"]),
        ("/api/concepts/token?q=1", ["/q"]),
        ("/concepts/token?q=1", ["/q"]),
        ("/api/concepts/token/ancestors?type=is-a,is-b", ["/type/1"]),
        ("/api/concepts/token/relations?direction=up", ["/direction"]),
        ("/api/concepts/" + "a" * 201, ["/id"]),
        ("/api/relations?from_=token", ["/from_"]),
        ("/api/relations?from=tokn", ["/from"]),
        ("/api/relations?standing=inferred", ["/standing"]),
        ("/api/paths", ["/target"]),
        ("/api/paths?target=", ["/target"]),
        ("/api/paths?target=tokn,token,transformr", ["/target/0", "/target/2"]),
        ("/api/frontier?target=tokn", ["/target"]),
        ("/api/frontier?known=%00", ["/known/0"]),
        ("/api/frontier?known=%ff", ["/known"]),
        ("/api/frontier?%ff=1", ["/\ufffd"]),
        ("/api/frontier?a%2Fb~=1", ["/a~1b~0"]),
    ],
)
def test_a_question_that_cannot_be_asked(client: TestClient, address: str, expected: list[str]) -> None:
    """422 points at each field that is wrong."""
    found = problem(client.get(address), "invalid-question")
    assert pointers(found) == expected
    assert all(error["detail"] for error in found["errors"])


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("/api/concepts/deep-lerning", "deep-learning"),
        ("/api/concepts/Deep%20Learning", "deep-learning"),
        ("/concepts/deep-lerning", "deep-learning"),
        ("/id/deep-lerning", "deep-learning"),
        ("/api/concepts/transformr/prerequisites", "transformer"),
        ("/api/pages/what-is-deep-lerning", "what-is-deep-learning"),
        (
            "/api/relations/deep-lerning.subfield-of.machine-learning",
            "deep-learning.subfield-of.machine-learning",
        ),
    ],
)
def test_a_miss_proposes_what_is_near(client: TestClient, address: str, suggestion: str) -> None:
    """404 tells what may have been meant, and never answers with it."""
    assert suggestion in problem(client.get(address), "not-found")["suggestions"]


@pytest.mark.parametrize(
    "id", ["%00", "%ff", "%F0%9F%92%A9", "..%2f..", "a%20b", "%25", "%0d%0aSet-Cookie:x", "🙂", "'\"<"]
)
@pytest.mark.parametrize(
    "path", ["/api/concepts/{}", "/concepts/{}", "/id/{}", "/api/pages/{}", "/api/concepts/{}/relations"]
)
def test_ids_of_any_bytes_are_misses(client: TestClient, path: str, id: str) -> None:
    """Null bytes, bad UTF-8, line ends and the like are told as misses, on one line."""
    response = client.get(path.format(id))
    found = problem(response, "not-found" if "%2f" not in id else "no-such-address")
    assert "\n" not in found["detail"]
    assert "set-cookie" not in response.headers


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_parameter_is_answered(client: TestClient, name: str, value: str) -> None:
    """Whatever a parameter is called and holds, the answer is an answer or a problem."""
    response = client.get("/api/concepts", params={name: value})
    assert response.status_code == 200 or problem(response, "invalid-question")


def test_a_very_long_query_is_answered(client: TestClient) -> None:
    """A list of ten thousand in an address is read; one more is refused."""
    known = ",".join(["token"] * 10_000)
    assert client.get(f"/api/frontier?known={known}").status_code == 200
    found = problem(client.get(f"/api/frontier?known={known},token"), "invalid-question")
    assert pointers(found) == ["/known"]


@pytest.mark.parametrize(
    "fields",
    [
        {"known": [f"unknown-{number}" for number in range(10_000)]},
        {"known": list(range(10_000))},
        {f"field-{number}": 1 for number in range(10_000)},
    ],
    ids=["unknown ids", "no texts", "unknown fields"],
)
def test_very_many_mistakes_have_a_bounded_answer(client: TestClient, fields: dict[str, Any]) -> None:
    """However many mistakes a body holds, the first hundred are told, and that there are more."""
    response = client.post("/api/frontier", json=fields)
    found = problem(response, "invalid-question")
    assert len(found["errors"]) == MAX_ERRORS + 1
    assert found["errors"][-1] == {"pointer": "", "detail": f"only the first {MAX_ERRORS} mistakes are listed"}
    assert len(response.content) < 50_000


def test_a_stale_cursor_is_gone(client: TestClient) -> None:
    """A cursor of another version of the graph is 410, and the detail says what to do."""
    other = TestClient(create_app(small("a", "b"))).get("/api/concepts?limit=1").json()["next"]
    assert "start again" in problem(client.get(f"/api/concepts{other}"), "stale-cursor")["detail"]


def test_a_target_that_cannot_be_reached_has_a_witness() -> None:
    """Where no choice can meet a target's requirements, the problem says what waits for what."""
    client = TestClient(create_app(small("a requires b", "b requires-any 1 of a")))
    found = problem(client.get("/api/paths?target=a"), "unreachable")
    assert found["witness"] == ["a requires b", "b needs 1 of a"]


# -- our own mistakes, and other people's hosts


def test_a_mistake_of_ours_shows_nothing(graph: ConceptGraph) -> None:
    """An exception that nobody foresaw is 500, and neither its message nor its place leaves the process."""
    service = create_app(graph)
    app = service.app
    assert isinstance(app, FastAPI)

    async def broken(_: Request) -> Response:
        raise RuntimeError("secret of api/app.py")

    app.add_route("/broken", broken, methods=["GET"])
    response = TestClient(service, raise_server_exceptions=False).get("/broken")
    found = problem(response, "internal-error")
    assert "secret" not in response.text
    assert found["detail"] == "The request could not be answered."


@pytest.mark.parametrize("host", ["evil.example", "[", "a/b?c#d", "a:b:c", "", "%00", "x" * 5000])
def test_the_host_header_is_never_used(client: TestClient, host: str) -> None:
    """Whatever the client calls us, links and problems are the same."""
    here = client.get("/api/concepts/deep-lerning")
    there = client.get("/api/concepts/deep-lerning", headers={"host": host})
    assert (there.status_code, there.content) == (404, here.content)
    assert client.get("/id/token", headers={"host": host}).headers["location"] == "/concepts/token"
    assert client.get("/", headers={"host": host}).content == client.get("/").content


def test_the_instance_is_the_address_asked(client: TestClient) -> None:
    """`instance` is the path of the request as a URI writes it, whatever stands in it."""
    assert problem(client.get("/api/concepts/a%3Fb%23c%20d"), "not-found")["instance"] == "/api/concepts/a%3Fb%23c%20d"
