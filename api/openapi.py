"""The description of the HTTP interface (OpenAPI 3.1), made from the table of questions and the graph that answers."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.addresses import addresses
from api.components import Components, example, header, kept
from api.examples import Example, examples, subject
from kg.answers import OPERATIONS
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS as QUESTIONS
from kg.questions import Changes, FindPath, Paged, Question, ReadConcept, ReadDump, ReadGraph, ReadPage
from kg.render import FORMATS, JSON

_DESCRIPTION = """\
Every question is free of side effects. Lists are given repeated or with commas; long questions are POSTed with the \
same fields as JSON. `lang` chooses the language of the texts.

What is described for GET holds for HEAD, without the body. Every answer carries the `Graph-Version`, and what may be \
kept a strong `ETag`: sent back in `If-None-Match` it is answered with 304. Answers are packed with zstd or gzip for \
those who accept it. Reads are open to every origin.

Whatever cannot be answered is told as problem details (RFC 9457). A query may have 60 KiB, the headers 32 KiB, a body \
1 MiB. A long answer comes in parts: `next` is the address of the following part, relative to this one."""

# Cytoscape JSON holds what the answer holds, arranged for drawing
CYTOSCAPE: Mapping[str, Any] = {
    "type": "object",
    "title": "Cytoscape",
    "description": "Elements with positions, as Cytoscape.js, Cytoscape and networkx read them.",
    "required": ["data", "directed", "multigraph", "elements"],
    "properties": {
        "data": {"type": "object"},
        "directed": {"type": "boolean"},
        "multigraph": {"type": "boolean"},
        "elements": {
            "type": "object",
            "required": ["nodes", "edges"],
            "properties": {
                part: {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["data", *more],
                        "properties": {"data": {"type": "object"}, **{name: {"type": "object"} for name in more}},
                    },
                }
                for part, more in (("nodes", ["position"]), ("edges", []))
            },
        },
    },
}

# what the dump is in its other formats that are JSON
DUMPS: tuple[Mapping[str, Any], ...] = (
    {"type": "array", "items": {"$ref": "#/components/schemas/DumpConcept"}, "title": "concepts"},
    {"type": "object", "additionalProperties": {"type": ["string", "null"]}, "title": "glossary, or redirects"},
    {"type": "object", "additionalProperties": {"type": "object"}, "title": "content-index"},
)


def document(graph: ConceptGraph) -> dict[str, Any]:
    """The OpenAPI document of the service of a graph."""
    components, about = Components(), subject(graph)
    paths: dict[str, Any] = {}
    for kind in QUESTIONS:
        shown = examples(graph, kind, about)
        paths[kind.path] = {"get": _get(kind, components, shown)}
        if kind.long:
            paths[kind.path]["post"] = _post(kind, components, shown)
    paths |= addresses(components, *(examples(graph, kind, about) for kind in (ReadConcept, ReadPage)))
    title = next(iter(graph.hub.title.values()))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title}: concept graph",
            "version": graph.hub.version,
            "summary": "Concepts, typed relations with reason and source, and learning paths.",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": graph.base}],
        "paths": paths,
        "components": components.document(),
    }


def served(graph: ConceptGraph) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of the document, which is made when it is first asked for: its examples are answers."""

    @cache
    def made() -> bytes:
        return orjson.dumps(document(graph), option=orjson.OPT_APPEND_NEWLINE)

    async def description(_: Request) -> Response:
        return Response(await run_in_threadpool(made), media_type="application/json")

    return description


def _get(kind: type[Question], components: Components, shown: Mapping[str, Example]) -> dict[str, Any]:
    parameters = [_parameter(kind, name, facts, shown) for name, facts in components.model(kind)["properties"].items()]
    return {**_operation(kind, components, shown, ""), "parameters": parameters}


def _parameter(
    kind: type[Question], name: str, property_: Mapping[str, Any], shown: Mapping[str, Example]
) -> dict[str, Any]:
    facts = {key: value for key, value in property_.items() if key not in ("title", "description", "examples")}
    in_path = f"{{{name}}}" in kind.path
    return {
        "name": name,
        "in": "path" if in_path else "query",
        "required": in_path or "default" not in property_,
        "description": property_.get("description", ""),
        "schema": _optional(facts),
        **example(one.fields[name] for place, one in shown.items() if not place and name in one.fields),
    }


def _optional(facts: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field as a parameter: one that is left out is not there, rather than null, and items are text."""
    choices = [one for one in facts.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        facts = {**{key: value for key, value in facts.items() if key not in ("anyOf", "default")}, **choices[0]}
    written = [one for one in facts.get("items", {}).get("anyOf", ()) if one.get("type") == "string"]
    return {**facts, "items": written[0]} if written else facts


def _post(kind: type[Question], components: Components, shown: Mapping[str, Example]) -> dict[str, Any]:
    schema = components.schema(kind.__name__, components.model(kind))
    body = {"schema": schema, **example(one.fields for one in shown.values())}
    operation = _operation(kind, components, shown, "ByPost")
    return {**operation, "requestBody": {"required": True, "content": {"application/json": body}}}


def _operation(
    kind: type[Question], components: Components, shown: Mapping[str, Example], suffix: str
) -> dict[str, Any]:
    shape = OPERATIONS[kind].shape
    more = header("Link") if issubclass(kind, Paged) else {}
    answer = {
        "description": (shape.__doc__ or kind.summary).strip(),
        "headers": {**(header("Graph-Version") if suffix else kept()), **more},
        "content": _content(kind, components, shown),
    }
    by_id = "{id}" in kind.path and kind is not ReadPage
    return {
        "operationId": kind.__name__[0].lower() + kind.__name__[1:] + suffix,
        "summary": kind.summary,
        "description": (kind.__doc__ or "").strip(),
        "tags": [kind.path.split("/")[2]],
        "responses": {
            "200": answer,
            **({} if suffix else components.unchanged()),
            **(components.renamed() if by_id else {}),
            **components.problems(*_codes(kind, posted=bool(suffix))),
        },
    }


def _codes(kind: type[Question], *, posted: bool) -> list[str]:
    """The problems that a question can end in, beside those that any request can."""
    codes = ["malformed-body", "body-too-large", "unsupported-media-type"] if posted else []
    if "{id}" in kind.path:
        codes += ["not-found"] if kind is ReadPage else ["not-found", "withdrawn"]
    codes += ["stale-cursor"] if issubclass(kind, Paged) else []
    codes += ["not-found", "version-too-old"] if kind is Changes else []
    codes += ["invalid-question", *(["unreachable"] if kind is FindPath else [])]
    return codes + (["too-busy", "took-too-long"] if kind.hard else [])


def _content(kind: type[Question], components: Components, shown: Mapping[str, Example]) -> dict[str, Any]:
    """The media types that an answer may have, each with its schema, and with examples by format where it has several."""
    found: dict[str, Any] = {}
    for form in FORMATS.get(kind, {"": JSON}).values():
        given = {
            name: {"summary": f"format={name}", "value": one.answer}
            for name, one in shown.items()
            if one.media == form.media and one.answer is not None
        }
        more = {"examples": given} if len(given) > 1 else example(one["value"] for one in given.values())
        found[form.media] = {"schema": _schema(kind, form.media, components), **more}
    return found


def _schema(kind: type[Question], media: str, components: Components) -> dict[str, Any]:
    if media == "application/json":
        if kind is ReadDump:
            return {"anyOf": [components.shape(OPERATIONS[kind].shape), *DUMPS]}
        drawn = kind is ReadGraph
        return components.schema("Cytoscape", CYTOSCAPE) if drawn else components.shape(OPERATIONS[kind].shape)
    return {"type": "object"} if media.endswith("+json") else {"type": "string"}
