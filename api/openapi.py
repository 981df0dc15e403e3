"""The description of the HTTP interface (OpenAPI 3.1), made from the table of questions."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from api.problems import TYPES
from kg.answers import OPERATIONS
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS as QUESTIONS
from kg.questions import Question

_REF = "#/components/schemas/{model}"

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457). `suggestions` holds what is near, `errors` points at each field.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
        "witness": {"type": "array", "items": {"type": "string"}},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def document(graph: ConceptGraph) -> dict[str, Any]:
    """The OpenAPI document of the service of a graph."""
    schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    paths: dict[str, Any] = {}
    for kind in QUESTIONS:
        operations = {"get": _get(kind, schemas)}
        if kind.long:
            operations["post"] = _post(kind, schemas)
        paths[kind.path] = operations
    for path, summary in (("/livez", "Is the process alive?"), ("/readyz", "Is a graph loaded, and which version?")):
        paths[path] = {"get": _health(path, summary)}
    title = next(iter(graph.hub.title.values()))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: concept graph",
            "version": graph.hub.version,
            "summary": "Concepts, typed relations with reason and source, and learning paths.",
            "description": "Every question is free of side effects. Lists are given repeated or with commas; "
            "long questions are POSTed with the same fields as JSON. Every answer carries the `Graph-Version`.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": graph.base}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _get(kind: type[Question], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = kind.model_json_schema(ref_template=_REF)
    required = schema.get("required", [])
    parameters = []
    for name, property_ in schema["properties"].items():
        facts = {key: value for key, value in property_.items() if key not in ("title", "description", "examples")}
        in_path = f"{{{name}}}" in kind.path
        example = next(iter(property_.get("examples", ())), None)
        parameter = {
            "name": name,
            "in": "path" if in_path else "query",
            "required": in_path or name in required,
            "description": property_.get("description", ""),
            "schema": _optional(facts),
        }
        if example is not None and parameter["required"]:
            parameter["example"] = example
        parameters.append(parameter)
    return {**_operation(kind, schemas, ""), "parameters": parameters}


def _optional(facts: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field without its null: a parameter that is left out is not there."""
    choices = [one for one in facts.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        facts = {**{key: value for key, value in facts.items() if key not in ("anyOf", "default")}, **choices[0]}
    return facts


def _post(kind: type[Question], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = kind.model_json_schema(ref_template=_REF)
    schemas[kind.__name__] = schema
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": _REF.format(model=kind.__name__)}}}}
    return {**_operation(kind, schemas, "ByPost"), "requestBody": body}


def _operation(kind: type[Question], schemas: dict[str, Any], suffix: str) -> dict[str, Any]:
    shape = OPERATIONS[kind].shape
    answer = TypeAdapter(shape).json_schema(ref_template=_REF, mode="serialization")
    schemas.update(answer.pop("$defs", {}))
    schemas[shape.__name__] = answer
    name = kind.__name__[0].lower() + kind.__name__[1:] + suffix
    codes = {"422": "invalid-question"}
    if "{id}" in kind.path:
        codes |= {"404": "not-found", "410": "withdrawn"}
    if "cursor" in kind.model_fields:
        codes["410"] = "stale-cursor"
    if suffix:
        codes |= {"400": "malformed-body", "413": "body-too-large", "415": "unsupported-media-type"}
    problems = {
        status: {
            "description": TYPES[code].title,
            "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
        }
        for status, code in sorted(codes.items())
    }
    renamed = {"308": {"description": "The id has a successor: the `Location`."}} if "{id}" in kind.path else {}
    return {
        "operationId": name,
        "summary": kind.summary,
        "description": (kind.__doc__ or "").strip(),
        "tags": [kind.path.split("/")[2]],
        "responses": {
            "200": {
                "description": (shape.__doc__ or kind.summary).strip(),
                "headers": {"Graph-Version": {"schema": {"type": "string"}, "description": "The graph's version."}},
                "content": {"application/json": {"schema": {"$ref": _REF.format(model=shape.__name__)}}},
            },
            **renamed,
            **problems,
        },
    }


def _health(path: str, summary: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["status"],
        "properties": {"status": {"type": "string"}, "version": {"type": "string"}},
    }
    ok = {"description": "Yes.", "content": {"application/json": {"schema": schema}}}
    return {"operationId": path.strip("/"), "summary": summary, "tags": ["service"], "responses": {"200": ok}}
