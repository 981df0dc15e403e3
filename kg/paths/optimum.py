"""The cheapest selection as a mixed-integer linear program, solved by HiGHS through scipy.

One binary variable per concept. An essential requirement is `x_prerequisite >= x_concept`, a group
`sum of its options >= need * x_concept`. Inside a strongly connected component each concept has a level,
and what it uses there lies on a lower one, so that no loop holds itself up (the level mapping of
answer-set programming, Janhunen 2004).
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from kg.paths.requirements import Requirements, strongly_connected


class _Rows:
    """Rows of `coefficients . variables >= least`, collected one by one."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, int, float]] = []
        self.least: list[float] = []

    def add(self, least: float, *terms: tuple[int, float]) -> None:
        self.entries += [(len(self.least), variable, factor) for variable, factor in terms]
        self.least.append(least)

    def constraint(self, variables: int) -> LinearConstraint:
        rows, columns, factors = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.least), variables)
        return LinearConstraint(csr_array((factors, (rows, columns)), shape=shape), lb=np.array(self.least))


def cheapest(needs: Requirements, region: Sequence[int], wanted: set[int]) -> set[int]:
    """The nodes of `region` to learn: fewest minutes, then fewest nodes, then smallest sum of ranks.

    Everything in `region` can be learnt, so a selection exists.
    """
    x = {node: n for n, node in enumerate(region)}
    component = dict(zip(region, strongly_connected(needs, region), strict=True))
    size = Counter(component.values())
    looped = [node for node in region if size[component[node]] > 1]
    level = {node: len(region) + n for n, node in enumerate(looped)}
    variables = len(region) + len(looped)
    rows = _Rows()
    for node in region:
        for other in needs.essential[node]:
            rows.add(0, (x[other], 1), (x[node], -1))
            if component[other] == component[node]:
                depth = size[component[node]]
                rows.add(1 - depth, (level[node], 1), (level[other], -1), (x[node], -depth))
        for group in needs.groups[node]:
            options = [o for o in group.options if o in x]
            terms: list[tuple[int, float]] = []
            for option in options:
                if component[option] != component[node]:
                    terms.append((x[option], 1))
                    continue
                use, variables = variables, variables + 1
                depth = size[component[node]]
                rows.add(0, (x[option], 1), (use, -1))
                rows.add(1 - depth, (level[node], 1), (level[option], -1), (use, -depth))
                terms.append((use, 1))
            rows.add(0, *terms, (x[node], -float(group.need)))
    lower = np.zeros(variables)
    upper = np.ones(variables)
    for node in wanted:
        lower[x[node]] = 1
    for node, variable in level.items():
        upper[variable] = size[component[node]]
    integral = np.ones(variables)
    integral[len(region) : len(region) + len(looped)] = 0
    for weights in ([needs.minutes[n] for n in region], [1] * len(region), list(region)):
        objective = np.zeros(variables)
        objective[: len(region)] = weights
        solution = _solve(objective, rows.constraint(variables), Bounds(lower, upper), integral)
        rows.add(-round(float(objective @ solution)), *((n, -float(w)) for n, w in enumerate(weights)))
    return {node for node in region if solution[x[node]] > 0.5}


def _solve(objective: Any, constraint: LinearConstraint, bounds: Bounds, integral: Any) -> Any:
    result = milp(objective, constraints=constraint, bounds=bounds, integrality=integral, options={"mip_rel_gap": 0})
    if not result.success:
        raise AssertionError(f"a solvable selection was not solved: {result.message}")
    solution = np.array(result.x)
    solution[integral > 0] = np.round(solution[integral > 0])
    return solution
