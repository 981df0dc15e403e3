"""The service beside a bare uvicorn answer of the same size, and beside two that answer the same questions.

    python -m bench.http [--size N]

Each server is one uvicorn process with the settings of `kg serve`, asked over 16 connections that stay open, in
short slices, one server after the other, round after round. A figure is the processor time that the server's
process takes a request (Linux tells it in nanoseconds): the median over the rounds, and of the ratios within each
round. `anew` is what is answered without the memory of finished answers; of their parts, what is remembered in
service is remembered here (see `kg.answers.view`). All answers are checked to be equal.
"""

import argparse
import gc
import multiprocessing
import platform
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from importlib.metadata import version
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import clock_gettime

import orjson
from starlette.types import ASGIApp
from uvicorn import Config, Server

from api.manners import Manners
from api.server import server
from bench.graphs import catalog
from bench.peers import CLOSURE, CONCEPT, SERVERS, bare, ours, uncached, write
from kg import load
from kg.answers import answer
from kg.answers.shapes import Neighbours
from kg.graph import ConceptGraph
from kg.questions import ReadConcept
from kg.reach import closure

CONNECTIONS, ROUNDS, SLICE = 16, 51, 0.02  # seconds of the server's time
DRAWN, IDS, FEW, MANY = 20_000, 400, 32, 100
HUB = 1_000  # concepts of a hub with closures of a hundred
MEDIA = "application/json"

App = Callable[[Path], ASGIApp]


class Client:
    """What asks a server, and the clock of the server's process."""

    def __init__(self, port: int, process: int) -> None:
        self.port, self.clock = port, ~process << 3 | 2  # clock_getcpuclockid(3)
        self.sockets: list[socket.socket] = []

    def connect(self) -> None:
        """Open the connections."""
        for one in self.sockets:
            one.close()
        self.sockets = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(CONNECTIONS)]

    def read(self, path: str) -> tuple[bytes, str]:
        """One answer: its body and its ETag."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path, headers={"Accept": MEDIA})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise ValueError(f"{answer.status} for {path}: {body.decode()}")
        return body, answer.headers.get("etag", "")

    def seconds(self, requests: Sequence[bytes]) -> float:
        """What some requests take the server."""
        begin = clock_gettime(self.clock)
        for at in range(0, len(requests), CONNECTIONS):
            pairs = list(zip(self.sockets, requests[at : at + CONNECTIONS], strict=False))
            for connection, request in pairs:
                connection.sendall(request)
            for connection, _ in pairs:
                _receive(connection)
        return clock_gettime(self.clock) - begin


def _receive(connection: socket.socket) -> None:
    """Take in one answer, which says how long it is or comes in chunks."""
    data, head, left = b"", -1, 1
    while left > 0:
        part = connection.recv(1 << 16)
        if not part:
            raise ConnectionError("the server hung up")
        data += part
        if head < 0 <= (head := data.find(b"\r\n\r\n")):
            at = data.find(b"content-length: ", 0, head)
            chunked = at < 0 and b"transfer-encoding: chunked" in data[:head]
            length = int(data[at + 16 : data.index(b"\r", at)]) if at >= 0 else 0
        if head >= 0:
            left = not data.endswith(b"\r\n0\r\n\r\n") if chunked else head + 4 + length - len(data)


@contextmanager
def served(app: App, folder: Path) -> Iterator[Client]:
    """A server of an application in a process of its own."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(app, folder, theirs), daemon=True)
    process.start()
    theirs.close()  # so that it is noticed if the process ends before it is ready
    try:
        assert process.pid is not None
        yield Client(mine.recv(), process.pid)
    finally:
        process.terminate()
        process.join()


def _serve(app: App, folder: Path, ready: Connection) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    made = app(folder)
    settings = Config(made, log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    running = server(made) if isinstance(made, Manners) else Server(settings)
    running.config.timeout_keep_alive = 600  # while another server is slow
    gc.freeze()
    ready.send(listener.getsockname()[1])
    running.run(sockets=[listener])


def requests_of(paths: Sequence[str], tags: Sequence[str] = ()) -> list[bytes]:
    """The requests for some addresses; with ETags, for what has another."""
    known = [f"If-None-Match: {tag}\r\n" for tag in tags] or [""] * len(paths)
    return [
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {MEDIA}\r\n{one}\r\n".encode()
        for path, one in zip(paths, known, strict=True)
    ]


def interleaved(asked: Mapping[str, tuple[Client, Sequence[bytes]]]) -> dict[str, list[float]]:
    """The seconds a request of each server, by round; slices of a round follow each other, and go on with the requests."""
    slices = {}
    for name, (client, requests) in asked.items():
        client.connect()
        client.seconds(requests)
        some = list(islice(cycle(requests), max(IDS, len(requests))))
        size = -(-round(SLICE / client.seconds(some) * len(some)) // CONNECTIONS) * CONNECTIONS
        slices[name] = client, cycle(requests), max(CONNECTIONS, size)
    rounds = [
        {name: client.seconds(list(islice(rest, size))) / size for name, (client, rest, size) in slices.items()}
        for _ in range(ROUNDS)
    ]
    return {name: [one[name] for one in rounds] for name in asked}


def samples(graph: ConceptGraph) -> dict[str, list[str]]:
    """Concepts with all their neighbours on one page, and those whose closures come nearest to a hundred."""
    drawn = Random(3).sample(graph.ids, min(len(graph), DRAWN))  # noqa: S311
    told = (id for id in drawn if all(group["next"] is None for group in _groups(graph, id)))
    near = sorted(drawn, key=lambda one: abs(_needed(graph, one) - MANY))
    return {CONCEPT: list(islice(told, IDS)), CLOSURE: near[: min(IDS, len(drawn) // 10)]}


def _needed(graph: ConceptGraph, id: str) -> int:
    return len(closure([layer for _, layer in graph.requirements(options=True)], [graph.number(id)])) - 1


def _groups(graph: ConceptGraph, id: str) -> list[Neighbours]:
    found = answer(graph, ReadConcept(id=id))
    return [*found["relations"].values(), *found["inverse"].values()]


def beside_bare(graph: ConceptGraph, folder: Path, sample: Mapping[str, Sequence[str]]) -> list[str]:
    """The rows of the service beside a bare answer."""
    address = SERVERS["ours"].address
    paths = {question: [address(graph, question, id) for id in ids] for question, ids in sample.items()}
    lines = []
    with ExitStack() as stack:
        kept, anew, plain = (stack.enter_context(served(app, folder)) for app in (ours, uncached, bare))
        for name, client, question, known, goal in (
            ("concept, kept", kept, CONCEPT, False, 1.2),
            ("concept, 304", kept, CONCEPT, True, 0.9),
            ("concept, anew", anew, CONCEPT, False, 5),
            ("closure, kept", kept, CLOSURE, False, 1.2),
            ("closure, anew", anew, CLOSURE, False, 7),
        ):
            bodies, tags = zip(*(client.read(path) for path in paths[question]), strict=True)
            sizes = list(map(len, bodies))
            asked = requests_of(paths[question], tags if known else ())
            took = interleaved({"ours": (client, asked), "bare": (plain, requests_of([f"/{size}" for size in sizes]))})
            mine, theirs = (1e6 * median(took[server]) for server in ("ours", "bare"))
            ratios = [one / other for one, other in zip(took["ours"], took["bare"], strict=True)]
            low, middle, high = quantiles(ratios, n=4)
            cells = (f"{median(sizes):,.0f}", f"{mine:.1f}", f"{theirs:.1f}", f"**{middle:.2f}**")
            lines.append(f"| {name} | {' | '.join(cells)} | {low:.2f}-{high:.2f} | {goal} |")
    return lines


def beside_peers(graph: ConceptGraph, folder: Path, sample: Mapping[str, Sequence[str]]) -> list[str]:
    """The rows of the service beside others that answer the same questions. Raises `ValueError` for another answer."""
    lines = []
    with ExitStack() as stack:
        among = {name: server for name, server in SERVERS.items() if len(graph) <= server.most}
        clients = {name: stack.enter_context(served(server.app, folder)) for name, server in among.items()}
        for question, ids in sample.items():
            paths = {name: [server.address(graph, question, id) for id in ids[:FEW]] for name, server in among.items()}
            for asked in zip(*paths.values(), strict=True):
                said = [
                    sorted(server.rows(question, orjson.loads(client.read(path)[0])), key=str)
                    for server, client, path in zip(among.values(), clients.values(), asked, strict=True)
                ]
                if any(one != said[0] for one in said):
                    raise ValueError(f"not the same answer: {asked}")
            took = interleaved({name: (client, requests_of(paths[name])) for name, client in clients.items()})
            for name, seconds in took.items():
                ratio = median(one / mine for one, mine in zip(seconds, took["ours"], strict=True))
                lines.append(f"| {question} | {name} | {1e6 * median(seconds):,.0f} | x{ratio:.1f} |")
    return lines


def run(graph: ConceptGraph, title: str) -> str:
    """The whole comparison for one graph, as text."""
    sample = samples(graph)
    sizes = [_needed(graph, id) for id in sample[CLOSURE]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(graph, folder)
        first, second = beside_bare(graph, folder, sample), beside_peers(graph, folder, sample)
    return (
        f"{title}: {len(graph):,} concepts, {graph.relation_count:,} relations; {len(sample[CONCEPT])} concepts and "
        f"{len(sizes)} closures of {min(sizes)} to {max(sizes)} concepts are asked for.\n\n"
        "| answer | bytes | ours µs | bare µs | ours / bare | half of the rounds | at most |\n|---|--:|--:|--:|--:|--:|--:|\n"
        + "\n".join(first)
        + "\n\n| question, anew | server | µs | to ours |\n|---|---|--:|--:|\n"
        + "\n".join(second)
        + "\n\n"
    )


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.http", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--size", type=int, default=100_000, help="concepts of the larger generated graph (100000 if not given)"
    )
    size = parser.parse_args().size
    sys.stdout.write(run(load("data"), "The hub's own data"))
    for concepts in (HUB, size):
        sys.stdout.write(run(ConceptGraph.of(catalog(concepts)), "A generated graph"))
    packages = ("uvicorn", "uvloop", "httptools", "rdflib-endpoint", "rdflib", "datasette")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    sys.stdout.write(f"Python {platform.python_version()}, {versions}, {platform.system()} {platform.machine()}.\n")


if __name__ == "__main__":
    main()
