"""What next: the fringes of a knowledge state (Doignon and Falmagne, Learning Spaces, 2011).

The outer fringe is what can be learnt now, the inner fringe what nothing known rests on. One away is what
lacks a single requirement. The work goes with what is known, what rests on it and what a target may require, not
with the size of the graph.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from kg.buffers import ESSENTIAL, OPTION
from kg.graph import ConceptGraph
from kg.paths.knowledge import in_order
from kg.paths.requirements import Requirements, downward, requirements
from kg.reach import Adjacency

BITS = 4096  # concepts towards a target that are counted at once

Missing = tuple[int, ...]


@dataclass(frozen=True)
class Fringe:
    """By number: `ready` with how many concepts each unlocks, `one_away` with what is missing, `just_learned`.

    Of each list there is no more than was asked for; `totals` says how long it is in full.
    """

    ready: tuple[tuple[int, int], ...]
    one_away: tuple[tuple[int, Missing], ...]
    just_learned: tuple[int, ...]
    totals: Mapping[str, int]


def fringe(graph: ConceptGraph, known: Iterable[int], target: int | None = None, most: int | None = None) -> Fringe:
    """The fringes of what is known (closed downwards), within what a target may require if one is given.

    What is ready or one away is ranked by how many concepts that are not known need it, directly or by way of
    others towards the target, and directly where no target is given; ties by rank. Without a target, one away
    is sought among what rests on something known. A cluster is no step: it counts as known when all is that it holds
    and requires, and what lacks a cluster alone lacks what the cluster does. Only the first `most` of each list are
    given.
    """
    ways = _ways(graph)
    known = downward(graph, known)
    have, begun = _with_clusters(graph, ways, known)
    openings, more = list[int](), 0
    if target is None:
        ready, away = _near(graph, ways, have, begun)
        spent = Counter(_reached(ways.options, have))
        openings, more = _openings(graph, ways, have, spent, most)
        unlocks = {node: graph.uses[node] - spent.get(node, 0) for node in (*ready, *openings, *away)}
    else:
        needs = requirements(graph, (target,), frozenset(have))
        ready, away = _sorted_out(graph, ways, needs.essential, have)
        unlocks = _led_to(needs, (*ready, *away))
    first, nearest = (
        sorted(sorted(nodes), key=unlocks.__getitem__, reverse=True)[:most] for nodes in (ready + openings, away)
    )
    learned = [node for node in sorted(known - _rested_on(graph, ways, have)) if graph.kind(node) != "cluster"]
    return Fringe(
        tuple((node, unlocks[node]) for node in first),
        tuple((node, _lacking(graph, ways, node, have)[0]) for node in nearest),
        tuple(learned[:most]),
        {"ready": len(ready) + more, "one_away": len(away), "just_learned": len(learned)},
    )


class _Ways(NamedTuple):
    """What a concept needs and its options, and the ways back: its users and those it is an option of."""

    needs: Adjacency
    options: Adjacency
    users: Adjacency
    owners: Adjacency


def _ways(graph: ConceptGraph) -> _Ways:
    out, back = (dict(graph.requirements(options=True, backwards=backwards)) for backwards in (False, True))
    nothing = _nothing(len(graph))
    return _Ways(*(layers.get(name, nothing) for layers in (out, back) for name in (ESSENTIAL, OPTION)))


@lru_cache(maxsize=4)
def _nothing(size: int) -> Adjacency:
    none = memoryview(array("i"))
    return Adjacency([0] * (size + 1), none, none)


def _reached(layer: Adjacency, nodes: Iterable[int]) -> Iterator[int]:
    """Where a layer leads to from each of some concepts."""
    at, to, _ = layer
    return chain.from_iterable([to[at[node] : at[node + 1]] for node in nodes])


def _with_clusters(graph: ConceptGraph, ways: _Ways, known: frozenset[int]) -> tuple[set[int], set[int]]:
    """The known with the clusters all of which is known, and the clusters that some of is known."""
    have = set(known)
    begun = {graph.cluster(node) for node in have} - have - {-1}
    while whole := {cluster for cluster in begun if not _lacking(graph, ways, cluster, have)}:
        have |= whole
        begun = (begun | {graph.cluster(cluster) for cluster in whole}) - have - {-1}
    return have, begun


def _near(graph: ConceptGraph, ways: _Ways, have: set[int], begun: set[int]) -> tuple[list[int], list[int]]:
    """What is ready and what is one away, of all that rests on something known or on a cluster begun."""
    met = Counter(_reached(ways.users, have))
    lacking = {node: graph.plain_needs[node] - count for node, count in met.items() if node not in have}
    others = {node for node, count in lacking.items() if count < 0}
    others |= {*_reached(ways.users, begun), *_reached(ways.owners, have)} - have
    ready, away = _sorted_out(graph, ways, others, have)
    ready += [node for node, count in lacking.items() if count == 0]
    away += [node for node, count in lacking.items() if count == 1]
    return ready, away


def _sorted_out(
    graph: ConceptGraph, ways: _Ways, nodes: Iterable[int], have: Collection[int]
) -> tuple[list[int], list[int]]:
    """Which of some concepts lack nothing, and which a single thing."""
    found: tuple[list[int], list[int], list[int]] = [], [], []
    for node in nodes:
        if graph.kind(node) != "cluster":
            found[len(_lacking(graph, ways, node, have))].append(node)
    return found[:2]


def _lacking(graph: ConceptGraph, ways: _Ways, node: int, have: Collection[int]) -> list[Missing]:
    """What a concept lacks, two things at most; in place of a single cluster, what the cluster lacks."""
    seen = {node}
    while True:
        found = _missing(graph, ways, node, have)
        if len(found) != 1 or len(found[0]) > 1 or graph.kind(found[0][0]) != "cluster":
            return found
        (node,) = found[0]
        if node in seen:
            return found * 2  # clusters that wait for each other
        seen.add(node)


def _missing(graph: ConceptGraph, ways: _Ways, node: int, have: Collection[int]) -> list[Missing]:
    """What a concept still needs, requirement by requirement, two at most; any one of a tuple meets that one."""
    at, to, _ = ways.needs
    found: list[Missing] = [(other,) for other in to[at[node] : at[node + 1]] if other not in have]
    if node in graph.members:
        found += islice(((member,) for member in graph.members[node] if member not in have), 2)
    if ways.options.at[node] < ways.options.at[node + 1]:
        for least, options in graph.groups(node):
            open_ = tuple(option for option in options if option not in have)
            found += [open_] * (least - (len(options) - len(open_)))
    return found[:2]


def _openings(
    graph: ConceptGraph, ways: _Ways, have: set[int], spent: Collection[int], most: int | None
) -> tuple[list[int], int]:
    """The concepts not known that require nothing, at least the first of them, and how many there are."""
    needs, options = ways.needs.at, ways.options.at

    def opening(node: int) -> bool:
        needy = needs[node] < needs[node + 1] or options[node] < options[node + 1]
        return not needy and graph.kind(node) != "cluster"

    first = islice((node for node in graph.openings if node not in have and node not in spent), most)
    others = (node for node in spent if node not in have and opening(node))
    return [*first, *others], len(graph.openings) - sum(map(opening, have))


def _led_to(needs: Requirements, nodes: Collection[int]) -> dict[int, int]:
    """How many of what is to be learnt need each of some concepts, over any number of steps."""
    users: dict[int, list[int]] = {node: [] for node in needs.essential}
    for node in needs.essential:
        for other in needs.eligible(node):
            users[other].append(node)
    order = in_order({node: needs.eligible(node) for node in needs.essential})[::-1]
    counts = dict.fromkeys(nodes, 0)
    for start in range(0, len(order), BITS):
        own = {node: 1 << bit for bit, node in enumerate(order[start : start + BITS])}
        above = dict.fromkeys(order, 0)
        changed = True
        while changed:  # once and to see that it is done, but where options go round in a circle
            changed = False
            for node in order:
                found = above[node]
                for user in users[node]:
                    found |= above[user] | own.get(user, 0)
                if found != above[node]:
                    above[node], changed = found, True
        for node in counts:
            counts[node] += (above[node] & ~own.get(node, 0)).bit_count()
    return counts


def _rested_on(graph: ConceptGraph, ways: _Ways, have: Collection[int]) -> set[int]:
    """What something known requires, or has as an option without one to spare."""
    found = set(_reached(ways.needs, have))
    at = ways.options.at
    for node in have:
        for least, options in graph.groups(node) if at[node] < at[node + 1] else ():
            known = [option for option in options if option in have]
            if len(known) == least:
                found.update(known)
    return found
