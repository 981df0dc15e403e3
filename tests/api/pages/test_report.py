"""The report for editors shows what `/api/report` finds."""

import re
from html import unescape

from starlette.testclient import TestClient

from api.app import create_app
from api.pages.report import CONCEPTS, OTHERS, RELATIONS
from kg.graph import ConceptGraph
from tests.api.pages.hubs import strained


def shown(client: TestClient) -> str:
    """The text of the page, without markup, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get("/report").text)).split())


def test_every_check_is_told() -> None:
    """A check that finds something says how much and names it; one that finds nothing is named all the same."""
    client = TestClient(create_app(ConceptGraph.of(strained())))
    text, found = shown(client), client.get("/api/report?limit=20").json()
    titles = {**{name: title for name, (title, _) in {**CONCEPTS, **RELATIONS}.items()}, **OTHERS}
    assert set(titles) == {
        name for name, part in found.items() if isinstance(part, dict) and set(part) == {"items", "total"}
    }
    for name, title in titles.items():
        total = found[name]["total"]
        assert (f"{total} to look at : {title}" if total else f"{title}: none") in text
    for name in CONCEPTS:
        assert all(one["label"] in text for one in found[name]["items"])
    assert f"{sum(found[name]['total'] > 0 for name in titles)} checks of {len(titles)} find" in text


def test_what_is_hard_is_told(client: TestClient) -> None:
    """The longest chain, what blocks most, and what takes longest stand there with their numbers."""
    text, found = shown(client), client.get("/api/report?limit=20").json()
    chain = [one["label"] for one in found["curriculum"]["longest"]["items"]]
    assert " ".join(chain) in text
    for one in found["curriculum"]["concepts"][:10]:
        assert f"{one['concept']['label']} {one['blocking']} {one['delay']}" in text
    for one in found["long_paths"]["items"][:10]:
        assert one["concept"]["label"] in text
