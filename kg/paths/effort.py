"""How far an effort goes for an order: exactly where it can be, else by search, with a bound on what is best."""

from collections.abc import Mapping
from dataclasses import replace
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
    a part for the bound, and of a part for a move. `width` is how many beginnings a beam keeps (of up to 80 items; of
    more, fewer by the square). Of the orders so begun the best `tries` are improved, half of them to the end, as far
    as `work` lasts, or `each` for any three items, if that is less.
    """

    states: int
    stretch: int
    window: int
    width: int
    tries: int
    each: int
    work: int


LIMITS: Mapping[Effort, Limits] = {
    "quick": Limits(65_536, 10_000, 2_000, 100, 2, 25, 40_000_000),
    "thorough": Limits(400_000, 100_000, 20_000, 2_000, 6, 1_250, 100_000_000),
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
    few = size <= MOST_MERGED
    moves = Work(min(limits.work, limits.each * size**3))
    begun = [*known, *starts(items, limits.stretch)]
    if few:
        begun += beams(items, max(1, limits.width * 80**2 // max(80, size) ** 2))
    begun = sorted(begun, key=items.key)[: limits.tries if few else 1]
    if items.objective == "few-open":
        begun = [_nearer(items, order, limits.window, moves) for order in begun]
    begun = sorted((improved(items, order, limits.window, moves) for order in begun), key=items.key)
    least = bound(items, begun[0], limits.stretch, work)
    if few:
        merged, half = groups(items), begun[: (limits.tries + 1) // 2]
        begun += [improved(items, order, limits.window, moves, merged, least) for order in half]
    return Found(min(begun, key=items.key), least, work.states + moves.states)


def _nearer(items: Items, order: list[int], window: int, work: Work) -> list[int]:
    """The order, or that with less distance, if fewer are open then, as most often: what is used soon is soon done with."""
    near = improved(replace(items, objective="connected"), order, window, work)
    return min(order, near, key=items.key)
