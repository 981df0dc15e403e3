"""What would go around a page that the hub does not have yet."""

from dataclasses import replace
from typing import Any

import pytest

from kg.answers import answer
from kg.answers.preview import MOST_ABOUT, MOST_MENTIONS
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import PreviewPage, ReadPage, parse, parse_body
from tests.build import catalog
from tests.kg.answers.hubs import hub, page

SLUG = "what-is-deep-learning"
GRAPH = hub("adam requires boris", "adam is-a tower", "cyril requires adam", "daniel", pages=[page("p", ("boris",))])


def preview(graph: ConceptGraph = GRAPH, **fields: Any) -> dict[str, Any]:
    """The bundle of a page that does not exist."""
    return dict(answer(graph, parse(PreviewPage, fields)))


def ids(concepts: list[dict[str, Any]]) -> list[str]:
    """The ids of some concepts."""
    return [one["id"] for one in concepts]


def errors(**fields: Any) -> tuple[tuple[str, str], ...]:
    """What is wrong with a page."""
    with pytest.raises(QuestionError) as caught:
        preview(**fields)
    return caught.value.errors


def test_a_page_of_the_hub_previewed_is_the_page(graph: ConceptGraph) -> None:
    """The facts of the article, given as if it were new, make the same bundle but for what only its file holds."""
    known, read = graph.pages[SLUG], answer(graph, ReadPage(id=SLUG))
    fields = {
        "slug": SLUG,
        "url": known.url,
        "title": known.title["en"],
        "description": known.description["en"],
        **{role: list(getattr(known, role)) for role in ("about", "teaches", "mentions")},
    }
    found = answer(graph, parse_body(PreviewPage, fields))
    assert found == {**read, "sections": [], "questions": [], "renamed": {}}


@pytest.mark.parametrize(
    "given",
    [
        {"text": "ADAM met Daniel, and DANIEL met boris."},
        {
            "html": "<h1>TOWER</h1><p>ADAM met <a href='/x'>Daniel</a>, and <b>boris</b>.<script>tower</script><code>tower</code>"
        },
        {"markdown": "# TOWER\n\nADAM met [Daniel](/x), and *boris*. `tower`\n\n    tower\n"},
    ],
    ids=["text", "html", "markdown"],
)
def test_mentions_are_found_in_every_form(given: dict[str, Any]) -> None:
    """What running text names is mentioned, once, in its order; what code or a heading names is not."""
    assert ids(preview(**given)["mentions"]) == ["adam", "daniel", "boris"]


def test_given_mentions_come_first_and_own_concepts_are_none() -> None:
    """Those found are added to those given; what the page is about or teaches is not found as a mention."""
    found = preview(text="Adam, Boris, Cyril and Daniel.", about=["adam"], teaches=["boris"], mentions=["daniel"])
    assert ids(found["mentions"]) == ["daniel", "cyril"]


def test_very_many_mentions_are_cut_and_counted() -> None:
    """Of six hundred concepts named in a text the first five hundred are told, and how many there are."""
    names = [f"name{n:03}" for n in range(600)]
    found = preview(hub(*names), text=" and ".join(names))
    assert ids(found["mentions"]) == names[:MOST_MENTIONS]
    assert found["totals"]["mentions"] == 600


def test_ambiguous_names_are_passed_over() -> None:
    """A name that two concepts go by says of neither that it is mentioned."""
    made = catalog("beast", "machine")
    concepts = {id: one.model_copy(update={"also": {"en": ("jaguar",)}}) for id, one in made.concepts.items()}
    graph = ConceptGraph.of(replace(made, concepts=concepts))
    assert ids(preview(graph, text="A jaguar is a machine.")["mentions"]) == ["machine"]


def test_what_is_around_it() -> None:
    """Prerequisites with their pages, what it unlocks, breadcrumbs, related pages and JSON-LD are there as for any page."""
    found = preview(about=["adam"], url="https://hub.example/adam")
    assert [(one["rid"], one["pages"][0]["slug"]) for one in found["prerequisites"]] == [("adam.requires.boris", "p")]
    assert [one["rid"] for one in found["unlocks"]] == ["cyril.requires.adam"]
    assert [ids(route) for route in found["breadcrumbs"]] == [["tower", "adam"]]
    assert [one["slug"] for one in found["related"]] == ["p"]
    assert found["jsonld"]["@graph"][0]["url"] == "https://hub.example/adam"
    assert found["edit_url"] is None


def test_without_about_the_title_tells() -> None:
    """The title's concepts are what it is about, up to three; a title that names none leaves it about nothing."""
    assert ids(preview(title="How Adam met Boris")["about"]) == ["adam", "boris"]
    assert len(preview(title="Adam Boris Cyril Daniel Tower")["about"]) == MOST_ABOUT
    assert preview(title="Of nothing")["about"] == []
    assert ids(preview(title="How Adam met Boris", about=["daniel"])["about"]) == ["daniel"]


def test_without_a_title_the_concept_names_it() -> None:
    """A page that is about something is called so until it has a title; slug and address stay empty."""
    found = preview(about=["adam"])
    assert (found["title"], found["slug"], found["url"]) == ("ADAM", "", "")
    assert "@id" not in found["jsonld"]["@graph"][0]


FRONT = """---
title: Front
description: Said
about: adam
teaches:
  - boris
mentions: [daniel]
url: https://hub.example/front
layout: {other: [1, 2]}
slug:
---
CYRIL
"""


def test_front_matter_says_what_the_fields_say() -> None:
    """Fields are read from front matter, others and empty ones are passed over, and what is given beside it counts."""
    found = preview(markdown=FRONT)
    assert (found["title"], found["description"], found["url"]) == ("Front", "Said", "https://hub.example/front")
    assert [ids(found[role]) for role in ("about", "teaches", "mentions")] == [["adam"], ["boris"], ["daniel", "cyril"]]
    other = preview(markdown=FRONT, title="Beside", about=["cyril"])
    assert (other["title"], ids(other["about"]), ids(other["mentions"])) == ("Beside", ["cyril"], ["daniel"])


@pytest.mark.parametrize(
    "source", ["---\r\ntitle: Front\r\n---\r\nADAM", "\ufeff---\ntitle: Front\n---\nADAM", "---\ntitle: Front\n---"]
)
def test_front_matter_in_other_line_ends(source: str) -> None:
    """Line feeds, carriage returns, a mark of byte order, and a document of nothing else."""
    assert preview(markdown=source)["title"] == "Front"


@pytest.mark.parametrize(
    "source",
    ["+++\ntitle = 1\n+++\nADAM", "---\nA line.\n---\nADAM", "ADAM\n---\ntitle: 1\n---", "---\n---\nADAM", "---\n"],
)
def test_what_is_no_front_matter_in_yaml_is_passed_over(source: str) -> None:
    """TOML, a line between rules, rules further down, and nothing at all."""
    assert preview(markdown=source)["title"] == ""


def test_front_matter_of_wrong_types_is_told() -> None:
    """Each field that is not what it should be is named, and where it stands is the document."""
    assert errors(markdown="---\ntitle: 3\nabout: {a: b}\nurl: 'javascript:1'\nmentions: [1]\n---\n") == (
        ("/markdown", "front matter, /title: input should be a valid string"),
        ("/markdown", "front matter, /url: is not of the form asked for"),
        ("/markdown", "front matter, /about: should be a list"),
        ("/markdown", "front matter, /mentions/0: input should be a valid string"),
    )


def test_front_matter_that_is_no_yaml_is_told_by_line() -> None:
    """The line is that of the document."""
    ((where, what),) = errors(markdown="---\ntitle: a\nabout: [a\nslug: b\n---\n")
    assert where == "/markdown"
    assert what.startswith("front matter:4:5: this is not YAML: ")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ("", "give the page as text, html or markdown, or say what it is about")),
        ({"lang": "en"}, ("", "give the page as text, html or markdown, or say what it is about")),
        ({"text": "a", "html": "b"}, ("", "give the document as one of text, html and markdown")),
        ({"about": ["adma"]}, ("/about/0", "there is no concept 'adma' (did you mean 'adam'?)")),
        ({"title": "A", "slug": "No Slug"}, ("/slug", "is not of the form asked for")),
        ({"title": "A", "url": "javascript:alert(1)"}, ("/url", "is not of the form asked for")),
    ],
)
def test_what_cannot_be_meant(fields: dict[str, Any], told: tuple[str, str]) -> None:
    """Nothing to go by, two documents, unknown concepts, and addresses that no page has are refused."""
    assert errors(**fields) == (told,)


def test_renamed_ids_are_followed_and_told() -> None:
    """An old id leads to its successor."""
    graph = ConceptGraph.of(catalog("adam", redirects={"old": "adam"}))
    found = preview(graph, about=["old"])
    assert (ids(found["about"]), found["renamed"]) == (["adam"], {"old": "adam"})


def test_a_page_that_requires_itself() -> None:
    """A page that teaches what it requires, and is about what requires that, needs nothing before it."""
    graph = hub("adam requires boris", "boris requires adam", "adam requires adam")
    found = preview(graph, about=["adam", "boris", "adam"], teaches=["boris"])
    assert (found["prerequisites"], found["unlocks"], found["path"]["here"]) == ([], [], None)
    assert ids(found["about"]) == ["adam", "boris"]


def test_an_empty_document_is_a_page() -> None:
    """A page of no words is about nothing and mentions nothing."""
    found = preview(text="")
    assert (found["about"], found["mentions"], found["prerequisites"]) == ([], [], [])


def test_a_draft_of_a_page_of_the_hub_is_not_its_own_kin() -> None:
    """With the slug of a page, a draft is compared with the other pages alone, and leads to the page's data."""
    graph = hub("adam", pages=[page("p", ("adam",)), page("q", ("adam",))], edit_url="https://git.example/")
    found = preview(graph, about=["adam"], slug="p")
    assert [one["slug"] for one in found["related"]] == ["q"]
    assert found["edit_url"] == "https://git.example/pages/p.yaml"
