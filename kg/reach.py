"""How far relations reach: closures and walks over flat adjacency, without recursion, whatever the depth."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.memory import Numbered


class Adjacency(NamedTuple):
    """Neighbours by number: those of `v` are `to[at[v]:at[v + 1]]`, reached by the relations `rel[...]`."""

    at: list[int]
    to: memoryview
    rel: memoryview


class Step(NamedTuple):
    """One concept found by a walk: how far away, from which neighbour, in which layer, by which relation."""

    node: int
    depth: int
    origin: int
    layer: str
    rel: int


def closure(adjacencies: Sequence[Adjacency], starts: Iterable[int]) -> set[int]:
    """All that is reached from `starts`, themselves included. Sorted, it is in rank order.

    Counting up costs less than a slice or a range here, for most concepts have no neighbours or very few.
    """
    seen = set(starts)
    queue = list(seen)
    if len(adjacencies) == 1:
        at, to, _ = adjacencies[0]
        for node in queue:
            k, end = at[node], at[node + 1]
            while k < end:
                other = to[k]
                k += 1
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return seen
    for node in queue:
        for at, to, _ in adjacencies:
            k, end = at[node], at[node + 1]
            while k < end:
                other = to[k]
                k += 1
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
    return seen


def walk(layers: Sequence[tuple[str, Adjacency]], start: int, depth: int | None = None) -> list[Step]:
    """Breadth first from `start`, itself left out, to a depth of at most `depth`; by depth, then number.

    Each concept is reached from the smallest neighbour one step nearer, by the first layer that leads there.
    """
    found: list[Step] = []
    seen = {start}
    frontier = [start]
    level = 0
    while frontier and (depth is None or level < depth):
        level += 1
        new: list[Step] = []
        for origin in frontier:
            for name, (at, to, rel) in layers:
                for k in range(at[origin], at[origin + 1]):
                    node = to[k]
                    if node not in seen:
                        seen.add(node)
                        new.append(Step(node, level, origin, name, rel[k]))
        new.sort()
        found += new
        frontier = [step.node for step in new]
    return found


def levels(
    near: Numbered[tuple[int, ...]], start: int, depth: int | None = None
) -> tuple[list[list[int]], dict[int, int]]:
    """What `walk` finds, as the concepts of each depth, and the neighbour that each was reached from; in half the time."""
    origins = {start: start}
    found: list[list[int]] = []
    frontier = [start]
    made = near.made
    while frontier and (depth is None or len(found) < depth):
        new: list[int] = []
        for origin in frontier:
            others = made[origin]
            for node in near(origin) if others is None else others:
                if node not in origins:
                    origins[node] = origin
                    new.append(node)
        new.sort()
        found.append(new)
        frontier = new
    return found, origins
