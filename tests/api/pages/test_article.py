"""The page of an article says what the data say of it, and what goes around it."""

import re
from html import unescape

from starlette.testclient import TestClient

from kg.graph import ConceptGraph

ADDRESS = "/pages/what-is-deep-learning"
HTML = {"Accept": "text/html"}


def shown(client: TestClient) -> str:
    """The text of the page, without markup, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", client.get(ADDRESS, headers=HTML).text)).split())


def test_each_section_states_its_relations(client: TestClient, graph: ConceptGraph) -> None:
    """Every relation that quotes the article stands under the section of each quote, with the quote and the reason."""
    page = unescape(client.get(ADDRESS, headers=HTML).text)
    parts = dict(re.findall(r"<summary><h3>(.*?)</h3>.*?</summary>(.*?)</details>", page, re.DOTALL))
    headings = {one.id: one.heading or "The opening" for one in graph.pages["what-is-deep-learning"].sections}
    items = client.get("/api/relations?page=what-is-deep-learning&limit=500").json()["items"]
    assert items
    for item in items:
        for proof in item["evidence"]:
            if "page" in proof:
                part = " ".join(re.sub(r"<[^>]+>", "", parts[headings[proof["section"]]]).split())
                assert item["sentence"] in part
                assert proof["quote"] in part
                assert (item["why"] or "") in part
    assert list(parts) == [headings[id] for id in headings if headings[id] in parts]


def test_the_bundle_is_there(client: TestClient) -> None:
    """What to know before, what to read next, what it teaches and mentions, the questions that it answers."""
    text, bundle = shown(client), client.get("/api/pages/what-is-deep-learning").json()
    needed = [one for name in ("prerequisites", "next") for one in bundle[name]]
    assert needed
    for one in needed:
        assert one["concept"]["label"] in text
        assert (one["why"] or "") in text
    for one in (*bundle["about"], *bundle["teaches"]):
        assert one["label"] in text
        assert one["definition"] in text
    assert all(one["label"] in text for one in bundle["mentions"])
    assert all(one["question"] in text and one["answer"] in text for one in bundle["questions"])
    assert f"What to know before {bundle['prerequisites'][0]['concept']['label']}" in text


def test_it_comes_in_its_other_types_too(client: TestClient) -> None:
    """The page is one of the article's documents: `Accept` or a suffix chooses, and it links to the others."""
    page = client.get(ADDRESS, headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-location"] == f"{ADDRESS}.html"
    for suffix, media in (("json", "application/json"), ("jsonld", "application/ld+json"), ("md", "text/markdown")):
        assert f'href="{ADDRESS}.{suffix}" type="{media}"' in page.text
        assert client.get(f"{ADDRESS}.{suffix}").headers["content-type"].startswith(media)
