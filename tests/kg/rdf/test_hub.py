"""The hub, its articles and the works it cites."""

from datetime import date

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SDO, SKOS, XSD

import kg
from kg.model import Author
from kg.rdf import graph_triples
from kg.rdf.terms import Triple
from tests.kg.answers.hubs import hub as graph_with
from tests.kg.answers.hubs import page
from tests.kg.rdf.reading import at, hub


def test_the_hub(triples: frozenset[Triple]) -> None:
    """The hub is a scheme and a set of terms with licence, publisher, version and date."""
    subject = URIRef("https://learning-hub.example/")
    facts = {(str(p), str(o)) for s, p, o in triples if s == subject}
    assert {
        (str(DCTERMS.license), "https://creativecommons.org/licenses/by/4.0/"),
        (str(DCTERMS.publisher), "https://learning-hub.example/#publisher"),
        (str(OWL.versionInfo), "0.1.0"),
        (str(RDF.type), str(SKOS.ConceptScheme)),
        (str(RDF.type), "https://schema.org/DefinedTermSet"),
    } <= facts
    assert str(DCTERMS.modified) in {p for p, _ in facts}


def test_no_time_where_schema_org_has_none(triples: frozenset[Triple]) -> None:
    """Study time stands in our own property: schema.org gives terms none."""
    terms = {s for s, p, o in triples if (p, o) == (RDF.type, SKOS.Concept)}
    assert not any(p == SDO.timeRequired for s, p, _ in triples if s in terms)


def test_an_article_as_a_publication() -> None:
    """What its file says of an article's authors, dates, pictures, reading time, level, price and licence."""
    one = page(
        "p",
        "a",
        authors=(Author(name="Ada", url="https://hub.example/ada"), Author(name="Bob")),
        published=date(2026, 1, 2),
        modified=date(2026, 3, 4),
        images=("https://hub.example/1.png", "https://hub.example/2.png"),
        minutes=12,
        level="beginner",
        free=False,
        licence="https://hub.example/licence",
    )
    triples = set(graph_triples(graph_with("a", pages=[one])))
    subject, person = URIRef(one.url), "https://hub.example/id/page/p#author-"
    assert {(p, o) for s, p, o in triples if s == subject} >= {
        (SDO.author, URIRef(f"{person}1")),
        (SDO.author, URIRef(f"{person}2")),
        (SDO.datePublished, Literal("2026-01-02", datatype=XSD.date)),
        (SDO.dateModified, Literal("2026-03-04", datatype=XSD.date)),
        (SDO.image, URIRef("https://hub.example/1.png")),
        (SDO.image, URIRef("https://hub.example/2.png")),
        (SDO.timeRequired, Literal("PT12M", datatype=XSD.duration, normalize=False)),
        (SDO.educationalLevel, Literal("beginner")),
        (SDO.isAccessibleForFree, Literal("false", datatype=XSD.boolean)),
        (SDO.license, URIRef("https://hub.example/licence")),
    }
    assert {(str(s), p, str(o)) for s, p, o in triples if str(s).startswith(person)} == {
        (f"{person}1", RDF.type, str(SDO.Person)),
        (f"{person}1", SDO.name, "Ada"),
        (f"{person}1", SDO.url, "https://hub.example/ada"),
        (f"{person}2", RDF.type, str(SDO.Person)),
        (f"{person}2", SDO.name, "Bob"),
    }


def test_the_main_parent(triples: frozenset[Triple], graph: kg.ConceptGraph) -> None:
    """The parent by way of which breadcrumbs lead to a concept is told, and stands above it."""
    base = "https://learning-hub.example/id/"
    named = {URIRef(base + id): URIRef(base + one.main_parent) for id, one in graph.items() if one.main_parent}
    own = URIRef("https://learning-hub.example/ontology#mainParent")
    assert named
    assert {s: o for s, p, o in triples if p == own} == named
    assert all((s, SKOS.broader, o) in triples for s, o in named.items())


def test_editorial(small: frozenset[Triple]) -> None:
    """What the editors say cites a work, which has a title, authors, a year and an address."""
    relation, source = at("relation/attention.requires.embedding"), at("source/vaswani-2017")
    assert (relation, hub("standing"), hub("editorial")) in small
    assert {p for s, p, o in small if (s, o) == (relation, source)} == {
        DCTERMS.source,
        URIRef("http://www.w3.org/ns/prov#hadPrimarySource"),
    }
    names = {str(p).rpartition("/")[2] for s, p, _ in small if s == source}
    assert {"title", "creator", "issued", "bibliographicCitation", "url"} <= names
