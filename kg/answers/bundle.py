"""All that goes around an article: one answer holds what a template needs."""

from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.glossary import terms
from kg.answers.kin import related
from kg.answers.needed import gaps, order
from kg.answers.onward import route
from kg.answers.schema import of_page
from kg.answers.shapes import PageAnswer, QuestionAnswer, SectionAnswer
from kg.answers.view import View
from kg.model import Page


def bundle(view: View, page: Page) -> PageAnswer:
    """The bundle of an article, whether the hub has it or not."""
    place, mentions = order(view, page), view.summaries(page.mentions)
    kin, related_in_all = related(view, page)
    title, lang = view.text(page.title)
    found: PageAnswer = {
        "slug": page.slug,
        "url": page.url,
        "title": title or page.slug,
        "description": view.said(page.description),
        "about": view.summaries(page.about),
        "lang": lang,
        "edit_url": _edit_url(view, page),
        "breadcrumbs": [crumbs for id in page.about for crumbs in breadcrumbs(view, view.graph.number(id))],
        "sections": _sections(page),
        "teaches": view.summaries(page.teaches),
        "mentions": mentions,
        "definitions": {one["id"]: one["definition"] for one in mentions if one["definition"]},
        "prerequisites": place.prerequisites,
        "unlocks": place.unlocks,
        "next": place.next,
        "related": kin,
        "questions": _questions(view, page),
        "glossary": terms(view, (*page.about, *page.teaches, *page.mentions)),
        "gaps": gaps(view, page, place, mentions),
        "path": route(view, page, [one["concept"]["id"] for one in place.next or place.unlocks]),
        "totals": {**place.totals, "related": related_in_all, "mentions": len(mentions)},
        "jsonld": {},
    }
    return {**found, "jsonld": of_page(view, found, page)}


def _edit_url(view: View, page: Page) -> str | None:
    """Where the page's file in the data folder can be edited."""
    base = view.graph.hub.edit_url
    return f"{base.rstrip('/')}/pages/{page.slug}.yaml" if base and page.slug in view.graph.pages else None


def _sections(page: Page) -> list[SectionAnswer]:
    return [{"id": one.id, "heading": one.heading, "sentences": one.sentences} for one in page.sections]


def _questions(view: View, page: Page) -> list[QuestionAnswer]:
    return [
        {
            "id": one.id,
            "question": view.said(one.question) or "",
            "answer": view.said(one.answer) or "",
            "section": one.section,
            "about": list(one.about),
        }
        for one in page.questions
    ]
