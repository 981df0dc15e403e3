"""The vocabulary of a hub."""

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

import kg
from kg.rdf import ontology_triples
from tests.kg.rdf.reading import hub


def test_the_vocabulary(toy: kg.ConceptGraph) -> None:
    """Kinds are classes; relation types are properties that say what holds of them, and their inverse."""
    found = set(ontology_triples(toy))
    part, whole = hub("partOf"), hub("partOf_inverse")
    assert {
        (hub("Component"), RDFS.subClassOf, SKOS.Concept),
        (part, RDF.type, OWL.ObjectProperty),
        (part, RDF.type, OWL.TransitiveProperty),
        (part, OWL.inverseOf, whole),
        (part, RDFS.subPropertyOf, SKOS.broader),
        (part, RDFS.label, Literal("is part of", lang="en")),
        (part, hub("sentence"), Literal("{from} is part of {to}.", lang="en")),
        (part, URIRef("https://schema.org/domainIncludes"), hub("Component")),
        (whole, RDFS.subPropertyOf, SKOS.narrower),
        (whole, RDFS.label, Literal("has the part", lang="en")),
        (whole, URIRef("https://schema.org/rangeIncludes"), hub("Component")),
        (hub("related"), RDF.type, OWL.SymmetricProperty),
        (hub("related"), RDFS.subPropertyOf, SKOS.related),
        (hub("requires"), OWL.inverseOf, hub("isRequiredBy")),
    } <= found
    assert not {s for s, _, _ in found if "related_inverse" in s}
    assert (hub("requires"), RDF.type, OWL.TransitiveProperty) not in found
