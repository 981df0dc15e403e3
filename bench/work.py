"""Hard questions in processes of their own: what that costs, and what it spares the others.

    python -m bench.work [--size N]

A job is asked for in a process of its own and in this one, in turn, one at a time: the median of the times, with
the least in brackets, and the processor time of all that had a part in it. Then a server (uvicorn, as `kg serve`
runs it) looks up concepts, each only once, over one connection: alone, and while fifty hard plans have been asked
for. Beside `api.work` stands what a web framework offers for it, its pool of threads. Each server is a new one in
each round; the latencies of all rounds are taken together. All answers are checked.
"""

import argparse
import asyncio
import multiprocessing
import os
import platform
import socket
import sys
import tempfile
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time, sleep
from typing import Any, NamedTuple

import psutil

from bench import graphs
from kg.graph import ConceptGraph
from kg.questions import FindPath, Question, ReadConcept
from kg.render import Finished, finished
from tests import build

JOBS, ROUNDS, LOOKUPS, PLANS = 100, 3, 1_000, 50
START, SLICE = 3, 5  # seconds until the process for hard questions has loaded what it needs, and for look-ups
CAPS = build.caps(4)


def graph(size: int) -> ConceptGraph:
    """A graph of any size, with a concept in it that is hard to plan for (see `tests.build.caps`)."""
    found, hard = graphs.catalog(size), build.catalog(*CAPS)
    concepts, relations = {**found.concepts, **hard.concepts}, (*found.relations, *hard.relations)
    return ConceptGraph.of(replace(found, concepts=concepts, relations=relations))


# -- what a job costs


async def staying() -> MutableMapping[str, Any]:
    """What is received from a client that stays."""
    await asyncio.Event().wait()
    return {}


class Cost(NamedTuple):
    """The seconds that each of some jobs takes, and those of processor time that they take in all."""

    taken: list[float]
    processor: float


async def costs(graph: ConceptGraph, question: Question) -> tuple[Cost, Cost]:
    """What a question costs in a process of its own, and in this one. Raises `ValueError`."""
    from api.work import Work

    with closing(Work(graph)) as work:
        first, second = await work.finished(question, staying), finished(graph, question)
        if first != second:
            raise ValueError(f"the answers to {question} differ")
        (process,) = psutil.Process().children()
        apart, here = list[float](), list[float]()
        before, own, other = sum(process.cpu_times()[:4]), 0.0, 0.0
        for _ in range(JOBS):
            begin, clock = perf_counter(), process_time()
            await work.finished(question, staying)
            apart.append(perf_counter() - begin)
            own += process_time() - clock
            begin, clock = perf_counter(), process_time()
            finished(graph, question)
            here.append(perf_counter() - begin)
            other += process_time() - clock
        return Cost(apart, own + sum(process.cpu_times()[:4]) - before), Cost(here, other)


# -- what it spares the others


def serve(file: Path, listener: socket.socket, threads: bool) -> None:
    """Serve the graph in a file, with `api.work` or with the framework's threads for hard questions."""
    import uvicorn
    from starlette.concurrency import run_in_threadpool
    from starlette.types import Receive

    from api.app import create_app
    from api.work import Work
    from api.worker import Limits

    class Threads(Work):
        """Hard questions answered in this process."""

        def start(self) -> None:
            """Nothing is to be started."""

        async def finished(self, question: Question, receive: Receive) -> Finished | None:
            """The answer, worked out in a thread."""
            return await run_in_threadpool(finished, self.graph, question)

    graph = ConceptGraph.open(file)
    work = (Threads if threads else Work)(graph, Limits(deadline=600))
    settings = uvicorn.Config(create_app(graph, work), log_level="error", server_header=False)
    uvicorn.Server(settings).run(sockets=[listener])


@contextmanager
def serving(file: Path, *, threads: bool) -> Iterator[int]:
    """The port of a server in a process of its own, killed afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = multiprocessing.get_context("spawn").Process(target=serve, args=(file, listener, threads))
        process.start()
        try:
            yield listener.getsockname()[1]
        finally:
            process.kill()
            process.join()


def look_up(port: int, graph: ConceptGraph, ids: Sequence[str]) -> list[float]:
    """The seconds that each look-up takes, as many as there is time for. Raises `ValueError` for a wrong answer."""
    taken = list[float]()
    with closing(HTTPConnection("127.0.0.1", port)) as connection:
        for id in ids:
            if sum(taken) > SLICE:
                break
            begin = perf_counter()
            connection.request("GET", f"/api/concepts/{id}")
            body = connection.getresponse().read()
            taken.append(perf_counter() - begin)
            if body != finished(graph, ReadConcept(id=id)).body:
                raise ValueError(f"a wrong answer for {id}")
    return taken


def ask(clients: ExitStack, port: int, known: str) -> None:
    """Ask for a hard plan, one like no other for what is known, and wait for no answer."""
    connection = clients.enter_context(socket.create_connection(("127.0.0.1", port)))
    connection.sendall(f"GET /api/paths?target=caps&known={known} HTTP/1.1\r\nHost: x\r\n\r\n".encode())


def latencies(file: Path, graph: ConceptGraph, *, threads: bool) -> tuple[list[float], list[float]]:
    """The seconds that look-ups take with nothing else to do, and beside fifty hard plans."""
    alone, beside = list[float](), list[float]()
    ids = [id for id in graph if id.startswith("concept-")]
    for round in range(ROUNDS):
        drawn = Random(round).sample(ids, 2 * LOOKUPS + PLANS)  # noqa: S311
        with serving(file, threads=threads) as port, ExitStack() as clients:
            look_up(port, graph, drawn[2 * LOOKUPS :])
            sleep(START)
            alone += look_up(port, graph, drawn[:LOOKUPS])
            for id in drawn[2 * LOOKUPS :]:
                ask(clients, port, id)
            sleep(1)
            beside += look_up(port, graph, drawn[LOOKUPS : 2 * LOOKUPS])
    return alone, beside


def run(size: int) -> str:
    """The whole comparison at one size, as text."""
    found = graph(size)
    drawn = Random(1).sample(list(found), 500)  # noqa: S311
    deep = max(drawn, key=lambda node: len(found.closure(("requires",), node)))
    lines = ["| path | apart ms | here ms | processor apart ms | here | apart - here |", "|---|--:|--:|--:|--:|--:|"]
    for target in (found.ids[0], deep):
        question = FindPath(target=(target,))
        both = asyncio.run(costs(found, question))
        cells = [f"{1e3 * median(cost.taken):.1f} ({1e3 * min(cost.taken):.1f})" for cost in both]
        apart, here = (1e3 * cost.processor / JOBS for cost in both)
        cells += [f"{apart:.1f}", f"{here:.1f}", f"{apart - here:.1f}"]
        steps = finished(found, question).body.count(b'"position":')
        lines.append(f"| of {steps:,} | {' | '.join(cells)} |")
    lines += ["", "| hard plans in | look-ups alone: median ms | p99 | beside fifty | p99 | ratio | of p99 |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graph"
        found.save(file)
        for name, threads in (("processes (api.work)", False), ("threads", True)):
            alone, beside = latencies(file, found, threads=threads)
            figures = [(median(times), quantiles(times, n=100)[-1]) for times in (alone, beside)]
            cells = [f"{1e3 * figure:.2f}" for pair in figures for figure in pair]
            cells += [f"x{late / early:.1f}" for early, late in zip(*figures, strict=True)]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return (
        f"{len(found):,} concepts; {JOBS} jobs of each kind; {ROUNDS} rounds of {LOOKUPS:,} look-ups, or {SLICE} s of "
        f"them, and {PLANS} plans that no solver ends meanwhile. All answers are equal.\n\n"
        + "\n".join(lines)
        + f"\n\nPython "
        f"{platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}."
    )


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.work", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000, help="number of concepts (10000 if not given)")
    sys.stdout.write(run(parser.parse_args().size) + "\n")


if __name__ == "__main__":
    main()
