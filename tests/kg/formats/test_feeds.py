"""Feeds of what changed, read by a reader of feeds, and checked against what Atom and JSON Feed ask."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import feedparser
import pytest
from hypothesis import given, settings
from lxml import etree  # type: ignore[import-untyped]

from kg.answers import answer
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import Changes, parse, parse_query
from kg.render import finished
from tests.build import catalog
from tests.kg.versions.test_history import releases
from tests.strategies import catalogs

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
ATOM = {"a": "http://www.w3.org/2005/Atom"}

HOSTILE = (
    "</title><script>alert(1)</script>",
    "]]><!-- & &amp; &lt;",
    "<![CDATA[ x ]]>",
    '" onload="alert(1)\' <b>',
    "\u202eabc \ufffe \uffff \x7f \x9b",
    "漢字 😀 é",
    "a\n\n b\tc",
)


def graph_of(*found: Catalog, base: str = "/") -> ConceptGraph:
    """The graph of the last of some catalogs, all of which were released."""
    return ConceptGraph.of(replace(found[-1], releases=releases(*found)), base)


def atom(graph: ConceptGraph, **fields: Any) -> bytes:
    """The feed in Atom, which is valid and sound."""
    body = finished(graph, Changes(format="atom", **fields)).body
    root = etree.fromstring(body)
    assert SCHEMA.validate(root), SCHEMA.error_log
    for entry in root.iterfind("a:entry", ATOM):
        assert len(entry.findall("a:link[@rel='alternate']", ATOM)) == 1
    assert len(root.findall("a:link[@rel='self']", ATOM)) == 1
    ids = [found.text for found in root.iterfind(".//a:id", ATOM)]
    assert len(set(ids)) == len(ids)
    return body


def jsonfeed(graph: ConceptGraph, **fields: Any) -> dict[str, Any]:
    """The feed in JSON, with what JSON Feed 1.1 requires of the whole and of each item, each of its type."""
    found: dict[str, Any] = json.loads(finished(graph, Changes(format="jsonfeed", **fields)).body)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    known: dict[str, type] = {
        **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "next_url", "language"), str),
        **dict.fromkeys(("authors", "items"), list),
    }
    assert {name: type(value) for name, value in found.items()} == {name: known[name] for name in found}
    assert {"version", "title", "items"} <= found.keys()
    assert all(set(author) <= {"name", "url", "avatar"} and author for author in found["authors"])
    for item in found["items"]:
        assert {name: type(value) for name, value in item.items() if name != "tags"} == dict.fromkeys(
            ("id", "url", "title", "content_text", "date_published", "date_modified"), str
        )
        assert all(
            re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", item[name]) for name in ("date_published", "date_modified")
        )
        assert all(isinstance(tag, str) for tag in item["tags"])
    assert len({item["id"] for item in found["items"]}) == len(found["items"])
    return found


GRAPH = graph_of(catalog("a", "b"), catalog("a requires b", "c"), catalog("a requires b", "d", redirects={"c": "d"}))


def test_a_reader_of_feeds_understands_atom() -> None:
    """One entry per change, newest first, with a sentence for its title, a link to follow and the day of the release."""
    found = feedparser.parse(atom(GRAPH))
    assert not found.bozo
    assert (found.feed.title, found.feed.author, found.version) == ("Test hub: what changed", "Testers", "atom10")
    assert found.feed.updated == "2026-01-01T00:00:00Z"
    assert [(entry.title, entry.link) for entry in found.entries] == [
        ("“D” has the id d now, and had the id c.", "https://hub.example/concepts/d"),
        ("“C” is called “D” now.", "https://hub.example/concepts/d"),
        ("New concept “C”.", "https://hub.example/"),
        ("“A” now requires “B”.", "https://hub.example/concepts/a"),
        ("The first version: 2 concepts, 0 relations, 0 pages.", "https://hub.example/"),
    ]
    assert [tag.term for tag in found.entries[0].tags] == ["concept", "renamed", "version 2"]
    links = {link.rel: link.href for link in found.feed.links}
    assert (links["self"], links["alternate"]) == ("https://hub.example/feed.atom", "https://hub.example/")


def test_both_feeds_and_the_answer_say_the_same() -> None:
    """The entries have the same ids, words, times and links in either feed, and are those of the answer."""
    entries, items = feedparser.parse(atom(GRAPH)).entries, jsonfeed(GRAPH)["items"]
    assert [(one.id, one.title, one.link, one.updated) for one in entries] == [
        (one["id"], one["title"], one["url"], one["date_modified"]) for one in items
    ]
    assert [one["title"] for one in items] == [one["sentence"] for one in answer(GRAPH, Changes())["items"]]


def test_an_entry_keeps_its_id() -> None:
    """Neither a later release nor another path or part changes the id of a change; another hub has others."""
    older = graph_of(catalog("a", "b"), catalog("a requires b", "c"))
    ids = [one["id"] for one in jsonfeed(GRAPH)["items"]]
    assert [one["id"] for one in jsonfeed(older)["items"]] == ids[-3:]
    assert [one["id"] for one in jsonfeed(GRAPH, limit=2)["items"]] == ids[:2]
    one = catalog("a", "b")
    other = replace(one, hub=one.hub.model_copy(update={"iri": "https://other.example/"}))
    assert not {item["id"] for item in jsonfeed(graph_of(other))["items"]} & set(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", id) for id in ids)


def _next(graph: ConceptGraph) -> str:
    return next(str(one.href) for one in feedparser.parse(atom(graph, limit=2)).feed.links if one.rel == "next")


def test_a_long_feed_goes_on() -> None:
    """What does not fit is behind the address of the next part, in the same format."""
    for format, address in (("atom", _next(GRAPH)), ("jsonfeed", jsonfeed(GRAPH, limit=2)["next_url"])):
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc, parts.path) == ("https", "hub.example", "/api/changes")
        question = parse_query(Changes, parse_qsl(parts.query, strict_parsing=True), {})
        assert question == parse(Changes, {"format": format, "limit": 2, "cursor": question.cursor})
        following = answer(GRAPH, question)["items"]
        assert following == answer(GRAPH, Changes())["items"][2:4]
    assert "next_url" not in jsonfeed(GRAPH)


def test_addresses_are_absolute_whatever_the_path() -> None:
    """Under a path of its own the links are those under the hub's IRI."""
    found = graph_of(catalog("a", "b"), catalog("a requires b"), base="/kg/")
    assert [one["url"] for one in jsonfeed(found)["items"]] == [
        "https://hub.example/concepts/a",
        "https://hub.example/",
    ]


def test_a_hub_without_releases_has_an_empty_feed() -> None:
    """It is valid, and of the day of the hub."""
    graph = ConceptGraph.of(catalog("a"))
    found = feedparser.parse(atom(graph))
    assert (found.bozo, found.entries, found.feed.updated) == (False, [], "2026-01-01T00:00:00Z")
    assert jsonfeed(graph)["items"] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_cannot_break_out(text: str) -> None:
    """A label is text, whatever it holds: a reader shows it as it stands, and no element is made of it."""
    one = catalog("a", "b")
    labels = {**one.concepts, "a": one.concepts["a"].model_copy(update={"label": {"en": text}})}
    hub = one.hub.model_copy(update={"title": {"en": text}, "publisher": text})
    graph = graph_of(replace(one, concepts=labels, hub=hub), replace(catalog("a requires b"), concepts=labels, hub=hub))
    body = atom(graph)
    shown = " ".join(re.sub("[\ufffe\uffff\x7f\x9b]", "\ufffd", text).split())
    root = etree.fromstring(body)
    assert root.findtext("a:entry/a:title", None, ATOM) == f"“{shown}” now requires “B”."
    assert root.findtext("a:author/a:name", None, ATOM) == shown
    assert b"<script" not in body
    assert jsonfeed(graph)["items"][0]["title"] == f"“{shown}” now requires “B”."


def test_an_address_that_is_not_safe_is_not_followed() -> None:
    """A page whose address is a script is linked to the hub instead."""
    one = catalog("a")
    page = Page(slug="p", title={"en": "P"}, url="javascript:alert(1)")
    graph = graph_of(one, replace(one, pages={"p": page}))
    assert b"javascript" not in atom(graph)
    assert jsonfeed(graph)["items"][0]["url"] == "https://hub.example/"


@settings(max_examples=12)
@given(catalogs(), catalogs())
def test_feeds_of_any_hub_are_valid(one: Catalog, other: Catalog) -> None:
    """Whatever its texts and languages, both feeds keep to their specifications."""
    graph = graph_of(one, other)
    for lang in (None, *graph.hub.languages):
        assert not feedparser.parse(atom(graph, lang=lang, limit=500)).bozo
        jsonfeed(graph, lang=lang, limit=500)
