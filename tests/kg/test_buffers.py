"""Numbering, components and the buffers that a catalog becomes."""

from array import array
from dataclasses import replace
from itertools import groupby
from random import Random

import networkx as nx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.buffers import build, components, expand, layer, ranked
from kg.catalog import Catalog
from kg.model import Vocabulary
from tests.build import HUB, TYPES, catalog, chain, curricula, networks

Digraphs = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=4), min_size=n, max_size=n)
)


def prerequisites_first(found: Catalog) -> "nx.DiGraph[str]":
    """Requirements of every sort as a networkx graph whose edges lead from what is needed to what needs it."""
    edges = nx.DiGraph((r.to, r.from_) for r in found.relations if r.type == "requires")
    edges.add_nodes_from(found.concepts)
    return edges


@given(curricula())
def test_rank_is_the_topological_order_with_ties_by_id(found: Catalog) -> None:
    """Without loops the numbering is networkx's lexicographical topological sort over requirements of every sort."""
    assert ranked(found) == list(nx.lexicographical_topological_sort(prerequisites_first(found)))


@given(networks())
def test_a_loop_is_numbered_as_one(found: Catalog) -> None:
    """With loops the components follow one another in topological order, ties by least id, each in order of id."""
    condensed = nx.condensation(prerequisites_first(found))
    members = {node: sorted(condensed.nodes[node]["members"]) for node in condensed}
    order = nx.lexicographical_topological_sort(condensed, key=lambda node: members[node][0])
    assert ranked(found) == [id for node in order for id in members[node]]


@given(Digraphs)
def test_components_are_those_of_networkx(steps: list[list[int]]) -> None:
    """Two nodes share a name exactly when networkx finds them strongly connected, and the name is one of them."""
    edges = nx.DiGraph((node, after) for node, others in enumerate(steps) for after in others)
    edges.add_nodes_from(range(len(steps)))
    named = components(steps)
    by_name = groupby(sorted(range(len(steps)), key=lambda node: named[node]), key=lambda node: named[node])
    found = {name: set(members) for name, members in by_name}
    assert all(name in members for name, members in found.items())
    assert {frozenset(members) for members in found.values()} == set(
        map(frozenset, nx.strongly_connected_components(edges))
    )


def test_components_do_not_recurse() -> None:
    """A loop of 100,000 nodes is one component, a chain of as many is as many."""
    n = 100_000
    assert len(set(components([[(node + 1) % n] for node in range(n)]))) == 1
    assert components([[node + 1] if node + 1 < n else [] for node in range(n)]) == list(range(n))


def test_a_long_chain_is_numbered_from_its_end() -> None:
    """A chain of 100,000 requirements is numbered against the order of its ids, without recursion."""
    assert list(chain(100_000).ids) == [f"n{place:07}" for place in reversed(range(100_000))]


@given(networks(), st.randoms(use_true_random=False))
def test_order_of_reading_leaves_no_trace(found: Catalog, random: Random) -> None:
    """Concepts, relations, kinds and types in another order give the same bytes in every buffer."""
    relations = list(found.relations)
    names = list(found.concepts)
    types = list(TYPES)
    for part in (relations, names, types):
        random.shuffle(part)
    shuffled = replace(
        found,
        relations=tuple(relations),
        concepts={id: found.concepts[id] for id in names},
        types={name: TYPES[name] for name in types},
    )
    assert build(shuffled) == build(found)


def test_layers() -> None:
    """A relation lies in the layer of its type; a requirement in one of three, by group and strength."""
    found = catalog("a requires b", "a requires-any 1 of c d", "a helpful e", "a is-a f")
    assert {r.to: layer(r) for r in found.relations} == {
        "b": "requires",
        "c": "requires:option",
        "d": "requires:option",
        "e": "requires:helpful",
        "f": "is-a",
    }


@given(networks())
def test_every_relation_lies_in_its_layer_both_ways(found: Catalog) -> None:
    """The adjacency of each layer holds exactly the relations of it, forwards and backwards; symmetric ones as both."""
    buffers = build(found)
    ids = buffers["ids"].decode().split("\n")
    ends = [array("i", buffers[f"relations.{end}"]) for end in ("from", "to")]
    expected: dict[str, set[tuple[str, str, str]]] = {}
    for relation in found.relations:
        edges = expected.setdefault(layer(relation), set())
        edges.add((relation.from_, relation.to, relation.id))
        if TYPES[relation.type].symmetric:
            edges.add((relation.to, relation.from_, relation.id))
    types = array("i", buffers["relations.type"])
    assert orjson.loads(buffers["meta"])["layers"] == sorted(expected)
    for name, edges in expected.items():
        for direction in ("out", "in"):
            at, to, rel = (array("i", buffers[f"{direction}.{name}.{part}"]) for part in ("at", "to", "rel"))
            held = [
                (ids[node], ids[to[k]], f"{ids[ends[0][rel[k]]]}.{sorted(TYPES)[types[rel[k]]]}.{ids[ends[1][rel[k]]]}")
                for node in range(len(ids))
                for k in range(at[node], at[node + 1])
            ]
            assert len(held) == len(edges)
            assert set(held) == (edges if direction == "out" else {(to, start, id) for start, to, id in edges})


def test_records_by_number() -> None:
    """The record of each concept lies between its offsets, and missing minutes and clusters are -1."""
    buffers = build(catalog("a requires b", minutes={"b": 5}, home={"a": "c"}))
    at = array("q", buffers["concepts.at"])
    records = [orjson.loads(buffers["concepts"][at[n] : at[n + 1]]) for n in range(3)]
    assert [record["id"] for record in records] == ["b", "a", "c"]
    assert array("i", buffers["concepts.minutes"]).tolist() == [5, -1, -1]
    assert array("i", buffers["concepts.cluster"]).tolist() == [-1, 2, -1]
    assert array("i", buffers["concepts.kind"]).tolist() == [1, 1, 0]


def test_groups_by_concept() -> None:
    """Each group lies with its owner: how many are needed, and its options by number."""
    buffers = build(catalog("a requires-any 1 of b c", "a requires-any 2 of d e f"))
    values = {
        name: array("i", buffers[f"groups.{name}"]).tolist() for name in ("at", "need", "options.at", "options.to")
    }
    assert values == {
        "at": [0, 0, 0, 0, 0, 0, 2],
        "need": [1, 2],
        "options.at": [0, 2, 5],
        "options.to": [0, 1, 2, 3, 4],
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wd:Q1", "https://entities.example/Q1"),
        ("https://other.example/x", "https://other.example/x"),
        ("wd:a:b", "https://entities.example/a:b"),
    ],
)
def test_compact_iris_are_written_out(written: str, meant: str) -> None:
    """A prefix of the hub's vocabularies is replaced by its IRI, at the first colon; anything else stays as it is."""
    vocabulary = Vocabulary(iri="https://entities.example/", title="Entities")
    hub = HUB.model_copy(update={"vocabularies": {"wd": vocabulary}})
    assert expand(written, hub) == meant
    found = catalog("a", hub=hub)
    concept = found.concepts["a"].model_copy(update={"mappings": {"exactMatch": (written,)}})
    record = orjson.loads(build(replace(found, concepts={"a": concept}))["concepts"])
    assert record["mappings"] == {"exactMatch": [meant]}


def test_nothing_at_all() -> None:
    """A hub without concepts has buffers, too."""
    assert build(catalog())["ids"] == b""
