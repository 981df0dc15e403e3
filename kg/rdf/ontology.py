"""The vocabulary of a hub as an OWL ontology: kinds are classes, relation types are properties."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.model import RelationType
from kg.rdf.terms import Terms, Triple
from kg.rdf.vocabulary import OWN

if TYPE_CHECKING:
    from rdflib import URIRef


def described(terms: Terms) -> Iterator[Triple]:
    """The ontology, the hub's kinds and relation types, and the terms that every hub has."""
    graph, hub = terms.graph, terms.graph.hub
    yield from terms.types(terms.ontology, "owl:Ontology")
    yield from terms.texts(terms.ontology, "dcterms:title", hub.title)
    yield from terms.link(terms.ontology, "dcterms:license", terms.iri(hub.licence))
    yield from terms.value(terms.ontology, "owl:versionInfo", hub.version)
    for name, own in OWN.items():
        subject = terms.name(f"hub:{name}")
        under = "rdfs:subClassOf" if own.type == "owl:Class" else "rdfs:subPropertyOf"
        yield from _term(terms, subject, own.type, {"en": own.label}, {"en": own.definition})
        yield from terms.link(subject, under, *map(terms.name, own.under))
    yield from _inverses(terms, terms.name("hub:helpedBy"), terms.name("hub:helpfulFor"))
    for id, kind in graph.kinds.items():
        yield from _term(terms, terms.kind(id), "owl:Class", kind.label, kind.definition)
        yield from terms.link(terms.kind(id), "rdfs:subClassOf", terms.name("skos:Concept"))
    for id, type_ in graph.types.items():
        yield from _type(terms, id, type_)


def _type(terms: Terms, id: str, type_: RelationType) -> Iterator[Triple]:
    """A relation type and its inverse (OWL 2 sections 9.2.4, 9.2.11 and 9.2.13); a symmetric one is its own.

    The kinds at the ends are `schema:domainIncludes`: several of them are not one domain, and RDF Schema would
    take them for facts to infer rather than for what is allowed.
    """
    forwards, backwards = terms.properties(id)
    above = terms.above(id)
    ends = [("schema:domainIncludes", type_.from_), ("schema:rangeIncludes", type_.to)]
    for subject, label, sentence, kinds in (
        (forwards, type_.label, type_.sentence, [type_.from_, type_.to]),
        (backwards, type_.inverse, type_.inverse_sentence, [type_.to, type_.from_]),
    ):
        meaning = type_.definition if subject == forwards else {}  # it speaks of "the first" and "the second"
        yield from _term(terms, subject, "owl:ObjectProperty", label, meaning)
        yield from terms.texts(subject, "hub:sentence", sentence)
        for (property_, _), end in zip(ends, kinds, strict=True):
            yield from terms.link(subject, property_, *map(terms.kind, end))
        for holds, what in ((type_.transitive, "Transitive"), (type_.symmetric, "Symmetric")):
            if holds:
                yield from terms.types(subject, f"owl:{what}Property")
        if type_.acyclic:
            yield from terms.value(subject, "hub:acyclic", "true", "xsd:boolean")
        if type_.symmetric:
            break
    yield from terms.link(forwards, "rdfs:subPropertyOf", *above)
    if not type_.symmetric:
        seen = (terms.below(one) for one in above)
        yield from terms.link(backwards, "rdfs:subPropertyOf", *(one for one in seen if one is not None))
        yield from _inverses(terms, forwards, backwards)


def _term(
    terms: Terms, subject: "URIRef", type_: str, label: Mapping[str, str], definition: Mapping[str, str]
) -> Iterator[Triple]:
    yield from terms.types(subject, type_)
    yield from terms.texts(subject, "rdfs:label", label)
    yield from terms.texts(subject, "skos:definition", definition)
    yield from terms.link(subject, "rdfs:isDefinedBy", terms.ontology)


def _inverses(terms: Terms, one: "URIRef", other: "URIRef") -> Iterator[Triple]:
    yield from terms.link(one, "owl:inverseOf", other)
    yield from terms.link(other, "owl:inverseOf", one)
