"""Budgets and cheapest selections: how long they take, how near to the best they are certified to be, and who agrees.

    python -m bench.budgets [--size N]

Curricula are in twenty layers, with choices or without; values are drawn at random, close to the minutes, or the
importance of each concept, alone or after that of some targets. The budget is three tenths of all minutes, with
targets a fiftieth. Beside it stands a greedy learner, who takes the concepts in the order of the value in a minute of
all that each needs. Course catalogues, of which one choice in twenty may lead in a circle, are solved by OR-Tools'
CP-SAT too, which learns clauses. Times are processor time, the median over the seeds and the worst.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from random import Random
from statistics import mean, median
from time import process_time
from typing import NamedTuple, TypeVar

from bench.cpsat import fewest
from kg.paths.budget import Filled, Worth, fill, worth
from kg.paths.optimum import cheapest
from kg.paths.requirements import Requirements, closure_of
from kg.paths.rounding import rounded
from tests.kg.paths.catalogues import catalogue, layered

SIZES = (100, 500, 1_000, 10_000)
COURSES = (300, 1_000, 3_000)
SEEDS, CASES = range(1, 6), 40

T = TypeVar("T")


class Case(NamedTuple):
    """Something to fill a budget with."""

    needs: Requirements
    worth: Worth
    minutes: int


def at_random(seed: int, size: int, choices: bool) -> Case:
    """Values that have nothing to do with the minutes."""
    needs, values = layered(seed, size, choices=choices)
    return Case(needs, Worth((values,)), sum(needs.minutes.values()) * 3 // 10)


def like_minutes(seed: int, size: int, choices: bool) -> Case:
    """Values a little above the minutes."""
    needs, values = layered(seed, size, choices=choices, correlated=True)
    return Case(needs, Worth((values,)), sum(needs.minutes.values()) * 3 // 10)


def by_importance(seed: int, size: int, choices: bool) -> Case:
    """The importance of each concept."""
    needs, _ = layered(seed, size, choices=choices)
    return Case(needs, worth(needs, {}), sum(needs.minutes.values()) * 3 // 10)


def for_targets(seed: int, size: int, choices: bool) -> Case:
    """Ten targets of the upper half by their weights, then importance."""
    needs, _ = layered(seed, size, choices=choices)
    random = Random(seed)  # noqa: S311
    targets = random.sample(range(size // 2, size), 10)
    weights = {target: random.randint(1, 5) for target in targets}
    return Case(needs, worth(needs, weights), sum(needs.minutes.values()) // 50)


KINDS: Mapping[str, Callable[[int, int, bool], Case]] = {
    "at random": at_random,
    "like minutes": like_minutes,
    "importance": by_importance,
    "ten targets": for_targets,
}


def greedy(case: Case) -> int:
    """What a learner has who takes the densest first: by value in a minute of a concept with all that it needs."""
    needs, value = case.needs, case.worth
    cheap = {node: -float(minutes) for node, minutes in needs.minutes.items()}

    def density(node: int) -> tuple[float, int]:
        taken = rounded(needs, [node], cheap)
        return -value.total(taken) / max(1, sum(needs.minutes[n] for n in taken)), node

    return value.total(rounded(needs, sorted(needs.derivable(), key=density), cheap, case.minutes))


def timed(ask: Callable[[], T]) -> tuple[float, T]:
    """What an answer takes, and the answer."""
    begin = process_time()
    found = ask()
    return process_time() - begin, found


def budgets(sizes: Sequence[int]) -> Iterator[str]:
    """The table of budgets, line by line."""
    yield "| concepts | choices | values | s (worst) | proved | certified gap % (worst) | greedy below it % |"
    yield "|--:|---|---|--:|--:|--:|--:|"
    for size in sizes:
        for choices in (False, True):
            for kind, make in KINDS.items():
                cases = [make(seed, size, choices) for seed in SEEDS]
                runs = [timed(lambda case=case: fill(*case)) for case in cases]  # type: ignore[misc]
                found: list[Filled] = [filled for _, filled in runs]
                gaps = [100 * (filled.bound - filled.value) / filled.value for filled in found]
                below = [100 * (1 - greedy(case) / one.value) for case, one in zip(cases, found, strict=True)]
                yield (
                    f"| {size:,} | {'yes' if choices else 'no'} | {kind} | {_times([s for s, _ in runs])} "
                    f"| {sum(one.proved for one in found)}/{len(found)} | {median(gaps):.3f} ({max(gaps):.3f}) "
                    f"| {mean(below):.1f} |"
                )


def catalogues(sizes: Sequence[int]) -> Iterator[str]:
    """The table of cheapest selections, line by line."""
    yield "| courses | targets | may need | cheapest ms (worst) | CP-SAT ms (worst) | equal |"
    yield "|--:|--:|--:|--:|--:|--:|"
    for size in sizes:
        needs = catalogue(1, size, loops=0.05)
        possible = needs.derivable()
        random = Random(size)  # noqa: S311
        for many in (1, 3, 5, 10):
            ours, theirs, equal, regions = list[float](), list[float](), 0, list[int]()
            for _ in range(CASES):
                wanted = set(random.sample(possible[len(possible) // 2 :], many))
                region = sorted(set(closure_of(needs, sorted(wanted))).intersection(possible))
                mine, nodes = timed(lambda: cheapest(needs, region, wanted))  # noqa: B023
                other, least = timed(lambda: fewest(needs, region, wanted))  # noqa: B023
                ours.append(1000 * mine)
                theirs.append(1000 * other)
                regions.append(len(region))
                equal += sum(needs.minutes[node] for node in nodes) == least
            yield (
                f"| {size:,} | {many} | {median(regions):,.0f} ({max(regions):,}) | {_times(ours)} | {_times(theirs)} "
                f"| {equal}/{CASES} |"
            )


def _times(found: Sequence[float]) -> str:
    return f"{median(found):,.2f} ({max(found):,.2f})"


def main() -> None:
    """Run both comparisons and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench.budgets", description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, help="only as many concepts, and no catalogues")
    size = parser.parse_args().size
    for line in budgets([size] if size else SIZES):
        sys.stdout.write(line + "\n")
    if not size:
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in catalogues(COURSES)))
    libraries = ", ".join(f"{name} {version(name)}" for name in ("scipy", "ortools"))
    sys.stdout.write(f"\nPython {platform.python_version()}, {libraries}, {platform.system()} {platform.machine()}.\n")


if __name__ == "__main__":
    main()
