"""Hard questions are worked on in processes of their own, within bounds: the same answers, and nothing else suffers.

Real processes all along; `tests.api.jobs` is a worker that sleeps, crashes and so on when it is told to.
"""

import asyncio
import gc
import http.client
import os
import select
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import uvicorn
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

from api.app import create_app
from api.openapi import document
from api.problems import Refused
from api.work import Work
from api.worker import NICENESS, Limits
from kg.errors import KgError
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, FindPath, Question, ReadConcept, parse
from kg.render import Finished, finished
from tests.api.jobs import ERRORS, LARGE
from tests.api.test_problems import problem
from tests.api.test_server import serving
from tests.build import caps
from tests.build import graph as small
from tests.samples import QUESTIONS, address

HARD = tuple({type(question): question for question in QUESTIONS if question.hard}.values())
TOLD = "tests.api.jobs"
LONG = 600.0
GRAPH = small("a requires b", *caps(4))
HARDEST = "/api/paths?target=caps"


async def staying() -> Message:
    """What is received from a client that stays."""
    await asyncio.Event().wait()
    raise AssertionError


def told(what: str) -> Question:
    """The question that tells `tests.api.jobs` what to do."""
    return FindPath(target=(what,))


def outcomes(work: Work, *asked: Question) -> list[Finished | BaseException | None]:
    """What comes of some questions that are asked at the same time."""

    async def together() -> list[Finished | BaseException | None]:
        return await asyncio.gather(*(work.finished(one, staying) for one in asked), return_exceptions=True)

    return asyncio.run(together())


def codes(found: list[Finished | BaseException | None]) -> list[str]:
    """The code of each refusal; `fine` for an answer."""
    return [
        one.code if isinstance(one, Refused) else "fine" if isinstance(one, Finished) else repr(one) for one in found
    ]


def until(met: Callable[[], object]) -> None:
    """Wait until something is the case, for a minute at most."""
    for _ in range(6000):
        if met():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def process(work: Work) -> psutil.Process:
    """The process of some work."""
    assert work.running()
    assert work._process is not None
    return psutil.Process(work._process.pid)


def children(work: Work) -> list[psutil.Process]:
    """The jobs that run."""
    return process(work).children(recursive=True)


@contextmanager
def working(limits: Limits, module: str = TOLD, graph: ConceptGraph = GRAPH) -> Iterator[Work]:
    """A process that works, ended afterwards."""
    with closing(Work(graph, limits, module)) as work:
        work.start()
        yield work


@contextmanager
def listening(app: ASGIApp) -> Iterator[int]:
    """The port at which uvicorn serves an application, in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            until(lambda: server.started)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def request(clients: ExitStack, port: int, path: str, body: str | None = None) -> socket.socket:
    """A connection of one of some clients, on which a question was asked and no answer was read."""
    connection = clients.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"
    if body is not None:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    connection.sendall(head.encode())
    return connection


@pytest.fixture(scope="module")
def patient() -> Iterator[Work]:
    """Two jobs at once and two that wait, as long as they like."""
    with working(Limits(children=2, waiting=2, deadline=LONG)) as work:
        yield work


@pytest.fixture(scope="module")
def client(patient: Work) -> TestClient:
    """The service that has the patient worker."""
    return TestClient(create_app(GRAPH, patient))


# -- the same answers


@pytest.fixture(scope="module")
def hub(graph: ConceptGraph) -> Iterator[Work]:
    """The real worker on the hub's own data."""
    with working(Limits(children=2, waiting=100, deadline=LONG), "api.worker", graph) as work:
        yield work


def test_hard_questions_are_answered_as_ever(graph: ConceptGraph, hub: Work) -> None:
    """What comes back from the process is what is worked out in this one, to the byte."""
    for question, found in zip(HARD, outcomes(hub, *HARD), strict=True):
        assert found == finished(graph, question)
    assert {type(question) for question in HARD} == {kind for kind in OPERATIONS if kind.hard}
    assert process(hub).num_threads() == 1


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_questions_travel(question: Question) -> None:
    """A question comes out of its JSON as it went in, on one line."""
    line = question.model_dump_json()
    assert type(question).model_validate_json(line) == question
    assert "\n" not in line


def test_a_large_answer_travels(patient: Work) -> None:
    """Ten megabytes of any bytes arrive, with the address of what follows."""
    assert outcomes(patient, told("large")) == [Finished("application/octet-stream", LARGE, "?cursor=x")]


@pytest.mark.parametrize("place", range(len(ERRORS)), ids=lambda place: type(ERRORS[place]).__name__)
def test_errors_of_the_domain_travel(patient: Work, place: int) -> None:
    """An error arrives as what it was, field by field."""
    (found,) = outcomes(patient, told(f"error-{place}"))
    assert (found, str(found)) == (ERRORS[place], str(ERRORS[place]))
    assert type(found) is type(ERRORS[place])


def test_every_error_of_the_domain_is_among_them() -> None:
    """No kind of error was left out of the test above."""
    assert {type(error) for error in ERRORS} == set(KgError.__subclasses__())


def test_problems_are_those_of_the_domain(graph: ConceptGraph, hub: Work) -> None:
    """Over HTTP an error that came from the process is told like any other."""
    found = problem(TestClient(create_app(graph, hub)).get("/api/paths?target=tokn,token"), "invalid-question")
    assert found["errors"][0]["pointer"] == "/target/0"
    assert "token" in found["errors"][0]["detail"]


# -- bounds


def test_a_job_ends_at_its_deadline() -> None:
    """Whatever it does, sleep, hold the interpreter or the solver, it is ended; and the next one is answered."""
    with working(Limits(children=3, waiting=0, deadline=2)) as work:
        hardest = parse(FindPath, {"target": "caps"})
        assert codes(outcomes(work, told("sleep"), told("spin"), hardest)) == ["took-too-long"] * 3
        assert codes(outcomes(work, told("a"))) == ["fine"]
        until(lambda: not children(work))


def test_a_job_that_takes_too_much_memory() -> None:
    """It is told like one that takes too long, and the next one is answered."""
    with working(Limits(memory=1 << 28)) as work:
        assert codes(outcomes(work, told("memory"), told("a"))) == ["took-too-long", "fine"]


def test_the_queue_is_bounded(patient: Work) -> None:
    """Two jobs run and two wait; the fifth is refused at once, over HTTP with the time to ask again."""

    async def full() -> None:
        four = [asyncio.create_task(patient.finished(told("sleep"), staying)) for _ in range(4)]
        await asyncio.to_thread(until, lambda: len(children(patient)) == 2)
        with pytest.raises(Refused, match="ask again later") as caught:
            await patient.finished(told("a"), staying)
        assert caught.value.code == "too-busy"
        assert [task.done() for task in four] == [False] * 4
        answer = await asyncio.to_thread(TestClient(create_app(GRAPH, patient)).get, "/api/paths?target=a")
        problem(answer, "too-busy")
        assert answer.headers["retry-after"] == "600"
        assert "etag" not in answer.headers
        for task in four:
            task.cancel()
        await asyncio.wait(four)

    asyncio.run(full())
    until(lambda: not children(patient))
    assert codes(outcomes(patient, told("a"))) == ["fine"]


def test_waiting_is_bounded_too() -> None:
    """What waits longer than a job may run is refused, so that an answer comes within twice the deadline."""
    with working(Limits(children=1, waiting=9, deadline=1)) as work:
        found = codes(outcomes(work, *[told("sleep")] * 6))
        assert set(found) == {"took-too-long", "too-busy"}
        assert found.count("too-busy") >= 3
        assert codes(outcomes(work, told("a"))) == ["fine"]


def test_bounds_are_described() -> None:
    """The description of the interface tells of 503 where a question may be hard, and only there."""
    described = document(GRAPH)["paths"]
    for kind in OPERATIONS:
        assert all(("503" in one["responses"]) == kind.hard for one in described[kind.path].values())


# -- what goes wrong


@pytest.mark.parametrize("what", ["mistake", "crash", "fault"])
def test_a_mistake_is_logged_and_shows_nothing(client: TestClient, caplog: pytest.LogCaptureFixture, what: str) -> None:
    """A child that fails is a problem without details; what led to it is in the log, and the next job is answered."""
    found = problem(client.get(f"/api/paths?target={what}"), "internal-error")
    assert "secret" not in str(found)
    assert ("ValueError: a secret in /etc" if what == "mistake" else "broke off") in caplog.text
    assert client.get("/api/paths?target=a").status_code == 200


def test_a_process_that_dies_is_started_again(caplog: pytest.LogCaptureFixture) -> None:
    """What it worked on is refused, none of it waits for ever, and the next question finds a new process."""
    with working(Limits(children=1)) as work:

        async def killed() -> list[Any]:
            asked = [asyncio.create_task(work.finished(told("sleep"), staying)) for _ in range(3)]
            await asyncio.to_thread(until, lambda: children(work))
            (child,), first = children(work), process(work)
            first.kill()
            child.kill()
            return await asyncio.gather(*asked, return_exceptions=True)

        assert codes(asyncio.run(killed())) == ["too-busy"] * 3
        until(lambda: not work.running())
        assert codes(outcomes(work, told("a"))) == ["fine"]
        assert "ended with -9" in caplog.text


def test_a_process_that_cannot_start_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    """Then each hard question is refused; nothing waits for ever."""
    with closing(Work(GRAPH, module="tests.api.no_such_module")) as work:
        assert codes(outcomes(work, told("a"))) == ["too-busy"]
        assert codes(outcomes(work, told("a"))) == ["too-busy"]
    assert "no_such_module" in capfd.readouterr().err


# -- clients that leave


@pytest.mark.parametrize("body", [None, '{"target":["sleep"]}'], ids=["GET", "POST"])
def test_a_client_that_leaves_frees_its_job(patient: Work, body: str | None) -> None:
    """When its connection is closed a job that runs is killed and one that waits is forgotten; the next gets the place."""
    path = "/api/paths" if body else "/api/paths?target=sleep"
    with listening(create_app(GRAPH, patient)) as port, ExitStack() as clients:
        run = [request(clients, port, path, body) for _ in range(2)]
        until(lambda: len(children(patient)) == 2)
        first = set(children(patient))
        wait = [request(clients, port, path, body) for _ in range(2)]
        until(lambda: refused(port))
        wait.pop(0).close()
        run.pop(0).close()
        until(lambda: len(set(children(patient)) - first) == 1 and len(children(patient)) == 2)
        clients.close()
        until(lambda: not children(patient))
        assert status(port, "/api/paths?target=a") == 200


def refused(port: int) -> bool:
    """Whether a hard question is refused at once; if it is not, it is taken back."""
    with ExitStack() as clients:
        connection = request(clients, port, "/api/paths?target=sleep")
        return bool(select.select([connection], [], [], 0.3)[0]) and connection.recv(12) == b"HTTP/1.1 503"


def status(port: int, path: str) -> int:
    """The status of the answer to a GET."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def test_fifty_hard_plans_at_once_leave_a_look_up_working() -> None:
    """While the solver works on as many plans as it may, the others wait or are refused, and look-ups are answered.

    All of them are answered before any of the plans is; when the clients leave, nothing is left of their plans.
    """
    with (
        working(Limits(children=2, deadline=LONG), "api.worker") as work,
        listening(create_app(GRAPH, work)) as port,
        ExitStack() as clients,
    ):
        plans = [request(clients, port, f"{HARDEST}&known=a{',b' * place}") for place in range(50)]
        until(lambda: len(children(work)) == 2)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for id in GRAPH:
                question = ReadConcept(id=id)
                connection.request("GET", address(question))
                reply = connection.getresponse()
                assert (reply.status, reply.read()) == (200, finished(GRAPH, question).body)
        until(lambda: len(select.select(plans, [], [], 0)[0]) >= 32)
        answered = select.select(plans, [], [], 0)[0]
        assert [connection.recv(12) for connection in answered] == [b"HTTP/1.1 503"] * (50 - 2 - 16)
        assert len(children(work)) == 2
        clients.close()
        until(lambda: not children(work))
        assert status(port, "/api/paths?target=a") == 200


def test_a_kept_answer_needs_no_process() -> None:
    """What was answered before is answered from memory, and no process is started for it."""
    with closing(Work(GRAPH, module=TOLD)) as work:
        client = TestClient(create_app(GRAPH, work))
        first = client.get("/api/paths?target=a")
        work.close()
        assert client.get("/api/paths?target=a").content == first.content
        assert client.head("/api/paths?target=a").headers == first.headers
        assert not work.running()


# -- how it is kept


def test_any_event_loop_may_ask(patient: Work) -> None:
    """One process serves many event loops, one after the other and at the same time."""
    question = told("b")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: outcomes(patient, question)[0], range(4)))
    assert {found[0]} == set(found) == {finished(GRAPH, question)}


def test_nothing_is_left_over(patient: Work) -> None:
    """However many jobs there were and however they ended, neither side keeps an open file or a dead child."""

    def open_files() -> tuple[int, int]:
        gc.collect()
        return psutil.Process().num_fds(), process(patient).num_fds()

    def some() -> None:
        outcomes(patient, told("a"), told("crash"), told("error-0"))
        outcomes(patient, *[told("mistake")] * 9)

        async def leave() -> None:
            async def left() -> Message:
                return {"type": "http.disconnect"}

            assert await patient.finished(told("sleep"), left) is None

        asyncio.run(leave())
        until(lambda: not children(patient))

    some()
    before = open_files()
    for _ in range(5):
        some()
    until(lambda: open_files() == before)


def test_a_child_is_modest(patient: Work) -> None:
    """It gives way to the server, and holds no connection but its own: what else runs adds no open file to it."""
    (alone,) = outcomes(patient, told("facts"))

    async def beside() -> Finished | None:
        other = asyncio.create_task(patient.finished(told("sleep"), staying))
        await asyncio.to_thread(until, lambda: children(patient))
        found = await patient.finished(told("facts"), staying)
        other.cancel()
        await asyncio.wait([other])
        return found

    assert asyncio.run(beside()) == alone
    assert isinstance(alone, Finished)
    assert f'"nice":{os.nice(0) + NICENESS},'.encode() in alone.body


def test_the_graph_is_handed_over_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file it travels in has no name, even while it is used."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with working(Limits()) as work:
        assert codes(outcomes(work, told("a"))) == ["fine"]
        assert list(tmp_path.iterdir()) == []


def test_it_ends_with_its_owner() -> None:
    """Whether it is closed or only forgotten, the process ends with all its children, and may be started again."""
    work = Work(GRAPH, Limits(deadline=LONG), TOLD)
    assert codes(outcomes(work, told("a"))) == ["fine"]
    first = process(work)
    work.close()
    work.close()
    assert not first.is_running()
    assert codes(outcomes(work, told("a"))) == ["fine"]
    second = process(work)
    del work
    gc.collect()
    assert not second.is_running()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_it_ends_with_the_server(number: int) -> None:
    """However the server ends, nothing of it stays; an interrupt typed at the terminal is the server's alone."""
    with serving() as server:
        (worker,) = psutil.Process(server.process.pid).children()
        assert os.getpgid(worker.pid) != os.getpgid(server.process.pid)
        assert server.ask("GET", "/api/paths?target=token").status_code == 200
        server.process.send_signal(number)
        server.process.wait(timeout=60)
        until(lambda: not worker.is_running())
