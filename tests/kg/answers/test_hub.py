"""answers.hub: the hub itself, and the whole of it at once."""

from dataclasses import replace

from kg import ConceptGraph, answer
from kg.model import Page
from kg.questions import ReadDump, ReadHub, parse
from tests.build import HUB, catalog

PAGE = Page(
    slug="p", url="https://hub.example/p", title={"en": "P", "de": "Pe"}, about=("a",), teaches=("b",), mentions=("c",)
)
GRAPH = ConceptGraph.of(
    replace(
        catalog("a requires b", "a helpful c", "a requires-any 1 of d e", "a is-a c", "a related d", "a next e"),
        pages={"p": PAGE},
        hub=HUB.model_copy(update={"title": {"en": "Hub", "de": "Knoten"}, "languages": ("en", "de")}),
    ),
    "/kg/",
)


def test_the_hub_says_what_it_is_and_how_much_it_holds() -> None:
    """Its facts from `hub.yaml`, the version of its data, and counts."""
    found = answer(GRAPH, parse(ReadHub, {"lang": "de"}))
    assert {key: found[key] for key in ("title", "lang", "base", "uri", "date", "publisher", "languages")} == {
        "title": "Knoten",
        "lang": "de",
        "base": "/kg/",
        "uri": "https://hub.example/",
        "date": "2026-01-01",
        "publisher": "Testers",
        "languages": ["en", "de"],
    }
    assert (found["concepts"], found["relations"], found["pages"]) == (5, 7, 1)
    assert (found["version"], found["graph"]) == ("0.0.0", GRAPH.version)


def test_the_whole_has_each_concept_with_its_neighbours_by_sort() -> None:
    """Essential requirements and options together, helpful ones apart; every list the other way round, too."""
    found = answer(GRAPH, parse(ReadDump, {}))
    by_id = {one["id"]: one for one in found["concepts"]}
    assert [one["id"] for one in found["concepts"]] == list(GRAPH.ids)
    a = by_id["a"]
    assert (a["requires"], a["helpful"], a["broader"]) == (["b", "d", "e"], ["c"], ["c"])
    assert (a["related"], a["next"], a["pages"]) == (["d"], ["e"], ["p"])
    assert {id: one["unlocks"] for id, one in by_id.items()} == {"a": [], "b": ["a"], "c": [], "d": ["a"], "e": ["a"]}
    assert by_id["d"]["related"] == ["a"]
    assert {id: one["pages"] for id, one in by_id.items() if id != "a"} == {"b": ["p"], "c": [], "d": [], "e": []}


def test_the_whole_has_each_page_in_the_language_asked_for() -> None:
    """With the concepts that it is about, teaches and mentions, by id."""
    (page,) = answer(GRAPH, parse(ReadDump, {"lang": "de"}))["pages"]
    assert page == {
        "slug": "p",
        "url": "https://hub.example/p",
        "title": "Pe",
        "description": None,
        "about": ["a"],
        "teaches": ["b"],
        "mentions": ["c"],
    }
