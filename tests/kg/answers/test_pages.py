"""Answers about articles: what goes around each."""

from dataclasses import replace

import pytest

from kg.answers import answer
from kg.errors import NotFound
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import ListPages, ReadPage
from tests.build import catalog

SLUG = "what-is-deep-learning"


def taught(*lines: str, teaches: tuple[str, ...]) -> ConceptGraph:
    """A graph with one page, `p`, that is about `a`."""
    page = Page(slug="p", url="https://hub.example/p", title={"en": "P"}, about=("a",), teaches=teaches)
    return ConceptGraph.of(replace(catalog(*lines), pages={"p": page}))


def test_pages_are_listed_by_slug() -> None:
    """The list of articles is in the order of their slugs."""
    pages = {
        slug: Page(slug=slug, url=f"https://hub.example/{slug}", title={"en": slug.title()}) for slug in ("b", "a")
    }
    found = answer(ConceptGraph.of(replace(catalog("x"), pages=pages)), ListPages())
    assert [page["title"] for page in found["items"]] == ["A", "B"]
    assert found["total"] == 2


def test_the_article_in_the_list(graph: ConceptGraph) -> None:
    """The list says of an article what it is about and where it is."""
    (found,) = answer(graph, ListPages())["items"]
    assert (found["slug"], found["title"], found["about"]) == (SLUG, "What Is Deep Learning?", ["deep-learning"])
    assert found["url"] == "https://learning-hub.example/articles/what-is-deep-learning"


def test_where_the_article_stands(graph: ConceptGraph) -> None:
    """The breadcrumb leads from artificial intelligence by way of machine learning to deep learning."""
    found = answer(graph, ReadPage(id=SLUG))
    assert [[step["label"] for step in route] for route in found["breadcrumbs"]] == [
        ["Artificial intelligence", "Machine learning", "Deep learning"]
    ]


def test_what_to_read_after_the_article(graph: ConceptGraph) -> None:
    """Datasets, training, embeddings, and large language models are next, each with the reason."""
    found = answer(graph, ReadPage(id=SLUG))["next"]
    assert {item["concept"]["id"] for item in found} == {"dataset", "training", "embedding", "large-language-model"}
    assert all(item["why"] and item["rid"].startswith("deep-learning.next.") for item in found)


def test_what_the_article_itself_holds(graph: ConceptGraph) -> None:
    """Sections, questions and concepts are those of the page's file, in its order."""
    found, page = answer(graph, ReadPage(id=SLUG)), graph.pages[SLUG]
    assert [section["id"] for section in found["sections"]] == [section.id for section in page.sections]
    assert found["sections"][0]["heading"] is None
    assert [item["id"] for item in found["teaches"]] == list(page.teaches)
    assert [item["id"] for item in found["mentions"]] == list(page.mentions)
    assert [one["question"] for one in found["questions"]] == [one.question["en"] for one in page.questions]
    assert all(one["answer"] for one in found["questions"])


def test_what_to_know_before_the_article(graph: ConceptGraph) -> None:
    """What the article requires is not what it teaches itself, and there is something."""
    found, page = answer(graph, ReadPage(id=SLUG)), graph.pages[SLUG]
    before = [item["concept"]["id"] for item in found["prerequisites"]]
    assert "machine-learning" in before
    assert not {*page.about, *page.teaches} & set(before)
    assert len(set(before)) == len(before)


def test_requirements_lead_through_what_the_page_teaches() -> None:
    """A page on `a` that teaches `b` on the way requires what `b` requires, but not what else it teaches requires."""
    graph = taught("a requires b", "b requires c", "b helpful d", "c requires e", "x requires y", teaches=("b", "x"))
    found = answer(graph, ReadPage(id="p"))["prerequisites"]
    assert [(item["rid"], item["strength"]) for item in found] == [
        ("b.requires.c", "essential"),
        ("b.requires.d", "helpful"),
    ]


def test_requirements_in_a_circle_come_to_an_end() -> None:
    """Where what a page teaches requires itself, nothing is named twice."""
    graph = taught("a requires b", "b requires a", teaches=("b",))
    assert answer(graph, ReadPage(id="p"))["prerequisites"] == []


def test_a_page_that_there_is_not(graph: ConceptGraph) -> None:
    """A mistyped slug is a miss that proposes the right one."""
    with pytest.raises(NotFound) as caught:
        answer(graph, ReadPage(id="what-is-deep-lerning"))
    assert caught.value.suggestions == (SLUG,)
