"""What editors ask of a whole graph: curricular measures beside networkx, the report, the effect of an edit, circles.

    python -m bench.analysis [--size N]

Times are processor time. Blocking is checked against networkx for every concept, delay against longest paths in
networkx's order. The effect is that of dropping some requirements at random from half as many concepts; with
choices, one in seven concepts needs any one of what it would else require. Circles are random digraphs.
"""

import argparse
import platform
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from random import Random
from time import process_time
from typing import TypeVar

import networkx as nx

from bench.graphs import catalog
from kg.analysis.curriculum import Measures, measures
from kg.analysis.digraph import plain
from kg.analysis.effect import effect
from kg.analysis.feedback import Edge, lightest
from kg.analysis.quality import quality
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Group, Relation

T = TypeVar("T")
DROPPED = (1, 10, 100)
CIRCLES = ((12, 24), (77, 200), (77, 400), (150, 450), (1_000, 3_000))
WEIGHTS = (1, 10, 10, 10, 100)


def timed(ask: Callable[[], T]) -> tuple[T, float]:
    """What is answered, and the seconds it takes."""
    begin = process_time()
    found = ask()
    return found, process_time() - begin


def by_networkx(edges: "nx.DiGraph[int]") -> tuple[list[int], list[int]]:
    """Blocking and delay of each concept, with networkx and two passes in its topological order."""
    order = list(nx.topological_sort(edges))
    before, after = dict.fromkeys(order, 1), dict.fromkeys(order, 1)
    for node in order:
        before[node] = 1 + max((before[other] for other in edges.pred[node]), default=0)
    for node in reversed(order):
        after[node] = 1 + max((after[other] for other in edges.adj[node]), default=0)
    ordered = range(len(order))
    return [len(nx.descendants(edges, node)) for node in ordered], [before[n] + after[n] - 1 for n in ordered]


def curriculum(graph: ConceptGraph) -> str:
    """A line on curricular measures. Raises `ValueError` where networkx finds others."""
    found: tuple[Measures, float] = timed(lambda: measures(plain(graph)))
    edges: nx.DiGraph[int] = nx.DiGraph()
    edges.add_nodes_from(range(len(graph)))
    edges.add_edges_from((other, node) for node, row in enumerate(plain(graph).needs) for other in row)
    expected, seconds = timed(lambda: by_networkx(edges))
    if expected != (found[0].blocking, found[0].delay):
        raise ValueError("networkx finds other measures")
    return (
        f"Curricular measures of {len(graph):,} concepts and {edges.number_of_edges():,} requirements: "
        f"{found[1]:.3f} s; blocking and delay by networkx: {seconds:.1f} s (x{seconds / found[1]:.0f}), equal."
    )


def choosing(found: Catalog, random: Random) -> Catalog:
    """The catalog in which one concept in seven needs any one of what it required."""
    owned: dict[str, list[Relation]] = defaultdict(list)
    for relation in found.of_type("requires"):
        owned[relation.from_].append(relation)
    chosen = {id for id, each in owned.items() if len(each) > 1 and random.random() < 1 / 7}
    relations = (
        relation.model_copy(update={"group": Group(id="any", at_least=1, size=len(owned[relation.from_]))})
        if relation.type == "requires" and relation.from_ in chosen
        else relation
        for relation in found.relations
    )
    return replace(found, relations=tuple(relations))


def effects(found: Catalog, random: Random) -> list[str]:
    """Rows on the effect of dropping requirements."""
    old = ConceptGraph.of(found)
    single = [r for r in found.of_type("requires") if r.group is None]
    rows = []
    for number in DROPPED:
        gone = {relation.id for relation in random.sample(single, number)}
        new = ConceptGraph.of(replace(found, relations=tuple(r for r in found.relations if r.id not in gone)))
        told, seconds = timed(lambda new=new: effect(old, new))  # type: ignore[misc]
        choices = "yes" if len(single) < sum(r.type == "requires" for r in found.relations) else "no"
        rows.append(
            f"| {choices} | {number} | {told.compared:,} | {told.planned:,} | {len(told.changes):,} | {len(told.left):,} | {seconds:.2f} |"
        )
    return rows


def circles(random: Random) -> list[str]:
    """Rows on the cheapest edges to drop."""
    rows = []
    for nodes, size in CIRCLES:
        edges = [Edge(random.randrange(nodes), random.randrange(nodes), random.choice(WEIGHTS)) for _ in range(size)]
        found, seconds = timed(lambda edges=edges: lightest(edges))  # type: ignore[misc]
        weight = sum(edges[place].weight for place in found.edges)
        rows.append(f"| {nodes:,} | {size:,} | {len(found.edges)} | {weight} | {found.bound} | {seconds:.2f} |")
    return rows


def table(head: Sequence[str], rows: Sequence[str]) -> str:
    """Rows under a head, in Markdown."""
    return "\n".join([f"| {' | '.join(head)} |", "|--:" * len(head) + "|", *rows])


def run(size: int) -> str:
    """All measurements, as text."""
    random = Random(1)  # noqa: S311
    lightest([Edge(0, 1, 1), Edge(1, 0, 1)])  # so that nothing is loaded while it is measured
    graph = ConceptGraph.of(catalog(size))
    told, seconds = timed(lambda: quality(graph))
    half = catalog(size // 2)
    changed = table(
        ("choices", "dropped", "targets", "planned", "changed", "left", "s"),
        [*effects(half, random), *effects(choosing(half, random), random)],
    )
    cut = table(("nodes", "edges", "dropped", "weight", "bound", "s"), circles(random))
    return (
        f"{curriculum(graph)}\n\nThe quality of that graph, of which reports are made: {seconds:.1f} s, bottlenecks "
        f"{'complete' if told.relations.complete and told.concepts.complete else 'cut off'}.\n\n"
        f"Effect:\n\n{changed}\n\nCircles:\n\n{cut}\n\n"
        f"Python {platform.python_version()}, networkx {version('networkx')}, scipy {version('scipy')}, "
        f"{platform.system()} {platform.machine()}."
    )


def main() -> None:
    """Run the measurements and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.analysis", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000, help="number of concepts (10000 if not given)")
    sys.stdout.write(run(parser.parse_args().size) + "\n")


if __name__ == "__main__":
    main()
