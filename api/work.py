"""Work that may run long, done outside of the server's process: see `api.worker` for how."""

import asyncio
import logging
import math
import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive

from api.problems import Refused
from api.worker import BUSY, DONE, LATE, Limits, unless
from kg.errors import KgError
from kg.graph import ConceptGraph
from kg.questions import Question
from kg.render import Finished, finished

CLIENT_LEFT = 499  # the status of a response that nobody will see

# numpy's linear algebra would start threads, and a process that has any cannot be forked safely
_ALONE = {f"{library}_NUM_THREADS": "1" for library in ("MKL", "OMP", "OPENBLAS")}
_ROOT = Path(__file__).parents[1]
_PATIENCE = 5.0  # seconds that the process has to end by itself

_LOG = logging.getLogger(__name__)


class Work:
    """The process that works on hard questions about a graph. It is started when it is needed, and again if it dies.

    Each job has a connection of its own, so one `Work` serves any number of event loops. `module` is run as the
    process; its `main` takes what `api.worker.main` takes. Both end together, however this one ends.
    """

    def __init__(self, graph: ConceptGraph, limits: Limits | None = None, module: str = "api.worker") -> None:
        self.graph, self.limits, self.module = graph, limits or Limits(), module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._end: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Start the process, if none is running. It gets the graph as a file that has no name and maps it."""
        with self._lock:
            if self.running():
                return
            if self._process is not None:
                _LOG.error("the process for hard questions ended with %s: starting another", self._process.returncode)
                self._end()
            ours, theirs = socket.socketpair()
            with theirs, tempfile.TemporaryFile() as file:
                path = f"/dev/fd/{file.fileno()}"
                self.graph.save(path)
                self._process = subprocess.Popen(  # noqa: S603
                    [sys.executable, "-m", self.module, path, self.graph.base, *map(str, self.limits)],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    pass_fds=[file.fileno()],
                    cwd=_ROOT,
                    env={**os.environ, **_ALONE},
                    process_group=0,  # an interrupt from the terminal is the server's alone
                )
            ours.setblocking(False)
            self._control = ours
            self._end = weakref.finalize(self, _end, self._process, ours)

    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """End the process, and what it works on."""
        with self._lock:
            self._end()
            self._process = self._control = None

    @asynccontextmanager
    async def lifespan(self, _: object) -> AsyncIterator[None]:
        """Keep the process as long as a server runs (ASGI lifespan)."""
        await run_in_threadpool(self.start)
        yield
        await run_in_threadpool(self.close)

    async def finished(self, question: Question, receive: Receive) -> Finished | None:
        """What `kg.render.finished` gives, or none where the client leaves before (ASGI `http.disconnect`).

        Raises the same `KgError` as that, `Refused` where there is no place for it or it takes too long, and
        `RuntimeError` for a mistake of ours.
        """
        if not self.running():
            await run_in_threadpool(self.start)
        line = f"{type(question).__name__} {question.model_dump_json()}\n"
        answer = await unless(_disconnect(receive), self._exchange(line.encode()))
        return None if answer is None else self._read(answer)

    async def response(self, question: Question, request: Request, address: str = "") -> Response:
        """What a request is answered for a question: at once, or by the process if it is a hard one.

        `address` is where it is asked, if that is not the address of the request. Raises as `finished` does.
        """
        made = await self.finished(question, request.receive) if question.hard else finished(self.graph, question)
        if made is None:
            return Response(status_code=CLIENT_LEFT)
        headers = {"Link": f'<{address}{made.next}>; rel="next"'} if made.next else None
        return Response(made.body, 200, headers, media_type=made.media)

    async def _exchange(self, line: bytes) -> bytes:
        """What comes back for a line; to stop waiting for it closes the connection, and that ends the job."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        found = bytearray()
        with ours:
            ours.setblocking(False)
            try:
                with theirs:
                    assert self._control is not None
                    socket.send_fds(self._control, [b"j"], [theirs.fileno()])
                await loop.sock_sendall(ours, line)
                while part := await loop.sock_recv(ours, 1 << 16):
                    found += part
            except OSError:  # it takes in no more for now, or has just died
                return BUSY
        return bytes(found)

    def _read(self, answer: bytes) -> Finished:
        """The answer that travelled as `api.worker.packed` made it. Raises what stands in its place."""
        verdict, after = answer[-1:], {"Retry-After": str(math.ceil(self.limits.deadline))}
        if verdict == DONE:
            head, _, body = answer[:-1].partition(b"\n")
            header = orjson.loads(head)
            if header["size"] == len(body):
                return _unpacked(header, body)
        if verdict in (BUSY, b""):
            raise Refused("too-busy", "No more questions that may take long are taken in now: ask again later.", after)
        if verdict == LATE:
            detail = f"The question takes more than {self.limits.deadline:g} seconds, or more memory than one may."
            raise Refused("took-too-long", detail)
        raise RuntimeError("the process that worked on it broke off")


def _unpacked(header: Mapping[str, Any], body: bytes) -> Finished:
    """The answer with a header. Raises the error that stands in its place."""
    if header["is"] == "answer":
        return Finished(**header["made"], body=body)
    errors = {error.__name__: error for error in KgError.__subclasses__()}
    if header["is"] in errors:
        raise TypeAdapter(errors[header["is"]]).validate_json(body)
    raise RuntimeError(body.decode())


async def _disconnect(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _end(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    """Tell a process to end, and see that it does."""
    control.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
