"""What next and where to start: the time of a frontier on a large graph, and of each question of a placement.

    python -m bench.knowledge [--size N]

A frontier is asked on a graph of so many concepts, of learners who know about a thousand of them, all that these
require included. Placements run through all targets of Metacademy's content repository, where it is at hand
(see `--metacademy`), and through targets of generated graphs; learners know a concept, if they can, nine times of
ten, and slip and guess as often as the questions assume. A placement is broken off after 40 questions (marked
with +), and what is placed wrongly is then what was likely so far. Times are of whole answers, in milliseconds of
processor time, after one that is not counted.
"""

import argparse
import gc
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean, median, quantiles
from time import process_time
from typing import NamedTuple

import orjson

from bench.graphs import catalog
from kg.answers import answer
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Concept, Relation
from kg.paths.knowledge import Space, space
from kg.paths.placement import believe, place, weights
from kg.paths.requirements import downward, requirements
from kg.questions import Frontier, Placement, Question, parse

METACADEMY = Path(__file__).parents[2] / "shared" / "real" / "prerequisites" / "metacademy_content.json"
KNOWN, LEARNERS, RUNS = 1_000, 20, 5
GENERATED = (100, 300, 1_000)
QUESTIONS = 40  # of one placement at most
SLIP, GUESS = 0.05, 0.1


class Run(NamedTuple):
    """One placement: how many concepts, the bits of its states, how long each question took, and what came of it."""

    concepts: int
    bits: float
    exact: bool
    seconds: list[float]
    wrong: float


def seconds(graph: ConceptGraph, question: Question) -> float:
    """The processor time of an answer."""
    begin = process_time()
    answer(graph, question)
    return process_time() - begin


# -- frontier


def learners(graph: ConceptGraph, random: Random) -> Iterator[list[str]]:
    """What some learners know: concepts at random with all that they require, as many as fit into the number."""
    for _ in range(LEARNERS):
        known: set[int] = set()
        for node in random.sample(range(len(graph)), 4_000):
            more = downward(graph, [node])
            if len(known | more) <= KNOWN:
                known |= more
            if len(known) > 0.99 * KNOWN:
                break
        yield [graph.ids[node] for node in sorted(known)]


def frontiers(graph: ConceptGraph) -> str:
    """The times of frontiers, as rows of a table."""
    random = Random(1)  # noqa: S311
    rows = []
    everyone = list(learners(graph, random))
    near = [node for node in range(len(graph)) if 100 < len(graph.closure(("requires",), graph.ids[node])) < 300]
    kinds: dict[str, Callable[[list[str]], Question]] = {
        "what next": lambda known: Frontier(known=tuple(known)),
        "towards a target": lambda known: Frontier(known=tuple(known), target=graph.ids[random.choice(near)]),
        "knowing nothing": lambda _: Frontier(),
    }
    for name, asked in kinds.items():
        seconds(graph, asked(everyone[0]))
        best = []
        for known in everyone:
            question = asked(known)
            best.append(min(seconds(graph, question) for _ in range(RUNS)))
        rows.append(f"| {name} | {1e3 * median(best):.1f} | {1e3 * max(best):.1f} |")
    return "\n".join(["| frontier | median ms | greatest |", "|---|--:|--:|", *rows])


# -- placement


def metacademy(file: Path) -> Catalog:
    """Metacademy's concepts and prerequisites as a catalog."""
    data = orjson.loads(file.read_bytes())
    ids = {node["id"]: node["id"].strip("_").replace("_", "-").replace("+", "plus").lower() for node in data["nodes"]}
    concepts = {id: Concept(id=id, label={"en": id}) for id in ids.values()}
    relations = tuple(
        Relation(type="requires", from_=ids[after], to=ids[before], strength="essential")
        for before, after in data["edges"]
    )
    return replace(catalog(100), concepts=concepts, relations=relations)


def states(graph: ConceptGraph, target: int) -> Space:
    """The space of a target."""
    return space(graph, requirements(graph, (target,), frozenset()))


def run(graph: ConceptGraph, target: int, random: Random, slip: float = SLIP, guess: float = GUESS) -> Run:
    """A placement of one learner."""
    found = states(graph, target)
    known: list[bool] = []
    for clauses in found.clauses:
        known.append(random.random() < 0.9 and all(any(known[option] for option in clause) for clause in clauses))
    truth = dict(zip(found.nodes, known, strict=True))
    start = believe(found, weights(found, {}, slip, guess))
    replies: dict[int, bool] = {}
    taken = []
    while (now := place(found, replies, slip, guess)).ask is not None and len(replies) < QUESTIONS:
        written = [f"{graph.ids[node]}:{'yes' if yes else 'no'}" for node, yes in replies.items()]
        fields = {"target": [graph.ids[target]], "answers": written, "slip": slip, "guess": guess}
        taken.append(seconds(graph, parse(Placement, fields)))
        replies[now.ask] = random.random() >= slip if truth[now.ask] else random.random() < guess
    wrong = mean((node in now.known) != truth[node] for node in found.nodes)
    return Run(len(found.nodes), start.bits, start.exact, taken, wrong)


def row(name: str, runs: Sequence[Run]) -> str:
    """A row of the table of placements."""
    times = [1e3 * one for each in runs for one in each.seconds]
    cut = any(len(each.seconds) == QUESTIONS for each in runs)
    cells = [
        name,
        f"{max(each.concepts for each in runs)}",
        f"{mean(each.bits for each in runs):.1f} ({max(each.bits for each in runs):.1f})",
        f"{sum(each.exact for each in runs)} of {len(runs)}",
        f"{mean(len(each.seconds) for each in runs):.1f}{'+' if cut else ''}",
        f"{100 * mean(each.wrong for each in runs):.1f} %",
        f"{median(times):.1f}",
        f"{quantiles(times, n=100)[98]:.1f}",
        f"{max(times):.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def placements(file: Path) -> str:
    """The placements, as a table."""
    lines = [
        "| targets | concepts, at most | bits of states (most) | counted | questions | placed wrongly | median ms | p99 | greatest |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    random = Random(2)  # noqa: S311
    if file.exists():
        graph = ConceptGraph.of(metacademy(file))
        run(graph, len(graph) - 1, random)
        lines.append(row("Metacademy, all", [run(graph, target, random) for target in range(len(graph))]))
        truthful = [run(graph, target, random, 0, 0) for target in range(len(graph))]
        lines.append(row("the same, no mistakes", truthful))
    else:
        sys.stdout.write(f"{file} is not at hand: Metacademy's targets are left out.\n\n")
    for size in (1_000, 10_000):
        graph = ConceptGraph.of(catalog(size))
        found = {n: len(graph.closure(("requires",), graph.ids[n])) + 1 for n in range(0, size, size // 1_000)}
        for wanted in GENERATED:
            near = sorted(found, key=lambda n: (abs(found[n] - wanted), n))[:3]
            if abs(found[near[0]] - wanted) < wanted / 10:
                run(graph, near[0], random)
                gc.freeze()  # as `kg serve` does
                runs = [run(graph, target, random) for target in near]
                lines.append(row(f"generated, of {size:,}", runs))
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.knowledge", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000, help="concepts of the frontier's graph (100000)")
    parser.add_argument("--metacademy", type=Path, default=METACADEMY, help="where its JSON file is")
    given = parser.parse_args()
    sys.stdout.write(f"{given.size:,} concepts, about {KNOWN:,} of them known.\n\n")
    sys.stdout.write(f"{frontiers(ConceptGraph.of(catalog(given.size)))}\n\n{placements(given.metacademy)}\n\n")
    sys.stdout.write(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n")


if __name__ == "__main__":
    main()
