"""Orders to begin a search with: cheap at any size, each good for one purpose."""

import heapq
from collections.abc import Iterable, Iterator

from kg.paths.items import Items, by_priority
from kg.paths.targets import sequence

ROUNDS = 20


def starts(items: Items, most: int) -> Iterator[list[int]]:
    """Orders that work: one depth first, one settled from it, and one that suits the objective."""
    ends = [item for item in items.order if not items.behind[item]]
    deep = depth_first(items, ends)
    yield deep
    yield settled(items, deep)
    if items.objective == "few-switches":
        yield by_topic(items)
    elif items.objective == "easy-first":
        yield by_round(items)
    elif items.objective == "targets-early":
        yield depth_first(items, (*sequence(items, most)[0], *ends))


def depth_first(items: Items, goals: Iterable[int]) -> list[int]:
    """The goals one after the other, before each what it comes after, at each turn what lies deepest."""
    depth: dict[int, int] = {}
    for item in items.order:
        depth[item] = 1 + max((depth[other] for other in items.before[item]), default=0)
    order: dict[int, None] = {}
    seen: set[int] = set()
    stack: list[int] = []
    for goal in goals:
        stack.append(goal)
        while stack:
            item = stack.pop()
            if item in seen:
                order[item] = None
                continue
            seen.add(item)
            waits = [other for other in items.before[item] if other not in seen]
            stack += (item, *sorted(waits, key=lambda other: (depth[other], -other)))
    return list(order)


def settled(items: Items, order: list[int]) -> list[int]:
    """The order after each item has been drawn, over and over, to the middle of what it uses and is used by.

    It is how layers are put in order in drawings of graphs (the barycentre method, Sugiyama and others 1981).
    """
    for _ in range(ROUNDS):
        place = {item: n for n, item in enumerate(order)}
        middle = {}
        for item, here in place.items():
            near = [place[other] for other in (*items.uses[item], *items.users[item])]
            middle[item] = (sum(near) + here) / (len(near) + 1)
        order = by_priority(items.before, items.behind, middle)
    return order


def by_topic(items: Items) -> list[int]:
    """Each topic for as long as anything of it is ready; next the one that waits least for other topics."""
    topics = items.classes
    missing = {item: len(others) for item, others in items.before.items()}
    outside = dict.fromkeys(topics.values(), 0)
    for item, others in items.before.items():
        outside[topics[item]] += sum(topics[other] != topics[item] for other in others)
    ready: dict[int, list[int]] = {topic: [] for topic in outside}
    for item, count in missing.items():
        if not count:
            ready[topics[item]].append(item)
    queue = [(outside[topic], topic) for topic, some in ready.items() if some]
    heapq.heapify(queue)
    order = []
    while queue:
        _, topic = heapq.heappop(queue)
        while ready[topic]:
            item = heapq.heappop(ready[topic])
            order.append(item)
            for other in items.behind[item]:
                missing[other] -= 1
                if not missing[other]:
                    heapq.heappush(ready[topics[other]], other)
                if topics[other] != topic:
                    outside[topics[other]] -= 1
                    heapq.heappush(queue, (outside[topics[other]], topics[other]))
    return order


def rounds(items: Items) -> dict[int, tuple[int, int]]:
    """For each item the first round it can be in, if difficulty never drops within one, and its difficulty there.

    What has no difficulty stands with the last that it comes after.
    """
    found: dict[int, tuple[int, int]] = {}
    for item in items.order:
        last, least = max((found[other] for other in items.before[item]), default=(0, 0))
        here = items.classes[item] or least
        found[item] = (last + (here < least), here)
    return found


def by_round(items: Items) -> list[int]:
    """Round by round, the easiest first. Where all difficulties are known, no order has fewer drops."""
    return sorted(items.order, key=rounds(items).__getitem__)
