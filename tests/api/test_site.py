"""The site as files: a plain file server gives for every row of the manifest the bytes that the service gives."""

import asyncio
import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient

import kg
from api.app import create_app
from kg.site import publish
from tests.api.test_every_route import Service
from tests.api.test_schema import Here


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads, block_on_close = True, False  # a connection that is kept open does not hold it up


@contextmanager
def file_server(folder: Path) -> Iterator[int]:
    """The port of a plain file server."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("data", "base", "lang"), [("data", "/", None), ("tests/toy", "/kg/", "de")])
def test_every_file_is_the_live_answer(tmp_path: Path, data: str, base: str, lang: str | None) -> None:
    """Each address of the manifest, asked of the service, gives the bytes and the type of the file."""
    graph = kg.load(Path(__file__).parents[2] / data, base=base)
    folder = tmp_path / base.strip("/")
    publish(folder, graph, lang)
    with file_server(tmp_path) as port, asyncio.Runner() as runner:
        service = Service(create_app(graph, Here(graph)), runner)

        def read(name: str) -> bytes:
            with urlopen(f"http://127.0.0.1:{port}{base}{name}") as response:
                found: bytes = response.read()
            return found

        manifest = json.loads(read("manifest.json"))
        assert len(manifest["files"]) > 50
        for name, entry in manifest["files"].items():
            live = service.request("GET", entry["address"])
            assert (live.status_code, live.content) == (200, read(name)), name
            assert live.headers["content-type"].partition(";")[0] == entry["media"]
    assert {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()} == {
        "manifest.json",
        *manifest["files"],
    }


@pytest.mark.parametrize("name", ["hub.json", "graph.svg", "paths/what-is-deep-learning.md"])
def test_a_file_takes_a_language_alone(client: TestClient, name: str) -> None:
    """What is added to get past a cache is passed over; a language that is none is refused by name."""
    plain = client.get(f"/{name}")
    assert client.get(f"/{name}?v=3&lang=en").content == plain.content
    refused = client.get(f"/{name}?lang=1")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/lang")
    assert client.get(f"/{name}?lang=en&lang=de").status_code == 422


def test_a_file_that_there_is_not(client: TestClient) -> None:
    """A page that does not exist has neither a bundle nor a path; what is near is proposed."""
    for name in ("pages/what-is-deep-learnin.json", "paths/what-is-deep-learnin.json"):
        found = client.get(f"/{name}")
        assert (found.status_code, found.json()["suggestions"]) == (404, ["what-is-deep-learning"])
    assert client.get("/pages/what-is-deep-learning.xml").status_code == 404
