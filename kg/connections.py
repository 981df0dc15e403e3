"""How two concepts hang together: the shortest chains of relations between them, the most telling first.

A breadth-first search from both ends, each relation followed either way. Work is bounded by the number of
relations looked at; a search that was cut off says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from kg.buffers import REQUIREMENTS
from kg.graph import ConceptGraph

MAX_RELATIONS = 200_000
MOST_CHAINS = 5

Chain = tuple[int, ...]  # the numbers of its relations, from the one end to the other


@dataclass(frozen=True)
class Connections:
    """The chains between two concepts, most telling first; `complete` unless the search was cut off."""

    chains: tuple[Chain, ...]
    complete: bool


def connections(graph: ConceptGraph, start: int, end: int, types: Sequence[str] = ()) -> Connections:
    """The shortest chains of relations of some types (all, if none are named) between two concepts.

    Of equally short ones those come first whose types say more: a step of the hierarchy says more than a
    requirement, that more than another type, and least say `related` and `next`; ties by relation number.
    """
    if start == end:
        return Connections(((),), complete=True)
    search = _Search(graph, types)
    sides = ({start: 0}, {end: 0})
    frontiers = [[start], [end]]
    depths = [0, 0]
    while frontiers[0] and frontiers[1]:
        side = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
        depths[side] += 1
        found: dict[int, int] = {}
        for node in frontiers[side]:
            for other, _, _ in search.links(node):
                if other not in sides[side] and other not in found:
                    found[other] = depths[side]
            if search.looked_at > MAX_RELATIONS:
                return Connections((), complete=False)
        sides[side].update(found)
        frontiers[side] = list(found)
        meeting = [node for node in found if node in sides[1 - side]]
        if meeting:
            return Connections(tuple(_chains(search, sides, meeting)), complete=True)
    return Connections((), complete=True)


class _Search:
    """The relations of some types, followed either way, with a count of those looked at."""

    def __init__(self, graph: ConceptGraph, types: Sequence[str]) -> None:
        self.layers = [
            (_reticence(graph, name), adjacency)
            for backwards in (False, True)
            for name, adjacency in graph.layers(types or graph.type_names, backwards=backwards)
            if not (backwards and graph.types[name.partition(":")[0]].symmetric)
        ]
        self.looked_at = 0

    def links(self, node: int) -> Iterator[tuple[int, int, int]]:
        """Each neighbour, the relation that leads there, and how little its type says."""
        for cost, (at, to, rel) in self.layers:
            first, last = at[node], at[node + 1]
            self.looked_at += last - first
            for k in range(first, last):
                yield to[k], rel[k], cost


def _reticence(graph: ConceptGraph, layer: str) -> int:
    if layer in graph.hierarchy:
        return 1
    if layer in REQUIREMENTS:
        return 2
    return 4 if layer == "next" or graph.types[layer].symmetric else 3


def _chains(search: _Search, sides: Sequence[Mapping[int, int]], meeting: Sequence[int]) -> Iterator[Chain]:
    """The best chains through the nodes where the two sides met, put together from the best halves."""
    heads, tails = (_halves(search, side, meeting) for side in sides)
    whole = (
        (cost + more, (*head, *reversed(tail)))
        for node in meeting
        for cost, head in heads[node]
        for more, tail in tails[node]
    )
    return (chain for _, chain in nsmallest(MOST_CHAINS, whole))


def _halves(
    search: _Search, side: Mapping[int, int], meeting: Sequence[int]
) -> Mapping[int, Sequence[tuple[int, Chain]]]:
    """The best chains from one end to each node met, with what they cost, along ever greater distances."""
    nearer: dict[int, list[tuple[int, int, int]]] = {}
    queue = list(meeting)
    for node in queue:
        if node not in nearer:
            nearer[node] = [link for link in search.links(node) if side.get(link[0]) == side[node] - 1]
            queue += (other for other, _, _ in nearer[node])
    best: dict[int, Sequence[tuple[int, Chain]]] = {}
    for node in sorted(nearer, key=side.__getitem__):
        through = ((cost + told, (*chain, k)) for other, k, told in nearer[node] for cost, chain in best[other])
        best[node] = nsmallest(MOST_CHAINS, through) if side[node] else [(0, ())]
    return best
