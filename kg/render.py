"""Answer -> bytes, by format. HTTP, the command line and the export share these renderers."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from kg import rdf
from kg.answers import answer
from kg.answers.schema import of_glossary
from kg.answers.shapes import ChangesAnswer, GraphAnswer, TermList
from kg.answers.view import View
from kg.formats import FORMATS as DRAWINGS
from kg.formats import PATH_FORMATS, feeds, indexes, terms
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import Changes, FindPath, Question, ReadDump, ReadGlossary, ReadGraph, ReadHub

Answer = Mapping[str, Any]

_SHARED = attrgetter("json")  # of `kg.memory.Shared`


class Format(NamedTuple):
    """A media type, how its files end, and how an answer is written in it."""

    media: str
    suffix: str
    write: Callable[[ConceptGraph, Any], bytes]


class Finished(NamedTuple):
    """An answer as it goes out: its media type, its bytes, and the address of what follows it, if anything does."""

    media: str
    body: bytes
    next: str | None


def render(found: Answer) -> bytes:
    """JSON (RFC 8259) in UTF-8, keys in the order of the answer's shape, ended by a line feed."""
    return orjson.dumps(found, default=_SHARED, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _plain(media: str, suffix: str, write: Callable[[Any], bytes]) -> Format:
    return Format(media, suffix, lambda _, found: write(found))


def _linked(media: str) -> Format:
    def write(graph: ConceptGraph, found: GraphAnswer) -> bytes:
        triples = (triple for node in found["nodes"] for triple in rdf.concept_triples(graph, graph.number(node["id"])))
        return rdf.serialise(triples, media, graph)

    return Format(media, rdf.MEDIA[media].suffix, write)


def _everything(media: str) -> Format:
    return Format(
        media, rdf.MEDIA[media].suffix, lambda graph, _: rdf.serialise(rdf.graph_triples(graph), media, graph)
    )


def _terms(graph: ConceptGraph, found: TermList) -> bytes:
    return written(of_glossary(View(graph, found["lang"]), found["items"]))


def _feed(media: str, suffix: str, written: Callable[[ChangesAnswer, feeds.Channel], bytes]) -> Format:
    def write(graph: ConceptGraph, found: ChangesAnswer) -> bytes:
        hub = graph.hub
        updated = graph.releases[-1].date if graph.releases else hub.date.isoformat()
        return written(found, feeds.Channel(hub.iri, graph.base, hub.publisher, hub.licence, updated))

    return Format(media, suffix, write)


JSON = _plain("application/json", "json", render)

# The formats of the questions that have a field of this name; all others are answered in JSON.
FORMATS: Mapping[type[Question], Mapping[str, Format]] = {
    ReadGraph: {
        **{name: _plain(*drawing) for name, drawing in DRAWINGS.items()},
        "turtle": _linked("text/turtle"),
        "jsonld": _linked("application/ld+json"),
    },
    Changes: {
        "json": JSON,
        "atom": _feed("application/atom+xml", "atom", feeds.atom),
        "jsonfeed": _feed("application/feed+json", "feed.json", feeds.jsonfeed),
    },
    ReadHub: {
        "json": JSON,
        "context": Format("application/ld+json", "jsonld", lambda graph, _: render(rdf.context(graph))),
        "robots": _plain("text/plain", "txt", indexes.robots),
    },
    ReadDump: {
        "json": JSON,
        "concepts": _plain("application/json", "json", indexes.concepts),
        "glossary": _plain("application/json", "json", indexes.glossary),
        "abbr": _plain("text/markdown", "md", indexes.abbreviations),
        "content-index": _plain("application/json", "json", indexes.content_index),
        "redirects": _plain("application/json", "json", indexes.redirects),
        "sitemap": _plain("application/xml", "xml", indexes.sitemap),
        "llms": _plain("text/plain", "txt", indexes.llms),
        "turtle": _everything("text/turtle"),
        "ntriples": _everything("application/n-triples"),
        "jsonld": _everything("application/ld+json"),
        "rdfxml": _everything("application/rdf+xml"),
    },
    FindPath: {"json": JSON, **{name: _plain(*form) for name, form in PATH_FORMATS.items()}},
    ReadGlossary: {
        "json": JSON,
        "md": _plain("text/markdown", "md", terms.markdown),
        "jsonld": Format("application/ld+json", "jsonld", _terms),
    },
}


def format_of(question: Question) -> Format:
    """The format that a question asks for."""
    formats = FORMATS.get(type(question))
    return formats[getattr(question, "format")] if formats else JSON  # noqa: B009


def finished(graph: ConceptGraph, question: Question) -> Finished:
    """The answer to a question in the format it asks for. Raises `kg.errors.KgError` where there is none."""
    found, form = answer(graph, question), format_of(question)
    following = found.get("next")
    return Finished(form.media, form.write(graph, found), following if isinstance(following, str) else None)
