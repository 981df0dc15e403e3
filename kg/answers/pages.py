"""Answers about the articles of the hub: the list of them, and what goes around each."""

from kg.answers.bundle import bundle
from kg.answers.shapes import PageAnswer, PageList, PageSummary
from kg.answers.view import View, page_of
from kg.errors import NotFound, near
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import ListPages, ReadPage


def listed(graph: ConceptGraph, question: ListPages) -> PageList:
    """The articles by slug."""
    view = View(graph, question.lang)
    slugs = sorted(graph.pages)
    items, following = page_of(graph, question, slugs)
    return {"items": [summary(view, graph.pages[slug]) for slug in items], "next": following, "total": len(slugs)}


def summary(view: View, page: Page) -> PageSummary:
    """An article in short."""
    return {
        "slug": page.slug,
        "url": page.url,
        "title": view.said(page.title) or page.slug,
        "description": view.said(page.description),
        "about": list(page.about),
    }


def read(graph: ConceptGraph, question: ReadPage) -> PageAnswer:
    """An article with all that goes around it. Raises `NotFound`."""
    page = graph.pages.get(question.id)
    if page is None:
        raise NotFound("page", question.id, near(question.id, graph.pages))
    return bundle(View(graph, question.lang), page)
