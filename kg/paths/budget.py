"""How much of it in how much time: the content of greatest worth that fits into a budget of minutes.

What is worth how much is said by numbers that a reader can follow; which content has the most of it is computed
exactly where it can be, and else told with a bound that nothing exceeds.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from kg.errors import QuestionError
from kg.paths.order import Effort
from kg.paths.requirements import Requirements, select, strongly_connected

MOST = 20_000  # concepts to choose from
HOUR = 60

# Branch-and-bound nodes of one search, concepts left open to it, and to the search for the thriftiest of the best.
SEARCHES: Mapping[Effort, tuple[int, int, int]] = {"quick": (200, 1_000, 250), "thorough": (5_000, 3_000, 1_000)}


@dataclass(frozen=True)
class Worth:
    """What concepts are worth, by number, on several levels: any value of a level counts more than all levels after it.

    The values of one level come to a thousand million at most, so that the solver tells every sum from the next.
    """

    levels: tuple[Mapping[int, int], ...]

    def of(self, sums: Iterable[int]) -> int:
        """What some sums, one of each level, come to in one number, which is greater for what is worth more."""
        value = 0
        for level, found in zip(self.levels, sums, strict=True):
            value = value * (1 + sum(level.values())) + found
        return value

    def total(self, nodes: Iterable[int]) -> int:
        """The worth of some concepts, in one number."""
        listed = list(nodes)
        return self.of(sum(level.get(node, 0) for node in listed) for level in self.levels)


@dataclass(frozen=True)
class Filled:
    """What is to be learnt within a budget of minutes, in rank order; nothing that fits is worth more than `bound`."""

    minutes: int
    nodes: tuple[int, ...]
    value: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether nothing that fits is worth more."""
        return self.value == self.bound


@dataclass(frozen=True)
class Gain:
    """What a greater budget adds to the best content, what it is learnt instead of, and how much more that is worth."""

    nodes: tuple[int, ...]
    instead_of: tuple[int, ...]
    value: int


def worth(needs: Requirements, weights: Mapping[int, int], among: Collection[int] | None = None) -> Worth:
    """Targets by their weights; then, where all else is equal, every concept by its importance.

    The importance of a concept is 1 and as many more as rest on it, directly or by way of others, by essential
    requirements and options; so what serves most comes first, and what is missing can be learnt upon it later. With
    targets, only concepts `among` some count: with those of the cheapest selection, minutes are not spent on a second
    way to the same end. Raises `QuestionError` where there are more than `MOST` concepts to choose from.
    """
    if len(needs.essential) > MOST:
        detail = (
            f"{len(needs.essential)} concepts are too many to choose from ({MOST} at most): name targets that need less"
        )
        raise QuestionError((("/target", detail),))
    counted = set(needs.derivable()).intersection(needs.essential if among is None else among)
    important = importance(needs, sorted(counted))
    targets = {node: weight for node, weight in weights.items() if node in needs.essential}
    others = {node: value for node, value in important.items() if node not in targets}
    return Worth((targets, others) if targets else (others,))


def importance(needs: Requirements, nodes: Sequence[int]) -> dict[int, int]:
    """For each of some concepts: 1, and as many more as rest on it among them, directly or by way of others."""
    inside = set(nodes)
    component = dict(zip(nodes, strongly_connected(needs, nodes), strict=True))
    used: dict[int, set[int]] = {name: set() for name in component.values()}
    members = dict.fromkeys(used, 0)
    for n, node in enumerate(nodes):
        members[component[node]] |= 1 << n
        used[component[node]].update(component[other] for other in needs.eligible(node) if other in inside)
    for name, others in used.items():
        others.discard(name)
    resting = dict(members)  # as bits, itself included
    for name in reversed(tuple(TopologicalSorter(used).static_order())):
        for other in used[name]:
            resting[other] |= resting[name]
    return {node: resting[component[node]].bit_count() for node in nodes}


def fill(needs: Requirements, worth: Worth, minutes: int, effort: Effort = "quick") -> Filled:
    """The prerequisite-closed content of greatest worth that fits into so many minutes.

    Of equally worthy contents that of the fewest minutes, then of the fewest concepts, then of the smallest sum of
    ranks. This rule holds where the worth is proved and few enough concepts are left open by it (250 for `quick`, 1,000
    for `thorough`); else nothing is in it that its worth could do without, and of equals one is taken, always the same.
    """
    from kg.paths.knapsack import most_valuable
    from kg.paths.search import Search

    nodes, open_, ties = SEARCHES[effort]
    room = max(0, min(minutes, sum(needs.minutes.values())))
    found, bounds = most_valuable(needs, worth.levels, room, Search(nodes, open_), Search(nodes, ties))
    sums = [sum(level.get(node, 0) for node in found) for level in worth.levels]
    return Filled(minutes, tuple(needs.derivable(found)), worth.of(sums), worth.of(bounds))


def next_hour(needs: Requirements, worth: Worth, filled: Filled, effort: Effort = "quick") -> Gain:
    """What one more hour would add to the best content of a budget; nothing where none of greater worth is found."""
    more = fill(needs, worth, filled.minutes + HOUR, effort)
    if more.value <= filled.value:
        return Gain((), (), 0)
    before, after = set(filled.nodes), set(more.nodes)
    return Gain(tuple(sorted(after - before)), tuple(sorted(before - after)), more.value - filled.value)


def sufficient(needs: Requirements, targets: Collection[int], names: Sequence[str]) -> int:
    """The least budget of minutes that reaches all targets. Raises `Unreachable`; `names` are ids by number, for that."""
    return sum(needs.minutes[node] for node in select(needs, targets, names, ways=0).nodes)
