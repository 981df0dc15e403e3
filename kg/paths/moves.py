"""Better orders by moves, each the best of very many: local search with exact solutions of parts.

A window is a stretch of an order, put in its best order while the rest stays. A merge keeps two groups of items
in order, each in itself, and finds the best way to merge them: so a group moves as a whole or in pieces, however
far (very large neighbourhoods searched by dynamic programming; Ahuja, Ergun, Orlin and Punnen 2002).
"""

from collections.abc import Sequence
from itertools import cycle

from kg.paths.items import Items
from kg.paths.states import Work, best, best_window

Group = frozenset[int]


def improved(
    items: Items, order: list[int], window: int, work: Work, groups: Sequence[Group] = (), floor: int = 0
) -> list[int]:
    """The order after all moves that improve it, for as long as there is work left.

    A window has at most so many closed subsets; each group is merged with the rest. For `few-open`, whose value is
    the most of all places, an order is better that has less above the next lower value, until it is below
    everywhere, or cannot be; none is below `floor`.
    """
    if items.objective != "few-open":
        return _moved(items, order, window, work, groups)
    while (value := items.value(order)) > floor:
        lower = _moved(items, order, window, work, groups, value - 1)
        if items.value(lower) >= value:
            break
        order = lower
    return _moved(items, order, window, work, groups, value)


def _moved(
    items: Items, order: list[int], window: int, work: Work, groups: Sequence[Group], limit: int | None = None
) -> list[int]:
    """The order after windows and merges in turn, until none changes it: each is better, or as good and smaller."""
    unchanged = 0
    for group in cycle([None, *groups]):
        if unchanged > len(groups) or work.left <= 0:
            break
        new = _swept(items, order, window, work, limit) if group is None else _merged(items, order, group, work, limit)
        unchanged = unchanged + 1 if new == order else 0
        order = new
    return order


def _swept(items: Items, order: list[int], window: int, work: Work, limit: int | None) -> list[int]:
    """The order after one window after another, each overlapping half of the last."""
    order, start = list(order), 0
    while start < len(order) - 1 and work.left > 0:
        found = best_window(items, order, start, window, work, limit)
        order[start : start + len(found)] = found
        start += len(found) if start + len(found) == len(order) else max(1, len(found) // 2)
    return order


def _merged(items: Items, order: list[int], group: Group, work: Work, limit: int | None) -> list[int]:
    most = (len(group) + 1) * (len(order) - len(group) + 1)
    kept = {item: item in group for item in order}
    return best(items, order, most, work, limit, kept) or order


def groups(items: Items) -> list[Group]:
    """Each item with all that it comes after, or all that comes after it, the largest first; before them each topic.

    Topics are for `few-switches` alone.
    """
    found: set[Group] = set()
    for links, order in ((items.before, items.order), (items.behind, items.order[::-1])):
        reached: dict[int, Group] = {}
        for item in order:
            reached[item] = frozenset({item}).union(*(reached[other] for other in links[item]))
        found.update(reached.values())
    topics: dict[int, set[int]] = {}
    for item in items.order if items.objective == "few-switches" else ():
        topics.setdefault(items.classes[item], set()).add(item)
    ordered = [*map(frozenset, topics.values()), *sorted(found, key=lambda group: (-len(group), sorted(group)))]
    return [group for group in dict.fromkeys(ordered) if len(group) < len(items)]
