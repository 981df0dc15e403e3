"""How far an effort goes for an order: exactly where it can be, else by search, with a bound on what is best."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from kg.paths.beam import beams
from kg.paths.bounds import bound
from kg.paths.items import Items
from kg.paths.moves import groups, improved
from kg.paths.order import Effort
from kg.paths.starts import starts
from kg.paths.states import Work, best

MOST_MERGED = 400  # items, beyond which there are neither beams nor merges


class Limits(NamedTuple):
    """How much may be looked at.

    `states`, `stretch` and `window` are closed subsets of all items (of up to 64 of them; of more, so many fewer), of
    a part for the bound, and of a part for a move. `width` is how many beginnings a beam keeps (of 80 items), `tries`
    how many orders are improved to the end, and `each` the work for any two items, up to `work` in all.
    """

    states: int
    stretch: int
    window: int
    width: int
    tries: int
    each: int
    work: int


LIMITS: Mapping[Effort, Limits] = {
    "quick": Limits(65_536, 5_000, 2_000, 60, 1, 1_000, 40_000_000),
    "thorough": Limits(400_000, 100_000, 20_000, 3_000, 4, 50_000, 100_000_000),
}


class Found(NamedTuple):
    """An order, a value that no order goes below, and how many closed subsets were looked at."""

    order: list[int]
    bound: int
    counted: int


def search(items: Items, effort: Effort) -> Found:
    """The best order, or the best that the effort finds. A greater effort finds none that is worse."""
    if all(one in items.before[other] for one, other in pairwise(items.order)):  # there is no other order
        return Found(items.order, items.value(items.order), len(items) + 1)
    limits = LIMITS[effort]
    work = Work(limits.work)
    order = best(items, items.order, limits.states * 64 // max(64, len(items)), work)
    if order is not None:
        return Found(order, items.value(order), work.states)
    if effort == "quick":
        return _searched(items, limits, work, [])
    quick = search(items, "quick")
    more = _searched(items, limits, work, [quick.order])
    return Found(more.order, max(quick.bound, more.bound), quick.counted + more.counted)


def _searched(items: Items, limits: Limits, work: Work, known: list[list[int]]) -> Found:
    """The best order found, no worse than those known, after work that was in vain."""
    size = len(items)
    moves = Work(min(limits.work, limits.each * size**2))
    begun = [*known, *starts(items, limits.stretch)]
    if size <= MOST_MERGED:
        begun += beams(items, max(1, limits.width * 80**2 // max(80, size) ** 2))
    else:
        begun = [min(begun, key=items.key)]
    begun = sorted((improved(items, order, limits.window, moves) for order in begun), key=items.key)
    least = bound(items, begun[0], limits.stretch, work)
    if size <= MOST_MERGED:
        merged = groups(items)
        begun += [improved(items, order, limits.window, moves, merged, least) for order in begun[: limits.tries]]
    return Found(min(begun, key=items.key), least, work.states + moves.states)
