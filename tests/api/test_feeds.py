"""What changed, over HTTP: the answer, its errors, and the feeds."""

from dataclasses import replace

import feedparser
import pytest
from lxml import html  # type: ignore[import-untyped]
from starlette.testclient import TestClient

from api.app import create_app
from kg.graph import ConceptGraph
from kg.questions import Changes, parse
from kg.render import finished
from tests.api.test_problems import problem
from tests.build import catalog
from tests.kg.versions.test_history import releases

FEEDS = {"/feed.atom": ("atom", "application/atom+xml"), "/feed.json": ("jsonfeed", "application/feed+json")}

STEPS = (catalog("a", "b"), catalog("a requires b", "c"), catalog("a requires b", "d", redirects={"c": "d"}))
GRAPH = ConceptGraph.of(replace(STEPS[-1], releases=releases(*STEPS)), "/kg/")


@pytest.fixture(name="changing", scope="module")
def _changing() -> TestClient:
    """A client of a hub that was released three times, served under a path."""
    return TestClient(create_app(GRAPH), follow_redirects=False)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_the_answer_in_its_format(changing: TestClient, path: str) -> None:
    """Byte for byte that of `/api/changes`; what a reader adds to the address is passed over."""
    format, media = FEEDS[path]
    expected = finished(GRAPH, parse(Changes, {"format": format}))
    for query in ("", "?utm_source=reader&since=9&limit=x"):
        found = changing.get(f"{path}{query}")
        assert (found.status_code, found.content) == (200, expected.body)
        assert found.headers["content-type"].partition(";")[0] == media
    assert changing.get("/api/changes", params={"format": format}).content == expected.body
    again = changing.get(path, headers={"If-None-Match": changing.get(path).headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert changing.get(f"{path}?lang=x y").status_code == 422


def test_pages_lead_to_the_feeds(changing: TestClient) -> None:
    """Every page names both feeds for readers to find (autodiscovery), under the path that it is served under."""
    for path in ("/", "/concepts/a", "/docs"):
        page = html.fromstring(changing.get(path, headers={"Accept": "text/html"}).content)
        links = {one.get("href"): one.get("type") for one in page.iterfind(".//link[@rel='alternate']")}
        assert {(f"/kg{name}", media) for name, (_, media) in FEEDS.items()} <= links.items()
    for name in FEEDS:
        assert changing.get(name).status_code == 200


def test_a_version_that_never_was(changing: TestClient) -> None:
    """404, with the versions that there are."""
    found = problem(changing.get("/api/changes?since=7"), "not-found", "/kg/")
    assert (found["status"], found["available"]) == (404, ["0", "1", "2"])
    assert problem(changing.get("/api/changes?since=a%20b"), "invalid-question", "/kg/")["status"] == 422


def test_a_version_that_is_too_old(changing: TestClient) -> None:
    """410, with the words and the versions to start again from."""
    found = problem(changing.get("/api/changes?since=0-beta"), "version-too-old", "/kg/")
    assert (found["status"], found["available"]) == (410, ["0", "1", "2"])
    assert "ask for the changes since 2" in found["detail"]


def test_a_client_follows_what_changes(changing: TestClient) -> None:
    """By the links to the next part it gets every concept to read again once, and to where it is to go on."""
    address, seen = "/api/changes?since=0&limit=2", []
    while address:
        response = changing.get(address)
        found = response.json()
        seen += [*found["added"], *found["changed"], *(gone["id"] for gone in found["removed"])]
        address = f"/api/changes{found['next']}" if found["next"] else ""
        assert ("link" in response.headers) == bool(address)
    assert sorted(seen) == ["a", "b", "d"]
    assert changing.get("/api/changes", params={"since": found["to"]}).json()["items"] == []


def test_the_hub_itself_has_feeds(client: TestClient, graph: ConceptGraph) -> None:
    """The hub's own data was released, and its feed is told of it."""
    found = feedparser.parse(client.get("/feed.atom").content)
    assert not found.bozo
    assert len(found.entries) >= 1
    assert graph.releases[-1].version == graph.hub.version
