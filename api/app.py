"""create_app(graph): the HTTP interface, its routes made from the table of questions."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import FastAPI
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api import documents, files, openapi, pages, problems, refusals
from api.manners import Manners
from api.problems import Refused
from api.routing import short
from api.work import Work
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, Question, parse_body, parse_query, pointer

MAX_BODY = 1024 * 1024

Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(graph: ConceptGraph, work: Work | None = None) -> Manners:
    """The service of a graph, under the path that is the graph's `base`; `work` answers what may take long."""
    work = work or Work(graph)
    app = FastAPI(openapi_url=None, redirect_slashes=False, lifespan=work.lifespan)
    app.state.base = graph.base
    for kind in OPERATIONS:
        app.add_route(kind.path, _asked(graph, kind, work), methods=["GET", "POST"] if kind.long else ["GET"])
    app.add_route("/openapi.json", openapi.served(graph), methods=["GET"])
    app.add_route("/livez", _constant(b'{"status":"alive"}\n'), methods=["GET"])
    ready = orjson.dumps({"status": "ready", "version": graph.version}, option=orjson.OPT_APPEND_NEWLINE)
    app.add_route("/readyz", _constant(ready), methods=["GET"])
    for path, page in {**files.routes(graph, work), **documents.routes(graph), **pages.routes(graph, work)}.items():
        app.add_route(path, page, methods=["GET"])
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for error, handler in problems.HANDLERS.items():
        app.add_exception_handler(error, refusals.told(graph, handler))
    return Manners(app, graph, short(app))


def _asked(graph: ConceptGraph, kind: type[Question], work: Work) -> Endpoint:
    async def asked(request: Request) -> Response:
        if request.method == "POST":
            question = parse_body(kind, await _fields(request))
        else:
            query = request.scope["query_string"].decode("latin-1")
            pairs = parse_qsl(query, keep_blank_values=True) if query else ()
            question = parse_query(kind, pairs, request.path_params)
        return await work.response(question, request)

    return asked


async def _fields(request: Request) -> dict[str, Any]:
    """The members of a JSON body. Raises `Refused`, or `QuestionError` for a field beside it."""
    for name in request.query_params:
        raise QuestionError(((pointer(name), "stands in the address: put it into the body"),))
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        detail = f"The body is {media or 'of no stated media type'}: send application/json."
        raise Refused("unsupported-media-type", detail, {"Accept": "application/json"})
    body = bytearray()
    stated = request.headers.get("content-length", "0")
    try:
        async for part in request.stream():
            body += part
            if max(len(body), int(stated)) > MAX_BODY:
                raise Refused("body-too-large", "The body has more than 1 MiB: ask for less at once.")
    except ClientDisconnect:
        raise Refused("malformed-body", "The body ended before it was complete.") from None
    try:
        fields = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise Refused("malformed-body", f"The body is not JSON: {error}.") from None
    if not isinstance(fields, dict):
        raise Refused("malformed-body", "The body must be a JSON object, with the question's fields as members.")
    return fields


def _constant(body: bytes) -> Endpoint:
    async def constant(_: Request) -> Response:
        return Response(body, media_type="application/json")

    return constant
