"""All that goes around an article: one answer holds what a template needs."""

from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.glossary import terms
from kg.answers.kin import related
from kg.answers.needed import around, gaps, inside, needed
from kg.answers.onward import route
from kg.answers.schema import of_page
from kg.answers.shapes import PageAnswer, PageRoute, QuestionAnswer, SectionAnswer
from kg.answers.view import View
from kg.model import Page


def bundle(view: View, page: Page) -> PageAnswer:
    """The bundle of an article, whether the hub has it or not."""
    graph, taught = view.graph, {*page.about, *page.teaches}
    about = [graph.number(id) for id in page.about]
    own = [graph.number(id) for id in dict.fromkeys((*page.about, *page.teaches))]
    before = around(graph, inside(graph, about, taught), "requires", taught)
    after = around(graph, own, "requires", taught, backwards=True)
    following = around(graph, about, "next", taught)
    kin, kin_total = related(view, page)
    title, lang = view.text(page.title)
    found: PageAnswer = {
        "slug": page.slug,
        "url": page.url,
        "title": title or page.slug,
        "description": view.said(page.description),
        "about": view.summaries(page.about),
        "lang": lang,
        "edit_url": _edit_url(view, page),
        "breadcrumbs": [crumbs for n in about for crumbs in breadcrumbs(view, n)],
        "sections": _sections(page),
        "teaches": view.summaries(page.teaches),
        "mentions": view.summaries(page.mentions),
        "definitions": {},
        "prerequisites": needed(view, before),
        "unlocks": needed(view, after),
        "next": needed(view, following),
        "related": kin,
        "questions": _questions(view, page),
        "glossary": terms(view, (*page.about, *page.teaches, *page.mentions)),
        "gaps": [],
        "path": _path(view, page, [graph.ids[n] for n in following or after]),
        "totals": {"prerequisites": len(before), "unlocks": len(after), "next": len(following), "related": kin_total},
        "jsonld": {},
    }
    found["definitions"] = {one["id"]: one["definition"] for one in found["mentions"] if one["definition"]}
    found["gaps"] = gaps(
        view,
        taught,
        {
            "prerequisites": [one["concept"] for one in found["prerequisites"]],
            "next": [one["concept"] for one in found["next"]],
            "unlocks": [one["concept"] for one in found["unlocks"]],
            "mentions": found["mentions"],
        },
    )
    found["jsonld"] = of_page(view, found, page)
    return found


def _edit_url(view: View, page: Page) -> str | None:
    """Where the page's file in the data folder can be edited."""
    base = view.graph.hub.edit_url
    return f"{base.rstrip('/')}/pages/{page.slug}.yaml" if base and page.slug in view.graph.pages else None


def _path(view: View, page: Page, onward: list[str]) -> PageRoute:
    return route(view, page.about, onward, {*page.about, *page.teaches})


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
