"""What cannot be answered, told to people: a page in place of problem details, where a page was asked for."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.documents import negotiated
from api.pages.shell import shown, spoken
from kg.answers.view import View
from kg.graph import ConceptGraph

PROBLEM = "application/problem+json"

Handler = Callable[[Request, Exception], Awaitable[Response]]


def told(graph: ConceptGraph, handler: Handler) -> Handler:
    """A handler of errors whose problems are pages for clients that prefer HTML, but for those of `/api`."""

    async def handle(request: Request, error: Exception) -> Response:
        response = await handler(request, error)
        path = request.scope["path"]
        if response.media_type != PROBLEM or path == "/api" or path.startswith("/api/"):
            return response
        response.headers["Vary"] = "Accept"
        accepted = ",".join(request.headers.getlist("accept"))
        if negotiated(accepted, (PROBLEM, "text/html")) != "text/html":
            return response
        body = _page(graph, orjson.loads(bytes(response.body)), spoken(request))
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return Response(body, response.status_code, kept, media_type="text/html")

    return handle


def _page(graph: ConceptGraph, problem: Mapping[str, Any], lang: str | None) -> bytes:
    """The page of a problem; what it suggests are addresses, concepts, or mere words."""
    view, suggested = View(graph, lang), problem.get("suggestions", ())
    return shown(
        graph,
        "refusal.html",
        lang,
        problem=problem,
        concepts=view.summaries(one for one in suggested if one in graph),
        addresses=[one for one in suggested if one.startswith(graph.base)],
        code=problem["type"].rpartition("/")[2],
        errors=[one["detail"] for one in problem.get("errors", ())],
        available=problem.get("available", ()),
    )
