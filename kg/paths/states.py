"""The best order exactly: dynamic programming over closed subsets (Held and Karp 1962, Schrage and Baker 1978).

What is still to come costs the same whatever the way to a subset, so the best way on from it needs to be found
only once. From all items backwards, the subsets of one size are worked out at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from kg.paths.items import MOST, Items
from kg.paths.lattice import WORD, Array, Lattice
from kg.paths.order import Objective

NEVER = 1 << 62  # what it costs to go where no way leads
STEP = 2_000  # subsets that take as long as the working out of one more size

# What counts in the cost of an order, what matters more first.
PRIORITIES: Mapping[Objective, tuple[str, ...]] = {
    "connected": ("distance", "late"),
    "few-open": ("excess", "late", "distance"),
    "few-switches": ("change", "late", "distance"),
    "easy-first": ("change", "late", "distance"),
    "targets-early": ("late", "distance"),
}


@dataclass(frozen=True)
class Costs:
    """What an item costs as the next one, in units that put what matters more first; by item or by subset.

    `pull` counts times its place, `weight` times the minutes `spent` up to the subset that arises, `change` for
    its class after that of the last one. `ends` are the classes of what stands before and after all items, and
    `excess` is the cost of being at a subset. Items are sorted by class.
    """

    pull: Array
    weight: Array
    spent: Array
    classes: Array
    change: Array
    ends: tuple[int, int]
    excess: Array


class Work:
    """How much may still be done, in closed subsets times items, and how many subsets have been looked at."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.states = 0

    def count(self, lattice: Lattice) -> None:
        """Take down that a lattice was looked at."""
        self.states += len(lattice)
        self.left -= len(lattice.grown) * (len(lattice) + STEP)


def best(
    items: Items,
    order: Sequence[int],
    most: int,
    work: Work,
    limit: int | None = None,
    kept: Mapping[int, int] | None = None,
) -> list[int] | None:
    """The best order of all items, or none if they have more closed subsets than `most`.

    For `few-open`, no more than `limit` items are open, or as little above it as can be; without a limit, the
    fewest that can be. Items of the same number in `kept` stay in the order given among themselves. Of equally
    good orders it is the lexicographically smallest.
    """
    lattice = Lattice(items.masks(order, kept), most)
    work.count(lattice)
    return _solved(items, order, 0, lattice, limit) if len(lattice.grown) == len(order) else None


def best_window(
    items: Items, order: Sequence[int], start: int, most: int, work: Work, limit: int | None = None
) -> list[int]:
    """The best order of what stands from `start` on while the rest stays, of as many items as have so few subsets."""
    lattice = Lattice(items.masks(order[start : start + WORD]), most)
    work.count(lattice)
    return _solved(items, order, start, lattice, limit)


def _solved(items: Items, order: Sequence[int], start: int, lattice: Lattice, limit: int | None) -> list[int]:
    end = start + len(lattice.grown)
    part = order[start:end]
    columns = sorted(range(len(part)), key=lambda n: items.classes[part[n]])
    members = [part[n] for n in columns]
    ways, layers = lattice.ways(), lattice.layers()
    if columns != sorted(columns):
        ways = ways[:, columns]
    opened = np.zeros(len(lattice), np.int64)
    if items.objective == "few-open":
        opened = _opened(items, order[:start], part, lattice)
        opened -= _fewest(ways, layers, opened) if limit is None else limit
    ends = (items.classes[order[start - 1]] if start else 0, items.classes[order[end]] if end < len(order) else 0)
    spent = lattice.sums([items.minutes[item] for item in part])
    costs = _costs(items, members, ends, spent, np.maximum(opened, 0))
    chosen = walk(ways, costs, table(ways, layers, costs), np.argsort(members))
    return [members[n] for n in chosen]


def _opened(items: Items, done: Sequence[int], part: Sequence[int], lattice: Lattice) -> Array:
    """How many items are open at each subset of a part, what stands before it being done."""
    place = {item: n for n, item in enumerate(part)}
    waiting = {item: len(items.users[item]) for item in (*done, *part)}
    for item in done:
        for used in items.uses[item]:
            waiting[used] -= 1
    opened = np.full(len(lattice), sum(waiting[item] > 0 for item in done))
    for item in {*part}.union(*(items.uses[item] for item in part)):
        inside = sum(1 << place[user] for user in items.users[item] if user in place)
        if item in place and waiting[item]:
            opened += lattice.holds(1 << place[item])
        if inside and inside.bit_count() == waiting[item]:
            opened -= lattice.holds(inside)
    return opened


def _fewest(ways: Array, layers: Sequence[Array], opened: Array) -> int:
    """The least that the most open at a time can be."""
    worst = np.append(opened, NEVER)
    for layer in reversed(layers[:-1]):
        worst[layer] = np.maximum(worst[layer], worst.take(ways[layer]).min(axis=1))
    return int(worst[0])


def _costs(items: Items, members: Sequence[int], ends: tuple[int, int], spent: Array, excess: Array) -> Costs:
    """The costs of members, sorted by class, that stand between items of two classes."""
    pull = np.array([items.pull(item) for item in members], np.int64)
    weight = np.array([items.weights.get(item, 0) for item in members], np.int64)
    widths = {
        "excess": len(members) * int(excess.max()) + 1,
        "change": len(members) + 2,
        "late": int(weight.sum()) * int(spent.max()) + 1,
        "distance": 2 * len(members) * int(abs(pull).sum()) + 1,
    }
    unit = _units(PRIORITIES[items.objective], widths)
    classes = sorted({0, *ends, *(items.classes[item] for item in members)})
    number = {one: n for n, one in enumerate(classes)}
    return Costs(
        pull * unit["distance"],
        weight * unit["late"],
        np.append(spent, 0),
        np.array([number[items.classes[item]] for item in members], np.int64),
        np.where([[items.free(one, other) for other in classes] for one in classes], 0, unit["change"]),
        (number[ends[0]], number[ends[1]]),
        excess * unit["excess"],
    )


def _units(priority: Sequence[str], widths: Mapping[str, int]) -> dict[str, int]:
    """What one of each counts so that no sum of a later one outweighs it; the last are left out where 64 bits end."""
    kept = len(priority)
    while kept > 1 and prod(widths[name] for name in priority[:kept]) >= MOST:
        kept -= 1
    unit, factor = dict.fromkeys(widths, 0), 1
    for name in reversed(priority[:kept]):
        unit[name] = factor
        factor *= widths[name]
    return unit


def table(ways: Array, layers: Sequence[Array], costs: Costs) -> Array:
    """The least cost of going on, by the class of the last item and by the subset that is done; `NEVER` beyond."""
    count = len(ways)
    found = np.full((len(costs.change), count + 1), NEVER)
    found[:, count - 1] = costs.change[:, costs.ends[1]]
    present, cuts = np.unique(costs.classes, return_index=True)
    targets = np.flatnonzero(costs.weight)
    for size in range(ways.shape[1] - 1, -1, -1):
        to = ways[layers[size]]
        total = found.take(to + costs.classes * (count + 1)) + size * costs.pull
        if len(targets):
            total[:, targets] += costs.weight[targets] * costs.spent.take(to[:, targets])
        least = np.minimum.reduceat(total, cuts, axis=1).T.copy()
        for last, change in enumerate(costs.change[:, present]):
            found[last, layers[size]] = (least + change[:, None]).min(axis=0) + costs.excess[layers[size]]
    return found


def walk(ways: Array, costs: Costs, found: Array, by_rank: Array) -> list[int]:
    """The items in the best order, each next one the first by rank of the best."""
    order: list[int] = []
    at, last = 0, costs.ends[0]
    while len(order) < ways.shape[1]:
        total = found[costs.classes, ways[at]] + len(order) * costs.pull
        total += costs.weight * costs.spent[ways[at]] + costs.change[last, costs.classes]
        item = int(by_rank[total[by_rank].argmin()])
        order.append(item)
        at, last = ways[at, item], costs.classes[item]
    return order
