"""The parts of the OpenAPI document that many operations share: headers, problems, redirects."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from api.problems import TYPES

_SCHEMA = "#/components/schemas/{model}"

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457). `suggestions` holds what is near, `available` what there is instead, "
    "`errors` points at each field, `witness` says why a target cannot be reached.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
        "available": {"type": "array", "items": {"type": "string"}},
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

_HEADERS: Mapping[str, str] = {
    "Accept": "The media types that the body may have.",
    "Cache-Control": "How long the answer may be kept.",
    "Content-Language": "The language of the texts.",
    "Content-Location": "The address of this very document, whatever was negotiated.",
    "ETag": "A strong tag of the bytes sent: give it back in `If-None-Match`.",
    "Graph-Version": "The version of the graph that answers.",
    "Link": "What the answer leads to (RFC 8288): `next` where it goes on; of documents the other types.",
    "Location": "Where to go.",
    "Retry-After": "In how many seconds to ask again.",
    "Vary": "What of the request the answer depends on.",
}
# What every answer of its kind has, for sure
_SURE = {"Cache-Control", "ETag", "Graph-Version", "Location"}

_WITH: Mapping[str, tuple[str, ...]] = {"unsupported-media-type": ("Accept",), "too-busy": ("Retry-After",)}
_ALWAYS = ("query-too-long", "headers-too-large", "internal-error")


def header(*names: str) -> dict[str, Any]:
    """Headers by reference."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def kept(*more: str) -> dict[str, Any]:
    """The headers of an answer that may be kept."""
    return header("ETag", "Cache-Control", "Graph-Version", "Vary", *more)


def example(values: Iterable[Any]) -> dict[str, Any]:
    """The first of some values as the example of what they are values of; of none there is none."""
    return next(({"example": value} for value in values), {})


@cache
def _schemas(shape: type) -> Mapping[str, Any]:
    """The schema of a shape and of all that it holds, by name."""
    found = TypeAdapter(shape).json_schema(ref_template=_SCHEMA, mode="serialization")
    return {**found.pop("$defs", {}), shape.__name__: found}


@cache
def _model(kind: type[BaseModel]) -> Mapping[str, Any]:
    """The schema of a question."""
    return kind.model_json_schema(ref_template=_SCHEMA)


class Components:
    """What the operations of a document refer to, gathered while they are described."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
        self.responses: dict[str, Any] = {}

    def schema(self, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """A schema by reference."""
        self.schemas[name] = schema
        return {"$ref": f"#/components/schemas/{name}"}

    def shape(self, shape: type) -> dict[str, Any]:
        """The schema of an answer by reference."""
        self.schemas.update(_schemas(shape))
        return {"$ref": f"#/components/schemas/{shape.__name__}"}

    def model(self, kind: type[BaseModel]) -> dict[str, Any]:
        """The schema of a question itself; what it refers to is gathered."""
        found = _model(kind)
        self.schemas.update(found.get("$defs", {}))
        return {key: value for key, value in found.items() if key != "$defs"}

    def response(self, name: str, description: str, headers: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """A response without a body of its own kind, by reference."""
        self.responses[name] = {"description": description, "headers": headers, **more}
        return {"$ref": f"#/components/responses/{name}"}

    def unchanged(self) -> dict[str, Any]:
        """The response to a client that has the answer already."""
        return {"304": self.response("NotModified", "What the client has is still right.", kept("Content-Location"))}

    def renamed(self) -> dict[str, Any]:
        """The response about an id that has a successor."""
        return {"308": self.response("Renamed", "The id has a successor: see `Location`.", header("Location"))}

    def problems(self, *codes: str) -> dict[str, Any]:
        """The responses of an operation that can end in some problems, by status, which several may share."""
        by_status: dict[int, list[str]] = {}
        for code in (*codes, *_ALWAYS):
            by_status.setdefault(TYPES[code].status, []).append(code)
        return {str(status): self._problem(group) for status, group in sorted(by_status.items())}

    def _problem(self, codes: Sequence[str]) -> dict[str, Any]:
        name = "Or".join("".join(map(str.title, code.split("-"))) for code in codes)
        description = " Or: ".join(f"{TYPES[code].title}." for code in codes)
        headers = header("Graph-Version", *(one for code in codes for one in _WITH.get(code, ())))
        schema = {"$ref": "#/components/schemas/Problem"}
        return self.response(name, description, headers, content={"application/problem+json": {"schema": schema}})

    def document(self) -> dict[str, Any]:
        """All of it, with the headers."""
        headers = {
            name: {"description": text, "required": name in _SURE, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        }
        return {"schemas": self.schemas, "headers": headers, "responses": self.responses}
