"""The names of our RDF: namespaces, one table of properties, and what the hub's own terms mean.

Terms are written as compact IRIs (`skos:broader`). The prefix `hub:` stands for `{iri}ontology#`, where the
kinds and relation types of a hub and the terms of `OWN` live together.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

PREFIXES: Mapping[str, str] = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "iso-thes": "http://purl.org/iso25964/skos-thes#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# What the values of each property are: `iri`, `text` (by language), `string`, or a datatype; with `*` there may
# be several (of a text: in one language). In JSON-LD the first property of a local name is called by that alone.
PROPERTIES: Mapping[str, str] = {
    # SKOS Reference, sections 4 to 10
    "skos:prefLabel": "text",
    "skos:altLabel": "text*",
    "skos:hiddenLabel": "text*",
    "skos:definition": "text",
    "skos:note": "text*",
    "skos:notation": "hub:Notation",
    "skos:inScheme": "iri*",
    "skos:topConceptOf": "iri*",
    "skos:hasTopConcept": "iri*",
    "skos:broader": "iri*",
    "skos:narrower": "iri*",
    "skos:related": "iri*",
    "skos:member": "iri*",
    "skos:exactMatch": "iri*",
    "skos:closeMatch": "iri*",
    "skos:broadMatch": "iri*",
    "skos:narrowMatch": "iri*",
    "skos:relatedMatch": "iri*",
    # the hub's own
    "hub:requires": "iri*",
    "hub:isRequiredBy": "iri*",
    "hub:helpedBy": "iri*",
    "hub:helpfulFor": "iri*",
    "hub:requirement": "iri*",
    "hub:atLeast": "xsd:integer",
    "hub:option": "iri*",
    "hub:concept": "iri",
    "hub:why": "text",
    "hub:standing": "iri",
    "hub:minutes": "xsd:integer",
    "hub:difficulty": "xsd:integer",
    "hub:outcome": "text*",
    "hub:members": "iri",
    "hub:mainParent": "iri",
    "hub:sentence": "text",
    "hub:acyclic": "xsd:boolean",
    # ISO 25964-1, section 10.2, in its SKOS extension
    "iso-thes:broaderGeneric": "iri*",
    "iso-thes:narrowerGeneric": "iri*",
    "iso-thes:broaderPartitive": "iri*",
    "iso-thes:narrowerPartitive": "iri*",
    "iso-thes:broaderInstantial": "iri*",
    "iso-thes:narrowerInstantial": "iri*",
    # schema.org: DefinedTerm, DefinedTermSet, Article, LearningResource, Question
    "schema:name": "text",
    "schema:description": "text",
    "schema:alternateName": "text*",
    "schema:termCode": "string",
    "schema:inDefinedTermSet": "iri*",
    "schema:hasDefinedTerm": "iri*",
    "schema:about": "iri*",
    "schema:teaches": "iri*",
    "schema:mentions": "iri*",
    "schema:url": "iri",
    "schema:inLanguage": "string*",
    "schema:isPartOf": "iri",
    "schema:position": "xsd:integer",
    "schema:acceptedAnswer": "iri",
    "schema:text": "text",
    "schema:version": "string",
    "schema:license": "iri",
    "schema:publisher": "iri",
    "schema:author": "iri*",
    "schema:datePublished": "xsd:date",
    "schema:dateModified": "xsd:date",
    "schema:image": "iri*",
    "schema:timeRequired": "xsd:duration",
    "schema:educationalLevel": "string",
    "schema:isAccessibleForFree": "xsd:boolean",
    "schema:domainIncludes": "iri*",
    "schema:rangeIncludes": "iri*",
    # RDF Schema and OWL 2
    "rdf:subject": "iri",
    "rdf:predicate": "iri",
    "rdf:object": "iri",
    "rdfs:label": "text",
    "rdfs:subClassOf": "iri*",
    "rdfs:subPropertyOf": "iri*",
    "rdfs:isDefinedBy": "iri",
    "owl:inverseOf": "iri",
    "owl:versionInfo": "string",
    # Web Annotation Vocabulary, sections 3 and 4
    "oa:hasBody": "iri",
    "oa:hasTarget": "iri",
    "oa:motivatedBy": "iri",
    "oa:hasSource": "iri",
    "oa:hasScope": "iri",
    "oa:hasSelector": "iri",
    "oa:exact": "string",
    # DCMI Terms, PROV-O, DCAT 3
    "dcterms:title": "text",
    "dcterms:description": "text",
    "dcterms:license": "iri",
    "dcterms:publisher": "iri",
    "dcterms:modified": "xsd:date",
    "dcterms:issued": "xsd:gYear",
    "dcterms:source": "iri*",
    "dcterms:bibliographicCitation": "string",
    "dcterms:requires": "iri*",
    "dcterms:isRequiredBy": "iri*",
    "dc:creator": "string*",
    "prov:wasQuotedFrom": "iri",
    "prov:hadPrimarySource": "iri*",
    "dcat:version": "string",
}

# Classes that JSON-LD calls by their local name alone.
CLASSES = (
    *("skos:Concept", "skos:ConceptScheme", "skos:Collection"),
    *("schema:DefinedTerm", "schema:DefinedTermSet", "schema:Article", "schema:LearningResource"),
    *("schema:WebPageElement", "schema:Question", "schema:Answer", "schema:Organization", "schema:Person"),
    *("hub:Relation", "hub:Requirement", "hub:Option", "dcterms:BibliographicResource"),
    *("oa:Annotation", "oa:SpecificResource", "oa:TextQuoteSelector"),
)

# Standard properties and what they are called seen from the other end.
INVERSES: Mapping[str, str] = {
    "skos:semanticRelation": "skos:semanticRelation",
    "skos:broader": "skos:narrower",
    "skos:related": "skos:related",
    "iso-thes:broaderGeneric": "iso-thes:narrowerGeneric",
    "iso-thes:broaderPartitive": "iso-thes:narrowerPartitive",
    "iso-thes:broaderInstantial": "iso-thes:narrowerInstantial",
    "dcterms:requires": "dcterms:isRequiredBy",
    "hub:helpedBy": "hub:helpfulFor",
}


class Own(NamedTuple):
    """A term that every hub has, whatever its ontology: what it is, what it means, what it stands under."""

    type: str
    label: str
    definition: str
    under: tuple[str, ...] = ()


OWN: Mapping[str, Own] = {
    "Relation": Own("owl:Class", "Relation", "A statement about two concepts, with its reason.", ("rdf:Statement",)),
    "Requirement": Own("owl:Class", "Requirement", "Alternatives of which at least so many are to be learnt first."),
    "Option": Own("owl:Class", "Option", "One of the alternatives of a requirement, with its reason."),
    "Standing": Own("owl:Class", "Standing", "Who says so."),
    "Notation": Own("rdfs:Datatype", "Notation", "A code of a concept in this hub (SKOS section 6.5.1)."),
    "article": Own("hub:Standing", "article", "An article of the hub says so."),
    "editorial": Own("hub:Standing", "editorial", "The editors say so; no article of the hub does."),
    "helpedBy": Own(
        "owl:ObjectProperty",
        "becomes easier after",
        "The first is easier to learn once the second is known, but can be learnt without.",
        ("skos:semanticRelation",),
    ),
    "helpfulFor": Own(
        "owl:ObjectProperty", "is helpful for", "Makes the other easier to learn.", ("skos:semanticRelation",)
    ),
    "requirement": Own("owl:ObjectProperty", "has the requirement", "Leads to alternatives to choose from."),
    "atLeast": Own("owl:DatatypeProperty", "at least", "How many options of a requirement are to be learnt."),
    "option": Own("owl:ObjectProperty", "has the option", "Leads from a requirement to its options."),
    "concept": Own("owl:ObjectProperty", "concept", "What is to be learnt if the option is chosen."),
    "why": Own("owl:AnnotationProperty", "why", "The reason in the editors' words.", ("rdfs:comment",)),
    "standing": Own("owl:ObjectProperty", "standing", "Whether an article says so, or the editors."),
    "minutes": Own("owl:DatatypeProperty", "minutes", "Study time for those who have the prerequisites."),
    "difficulty": Own("owl:DatatypeProperty", "difficulty", "From 1, easy, to 5, hard."),
    "outcome": Own("owl:AnnotationProperty", "outcome", "What one can do having learnt it.", ("skos:note",)),
    "members": Own("owl:ObjectProperty", "members", "Leads from a cluster to the collection of its concepts."),
    "mainParent": Own(
        "owl:ObjectProperty",
        "has the main parent",
        "Of the concepts that it stands under, the one by way of which breadcrumbs lead to it.",
        ("skos:semanticRelation",),
    ),
    "sentence": Own("owl:AnnotationProperty", "sentence", "The relation in words; {from} and {to} are its ends."),
    "acyclic": Own("owl:AnnotationProperty", "acyclic", "Whether steps of the relation never lead back."),
}

_TAKEN = {*OWN, "isRequiredBy"}
_NAME = re.compile(r"[^\W\d][\w.-]*\Z", re.ASCII)


def prefixes(iri: str) -> dict[str, str]:
    """The namespaces of a hub by prefix."""
    return {**PREFIXES, "hub": f"{iri}ontology#"}


def expanded(curie: str, spaces: Mapping[str, str]) -> str:
    """The IRI that a compact one stands for."""
    prefix, _, local = curie.partition(":")
    return spaces[prefix] + local


def property_name(type_: str) -> str:
    """The local name of a relation type: `part-of` is `partOf`. No two types have the same; each is an XML name."""
    return _free(re.sub("-([a-z])", lambda found: found[1].upper(), type_))


def inverse_name(type_: str) -> str:
    """The local name of a relation type seen from the other end."""
    return "isRequiredBy" if type_ == "requires" else f"{property_name(type_)}_inverse"


def class_name(kind: str) -> str:
    """The local name of a kind of concept: `deep-model` is `DeepModel`."""
    name = re.sub("-([a-z])", lambda found: found[1].upper(), kind)
    return _free(name[0].upper() + name[1:])


def _free(name: str) -> str:
    # ids hold no underscore, so no two of these can meet
    return f"_{name}" if name[0].isdigit() else f"{name}_" if name in _TAKEN else name


def split(iri: str) -> tuple[str, str] | None:
    """The namespace and local name (an ASCII NCName) of a property, as RDF/XML needs them; none where it has none."""
    start = max(iri.rfind(mark) for mark in "#/:") + 1
    while start < len(iri) and not _NAME.match(iri, start):
        start += 1
    return (iri[:start], iri[start:]) if 0 < start < len(iri) else None
