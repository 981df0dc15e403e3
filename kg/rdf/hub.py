"""The hub, its articles and the works it cites, as RDF."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.rdf.terms import Terms, Triple

if TYPE_CHECKING:
    from rdflib import URIRef

    from kg.model import Answered, Page


def hub_triples(terms: Terms) -> Iterator[Triple]:
    """The hub as a concept scheme (SKOS section 4), a set of defined terms (schema.org) and a dataset (DCAT 3)."""
    hub, subject = terms.graph.hub, terms.hub
    yield from terms.types(subject, "skos:ConceptScheme", "schema:DefinedTermSet", "dcat:Dataset")
    for name in ("dcterms:title", "schema:name"):
        yield from terms.texts(subject, name, hub.title)
    for name in ("dcterms:description", "schema:description"):
        yield from terms.texts(subject, name, hub.description)
    publisher = terms.part(subject, "publisher")
    yield from terms.types(publisher, "schema:Organization", "dcterms:Agent")
    yield from terms.texts(publisher, "schema:name", {hub.language: hub.publisher})
    for name in ("dcterms:publisher", "schema:publisher"):
        yield from terms.link(subject, name, publisher)
    for name in ("dcterms:license", "schema:license"):
        yield from terms.link(subject, name, terms.iri(hub.licence))
    for name in ("owl:versionInfo", "dcat:version", "schema:version"):
        yield from terms.value(subject, name, hub.version)
    for name in ("dcterms:modified", "schema:dateModified"):
        yield from terms.value(subject, name, hub.date.isoformat(), "xsd:date")
    for lang in hub.languages:
        yield from terms.value(subject, "schema:inLanguage", lang)


def page_triples(terms: Terms, slug: str, only: "URIRef | None" = None) -> Iterator[Triple]:
    """An article with what it is about, teaches and mentions; with `only`, what it has to do with one concept."""
    page = terms.graph.pages[slug]
    subject = terms.iri(page.url)
    yield from terms.types(subject, "schema:Article", "schema:LearningResource")
    yield from terms.texts(subject, "schema:name", page.title)
    yield from terms.link(subject, "schema:url", subject)
    for role in ("about", "teaches", "mentions"):
        for id in getattr(page, role):
            concept = terms.concept(terms.graph.numbers[id])
            if only in (None, concept):
                yield from terms.link(subject, f"schema:{role}", concept)
    if only is not None:
        return
    yield from terms.texts(subject, "schema:description", page.description)
    for lang in page.title:
        yield from terms.value(subject, "schema:inLanguage", lang)
    yield from _publication(terms, subject, slug, page)
    for place, section in enumerate(page.sections, 1):
        part = terms.section(slug, section.id)
        yield from terms.types(part, "schema:WebPageElement")
        yield from terms.link(part, "schema:isPartOf", subject)
        yield from terms.value(part, "schema:position", place, "xsd:integer")
        yield from terms.texts(part, "schema:name", {terms.graph.hub.language: section.heading or ()})
    for question in page.questions:
        yield from _question(terms, slug, question)


def _publication(terms: Terms, subject: "URIRef", slug: str, page: "Page") -> Iterator[Triple]:
    """What is known of an article as a publication. Its authors are numbered in their order."""
    for place, author in enumerate(page.authors, 1):
        person = terms.part(terms.id("page", slug), f"author-{place}")
        yield from terms.link(subject, "schema:author", person)
        yield from terms.types(person, "schema:Person")
        yield from terms.texts(person, "schema:name", {terms.graph.hub.language: author.name})
        if author.url:
            yield from terms.link(person, "schema:url", terms.iri(author.url))
    yield from terms.value(subject, "schema:datePublished", page.published, "xsd:date")
    yield from terms.value(subject, "schema:dateModified", page.modified, "xsd:date")
    yield from terms.link(subject, "schema:image", *map(terms.iri, page.images))
    yield from terms.value(subject, "schema:timeRequired", page.minutes and f"PT{page.minutes}M", "xsd:duration")
    yield from terms.value(subject, "schema:educationalLevel", page.level)
    if page.free is not None:
        yield from terms.value(subject, "schema:isAccessibleForFree", str(page.free).lower(), "xsd:boolean")
    if page.licence:
        yield from terms.link(subject, "schema:license", terms.iri(page.licence))


def _question(terms: Terms, slug: str, asked: "Answered") -> Iterator[Triple]:
    question, answer = (terms.part(terms.id("page", slug), f"{part}-{asked.id}") for part in ("question", "answer"))
    yield from terms.types(question, "schema:Question")
    yield from terms.texts(question, "schema:name", asked.question)
    yield from terms.link(question, "schema:isPartOf", terms.section(slug, asked.section))
    yield from terms.link(question, "schema:acceptedAnswer", answer)
    yield from terms.link(question, "schema:about", *(terms.concept(terms.graph.numbers[id]) for id in asked.about))
    yield from terms.types(answer, "schema:Answer")
    yield from terms.texts(answer, "schema:text", asked.answer)


def source_triples(terms: Terms, id: str) -> Iterator[Triple]:
    """A cited work. `dcterms:creator` wants an agent, so names stand under `dc:creator`; their order, in the citation."""
    source, subject = terms.graph.sources[id], terms.id("source", id)
    yield from terms.types(subject, "dcterms:BibliographicResource")
    yield from terms.value(subject, "dcterms:title", source.title)
    for author in source.authors:
        yield from terms.value(subject, "dc:creator", author)
    year = f"{source.year:04}" if source.year >= 0 else f"-{-source.year:04}"
    yield from terms.value(subject, "dcterms:issued", year, "xsd:gYear")
    who = f"{', '.join(source.authors)} " if source.authors else ""
    yield from terms.value(subject, "dcterms:bibliographicCitation", f"{who}({source.year}): {source.title}")
    yield from terms.link(subject, "schema:url", terms.iri(source.url))
