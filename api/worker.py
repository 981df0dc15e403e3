"""The process that works on what may run long: it holds the graph and forks a child for each job.

    python -m api.worker GRAPH BASE CHILDREN WAITING DEADLINE MEMORY

`api.work` starts it. Standard input is a Unix socket: with each byte on it comes one end of a connection, and when
it is closed the process ends. A connection is one job. A line on it tells the kind of a question and its fields as
JSON; the child writes the answer straight into it, or the process a single byte that says why there is none. When
the other side closes the connection, the job is over, whether it runs or waits.

A child starts warm and cheap, as a copy of a process in which all is loaded (the zygote of Android). It is a
process since only a process can be ended wherever it is: the kernel's own alarm does it at the deadline, even if
nothing else is left.
"""

import asyncio
import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn, TypeVar

import orjson
from pydantic import TypeAdapter

from kg.errors import KgError
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, Annotate, FindPath, Question, ReadGraph, parse
from kg.render import FORMATS, Finished, finished

DONE, BUSY, LATE, BROKEN = b".", b"b", b"l", b"x"
OVER = 3  # the exit status of a child that ran out of memory
NICENESS = 5

T = TypeVar("T")
Ask = Callable[[ConceptGraph, Question], Finished]

_KINDS: Mapping[str, type[Question]] = {kind.__name__: kind for kind in OPERATIONS}


class Limits(NamedTuple):
    """How many jobs run at once and how many more may wait; the seconds that a job may wait, and then run.

    `memory` is how many bytes a child may take beside those that the process holds already.
    """

    children: int = os.cpu_count() or 1
    waiting: int = 16
    deadline: float = 10.0
    memory: int = 2 * 1024**3


def warm(graph: ConceptGraph) -> None:
    """Load what hard questions take, so that no child has to; the solver itself may start threads and is not run."""
    from kg.paths import optimum  # noqa: F401

    first = next(iter(graph), "?")
    asked: list[tuple[type[Question], Mapping[str, Any]]] = [(FindPath, {"target": "?"}), (Annotate, {"text": "?"})]
    asked += [(FindPath, {"target": first, "format": format}) for format in FORMATS[FindPath]]
    asked += [(ReadGraph, {"center": first, "limit": 1, "format": format}) for format in FORMATS[ReadGraph]]
    for kind, fields in asked:
        with suppress(Exception):  # what is wrong is told to those who ask for it
            finished(graph, parse(kind, fields))


def main(ask: Ask = finished, ready: Callable[[ConceptGraph], object] = warm) -> None:
    """Serve the jobs that come in by standard input, until it ends."""
    path, base, *limits = sys.argv[1:]
    graph = ConceptGraph.open(path, base)
    ready(graph)
    gc.collect()
    gc.freeze()  # so that no child copies the memory it shares, only to count what is garbage
    children, waiting, deadline, memory = limits
    bounds = Limits(int(children), int(waiting), float(deadline), int(memory) + _held())
    with socket.socket(fileno=0) as control:
        asyncio.run(Worker(graph, ask, bounds, control).serve())


class Worker:
    """The jobs of a process: `ended` holds the children that run by their ids, each with its wait status to come."""

    def __init__(self, graph: ConceptGraph, ask: Ask, limits: Limits, control: socket.socket) -> None:
        self.graph, self.ask, self.limits, self.control = graph, ask, limits, control
        self.free = asyncio.Semaphore(limits.children)
        self.taken = 0
        self.ended: dict[int, asyncio.Future[int]] = {}
        self.jobs: dict[asyncio.Task[None], socket.socket] = {}

    async def serve(self) -> None:
        """Take in jobs until the other side of `control` is closed; then what still runs is ended."""
        loop = asyncio.get_running_loop()
        over = loop.create_future()

        def admit() -> None:
            sent, received, _, _ = socket.recv_fds(self.control, 1, 1)
            if not sent:
                loop.remove_reader(self.control)
                over.set_result(None)
            for number in received:
                connection = socket.socket(fileno=number)
                task = loop.create_task(self.attend(connection))
                self.jobs[task] = connection
                task.add_done_callback(self.jobs.pop)

        loop.add_signal_handler(signal.SIGCHLD, self.reap)
        loop.add_reader(self.control, admit)
        await over
        loop.remove_signal_handler(signal.SIGCHLD)  # or the loop, as it closes, may be told of the end of a child

    async def attend(self, connection: socket.socket) -> None:
        """One job from its first byte to its last."""
        with connection, suppress(ConnectionError):
            connection.setblocking(False)
            line = await _line(connection)
            verdict = await unless(_closed(connection), self.place(connection, line))
            if verdict:
                await asyncio.get_running_loop().sock_sendall(connection, verdict)

    async def place(self, connection: socket.socket, line: bytes) -> bytes:
        """What becomes of a job, once there was a place for it; it is refused where too many wait, or it for too long."""
        if self.taken >= self.limits.children + self.limits.waiting:
            return BUSY
        self.taken += 1
        try:
            async with asyncio.timeout(self.limits.deadline):
                await self.free.acquire()
            try:
                return await self.run(connection, line)
            finally:
                self.free.release()
        except TimeoutError:
            return BUSY
        finally:
            self.taken -= 1

    async def run(self, connection: socket.socket, line: bytes) -> bytes:
        """What becomes of a job in a child of its own, which is killed if nobody waits for it any more."""
        try:
            child = os.fork()
        except OSError:  # there is no more memory, or no more processes
            return BUSY
        if not child:
            _work(connection, line, self)
        ended = self.ended[child] = asyncio.get_running_loop().create_future()
        try:
            status = await ended
        finally:
            if child in self.ended:
                os.kill(child, signal.SIGKILL)
        return {0: b"", OVER: LATE, -signal.SIGALRM: LATE}.get(os.waitstatus_to_exitcode(status), BROKEN)

    def reap(self) -> None:
        """Take note of the children that have ended."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                ended = self.ended.pop(found[0])
                if not ended.done():
                    ended.set_result(found[1])


async def unless(leaving: Coroutine[Any, Any, object], job: Coroutine[Any, Any, T]) -> T | None:
    """What a job gives, or none where somebody leaves before; then the job is cancelled."""
    tasks = asyncio.ensure_future(job), asyncio.ensure_future(leaving)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return tasks[0].result() if tasks[0].done() else None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _line(connection: socket.socket) -> bytes:
    """All up to the end of the line. Raises `ConnectionError` where it does not come."""
    found = bytearray()
    while not found.endswith(b"\n"):
        part = await asyncio.get_running_loop().sock_recv(connection, 1 << 16)
        if not part:
            raise ConnectionError("the connection was closed within the line")
        found += part
    return bytes(found)


async def _closed(connection: socket.socket) -> None:
    """Wait until the other side has closed the connection."""
    with suppress(ConnectionError):
        await asyncio.get_running_loop().sock_recv(connection, 1)


def _work(connection: socket.socket, line: bytes, worker: Worker) -> NoReturn:
    """The life of a child. Of the open connections only its own stays so: the others are to be closed by one process."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, worker.limits.deadline)
        os.nice(NICENESS)  # the server goes first
        for other in (worker.control, *worker.jobs.values()):
            if other is not connection:
                other.close()
        _restrict(worker.limits.memory)
        connection.settimeout(worker.limits.deadline)
        connection.sendall(packed(line, worker.graph, worker.ask))
        connection.shutdown(socket.SHUT_WR)  # the client need not wait until all this memory is given back
        status = 0
    except MemoryError:
        status = OVER
    finally:
        os._exit(status)


def packed(line: bytes, graph: ConceptGraph, ask: Ask) -> bytes:
    """The answer to a question, or why there is none, as it travels: a header, a line feed, the bytes, `DONE`."""
    name, _, fields = line.partition(b" ")
    try:
        made = ask(graph, _KINDS[name.decode()].model_validate_json(fields))
        facts = {name: value for name, value in made._asdict().items() if name != "body"}
        header, body = {"is": "answer", "made": facts}, made.body
    except KgError as error:
        header, body = {"is": type(error).__name__}, TypeAdapter(type(error)).dump_json(error)
    except MemoryError:
        raise
    except Exception:
        header, body = {"is": "mistake"}, traceback.format_exc().encode(errors="replace")
    return orjson.dumps({**header, "size": len(body)}) + b"\n" + body + DONE


def _held() -> int:
    """How many bytes this process has held at most."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _restrict(memory: int) -> None:
    """Have the kernel refuse more memory of its own to this process."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))


if __name__ == "__main__":
    main()
