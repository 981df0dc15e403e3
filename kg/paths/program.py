"""Selections of concepts as an integer program, relaxed and solved by HiGHS through scipy.

One binary column per concept. An essential requirement is `x_prerequisite >= x_concept`, a group
`sum of its options >= need * x_concept`. Inside a strongly connected component each concept has a level,
and what it uses there lies on a lower one, so that no loop holds itself up (the level mapping of
answer-set programming, Janhunen 2004).

The solver computes in floating point, so a selection is believed only when it was checked in whole numbers, and
the bound of the linear relaxation is made from its dual in whole numbers too (weak duality, Neumaier and
Shcherbina 2004).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from kg.paths.quiet import quiet
from kg.paths.requirements import Requirements, strongly_connected

Weights = Mapping[int, int]

SCALE = 1 << 40  # duals are rounded to multiples of 1 / SCALE


class Box(NamedTuple):
    """The least and the greatest value of every column."""

    lower: list[int]
    upper: list[int]


class Relaxed(NamedTuple):
    """A linear relaxation: an upper bound and reduced costs, both times `SCALE`, and how much of a concept it takes."""

    bound: int
    reduced: list[int]
    share: Mapping[int, float]


class Program:
    """Rows of `factors . columns >= least` over the concepts of a region, all of which can be learnt.

    The first columns are the concepts in order, the others levels, which need not be whole, and uses of options.
    """

    def __init__(self, needs: Requirements, region: Sequence[int], wanted: Collection[int] = ()) -> None:
        self.needs = needs
        self.place = {node: n for n, node in enumerate(region)}
        self.box = Box([int(node in wanted) for node in region], [1] * len(region))
        self.whole = [True] * len(region)
        self.rows: list[tuple[int, list[tuple[int, int]]]] = []
        self._limits: list[tuple[Weights, int]] = []
        component = dict(zip(region, strongly_connected(needs, region), strict=True))
        size = Counter(component.values())
        level = {node: self._column(size[component[node]], whole=False) for node in region if size[component[node]] > 1}
        for node in region:
            x, depth = self.place[node], size[component[node]]
            for other in needs.essential[node]:
                self.rows.append((0, [(self.place[other], 1), (x, -1)]))
                if component[other] == component[node]:
                    self.rows.append((1 - depth, [(level[node], 1), (level[other], -1), (x, -depth)]))
            for group in needs.groups[node]:
                terms = [(x, -group.need)]
                for option in filter(self.place.__contains__, group.options):
                    use = self.place[option]
                    if component[option] == component[node]:
                        use = self._column(1, whole=True)
                        self.rows.append((0, [(self.place[option], 1), (use, -1)]))
                        self.rows.append((1 - depth, [(level[node], 1), (level[option], -1), (use, -depth)]))
                    terms.append((use, 1))
                self.rows.append((0, terms))

    def _column(self, most: int, *, whole: bool) -> int:
        self.box.lower.append(0)
        self.box.upper.append(most)
        self.whole.append(whole)
        return len(self.whole) - 1

    def require(self, weights: Weights, least: int) -> None:
        """Let the weights of a selection come to at least so much."""
        self.rows.append((least, [(column, weights[node]) for node, column in self.place.items() if weights.get(node)]))
        self._limits.append((weights, least))

    def holds(self, nodes: Collection[int]) -> bool:
        """Whether a selection keeps to all that is required, and can be learnt step by step."""
        return (
            all(total(weights, nodes) >= least for weights, least in self._limits)
            and all(node in nodes for node, column in self.place.items() if self.box.lower[column])
            and len(self.needs.derivable(nodes)) == len(nodes)
        )


def total(weights: Weights, nodes: Iterable[int]) -> int:
    """What the weights of some concepts come to."""
    return sum(weights.get(node, 0) for node in nodes)


def relax(program: Program, weights: Weights, box: Box) -> Relaxed:
    """The linear relaxation of a search for the greatest total weight; a poor one where the solver gives up."""
    system = _system(program, box)
    costs = _costs(program, weights)
    share = np.array(box.lower, float)
    duals: list[float] = []
    if system.columns:
        bounds = np.array(box).T[system.columns]
        solved = linprog(costs[system.columns], A_ub=-system.matrix, b_ub=-system.least, bounds=bounds, method="highs")
        if solved.status == 0:
            duals = solved.ineqlin.marginals.tolist()
            share[system.columns] = solved.x
    bound, reduced = 0, [0] * len(program.whole)
    for node, column in program.place.items():
        reduced[column] = SCALE * weights.get(node, 0)
    for row, dual in zip(system.rows, duals, strict=False):
        price = max(0, round(-dual * SCALE))
        least, terms = program.rows[row]
        bound -= price * least
        for column, factor in terms if price else ():
            reduced[column] += price * factor
    bound += sum(max(cost * low, cost * high) for cost, low, high in zip(reduced, *box, strict=True))
    return Relaxed(bound, reduced, dict(zip(program.place, share.tolist(), strict=False)))


def solve(
    program: Program, weights: Weights, box: Box, nodes: int | None, *, presolve: bool = False
) -> tuple[set[int] | None, float]:
    """A selection of great total weight within a box, if one was found, and the solver's upper bound on any there.

    To `presolve` is faster where much is open, but has called solvable programs infeasible (ERGO-Code/HiGHS#1958).
    """
    system = _system(program, box)
    costs = _costs(program, weights)
    value = np.array(box.lower, float)
    limit = -float(costs @ value)
    if system.columns:
        with quiet():  # HiGHS 1.12 writes lines that no option of it keeps back (ERGO-Code/HiGHS#2783)
            solved = milp(
                costs[system.columns],
                constraints=LinearConstraint(system.matrix, lb=system.least),
                bounds=Bounds(0, np.array(box.upper, float)[system.columns]),
                integrality=np.array(program.whole, int)[system.columns],
                options={"mip_rel_gap": 0, "presolve": presolve} | ({} if nodes is None else {"node_limit": nodes}),
            )
        if solved.x is None:
            return None, inf
        limit -= solved.mip_dual_bound
        value[system.columns] = solved.x
    return {node for node, column in program.place.items() if value[column] > 0.5}, limit


class _System(NamedTuple):
    """What a box leaves open: columns, rows that may still fail, and these as a matrix with their right-hand sides."""

    columns: list[int]
    rows: list[int]
    matrix: Any
    least: Any


def _system(program: Program, box: Box) -> _System:
    columns = [n for n, (low, high) in enumerate(zip(*box, strict=True)) if low < high]
    place = {column: n for n, column in enumerate(columns)}
    rows: list[int] = []
    least: list[int] = []
    entries: list[tuple[int, int, int]] = []
    for row, (bound, terms) in enumerate(program.rows):
        rest = bound - sum(factor * box.lower[column] for column, factor in terms)
        if rest > sum(factor * (box.upper[column] - box.lower[column]) for column, factor in terms if factor < 0):
            entries += [(factor, len(rows), place[column]) for column, factor in terms if column in place]
            rows.append(row)
            least.append(rest)
    factors, at, to = zip(*entries, strict=True) if entries else ((), (), ())
    shape = (len(rows), len(columns))
    return _System(columns, rows, csr_array((factors, (at, to)), shape=shape, dtype=float), np.array(least, float))


def _costs(program: Program, weights: Weights) -> Any:
    """What the solver makes least: the weights of all columns, negated."""
    costs = np.zeros(len(program.whole))
    for node, column in program.place.items():
        costs[column] = -weights.get(node, 0)
    return costs
