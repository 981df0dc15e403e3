"""The table of the site: questions, and the names of the files that hold their answers.

The name of a file, below the base path, is also the address at which the service gives the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from kg.answers import answer
from kg.documents import DOCUMENTS
from kg.errors import NotFound, near
from kg.graph import ConceptGraph
from kg.questions import (
    Changes,
    FindPath,
    Question,
    ReadConcept,
    ReadDump,
    ReadGraph,
    ReadHub,
    ReadOntology,
    ReadPage,
    parse,
)
from kg.render import FORMATS, JSON

Fields = Mapping[str, Any]


class Sheet(NamedTuple):
    """Questions of a kind, and the names of the files that an answer fills, by format.

    A name that holds `{id}` stands for one file per id. `fields` are those of the question, about an id if there is one.
    """

    kind: type[Question]
    files: Mapping[str, str]
    fields: Callable[[ConceptGraph, str], Fields] = lambda *_: {}
    ids: Callable[[ConceptGraph], Iterable[str]] = lambda graph: ("",)


class File(NamedTuple):
    """A file: its name, the question whose answer it holds, what it is, and how it is made."""

    name: str
    question: Question
    media: str
    make: Callable[[], bytes]


def _itself(_: ConceptGraph, id: str) -> Fields:
    return {"id": id}


def _everything(_: ConceptGraph, __: str) -> Fields:
    return {"limit": 5_000}


def _subjects(graph: ConceptGraph, slug: str) -> Fields:
    """The targets of the learning path to a page. Raises `NotFound` where there is no such page, or it teaches nothing."""
    page = graph.pages.get(slug)
    targets = page and (page.about or page.teaches)
    if not targets:
        raise NotFound("learning path to a page", slug, near(slug, _taught(graph)))
    return {"target": targets}


def _taught(graph: ConceptGraph) -> list[str]:
    return sorted(slug for slug, page in graph.pages.items() if page.about or page.teaches)


SHEETS: tuple[Sheet, ...] = (
    Sheet(ReadHub, {"json": "hub.json", "context": "context.jsonld", "robots": "robots.txt"}),
    Sheet(
        ReadDump,
        {
            "concepts": "concepts.json",
            "glossary": "glossary.json",
            "abbr": "abbr.md",
            "content-index": "contentIndex.json",
            "redirects": "redirects.json",
            "sitemap": "sitemap.xml",
            "llms": "llms.txt",
            "turtle": "vocab.ttl",
            "jsonld": "vocab.jsonld",
        },
    ),
    Sheet(Changes, {"atom": "feed.atom", "jsonfeed": "feed.json"}),
    Sheet(
        ReadGraph,
        {
            "cytoscape": "graph.json",
            "svg": "graph.svg",
            "mermaid": "graph.mmd",
            "dot": "graph.dot",
            "graphml": "graph.graphml",
            "csv": "relations.csv",
            "csv-nodes": "concepts.csv",
        },
        _everything,
    ),
    Sheet(ReadOntology, {one: f"ontology.{one}" for one in ("json", "jsonld", "ttl")}),
    Sheet(
        ReadPage,
        {one: f"pages/{{id}}.{one}" for one in ("json", "jsonld", "md")},
        _itself,
        lambda graph: sorted(graph.pages),
    ),
    Sheet(FindPath, {one: f"paths/{{id}}.{one}" for one in ("json", "md", "jsonld")}, _subjects, _taught),
    Sheet(
        ReadConcept,
        {one: f"concepts/{{id}}.{one}" for one in ("json", "jsonld", "ttl", "md")},
        _itself,
        lambda graph: graph.ids,
    ),
)


def asked(graph: ConceptGraph, sheet: Sheet, form: str, id: str = "", lang: str | None = None) -> Question:
    """The question whose answer a file of a sheet holds. Raises `kg.errors.KgError` where there is none."""
    fields = {**sheet.fields(graph, id), **({"lang": lang} if lang else {})}
    return parse(sheet.kind, {**fields, "format": form} if sheet.kind in FORMATS else fields)


def files(graph: ConceptGraph, lang: str | None = None) -> Iterator[File]:
    """Every file of the site, each to be made when its turn comes: those of one answer share it."""
    ask = lru_cache(maxsize=1)(partial(answer, graph))
    for sheet in SHEETS:
        for id in sheet.ids(graph):
            for form, name in sheet.files.items():
                question = asked(graph, sheet, form, id, lang)
                if sheet.kind in DOCUMENTS:
                    type_ = DOCUMENTS[sheet.kind][form]
                    media, make = type_.media, partial(type_.write, graph, question)
                else:
                    format_ = FORMATS.get(sheet.kind, {"json": JSON})[form]
                    shared = asked(graph, sheet, next(iter(sheet.files)), id, lang)
                    media, make = format_.media, partial(_formatted, graph, format_.write, ask, shared)
                yield File(name.format(id=id), question, media, make)


def _formatted(
    graph: ConceptGraph, write: Callable[[ConceptGraph, Any], bytes], ask: Callable[[Question], Any], question: Question
) -> bytes:
    return write(graph, ask(question))


def count(graph: ConceptGraph) -> int:
    """How many files there are."""
    return sum(len(list(sheet.ids(graph))) * len(sheet.files) for sheet in SHEETS)
