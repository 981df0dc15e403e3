"""The cheapest selection, by integer programming."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from kg.paths.program import Program, Relaxed, total
from kg.paths.requirements import Requirements
from kg.paths.rounding import rounded
from kg.paths.search import Guess, Search, decided, improve, seek


def cheapest(needs: Requirements, region: Sequence[int], wanted: set[int]) -> set[int]:
    """The nodes of `region` to learn: fewest minutes, then fewest nodes, then smallest sum of ranks.

    Everything in `region` can be learnt, so a selection exists.
    """

    def guess(relaxed: Relaxed) -> Iterable[set[int]]:
        yield rounded(needs, sorted(wanted), relaxed.share)

    found, proved = thriftiest(Program(needs, region, wanted), set(region), Search(), guess)
    if not proved:
        raise AssertionError("a solvable selection was not solved")
    return set(found)


def thriftiest(program: Program, best: Collection[int], search: Search, guess: Guess) -> tuple[Collection[int], bool]:
    """The selection of fewest minutes, then fewest nodes, then smallest sum of ranks, and whether that is proved.

    The three are first bounded as one number, which most often settles it; for branch and bound the digits of that are
    too many, so what it leaves open is searched for each of the three in turn.
    """
    region = sorted(program.place)
    costs: tuple[Mapping[int, int], ...] = (
        {node: program.needs.minutes[node] for node in region},
        dict.fromkeys(region, 1),
        {node: node - region[0] for node in region},
    )
    whole = dict.fromkeys(region, 0)
    for each in costs:
        factor = 1 + sum(each.values())
        whole = {node: factor * cost + each[node] for node, cost in whole.items()}
    found = seek(program, _negated(whole), best, Search(open=0), guess)
    if total(_negated(whole), found.nodes) == found.bound:
        return found.nodes, True
    program.box = decided(program, program.box, found.forced)
    for each in costs:
        weights = _negated(each)
        found = improve(program, weights, found.nodes, search, guess)
        if total(weights, found.nodes) < found.bound:
            return found.nodes, False
    return found.nodes, True


def _negated(costs: Mapping[int, int]) -> dict[int, int]:
    return {node: -cost for node, cost in costs.items()}
