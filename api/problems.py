"""What went wrong, as problem details (RFC 9457), and the register of all codes with their explanations."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from inspect import getdoc
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.errors import (
    DataError,
    KgError,
    NotFound,
    NotOurs,
    NotReleased,
    QuestionError,
    Renamed,
    StaleCursor,
    TooOld,
    Unreachable,
    Withdrawn,
    near,
)
from kg.rules import EXPLANATIONS as RULE_EXPLANATIONS


class ProblemType(NamedTuple):
    """A type of problem: the status it comes with, its title, and what to do about it."""

    status: int
    title: str
    explanation: str


def _of(error: type[KgError], status: int, title: str) -> ProblemType:
    return ProblemType(status, title, getdoc(error) or "")


TYPES: Mapping[str, ProblemType] = {
    "not-found": _of(NotFound, 404, "There is no such thing"),
    "withdrawn": _of(Withdrawn, 410, "It was withdrawn"),
    "stale-cursor": _of(StaleCursor, 410, "The cursor is out of date"),
    "version-too-old": _of(TooOld, 410, "The version is too old"),
    "invalid-question": _of(QuestionError, 422, "The question cannot be asked like this"),
    "unreachable": _of(Unreachable, 422, "The target cannot be reached"),
    "not-released": _of(NotReleased, 409, "The data cannot be released"),
    "not-ours": _of(NotOurs, 409, "The folder holds other things"),
    "invalid-data": _of(DataError, 500, "The data has errors"),
    "malformed-request": ProblemType(
        400, "The request cannot be read", "It is not HTTP/1.1 (RFC 9112), or its address holds what none may hold."
    ),
    "malformed-body": ProblemType(
        400,
        "The body cannot be read",
        "The body must be a JSON object in UTF-8 whose members are the question's fields.",
    ),
    "no-such-address": ProblemType(
        404, "Nothing is served at this address", "Look at /docs for the addresses there are; they end in no slash."
    ),
    "method-not-allowed": ProblemType(
        405, "This method is not for this address", "The `Allow` header of the answer names those that are."
    ),
    "not-acceptable": ProblemType(
        406, "None of the types asked for is to be had", "`available` lists those there are; a suffix chooses one."
    ),
    "body-too-large": ProblemType(413, "The body is too large", "A question's body may have up to 1 MiB."),
    "query-too-long": ProblemType(
        414, "The address is too long", "A query may have up to 60 KiB: send a longer question as the body of a POST."
    ),
    "headers-too-large": ProblemType(431, "The headers are too large", "Headers may have up to 32 KiB in all."),
    "unsupported-media-type": ProblemType(
        415, "The body is of another media type", "Send the question as `application/json`."
    ),
    "internal-error": ProblemType(
        500, "Something went wrong here", "It is a mistake of the service, not of the question. Please report it."
    ),
    "too-busy": ProblemType(
        503,
        "Too much is being worked on",
        "Questions that may take long are answered a few at a time, and only so many may wait. Ask again after the "
        "seconds that `Retry-After` states.",
    ),
    "took-too-long": ProblemType(
        503,
        "It takes too long",
        "A question may take a few seconds, and a bounded amount of memory. Ask for less: fewer targets, more that is "
        "known, a smaller part.",
    ),
}

CODES: Mapping[type[KgError], str] = {
    NotFound: "not-found",
    Withdrawn: "withdrawn",
    StaleCursor: "stale-cursor",
    TooOld: "version-too-old",
    QuestionError: "invalid-question",
    Unreachable: "unreachable",
    DataError: "invalid-data",
    NotReleased: "not-released",
    NotOurs: "not-ours",
}

EXPLANATIONS: Mapping[str, str] = {
    **RULE_EXPLANATIONS,
    **{code: f"{type_.title}. {type_.explanation}" for code, type_ in TYPES.items()},
}


def explain(code: str) -> str:
    """What a rule or a problem type means and what to do. Raises `NotFound` for a code that is not ours."""
    if code not in EXPLANATIONS:
        raise NotFound("code", code, near(code, EXPLANATIONS))
    return EXPLANATIONS[code]


class Refused(Exception):
    """A request that is refused before there is a question; `available` says what can be asked for instead."""

    def __init__(
        self, code: str, detail: str, headers: Mapping[str, str] | None = None, available: Sequence[str] = ()
    ) -> None:
        super().__init__(detail)
        self.code, self.detail, self.headers, self.available = code, detail, headers, list(available)


def problem(base: str, code: str, detail: str, instance: str, **more: Any) -> dict[str, Any]:
    """The members of a problem: those of RFC 9457, and what helps."""
    type_ = TYPES[code]
    members = {
        "type": f"{base}problems/{code}",
        "title": type_.title,
        "status": type_.status,
        "detail": detail,
        "instance": instance,
    }
    return {**members, **{name: value for name, value in more.items() if value}}


def _respond(
    request: Request, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    base: str = request.app.state.base
    body = problem(base, code, detail, base + quote(request.scope["path"].lstrip("/")), **more)
    return Response(
        orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE),
        TYPES[code].status,
        headers,
        media_type="application/problem+json",
    )


async def of_kg(request: Request, error: Exception) -> Response:
    """A domain error; a renamed id is a redirect to its successor."""
    assert isinstance(error, KgError)
    if isinstance(error, Renamed):
        routes = (route for route in request.app.routes if isinstance(route, Route))
        path = next(route.path for route in routes if route.endpoint is request.scope["endpoint"])
        query = "?" + request.scope["query_string"].decode("latin-1") if request.scope["query_string"] else ""
        successor = path[1:].replace("{id}", error.successor)
        return RedirectResponse(f"{request.app.state.base}{successor}{query}", 308)
    suggestions = list(error.suggestions) if isinstance(error, NotFound) else None
    pointers = error.errors if isinstance(error, QuestionError) else ()
    errors = [{"pointer": pointer, "detail": detail} for pointer, detail in pointers]
    witness = list(error.witness) if isinstance(error, Unreachable) else None
    available = list(error.available) if isinstance(error, NotFound | TooOld) else None
    code = CODES[type(error)]
    return _respond(
        request,
        code,
        str(error),
        suggestions=suggestions,
        errors=errors,
        witness=witness,
        available=available,
    )


async def of_refusal(request: Request, error: Exception) -> Response:
    """A request that was refused before there was a question."""
    assert isinstance(error, Refused)
    return _respond(request, error.code, error.detail, error.headers, available=error.available)


async def of_framework(request: Request, error: Exception) -> Response:
    """The framework's own refusals: no such address, method not allowed, body too large."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        base: str = request.app.state.base
        paths = (route.path for route in request.app.routes if isinstance(route, Route))
        suggestions = [base + path[1:] for path in near(request.scope["path"], {p for p in paths if "{" not in p})]
        return _respond(request, "no-such-address", "There is nothing at this address.", suggestions=suggestions)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = ", ".join(sorted((error.headers or {}).get("Allow", "GET, HEAD").split(", ")))
        detail = f"{request.method} is not for this address: it takes {allowed}."
        return _respond(request, "method-not-allowed", detail, {"Allow": allowed})
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _respond(request, "body-too-large", TYPES["body-too-large"].explanation)
    return _respond(request, "internal-error", "The request could not be answered.")


async def of_mistake(request: Request, error: Exception) -> Response:
    """A mistake of ours: nothing of it is shown."""
    return _respond(request, "internal-error", "The request could not be answered.")


HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    KgError: of_kg,
    Refused: of_refusal,
    HTTPException: of_framework,
    Exception: of_mistake,
}
