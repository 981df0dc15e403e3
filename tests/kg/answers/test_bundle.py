"""All that goes around an article, in one answer."""

from typing import Any

import pytest

from kg.answers import answer
from kg.answers.needed import MOST_NEEDED, MOST_PAGES
from kg.graph import ConceptGraph
from kg.questions import Prerequisites, ReadConcept, ReadPage
from tests.kg.answers.hubs import hub, page

SLUG = "what-is-deep-learning"


def read(graph: ConceptGraph, slug: str = "p", **fields: Any) -> dict[str, Any]:
    """The bundle of a page."""
    return dict(answer(graph, ReadPage(id=slug, **fields)))


def ids(items: list[dict[str, Any]]) -> list[str]:
    """The concepts of some items."""
    return [item["concept"]["id"] for item in items]


@pytest.fixture(scope="module")
def article(graph: ConceptGraph) -> dict[str, Any]:
    """The bundle of the hub's article."""
    return read(graph, SLUG)


def test_definitions_of_what_it_mentions(graph: ConceptGraph, article: dict[str, Any]) -> None:
    """Each mention that has a definition is defined, in the words of the concept's own answer."""
    assert list(article["definitions"]) == [one["id"] for one in article["mentions"] if one["definition"]]
    assert article["definitions"]["transformer"] == answer(graph, ReadConcept(id="transformer"))["definition"]


def test_the_glossary_holds_every_term_once_by_alphabet(graph: ConceptGraph, article: dict[str, Any]) -> None:
    """About, taught and mentioned concepts together, each once, with the page that teaches it."""
    page = graph.pages[SLUG]
    terms = [one["term"] for one in article["glossary"]]
    assert terms == sorted(terms, key=lambda term: term.lower().replace("-", " "))
    assert {one["id"] for one in article["glossary"]} == {*page.about, *page.teaches, *page.mentions}
    assert {one["id"] for one in article["glossary"] if one["page"] == SLUG} == {*page.about, *page.teaches}


def test_prerequisites_lead_to_the_pages_that_teach_them() -> None:
    """Pages about a prerequisite come before those that teach it; pages that only mention it do not count."""
    pages = [
        page("p", "a"),
        page("m", "x", mentions=("b",)),
        page("t", "x", teaches=("b",)),
        page("u", "b"),
    ]
    (found,) = read(hub("a requires b", "x", pages=pages))["prerequisites"]
    assert [(one["slug"], one["role"], one["url"]) for one in found["pages"]] == [
        ("u", "about", "https://hub.example/u"),
        ("t", "teaches", "https://hub.example/t"),
    ]


def test_very_many_pages_on_one_concept_are_cut() -> None:
    """Of a hundred pages about one prerequisite the first few are named."""
    pages = [page("p", "a"), *(page(f"q{n:03}", "b") for n in range(100))]
    (found,) = read(hub("a requires b", pages=pages))["prerequisites"]
    assert [one["slug"] for one in found["pages"]] == [f"q{n:03}" for n in range(MOST_PAGES)]


def test_what_it_unlocks() -> None:
    """What requires anything that the page teaches, but nothing that it teaches itself."""
    graph = hub(
        "b requires a", "c requires b", "d helpful a", "e requires-any 1 of a f", pages=[page("p", "a", teaches=("b",))]
    )
    found = read(graph)["unlocks"]
    assert {(one["rid"], one.get("strength"), "group" in one) for one in found} == {
        ("c.requires.b", "essential", False),
        ("d.requires.a", "helpful", False),
        ("e.requires.a", "essential", True),
    }


def test_what_binds_comes_first() -> None:
    """Prerequisites in any case, then options, then what only helps, whichever concept of the page has them."""
    lines = ("a helpful z", "a requires-any 1 of x y", "a requires w", "b requires v", "a requires b")
    found = read(hub(*lines, pages=[page("p", "a", teaches=("b",))]))["prerequisites"]
    assert [one["rid"] for one in found] == [
        *("a.requires.w", "b.requires.v", "a.requires.x", "a.requires.y", "a.requires.z")
    ]


def test_long_lists_are_cut_and_say_so() -> None:
    """What very much requires lists the first, and how many there are."""
    found = read(hub(*(f"x{n:03} requires a" for n in range(90)), pages=[page("p", "a")]))
    assert len(found["unlocks"]) == MOST_NEEDED
    assert found["totals"]["unlocks"] == 90
    assert all(found["totals"][name] == len(found[name]) for name in ("prerequisites", "next", "related"))


def test_gaps_are_what_no_page_teaches() -> None:
    """A concept wanted in several places is listed once with all of them, first what is required."""
    graph = hub(
        "a requires b c",
        "a next d",
        "e requires a",
        "f",
        pages=[page("p", "a", mentions=("b", "d", "f", "a")), page("q", "c"), page("r", teaches=("f",))],
    )
    assert [(one["concept"]["id"], one["wanted"]) for one in read(graph)["gaps"]] == [
        ("b", ["prerequisites", "mentions"]),
        ("d", ["next", "mentions"]),
        ("e", ["unlocks"]),
    ]


def test_the_path_leads_here_and_on(graph: ConceptGraph, article: dict[str, Any]) -> None:
    """The steps here are all that the subject requires and end in it; those on end in what is next."""
    here, on = article["path"]["here"], article["path"]["on"]
    required = answer(graph, Prerequisites(id="deep-learning", limit=500))["items"]
    needed = {one["concept"]["id"] for one in required if one["needed"] == "always"}
    assert needed <= set(ids(here["steps"]))
    assert ids(here["steps"])[-1] == "deep-learning"
    assert here["total"] == len(here["steps"])
    assert here["minutes"] == sum(step["minutes"] for step in here["steps"])
    assert [step["here"] for step in here["steps"]][-1]
    assert on["targets"] == sorted(on["targets"], key=graph.number)
    assert set(on["targets"]) == set(ids(article["next"]))
    assert "deep-learning" not in ids(on["steps"])
    assert article["path"]["complete"]


def test_where_the_data_can_be_edited() -> None:
    """The page's file stands behind the hub's address for editing; without one there is no link."""
    assert read(hub("a", pages=[page("p", "a")]))["edit_url"] is None
    edited = hub("a", pages=[page("p", "a")], edit_url="https://git.example/hub/edit/main/data/")
    assert read(edited)["edit_url"] == "https://git.example/hub/edit/main/data/pages/p.yaml"


def test_a_page_that_requires_itself() -> None:
    """What a page is about is never before it, after it or missing, even in an import where it requires itself."""
    graph = hub("a requires a", "a next a", "b requires a", "a requires b", pages=[page("p", "a", teaches=("b",))])
    found = read(graph)
    assert (found["prerequisites"], found["unlocks"], found["next"], found["gaps"]) == ([], [], [], [])
    assert found["path"]["here"] is None
    assert found["path"]["complete"]


def test_a_page_about_nothing() -> None:
    """A page that is about nothing has a bundle all the same."""
    found = read(hub("a", pages=[page("p")]))
    assert (found["about"], found["breadcrumbs"], found["prerequisites"]) == ([], [], [])
    assert found["path"] == {"here": None, "on": None, "complete": True}


def test_texts_are_in_the_language_asked_for() -> None:
    """Title and language follow the language asked for, and fall back to the hub's."""
    graph = hub("a", pages=[page("p", "a", title={"en": "On A", "de": "Von A"})], languages=("en", "de"))
    assert [(read(graph, lang=lang)["title"], read(graph, lang=lang)["lang"]) for lang in ("de-CH", "fr")] == [
        ("Von A", "de"),
        ("On A", "en"),
    ]
