"""Triples: what is said of concepts, relations, articles and the hub, and what must never be."""

from collections import defaultdict
from itertools import combinations

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

import kg
from kg.buffers import HELPFUL, OPTION
from kg.rdf import concept_triples
from kg.rdf.terms import Terms, Triple, digest
from tests.kg.rdf.reading import ID, at, hub

OA = "http://www.w3.org/ns/oa#"


def above(triples: frozenset[Triple], properties: set[URIRef]) -> dict[URIRef, set[URIRef]]:
    """What some properties lead to from each resource, in any number of steps."""
    steps: dict[URIRef, set[URIRef]] = defaultdict(set)
    for s, p, o in triples:
        if p in properties and isinstance(o, URIRef):
            steps[s].add(o)
    found: dict[URIRef, set[URIRef]] = {}
    for start in list(steps):
        queue = list(steps[start])
        reached: set[URIRef] = set()
        while queue:
            node = queue.pop()
            if node not in reached:
                reached.add(node)
                queue += steps.get(node, ())
        found[start] = reached
    return found


def test_direction(small: frozenset[Triple]) -> None:
    """Attention requires Embedding: embedding is to be learnt before attention, under our name and that of DCMI."""
    one, other = at("attention"), at("embedding")
    assert {p for s, p, o in small if (s, o) == (one, other)} == {hub("requires"), DCTERMS.requires}
    assert {p for s, p, o in small if (s, o) == (other, one)} == {hub("isRequiredBy"), DCTERMS.isRequiredBy}
    node = at("relation/attention.requires.embedding")
    assert {(p, o) for s, p, o in small if s == node and p.startswith(str(RDF)) and p != RDF.type} == {
        (RDF.subject, one),
        (RDF.predicate, hub("requires")),
        (RDF.object, other),
    }
    assert (node, RDFS.label, Literal("To learn Attention, learn Embedding first.", lang="en")) in small


def test_direction_of_the_helpful(small: frozenset[Triple]) -> None:
    """Matrix makes Transformer easier: it is helpful for it, and not required."""
    one, other = at("transformer"), at("matrix")
    assert {p for s, p, o in small if (s, o) == (one, other)} == {hub("helpedBy")}
    assert {p for s, p, o in small if (s, o) == (other, one)} == {hub("helpfulFor")}


def test_hierarchy(small: frozenset[Triple]) -> None:
    """A part stands below its whole: under our name, and as broader and narrower."""
    one, other = at("embedding"), at("transformer")
    assert {p for s, p, o in small if (s, o) == (one, other)} == {hub("partOf"), SKOS.broader}
    assert {p for s, p, o in small if (s, o) == (other, one)} == {hub("partOf_inverse"), SKOS.narrower}


def test_standards_of_thesauri(triples: frozenset[Triple]) -> None:
    """A subfield is broader in the generic sense, a part in the partitive (ISO 25964)."""
    iso, base = "http://purl.org/iso25964/skos-thes#", "https://learning-hub.example/id/"
    deep, machine = URIRef(f"{base}deep-learning"), URIRef(f"{base}machine-learning")
    assert (deep, URIRef(f"{iso}broaderGeneric"), machine) in triples
    assert (machine, URIRef(f"{iso}narrowerGeneric"), deep) in triples
    assert any(p == URIRef(f"{iso}broaderPartitive") for _, p, _ in triples)
    assert (deep, SKOS.broader, URIRef(f"{base}artificial-intelligence")) not in triples


def test_alternatives(small: frozenset[Triple]) -> None:
    """One of dot product and matrix: a requirement with two options, and no triple between the concepts."""
    one, options = at("attention"), {at("dot-product"), at("matrix")}
    assert not {(p, o) for s, p, o in small if s == one and o in options}
    assert not {(s, p) for s, p, o in small if o == one and s in options}
    [need] = [o for s, p, o in small if (s, p) == (one, hub("requirement"))]
    assert (need, hub("atLeast"), Literal(1)) in small
    nodes = {o for s, p, o in small if (s, p) == (need, hub("option"))}
    assert {o for s, p, o in small if s in nodes and p == hub("concept")} == options
    assert {o for s, p, o in small if s in nodes and p == RDF.type} == {hub("Option")}


def test_requirements_are_apart(graph: kg.ConceptGraph, triples: frozenset[Triple]) -> None:
    """No prerequisite is broader or related, as a property or because a requirement says so."""
    terms = Terms(graph)
    needs = {terms.name(f"hub:{name}") for name in ("requires", "isRequiredBy", "helpedBy", "helpfulFor")}
    over = above(triples, {RDFS.subPropertyOf})
    for need in needs:
        assert SKOS.semanticRelation in over[need]
        assert not over[need] & {SKOS.broader, SKOS.narrower, SKOS.related, SKOS.broaderTransitive}
    assert {DCTERMS.requires} <= over[terms.name("hub:requires")]
    assert {DCTERMS.isRequiredBy} <= over[terms.name("hub:isRequiredBy")]
    said: dict[tuple[int, int], set[str]] = defaultdict(set)
    for type_ in graph.types:
        for layer, (starts, to, _) in graph.layers((type_,)):
            for n in range(len(graph)):
                for other in to[starts[n] : starts[n + 1]]:
                    said[n, other].add(layer)
                    said[other, n].add(layer)
    hierarchical = {SKOS.broader, SKOS.narrower, SKOS.related}
    mapped = {*graph.hierarchy, "related"}
    for (one, other), layers in said.items():
        if not layers & mapped:
            between = {p for p in hierarchical if (terms.concept(one), p, terms.concept(other)) in triples}
            assert not between, (graph.ids[one], graph.ids[other])
    assert any(layers == {HELPFUL} for layers in said.values())
    assert any(layers == {OPTION} for layers in said.values())


def test_nothing_inferred(graph: kg.ConceptGraph, triples: frozenset[Triple]) -> None:
    """Each statement between two concepts belongs to a relation that is asserted, and each is both ways.

    Which of several parents is the main one is said of the concept, and no relation by itself.
    """
    terms = Terms(graph)
    concepts = {terms.concept(n): n for n in range(len(graph))}
    expected = set()
    for k in range(graph.relation_count):
        record, type_ = graph.relation(k), graph.type_names[graph.relations_type[k]]
        layer = OPTION if "group" in record else HELPFUL if record.get("strength") == "helpful" else type_
        one, other = terms.concept(graph.relations_from[k]), terms.concept(graph.relations_to[k])
        for forwards, backwards in terms.pairs(layer):
            expected |= {(one, forwards, other)}
            expected |= {(other, backwards, one)} if backwards else set()
    main = terms.name("hub:mainParent")
    assert {(s, p, o) for s, p, o in triples if s in concepts and o in concepts and p != main} == expected


def test_evidence(small: frozenset[Triple]) -> None:
    """A quotation is an annotation whose body is the relation and whose target is a place of the article."""
    graph = Graph()
    for triple in small:
        graph.add(triple)
    relation = at("relation/attention.part-of.transformer")
    assert graph.value(relation, hub("standing")) == hub("article")
    assert graph.value(relation, hub("why")) == Literal("Its blocks hold attention.", lang="en")
    says = set(graph.subjects(URIRef(OA + "hasBody"), relation))
    assert len(says) == 2
    quotes = set()
    for annotation in says:
        target = graph.value(annotation, URIRef(OA + "hasTarget"))
        assert graph.value(target, URIRef(OA + "hasSource")) == URIRef("https://toy.example/what-is-attention")
        scope = graph.value(target, URIRef(OA + "hasScope"))
        selector = graph.value(target, URIRef(OA + "hasSelector"))
        quotes.add((str(graph.value(selector, URIRef(OA + "exact"))), str(scope).rpartition("#")[2]))
    assert quotes == {
        ("attention is the heart of the transformer", "section-opening"),
        ("then comes attention", "section-how-it-works"),
    }


def test_names_of_evidence_do_not_depend_on_its_neighbours() -> None:
    """The name of a quotation is made of what it says alone."""
    assert (
        digest("page", "section", "quote") == digest("page", "section", "quote") != digest("pages", "ection", "quote")
    )
    assert len(digest("a")) == 16


def test_members_of_clusters(graph: kg.ConceptGraph, triples: frozenset[Triple]) -> None:
    """A cluster is a concept; its members are those of a collection, which is none."""
    for number, members in graph.members.items():
        cluster = URIRef(f"https://learning-hub.example/id/{graph.ids[number]}")
        collection = URIRef(f"{cluster}/members")
        assert (cluster, RDF.type, SKOS.Concept) in triples
        assert (collection, RDF.type, SKOS.Collection) in triples
        assert (collection, RDF.type, SKOS.Concept) not in triples
        assert {o for s, p, o in triples if (s, p) == (collection, SKOS.member)} == {
            URIRef(f"https://learning-hub.example/id/{graph.ids[member]}") for member in members
        }


def test_top_concepts(graph: kg.ConceptGraph, triples: frozenset[Triple]) -> None:
    """The top concepts of the scheme are the concepts that have none above them."""
    scheme = URIRef("https://learning-hub.example/")
    concepts = {s for s, p, o in triples if (p, o) == (RDF.type, SKOS.Concept)}
    below = {s for s, p, _ in triples if p == SKOS.broader}
    assert {s for s, p, o in triples if (p, o) == (SKOS.topConceptOf, scheme)} == concepts - below
    assert {o for s, p, o in triples if (s, p) == (scheme, SKOS.hasTopConcept)} == concepts - below
    assert len(concepts) == len(graph)


def test_every_node_has_an_iri(triples: frozenset[Triple]) -> None:
    """There are no blank nodes, and no text is lost or has a datatype beside its language."""
    assert {type(s) for s, _, _ in triples} == {URIRef}
    assert {type(o) for _, _, o in triples} == {URIRef, Literal}


def test_documents_are_parts_of_the_whole(toy: kg.ConceptGraph, small: frozenset[Triple]) -> None:
    """What the document of a concept says is in the hub, and together they hold all that is said of concepts."""
    terms = Terms(toy)
    documents = [set(concept_triples(toy, number)) for number in range(len(toy))]
    together = set().union(*documents)
    assert together <= small
    assert all(one != other for one, other in combinations(documents, 2))
    concepts = {terms.concept(number) for number in range(len(toy))}
    within = (f"{ID}relation/", f"{ID}attention#requirement")
    assert not {(s, p, o) for s, p, o in small - together if s in concepts or str(s).startswith(within)}
