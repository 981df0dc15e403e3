"""Layered layout: items in rows, each arc from a higher row to a lower one, with few crossings and straight lines.

Longest-path layers, bends where an arc passes a row, barycentre sweeps for the order within a row, and places by
least squares. Pure geometry on numbers; nothing here knows what the items are. Equal input gives equal output.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

_ORDER_SWEEPS, _PLACE_SWEEPS = 24, 20
_BEND_GAP, _BEND_WEIGHT = 12, 4.0


class Arc(NamedTuple):
    """A line from an upper item to a lower one. Arcs of one upper item with the same tag share their bends."""

    upper: int
    lower: int
    tag: int


class Layout(NamedTuple):
    """Rows of items in order (numbers from the count of items on are bends), centres, and the bends of each arc."""

    rows: list[list[int]]
    x: list[float]
    chains: list[list[int]]


def acyclic(count: int, arcs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The arcs without those that close a cycle when walking depth first from the first items on."""
    out: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in dict.fromkeys(arcs):
        out[upper].append(lower)
    entered, left, kept = [False] * count, [False] * count, list[tuple[int, int]]()
    for start in range(count):
        walk = [] if entered[start] else [(start, iter(out[start]))]
        entered[start] = True
        while walk:
            item, rest = walk[-1]
            for lower in rest:
                if entered[lower] and not left[lower]:
                    continue
                kept.append((item, lower))
                if not entered[lower]:
                    entered[lower] = True
                    walk.append((lower, iter(out[lower])))
                    break
            else:
                left[item] = True
                walk.pop()
    return kept


def levels(count: int, arcs: Sequence[tuple[int, int]]) -> list[int]:
    """The length of the longest way down to each item, by arcs without a cycle."""
    out: list[list[int]] = [[] for _ in range(count)]
    waiting = [0] * count
    for upper, lower in arcs:
        out[upper].append(lower)
        waiting[lower] += 1
    found, ready = [0] * count, [item for item in range(count) if not waiting[item]]
    for item in ready:
        for lower in out[item]:
            found[lower] = max(found[lower], found[item] + 1)
            waiting[lower] -= 1
            if not waiting[lower]:
                ready.append(lower)
    return found


def arrange(widths: Sequence[int], arcs: Sequence[Arc], gap: int, most: int) -> Layout:
    """The layout of items of some widths, at most so many to a row. The arcs must have no cycle."""
    rows = _rows(len(widths), arcs, most)
    sizes, chains, links = _bend(rows, widths, arcs)
    _order(rows, links, len(sizes))
    return Layout(rows, _place(rows, sizes, links, gap, len(widths)), chains)


def _rows(count: int, arcs: Sequence[Arc], most: int) -> list[list[int]]:
    """The items by level, pulled down towards what they lead to; items without arcs last; long rows split evenly."""
    level = levels(count, [(arc.upper, arc.lower) for arc in arcs])
    below: list[list[int]] = [[] for _ in range(count)]
    above = [0] * count
    for arc in arcs:
        below[arc.upper].append(arc.lower)
        above[arc.lower] += 1
    for item in sorted(range(count), key=lambda item: -level[item]):
        if len(below[item]) > above[item]:
            level[item] = min(level[lower] for lower in below[item]) - 1
    by_level: dict[int, list[int]] = {}
    for item in range(count):
        alone = not above[item] and not below[item]
        by_level.setdefault(count if alone else level[item], []).append(item)
    rows = []
    for _, items in sorted(by_level.items()):
        parts = -(-len(items) // most)
        rows += [items[len(items) * k // parts : len(items) * (k + 1) // parts] for k in range(parts)]
    return rows


def _bend(
    rows: list[list[int]], widths: Sequence[int], arcs: Sequence[Arc]
) -> tuple[list[int], list[list[int]], list[tuple[int, int]]]:
    """Adds bends to the rows; the widths with theirs, the bends of each arc, and the links between adjacent rows."""
    row_of = {item: r for r, row in enumerate(rows) for item in row}
    sizes, bends = list(widths), dict[tuple[int, int, int], int]()
    chains, links = list[list[int]](), dict[tuple[int, int], None]()
    for arc in arcs:
        chain = []
        for r in range(row_of[arc.upper] + 1, row_of[arc.lower]):
            key = arc.upper, arc.tag, r
            if key not in bends:
                bends[key] = len(sizes)
                sizes.append(0)
                rows[r].append(bends[key])
            chain.append(bends[key])
        chains.append(chain)
        way = [arc.upper, *chain, arc.lower]
        links.update(dict.fromkeys(pairwise(way)))
    return sizes, chains, list(links)


def _order(rows: list[list[int]], links: Sequence[tuple[int, int]], count: int) -> None:
    """Sorts each row by the mean place of what it is linked to, down and up in turns, and keeps the best order seen."""
    up: list[list[int]] = [[] for _ in range(count)]
    down: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in links:
        up[lower].append(upper)
        down[upper].append(lower)
    place = [0.0] * count

    def note(row: list[int]) -> None:
        for k, item in enumerate(row):
            place[item] = (k + 0.5) / len(row)

    for row in rows:
        note(row)
    best, fewest = [row[:] for row in rows], _crossings(rows, down)
    for sweep in range(_ORDER_SWEEPS):
        near = down if sweep % 2 else up
        for row in reversed(rows) if sweep % 2 else rows:
            mean = {n: sum(place[m] for m in near[n]) / len(near[n]) if near[n] else place[n] for n in row}
            row.sort(key=mean.__getitem__)
            note(row)
        if (crossings := _crossings(rows, down)) < fewest:
            best, fewest = [row[:] for row in rows], crossings
    rows[:] = best


def _crossings(rows: Sequence[Sequence[int]], down: Sequence[Sequence[int]]) -> int:
    """How many links cross."""
    total = 0
    for row, below in pairwise(rows):
        place, seen = {item: k for k, item in enumerate(below)}, list[int]()
        for item in row:
            ends = sorted(place[lower] for lower in down[item])
            total += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return total


def _place(
    rows: Sequence[Sequence[int]], sizes: Sequence[int], links: Sequence[tuple[int, int]], gap: int, count: int
) -> list[float]:
    """The centres: each item as near to the mean of what it is linked to as its row allows; bends pull hardest."""
    near: tuple[list[list[tuple[int, float]]], ...] = tuple([[] for _ in sizes] for _ in range(2))
    for upper, lower in links:
        weight = _BEND_WEIGHT ** ((upper >= count) + (lower >= count))
        near[0][lower].append((upper, weight))
        near[1][upper].append((lower, weight))
    x = [0.0] * len(sizes)
    room: dict[int, float] = {}
    for row in rows:
        for before, item in pairwise(row):
            boxes = before < count and item < count
            room[item] = (sizes[before] + sizes[item]) / 2 + (gap if boxes else _BEND_GAP)
        full = sum(room[item] for item in row[1:])
        at = -full / 2
        for k, item in enumerate(row):
            at += room[item] if k else 0
            x[item] = at
    for sweep in range(_PLACE_SWEEPS):
        sides = (0, 1) if sweep >= _PLACE_SWEEPS - 2 else (sweep % 2,)
        for row in reversed(rows) if sweep % 2 else rows:
            wanted, weights = list[float](), list[float]()
            for item in row:
                pull = [(x[other], weight) for side in sides for other, weight in near[side][item]]
                total = sum(weight for _, weight in pull)
                wanted.append(sum(at * weight for at, weight in pull) / total if total else x[item])
                weights.append(total or 0.1)
            for item, at in zip(row, spread(wanted, weights, [room[item] for item in row[1:]]), strict=True):
                x[item] = at
    linked = [x[item] for row in rows for item in row if near[0][item] or near[1][item]]
    for row in rows:
        if linked and not any(near[0][item] or near[1][item] for item in row):
            for item in row:
                x[item] += (min(linked) + max(linked)) / 2
    return x


def spread(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """The places nearest to those wanted (by weighted squares) that keep the order and the gaps between neighbours.

    >>> spread([0, 0, 9], [1, 1, 1], [2, 2])
    [-1.0, 1.0, 9.0]
    """
    offsets = [0.0]
    for step in gaps:
        offsets.append(offsets[-1] + step)
    blocks: list[tuple[float, float, int]] = []
    for at, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, heavy, size = float(at) - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, more, items = blocks.pop()
            mean = (mean * heavy + other * more) / (heavy + more)
            heavy, size = heavy + more, size + items
        blocks.append((mean, heavy, size))
    means = [mean for mean, _, size in blocks for _ in range(size)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
