"""What every answer has in common, in one ASGI wrapper around the application.

HEAD on every GET, strong ETags of the bytes sent, 304, Cache-Control, content coding, CORS, limits, the sub-path, what
documents may do in a browser, the graph's version, and a bounded cache of finished answers (RFC 9110, RFC 9111, Fetch).
"""

import base64
import gzip
import hashlib
import logging
import sys
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from http.client import responses
from typing import NamedTuple
from urllib.parse import quote

import orjson
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xxhash import xxh3_128_hexdigest

from api.problems import problem
from kg.formats.paper import PAPER
from kg.formats.style import STYLE
from kg.graph import ConceptGraph

MAX_QUERY = 60 * 1024
MAX_HEADERS = 32 * 1024
MAX_CACHED = 64 * 1024 * 1024
LEAST_CODED = 400
HEAD_SIZE = 1024
MAX_NEGOTIATED = 1000  # bytes of what is accepted; an answer to more is not kept, for the key is kept with it
NEGOTIATED = (b"accept", b"accept-language")

CACHE_CONTROL = b"public, max-age=300, stale-while-revalidate=86400"
EXPOSED = b"ETag, Link, Content-Language, Content-Location, Retry-After, Graph-Version"
CODED = (b"text/", b"application/", b"image/svg+xml")
KEPT_BY_304 = frozenset(
    (b"etag", b"cache-control", b"vary", b"content-location", b"graph-version", b"access-control-allow-origin")
)

READS = frozenset(("GET", "HEAD"))

Header = tuple[bytes, bytes]
Way = Callable[[Scope, Receive], Awaitable[Response | None]]


class Key(NamedTuple):
    """What an answer is kept by."""

    path: str
    query: bytes
    coding: bytes
    negotiated: tuple[Header, ...] = ()


def _zstd(body: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.compress(body)


# zstd (RFC 8878) takes a fifth of gzip's time for as many bytes, and gzip every client knows
CODINGS: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"zstd": _zstd,
    b"gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}


def _digest(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


# What a browser lets a document do (CSP level 3): no script within a page, nothing from elsewhere, no frame around it.
# Of styles within a page those of pictures and of printed paths are known; a picture alone runs nothing at all.
POLICIES: Mapping[bytes, bytes] = {
    b"text/html": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self';"
        f" style-src 'self' {_digest(STYLE)} {_digest(PAPER)}; base-uri 'none'; frame-ancestors 'none'"
    ).encode(),
    b"image/svg+xml": b"default-src 'none'; style-src 'unsafe-inline'",
}

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finished:
    """An answer as it goes out; `etag` is empty for one that is not to be kept."""

    status: int
    headers: tuple[Header, ...]
    body: bytes
    etag: bytes = b""

    @property
    def size(self) -> int:
        """How much memory it takes, about: the headers are much the same for all."""
        return len(self.body) + HEAD_SIZE

    @cached_property
    def head(self) -> bytes:
        """The status line and the headers as they are written (RFC 9112), each line with its end."""
        lines = b"\r\n".join(map(b": ".join, self.headers))
        return b"HTTP/1.1 %d %s\r\n%s\r\n" % (self.status, responses[self.status].encode(), lines)

    @cached_property
    def unchanged(self) -> "Finished":
        """What a client is told that has it already (RFC 9110 section 15.4.5)."""
        return Finished(304, tuple(header for header in self.headers if header[0] in KEPT_BY_304), b"")


class Manners:
    """The wrapper. Whether or not a proxy has taken the base path off makes no difference.

    The application is asked what the short `way`, if there is one, does not lead to (see `api.routing`).
    """

    def __init__(self, app: ASGIApp, graph: ConceptGraph, way: Way | None = None) -> None:
        self.app, self.way = app, way
        self.base = graph.base
        self.prefix = graph.base.rstrip("/")
        self.api = f"{self.prefix}/api/"
        self.common: tuple[Header, ...] = (
            (b"graph-version", graph.version.encode()),
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", EXPOSED),
            (b"x-content-type-options", b"nosniff"),
        )
        self.kept: OrderedDict[Key, Finished] = OrderedDict()
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = self.ready(scope)
        if isinstance(found, Key):
            found = await self.made(scope, receive, found)
        await send({"type": "http.response.start", "status": found.status, "headers": found.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else found.body})

    def ready(self, scope: Scope) -> Finished | Key:
        """What there is to answer without asking the application, a refusal or what is kept; else what to keep it by."""
        refused = self.refusal(scope)
        if refused:
            return refused
        key = self.key(scope)
        found = self.kept.get(key) if scope["method"] in READS else None
        return current(scope, found) if found else key

    async def made(self, scope: Scope, receive: Receive, key: Key) -> Finished:
        """The answer to a request that nothing is ready for; it is kept."""
        found = await self.ask(scope, receive, key.coding)
        if found.etag and sum(len(value) for _, value in key.negotiated) <= MAX_NEGOTIATED:
            self.keep(key, found)
        elif scope["method"] == "OPTIONS":
            found = self.preflight(found)
        return current(scope, found)

    def key(self, scope: Scope) -> Key:
        """What an answer depends on: under `/api` content coding alone, a document also by what is accepted."""
        path, headers = scope["path"], scope["headers"]
        coding = preferred(dict(headers).get(b"accept-encoding", b""))
        if path.startswith(self.api):
            return Key(path, scope["query_string"], coding)
        return Key(path, scope["query_string"], coding, tuple(header for header in headers if header[0] in NEGOTIATED))

    def refusal(self, scope: Scope) -> Finished | None:
        """The answer to a request that exceeds a limit."""
        if len(scope["query_string"]) > MAX_QUERY:
            detail = f"The query has more than {MAX_QUERY // 1024} KiB: POST it."
            return self.problem("query-too-long", detail, scope["path"])
        size = 0
        for name, value in scope["headers"]:
            size += len(name) + len(value)
        if size > MAX_HEADERS:
            detail = f"The headers have more than {MAX_HEADERS // 1024} KiB."
            return self.problem("headers-too-large", detail, scope["path"])
        return None

    def preflight(self, found: Finished) -> Finished:
        """The answer to OPTIONS, a preflight among them (Fetch section 4.8): what the application named in refusing it."""
        takes = dict(found.headers).get(b"allow")
        if takes is None:
            return found
        allowed = ((b"allow", takes + b", OPTIONS"), (b"access-control-allow-methods", takes))
        more = ((b"access-control-allow-headers", b"*"), (b"access-control-max-age", b"86400"))
        return Finished(204, (*self.common, *allowed, *more), b"")

    def problem(self, code: str, detail: str, path: str) -> Finished:
        """A problem found before the application was asked."""
        members = problem(self.base, code, detail, quote(path))
        body = orjson.dumps(members, option=orjson.OPT_APPEND_NEWLINE)
        media = (b"content-type", b"application/problem+json")
        return Finished(members["status"], (*self.common, media, (b"content-length", b"%d" % len(body))), body)

    async def ask(self, scope: Scope, receive: Receive, coding: bytes) -> Finished:
        """What the application answers, finished."""
        path: str = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(self.prefix + "/")):
            path = path[len(self.prefix) :] or "/"
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inner = {**scope, "path": path, "method": method}
        found = await self.way(inner, receive) if self.way else None
        found = found or await self.roundabout(inner, receive)
        return self.finish(found, coding, cacheable=method == "GET")

    async def roundabout(self, scope: Scope, receive: Receive) -> Response:
        """What the application sends."""
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        try:
            await self.app(scope, receive, collect)
        except Exception:
            if not start:
                raise
            # the answer to a mistake of ours is made by then; what led to it is for the log alone
            _LOG.exception("%s %s", scope["method"], scope["path"])
        found = Response(b"".join(parts), start["status"])
        found.raw_headers = list(start["headers"])
        return found

    def finish(self, found: Response, coding: bytes, *, cacheable: bool) -> Finished:
        """An answer with all that goes around it."""
        status, body, own = found.status_code, bytes(found.body), dict(found.raw_headers)
        vary = own.pop(b"vary", b"")
        if len(body) >= LEAST_CODED and own.get(b"content-type", b"").startswith(CODED):
            vary = b"%s, Accept-Encoding" % vary if vary else b"Accept-Encoding"
            if coding:
                body = CODINGS[coding](body)
                own[b"content-encoding"] = coding
        own[b"content-length"] = b"%d" % len(body)
        policy = POLICIES.get(own.get(b"content-type", b"").partition(b";")[0])
        if policy:
            own.setdefault(b"content-security-policy", policy)
        if vary:
            own[b"vary"] = vary
        if status != 200 or not cacheable:
            return Finished(status, (*own.items(), *self.common), body)
        etag = own[b"etag"] = b'"%s"' % xxh3_128_hexdigest(body).encode()
        own.setdefault(b"cache-control", CACHE_CONTROL)
        own.pop(b"last-modified", None)
        return Finished(status, (*own.items(), *self.common), body, etag)

    def keep(self, key: Key, finished: Finished) -> None:
        """Keep a finished answer, and drop the oldest where room is short."""
        if key in self.kept:  # two have asked for it at a time
            self.size -= self.kept[key].size
        self.kept[key] = finished
        self.size += finished.size
        while self.size > MAX_CACHED:
            self.size -= self.kept.popitem(last=False)[1].size


def current(scope: Scope, found: Finished) -> Finished:
    """The answer, or that it is unchanged, where the client has it (RFC 9110 section 13.1.2)."""
    given = dict(scope["headers"]).get(b"if-none-match") if found.etag else None
    return found.unchanged if given and matches(given, found.etag) else found


@lru_cache(maxsize=256)
def preferred(accepted: bytes) -> bytes:
    """The content coding to use (RFC 9110 section 12.5.3): what is liked best of ours, or else none.

    Who takes whatever there is gets gzip.
    """
    from werkzeug.http import parse_accept_header

    liked: dict[bytes, float] = {}
    for coding, quality in parse_accept_header(accepted.decode("latin-1")[:1000]):
        name = coding.lower().removeprefix("x-").encode("latin-1")
        liked[name] = max(quality, liked.get(name, 0))
    liked.setdefault(b"gzip", liked.get(b"*", 0))
    best = max(CODINGS, key=lambda coding: liked.get(coding, 0))
    return best if liked.get(best) else b""


def matches(given: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names the ETag, by weak comparison (RFC 9110 section 13.1.2)."""
    if given == etag:
        return True
    from werkzeug.http import parse_etags

    return parse_etags(given.decode("latin-1")).contains_weak(etag.decode().strip('"'))
