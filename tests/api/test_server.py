"""A real process: `kg serve`, asked over a socket, with what clients send that are no friends."""

import http.client
import io
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from api.app import MAX_BODY
from kg.graph import ConceptGraph
from kg.questions import Question
from kg.render import finished
from tests.api.test_problems import problem
from tests.samples import QUESTIONS, address

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).parent / "kg"
JSON = {"Content-Type": "application/json"}


class Reply(NamedTuple):
    """What a server sent back."""

    status_code: int
    headers: http.client.HTTPMessage
    content: bytes


class Server:
    """A running server, and how to ask it."""

    def __init__(self, process: subprocess.Popen[str], port: int, base: str) -> None:
        self.process, self.port, self.base = process, port, base

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Reply:
        """The reply to one request; the path is sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def send(self, data: bytes, wait: bool = True) -> bytes:
        """What comes back for some bytes on a new connection, up to its end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(data)
            found = b""
            while wait and (part := connection.recv(65536)):
                found += part
        return found

    def told(self, data: bytes) -> Reply:
        """The one reply to some bytes."""
        file = io.BytesIO(self.send(data))
        status = int(file.readline().split()[1])
        return Reply(status, http.client.parse_headers(file), file.read())

    def alive(self) -> bool:
        """Whether the process still runs and answers."""
        return self.process.poll() is None and self.ask("GET", "/livez").status_code == 200


@contextmanager
def serving(*words: str) -> Iterator[Server]:
    """A server on a free port, ended afterwards."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", "0", *words], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        found = re.search(r"on http://127\.0\.0\.1:(\d+)(/.*)$", process.stderr.readline().strip())
        assert found, process.stderr.read()
        server = Server(process, int(found[1]), found[2])
        for _ in range(600):
            try:
                server.ask("GET", "/livez")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield server
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server of the hub's own data."""
    with serving() as found:
        yield found


# -- what it answers


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_the_server_answers_what_python_answers(server: Server, graph: ConceptGraph, question: Question) -> None:
    """Over a socket, too, the bytes are those of `kg.finished(...)`."""
    reply = server.ask("GET", address(question))
    assert (reply.status_code, reply.content) == (200, finished(graph, question).body)
    assert reply.headers["content-length"] == str(len(reply.content))
    assert reply.headers["server"] is None


def test_many_at_once_are_answered_alike(server: Server, graph: ConceptGraph) -> None:
    """Questions asked by many clients at the same time do not get into each other's way."""
    asked = [question for question in QUESTIONS for _ in range(8)]
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda question: server.ask("GET", address(question)), asked))
    expected = {question: finished(graph, question).body for question in QUESTIONS}
    assert [reply.content for reply in replies] == [expected[question] for question in asked]


def test_one_connection_asks_many_questions(server: Server) -> None:
    """A connection is kept open, after a problem as after an answer, and HEAD leaves no body on it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    statuses = []
    for method, path in (
        ("GET", "/api/concepts/zzz"),
        ("HEAD", "/api/ontology"),
        ("GET", "/id/token"),
        ("GET", "/livez"),
    ):
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    assert statuses == [404, 200, 303, 200]


def test_it_is_served_under_a_base_path() -> None:
    """With `--root-path` every link has the base path, and addresses work with and without it."""
    with serving("--root-path", "/kg") as mounted:
        assert mounted.base == "/kg/"
        first, second = (mounted.ask("GET", f"{base}/id/token") for base in ("/kg", ""))
        assert first.headers["location"] == second.headers["location"] == "/kg/concepts/token"
        assert mounted.ask("GET", "/kg/concepts/token").status_code == 200
        problem(mounted.ask("GET", "/kg/nothing"), "no-such-address", "/kg/")


# -- what it survives


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/concepts/deep%252Dlearning", "not-found"),
        ("/api/concepts/%00", "not-found"),
        ("/api/concepts/%ff%fe", "not-found"),
        ("/api/concepts/%zz", "not-found"),
        ("/api/concepts/%c0%ae%c0%ae", "not-found"),
        ("/api/concepts/..%2f..%2fetc%2fpasswd", "no-such-address"),
        ("/static/..%2f..%2fapp.py", "no-such-address"),
        ("/static/%2e%2e/%2e%2e/app.py", "no-such-address"),
        ("/static/%00", "no-such-address"),
        ("//evil.example/livez", "no-such-address"),
        ("/api/concepts?id%00=1", "invalid-question"),
        ("/api/frontier?known=%ff%00", "invalid-question"),
        ("/api/frontier?" + "&".join(f"x{number}=1" for number in range(5000)), "invalid-question"),
        ("/api/concepts/" + "a" * 60_000, "invalid-question"),
    ],
    ids=lambda value: value[:40],
)
def test_addresses_of_any_bytes(server: Server, path: str, code: str) -> None:
    """Whatever stands in an address is answered with a problem, and the next client is served."""
    found = problem(server.ask("GET", path), code)
    assert len(found["detail"]) < 70_000
    assert server.alive()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"GET /\x00 HTTP/1.1", "malformed-request"),
        (b"GET /api/concepts/\xff HTTP/1.1", "malformed-request"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1", "query-too-long"),
        (b"GET /api/concepts?id=" + b"token," * 20_000 + b" HTTP/1.1", "query-too-long"),
        (b"GET /livez HTTP/1.1\r\nX: " + b"y" * 40_000, "headers-too-large"),
        (b"GET livez HTTP/1.1", "malformed-request"),
        (b"nonsense", "malformed-request"),
        (b"GET /livez HTTP/9.9", "malformed-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "malformed-request"),
        (b"POST /api/paths HTTP/1.1\r\nContent-Length: -1", "malformed-request"),
        (b"POST /api/paths HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", "malformed-request"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_is_no_request(server: Server, line: bytes, code: str) -> None:
    """What is not HTTP, or longer than is read, is refused with one problem, and the next client is served."""
    reply = server.told(line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert len(reply.content) == int(reply.headers["content-length"])
    assert reply.headers["connection"] == "close"
    problem(reply, code)
    assert server.alive()


@pytest.mark.parametrize("piece", [b"a", b" HTTP/1.1\r\nX: ", b" HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n"], ids=repr)
def test_a_request_without_end(server: Server, piece: bytes) -> None:
    """An address, a header or headers that never end are refused before they take up much memory."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection, suppress(ConnectionError):
        connection.sendall(b"GET /" + piece)
        for _ in range(1_000):
            connection.sendall(piece[-6:] * (6_000 // len(piece[-6:])))
            if select.select([connection], [], [], 0.002)[0]:
                break
        else:
            pytest.fail("six megabytes were read")
        assert connection.recv(65536).startswith((b"HTTP/1.1 414", b"HTTP/1.1 431"))
    assert server.alive()


def test_one_after_the_other(server: Server) -> None:
    """Requests that are sent before the last was answered are answered in their order, hard ones among them."""
    paths = ["/livez", "/api/paths?target=token", "/livez", "/nothing", "/api/concepts/token", "/livez", "/readyz"]
    asked = [f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n" for path in paths * 3]
    found = server.send("".join(asked).encode() + b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    alone = [server.ask("GET", path).content for path in paths]
    bodies = [part.split(b"\r\n\r\n", 1)[1] for part in found.split(b"HTTP/1.1 ")[1:]]
    assert bodies == [*alone * 3, alone[0]]


def test_who_reads_slowly_holds_up_nobody(server: Server) -> None:
    """Thousands of requests at once on a connection that is not read wait their turn; read at last, all are answered."""
    request = b"GET /api/concepts?limit=500 HTTP/1.1\r\nHost: x\r\n\r\n"
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    size = len(server.ask("GET", "/api/concepts?limit=500").content)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(request * 999 + last)
        assert server.alive()
        found = 0
        while part := connection.recv(1 << 20):
            found += len(part)
    assert 1_000 * size < found < 1_000 * (size + 1_000)


@pytest.mark.parametrize("path", ["/api/concepts/token", "/api/concepts/nothing", "/concepts/token", "/livez"])
def test_the_server_sends_what_the_application_sends(server: Server, client: TestClient, path: str) -> None:
    """Whether an answer was ready or not, status and headers are those of the application, and HEAD has no body."""
    expected = client.get(path, headers={"accept-encoding": "identity"})
    for method in ("GET", "GET", "HEAD"):
        reply = server.ask(method, path, Accept="*/*")
        headers = {name.lower(): value for name, value in reply.headers.items() if name.lower() != "date"}
        assert (reply.status_code, headers) == (expected.status_code, dict(expected.headers))
        assert reply.headers["date"].endswith(" GMT")
        assert reply.content == (expected.content if method == "GET" else b"")
    if etag := expected.headers.get("etag"):
        unchanged = server.ask("GET", path, None, **{"If-None-Match": etag})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", etag)


@pytest.mark.parametrize("host", ["evil.example", "[", "a b", "", "x" * 10_000])
def test_any_host_is_answered_alike(server: Server, host: str) -> None:
    """The `Host` header is never used."""
    reply = server.ask("GET", "/id/token", Host=host)
    assert (reply.status_code, reply.headers["location"]) == (303, "/concepts/token")


def test_bodies_that_are_too_large(server: Server) -> None:
    """A body beyond the documented most is refused, by its stated length at once, or when that much has come."""
    stated = f"POST /api/paths HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(stated.encode() + b"{")
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
    with suppress(BrokenPipeError, ConnectionResetError):  # the server may hang up before all of it is sent
        problem(server.ask("POST", "/api/paths", b" " * (4 * MAX_BODY), **JSON), "body-too-large")
    assert server.alive()


def test_clients_that_break_off() -> None:
    """A client that goes away in the middle of its request leaves no trace, and the server ends quietly when told to."""
    with serving() as found:
        head = b"POST /api/paths HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        for rest in (b"", b"Content-Length: 100\r\n\r\n{", b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"):
            found.send(head + rest, wait=False)
        found.send(b"GET /api/paths?target=large-language-model HTTP/1.1\r\nHost: x\r\n\r\n", wait=False)
        assert found.alive()
        assert found.process.stderr is not None
        found.process.send_signal(signal.SIGTERM)
        found.process.wait(timeout=60)
        assert "Traceback" not in found.process.stderr.read()
        assert found.process.returncode in (0, -signal.SIGTERM)


def test_an_interrupt_ends_it_without_a_traceback() -> None:
    """Ctrl-C is how a person ends the server."""
    with serving() as found:
        assert found.process.stderr is not None
        found.process.send_signal(signal.SIGINT)
        found.process.wait(timeout=60)
        assert "Traceback" not in found.process.stderr.read()
