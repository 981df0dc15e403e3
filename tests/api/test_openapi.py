"""The description of the interface is valid, complete, and true."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from api.app import create_app
from api.examples import MOST
from api.openapi import document
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, Question, ReadPage, fields_of, takes_many
from kg.render import FORMATS
from tests.build import catalog
from tests.build import graph as small
from tests.samples import QUESTIONS, address


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of every operation."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def checked(described: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    """A validator for a schema of the description, in which references resolve."""
    return Draft202012Validator({**schema, "components": described["components"]})


def test_it_is_valid(described: dict[str, Any]) -> None:
    """The description is OpenAPI 3.1, says the validator that others have written."""
    assert described["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_it_has_every_question_and_no_other(described: dict[str, Any]) -> None:
    """The paths under `/api` are those of the questions, each with its methods."""
    assert {path: set(methods) for path, methods in described["paths"].items() if path.startswith("/api")} == {
        kind.path: {"get", "post"} if kind.long else {"get"} for kind in OPERATIONS
    }


def test_operation_ids_are_unique(described: dict[str, Any]) -> None:
    """Each operation has a name of its own."""
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(names)) == len(names) > len(OPERATIONS)
    assert all(name.isidentifier() for name in names)


def references(value: Any) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inside in value.values():
            yield from references(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from references(inside)


def test_every_reference_resolves(described: dict[str, Any]) -> None:
    """Each reference leads to a part of the document, and each part is referred to."""
    found = set(references(described))
    parts = {f"#/components/{of}/{name}" for of, each in described["components"].items() for name in each}
    assert found == parts


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_parameters_are_the_fields_of_the_question(described: dict[str, Any], kind: type[Question]) -> None:
    """Each field is a parameter under the name that clients write, and says what it is for."""
    parameters = described["paths"][kind.path]["get"]["parameters"]
    assert [one["name"] for one in parameters] == fields_of(kind)
    lists = {field.alias or name for name, field in kind.model_fields.items() if takes_many(field)}
    for one in parameters:
        in_path = f"{{{one['name']}}}" in kind.path
        assert (one["in"], one["required"] or not in_path) == ("path" if in_path else "query", True)
        assert (one["schema"].get("type") == "array") == (one["name"] in lists)
        assert one["description"]


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_every_operation_is_told(described: dict[str, Any], kind: type[Question]) -> None:
    """Each operation has a summary and a description in words, and tells the problems that it can end in."""
    for operation in described["paths"][kind.path].values():
        assert operation["summary"]
        assert operation["description"].endswith(".")
        codes = set(operation["responses"])
        assert {"200", "414", "422", "431", "500"} <= codes
        assert ("{id}" in kind.path) == ("404" in codes)
        assert ("{id}" in kind.path and kind is not ReadPage) == ("308" in codes)
        assert ("308" in codes or "cursor" in kind.model_fields) == ("410" in codes)
        assert ("requestBody" in operation) == ({"400", "413", "415"} <= codes) == ("304" not in codes)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_answers_are_as_described(client: TestClient, described: dict[str, Any], question: Question) -> None:
    """Real answers have a documented media type and fit its schema, and have no member that it does not name."""
    found = client.get(address(question))
    content = described["paths"][question.path]["get"]["responses"]["200"]["content"]
    schema = content[found.headers["content-type"].removesuffix("; charset=utf-8")]["schema"]
    if "json" not in found.headers["content-type"]:
        assert schema == {"type": "string"}
        return
    checked(described, schema).validate(found.json())
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        assert set(found.json()) <= set(described["components"]["schemas"][name]["properties"])


def test_the_schemas_can_be_failed(client: TestClient, described: dict[str, Any]) -> None:
    """The documented schemas refuse an answer that lacks what every answer has."""
    schema = {"$ref": "#/components/schemas/ConceptAnswer"}
    found = client.get("/api/concepts/token").json()
    assert checked(described, schema).is_valid(found)
    assert not checked(described, schema).is_valid({**found, "label": None})
    assert not checked(described, schema).is_valid({key: value for key, value in found.items() if key != "uri"})


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.long], ids=lambda question: type(question).__name__)
def test_bodies_are_as_described(described: dict[str, Any], question: Question) -> None:
    """The fields of a question fit the documented schema of its body, and unknown ones do not."""
    body = described["paths"][question.path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields = question.model_dump(mode="json", exclude_defaults=True)
    checked(described, body).validate(fields)
    assert not checked(described, body).is_valid({**fields, "zzz": 1})


def asked(path: str, operation: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address and the parameters of the example of an operation."""
    given = {one["name"]: one["example"] for one in operation.get("parameters", ()) if "example" in one}
    for name in [name for name in given if f"{{{name}}}" in path]:
        path = path.replace(f"{{{name}}}", quote(given.pop(name), safe=""))
    return path, given


def returned(response: Response) -> Any:
    """What a response holds: what its JSON means, or else its text."""
    return response.json() if response.headers["content-type"] == "application/json" else response.text


def shown(content: dict[str, Any]) -> Iterator[tuple[str, Any, str | None]]:
    """The examples of an answer: the media type, the value, and the format that it was asked for in, if it says so."""
    for media, one in content.items():
        if "example" in one:
            yield media, one["example"], None
        for told in one.get("examples", {}).values():
            yield media, told["value"], told["summary"].removeprefix("format=")


def test_examples_are_returned_as_written(client: TestClient, described: dict[str, Any]) -> None:
    """To ask the example of each operation, in each format, gives the very answer that is shown there."""
    count = 0
    for path, method, operation in operations(described):
        content = operation["responses"].get("200", {}).get("content", {})
        where, fields = asked(path, operation)
        kind = next((kind for kind in OPERATIONS if kind.path == path), None)
        for media, value, format in shown(content):
            formats = [name for name, one in FORMATS.get(kind, {}).items() if one.media == media] if kind else []
            more = {"format": format or formats[0]} if formats else {}
            if method == "get":
                found = client.get(where, params={**fields, **more})
            else:
                found = client.post(
                    where, json={**operation["requestBody"]["content"]["application/json"]["example"], **more}
                )
            assert found.status_code == 200, found.text
            assert found.headers["content-type"].removesuffix("; charset=utf-8") == media
            assert returned(found) == value
            count += 1
    assert count > len(OPERATIONS)


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_every_operation_has_an_example(client: TestClient, described: dict[str, Any], kind: type[Question]) -> None:
    """Each question is shown with an answer that fits its schema; the example alone, sent as it is, gives it.

    An answer that is too long to be shown is given all the same.
    """
    for method, operation in described["paths"][kind.path].items():
        content = operation["responses"]["200"]["content"]["application/json"]
        where, fields = asked(kind.path, operation)
        if method == "post":
            body = operation["requestBody"]["content"]["application/json"]
            checked(described, body["schema"]).validate(body["example"])
            found = client.post(where, json=body["example"])
        else:
            found = client.get(where, params=fields)
        assert found.status_code == 200
        checked(described, content["schema"]).validate(found.json())
        assert found.json() == content["example"] if "example" in content else len(found.content) > MOST


@pytest.mark.parametrize(
    "hub",
    [
        catalog(),
        catalog("a"),
        catalog("a requires b", "b requires a"),
        catalog("a requires-any 1 of b c", "b is-a c"),
        catalog("a next b", "a related b"),
    ],
    ids=["nothing", "one", "a loop", "a choice", "no requirement"],
)
def test_any_graph_has_a_description_with_true_examples(hub: Catalog) -> None:
    """However little a hub holds, its description is valid, and what it shows is answered so."""
    graph = ConceptGraph.of(hub, "/kg/")
    client, found = TestClient(create_app(graph)), document(graph)
    assert [str(error) for error in OpenAPIV31SpecValidator(found).iter_errors()] == []
    hard = {kind.path for kind in OPERATIONS if kind.hard}  # to start a process for each hub takes its time
    for path, method, operation in operations(found):
        example = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("example")
        if method == "get" and example is not None and path not in hard:
            where, fields = asked(path, operation)
            assert client.get(f"/kg{where}", params=fields).json() == example


def test_problems_are_described_where_they_occur(client: TestClient, described: dict[str, Any]) -> None:
    """A problem that an operation ends in is described there, as what it is."""
    for address_, path in (("/api/concepts/zzz", "/api/concepts/{id}"), ("/api/paths", "/api/paths")):
        response = client.get(address_)
        reference = described["paths"][path]["get"]["responses"][str(response.status_code)]["$ref"]
        content = described["components"]["responses"][reference.rpartition("/")[2]]["content"]
        checked(described, content["application/problem+json"]["schema"]).validate(response.json())


def test_it_speaks_of_the_graph_that_is_served() -> None:
    """Title, version and server are those of the hub and of the path it is published under."""
    found = document(small("a"))
    assert (found["info"]["title"], found["info"]["version"]) == ("Test hub: concept graph", "0.0.0")
    assert found["servers"] == [{"url": "/"}]


def test_it_is_the_same_each_time(graph: ConceptGraph) -> None:
    """To describe the interface twice gives the same document."""
    assert document(graph) == document(graph)
