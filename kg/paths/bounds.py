"""What no order goes below: lower bounds where the best order is out of reach.

An order of all items is an order of some of them too, and there nothing is farther apart and no more is open.
So the best orders of stretches, found exactly, bound that of all. Switches and drops are forced along chains.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from kg.paths.items import Items
from kg.paths.lattice import Lattice
from kg.paths.order import Content, Objective
from kg.paths.starts import rounds
from kg.paths.states import Work, best
from kg.paths.targets import MOST_NEEDED, sequence

STRETCH = 128  # items
MOST_RUNS = 1_000_000

Link = tuple[int, int]  # what is used, and by what


def bound(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """A value that no order goes below, the higher the better the order given is; stretches have so many subsets."""
    return BOUNDS[items.objective](items, order, most, work)


def _distance(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """Uses inside stretches by the best order of each, others by what lies between user and used."""
    before, behind = _reached(items.before, order), _reached(items.behind, order[::-1])
    rest = {(used, item): 1 + (behind[used] & before[item]).bit_count() for item in order for used in items.uses[item]}
    apart, found = _apart(rest), 0
    for part in _parts(items, order, most, work):
        inside = {(used, item): rest.pop((used, item)) for item in part for used in items.uses[item] if used in part}
        found += max(_least(items, part, most, work), _apart(inside)) if inside else 0
    return max(apart, found + _apart(rest))


def _apart(gaps: Mapping[Link, int]) -> int:
    """The least sum of distances, each at least its gap: what one item uses is at different ones, and its users are."""
    sums = []
    for end in (0, 1):
        ends: dict[int, list[int]] = {}
        for link, gap in gaps.items():
            ends.setdefault(link[end], []).append(gap)
        sums.append(sum(sum(accumulate(sorted(some), lambda last, gap: max(last + 1, gap))) for some in ends.values()))
    return max(sums)


def _open(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """All that an item uses is open just before it; and the best order of each stretch."""
    stretches = (_least(items, part, most, work) for part in _parts(items, order, most, work))
    return max([*stretches, *map(len, items.uses.values())], default=0)


def _switches(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """For each topic the most times that a chain of items, each after the last, comes to it; less the first."""
    topics = sorted(set(items.classes.values()))
    if len(topics) * len(items) > MOST_RUNS:
        return len(topics) - 1
    total = 0
    for topic in topics:
        runs: dict[int, int] = {}
        for item in order:
            enters = items.classes[item] == topic
            before = items.before[item]
            runs[item] = max((runs[o] + (enters and items.classes[o] != topic) for o in before), default=enters)
        total += max(runs.values())
    return max(0, total - 1)


def _drops(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """The rounds but for the first, less one for each item without a difficulty, for it may hide a drop."""
    last = max((number for number, _ in rounds(items).values()), default=0)
    return max(0, last - len(items) + len(items.difficulties))


def _early(items: Items, order: Sequence[int], most: int, work: Work) -> int:
    """Targets in groups; or, if that is more, each with what none before it needs, the best first (Smith 1956).

    When a target is reached, so is all that it was given, and that of those reached before; nothing is given twice.
    """
    given: set[int] = set()
    jobs = []
    for place, target in enumerate(target for target in order if target in items.weights):
        mine = items.needed(target) - given if place < MOST_NEEDED // len(items) else {target} - given
        given |= mine
        jobs.append((sum(items.minutes[item] for item in mine), items.weights[target]))
    so_far = value = 0
    for minutes, weight in sorted(jobs, key=lambda job: job[0] / job[1]):
        so_far += minutes
        value += weight * so_far
    return max(value, sequence(items, most)[1])


BOUNDS: Mapping[Objective, Callable[[Items, Sequence[int], int, Work], int]] = {
    "connected": _distance,
    "few-open": _open,
    "few-switches": _switches,
    "easy-first": _drops,
    "targets-early": _early,
}


def _reached(links: Mapping[int, Iterable[int]], order: Sequence[int]) -> dict[int, int]:
    """For each item, as bits, those that its links lead to at any remove; the order goes against the links."""
    reached: dict[int, int] = {}
    for item in order:
        reached[item] = 0
        for other in links[item]:
            reached[item] |= reached[other] | 1 << other
    return reached


def _parts(items: Items, order: Sequence[int], most: int, work: Work) -> Iterator[dict[int, None]]:
    """What hangs together, in its order, in stretches of at most so many closed subsets."""
    place = {item: n for n, item in enumerate(order)}
    seen: set[int] = set()
    for start in order:
        together = [] if start in seen else [start]
        seen.add(start)
        for item in together:
            near = [other for other in (*items.before[item], *items.behind[item]) if other not in seen]
            seen.update(near)
            together += near
        if len(together) > 1:
            yield from _stretches(items, sorted(together, key=place.__getitem__), most, work)


def _stretches(items: Items, order: Sequence[int], most: int, work: Work) -> Iterator[dict[int, None]]:
    """The order in stretches that have at most so many closed subsets, cut where few uses are."""
    place = {item: n for n, item in enumerate(order)}
    crossing = [0] * (len(order) + 1)
    for item in order:
        for used in items.uses[item]:
            crossing[place[used] + 1] += 1
            crossing[place[item] + 1] -= 1
    crossing = list(accumulate(crossing))
    start = 0
    while start < len(order) and work.left > 0:
        end = start + len(Lattice(items.masks(order[start : start + STRETCH]), most).grown)
        if end < len(order):
            end = min(range((start + end + 1) // 2, end + 1), key=lambda cut: (crossing[cut], -cut))
        yield dict.fromkeys(order[start:end])
        start = end


def _least(items: Items, part: Mapping[int, None], most: int, work: Work) -> int:
    """The least value for a stretch of an order as if there were no other items."""
    uses, after = (
        {item: tuple(other for other in links[item] if other in part) for item in part}
        for links in (items.uses, items.before)
    )
    content = Content(tuple(part), uses, after, items.topics, items.difficulties, items.minutes, {})
    alone = Items.of(content, items.objective)
    order = best(alone, alone.order, most, work)
    return alone.value(order) if order else 0
