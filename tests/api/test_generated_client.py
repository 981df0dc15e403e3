"""A client that is made from the description by a generator of others, and asks a real server."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any

import orjson
import pytest

from api.openapi import document
from kg import ConceptGraph
from kg.questions import Question
from kg.render import finished, format_of
from tests.api.test_server import serving
from tests.samples import QUESTIONS

NAME = "generated_client"
JSON = [question for question in QUESTIONS if format_of(question).media == "application/json"]

pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="no Java is installed: no client is generated")


def generator(*arguments: str) -> str:
    """What OpenAPI Generator prints."""
    command = [str(Path(sys.executable).parent / "openapi-generator-cli"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def description(graph: ConceptGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The description in a file."""
    found = tmp_path_factory.mktemp("openapi") / "openapi.json"
    found.write_bytes(orjson.dumps(document(graph)))
    return found


@pytest.fixture(scope="module")
def client(description: Path) -> Iterator[Any]:
    """The client that the generator makes of it for Python, as a module."""
    made = description.parent / "client"
    generator("generate", "-g", "python", "-i", str(description), "-o", str(made), "-p", f"packageName={NAME}")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(made)
        yield import_module(NAME)
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def ask(client: Any) -> Iterator[Any]:
    """An object with a method for each operation, which asks a server of the hub's own data."""
    with serving() as server:
        connection = client.ApiClient(client.Configuration(host=f"http://127.0.0.1:{server.port}"))
        apis = [getattr(client, name)(connection) for name in dir(client) if name.endswith("Api")]
        yield lambda name: next(getattr(api, name) for api in apis if hasattr(api, name))


def snake(kind: type[Question]) -> str:
    """What the client calls an operation."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower()


def said(value: Any) -> Any:
    """What an answer says, as JSON has it or as the client does, without what is said not to be there."""
    value = getattr(value, "actual_instance", value)  # of several forms that it may have
    value = value.to_dict() if hasattr(value, "to_dict") else value
    if isinstance(value, dict):
        return {name: said(inside) for name, inside in value.items() if inside is not None}
    return [said(inside) for inside in value] if isinstance(value, list) else value


def test_the_generator_has_no_complaint(description: Path) -> None:
    """The description is valid for OpenAPI Generator, which recommends nothing."""
    assert "No validation issues detected" in generator("validate", "--recommend", "-i", str(description))


@pytest.mark.parametrize("question", JSON, ids=lambda question: type(question).__name__)
def test_it_asks_and_understands(client: Any, ask: Any, graph: ConceptGraph, question: Question) -> None:
    """What the client makes of an answer, by GET and by POST, is all that the answer says."""
    kind, expected = type(question), said(orjson.loads(finished(graph, question).body))
    fields = question.model_dump(mode="json", exclude_defaults=True)
    given = {f"var_{name}" if iskeyword(name) else name: value for name, value in fields.items()}
    assert said(ask(snake(kind))(**given)) == expected
    if kind.long:
        body = getattr(client, kind.__name__).from_dict(fields)
        assert said(ask(f"{snake(kind)}_by_post")(body)) == expected


def test_refusals_are_raised(client: Any, ask: Any) -> None:
    """What is not there is an error of the client's, with the problem as it was sent."""
    with pytest.raises(client.exceptions.NotFoundException) as error:
        ask("read_concept")(id="deep-lerning")
    assert orjson.loads(error.value.body)["suggestions"]
