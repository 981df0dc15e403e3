"""Orders of real prerequisite graphs: `kg.paths.order` beside networkx's topological sort and a depth-first order.

    python -m bench.orders [--thorough] [FOLDER]

FOLDER holds the published graphs that the tests read too (`../shared/real/prerequisites` if not given). A topic is
a community of the whole graph (greedy modularity), for these graphs have none; a difficulty is the fifth that a
concept's hours lie in, where they are known; an hour is taken where they are not. The depth-first order is the
post-order from the target, prerequisites as they are listed. Times are processor time, of one run for each order.
"""

import argparse
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import mean, median, quantiles
from time import process_time
from typing import get_args

from bench.published import CPR, CURRICULA, FOLDER, METACADEMY, Graph, depth_first, published, topological
from kg.paths.order import Arrangement, Content, Effort, Objective, arrange, lateness, measures

OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
TYPICAL, LARGE, DEEP = 40, 80, 20


def value(content: Content, objective: Objective, order: Sequence[int]) -> int:
    """What an order is worth for an objective."""
    found = measures(order, content.uses, content.topics, content.difficulties)
    late = lateness(order, content.minutes, content.weights)
    return dict(zip(OBJECTIVES, (*found, late), strict=True))[objective]


@dataclass(frozen=True)
class Case:
    """Content, and its arrangement by each objective with the seconds it took."""

    name: str
    content: Content
    targets: Sequence[int]
    ours: Mapping[Objective, tuple[Arrangement, float]]

    @classmethod
    def of(cls, name: str, content: Content, targets: Sequence[int], effort: Effort = "quick") -> "Case":
        """The content, put in order."""
        ours = {}
        for objective in OBJECTIVES:
            begin = process_time()
            arranged = arrange(content, objective, effort)
            ours[objective] = (arranged, process_time() - begin)
        return cls(name, content, targets, ours)

    def values(self, objective: Objective) -> tuple[int, int, int]:
        """The value of ours, of networkx's and of the depth-first order."""
        uses = self.content.uses
        others = (topological(uses), depth_first(uses, self.targets))
        return (
            self.ours[objective][0].value,
            *(value(self.content, objective, order) for order in others),  # type: ignore[return-value]
        )


def summary(title: str, cases: Sequence[Case]) -> str:
    """Means, ratios, proofs and times over many cases."""
    lines = [
        f"{title}: {len(cases)}.\n",
        "| objective | ours, mean | networkx | ours / it | depth first | ours / it | proved best | median ms | p99 | most |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for objective in OBJECTIVES:
        ours, sorted_, deep = (mean(some) for some in zip(*(case.values(objective) for case in cases), strict=True))
        times = [1e3 * case.ours[objective][1] for case in cases]
        proved = sum(case.ours[objective][0].proved for case in cases)
        lines.append(
            f"| {objective} | {ours:,.2f} | {sorted_:,.2f} | {_ratio(ours, sorted_)} | {deep:,.2f} | {_ratio(ours, deep)} "
            f"| {proved} | {median(times):.1f} | {quantiles(times, n=100, method='inclusive')[-1]:.1f} | {max(times):.1f} |"
        )
    return "\n".join(lines)


def _ratio(ours: float, other: float) -> str:
    return f"{ours / other:.2f}" if other else "-"


def single(title: str, cases: Iterable[Case]) -> str:
    """Each case by itself."""
    lines = [
        f"{title}.\n",
        "| content | concepts | objective | ours | bound | networkx | depth first | ms | subsets |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in cases:
        for objective in OBJECTIVES:
            arranged, seconds = case.ours[objective]
            ours, sorted_, deep = case.values(objective)
            bound = "proved" if arranged.proved else f"{arranged.bound:,}"
            lines.append(
                f"| {case.name} | {len(case.content.nodes)} | {objective} | {ours:,} | {bound} | {sorted_:,} | {deep:,} "
                f"| {1e3 * seconds:,.0f} | {arranged.counted:,} |"
            )
    return "\n".join(lines)


def unions(graph: Graph, random: Random) -> Iterator[list[int]]:
    """Three times targets drawn at random, until all that they need is eighty concepts or more."""
    deep = [node for node in graph.uses if len(graph.content([node]).nodes) >= TYPICAL // 4]
    for _ in range(3):
        targets: list[int] = []
        for target in random.sample(deep, len(deep)):
            if len(graph.content(targets).nodes) < LARGE:
                targets.append(target)
        yield sorted(targets)


def layered(size: int, width: int, random: Random) -> Content:
    """Layers so wide, each concept using two of the layer before: the more are free at a time, the more subsets."""
    nodes = range(size)
    below = {node: range(node // width * width - width, node // width * width) for node in nodes}
    return Content(
        nodes=tuple(nodes),
        uses={node: tuple(random.sample(below[node], 2)) if node >= width else () for node in nodes},
        after={},
        topics={node: random.randrange(6) for node in nodes},
        difficulties={node: random.randint(1, 5) for node in nodes},
        minutes={node: random.randint(10, 90) for node in nodes},
        weights=dict.fromkeys(range(size - width, size), 1),
    )


def shares(groups: Mapping[str, Sequence[Case]]) -> str:
    """What our orders have of what the others have, whose targets they are: by the means, and by the mean of ratios.

    The distance is also given for each use, as its mean in a content. Targets that need nothing are left out.
    """
    lines = [
        "| measure | targets of | number | proved | ours, mean | networkx | of means | of each | depth first | of means | of each |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    measured: tuple[tuple[str, Objective, bool], ...] = (
        ("prerequisite distance", "connected", False),
        ("the same, of a use", "connected", True),
        ("most open", "few-open", False),
        ("topic switches", "few-switches", False),
    )
    for name, objective, each in measured:
        for whose, every in groups.items():
            cases = [case for case in every if len(case.content.nodes) > 1]
            parts = [sum(map(len, case.content.uses.values())) if each else 1 for case in cases]
            values = [case.values(objective) for case in cases]
            ours, *others = (
                [value / part for value, part in zip(some, parts, strict=True)] for some in zip(*values, strict=True)
            )
            proved = sum(case.ours[objective][0].proved for case in cases)
            cells = [f"{len(cases)}", f"{proved}", f"{mean(ours):,.2f}"]
            for other in others:
                ratios = [mine / its for mine, its in zip(ours, other, strict=True) if its]
                cells += [f"{mean(other):,.2f}", f"{mean(ours) / mean(other):.3f}", f"{mean(ratios):.3f}"]
            lines.append(f"| {name} | {whose} | {' | '.join(cells)} |")
    return "\n".join(lines)


def run(folder: Path, effort: Effort) -> Iterator[str]:
    """The parts of the report, one by one."""
    random = Random(1)  # noqa: S311
    (metacademy,), (cs,), curricula = (published(folder, name) for name in (METACADEMY, CPR, CURRICULA))
    whose = {"Metacademy": [metacademy], "CPR": [cs], "the curricula": curricula}
    groups = {
        name: [Case.of(name, one, tuple(one.weights)) for graph in graphs for one in graph.closures()]
        for name, graphs in whose.items()
    }
    every = [case for cases in groups.values() for case in cases]
    typical = [case for case in every if len(case.content.nodes) <= TYPICAL]
    yield summary(f"Targets that need up to {TYPICAL} concepts", typical)
    deep = [case for case in typical if len(case.content.nodes) >= DEEP]
    yield summary(f"Those of them that need {DEEP} or more", deep)
    yield "All targets that need something, whatever they need.\n\n" + shares({**groups, "all": every})
    ends = [sorted(set(one.uses).difference(*one.uses.values())) for one in curricula]
    courses = [Case.of("", one.content(some), some, effort) for one, some in zip(curricula, ends, strict=True)]
    yield summary(f"Whole curricula of 30 to 43 courses, {effort}", courses)
    large = [
        ("Metacademy, one target", _largest(metacademy)),
        *((f"Metacademy, {len(some)} targets", metacademy.content(some)) for some in unions(metacademy, random)),
        ("CPR, one target", _largest(cs)),
    ]
    yield single(f"Larger content, {effort}", (Case.of(name, one, tuple(one.weights), effort) for name, one in large))
    wide = ((f"layers of {width}", layered(TYPICAL, width, random)) for width in (5, 8, 10, 13, 20))
    made_up = (Case.of(name, one, tuple(one.weights), effort) for name, one in wide)
    yield single(f"Made up, {effort}: the wider the layers, the more subsets", made_up)


def _largest(graph: Graph) -> Content:
    return max(graph.closures(), key=lambda one: len(one.nodes))


def main() -> None:
    """Order them all and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.orders", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where the published graphs are")
    parser.add_argument("--thorough", action="store_true", help="the greater effort, for what is larger")
    asked = parser.parse_args()
    arrange(layered(8, 4, Random(1)))  # noqa: S311
    for part in run(asked.folder, "thorough" if asked.thorough else "quick"):
        sys.stdout.write(part + "\n\n")
    libraries = ", ".join(f"{name} {version(name)}" for name in ("networkx", "numpy"))
    sys.stdout.write(f"Python {platform.python_version()}, {libraries}, {platform.system()} {platform.machine()}.\n")


if __name__ == "__main__":
    main()
