"""ConceptGraph -> RDF triples. What is inferred is never among them.

A relation is published twice: as plain triples both ways, so that readers need not infer inverses and
super-properties, and as a named node that carries its reason, its standing and its evidence. Alternatives are
no plain triples: they lead from the concept over a requirement and its options to the concepts to choose from.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.buffers import HELPFUL, OPTION
from kg.graph import ConceptGraph
from kg.rdf.hub import hub_triples, page_triples, source_triples
from kg.rdf.ontology import described
from kg.rdf.terms import Terms, Triple, digest

if TYPE_CHECKING:
    from rdflib import URIRef


_SLOT = re.compile(r"\{(from|to)\}")


def concept_triples(graph: ConceptGraph, number: int) -> Iterator[Triple]:
    """The document of one concept: what is said of it, its relations with their evidence, its neighbours by name.

    Relations to it are plain triples alone; how they are reasoned stands with the concept they start from.
    """
    terms = Terms(graph)
    yield from terms.texts(terms.hub, "dcterms:title", graph.hub.title)
    yield from _concept(terms, number)
    near = dict[int, None]()
    cited = {"page": dict.fromkeys(slug for slug, _ in graph.pages_of.get(graph.ids[number], ())), "source": {}}
    for layer, other, k in _around(graph, number):
        yield from _plain(terms, layer, number, other)
        near[other] = None
        if graph.relations_from[k] == number:
            for item in graph.relation(k)["evidence"]:
                sort = "page" if "page" in item else "source"
                cited[sort][item[sort]] = None
    for layer, other, _ in _around(graph, number, backwards=True):
        yield from _plain(terms, layer, other, number)
        if layer != OPTION:
            near[other] = None
    for other in near:
        yield from terms.texts(terms.concept(other), "skos:prefLabel", terms.labels(other))
    for slug in cited["page"]:
        yield from page_triples(terms, slug, only=terms.concept(number))
    for source in cited["source"]:
        yield from source_triples(terms, source)


def graph_triples(graph: ConceptGraph) -> Iterator[Triple]:
    """The whole hub: the scheme and its vocabulary, concepts, relations, articles and sources."""
    terms = Terms(graph)
    yield from hub_triples(terms)
    yield from described(terms)
    for slug in graph.pages:
        yield from page_triples(terms, slug)
    for source in graph.sources:
        yield from source_triples(terms, source)
    for number in range(len(graph)):
        yield from _concept(terms, number)
        for layer, other, _ in _around(graph, number):
            yield from _plain(terms, layer, number, other)


def ontology_triples(graph: ConceptGraph) -> Iterator[Triple]:
    """The vocabulary of the hub: its kinds as classes, its relation types as properties, and the terms they need."""
    yield from described(Terms(graph))


def _around(graph: ConceptGraph, number: int, *, backwards: bool = False) -> Iterator[tuple[str, int, int]]:
    """The layer, the other end and the number of each relation from a concept, or to it."""
    for layer, (at, to, rel) in graph.layers(graph.type_names, backwards=backwards):
        for place in range(at[number], at[number + 1]):
            yield layer, to[place], rel[place]


def _plain(terms: Terms, layer: str, start: int, end: int) -> Iterator[Triple]:
    one, other = terms.concept(start), terms.concept(end)
    for forwards, backwards in terms.pairs(layer):
        yield one, forwards, other
        if backwards is not None:
            yield other, backwards, one


def _concept(terms: Terms, number: int) -> Iterator[Triple]:
    graph, record, subject = terms.graph, terms.graph.record(number), terms.concept(number)
    id: str = record["id"]
    yield from terms.types(subject, "skos:Concept", "schema:DefinedTerm")
    yield from terms.link(subject, "rdf:type", terms.kind(record.get("kind", "concept")))
    yield from _texts(terms, subject, record)
    yield from terms.value(subject, "skos:notation", record.get("notation"), "hub:Notation")
    yield from terms.value(subject, "hub:minutes", record.get("minutes"), "xsd:integer")
    yield from terms.value(subject, "hub:difficulty", record.get("difficulty"), "xsd:integer")
    if "main_parent" in record:
        yield from terms.link(subject, "hub:mainParent", terms.concept(graph.number(record["main_parent"])))
    yield from terms.value(subject, "schema:termCode", id)
    yield from terms.link(subject, "schema:inDefinedTermSet", terms.hub)
    yield from terms.link(terms.hub, "schema:hasDefinedTerm", subject)
    yield from terms.link(subject, "skos:inScheme", terms.hub)
    if not graph.neighbours(number, graph.hierarchy):
        yield from terms.link(subject, "skos:topConceptOf", terms.hub)
        yield from terms.link(terms.hub, "skos:hasTopConcept", subject)
    for predicate, iris in record.get("mappings", {}).items():
        yield from terms.link(subject, f"skos:{predicate}", *map(terms.iri, iris))
    for name in record.get("schemes", ()):
        scheme = terms.named("scheme", name)
        yield from terms.link(subject, "skos:inScheme", scheme)
        yield from terms.types(scheme, "skos:ConceptScheme")
        yield from terms.texts(scheme, "dcterms:title", _called(terms, scheme, name))
    for name in record.get("collections", ()):
        collection = terms.named("collection", name)
        yield from _collection(terms, collection, _called(terms, collection, name), (number,))
    if members := graph.members.get(number):
        collection = terms.id(id, "members")
        yield from terms.link(subject, "hub:members", collection)
        yield from _collection(terms, collection, record["label"], members)
    for layer, other, k in _around(graph, number):
        if graph.relations_from[k] == number:
            yield from _relation(terms, layer, k, number, other)


def _texts(terms: Terms, subject: "URIRef", record: Mapping[str, Any]) -> Iterator[Triple]:
    """The texts of a concept, in all languages: SKOS sections 5 and 7, and what schema.org calls them."""
    for field, names in (
        ("label", ("skos:prefLabel", "schema:name")),
        ("also", ("skos:altLabel", "schema:alternateName")),
        ("hidden", ("skos:hiddenLabel",)),
        ("definition", ("skos:definition", "schema:description")),
        ("notes", ("skos:note",)),
        ("outcomes", ("hub:outcome",)),
    ):
        for name in names:
            yield from terms.texts(subject, name, record.get(field, {}))


def _called(terms: Terms, subject: "URIRef", name: str) -> dict[str, str]:
    """What an import calls a scheme or a collection, unless that is its IRI."""
    return {} if str(subject) == name else {terms.graph.hub.language: name}


def _collection(terms: Terms, subject: "URIRef", label: Mapping[str, str], members: Iterable[int]) -> Iterator[Triple]:
    """A collection, which is no concept (SKOS section 9, S37)."""
    yield from terms.types(subject, "skos:Collection")
    yield from terms.texts(subject, "skos:prefLabel", label)
    yield from terms.link(subject, "skos:member", *map(terms.concept, members))


def _relation(terms: Terms, layer: str, k: int, start: int, end: int) -> Iterator[Triple]:
    """A relation as a named node: a statement (RDF Schema section 5.3), or an option of a requirement."""
    graph, record = terms.graph, terms.graph.relation(k)
    subject = terms.id("relation", graph.relation_id(k))
    one, other = terms.concept(start), terms.concept(end)
    type_ = graph.type_names[graph.relations_type[k]]
    if layer == OPTION:
        group = record["group"]
        requirement = terms.part(terms.id(graph.ids[start]), f"requirement-{group['id']}")
        yield from terms.link(one, "hub:requirement", requirement)
        yield from terms.types(requirement, "hub:Requirement")
        yield from terms.value(requirement, "hub:atLeast", group["at_least"], "xsd:integer")
        yield from terms.link(requirement, "hub:option", subject)
        yield from terms.types(subject, "hub:Option")
        yield from terms.link(subject, "hub:concept", other)
    else:
        yield from terms.types(subject, "hub:Relation")
        yield from terms.link(subject, "rdf:subject", one)
        yield from terms.link(subject, "rdf:predicate", terms.pairs(layer)[0][0])
        yield from terms.link(subject, "rdf:object", other)
    if layer not in (OPTION, HELPFUL):
        yield from terms.texts(subject, "rdfs:label", _sentence(terms, type_, start, end))
    yield from terms.texts(subject, "hub:why", record["why"])
    yield from terms.link(subject, "hub:standing", terms.name("hub:article" if k in graph.stated else "hub:editorial"))
    yield from chain.from_iterable(_evidence(terms, subject, item) for item in record["evidence"])


def _sentence(terms: Terms, type_: str, start: int, end: int) -> dict[str, str]:
    """What a relation says in words, in each language in which the words are at hand."""
    ends = {"from": terms.labels(start), "to": terms.labels(end)}
    found = dict[str, str]()
    for lang, template in terms.graph.types[type_].sentence.items():
        words = {slot: labels[lang] for slot, labels in ends.items() if lang in labels}
        if len(words) == len(ends):
            found[lang] = "".join(words[part] if n % 2 else part for n, part in enumerate(_SLOT.split(template)))
    return found


def _evidence(terms: Terms, relation: "URIRef", item: Mapping[str, str]) -> Iterator[Triple]:
    """A quotation as a Web Annotation on the article (sections 3.1, 4 and 4.2.4), or a citation of a work (PROV-O)."""
    if "source" in item:
        for property_ in ("dcterms:source", "prov:hadPrimarySource"):
            yield from terms.link(relation, property_, terms.id("source", item["source"]))
        return
    page = terms.iri(terms.graph.pages[item["page"]].url)
    name = digest(item["page"], item["section"], item["quote"])
    annotation, target, selector = (terms.part(relation, f"{part}-{name}") for part in ("says", "target", "quote"))
    yield from terms.types(annotation, "oa:Annotation")
    yield from terms.link(annotation, "oa:motivatedBy", terms.name("oa:linking"))
    yield from terms.link(annotation, "oa:hasBody", relation)
    yield from terms.link(annotation, "oa:hasTarget", target)
    yield from terms.types(target, "oa:SpecificResource")
    yield from terms.link(target, "oa:hasSource", page)
    yield from terms.link(target, "oa:hasScope", terms.section(item["page"], item["section"]))
    yield from terms.link(target, "oa:hasSelector", selector)
    yield from terms.types(selector, "oa:TextQuoteSelector")
    yield from terms.value(selector, "oa:exact", item["quote"])
    yield from terms.link(selector, "prov:wasQuotedFrom", page)
