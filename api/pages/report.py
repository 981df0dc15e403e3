"""The report for editors: what is missing, what rests on thin evidence, what is hard and what hangs on what."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.pages.shell import Site, asked, sent, worked
from api.work import CLIENT_LEFT
from kg.answers.document import told
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.questions import Report

MOST = "20"

# the checks: what each finds, and what to do about it; in the order of the page
CONCEPTS: Mapping[str, tuple[str, str]] = {
    "undefined": ("No definition", "Write one in the hub's default language."),
    "orphans": ("Related to nothing", "Relate it to what it belongs to, or withdraw it."),
    "unjudged": ("No study time", "Judge how many minutes it takes; until then plans use the hub's default."),
    "untaught": ("Taught by no article", "A subject for an article, or to be named in one that teaches it."),
}
RELATIONS: Mapping[str, tuple[str, str]] = {
    "unsupported": ("No evidence", "Quote an article of the hub, or cite a published work."),
    "unexplained": ("No reason", "Say in a sentence why it holds."),
    "contradictions": ("Reading order against what is required", "Turn the one or the other round."),
}
OTHERS: Mapping[str, str] = {"redundant": "Follows from others", "unverified": "Quotes never compared"}


async def page(site: Site, request: Request) -> Response:
    """The report, which is worked out once for each version of the graph."""
    question = asked(Report, request, limit=MOST)
    found = await worked(site, question, request)
    if found is None:
        return Response(status_code=CLIENT_LEFT)
    return await run_in_threadpool(_reported, site.graph, question, found)


def _reported(graph: ConceptGraph, question: Report, found: Mapping[str, Any]) -> Response:
    view = View(graph, question.lang)
    titles = {**{name: title for name, (title, _) in {**CONCEPTS, **RELATIONS}.items()}, **OTHERS}
    return sent(
        graph,
        "report.html",
        question.lang,
        found=found,
        checks=len(titles),
        fine=[title for name, title in titles.items() if not found[name]["total"]],
        concepts=CONCEPTS,
        relations=RELATIONS,
        others=OTHERS,
        told=lambda relation: told(view, relation),
        label=lambda one: view.label(graph.number(one)),
        pages={slug: view.said(one.title) or slug for slug, one in graph.pages.items()},
    )
