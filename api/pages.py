"""The pages for people: home, a concept, the vocabulary, the description of the interface, and each problem."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import service
from api.problems import TYPES, explain
from kg.answers import answer
from kg.answers.breadcrumbs import breadcrumbs
from kg.answers.document import Document, document
from kg.answers.schema import of_concept, of_hub
from kg.answers.view import View, language
from kg.formats.markup import safe_url
from kg.formats.schema_org import written
from kg.formats.words import hours
from kg.graph import ConceptGraph
from kg.questions import (
    Ancestors,
    FindPath,
    ListRelations,
    Prerequisites,
    Question,
    ReadConcept,
    ReadGraph,
    ReadOntology,
    parse,
)
from kg.rdf.vocabulary import OWN, class_name, inverse_name, property_name
from kg.render import finished

Page = Callable[[Request], Awaitable[Response]]


MOST_DRAWN, MOST_RELATIONS = 24, 200


class Download(NamedTuple):
    """A type that a document comes in beside HTML, and what it is called."""

    type: str
    name: str


DOWNLOADS: Mapping[str, Download] = {
    "json": Download("application/json", "JSON"),
    "jsonld": Download("application/ld+json", "JSON-LD"),
    "ttl": Download("text/turtle", "Turtle"),
    "nt": Download("application/n-triples", "N-Triples"),
    "rdf": Download("application/rdf+xml", "RDF/XML"),
    "md": Download("text/markdown", "Markdown"),
}


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.tests["safe"] = lambda url: safe_url(url) is not None
    found.filters["hours"] = hours
    return found


def _shown(graph: ConceptGraph, template: str, **context: Any) -> bytes:
    """A page in HTML."""
    common = {
        "base": graph.base,
        "title": View(graph, None).said(graph.hub.title),
        "version": graph.version,
        "licence": graph.hub.licence,
        "language": graph.hub.language,
    }
    return _environment().get_template(template).render({**common, **context}).encode()


def routes(graph: ConceptGraph) -> dict[str, Page]:
    """The pages by path."""

    def page(template: str, **context: Any) -> Response:
        return Response(_shown(graph, template, **context), media_type="text/html")

    @cache
    def drawn() -> bytes:
        view = View(graph, None)
        return _shown(graph, "home.html", jsonld=written(of_hub(view)).decode(), **_home(view))

    async def home(_: Request) -> Response:
        # its examples are answered once, and hold up nobody
        return Response(
            await run_in_threadpool(drawn), 200, {"Link": service.links(graph.base)}, media_type="text/html"
        )

    async def docs(_: Request) -> Response:
        return page("docs.html")

    async def problem(request: Request) -> Response:
        code = request.path_params["code"]
        explanation = explain(code)
        heading = TYPES[code].title if code in TYPES else f"A rule of the data: {code}"
        return page("problem.html", code=code, heading=heading, explanation=explanation)

    return {"/": home, "/docs": docs, "/problems/{code}": problem}


def concept(graph: ConceptGraph, question: ReadConcept) -> bytes:
    """The page about a concept. Raises `kg.errors.KgError` where there is none."""
    found = document(graph, question)
    linked = of_concept(View(graph, question.lang), graph.number(question.id))
    return _shown(
        graph,
        "concept.html",
        jsonld=written(linked).decode(),
        found=found,
        concept=found.concept,
        spoken=found.language,
        query=f"?lang={question.lang}" if question.lang else "",
        picture=_picture(graph, question, found),
        downloads=DOWNLOADS,
        languages=graph.hub.languages,
    )


def _picture(graph: ConceptGraph, question: ReadConcept, found: Document) -> str | None:
    """What lies around the concept as SVG for within a page; none where it has too many relations to be drawn."""
    groups = [*found.concept["relations"].values(), *found.concept["inverse"].values()]
    if not 0 < sum(group["total"] for group in groups) <= MOST_RELATIONS:
        return None
    fields = {"format": "svg", "center": question.id, "limit": MOST_DRAWN, "lang": question.lang}
    drawn = finished(graph, parse(ReadGraph, fields)).body.decode()
    # an XML declaration has no place in HTML; a stated width lets narrow screens scroll instead of shrinking the text
    svg = drawn.partition("\n")[2]
    return re.sub(r'<svg (.*?viewBox="0 0 (\d+) (\d+)")', r'<svg width="\2" height="\3" \1', svg, count=1)


def ontology(graph: ConceptGraph, question: ReadOntology) -> bytes:
    """The page about the vocabulary. Its anchors are the local names of the terms, so that their IRIs lead to them."""
    found = answer(graph, question)
    kinds = [{**kind, "anchor": class_name(kind["id"])} for kind in found["kinds"]]
    types = [
        {**one, "anchor": property_name(one["id"]), "inverse_anchor": inverse_name(one["id"])} for one in found["types"]
    ]
    downloads = {suffix: one for suffix, one in DOWNLOADS.items() if suffix != "md"}
    spoken = language(graph, [question.lang] if question.lang else [])
    return _shown(graph, "ontology.html", kinds=kinds, types=types, own=OWN, downloads=downloads, spoken=spoken)


def _home(view: View) -> dict[str, Any]:
    graph = view.graph
    subjects = [graph.number(id) for page in graph.pages.values() for id in page.about]
    routes = [route for subject in subjects for route in breadcrumbs(view, subject)]
    return {
        "description": view.said(graph.hub.description),
        "concept_count": len(graph),
        "relation_count": graph.relation_count,
        "article_count": len(graph.stated),
        "pages": [
            {"title": view.said(page.title), "url": page.url, "href": f"{graph.base}api/pages/{slug}"}
            for slug, page in sorted(graph.pages.items())
        ],
        "fields": [
            {**summary, "href": f"{graph.base}concepts/{summary['id']}"} for summary in (routes[0] if routes else [])
        ],
        "clusters": [
            {
                **view.summary(graph.number(id)),
                "size": len(graph.members.get(graph.number(id), ())),
                "href": f"{graph.base}concepts/{id}",
            }
            for id in graph.hub.clusters
        ],
        "examples": _examples(view, subjects),
        "commands": _commands(view, subjects),
    }


def _examples(view: View, subjects: list[int]) -> list[dict[str, str]]:
    """Questions that this very graph can answer, each with its address and its answer in words."""
    graph = view.graph
    found = []

    def add(question: str, kind: type[Question], fields: dict[str, str]) -> None:
        asked = parse(kind, fields)
        told = _told(answer(graph, asked))
        if told:
            path = kind.path.replace("{id}", fields.pop("id", ""))
            query = urlencode(fields)
            found.append(
                {"question": question, "href": f"{graph.base}{path[1:]}{'?' if query else ''}{query}", "answer": told}
            )

    for subject in subjects[:1]:
        id, name = graph.ids[subject], view.label(subject)
        add(f"What does “{name}” sit inside?", Ancestors, {"id": id})
        if "suits" in graph.types:
            add("What suits which task?", ListRelations, {"type": "suits", "standing": "article"})
        for cluster in graph.hub.clusters:
            if any(graph.neighbours(graph.number(cluster), ("requires",))):
                label = view.label(graph.number(cluster))
                add(f"What does the part “{label}” require?", Prerequisites, {"id": cluster, "depth": "1"})
        add(f"What comes next after “{name}”?", ListRelations, {"from": id, "type": "next"})
        later = [n for n, _ in graph.neighbours(subject, ("next",))]
        if later:
            add(
                f"How do I get from “{name}” to “{view.label(later[-1])}”?",
                FindPath,
                {"target": graph.ids[later[-1]], "known": id},
            )
    return found


def _told(found: Mapping[str, Any]) -> str:
    """An answer in one line of words."""
    if "steps" in found:
        labels = [step["concept"]["label"] for step in found["steps"]]
        steps = f"{len(labels)} steps" if len(labels) > 1 else "One step"
        time = f"{found['minutes'] / 60:.0f} hours" if found["minutes"] >= 120 else f"{found['minutes']} minutes"
        return f"{steps}, {time}: {', '.join(labels[:4])}{', …' if len(labels) > 4 else ''}"
    items = found["items"]
    if items and "sentence" in items[0]:
        return " ".join(item["sentence"] for item in items[:5])
    return ", ".join(item["concept"]["label"] for item in items)


def _commands(view: View, subjects: list[int]) -> list[str]:
    graph = view.graph
    commands = ["kg check"]
    for subject in subjects[:1]:
        id = graph.ids[subject]
        later = [graph.ids[n] for n, _ in graph.neighbours(subject, ("next",))] or [id]
        commands += [f"kg show {id}", f"kg path {later[-1]} --known {id}", f"kg ready --known {id}"]
    return commands
