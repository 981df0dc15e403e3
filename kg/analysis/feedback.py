"""A lightest set of edges to drop so that no cycle is left (minimum feedback arc set).

The problem is NP-hard. Up to a number of edges it is solved exactly by HiGHS, as an integer program in which a row
says of a cycle that one of its edges goes. Rows are added for cycles that a solution does not break, first to
fractional solutions, which leave little to do for whole ones, until there is none (Grötschel, Jünger and Reinelt
1985; Baharev, Schichl, Neumaier and Achterberg 2021). Beyond, and where a counted number of rounds or nodes does
not do, the local ratio method of Demetrescu and Finocchi (2003) gives a set of which no edge can be kept, and a
weight that no set can be below.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from math import ceil
from typing import NamedTuple

EXACT_EDGES = 600
ROUNDS = 100
NODES = 200

_NEARLY = 1e-6


class Edge(NamedTuple):
    """An edge between nodes that are numbered from 0, and its weight, a whole number of at least 1."""

    start: int
    end: int
    weight: int


class Feedback(NamedTuple):
    """The places of the edges to drop, in order; no set weighs less than `bound`."""

    edges: tuple[int, ...]
    bound: int


Cycle = tuple[int, ...]
Cap = tuple[Sequence[int], int]


def lightest(edges: Sequence[Edge], exact: int = EXACT_EDGES) -> Feedback:
    """The lightest edges to drop; of equally light sets one of the fewest, of these one of the least sum of places.

    Of more than `exact` edges the set is one that cannot do with fewer of them, and may weigh more than its bound.
    """
    found = local_ratio(edges)
    if not found.edges or len(edges) > exact:
        return found
    cycles: dict[Cycle, None] = dict.fromkeys(unbroken(edges, [0.0] * len(edges)))
    caps: list[Cap] = []
    for costs in ([edge.weight for edge in edges], [1] * len(edges), range(len(edges))):
        chosen, bound = _program(edges, costs, cycles, caps)
        if not caps:
            found = found._replace(bound=max(bound, found.bound))
        if not chosen or any(total(others, chosen) > most for others, most in caps):
            break
        found = found._replace(edges=chosen)
        caps.append((costs, total(costs, chosen)))
    return found


def total(costs: Sequence[int], places: Iterable[int]) -> int:
    """What some edges cost together."""
    return sum(costs[place] for place in places)


def _program(edges: Sequence[Edge], costs: Sequence[int], cycles: dict[Cycle, None], caps: Sequence[Cap]) -> Feedback:
    """The edges of least cost that break every cycle and keep under the caps; none where a limit ends the search.

    `cycles` are those that are known, and those are put in that are found on the way.
    """
    bound = 0
    for whole in (False, True):
        for _ in range(ROUNDS):
            solution, least = _solved(costs, list(cycles), caps, whole=whole)
            bound = max(bound, ceil(least - _NEARLY))
            if not solution:
                return Feedback((), bound)
            more = dict.fromkeys(unbroken(edges, solution))
            if not more:
                break
            cycles |= more
        else:
            return Feedback((), bound)
    return Feedback(tuple(place for place, value in enumerate(solution) if value), bound)


def _solved(
    costs: Sequence[int], cycles: Sequence[Cycle], caps: Sequence[Cap], *, whole: bool
) -> tuple[list[float], float]:
    """How much of each edge goes at the least cost, and a bound of that cost; nothing where the nodes do not do."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, columns = zip(*((row, place) for row, cycle in enumerate(cycles) for place in cycle), strict=True)
    broken = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cycles), len(costs)))
    # by a power of two, for in rows of great factors HiGHS mends small errors, and says so on standard output
    scales = [0.5 ** max(others).bit_length() for others, _ in caps]
    capped = [
        LinearConstraint(np.array([others]) * scale, ub=most * scale)
        for (others, most), scale in zip(caps, scales, strict=True)
    ]
    result = milp(
        np.array(costs),
        constraints=[LinearConstraint(broken, lb=1), *capped],
        bounds=Bounds(0, 1),
        integrality=np.full(len(costs), whole),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    least = result.mip_dual_bound if whole else result.fun
    if not result.success:
        return [], 0.0 if least is None else least
    return (np.round(result.x) if whole else result.x).tolist(), least


def unbroken(edges: Sequence[Edge], share: Sequence[float]) -> Iterator[Cycle]:
    """A cycle through each node of whose edges less than one goes in all, if there is any: their places in order."""
    out = steps(edges)
    for node in range(len(out)):
        cycle = shortest(edges, out, node, share, 1 - _NEARLY)
        if cycle:
            yield tuple(sorted(cycle))


def steps(edges: Sequence[Edge], dropped: Collection[int] = ()) -> list[list[int]]:
    """The places of the edges that lead on from each node, without those dropped."""
    out: list[list[int]] = [[] for _ in range(1 + max((max(edge[:2]) for edge in edges), default=-1))]
    for place, edge in enumerate(edges):
        if place not in dropped:
            out[edge.start].append(place)
    return out


def shortest(
    edges: Sequence[Edge], out: Sequence[Sequence[int]], node: int, lengths: Sequence[float], most: float
) -> Cycle:
    """The places of the edges of a shortest cycle through a node, in its order; none if all are of `most` or longer.

    Of equally long ones it has the fewest edges (Dijkstra 1959).
    """
    came: dict[int, int] = {}
    best: dict[int, tuple[float, int]] = {}
    queue: list[tuple[float, int, int]] = [(0.0, 0, node)]
    while queue:
        length, count, start = heappop(queue)
        if start == node and count:
            way = [came[node]]
            while edges[way[-1]].start != node:
                way.append(came[edges[way[-1]].start])
            return tuple(reversed(way))
        if count and (length, count) > best[start]:
            continue
        for place in out[start]:
            end, reached = edges[place].end, (length + lengths[place], count + 1)
            if reached[0] < most and reached < best.get(end, (most, 0)):
                best[end] = reached
                came[end] = place
                heappush(queue, (*reached, end))
    return ()


def local_ratio(edges: Sequence[Edge]) -> Feedback:
    """Edges to drop, and a bound: the least weight on a short cycle is taken off its edges, until none is left.

    Edges without weight left go; what was taken off in all is the bound. Then each that closes no cycle is taken
    back, the heaviest first.
    """
    rest = [edge.weight for edge in edges]
    bound = _take_off(edges, rest)
    dropped = {place for place, weight in enumerate(rest) if not weight}
    onward = {node: [edges[place].end for place in out] for node, out in enumerate(steps(edges, dropped))}
    rank = {node: n for n, node in enumerate(TopologicalSorter(onward).static_order())}
    # what agrees with an order of all that is kept closes no cycle; the others are tried one by one
    agreed = {place for place in dropped if rank[edges[place].start] > rank[edges[place].end]}
    dropped -= agreed
    out = steps(edges, dropped)
    for place in sorted(dropped, key=lambda place: (-edges[place].weight, place)):
        start, end, _ = edges[place]
        if not _leads(edges, out, end, start):
            dropped.remove(place)
            out[start].append(place)
    return Feedback(tuple(sorted(dropped)), bound)


def _take_off(edges: Sequence[Edge], rest: list[int]) -> int:
    """Take the least weight on it off each edge of a cycle, until no cycle is left; how much that was in all."""
    out, each = steps(edges), [1.0] * len(edges)
    taken = 0
    for node in range(len(out)):
        while cycle := shortest(edges, out, node, each, len(edges) + 1):
            least = min(rest[place] for place in cycle)
            taken += least
            for place in cycle:
                rest[place] -= least
                if not rest[place]:
                    out[edges[place].start].remove(place)
        out[node] = []  # no cycle leads through it any more
    return taken


def _leads(edges: Sequence[Edge], out: Sequence[Sequence[int]], start: int, end: int) -> bool:
    """Whether there is a way from one node to another."""
    seen = {start}
    queue = [start]
    for node in queue:
        new = [one for place in out[node] if (one := edges[place].end) not in seen]
        seen.update(new)
        queue += new
    return end in seen
