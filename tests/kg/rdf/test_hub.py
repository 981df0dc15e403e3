"""The hub, its articles and the works it cites."""

from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

from kg.rdf.terms import Triple
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
    assert not any(p == URIRef("https://schema.org/timeRequired") for _, p, _ in triples)


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
