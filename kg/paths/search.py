"""The best selection of a program: bounded by the linear relaxation, improved by branch and bound.

The reduced costs of the relaxation tell which concepts every selection that is no worse holds, or does without;
only what they leave open is searched.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from math import floor
from typing import NamedTuple

from kg.paths.program import SCALE, Box, Program, Relaxed, Weights, relax, solve, total

Guess = Callable[[Relaxed], Iterable[Collection[int]]]


class Search(NamedTuple):
    """How far branch and bound may go: in nodes, and in concepts left open to it; without limit where none is given."""

    nodes: int | None = None
    open: int | None = None


class Found(NamedTuple):
    """A selection, an upper bound on the total weight of any, and what is in all that weigh no less (1) or in none (0)."""

    nodes: Collection[int]
    bound: int
    forced: Mapping[int, int]


def seek(
    program: Program,
    weights: Weights,
    best: Collection[int],
    search: Search,
    guess: Guess,
    within: Collection[int] | None = None,
) -> Found:
    """A selection of as great a total weight as the search finds, no less than that of `best`.

    It starts from `best`, the relaxation rounded or a `guess` made from it; `within` are concepts that the others add
    nothing to. Where more of those that have weight are open than the search may leave so, it looks near the best found
    yet (relaxation induced neighbourhoods, Danna, Rothberg and Le Pape 2005).
    """
    box = program.box
    if within is not None:
        box = decided(program, box, dict.fromkeys(set(_open(program, box)).difference(within), 0))
    relaxed = relax(program, weights, box)
    bound = relaxed.bound // SCALE
    near_by = {node for node, share in relaxed.share.items() if share > 0.5}
    guesses = filter(program.holds, (near_by, *guess(relaxed)))
    best = max((best, *guesses), key=lambda nodes: total(weights, nodes))
    searching = search.open != 0
    while searching and (value := total(weights, best)) < bound:
        part = decided(program, box, _forced(program, relaxed, box, value))
        counting = sum(bool(weights.get(node)) for node in _open(program, part))
        if near := search.open is not None and counting > search.open:
            part = decided(program, part, _agreed(program, relaxed, part, best, search.open))
        found, limit = solve(program, weights, part, search.nodes, presolve=near)
        if not near:
            bound = floor(min(bound, limit + 1e-3))
        better = found is not None and total(weights, found) > value and program.holds(found)
        best = found if found is not None and better else best
        searching = near and better
    return Found(best, bound, _forced(program, relaxed, box, total(weights, best)))


def improve(
    program: Program,
    weights: Weights,
    best: Collection[int],
    search: Search,
    guess: Guess,
    within: Collection[int] | None = None,
) -> Found:
    """The same; and what was reached is required of the program from then on."""
    found = seek(program, weights, best, search, guess, within)
    program.require(weights, total(weights, found.nodes))
    program.box = decided(program, program.box, found.forced)
    return found


def decided(program: Program, box: Box, values: Mapping[int, int]) -> Box:
    """The box with some concepts in every selection (1), or in none (0)."""
    found = Box(list(box.lower), list(box.upper))
    for node, value in values.items():
        found.lower[program.place[node]] = found.upper[program.place[node]] = value
    return found


def _open(program: Program, box: Box) -> list[int]:
    """The concepts that a box leaves open."""
    return [node for node, column in program.place.items() if box.lower[column] < box.upper[column]]


def _forced(program: Program, relaxed: Relaxed, box: Box, goal: int) -> dict[int, int]:
    """The open concepts that are in every selection whose weights come to the goal, or in none."""
    costs = {node: relaxed.reduced[program.place[node]] for node in _open(program, box)}
    return {node: int(cost > 0) for node, cost in costs.items() if relaxed.bound - abs(cost) < goal * SCALE}


def _agreed(program: Program, relaxed: Relaxed, box: Box, best: Collection[int], most: int) -> dict[int, int]:
    """All but `most` of the open concepts as they are in `best`: first those that it and the relaxation agree upon."""

    def doubt(node: int) -> tuple[bool, int]:
        return abs(relaxed.share[node] - (node in best)) > 1e-6, -abs(relaxed.reduced[program.place[node]])

    ordered = sorted(_open(program, box), key=doubt)
    return {node: int(node in best) for node in ordered[: len(ordered) - most]}
