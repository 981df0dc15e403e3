"""The short way to a route: found at once, wherever in the table it stands, and called without layers around it."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

_LOG = logging.getLogger(__name__)


def short(app: FastAPI) -> Callable[[Scope, Receive], Awaitable[Response | None]]:
    """The short way to the routes that an application has so far, whose endpoints are all asynchronous.

    The application's own tries one route after the other, inside of layers that do nothing for ours, and its answer
    comes in pieces. What has no short way (a file, an address that is not there, another method) gets no answer by
    it. Either way errors are answered by the application's handlers, and a mistake of ours is told to the log.
    """
    routes: defaultdict[str | tuple[str, ...], list[Route]] = defaultdict(list)
    for route in app.routes:
        if isinstance(route, Route):
            routes[shape(route.path) if "{" in route.path else route.path].append(route)

    async def way(scope: Scope, receive: Receive) -> Response | None:
        path = scope["path"]
        for route in routes.get(path) or routes.get(shape(path)) or ():
            found = route.path_regex.match(path)
            if found and route.methods and scope["method"] in route.methods:
                scope.update(path_params=found.groupdict(), endpoint=route.endpoint, app=app)
                return await _answer(app, route, Request(scope, receive))
        return None

    return way


async def _answer(app: FastAPI, route: Route, request: Request) -> Response:
    try:
        found: Response = await route.endpoint(request)
    except Exception as error:
        kind = next(kind for kind in type(error).__mro__ if kind in app.exception_handlers)
        if kind is Exception:
            _LOG.exception("%s %s", request.method, request.scope["path"])
        found = await app.exception_handlers[kind](request, error)  # type: ignore[misc]  # all are asynchronous
    return found


def shape(path: str) -> tuple[str, ...]:
    """What a path has in common with that of its route: its parts without the parameter, and without a suffix.

    The parameter is the third part of what is under `/api` and the second elsewhere.
    """
    parts = path.split("/")
    place = 3 if path.startswith("/api/") else 2
    if place < len(parts):
        parts[place] = ""
    parts[-1] = parts[-1].partition(".")[0]
    return tuple(parts)
