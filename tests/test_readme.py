"""The README keeps its word: every console example is run and its output compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from kg import load

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n\$ (.+?)\n(.*?)```", README, re.DOTALL)


@pytest.fixture(name="client", scope="module")
def _client() -> TestClient:
    return TestClient(create_app(load(ROOT / "data")))


def _run(command: str, client: TestClient) -> str:
    words = shlex.split(command)
    if words[0] == "curl":
        response = client.get(words[-1].removeprefix("localhost:8000"))
        assert response.status_code == 200
        return response.text
    assert words[0] == "kg"
    script = "from api.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, *words[1:]],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_an_example_prints_what_is_written(command: str, output: str, client: TestClient) -> None:
    """Each `$` line of a console block, run here, prints what stands below it (trailing blanks aside)."""
    lines = [line.rstrip() for line in _run(command, client).splitlines()]
    assert lines == output.rstrip("\n").splitlines()


def test_the_addresses_of_the_table_answer(client: TestClient) -> None:
    """Each address that the README gives for a question answers with something in it."""
    addresses = re.findall(r"\| `(/api/[^`]+)` \|", README)
    assert len(addresses) >= 7
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        if response.headers["content-type"] != "application/json":
            assert len(response.content) > 1000, address
            continue
        answer = response.json()
        said = ("items", "steps", "ready", "connections", "slug", "ask", "totals")
        assert any(answer.get(member) for member in said), address
