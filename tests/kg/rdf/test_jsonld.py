"""JSON-LD: short names, texts by language, one context."""

import json

import kg
from kg.rdf import concept_triples, context, serialise
from kg.rdf.jsonld import _names
from kg.rdf.vocabulary import CLASSES
from tests.kg.rdf.reading import TOY


def test_a_concept(toy: kg.ConceptGraph) -> None:
    """A concept reads as in SkoHub: id, type, labels by language, lists where there may be several."""
    document = json.loads(serialise(concept_triples(toy, toy.number("attention")), "application/ld+json", toy))
    assert list(document) == ["@context", "@graph"]
    nodes = {node["id"]: node for node in document["@graph"]}
    assert list(nodes) == sorted(nodes)
    node = nodes["https://toy.example/id/attention"]
    assert list(node)[:2] == ["id", "type"]
    assert list(node)[2:] == sorted(list(node)[2:])
    assert node["type"] == ["Concept", "DefinedTerm", "hub:Component"]
    assert node["prefLabel"] == {"en": "Attention"}
    assert node["requires"] == ["https://toy.example/id/embedding"]
    assert node["broader"] == node["hub:partOf"] == ["https://toy.example/id/transformer"]
    assert (node["minutes"], node["difficulty"], node["termCode"]) == (60, 3, "attention")
    assert nodes["https://toy.example/id/source/vaswani-2017"]["title"].keys() == {"@none"}


def test_the_context(graph: kg.ConceptGraph) -> None:
    """No two terms have one name, none is a keyword or a prefix, and it is the same whatever the base."""
    names = [name for name, _ in _names(graph).values()]
    short = [curie.partition(":")[2] for curie in CLASSES]
    defined = context(graph)["@context"]
    assert len({*names, *short}) == len(names) + len(short)
    assert not {"id", "type", "hub", "skos"} & {*names, *short}
    assert list(defined) == sorted(defined)
    assert defined["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert defined["altLabel"] == {"@id": "skos:altLabel", "@container": ["@language", "@set"]}
    assert defined["broader"] == {"@id": "skos:broader", "@type": "@id", "@container": "@set"}
    assert defined["requires"]["@id"] == "hub:requires"
    assert defined["hub:uses"] == {"@id": "hub:uses", "@type": "@id", "@container": "@set"}


def test_the_address_of_the_context(toy: kg.ConceptGraph) -> None:
    """It follows the base under which documents are served."""
    moved = kg.load(TOY, base="https://served.example/hub/")
    assert (
        json.loads(serialise((), "application/ld+json", moved))["@context"]
        == "https://served.example/hub/context.jsonld"
    )
    assert context(moved) == context(toy)
