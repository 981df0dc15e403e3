"""Which target to go for first, so that each is reached early by its weight.

To go for a target is to learn all that it still needs and nothing else, so only the order of the targets counts:
dynamic programming over sets of targets that hold with each the targets it needs.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from kg.paths.items import Items
from kg.paths.lattice import WORD, Lattice
from kg.paths.states import Costs, table, walk

MOST_NEEDED = 4_000_000  # items needed by targets, in all
MOST_LATER = 2_000  # sets of targets in a group after the first


def sequence(items: Items, most: int) -> tuple[list[int], int]:
    """The targets in a good order, and a value that no order of all items is below for `targets-early`.

    Both are the best where the targets have at most so many sets to be told apart. Else they are taken in groups,
    those of few minutes for their weight first: none is reached earlier than if its group alone were wanted. Where
    they are too many even for that, the lightest come last, as if they needed nothing.
    """
    heaviest = sorted(items.weights, key=lambda target: (-items.weights[target], target))
    full = MOST_NEEDED // max(1, len(items))
    order: list[int] = []
    bound = sum(items.weights[target] * items.minutes[target] for target in heaviest[full:])
    needs = {target: items.needed(target) for target in heaviest[:full]}
    rest = _listed(items, needs)
    while rest:
        group, value = _best(items, needs, rest[:WORD], most)
        order += group
        bound += value
        rest, most = rest[len(group) :], min(most, MOST_LATER)
    return [*order, *heaviest[full:]], bound


def _listed(items: Items, needs: Mapping[int, Collection[int]]) -> list[int]:
    """The targets, those with few minutes for their weight first, but each after the targets it needs."""
    minutes = {target: sum(items.minutes[item] for item in needed) for target, needed in needs.items()}
    listed: dict[int, None] = {}
    for target in sorted(needs, key=lambda target: (minutes[target] / items.weights[target], target)):
        inside = (other for other in needs[target] if other in needs)
        listed |= dict.fromkeys(sorted(inside, key=lambda other: (len(needs[other]), other)))
    return list(listed)


def _best(items: Items, needs: Mapping[int, Collection[int]], group: Sequence[int], most: int) -> tuple[list[int], int]:
    """The best order of as many of the targets, from the first on, as have at most so many sets; and its value."""
    masks = [sum(1 << n for n, other in enumerate(group[:at]) if other in needs[group[at]]) for at in range(len(group))]
    lattice = Lattice(masks, most)
    group = group[: len(lattice.grown)]
    needed_by: dict[int, int] = {}
    for n, target in enumerate(group):
        for item in needs[target]:
            needed_by[item] = needed_by.get(item, 0) | 1 << n
    minutes: dict[int, int] = {}
    for item, targets in needed_by.items():
        minutes[targets] = minutes.get(targets, 0) + items.minutes[item]
    spent = np.zeros(len(lattice) + 1, np.int64)
    for targets, some in minutes.items():
        spent[:-1] += np.where(lattice.masks[0] & np.uint64(targets), some, 0)
    none = np.zeros(len(group), np.int64)
    weight = np.array([items.weights[target] for target in group], np.int64)
    costs = Costs(none, weight, spent, none, np.zeros((1, 1), np.int64), (0, 0), np.zeros(len(lattice), np.int64))
    ways = lattice.ways()
    found = table(ways, lattice.layers(), costs)
    return [group[n] for n in walk(ways, costs, found, np.argsort(group))], int(found[0, 0])
