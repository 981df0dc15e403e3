"""Search: concepts by name, with mistakes in it too, and the list of all where nothing is asked."""

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.pages.shell import Site, asked, sent, spoken
from kg.answers import answer
from kg.answers.view import View
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import ListConcepts, Suggest

MOST = "50"


async def page(site: Site, request: Request) -> Response:
    """The concepts that a text may mean, or all of them, page by page."""
    return await run_in_threadpool(_searched, site.graph, request)


def _searched(graph: ConceptGraph, request: Request) -> Response:
    text, kind = (request.query_params.get(name, "").strip() for name in ("q", "kind"))
    lang, status, said = spoken(request), 200, None
    found: Mapping[str, Any] = {"items": ()}
    try:
        found = answer(graph, asked(Suggest if text else ListConcepts, request, limit=MOST))
    except QuestionError as error:
        status, said = 422, [detail for _, detail in error.errors]
    guessed = bool(text and found["items"]) and found["items"][0]["how"] == "fuzzy"
    view = View(graph, lang)
    return sent(
        graph,
        "search.html",
        lang,
        status,
        text=text[:200],
        kind=kind if kind in graph.kinds else "",
        found=found,
        guessed=guessed,
        said=said,
        clusters=view.summaries(graph.hub.clusters),
    )
