"""The description of what is served beside the questions: documents, pages, and the service itself."""

import re
from collections.abc import Mapping
from typing import Any

from api import files, service
from api.components import Components, example, header, kept
from api.documents import CONCEPT, ONTOLOGY, PAGE
from api.examples import Example
from kg.answers.shapes import ConceptAnswer, OntologyAnswer, PageAnswer
from kg.documents import Type
from kg.questions import Question, ReadConcept
from kg.render import FORMATS, JSON


def addresses(components: Components, shown: Mapping[str, Example], pages: Mapping[str, Example]) -> dict[str, Any]:
    """The paths, each with its operation; the examples are those of documents about a concept and an article."""
    concept = {
        "schema": components.shape(ConceptAnswer),
        **example(one.answer for one in shown.values() if one.answer is not None),
    }
    ontology = {"schema": components.shape(OntologyAnswer)}
    id = {**_in_path("id", "The concept's id."), **example(one.fields["id"] for one in shown.values())}
    slug = {**_in_path("id", "The page's slug."), **example(one.fields["id"] for one in pages.values())}
    document = {"summary": "Read the document about a concept", "parameters": [id], "renames": True}
    article = {"summary": "Read what goes around an article", "parameters": [slug], "renames": False}
    vocabulary = {"summary": "Read the vocabulary", "parameters": list[Any](), "renames": False}
    page = {"schema": components.shape(PageAnswer)}
    return {
        "/id/{id}": {"get": _thing(components)},
        "/concepts/{id}": {"get": _document(components, "concept", document, CONCEPT, concept, fixed=False)},
        "/concepts/{id}.{suffix}": {"get": _document(components, "concept", document, CONCEPT, concept, fixed=True)},
        "/pages/{id}": {"get": _document(components, "page", article, PAGE, page, fixed=False)},
        "/pages/{id}.{suffix}": {"get": _document(components, "page", article, PAGE, page, fixed=True)},
        "/ontology": {"get": _document(components, "ontology", vocabulary, ONTOLOGY, ontology, fixed=False)},
        "/ontology.{suffix}": {"get": _document(components, "ontology", vocabulary, ONTOLOGY, ontology, fixed=True)},
        **_files(components, slug),
        **_service(components),
    }


def _files(components: Components, slug: Mapping[str, Any]) -> dict[str, Any]:
    """The files of the site, each with the question whose answer it is."""
    lang = {"name": "lang", "in": "query", "required": False, "description": "Language of the texts (BCP 47)."}
    lang["schema"] = Question.model_json_schema()["properties"]["lang"]["anyOf"][0]
    found: dict[str, Any] = {}
    for sheet, form, path in files.served():
        media = FORMATS.get(sheet.kind, {"json": JSON})[form].media
        schema = {"type": "string"} if not media.endswith("json") else {"type": ["object", "array"]}
        by_id = "{id}" in path
        parameters = [slug] if by_id else []
        codes = [*(["not-found"] if by_id else []), *(["too-busy", "took-too-long"] if sheet.kind.hard else [])]
        answer = {"description": "The file.", "headers": kept(), "content": {media: {"schema": schema}}}
        found[path] = {
            "get": {
                "operationId": "file" + "".join(part.capitalize() for part in re.findall("[A-Za-z]+", path)),
                "summary": f"Read {path[1:]}",
                "description": f"As `kg export site` writes it: `{sheet.kind.path}` as `{form}`.",
                "tags": ["files"],
                "parameters": [*parameters, lang],
                "responses": {
                    "200": answer,
                    **components.unchanged(),
                    **components.problems(*codes, "invalid-question"),
                },
            }
        }
    return found


def _in_path(name: str, description: str, **schema: Any) -> dict[str, Any]:
    facts = {"type": "string", **schema}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": facts}


def _thing(components: Components) -> dict[str, Any]:
    """A concept itself, which is no document."""
    found = components.response("SeeOther", "The document about it: see `Location`.", header("Location", "Link"))
    return {
        "operationId": "concept",
        "summary": "Find the document about a concept",
        "description": "The address that identifies the concept itself leads to the document about it.",
        "tags": ["documents"],
        "parameters": [_in_path("id", "The concept's id.")],
        "responses": {"303": found, **components.renamed(), **components.problems("not-found", "withdrawn")},
    }


def _document(
    components: Components,
    name: str,
    told: Mapping[str, Any],
    types: Mapping[str, Type],
    answer: Mapping[str, Any],
    *,
    fixed: bool,
) -> dict[str, Any]:
    """A document in the type that its suffix fixes, or else in the one that `Accept` prefers."""
    lang = ReadConcept.model_json_schema()["properties"]["lang"]
    asked = {"name": "lang", "in": "query", "required": False, "description": lang["description"]}
    accepted = {"name": "Accept-Language", "in": "header", "required": False, "schema": {"type": "string"}}
    accepted["description"] = "The languages preferred, where `lang` names none and the hub has several."
    suffix = [_in_path("suffix", "The type of the document.", enum=list(types)) | {"example": "json"}] if fixed else []
    headers = kept("Content-Location", "Link", "Content-Language")
    content = {one.media: answer if key == "json" else {"schema": _other(one.media)} for key, one in types.items()}
    by_id = [*told["parameters"]]
    renames = ["withdrawn"] if told["renames"] else []
    codes = [*(["not-found", *renames] if by_id else ["no-such-address"] if fixed else [])]
    return {
        "operationId": f"{name}Document{'As' if fixed else ''}",
        "summary": f"{told['summary']}{' in a type of your choice' if fixed else ''}",
        "description": "The type is that of the suffix."
        if fixed
        else _NEGOTIATED.format(next(iter(types.values())).media),
        "tags": ["documents"],
        "parameters": [*by_id, *suffix, {**asked, "schema": lang["anyOf"][0]}, accepted],
        "responses": {
            "200": {"description": "The document.", "headers": headers, "content": content},
            **components.unchanged(),
            **(components.renamed() if renames else {}),
            **components.problems(*codes, *([] if fixed else ["not-acceptable"]), "invalid-question"),
        },
    }


_NEGOTIATED = "The type is the one that `Accept` prefers; without a preference it is {}."


def _other(media: str) -> dict[str, str]:
    return {"type": "object"} if media.endswith("json") else {"type": "string"}


def _service(components: Components) -> dict[str, Any]:
    """The pages for people, and what the service says of itself."""
    anything: Mapping[str, Any] = {"type": "object"}
    status = components.schema(
        "Status",
        {
            "type": "object",
            "required": ["status"],
            "properties": {"status": {"type": "string"}, "version": {"type": "string"}},
        },
    )
    page: Mapping[str, Any] = {"type": "string"}
    rows = (
        ("/", "home", "See what the hub is about", "text/html", page),
        ("/learn", "planner", "Plan a learning path; it takes the fields of `/api/paths`", "text/html", page),
        ("/map", "map", "See the graph part by part", "text/html", page),
        ("/search", "searching", "Search the concepts", "text/html", page),
        ("/compare", "comparison", "See how two concepts hang together", "text/html", page),
        ("/report", "reporting", "See what editors may want to look at", "text/html", page),
        ("/docs", "documentation", "Read about the interface", "text/html", page),
        ("/openapi.json", "description", "Read this description", "application/json", anything),
        (f"/{service.CATALOG}", "catalog", "Find the descriptions of the service", service.MEDIA, anything),
        ("/livez", "livez", "Is the process alive?", "application/json", status),
        ("/readyz", "readyz", "Is a graph loaded, and which version?", "application/json", status),
    )
    found = {
        path: {"get": _constant(components, name, summary, media, schema)}
        for path, name, summary, media, schema in rows
    }
    explained = _constant(components, "problem", "Read what a problem or a code of `kg check` means", "text/html", page)
    explained["parameters"] = [_in_path("code", "The code, the last part of a problem's `type`.")]
    explained["responses"] |= components.problems("not-found")
    return {**found, "/problems/{code}": {"get": explained}}


def _constant(components: Components, name: str, summary: str, media: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for without any fields."""
    answer = {"description": "It is.", "headers": kept(), "content": {media: {"schema": schema}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["service"],
        "responses": {"200": answer, **components.unchanged(), **components.problems()},
    }
