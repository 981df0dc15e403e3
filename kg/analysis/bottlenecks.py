"""What is learnt only because of one requirement, or of all that one concept requires.

After Metacademy's bottleneck score, the share of the long-range dependencies between other concepts that are gone
when a concept is left out. Here minutes are counted, and alternatives too: something is forced by a requirement if
a target cannot be learnt without it, and could be if the requirement were dropped (see `kg.analysis.dominators`).

To know what a requirement forces on its own concept takes one look at a few sets; over all targets the sets of
those that need the concept are gone through again. The first times the number of those targets is never less
than the second, so that the worst are found without going through all.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from typing import NamedTuple

from kg.analysis.curriculum import descendants
from kg.analysis.digraph import Digraph, inverted
from kg.analysis.dominators import held, looped, necessary, parts, planes, weigh
from kg.graph import ConceptGraph
from kg.paths.requirements import Requirements, requirements

EFFORT = 1000
"""How many bottlenecks are looked at over all targets before a search ends."""


class Bottleneck(NamedTuple):
    """What is learnt for nothing but a requirement of `node` for `to`, or but for all requirements of `node`.

    `own` are the minutes that `node` takes less without it, `minutes` those that all concepts as targets take less
    together, and `targets` how many of them do; `node` counts among these for a requirement, and not for all of its
    requirements, since these are bottlenecks for others alone.
    """

    node: int
    to: int | None
    own: int
    minutes: int
    targets: int


class Ranking(NamedTuple):
    """The worst bottlenecks by all the minutes they force; `complete` unless the search for worse ones was cut off."""

    items: tuple[Bottleneck, ...]
    complete: bool


class Ground(NamedTuple):
    """What is worked out once for a whole graph, by number.

    `needs` is what each concept requires, `found` what every way to it holds, `users` what may use it, `place` where
    it stands in an order of learning, `reach` how many others rest on it at most; and `minutes` are the planes of all.
    """

    needs: Requirements
    found: dict[int, int]
    users: list[list[int]]
    place: dict[int, int]
    reach: list[int]
    minutes: list[int]


class Candidate(NamedTuple):
    """What a bottleneck forces at most over all targets, where it is, and what is learnt for nothing else there."""

    bound: int
    node: int
    to: int | None
    alone: int


def ground(graph: ConceptGraph) -> Ground:
    """The ground of a graph."""
    needs = requirements(graph, range(len(graph)), frozenset())
    order = needs.derivable()
    steps = [needs.eligible(node) for node in needs.nodes]
    users = inverted(steps)
    place = {node: n for n, node in enumerate(order)}
    reach = [len(steps)] * len(steps) if looped(needs, order) else descendants(Digraph(steps, users, order))
    return Ground(needs, necessary(needs), users, place, reach, planes(needs))


def of_relations(graph: ConceptGraph, ground: Ground, most: int, effort: int = EFFORT) -> Ranking:
    """The worst essential requirements."""
    candidates = []
    for node in ground.place:
        alone = _alone(parts(ground.needs, node, ground.found))
        for _, (at, to, _) in graph.requirements():
            for other in to[at[node] : at[node + 1]]:
                own = alone & ground.found[other]
                bound = weigh(own, ground.minutes) * (1 + ground.reach[node])
                candidates.append(Candidate(bound, node, other, own))
    return _worst(ground, candidates, most, effort)


def of_concepts(ground: Ground, most: int, effort: int = EFFORT) -> Ranking:
    """The concepts whose requirements are the worst bottlenecks."""
    candidates = []
    for node in ground.place:
        behind = ground.found[node] & ~(1 << node)
        bound = weigh(behind, ground.minutes) * ground.reach[node]
        candidates.append(Candidate(bound, node, None, behind))
    return _worst(ground, candidates, most, effort)


def _alone(sets: Iterable[int]) -> int:
    """What just one of some sets holds."""
    once = more = 0
    for bits in sets:
        more |= once & bits
        once |= bits
    return once & ~more


def _worst(ground: Ground, candidates: Iterable[Candidate], most: int, effort: int) -> Ranking:
    """The candidates that force most: looked at from the greatest bound down, as long as it may still matter."""
    best: list[Bottleneck] = []
    complete = True
    for tried, candidate in enumerate(sorted(candidates, key=lambda one: (-one.bound, one.node, one.to))):
        if not candidate.bound or (len(best) >= most and best[most - 1].minutes > candidate.bound):
            break
        if tried == effort:
            complete = False
            break
        insort(best, _measured(ground, candidate), key=lambda one: (-one.minutes, one.node, one.to))
    return Ranking(tuple(one for one in best[:most] if one.minutes), complete)


def _measured(ground: Ground, candidate: Candidate) -> Bottleneck:
    """A bottleneck with what it forces over all targets."""
    lost = Counter(_lost(ground, candidate.node, candidate.alone))
    if candidate.to is not None:
        lost[candidate.alone] += 1
    own = weigh(candidate.alone, ground.minutes)
    minutes = sum(times * weigh(bits, ground.minutes) for bits, times in lost.items())
    return Bottleneck(candidate.node, candidate.to, own, minutes, lost.total())


class _Within(dict[int, int]):
    """What every way to each concept holds of some concepts; what is written here replaces what was found."""

    def __init__(self, found: Mapping[int, int], inside: int) -> None:
        super().__init__()
        self.found, self.inside = found, inside

    def __missing__(self, node: int) -> int:
        return self.found[node] & self.inside


def _lost(ground: Ground, node: int, alone: int) -> Iterator[int]:
    """What each concept that rests on `node` could be learnt without, if `node` could be without what it forces alone."""
    without = _Within(ground.found, alone)
    without[node] = 0
    waiting = {ground.place[user] for user in ground.users[node] if user in ground.place}
    order = list(ground.place)
    queue = sorted(waiting)
    while queue:
        place = heappop(queue)
        waiting.discard(place)
        user = order[place]
        bits = (held(ground.needs, user, without) | 1 << user) & alone
        if user != node and bits != without[user]:
            without[user] = bits
            for after in ground.users[user]:
                later = ground.place.get(after)
                if later is not None and later not in waiting:
                    waiting.add(later)
                    heappush(queue, later)
    del without[node]
    return (ground.found[user] & alone & ~bits for user, bits in without.items())
