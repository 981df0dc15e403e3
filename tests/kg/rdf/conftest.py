"""The RDF of the hub's own data, made once."""

import pytest
from rdflib import Graph

import kg
from kg.rdf import graph_triples, to_rdf
from kg.rdf.terms import Triple
from tests.kg.rdf.reading import TOY


@pytest.fixture(scope="session")
def triples(graph: kg.ConceptGraph) -> frozenset[Triple]:
    """All triples of the hub."""
    return frozenset(graph_triples(graph))


@pytest.fixture(scope="session")
def rdf(graph: kg.ConceptGraph) -> Graph:
    """The hub as an rdflib graph."""
    return to_rdf(graph)


@pytest.fixture(scope="session")
def toy() -> kg.ConceptGraph:
    """A small hub with every form that the data can take."""
    return kg.load(TOY)


@pytest.fixture(scope="session")
def small(toy: kg.ConceptGraph) -> frozenset[Triple]:
    """All triples of the toy hub."""
    return frozenset(graph_triples(toy))
