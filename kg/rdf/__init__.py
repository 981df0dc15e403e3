"""A hub as linked data: SKOS, schema.org, Web Annotation, PROV-O and a vocabulary of its own.

    serialise(concept_triples(graph, number), "text/turtle", graph)

rdflib is imported when the first triple is made.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph import ConceptGraph
from kg.rdf.formats import MEDIA, serialise
from kg.rdf.jsonld import context
from kg.rdf.triples import concept_triples, graph_triples, ontology_triples
from kg.rdf.vocabulary import PREFIXES, prefixes

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["MEDIA", "concept_triples", "context", "graph_triples", "ontology_triples", "serialise", "shapes", "to_rdf"]


def to_rdf(graph: ConceptGraph) -> "Graph":
    """The whole hub as an rdflib graph, with its prefixes bound."""
    from rdflib import Graph

    found = Graph(bind_namespaces="none")
    for prefix, iri in prefixes(graph.hub.iri).items():
        found.bind(prefix, iri)
    for triple in graph_triples(graph):
        found.add(triple)
    return found


def shapes(graph: ConceptGraph) -> bytes:
    """The SHACL shapes that the hub's RDF conforms to, in Turtle, for the hub's own IRI."""
    iri = graph.hub.iri
    spaces = {"hub": f"{iri}ontology#", "rdf": PREFIXES["rdf"]}
    lines = [f"@base <{iri}> .\n", "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"]
    for prefix, space in spaces.items():  # what its queries call them (SHACL section 5.2.1)
        lines.append(f"<shapes> sh:declare <shapes#{prefix}> .\n")
        lines.append(f'<shapes#{prefix}> sh:prefix "{prefix}" ; sh:namespace "{space}"^^<{PREFIXES["xsd"]}anyURI> .\n')
    return "".join([*lines, Path(__file__).with_name("shapes.ttl").read_text(encoding="utf-8")]).encode()
