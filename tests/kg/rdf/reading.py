"""RDF read back from bytes, by two libraries that share no code with our writers."""

import json
from collections.abc import Iterable
from pathlib import Path
from warnings import catch_warnings, simplefilter

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

import kg
from kg.rdf import MEDIA, context
from kg.rdf.terms import Triple

HUB = "https://toy.example/ontology#"
ID = "https://toy.example/id/"
TOY = Path(__file__).parents[2] / "toy"
RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
OXIGRAPH = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}


def alone(data: bytes, media: str, graph: kg.ConceptGraph) -> bytes:
    """A document as it stands, or with its context put in where it names the address of one."""
    if media != "application/ld+json":
        return data
    document = json.loads(data)
    assert document["@context"] == f"{graph.base}context.jsonld"
    return json.dumps(document | context(graph)).encode()


def parsed(data: bytes, media: str, graph: kg.ConceptGraph) -> Graph:
    """The graph that rdflib reads. Its JSON-LD parser warns of its own use of a class that is to go."""
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=alone(data, media, graph), format=RDFLIB[MEDIA[media].suffix])


def by_rdflib(data: bytes, media: str, graph: kg.ConceptGraph) -> set[tuple[object, ...]]:
    """The triples that rdflib reads."""
    return set(parsed(data, media, graph))


def by_oxigraph(data: bytes, media: str, graph: kg.ConceptGraph) -> set[tuple[object, ...]]:
    """The triples that Oxigraph reads, in rdflib's terms."""
    quads = ox.parse(alone(data, media, graph), format=OXIGRAPH[MEDIA[media].suffix])
    return {(_term(quad.subject), _term(quad.predicate), _term(quad.object)) for quad in quads}


def _term(term: object) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    assert isinstance(term, ox.Literal)
    plain = term.language or term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    datatype = None if plain else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


def lowered(triples: Iterable[Triple] | set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Triples with language tags in lower case, as RDF 1.1 allows them to be read (Concepts, section 3.3)."""
    return {
        (s, p, Literal(o, lang=o.language.lower()) if isinstance(o, Literal) and o.language else o)
        for s, p, o in triples
    }


def hub(name: str) -> URIRef:
    """A term of the toy hub."""
    return URIRef(HUB + name)


def at(path: str) -> URIRef:
    """A resource of the toy hub."""
    return URIRef(ID + path)
