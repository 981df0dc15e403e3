"""The graph as networkx sees it."""

import io
from dataclasses import replace

import networkx as nx
from hypothesis import given

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Page, Quotation, Section
from tests.build import catalog, networks


def test_nodes_and_edges_carry_their_facts() -> None:
    """A node has its label, kind and, where known, cluster and minutes; an edge its type, id, standing, strength, group."""
    found = catalog(
        "a requires b", "a requires-any 1 of c d", "a helpful e", "a is-a b", minutes={"a": 7}, home={"a": "z"}
    )
    said = Quotation(page="article", section="opening", quote="a is b")
    relations = tuple(r.model_copy(update={"evidence": (said,)}) if r.type == "is-a" else r for r in found.relations)
    page = Page(slug="article", url="https://hub.example/article", title={"en": "T"}, sections=(Section(id="opening"),))
    graph = ConceptGraph.of(replace(found, relations=relations, pages={"article": page}))
    view = graph.to_networkx()
    assert view.graph == {"version": graph.version}
    assert list(view) == list(graph)
    assert view.nodes["a"] == {"label": "A", "kind": "concept", "cluster": "z", "minutes": 7}
    assert view.nodes["z"] == {"label": "Z", "kind": "cluster"}
    requires = {"type": "requires", "standing": "editorial", "strength": "essential"}
    assert {(start, end, key): facts for start, end, key, facts in view.edges(keys=True, data=True)} == {
        ("a", "b", "requires"): {**requires, "rid": "a.requires.b"},
        ("a", "c", "requires"): {**requires, "rid": "a.requires.c", "group": "any-001"},
        ("a", "d", "requires"): {**requires, "rid": "a.requires.d", "group": "any-001"},
        ("a", "e", "requires"): {**requires, "rid": "a.requires.e", "strength": "helpful"},
        ("a", "b", "is-a"): {"type": "is-a", "rid": "a.is-a.b", "standing": "article"},
    }


@given(networks())
def test_each_relation_is_an_edge(found: Catalog) -> None:
    """There is one node per concept and one edge per asserted relation, symmetric ones as they were written."""
    view = ConceptGraph.of(found).to_networkx()
    assert set(view) == set(found.concepts)
    assert sorted(view.edges(keys=True)) == sorted((r.from_, r.to, r.type) for r in found.relations)


def test_it_can_be_written_as_graphml() -> None:
    """Every fact is of a type that networkx writes to GraphML and reads back."""
    view = ConceptGraph.of(catalog("a requires b", "b requires-any 1 of c d", minutes={"a": 7})).to_networkx()
    file = io.BytesIO()
    nx.write_graphml(view, file)
    file.seek(0)
    again = nx.read_graphml(file, force_multigraph=True)
    assert {id: again.nodes[id] for id in again} == {id: view.nodes[id] for id in view}
    assert sorted(again.edges(data="rid")) == sorted(view.edges(data="rid"))
