"""The description of the interface is valid, complete, and true."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from api.openapi import document
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS, Question, fields_of, takes_many
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


def test_every_path_is_served(client: TestClient, described: dict[str, Any]) -> None:
    """What is described is there: no path is answered as an address that there is not."""
    for path, _, _ in operations(described):
        response = client.get(path.replace("{id}", "zzz"))
        assert response.json().get("type") != "/problems/no-such-address"


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
    """Each reference leads to a schema of the document, and each schema is referred to."""
    found = set(references(described))
    schemas = described["components"]["schemas"]
    assert found == {f"#/components/schemas/{name}" for name in schemas}


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
        assert {"200", "422"} <= codes
        assert ("{id}" in kind.path) == ({"308", "404", "410"} <= codes)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
def test_answers_are_as_described(client: TestClient, described: dict[str, Any], question: Question) -> None:
    """Real answers fit their documented schema, and have no member that it does not name."""
    operation = described["paths"][question.path]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    found = client.get(address(question)).json()
    checked(described, schema).validate(found)
    name = schema["$ref"].rpartition("/")[2]
    assert set(found) <= set(described["components"]["schemas"][name]["properties"])


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


def test_examples_work(client: TestClient, described: dict[str, Any]) -> None:
    """To fill in the examples of what is required asks a question that is answered."""
    for path, method, operation in operations(described):
        if method == "get" and path.startswith("/api"):
            required = [one for one in operation["parameters"] if one["required"]]
            fields = {one["name"]: one["example"] for one in required}
            response = client.get(path.replace("{id}", str(fields.pop("id", ""))), params=fields)
            assert response.status_code == 200, response.text


def test_problems_are_described_where_they_occur(client: TestClient, described: dict[str, Any]) -> None:
    """A problem that an operation ends in is described there, as what it is."""
    for address_, path in (("/api/concepts/zzz", "/api/concepts/{id}"), ("/api/paths", "/api/paths")):
        response = client.get(address_)
        content = described["paths"][path]["get"]["responses"][str(response.status_code)]["content"]
        checked(described, content["application/problem+json"]["schema"]).validate(response.json())


def test_it_speaks_of_the_graph_that_is_served() -> None:
    """Title, version and server are those of the hub and of the path it is published under."""
    found = document(small("a"))
    assert (found["info"]["title"], found["info"]["version"]) == ("Test hub: concept graph", "0.0.0")
    assert found["servers"] == [{"url": "/"}]


def test_it_is_the_same_each_time(graph: ConceptGraph) -> None:
    """To describe the interface twice gives the same document."""
    assert document(graph) == document(graph)
