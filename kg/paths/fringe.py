"""What next: the fringes of a knowledge state (Doignon and Falmagne, Learning Spaces, 2011).

The outer fringe is what can be learnt now, the inner fringe what nothing known rests on. One away is what
lacks a single requirement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.graph import ConceptGraph
from kg.paths.requirements import downward, requirements
from kg.reach import Adjacency, closure


@dataclass(frozen=True)
class Fringe:
    """By number: `ready` with how many concepts each unlocks, `one_away` with what is missing, `just_learned`."""

    ready: tuple[tuple[int, int], ...]
    one_away: tuple[tuple[int, tuple[int, ...]], ...]
    just_learned: tuple[int, ...]


def fringe(graph: ConceptGraph, known: Iterable[int], target: int | None = None) -> Fringe:
    """The fringes of what is known (closed downwards), within what a target may require if one is given.

    What is ready or one away is ranked by how many concepts that are not known need it, directly or by way of
    others towards the target, and directly where no target is given; ties by rank. Without a target, one away
    is sought among what rests on something known.
    """
    known = downward(graph, known)
    backward = [a for _, a in graph.requirements(options=True, backwards=True)]
    if target is None:
        users = (n for at, to, _ in backward for node in known for n in to[at[node] : at[node + 1]])
        candidates = {*users, *graph.foundations} - known
        unlocks = {node: len(_users(backward, node) - known) for node in candidates}
    else:
        needs = requirements(graph, (target,), known)
        candidates = set(needs.essential)
        unlocks = {node: len(closure(backward, (node,)) & candidates) - 1 for node in candidates}
    ready, one_away = [], []
    for node in sorted(candidates):
        if graph.kind(node) == "cluster":
            continue
        missing = _missing(graph, node, known)
        if not missing:
            ready.append((node, unlocks[node]))
        elif len(missing) == 1:
            one_away.append((node, missing[0]))
    ready.sort(key=lambda one: (-one[1], one[0]))
    one_away.sort(key=lambda one: (-unlocks[one[0]], one[0]))
    last = (node for node in known if graph.kind(node) != "cluster" and not _rests(graph, node, known))
    return Fringe(tuple(ready), tuple(one_away), tuple(sorted(last)))


def _users(backward: Sequence[Adjacency], node: int) -> set[int]:
    return {user for at, to, _ in backward for user in to[at[node] : at[node + 1]]}


def _rests(graph: ConceptGraph, node: int, known: frozenset[int]) -> bool:
    """Whether something known rests on a concept: requires it, or has no option to spare without it."""
    if _users([a for _, a in graph.requirements(backwards=True)], node) & known:
        return True
    owners = _users([a for _, a in graph.requirements(options=True, backwards=True)], node) & known
    return any(
        node in options and sum(option in known for option in options) == least
        for owner in owners
        for least, options in graph.groups(owner)
    )


def _missing(graph: ConceptGraph, node: int, known: frozenset[int]) -> list[tuple[int, ...]]:
    """What a concept still needs, requirement by requirement; any one of a tuple meets that one."""
    missing: list[tuple[int, ...]] = [
        (other,)
        for _, (at, to, _) in graph.requirements()
        for other in to[at[node] : at[node + 1]]
        if other not in known
    ]
    for least, options in graph.groups(node):
        open_ = tuple(option for option in options if option not in known)
        missing += [open_] * (least - (len(options) - len(open_)))
    return missing
