"""Shapes: the hub's RDF conforms, and each shape finds a smallest mistake."""

from typing import Any

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

import kg
from kg.rdf import shapes, to_rdf

HEAD = """@base <https://toy.example/> . @prefix : <https://toy.example/id/> . @prefix hub: <ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix schema: <https://schema.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# The smallest graph with the mistake that each shape is for; it may make other mistakes too.
BROKEN = {
    "S9": ":a a skos:Concept . :b skos:inScheme :a .",
    "S13-alternative": ':a skos:prefLabel "a"@en ; skos:altLabel "a"@en .',
    "S13-hidden": ':a skos:prefLabel "a"@en ; skos:hiddenLabel "a"@en .',
    "S13-both": ':a skos:altLabel "a"@en ; skos:hiddenLabel "a"@en .',
    "S14": ':a skos:prefLabel "a"@en, "b"@en .',
    "S27-above": ":a skos:related :c ; skos:broader :b . :c skos:narrower :b .",
    "S27-below": ":a skos:related :c ; skos:narrower :b . :c skos:broader :b .",
    "S37": ":c skos:member :a . :c a skos:Concept .",
    "S46-exact": ":a skos:exactMatch :b ; skos:broadMatch :c . :c skos:exactMatch :b .",
    "ends": ":a skos:broader :b . :a a skos:Concept .",
    "named": ":a a skos:Concept .",
    "home": ":a a skos:Concept .",
    "code": ':a a skos:Concept ; schema:termCode "A B" .',
    "difficulty": ":a hub:difficulty 6 .",
    "minutes": ":a hub:minutes -1 .",
    "top": ":a skos:topConceptOf <> ; skos:broader :b .",
    "hierarchy": ":a a skos:Concept ; skos:broader :b .",
    "related": ":a a skos:Concept ; skos:related :b .",
    "requires": ":a a skos:Concept ; hub:requires :b ; dcterms:requires :b .",
    "helpful": ":a a skos:Concept ; hub:helpedBy :b .",
    "apart": "hub:requires rdfs:subPropertyOf :p . :p rdfs:subPropertyOf skos:broader .",
    "order": ":a hub:requires :b . :b hub:helpedBy :a .",
    "count": ":r a hub:Requirement ; hub:atLeast 0 .",
    "options": ":r a hub:Requirement ; hub:atLeast 1 .",
    "owner": ":r a hub:Requirement . :a hub:requirement :r .",
    "choice": ":o a hub:Option .",
    "possible": ":r a hub:Requirement ; hub:atLeast 2 ; hub:option :o .",
    "statement-subject": ":r a hub:Relation .",
    "statement-object": ":r a hub:Relation ; rdf:object :a, :b .",
    "statement-predicate": ':r a hub:Relation ; rdf:predicate "requires" .',
    "stated": ":r rdf:subject :a ; rdf:predicate hub:requires ; rdf:object :b . :b hub:requires :a .",
    "standing": ":r a hub:Option ; hub:standing :hearsay .",
    "quoted": ":r hub:standing hub:article .",
    "annotation": ":n a oa:Annotation ; oa:hasTarget :page .",
    "place": ":t a oa:SpecificResource .",
    "selector": ":t a oa:SpecificResource ; oa:hasSelector :q .",
    "quote": ':q a oa:TextQuoteSelector ; oa:exact "one two three four five six seven eight nine" .',
    "cited": ":r hub:standing hub:editorial ; dcterms:source :nowhere .",
    "work": ":s a dcterms:BibliographicResource .",
    "year": ':s a dcterms:BibliographicResource ; dcterms:issued "2017" .',
}


@pytest.fixture(scope="module")
def ours(toy: kg.ConceptGraph) -> Graph:
    """The shapes of the toy hub."""
    return Graph().parse(data=shapes(toy), format="turtle")


def found(data: Graph, ours: Graph) -> set[str]:
    """The names of the shapes that some data breaks."""
    from pyshacl import validate

    report: Any
    conforms, report, text = validate(data, shacl_graph=ours)
    broken = {str(shape).partition("#")[2] for shape in report.objects(None, SH.sourceShape)}
    assert conforms == (not broken), text
    return broken


@pytest.mark.parametrize("name", BROKEN)
def test_each_shape_finds_its_mistake(name: str, ours: Graph) -> None:
    """A smallest example breaks the shape."""
    assert name in found(Graph().parse(data=HEAD + BROKEN[name], format="turtle"), ours)


def test_every_shape_has_an_example(ours: Graph) -> None:
    """Shapes are named, say in words what they demand, and are tried out."""
    named = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in ours.subjects(RDF.type, kind)}
    assert {str(shape).partition("#")[2] for shape in named} == set(BROKEN)
    assert all(isinstance(shape, URIRef) and (shape, SH.message, None) in ours for shape in named)


def test_the_hub_conforms(graph: kg.ConceptGraph, rdf: Graph) -> None:
    """The RDF of our own data breaks no shape."""
    assert found(rdf, Graph().parse(data=shapes(graph), format="turtle")) == set()


def test_the_toy_conforms(toy: kg.ConceptGraph, ours: Graph) -> None:
    """Nor does that of a hub with every form that the data can take."""
    assert found(to_rdf(toy), ours) == set()


def test_the_shapes_see_the_hub(graph: kg.ConceptGraph, rdf: Graph) -> None:
    """They would notice: a mistake put into the hub's RDF is found."""
    base = graph.hub.iri
    broken = Graph()
    for triple in rdf:
        broken.add(triple)
    mistakes = f"""<{base}id/deep-learning> skos:related <{base}id/artificial-intelligence> ;
        hub:atLeast 1 . <{base}id/vector> hub:requires <{base}id/llm-cluster> ."""
    broken.parse(data=HEAD.replace("https://toy.example/", base) + mistakes, format="turtle")
    assert {"S27-above", "related", "requires", "order"} <= found(
        broken, Graph().parse(data=shapes(graph), format="turtle")
    )
