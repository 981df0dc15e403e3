"""What cannot be answered is a page for people and problem details for programs."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.problems import TYPES
from tests.build import graph as small

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

REFUSED = {
    "/concepts/deep-lerning": "not-found",
    "/id/deep-lerning": "not-found",
    "/pages/what-is-deep-lerning": "not-found",
    "/problems/nope": "not-found",
    "/serch": "no-such-address",
    "/concepts/a/b/c": "no-such-address",
    "/ontology.foo": "no-such-address",
    "/concepts/token?lang=%3Cscript%3E": "invalid-question",
    "/report?over=x": "invalid-question",
}


@pytest.mark.parametrize(("address", "code"), REFUSED.items())
def test_a_browser_is_told_in_a_page(client: TestClient, address: str, code: str) -> None:
    """The page has the status and says what the problem says; both depend on what is accepted."""
    page = client.get(address, headers={"Accept": BROWSER})
    told = client.get(address)
    assert page.status_code == told.status_code == TYPES[code].status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["type"].endswith(f"/{code}")
    text = unescape(page.text)
    assert f"<h1>{TYPES[code].title}</h1>" in text
    assert told.json()["detail"][1:].rstrip(".") in text
    assert "accept" in page.headers["vary"].lower()
    assert "accept" in told.headers["vary"].lower()
    assert "<script>" not in page.text


def test_what_was_perhaps_meant_is_a_link(client: TestClient) -> None:
    """Concepts and addresses that are near can be followed from the page."""
    assert (
        'href="/concepts/deep-learning">Deep learning</a>'
        in client.get("/concepts/deep-lerning", headers={"Accept": BROWSER}).text
    )
    assert '<a href="/search">/search</a>' in client.get("/serch", headers={"Accept": BROWSER}).text


@pytest.mark.parametrize("address", ["/api", "/api/nope", "/api/concepts/nope", "/api/concepts?limit=x"])
def test_the_interface_of_programs_tells_nobody_in_pages(client: TestClient, address: str) -> None:
    """Below `/api` problems are JSON whatever is accepted."""
    response = client.get(address, headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "application/problem+json"
    assert "accept," not in f"{response.headers.get('vary', '').lower()},"


def test_the_page_keeps_what_the_problem_says_in_headers() -> None:
    """`Allow` is there for a browser too, and so it is under a base path."""
    client = TestClient(create_app(small("a")))
    response = client.post("/concepts/a", headers={"Accept": BROWSER})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
