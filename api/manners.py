"""What every answer has in common, in one ASGI wrapper around the application.

HEAD on every GET, strong ETags of the bytes sent, 304, Cache-Control, content coding, CORS, limits, the sub-path, what
documents may do in a browser, the graph's version, and a bounded cache of finished answers (RFC 9110, RFC 9111, Fetch).
"""

import base64
import gzip
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem
from kg.formats.paper import PAPER
from kg.formats.style import STYLE
from kg.graph import ConceptGraph

MAX_QUERY = 60 * 1024
MAX_HEADERS = 32 * 1024
MAX_CACHED = 64 * 1024 * 1024
LEAST_CODED = 400
MAX_NEGOTIATED = 1000  # bytes of what is accepted; an answer to more is not kept, for the key is kept with it
NEGOTIATED = (b"accept", b"accept-language")

CACHE_CONTROL = b"public, max-age=300, stale-while-revalidate=86400"
EXPOSED = b"ETag, Link, Content-Language, Content-Location, Retry-After, Graph-Version"
CODED = (b"text/", b"application/", b"image/svg+xml")
KEPT_BY_304 = frozenset(
    (b"etag", b"cache-control", b"vary", b"content-location", b"graph-version", b"access-control-allow-origin")
)

Header = tuple[bytes, bytes]


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


class Finished(NamedTuple):
    """An answer as it goes out; `etag` is empty for one that is not to be kept."""

    status: int
    headers: tuple[Header, ...]
    body: bytes
    etag: bytes = b""

    @property
    def size(self) -> int:
        """How much memory it takes, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


class Manners:
    """The wrapper. Whether or not a proxy has taken the base path off makes no difference."""

    def __init__(self, app: ASGIApp, graph: ConceptGraph) -> None:
        self.app = app
        self.base = graph.base
        self.prefix = graph.base.rstrip("/")
        self.common: tuple[Header, ...] = (
            (b"graph-version", graph.version.encode()),
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", EXPOSED),
            (b"x-content-type-options", b"nosniff"),
        )
        self.kept: OrderedDict[tuple[object, ...], Finished] = OrderedDict()
        self.size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        wanted = dict(scope["headers"])
        coding = preferred(wanted.get(b"accept-encoding", b""))
        # /api varies by content coding alone; documents also by what is accepted
        negotiated = (
            ()
            if path.startswith(f"{self.prefix}/api/")
            else tuple(header for header in scope["headers"] if header[0] in NEGOTIATED)
        )
        key = (path, scope["query_string"], coding, *negotiated)
        reads = method in ("GET", "HEAD")
        finished = self.refusal(scope) or (self.kept.get(key) if reads else None)
        if finished is None:
            finished = await self.ask(scope, receive, coding)
            if reads and finished.etag and sum(len(value) for _, value in negotiated) <= MAX_NEGOTIATED:
                self.keep(key, finished)
            elif method == "OPTIONS":
                finished = self.preflight(finished)
        if reads and finished.etag and matches(wanted.get(b"if-none-match", b""), finished.etag):
            headers = tuple(header for header in finished.headers if header[0] in KEPT_BY_304)
            finished = Finished(304, headers, b"")
        await send({"type": "http.response.start", "status": finished.status, "headers": finished.headers})
        await send({"type": "http.response.body", "body": b"" if method == "HEAD" else finished.body})

    def refusal(self, scope: Scope) -> Finished | None:
        """The answer to a request that exceeds a limit."""
        if len(scope["query_string"]) > MAX_QUERY:
            return self.problem(scope, "query-too-long", f"The query has more than {MAX_QUERY // 1024} KiB: POST it.")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS:
            return self.problem(scope, "headers-too-large", f"The headers have more than {MAX_HEADERS // 1024} KiB.")
        return None

    def preflight(self, found: Finished) -> Finished:
        """The answer to OPTIONS, a preflight among them (Fetch section 4.8): what the application named in refusing it."""
        takes = dict(found.headers).get(b"allow")
        if takes is None:
            return found
        allowed = ((b"allow", takes + b", OPTIONS"), (b"access-control-allow-methods", takes))
        more = ((b"access-control-allow-headers", b"*"), (b"access-control-max-age", b"86400"))
        return Finished(204, (*self.common, *allowed, *more), b"")

    def problem(self, scope: Scope, code: str, detail: str) -> Finished:
        """A problem found before the application was asked."""
        members = problem(self.base, code, detail, quote(scope["path"]))
        body = orjson.dumps(members, option=orjson.OPT_APPEND_NEWLINE)
        media = (b"content-type", b"application/problem+json")
        return Finished(members["status"], (*self.common, media, (b"content-length", b"%d" % len(body))), body)

    async def ask(self, scope: Scope, receive: Receive, coding: bytes) -> Finished:
        """What the application answers, finished."""
        path: str = scope["path"]
        if self.prefix and (path == self.prefix or path.startswith(self.prefix + "/")):
            path = path[len(self.prefix) :] or "/"
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        try:
            await self.app({**scope, "path": path, "method": method}, receive, collect)
        except Exception:
            if not start:
                raise
            # the answer to a mistake of ours is made by then; what led to it is for the log alone
            _LOG.exception("%s %s", method, path)
        return self.finish(start["status"], start["headers"], b"".join(parts), coding, cacheable=method == "GET")

    def finish(self, status: int, headers: list[Header], body: bytes, coding: bytes, *, cacheable: bool) -> Finished:
        """An answer with all that goes around it."""
        own = {bytes(name).lower(): bytes(value) for name, value in headers}
        vary = [own.pop(b"vary", b"")]
        if own.get(b"content-type", b"").startswith(CODED) and len(body) >= LEAST_CODED:
            vary.append(b"Accept-Encoding")
            if coding == b"gzip":
                body = gzip.compress(body, 6, mtime=0)
                own[b"content-encoding"] = coding
        own[b"content-length"] = b"%d" % len(body)
        policy = POLICIES.get(own.get(b"content-type", b"").partition(b";")[0])
        if policy:
            own.setdefault(b"content-security-policy", policy)
        if any(vary):
            own[b"vary"] = b", ".join(filter(None, vary))
        if status != 200 or not cacheable:
            return Finished(status, (*own.items(), *self.common), body)
        etag = b'"%s"' % hashlib.blake2b(body, digest_size=12).hexdigest().encode()
        own |= {b"etag": etag}
        own.setdefault(b"cache-control", CACHE_CONTROL)
        own.pop(b"last-modified", None)
        return Finished(status, (*own.items(), *self.common), body, etag)

    def keep(self, key: tuple[object, ...], finished: Finished) -> None:
        """Keep a finished answer, and drop the oldest where room is short."""
        self.kept[key] = finished
        self.size += finished.size
        while self.size > MAX_CACHED:
            self.size -= self.kept.popitem(last=False)[1].size


@lru_cache(maxsize=256)
def preferred(accepted: bytes) -> bytes:
    """The content coding to use (RFC 9110 section 12.5.3): gzip where it is accepted, else none."""
    from werkzeug.http import parse_accept_header

    found = parse_accept_header(accepted.decode("latin-1")[:1000])
    quality = max((q for coding, q in found if coding.lower() in ("gzip", "x-gzip")), default=None)
    if quality is None:
        quality = max((q for coding, q in found if coding == "*"), default=0)
    return b"gzip" if quality > 0 else b""


def matches(given: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names the ETag, by weak comparison (RFC 9110 section 13.1.2)."""
    if not given or given == etag:
        return bool(given)
    from werkzeug.http import parse_etags

    return parse_etags(given.decode("latin-1")).contains_weak(etag.decode().strip('"'))
