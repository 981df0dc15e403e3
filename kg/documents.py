"""Documents about concepts, articles and the vocabulary, by the suffix of their files."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from kg import rdf
from kg.answers import answer
from kg.answers.document import document
from kg.answers.pages import read
from kg.formats import page
from kg.formats.concept import markdown
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import Question, ReadConcept, ReadOntology, ReadPage
from kg.render import render


class Type(NamedTuple):
    """A type that a document comes in, and how it is written; `worded` ones are in one language."""

    media: str
    write: Callable[[ConceptGraph, Any], bytes]
    worded: bool = True


def _json(graph: ConceptGraph, question: Question) -> bytes:
    return render(answer(graph, question))


def _markdown(graph: ConceptGraph, question: ReadConcept) -> bytes:
    return markdown(document(graph, question), graph.base)


# an export asks for every type in turn, and to read a page takes long
_page = lru_cache(maxsize=1)(read)


def _page_json(graph: ConceptGraph, question: ReadPage) -> bytes:
    return render(_page(graph, question))


def _page_markdown(graph: ConceptGraph, question: ReadPage) -> bytes:
    return page.markdown(_page(graph, question), graph.base)


def _page_jsonld(graph: ConceptGraph, question: ReadPage) -> bytes:
    return written(_page(graph, question)["jsonld"])


def _concept_rdf(graph: ConceptGraph, question: ReadConcept, media: str) -> bytes:
    return rdf.serialise(rdf.concept_triples(graph, graph.number(question.id)), media, graph)


def _ontology_rdf(graph: ConceptGraph, _: ReadOntology, media: str) -> bytes:
    return rdf.serialise(rdf.ontology_triples(graph), media, graph)


def _linked(write: Callable[..., bytes]) -> dict[str, Type]:
    """The types of RDF, which hold the texts in every language."""
    return {one.suffix: Type(media, partial(write, media=media), False) for media, one in rdf.MEDIA.items()}


DOCUMENTS: Mapping[type[Question], Mapping[str, Type]] = {
    ReadConcept: {
        "json": Type("application/json", _json),
        **_linked(_concept_rdf),
        "md": Type("text/markdown", _markdown),
    },
    ReadPage: {
        "json": Type("application/json", _page_json),
        "jsonld": Type("application/ld+json", _page_jsonld),
        "md": Type("text/markdown", _page_markdown),
    },
    ReadOntology: {**_linked(_ontology_rdf), "json": Type("application/json", _json)},
}
