"""What fits into a budget of minutes, by integer programming.

The precedence-constrained knapsack problem is strongly NP-hard. Without choices its linear relaxation is as good
as the Lagrangian relaxation of the budget, which is a minimum cut (Geoffrion 1974, Picard 1976).
"""

from collections.abc import Collection, Iterable, Sequence

from kg.paths.optimum import thriftiest
from kg.paths.program import Program, Relaxed, Weights, total
from kg.paths.requirements import Requirements, closure_of
from kg.paths.rounding import rounded
from kg.paths.search import Guess, Search, improve


def most_valuable(
    needs: Requirements, levels: Sequence[Weights], minutes: int, search: Search, ties: Search
) -> tuple[set[int], list[int]]:
    """The selection of greatest value that fits into the minutes, and an upper bound for each level of values.

    A level matters where all before it are equal; its bound holds for selections that are no worse on those. Where all
    bounds are reached, the search for `ties` goes on to fewest minutes, fewest concepts and smallest sum of ranks.
    """
    possible = set(needs.derivable())
    valued = [{node: value for node, value in level.items() if value and node in possible} for level in levels]
    serving: list[set[int]] = []
    for n in range(len(valued)):
        named = sorted({node for level in valued[: n + 1] for node in level})
        serving.append(possible.intersection(closure_of(needs, named)))
    region = sorted(serving[-1])
    program = Program(needs, region)
    program.require({node: -needs.minutes[node] for node in region}, -minutes)
    found: Collection[int] = set()
    bounds: list[int] = []
    for n, level in enumerate(valued):
        kept = [node for node in sorted(found) if any(node in earlier for earlier in valued[:n])]
        reached = improve(program, level, found, search, _filling(program, level, kept, minutes), serving[n])
        found = reached.nodes
        bounds.append(reached.bound)
    worthy = sorted(node for node in found if any(node in level for level in valued))
    trimmed = rounded(needs, worthy, dict.fromkeys(found, 1.0))
    found = trimmed if program.holds(trimmed) else found
    if all(total(level, found) == bound for level, bound in zip(valued, bounds, strict=True)):
        found, _ = thriftiest(program, found, ties, lambda _: ())
    return set(found), bounds


def _filling(program: Program, level: Weights, kept: Sequence[int], minutes: int) -> Guess:
    """Fills the minutes with what is kept, then with what the relaxation takes most of."""

    def guess(relaxed: Relaxed) -> Iterable[set[int]]:
        def most(node: int) -> tuple[float, int, int]:
            return -round(relaxed.share[node], 6), -relaxed.reduced[program.place[node]], node

        yield rounded(program.needs, (*kept, *sorted(level, key=most)), relaxed.share, minutes)

    return guess
