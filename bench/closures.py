"""What a concept needs, and in which order: our graph beside networkx, rdflib and pyoxigraph.

    python -m bench.closures [--size N]

Each library gets the same relations and answers in a process of its own, one question at a time: id in, ids
out. Answers are checked against a plain search over dictionaries; an order must have each concept after what
it requires. A figure is the median over a sample of concepts of the best of nine runs, in processor time, so
that what else the machine does counts less; memory is what came to the process from loading to the last question.
"""

import argparse
import gc
import importlib
import multiprocessing
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from bench.graphs import TYPES, catalog, edges

TYPE = "requires"
BASE = "https://hub.example/"
TYPICAL, DEEP, RUNS = 200, 20, 9


class Library(NamedTuple):
    """A loaded graph: the prerequisites of a concept, all it needs, and the same in an order to learn them in."""

    hop: Callable[[str], list[str]]
    closure: Callable[[str], list[str]]
    ordered: Callable[[str], list[str]]


class Result(NamedTuple):
    """What a library took, in seconds and bytes, and what it answered to each question."""

    load: float
    memory: int
    seconds: dict[str, list[float]]
    answers: dict[str, list[list[str]]]


def ours(folder: Path) -> Library:
    """ConceptGraph, opened from its file; a closure comes in order."""
    from kg.graph import ConceptGraph

    graph = ConceptGraph.open(folder / "graph")
    ids, _ = graph.ids, graph.numbers

    def hop(id: str) -> list[str]:
        return [ids[n] for n, _ in graph.neighbours(graph.number(id), (TYPE,))]

    def closure(id: str) -> list[str]:
        return graph.closure((TYPE,), id)

    return Library(hop, closure, closure)


def by_networkx(folder: Path) -> Library:
    """A networkx DiGraph for each type; the order is that of a new graph made of the closure."""
    import networkx as nx

    graphs: dict[str, nx.DiGraph[str]] = {type_: nx.DiGraph() for type_ in TYPES}
    with (folder / "edges.tsv").open() as lines:
        for line in lines:
            start, type_, to = line.rstrip("\n").split("\t")
            graphs[type_].add_edge(start, to)
    graph = graphs[TYPE]

    def closure(id: str) -> list[str]:
        return list(nx.descendants(graph, id))

    def ordered(id: str) -> list[str]:
        inside = nx.descendants(graph, id)
        part: nx.DiGraph[str] = nx.DiGraph()
        part.add_nodes_from(inside)
        part.add_edges_from((before, after) for after in inside for before in graph.adj[after])
        return list(nx.topological_sort(part))

    return Library(lambda node: list(graph.adj[node]), closure, ordered)


def by_rdflib(folder: Path) -> Library:
    """An rdflib graph in memory, asked through its own methods; the order by the standard library."""
    from rdflib import Graph, URIRef

    graph = Graph().parse(folder / "edges.nt", format="nt")
    type_ = URIRef(BASE + TYPE)

    def found(nodes: Iterable[object]) -> list[str]:
        return [str(node)[len(BASE) :] for node in nodes]

    def closure(id: str) -> list[str]:
        start = URIRef(BASE + id)
        return found(node for node in graph.transitive_objects(start, type_) if node != start)

    def ordered(id: str) -> list[str]:
        start = URIRef(BASE + id)
        inside = (node for node in graph.transitive_objects(start, type_) if node != start)
        return found(_sorted({node: list(graph.objects(node, type_)) for node in inside}))

    return Library(lambda node: found(graph.objects(URIRef(BASE + node), type_)), closure, ordered)


def by_rdflib_sparql(folder: Path) -> Library:
    """An rdflib graph in memory, asked in SPARQL."""
    from rdflib import Graph

    graph = Graph().parse(folder / "edges.nt", format="nt")
    return _sparql(lambda query: [[str(term) for term in row] for row in graph.query(query)])  # type: ignore[union-attr]


def by_pyoxigraph(folder: Path) -> Library:
    """A pyoxigraph store in memory, asked in SPARQL; the order by the standard library."""
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.bulk_load(path=str(folder / "edges.nt"), format=RdfFormat.N_TRIPLES)
    return _sparql(lambda query: [[term.value for term in row] for row in store.query(query)])  # type: ignore[union-attr]


def _sparql(select: Callable[[str], list[list[str]]]) -> Library:
    cut = len(BASE)

    def found(query: str) -> list[str]:
        return [id[cut:] for (id,) in select(query)]

    def ordered(id: str) -> list[str]:
        needs: dict[str, list[str]] = {node: [] for node in closure(id)}
        for node, other in select(f"SELECT ?n ?o {{ <{BASE}{id}> <{BASE}{TYPE}>+ ?n . ?n <{BASE}{TYPE}> ?o }}"):
            needs[node[cut:]].append(other[cut:])
        return _sorted(needs)

    def closure(id: str) -> list[str]:
        return found(f"SELECT ?n {{ <{BASE}{id}> <{BASE}{TYPE}>+ ?n }}")

    return Library(lambda node: found(f"SELECT ?n {{ <{BASE}{node}> <{BASE}{TYPE}> ?n }}"), closure, ordered)


def _sorted(needs: Mapping[Any, Iterable[Any]]) -> list[Any]:
    from graphlib import TopologicalSorter

    return list(TopologicalSorter(needs).static_order())


LIBRARIES: Mapping[str, tuple[Callable[[Path], Library], str, float]] = {
    "ours": (ours, "kg.graph", float("inf")),
    "networkx": (by_networkx, "networkx", float("inf")),
    "pyoxigraph, SPARQL": (by_pyoxigraph, "pyoxigraph", float("inf")),
    "rdflib": (by_rdflib, "rdflib", float("inf")),
    "rdflib, SPARQL": (by_rdflib_sparql, "rdflib", 2_000),
}  # each with the module to import beforehand and the size up to which it is run


def measure(name: str, folder: Path, samples: Mapping[str, Sequence[str]]) -> Result:
    """What a library takes and answers; run in a process of its own."""
    import psutil

    load, module, _ = LIBRARIES[name]
    importlib.import_module(module)
    gc.collect()
    process = psutil.Process()
    before = process.memory_info().rss
    begin = perf_counter()
    library = load(folder)
    seconds = perf_counter() - begin
    gc.collect()
    gc.freeze()
    times = {
        f"{question} {sample}": [_best(ask, id) for id in ids]
        for sample, ids in samples.items()
        for question, ask in library._asdict().items()
    }
    memory = process.memory_info().rss - before
    asked = [id for ids in samples.values() for id in ids]
    answers = {question: [ask(id) for id in asked] for question, ask in library._asdict().items()}
    return Result(seconds, memory, times, answers)


def _best(ask: Callable[[str], list[str]], id: str) -> float:
    taken = []
    for _ in range(RUNS):
        begin = process_time()
        ask(id)
        taken.append(process_time() - begin)
    return min(taken)


class Reference:
    """The relations as dictionaries, and what follows from them: what every answer is checked against."""

    def __init__(self, size: int) -> None:
        self.needs: dict[str, list[str]] = defaultdict(list)
        for start, type_, to in edges(size):
            if type_ == TYPE:
                self.needs[start].append(to)

    def closure(self, id: str) -> set[str]:
        """All that a concept needs."""
        seen: set[str] = set()
        queue = [id]
        for node in queue:
            new = [other for other in self.needs.get(node, ()) if other not in seen]
            seen.update(new)
            queue += new
        return seen

    def samples(self) -> dict[str, list[str]]:
        """Concepts that need anything: some at random, and of many those that need most."""
        drawn = Random(2).sample(sorted(self.needs), min(2_000, len(self.needs)))  # noqa: S311
        deep = sorted(drawn, key=lambda node: -len(self.closure(node)))
        return {"typical": drawn[:TYPICAL], "deep": deep[:DEEP]}

    def check(self, name: str, samples: Mapping[str, Sequence[str]], answers: Mapping[str, list[list[str]]]) -> None:
        """Raise `ValueError` where an answer is not what the relations say."""
        for place, id in enumerate([id for ids in samples.values() for id in ids]):
            closure = self.closure(id)
            hop, found, ordered = (answers[question][place] for question in Library._fields)
            position = {node: n for n, node in enumerate(ordered)}
            right = (
                sorted(hop) == sorted(self.needs[id])
                and len(found) == len(ordered) == len(closure)
                and set(found) == set(ordered) == closure
                and all(position[before] < position[after] for after in ordered for before in self.needs.get(after, ()))
            )
            if not right:
                raise ValueError(f"{name} gives a wrong answer for {id}")


def build(size: int, folder: Path) -> float:
    """Write the files that the libraries load; the seconds it took to build our graph from its catalog."""
    from kg.graph import ConceptGraph

    found = catalog(size)
    begin = perf_counter()
    graph = ConceptGraph.of(found)
    seconds = perf_counter() - begin
    graph.save(folder / "graph")
    with (folder / "edges.tsv").open("w") as table, (folder / "edges.nt").open("w") as triples:
        for start, type_, to in edges(size):
            table.write(f"{start}\t{type_}\t{to}\n")
            triples.write(f"<{BASE}{start}> <{BASE}{type_}> <{BASE}{to}> .\n")
    return seconds


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a function, run in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


COLUMNS = ("hop typical", "closure typical", "closure deep", "ordered typical", "ordered deep")


def table(results: Mapping[str, Result]) -> str:
    """The results in Markdown, each with its ratio to ours."""
    first = results["ours"]
    lines = [
        "| library | load s | memory MB | one hop µs | closure typical | deep | with order typical | deep |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, result in results.items():
        cells = [f"{result.load:.2f}", f"{result.memory / 1e6:.0f} (x{result.memory / first.memory:.1f})"]
        for column in COLUMNS:
            mine, theirs = (1e6 * median(one.seconds[column]) for one in (first, result))
            cells.append(f"{theirs:,.1f} (x{theirs / mine:.1f})")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def run(size: int) -> str:
    """The whole comparison at one size, as text."""
    reference = Reference(size)
    samples = reference.samples()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = apart(build, size, folder)
        results: dict[str, Result] = {}
        for library, (_, _, most) in LIBRARIES.items():
            if size <= most:
                results[library] = apart(measure, library, folder, samples)
                reference.check(library, samples, results[library].answers)
        saved = (folder / "graph").stat().st_size
    sizes = {sample: median(len(reference.closure(id)) for id in ids) for sample, ids in samples.items()}
    relations, requirements = sum(1 for _ in edges(size)), sum(map(len, reference.needs.values()))
    versions = ", ".join(f"{name} {version(name)}" for name in ("networkx", "pyoxigraph", "rdflib"))
    return (
        f"{size:,} concepts, {relations:,} relations, {requirements:,} of them `{TYPE}`; a typical closure holds "
        f"{sizes['typical']:,.0f} concepts, a deep one {sizes['deep']:,.0f}. Our graph was built in {seconds:.1f} s; "
        f"its file has {saved / 1e6:.1f} MB. All answers are equal.\n\n{table(results)}\n\n"
        f"Python {platform.python_version()}, {versions}, {platform.system()} {platform.machine()}."
    )


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench.closures", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, action="append", help="number of concepts (1000 and 100000 if not given)")
    for size in parser.parse_args().size or (1_000, 100_000):
        sys.stdout.write(run(size) + "\n\n")


if __name__ == "__main__":
    main()
