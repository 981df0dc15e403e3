"""Content as the search for an order asks of it: numbered from 0 by rank, with all that follows at hand."""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.paths.order import Content, Measures, Objective, lateness, measures

MOST = 1 << 60  # more than any sum that orders are compared by

# By what orders are compared: the value for the objective, then what breaks ties.
KEYS: Mapping[Objective, Callable[[Measures, int], tuple[int, ...]]] = {
    "connected": lambda found, late: (found.prerequisite_distance, late),
    "few-open": lambda found, late: (found.max_open, late, found.prerequisite_distance),
    "few-switches": lambda found, late: (found.topic_switches, late, found.prerequisite_distance),
    "easy-first": lambda found, late: (found.difficulty_drops, late, found.prerequisite_distance),
    "targets-early": lambda found, late: (late, found.prerequisite_distance),
}


@dataclass(frozen=True)
class Items:
    """The nodes of some content by their places in it, and what each has to do with the others.

    `before` is all that an item comes after, for whatever reason, and `behind` the same the other way about, as
    `users` is of `uses`. `classes` is what it depends on, for the objective, whether one item may follow another
    at no cost: its topic or its difficulty, from 1 on, or 0 where it always may. `order` is the first that works.
    """

    objective: Objective
    order: list[int]
    before: Mapping[int, tuple[int, ...]]
    behind: Mapping[int, tuple[int, ...]]
    uses: Mapping[int, tuple[int, ...]]
    users: Mapping[int, tuple[int, ...]]
    topics: Mapping[int, object]
    difficulties: Mapping[int, int]
    minutes: Mapping[int, int]
    weights: Mapping[int, int]
    classes: Mapping[int, int]

    def __len__(self) -> int:
        return len(self.order)

    @classmethod
    def of(cls, content: Content, objective: Objective) -> "Items":
        """The content, numbered. Raises `ValueError` and `OverflowError` as `kg.paths.order.arrange` says."""
        if sum(content.weights.values()) * sum(content.minutes[node] for node in content.nodes) >= MOST:
            raise OverflowError("the weights of the targets times the minutes come to 2**60 or more")
        place = {node: n for n, node in enumerate(content.nodes)}

        def numbered(links: Mapping[int, Iterable[int]]) -> dict[int, tuple[int, ...]]:
            return {n: tuple(sorted({place[other] for other in links.get(node, ())})) for node, n in place.items()}

        uses, after = numbered(content.uses), numbered(content.after)
        before = {n: tuple(sorted({*uses[n], *after[n]})) for n in uses}
        behind = _backwards(before)
        topics = {n: content.topics[node] for node, n in place.items()}
        difficulties = {n: content.difficulties[node] for node, n in place.items() if node in content.difficulties}
        return cls(
            objective,
            _first(before, behind),
            before,
            behind,
            uses,
            _backwards(uses),
            topics,
            difficulties,
            {n: content.minutes[node] for node, n in place.items()},
            {place[node]: weight for node, weight in sorted(content.weights.items()) if weight},
            _classes(objective, topics, difficulties),
        )

    def pull(self, item: int) -> int:
        """How often the position of an item counts in the prerequisite distance."""
        return len(self.uses[item]) - len(self.users[item])

    def free(self, one: int, other: int) -> bool:
        """Whether it costs nothing that an item of the other class follows one of the one."""
        return not one or not other or (one <= other if self.objective == "easy-first" else one == other)

    def needed(self, item: int) -> set[int]:
        """An item and all that it comes after, at any remove."""
        found = {item}
        queue = [item]
        while queue:
            new = set(self.before[queue.pop()]) - found
            found |= new
            queue += new
        return found

    def masks(self, part: Sequence[int], kept: Mapping[int, int] | None = None) -> list[int]:
        """For each item of a part of an order the places in the part, as bits, of what it comes after.

        Items of the same number in `kept` come after one another as they stand.
        """
        place = {item: n for n, item in enumerate(part)}
        last: dict[int, int] = {}
        masks = []
        for n, item in enumerate(part):
            mask = sum(1 << place[other] for other in self.before[item] if other in place)
            if kept and item in kept:
                mask |= last.get(kept[item], 0)
                last[kept[item]] = 1 << n
            masks.append(mask)
        return masks

    def measures(self, order: Sequence[int]) -> Measures:
        """The measures of an order."""
        return measures(order, self.uses, self.topics, self.difficulties)

    def key(self, order: Sequence[int]) -> tuple[int, ...]:
        """By what orders are compared; the less the better."""
        return KEYS[self.objective](self.measures(order), lateness(order, self.minutes, self.weights))

    def value(self, order: Sequence[int]) -> int:
        """What an order is worth for the objective; the less the better."""
        return self.key(order)[0]


def _backwards(links: Mapping[int, Iterable[int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {item: [] for item in links}
    for item, others in links.items():
        for other in others:
            found[other].append(item)
    return {item: tuple(others) for item, others in found.items()}


def _first(before: Mapping[int, Sequence[int]], behind: Mapping[int, Sequence[int]]) -> list[int]:
    order = by_priority(before, behind, dict.fromkeys(before, 0))
    if len(order) < len(before):
        raise ValueError("what is used and what else is to come before go round in a circle")
    return order


def by_priority(
    before: Mapping[int, Sequence[int]], behind: Mapping[int, Sequence[int]], priority: Mapping[int, float]
) -> list[int]:
    """Next always the item of least priority of those whose turn it may be; of equal ones the smallest."""
    missing = {item: len(others) for item, others in before.items()}
    ready = [(priority[item], item) for item, count in missing.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        _, item = heapq.heappop(ready)
        order.append(item)
        for other in behind[item]:
            missing[other] -= 1
            if not missing[other]:
                heapq.heappush(ready, (priority[other], other))
    return order


def _classes(objective: Objective, topics: Mapping[int, object], difficulties: Mapping[int, int]) -> dict[int, int]:
    if objective == "few-switches":
        numbers = {topic: n for n, topic in enumerate(dict.fromkeys(topics.values()), 1)}
        return {item: numbers[topic] for item, topic in topics.items()}
    if objective == "easy-first":
        levels = {difficulty: n for n, difficulty in enumerate(sorted(set(difficulties.values())), 1)}
        return {item: levels[difficulties[item]] if item in difficulties else 0 for item in topics}
    return dict.fromkeys(topics, 0)
