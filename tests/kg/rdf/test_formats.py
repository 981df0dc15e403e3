"""Formats: what is written is read back, and the same triples give the same bytes."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDFS, XSD

import kg
from kg.catalog import Catalog
from kg.rdf import MEDIA, concept_triples, graph_triples, ontology_triples, serialise
from kg.rdf.terms import Triple
from tests.kg.rdf.reading import TOY, by_oxigraph, by_rdflib, lowered, parsed
from tests.strategies import catalogs

S = URIRef("https://x.example/s")
ODD = (
    "<b>&amp; ]]> \"quoted\" 'single' \\ back\\\\slash \\n \\u0041",
    "line\nline\r\nline\rtab\tend\n",
    '"""',
    "\\",
    "مرحبا بالعالم",
    "\u202eright to left\u202c",
    "👩🏽‍🔬 e\u0301 \U0001f600",
    "a\u0085b\u2028c\u2029d\ufeffe\u00a0",
    "  spaces  ",
    "",
    "@en",
    "{from} %20 ${x}",
    "\x7f\x9f",
)


@pytest.mark.parametrize("media", MEDIA)
def test_the_hub_is_read_back(media: str, graph: kg.ConceptGraph, triples: frozenset[Triple], rdf: Graph) -> None:
    """Both libraries read the very triples that were written."""
    data = serialise(triples, media, graph)
    assert by_rdflib(data, media, graph) == triples == set(rdf)
    assert by_oxigraph(data, media, graph) == triples


def test_isomorphic(toy: kg.ConceptGraph) -> None:
    """To rdflib, all formats are one graph."""
    graphs = [parsed(serialise(graph_triples(toy), media, toy), media, toy) for media in MEDIA]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("media", MEDIA)
@settings(max_examples=25)
@given(found=catalogs())
def test_whatever_a_hub_holds_is_read_back(media: str, found: Catalog) -> None:
    """Odd ids, texts and languages included; XML alone has characters that it cannot hold."""
    graph = kg.ConceptGraph.of(found)
    written = set(graph_triples(graph))
    data = serialise(written, media, graph)
    expected = lowered(written)
    if media == "application/rdf+xml":
        expected = {(s, p, _in_xml(o)) for s, p, o in expected}
    assert lowered(by_rdflib(data, media, graph)) == expected
    assert lowered(by_oxigraph(data, media, graph)) == expected


def _in_xml(term: object) -> object:
    if not isinstance(term, Literal):
        return term
    text = str(term).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return Literal(text, lang=term.language, datatype=term.datatype, normalize=False)


@pytest.mark.parametrize("media", MEDIA)
def test_odd_texts(media: str, toy: kg.ConceptGraph) -> None:
    """Markup, quotes, backslashes, line ends, right-to-left text and emoji come back as they were."""
    found = {(S, RDFS.label, literal) for text in ODD for literal in (Literal(text), Literal(text, lang="ar"))}
    data = serialise(found, media, toy)
    assert by_rdflib(data, media, toy) == found
    assert by_oxigraph(data, media, toy) == found
    assert b"\r" not in data


@pytest.mark.parametrize("media", MEDIA)
def test_values_that_fit_no_entry_of_the_table(media: str, toy: kg.ConceptGraph) -> None:
    """Any triples can be written: unknown properties, unusual datatypes, several values where one is usual."""
    label, minutes = (toy.hub.iri + "ontology#" + name for name in ("why", "minutes"))
    objects: list[URIRef | Literal] = [
        *(Literal("text"), Literal("text", lang="pt-BR"), Literal("other", lang="pt-BR"), URIRef("urn:x:y")),
        *(Literal(n, datatype=XSD.integer, normalize=False) for n in ("1", "007", "-0", "9" * 30)),
        *(Literal(b, datatype=XSD.boolean, normalize=False) for b in ("true", "1")),
        Literal("x", datatype=URIRef("https://x.example/type")),
    ]
    properties = [RDFS.label, URIRef(label), URIRef(minutes), URIRef("https://x.example/p?a&b#c"), URIRef("urn:a:b")]
    odd = URIRef("https://x.example/a'b&c;d?e=%20(f)#é")
    found: set[Triple] = {(odd, p, o) for p in properties for o in (*objects, odd)}
    assert lowered(by_oxigraph(serialise(found, media, toy), media, toy)) == lowered(found)


@pytest.mark.parametrize("media", MEDIA)
def test_order_leaves_no_trace(media: str, toy: kg.ConceptGraph) -> None:
    """Triples in another order, or given twice, are the same bytes."""
    found = list(graph_triples(toy))
    expected = serialise(found, media, toy)
    for seed in range(5):
        shuffled = random.Random(seed).sample(found * 2, 2 * len(found))
        assert serialise(shuffled, media, toy) == expected


def test_the_hash_seed_leaves_no_trace() -> None:
    """Another process with another hash seed writes the same bytes; importing kg or kg.rdf loads no rdflib."""
    script = f"""
import hashlib, sys, kg, kg.rdf
assert "rdflib" not in sys.modules
graph = kg.load({str(TOY)!r})
for media in kg.rdf.MEDIA:
    for triples in (kg.rdf.graph_triples(graph), kg.rdf.concept_triples(graph, 3), kg.rdf.ontology_triples(graph)):
        print(media, hashlib.sha256(kg.rdf.serialise(triples, media, graph)).hexdigest())
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            cwd=Path(kg.__file__).parents[1],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2026")
    }
    assert len(said) == 1
    assert len(said.pop().splitlines()) == 3 * len(MEDIA)


def test_turtle_is_readable(toy: kg.ConceptGraph) -> None:
    """A document has the prefixes that it uses and no others, the class first, and numbers as numbers."""
    text = serialise(concept_triples(toy, toy.number("attention")), "text/turtle", toy).decode()
    assert "\nid:attention a hub:Component, schema:DefinedTerm, skos:Concept ;\n" in text
    assert "\n    hub:difficulty 3 ;\n" in text
    assert "    hub:requires id:embedding ;\n" in text
    assert "\nrelation:attention.requires.embedding a hub:Relation ;\n" in text
    assert "@prefix owl:" not in text
    assert all(text.count(f"{line.split()[1]}") > 1 for line in text.splitlines() if line.startswith("@prefix"))


def test_refusals(toy: kg.ConceptGraph) -> None:
    """Another media type, and in RDF/XML a property without a name."""
    with pytest.raises(ValueError, match="text/html"):
        serialise((), "text/html", toy)
    nameless = {(S, URIRef("https://x.example/12"), S)}
    with pytest.raises(ValueError, match="does not end in a name"):
        serialise(nameless, "application/rdf+xml", toy)
    assert by_rdflib(serialise(nameless, "text/turtle", toy), "text/turtle", toy) == nameless


@pytest.mark.parametrize("media", MEDIA)
def test_nothing_at_all(media: str, toy: kg.ConceptGraph) -> None:
    """No triples make a document too."""
    assert by_rdflib(serialise((), media, toy), media, toy) == set()


def test_what_is_written_of_the_vocabulary(toy: kg.ConceptGraph) -> None:
    """The vocabulary alone is read back as well."""
    found = set(ontology_triples(toy))
    assert by_rdflib(serialise(found, "text/turtle", toy), "text/turtle", toy) == found
