"""The server: uvicorn's, which writes at once what is ready, and refuses what is no request as all else is refused."""

from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.manners import MAX_QUERY, Finished, Key, Manners

MAX_HEAD = 256 * 1024  # bytes without an end of what comes before a body


def server(app: Manners) -> uvicorn.Server:
    """The server of our application."""
    settings = uvicorn.Config(
        app, http=Protocol, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    return uvicorn.Server(settings)


class Protocol(HttpToolsProtocol):
    """One connection. What it does differently rests on parts of uvicorn that may change with its version.

    An answer is written in one piece, without a look at each of its headers, and one that is ready without a task,
    unless the client is slow to read or has sent more before it was answered: then it takes its turn. uvicorn by
    itself refuses what is no request in plain text, and reads headers without end.
    """

    app: Manners
    url = b""
    unread = 0

    def data_received(self, data: bytes) -> None:
        """Take in what comes, within bounds."""
        if self.unread > MAX_HEAD:
            self._refuse("headers-too-large", f"What comes before the body has more than {MAX_HEAD // 1024} KiB.")
            return
        self.unread += len(data)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Begin a request."""
        self.unread = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take in a part of a body."""
        self.unread = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, an address that is too long among it."""
        if len(self.url) > MAX_QUERY:
            self._refuse("query-too-long", f"The address has more than {MAX_QUERY // 1024} KiB.")
        else:
            self._refuse("malformed-request", msg)

    def _refuse(self, code: str, detail: str) -> None:
        self._write(self.app.problem(code, detail, self.app.base), close=True)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        found = self.app.ready(cast("Scope", cycle.scope))
        if isinstance(found, Finished) and not self.pipeline and not self.flow.write_paused:
            self._answer(cycle, found)
        else:
            super()._start_asgi_task(cycle, partial(self._work, cycle, found))

    async def _work(
        self, cycle: RequestResponseCycle, found: Finished | Key, scope: Scope, receive: Receive, _: Send
    ) -> None:
        if isinstance(found, Key):
            found = await self.app.made(scope, receive, found)
        if self.flow.write_paused:
            await self.flow.drain()
        if not cycle.disconnected:
            self._answer(cycle, found)

    def _answer(self, cycle: RequestResponseCycle, found: Finished) -> None:
        cycle.response_started = cycle.response_complete = True
        self._write(found, body=cycle.scope["method"] != "HEAD", close=not cycle.keep_alive)
        cycle.on_response()

    def _write(self, found: Finished, *, close: bool, body: bool = True) -> None:
        dated = [b"%s: %s\r\n" % header for header in self.server_state.default_headers]
        end = b"connection: close\r\n\r\n" if close else b"\r\n"
        self.transport.write(b"".join((found.head, *dated, end, found.body if body else b"")))
        if close:
            self.transport.close()
