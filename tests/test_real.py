"""Prerequisite graphs that others have published, for every target in them."""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.paths.plan import plan
from kg.rules import check
from tests.build import catalog, ids

FOLDER = Path(__file__).parents[2] / "shared" / "real" / "prerequisites"
CURRICULA = "curricula_nuanalytics.json"
METACADEMY = "metacademy_content.json"
CYCLIC = "cpr_cs_concepts.json"


@cache
def published(name: str) -> Any:
    """What a file of the folder holds; the test that asks is skipped where the file is not at hand."""
    file = FOLDER / name
    if not file.exists():
        pytest.skip(f"{file} is not at hand")
    return json.loads(file.read_bytes())


def read(data: Any) -> Catalog:
    """A published graph as a catalog: `nodes` with an id each, `edges` from prerequisite to what needs it."""
    named = {node["id"]: _id(node["id"]) for node in data["nodes"]}
    assert len(set(named.values())) == len(named)
    minutes = {named[node["id"]]: round(60 * node["hours"]) for node in data["nodes"] if "hours" in node}
    lines = [f"{named[after]} requires {named[before]}" for before, after in data["edges"]]
    return catalog(*named.values(), *lines, minutes=minutes)


def _id(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", text.lower().replace("+", "-plus").replace("#", "-sharp")))


def needed(found: Catalog) -> "nx.DiGraph[str]":
    """The requirements as a networkx graph, from each concept to what it requires."""
    edges = nx.DiGraph((r.from_, r.to) for r in found.relations)
    edges.add_nodes_from(found.concepts)
    return edges


def every_target(found: Catalog, nodes: int, edges: int) -> None:
    """Closures are those of networkx, and plans hold just them, in an order that violates no requirement."""
    assert (len(found.concepts), len(found.relations)) == (nodes, edges)
    graph = ConceptGraph.of(found)
    requirements = needed(found)
    for number, id in enumerate(graph.ids):
        closure = nx.descendants(requirements, id)
        assert set(graph.closure(["requires"], id)) == closure
        order = ids(graph, (step.node for step in plan(graph, [number], ()).steps))
        assert set(order) == closure | {id}
        place = {one: n for n, one in enumerate(order)}
        assert all(place[before] < place[after] for after in order for before in requirements[after])
        assert set(graph.closure(["requires"], id, backwards=True)) == nx.ancestors(requirements, id)


def test_metacademy() -> None:
    """All 392 concepts of Metacademy's content repository can be planned for."""
    every_target(read(published(METACADEMY)), 392, 626)


@pytest.mark.parametrize("number", range(9))
def test_curricula(number: int) -> None:
    """All courses of the nine curricula can be planned for; co-requisites count as requirements."""
    data = published(CURRICULA)["graphs"][number]
    every_target(read(data), data["stats"]["nodes"], data["stats"]["edges"])


def test_there_are_nine_curricula() -> None:
    """No curriculum is left out: there are nine with 339 courses and 278 requisites."""
    graphs = published(CURRICULA)["graphs"]
    sizes = [(len(one["nodes"]), len(one["edges"])) for one in graphs]
    assert (len(graphs), *map(sum, zip(*sizes, strict=True))) == (9, 339, 278)


def test_a_cyclic_graph_is_refused_with_its_loop() -> None:
    """The one cyclic component of CPR's concepts is reported once, by a loop that really is one of the data."""
    found = read(published(CYCLIC))
    requirements = needed(found)
    cycles = [problem for problem in check(found) if problem.code == "cycle"]
    assert len(cycles) == 1
    assert cycles[0].severity == "error"
    loop = cycles[0].message.partition(" is a cycle")[0].split(" -> ")
    assert loop[0] == loop[-1]
    assert len(set(loop)) == len(loop) - 1 > 1
    assert all(requirements.has_edge(start, to) for start, to in pairwise(loop))
    (component,) = (c for c in nx.strongly_connected_components(requirements) if len(c) > 1)
    assert len(component) == 12
    assert component.issuperset(loop)


def test_without_its_cyclic_component_it_is_accepted() -> None:
    """CPR's concepts without the requirements inside that component raise no `cycle`, and all can be planned for."""
    data = published(CYCLIC)
    edges: nx.DiGraph[str] = nx.DiGraph(map(tuple, data["edges"]))
    components = nx.condensation(edges).graph["mapping"]
    kept = [[before, after] for before, after in data["edges"] if components[before] != components[after]]
    found = read({**data, "edges": kept})
    assert "cycle" not in {problem.code for problem in check(found)}
    every_target(found, len(data["nodes"]), len(kept))
