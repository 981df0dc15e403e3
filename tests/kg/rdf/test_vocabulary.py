"""Names: those of standards exist, and no two of ours meet."""

from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef
from rdflib.namespace import DC, DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD

import kg
from kg.rdf.terms import Terms, Triple
from kg.rdf.vocabulary import (
    CLASSES,
    INVERSES,
    OWN,
    PREFIXES,
    PROPERTIES,
    class_name,
    inverse_name,
    property_name,
    split,
)
from tests.strategies import ids

# The terms of the Web Annotation Vocabulary (2017), ISO 25964 and DCAT 3 that we use; rdflib bundles none of them.
OTHERS = {
    "oa": "Annotation SpecificResource TextQuoteSelector exact hasBody hasScope hasSelector hasSource hasTarget "
    "linking motivatedBy",
    "iso-thes": "broaderGeneric broaderInstantial broaderPartitive narrowerGeneric narrowerInstantial "
    "narrowerPartitive",
    "dcat": "version",
}
BUNDLED = (DC, DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD)
HUB = "https://learning-hub.example/ontology#"


def published() -> set[str]:
    """The terms of the standards, as far as rdflib knows them."""
    found = {str(term) for namespace in BUNDLED for term in dir(namespace) if str(term).startswith("http")}
    return found | {PREFIXES[prefix] + name for prefix, names in OTHERS.items() for name in names.split()}


def standard(iri: str) -> bool:
    """Whether a term is said to be one of a standard."""
    return any(iri.startswith(space) for space in PREFIXES.values())


def test_the_terms_of_standards_exist(triples: frozenset[Triple]) -> None:
    """Whatever is used of SKOS, schema.org, Web Annotation, PROV, DCMI Terms, DCAT, OWL and RDF Schema is defined there."""
    used = {str(term) for triple in triples for term in triple if isinstance(term, URIRef) and standard(term)}
    table = {
        PREFIXES[p] + n for p, _, n in (c.partition(":") for c in (*PROPERTIES, *CLASSES, *INVERSES)) if p != "hub"
    }
    assert len(published()) > 1000
    assert (used | table) - published() == set()
    assert "http://www.w3.org/2004/02/skos/core#prefLable" not in published()


def test_every_property_is_in_the_table(graph: kg.ConceptGraph, triples: frozenset[Triple]) -> None:
    """A property that is published has its entry, or belongs to a relation type; every term of ours is declared."""
    terms = Terms(graph)
    types = {property_ for type_ in graph.types for property_ in terms.properties(type_)}
    table = {terms.name(curie) for curie in PROPERTIES}
    assert {p for _, p, _ in triples} - types - table == {terms.type}
    declared = {s for s, p, _ in triples if p == terms.name("rdfs:isDefinedBy")}
    used = {term for triple in triples for term in triple if isinstance(term, URIRef) and term.startswith(HUB)}
    assert used == declared
    assert {curie for curie in PROPERTIES if curie.startswith("hub:")} <= {
        f"hub:{n}" for n in (*OWN, "requires", "isRequiredBy")
    }


def test_names_of_types_and_kinds() -> None:
    """Local names are readable; what is taken or begins with a digit gets an underscore."""
    assert [property_name(id) for id in ("part-of", "is-a", "layer-2", "3d-view", "option")] == [
        *("partOf", "isA", "layer-2", "_3dView", "option_"),
    ]
    assert [inverse_name(id) for id in ("requires", "part-of")] == ["isRequiredBy", "partOf_inverse"]
    assert [class_name(id) for id in ("field", "deep-model", "2d", "relation")] == [
        "Field",
        "DeepModel",
        "_2d",
        "Relation_",
    ]


@given(st.sets(ids() | st.sampled_from(("is-required-by", "a-b", "ab", "a1", "a-1", *map(str.lower, OWN)))))
def test_names_do_not_meet(found: set[str]) -> None:
    """Whatever types and kinds are called, no two terms have one IRI, and each ends in an XML name."""
    for named in (property_name, class_name):
        names = [named(id) for id in found]
        assert len({*names, *OWN}) == len(names) + len(OWN)
        assert all(split(HUB + name) == (HUB, name) for name in names)
    both = [name(id) for id in found for name in (property_name, inverse_name)]
    assert len(set(both)) == 2 * len(found)


def test_splitting() -> None:
    """RDF/XML needs a namespace and a name; some IRIs have none."""
    assert split("http://x.example/a#b-c") == ("http://x.example/a#", "b-c")
    assert split("http://x.example/P12") == ("http://x.example/", "P12")
    assert split("http://x.example/12b") == ("http://x.example/12", "b")
    assert split("urn:isbn:x") == ("urn:isbn:", "x")
    assert [split(iri) for iri in ("http://x.example/12", "http://x.example/", "http://x.example/a%20")] == [None] * 3
