"""The HTTP interface: every question by its address, and nothing but what `kg` answers."""

import inspect
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from fastapi import FastAPI
from starlette.routing import Route
from starlette.testclient import TestClient

import kg
from api.app import create_app
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, PreviewPage, Question, parse_query
from kg.render import finished
from tests.api.pages.test_crawl import MANY, sort
from tests.build import HUB, catalog, chain
from tests.samples import QUESTIONS, address

ROOT = Path(__file__).parents[2]


def name(question: Question) -> str:
    """The name of a question's kind, for the list of tests."""
    return type(question).__name__


# -- every operation


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_http_answers_what_python_answers(client: TestClient, graph: ConceptGraph, question: Question) -> None:
    """The body of the answer to a GET is what `kg.finished(...)` gives, byte for byte."""
    response = client.get(address(question))
    assert response.status_code == 200, response.text
    made = finished(graph, question)
    assert response.content == made.body
    assert response.headers["content-type"].removesuffix("; charset=utf-8") == made.media


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question.long], ids=name)
def test_post_answers_what_get_answers(client: TestClient, question: Question) -> None:
    """The fields as a JSON body ask the same question as the fields in the address."""
    fields = question.model_dump(mode="json", exclude_defaults=True)
    response = client.post(question.path, json=fields)
    assert (response.status_code, response.content) == (200, client.get(address(question)).content)


def test_an_answer_in_parts_links_to_the_next(client: TestClient, graph: ConceptGraph) -> None:
    """The address in the body stands in the `Link` header too, and both lead on."""
    response = client.get("/api/concepts?limit=5")
    following = response.json()["next"]
    assert response.headers["link"] == f'<{following}>; rel="next"'
    assert response.links["next"]["url"] == following
    rest = client.get(urljoin("/api/concepts?limit=5", following)).json()
    assert [item["id"] for item in rest["items"]] == list(graph)[5:10]
    assert "link" not in client.get("/api/ontology").headers


def test_a_page_of_an_article_has_no_link_header(client: TestClient) -> None:
    """What an article calls next is a list of concepts, not the next part of the answer."""
    response = client.get("/api/pages/what-is-deep-learning")
    assert response.json()["next"]
    assert "link" not in response.headers


@pytest.mark.parametrize("commas", [True, False])
def test_lists_are_repeated_or_have_commas(client: TestClient, commas: bool) -> None:
    """Both ways of writing a list in an address are read alike."""
    known = ["deep-learning", "probability"]
    query = f"known={','.join(known)}" if commas else "&".join(f"known={id}" for id in known)
    assert client.get(f"/api/frontier?{query}").content == client.post("/api/frontier", json={"known": known}).content


def test_percent_encoding_is_taken_off(client: TestClient) -> None:
    """An id may be written with percent-encoding, as any part of a path."""
    assert client.get("/api/concepts/deep%2Dlearning").content == client.get("/api/concepts/deep-learning").content


# -- addresses of concepts


def test_the_document_about_a_concept_is_the_answer_about_it(client: TestClient) -> None:
    """JSON at `/concepts/{id}` is byte for byte `/api/concepts/{id}`."""
    assert client.get("/concepts/transformer").content == client.get("/api/concepts/transformer").content


def test_the_concept_itself_leads_to_its_document(client: TestClient) -> None:
    """A concept is no document: 303 says where the document about it is."""
    response = client.get("/id/transformer")
    assert (response.status_code, response.headers["location"]) == (303, "/concepts/transformer")


def moved(base: str) -> TestClient:
    """The service of a graph in which `a` had other names, and something was withdrawn."""
    found = catalog("a is-a b", redirects={"old": "older", "older": "a", "gone": None}, hub=HUB)
    return TestClient(create_app(ConceptGraph.of(found, base)), follow_redirects=False)


@pytest.mark.parametrize("base", ["/", "/kg/"])
@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("api/concepts/old", "api/concepts/a"),
        ("api/concepts/old?lang=de", "api/concepts/a?lang=de"),
        ("api/concepts/old/ancestors?depth=1&type=is-a", "api/concepts/a/ancestors?depth=1&type=is-a"),
        ("api/concepts/older/relations?lang=en&limit=1", "api/concepts/a/relations?lang=en&limit=1"),
        ("api/relations/old.is-a.b", "api/relations/a.is-a.b"),
        ("concepts/old", "concepts/a"),
        ("id/old", "id/a"),
    ],
)
def test_a_renamed_id_leads_to_its_successor(base: str, path: str, location: str) -> None:
    """308 keeps the question and changes the id, and what it leads to is there."""
    client = moved(base)
    response = client.get(base + path)
    assert (response.status_code, response.headers["location"]) == (308, base + location)
    assert client.get(response.headers["location"]).status_code in (200, 303)


@pytest.mark.parametrize(
    "path", ["/api/concepts/gone", "/api/concepts/gone/prerequisites", "/concepts/gone", "/id/gone"]
)
def test_a_withdrawn_id_is_gone(path: str) -> None:
    """410 says that it was there and was taken back."""
    response = moved("/").get(path)
    assert (response.status_code, response.json()["type"]) == (410, "/problems/withdrawn")


def test_renamed_ids_in_parameters_are_followed() -> None:
    """A saved plan with old ids is answered, and the answer lists what they are called now."""
    response = moved("/").get("/api/paths?target=old&known=b")
    assert (response.status_code, response.json()["renamed"]) == (200, {"old": "a"})


def test_a_batch_tells_what_is_missing(client: TestClient) -> None:
    """Several concepts are read at once, in the order asked."""
    found = client.get("/api/concepts?id=token,zzz&id=vector").json()
    assert ([item["id"] for item in found["items"]], found["missing"]) == (["token", "vector"], ["zzz"])


# -- many at once


@pytest.fixture(scope="module")
def long_chain() -> TestClient:
    """The service of ten thousand concepts in a row."""
    return TestClient(create_app(chain(10_000)), follow_redirects=False)


def test_ten_thousand_known_concepts(long_chain: TestClient) -> None:
    """A plan with ten thousand known concepts is answered, the last of which is all that is left to learn."""
    ids = list(chain(10_000))
    response = long_chain.post("/api/paths", json={"target": [ids[-1]], "known": ids[:-1]})
    assert [step["concept"]["id"] for step in response.json()["steps"]] == [ids[-1]]
    response = long_chain.post("/api/frontier", json={"known": [*ids[:-1], ids[0]]})
    assert [item["id"] for item in response.json()["ready"]] == [ids[-1]]


def test_the_largest_batch(long_chain: TestClient) -> None:
    """Five hundred concepts are read at once, known or not; more are refused in words."""
    ids = list(chain(10_000))[:500]
    assert len(long_chain.post("/api/concepts", json={"id": ids}).json()["items"]) == 500
    missing = [f"missing-{number}" for number in range(500)]
    assert long_chain.post("/api/concepts", json={"id": missing}).json()["missing"] == missing
    refused = long_chain.post("/api/concepts", json={"id": [*ids, "one-more"]}).json()
    assert refused["errors"] == [{"pointer": "/id", "detail": "takes at most 500 items, not 501"}]


def test_a_long_path_is_answered_in_full(long_chain: TestClient) -> None:
    """A path may have as many steps as there are concepts; its minutes are theirs."""
    ids = list(chain(10_000))[:300]
    found = long_chain.get(f"/api/paths?target={ids[-1]}").json()
    assert [step["concept"]["id"] for step in found["steps"]] == ids
    assert found["minutes"] == 300 * HUB.minutes


# -- the service itself


def test_the_process_says_that_it_is_alive_and_ready(client: TestClient, graph: ConceptGraph) -> None:
    """Liveness needs nothing; readiness names the version of the graph."""
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "version": graph.version}


def test_files_of_the_pages_are_served(client: TestClient) -> None:
    """The style sheet is there, as what it is."""
    response = client.get("/static/hub.css")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/css")


def routed(graph: ConceptGraph) -> FastAPI:
    """The application inside its manners."""
    app = create_app(graph).app
    assert isinstance(app, FastAPI)
    return app


def test_no_route_is_a_plain_function(graph: ConceptGraph) -> None:
    """A plain function would be run by a thread; what takes long says so itself."""
    endpoints = [route.endpoint for route in routed(graph).routes if isinstance(route, Route)]
    assert len(endpoints) > len(OPERATIONS)
    assert [endpoint for endpoint in endpoints if not inspect.iscoroutinefunction(endpoint)] == []


def test_serving_a_concept_starts_nothing_heavy() -> None:
    """To load the hub, to make the service and to serve a concept loads no solver, no RDF and no networkx."""
    script = """
import sys
from starlette.testclient import TestClient
import kg
from api.app import create_app
client = TestClient(create_app(kg.load("data")))
assert client.get("/api/concepts/deep-learning").status_code == 200
assert client.get("/api/concepts/deep-learning/ancestors").status_code == 200
assert client.get("/api/paths?target=deep-learning").status_code == 200
print(sorted({"networkx", "rdflib", "scipy", "numpy", "pyoxigraph"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


# -- every link in every answer


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element leads to."""
        self.found += [value for key, value in attrs if key in ("href", "src", "data-document") and value is not None]


def linked(value: Any) -> Iterator[str]:
    """The addresses in an answer: what stands under the names that the contract gives to addresses."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key in ("url", "uri", "next", "href") and isinstance(inside, str):
                yield inside
            else:
                yield from linked(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from linked(inside)


@pytest.mark.parametrize("base", ["/", "/kg/"])
def test_every_link_leads_somewhere(graph: ConceptGraph, base: str) -> None:
    """From the home page and every question, each link of each answer is followed, and none is dead.

    Links to the hub's article site and to published works are left alone; of what pages for people ask each in their
    own words, such as a plan with one step less, a few are followed.
    """
    mounted = kg.load(ROOT / "data", base=base)
    client = TestClient(create_app(mounted), follow_redirects=False)
    queue = [base, *(base + address(question)[1:] for question in QUESTIONS), f"{base}docs"]
    seen, outside, sorts = set(queue), set[str](), Counter[str]()
    for here in queue:
        response = client.get(here)
        assert response.status_code < 400, f"{here}: {response.text[:300]}"
        found = [link["url"] for link in response.links.values()]
        found += [response.headers["location"]] if "location" in response.headers else []
        media = response.headers.get("content-type", "")
        if media == "application/json" and not here.endswith("openapi.json"):
            found += linked(response.json())
        elif media.startswith("text/html"):
            parser = _Links()
            parser.feed(response.text)
            found += parser.found
        for link in found:
            own = link.replace(f"{graph.hub.iri}id/", f"{base}id/", 1)
            target = urldefrag(urljoin(here, own)).url
            if urlsplit(target).scheme:
                outside.add(target)
            elif target not in seen:
                assert target.startswith(base), f"{here} links to {link}"
                seen.add(target)
                wished = "?" in target and not target.startswith(f"{base}api/")
                sorts[sort(target)] += wished
                if not wished or (sorts[sort(target)] <= MANY and "effort=thorough" not in target):
                    queue.append(target)
    works = {source.url for source in graph.sources.values()} | {page.url for page in graph.pages.values()}
    asked = {question.url for question in QUESTIONS if isinstance(question, PreviewPage)}
    assert outside <= works | asked | {graph.hub.iri, graph.hub.licence}
    assert {f"{base}{where}/{id}" for where in ("concepts", "id") for id in graph} <= seen


def test_the_crawl_would_see_a_dead_link() -> None:
    """The crawl reads links out of pages and answers, whatever they are nested in."""
    parser = _Links()
    parser.feed('<p><a href="/a">x</a><img src=b.svg><div data-document="/c">')
    assert parser.found == ["/a", "b.svg", "/c"]
    assert list(linked({"items": [{"concept": {"url": "/d"}}], "next": "?e", "x": {"uri": "f"}})) == ["/d", "?e", "f"]


# -- determinism


def test_another_process_answers_the_same_bytes(client: TestClient) -> None:
    """Neither the hash seed nor the process leaves a trace in any answer."""
    script = """
import hashlib, sys
from starlette.testclient import TestClient
import kg
from api.app import create_app
client = TestClient(create_app(kg.load("data")), follow_redirects=False)
for path in sys.stdin.read().split():
    response = client.get(path)
    print(hashlib.sha256(repr(sorted(response.headers.items())).encode() + response.content).hexdigest())
"""
    paths = [*map(address, QUESTIONS), "/", "/docs", "/openapi.json", "/api/nothing", "/api/concepts/deep-lerning"]
    digests = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            input="\n".join(paths),
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert len(digests[0]) == len(paths)
    assert [path for path, one, other in zip(paths, *digests, strict=True) if one != other] == []


def test_addresses_of_questions_are_read_back() -> None:
    """The addresses that these tests use ask the very questions they were made from."""
    for question in QUESTIONS:
        split = urlsplit(address(question))
        given = {"id": split.path.split("/")[3]} if "{id}" in question.path else {}
        assert parse_query(type(question), parse_qsl(split.query), given) == question
