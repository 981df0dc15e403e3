"""The short way to a route: found at once, wherever in the table it stands, and called without layers around it."""

from collections import defaultdict

from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send


def short(app: FastAPI) -> ASGIApp:
    """The application, with a short way to the routes it has so far, whose endpoints are all asynchronous.

    Its own way tries one route after the other, inside of layers that do nothing for ours. What has no short way (a
    file, an address that is not there, another method) goes that one. Either way errors are answered by the
    application's handlers, and a mistake of ours is raised once it is answered.
    """
    routes: defaultdict[tuple[str, ...], list[Route]] = defaultdict(list)
    for route in app.routes:
        if isinstance(route, Route):
            routes[shape(route.path)].append(route)

    async def way(scope: Scope, receive: Receive, send: Send) -> None:
        for route in routes.get(shape(scope.get("path", "")), ()):
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found, app=app)
                await _answer(app, route, Request(scope, receive, send), send)
                return
        await app(scope, receive, send)

    return way


async def _answer(app: FastAPI, route: Route, request: Request, send: Send) -> None:
    try:
        response = await route.endpoint(request)
    except Exception as error:
        kind = next(kind for kind in type(error).__mro__ if kind in app.exception_handlers)
        answered = await app.exception_handlers[kind](request, error)  # type: ignore[misc]  # all are asynchronous
        await answered(request.scope, request.receive, send)
        if kind is Exception:
            raise
    else:
        await response(request.scope, request.receive, send)


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
