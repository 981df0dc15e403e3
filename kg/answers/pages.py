"""Answers about the articles of the hub: what goes around each."""

from kg.answers.shapes import Needed, PageAnswer, PageList, PageSummary, Summary
from kg.answers.view import View, page_of
from kg.errors import NotFound, near
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import ListPages, ReadPage

MOST_ROUTES = 3


def listed(graph: ConceptGraph, question: ListPages) -> PageList:
    """The articles by slug."""
    view = View(graph, question.lang)
    slugs = sorted(graph.pages)
    items, following = page_of(graph, question, slugs)
    return {"items": [_summary(view, graph.pages[slug]) for slug in items], "next": following, "total": len(slugs)}


def _summary(view: View, page: Page) -> PageSummary:
    return {
        "slug": page.slug,
        "url": page.url,
        "title": view.said(page.title) or page.slug,
        "description": view.said(page.description),
        "about": list(page.about),
    }


def read(graph: ConceptGraph, question: ReadPage) -> PageAnswer:
    """An article. Raises `NotFound`."""
    page = graph.pages.get(question.id)
    if page is None:
        raise NotFound("page", question.id, near(question.id, graph.pages))
    view = View(graph, question.lang)
    about = [graph.number(id) for id in page.about]
    taught = set(page.about) | set(page.teaches)
    return {
        **_summary(view, page),
        "about": [view.summary(n) for n in about],
        "breadcrumbs": [route for n in about for route in breadcrumbs(view, n)],
        "sections": [
            {"id": section.id, "heading": section.heading, "sentences": section.sentences} for section in page.sections
        ],
        "teaches": view.summaries(page.teaches),
        "mentions": view.summaries(page.mentions),
        "prerequisites": _around(view, _inside(graph, about, taught), "requires", taught),
        "next": _around(view, about, "next", taught),
        "questions": [
            {
                "id": one.id,
                "question": view.said(one.question) or "",
                "answer": view.said(one.answer) or "",
                "section": one.section,
                "about": list(one.about),
            }
            for one in page.questions
        ],
    }


def breadcrumbs(view: View, number: int) -> list[list[Summary]]:
    """The shortest routes down the hierarchy to a concept, itself last; at most three, shorter first, then by rank."""
    graph = view.graph
    routes, done = [[number]], list[list[int]]()
    while routes and len(done) < MOST_ROUTES:
        longer = []
        for route in routes:
            parents = sorted({n for n, _ in graph.neighbours(route[0], graph.hierarchy)} - set(route))
            longer += [[parent, *route] for parent in parents]
            if not parents:
                done.append(route)
        routes = longer[:100]
    return [[view.summary(n) for n in route] for route in done[:MOST_ROUTES]]


def _inside(graph: ConceptGraph, about: list[int], taught: set[str]) -> list[int]:
    """What a page is about, and what that requires as far as the page itself teaches it."""
    found = dict.fromkeys(about)
    queue = list(found)
    for number in queue:
        new = [n for n, _ in graph.neighbours(number, ("requires",)) if n not in found and graph.ids[n] in taught]
        found |= dict.fromkeys(new)
        queue += new
    return queue


def _around(view: View, about: list[int], type_: str, taught: set[str]) -> list[Needed]:
    """What some concepts of a page lead to by one relation type, what the page itself teaches left out."""
    graph = view.graph
    found: dict[int, Needed] = {}
    for number in about:
        for other, k in graph.neighbours(number, (type_,)):
            if other in found or graph.ids[other] in taught:
                continue
            record = graph.relation(k)
            needed: Needed = {
                "concept": view.summary(other),
                "rid": graph.relation_id(k),
                "why": view.said(record["why"]),
            }
            if "strength" in record:
                needed["strength"] = record["strength"]
            found[other] = needed
    return list(found.values())
