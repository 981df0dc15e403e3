"""Knowledge states: the sets of concepts that somebody may know, given what requires what.

A state holds with every concept all that it essentially requires and, of each of its groups of alternatives, as
many options as are needed: the knowledge space of an AND/OR graph (Doignon and Falmagne, Learning Spaces, 2011).
There are too many to list them; `kg.paths.diagram` counts them all the same, `kg.paths.chains` samples them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import comb, log2
from typing import NamedTuple

from kg.graph import ConceptGraph
from kg.paths.requirements import Requirements, strongly_connected

MAX_WORK = 20_000  # of a group: the options of its clauses, each times the length of the clause

Likelihood = tuple[float, float]


class Space(NamedTuple):
    """The states of some concepts: with each concept, a state holds at least one of every clause of it.

    Concepts are told by their place in `nodes`, which holds their numbers, each after all that its clauses name.
    An essential requirement is a clause of one, alternatives make clauses of several.
    """

    nodes: tuple[int, ...]
    clauses: tuple[tuple[tuple[int, ...], ...], ...]


class Beliefs(NamedTuple):
    """How likely each concept of a space is known, and the entropy of its states in bits.

    `exact` is whether all states were counted. Where they were sampled, the entropy is estimated from above, as if
    each concept depended on its own clauses alone.
    """

    chances: tuple[float, ...]
    bits: float
    exact: bool


def space(graph: ConceptGraph, needs: Requirements) -> Space:
    """The states of what requires each other (`requirements` of some targets, nothing known).

    Nobody knows a cluster as such: who requires one requires what it holds and what it requires. A group of
    alternatives is left out, so that nothing follows from it, where an option is a cluster or leads back to the
    owner of the group, or where its clauses are too many or too long (`MAX_WORK`). What waits for itself, so that it
    cannot be learnt, is left out as well.
    """
    order = needs.derivable()
    component = dict(zip(order, strongly_connected(needs, order), strict=True))
    clusters = {node for node in order if graph.kind(node) == "cluster"}
    essential: dict[int, set[int]] = {}
    clauses: dict[int, list[tuple[int, ...]]] = {}
    for node in order:
        essential[node] = {o for n in needs.essential[node] for o in (essential[n] if n in clusters else (n,))}
        clauses[node] = [(other,) for other in sorted(essential[node])]
        for group in needs.groups[node]:
            options = [option for option in group.options if option in component]
            if not any(o in clusters or component[o] == component[node] for o in options):
                clauses[node] += _clauses(group.need, options)
    nodes = in_order({n: {o for clause in clauses[n] for o in clause} for n in order if n not in clusters})
    place = {node: n for n, node in enumerate(nodes)}
    return Space(nodes, tuple(tuple(tuple(place[o] for o in clause) for clause in clauses[node]) for node in nodes))


def _clauses(need: int, options: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """At least so many of the options, as clauses: one of each set of options that is too large to be missed."""
    size = len(options) - need + 1
    return combinations(options, size) if comb(len(options), size) * size * size <= MAX_WORK else ()


def in_order(uses: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """Each concept after all that it uses, and soon after: few are to be kept in mind at any time.

    Depth first from the highest rank, what is used by rank downwards; then on to the first user of the latest
    concept that has one left, with all that it uses.
    """
    users: dict[int, list[int]] = {node: [] for node in uses}
    for node in sorted(uses, reverse=True):
        for other in uses[node]:
            users[other].append(node)
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(uses, reverse=True):
        waiting = [start]
        while waiting:
            if waiting[-1] not in seen:
                found = _with_all_used(uses, waiting[-1], seen)
                order += found
                waiting += found
            elif not users[waiting[-1]]:
                waiting.pop()
            elif (user := users[waiting[-1]].pop()) not in seen:
                waiting.append(user)
    return tuple(order)


def _with_all_used(uses: Mapping[int, Collection[int]], start: int, seen: set[int]) -> list[int]:
    """A concept and what it uses that has not been seen, depth first; now it has."""
    order: list[int] = []
    seen.add(start)
    path = [(start, iter(sorted(uses[start], reverse=True)))]
    while path:
        node, rest = path[-1]
        for other in rest:
            if other not in seen:
                seen.add(other)
                path.append((other, iter(sorted(uses[other], reverse=True))))
                break
        else:
            order.append(node)
            path.pop()
    return order


def entropy(chance: float) -> float:
    """The entropy of a yes or no, in bits."""
    return -sum(p * log2(p) for p in (chance, 1 - chance) if p > 0)


def largest(space: Space, likelihoods: Sequence[Likelihood]) -> list[bool]:
    """The largest state without what is certainly not known. It holds every such state, for their unions are states."""
    inside: list[bool] = []
    for clauses, (_, known) in zip(space.clauses, likelihoods, strict=True):
        inside.append(known > 0 and all(any(inside[o] for o in clause) for clause in clauses))
    return inside
