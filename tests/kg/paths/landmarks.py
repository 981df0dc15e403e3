"""The fewest minutes that reach some targets, by branch and bound over landmarks: no linear program in it.

To learn is to plan without side effects, so the bound of planning serves (LM-cut, Helmert and Domshlak 2009): as long
as the dearest way to the targets costs something, there is a set of concepts one of which every selection holds; their
least cost is paid, taken off each of them, and the same is done again.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping
from math import inf

from kg.paths.requirements import Requirements

Cost = Mapping[int, float]
Clauses = dict[int, list[tuple[int, tuple[int, ...]]]]

GOAL = -1


def clauses_of(needs: Requirements, wanted: Iterable[int]) -> Clauses:
    """What each concept needs, as clauses `at least so many of these`; the goal needs what is wanted."""
    found: Clauses = {GOAL: [(1, (node,)) for node in sorted(wanted)]}
    for node in needs.essential:
        found[node] = [(1, (other,)) for other in needs.essential[node]]
        found[node] += [(group.need, group.options) for group in needs.groups[node]]
    return found


def dearest(clauses: Clauses, cost: Cost) -> dict[int, float]:
    """For each concept its own cost and that of the dearest of its needs, met as cheaply as can be (Knuth 1977).

    What cannot be learnt is left out.
    """
    users: dict[int, list[tuple[int, int]]] = {}
    open_ = {node: len(needed) for node, needed in clauses.items()}
    lacking = {(node, n): need for node, needed in clauses.items() for n, (need, _) in enumerate(needed)}
    for node, needed in clauses.items():
        for n, (_, options) in enumerate(needed):
            for option in options:
                users.setdefault(option, []).append((node, n))
    found: dict[int, float] = {}
    queue = [(cost[node], node) for node, left in open_.items() if not left]
    heapq.heapify(queue)
    while queue:
        value, node = heapq.heappop(queue)
        found[node] = value
        for user, n in users.get(node, ()):
            lacking[user, n] -= 1
            if lacking[user, n] == 0:
                open_[user] -= 1
                if not open_[user]:
                    heapq.heappush(queue, (value + cost[user], user))
    return found


def bound(clauses: Clauses, cost: Cost) -> float:
    """A lower bound on what a selection that reaches the goal costs; infinite where none does."""
    left, paid = dict(cost), 0.0
    while value := (found := dearest(clauses, left)).get(GOAL, inf):
        if value == inf:
            return inf
        supporters = {node: _supporters(clauses[node], found) for node in found}
        zone, queue = {GOAL}, [GOAL]
        for node in queue:
            if not left[node]:
                new = [other for other in supporters[node] if other not in zone]
                zone.update(new)
                queue += new
        reached = _reached(supporters, zone)
        cut = [n for n in zone if left[n] and (not supporters[n] or not reached.isdisjoint(supporters[n]))]
        least = min(left[node] for node in cut)
        paid += least
        for node in cut:
            left[node] -= least
    return paid


def _supporters(needed: list[tuple[int, tuple[int, ...]]], value: Mapping[int, float]) -> tuple[int, ...]:
    """Of the dearest need the options one of which every way to meet it takes: all but the cheapest need - 1."""
    ranked = [(need, sorted((value.get(o, inf), o) for o in options)) for need, options in needed]
    need, options = max(ranked, key=lambda one: one[1][one[0] - 1][0], default=(1, []))
    return tuple(option for cost, option in options[need - 1 :] if cost < inf)


def _reached(supporters: Mapping[int, tuple[int, ...]], zone: set[int]) -> set[int]:
    """What is supported without help of the zone, step by step."""
    users: dict[int, list[int]] = {}
    for node, others in supporters.items():
        for other in others:
            users.setdefault(other, []).append(node)
    queue = [node for node, others in supporters.items() if not others and node not in zone]
    found = set(queue)
    for node in queue:
        new = {user for user in users.get(node, ()) if user not in found and user not in zone}
        found |= new
        queue += new
    return found


def fewest(needs: Requirements, wanted: Iterable[int]) -> int | None:
    """The fewest minutes of a selection that holds what is wanted and can be learnt; none where there is no such."""
    clauses = clauses_of(needs, wanted)
    best, stack = inf, [(frozenset({GOAL}), frozenset[int]())]
    while stack:
        taken, banned = stack.pop()
        left = _without(clauses, banned)
        forced = _forced(left, taken)
        spent = sum(needs.minutes[node] for node in forced if node != GOAL)
        cost = {node: 0 if node in forced else needs.minutes[node] for node in left}
        left[GOAL] = [(1, (node,)) for node in sorted(forced - {GOAL})]
        value = dearest(left, cost)
        left = _without(left, {node for node in left if spent + value.get(node, inf) >= best})
        if GOAL not in left or spent + bound(left, cost) >= best:
            continue
        open_ = _open(left, forced)
        if open_:
            option = min(open_, key=lambda node: (value[node], node))
            stack += [(frozenset(forced), banned | {option}), (frozenset({*forced, option}), banned)]
        else:
            best = spent
    return None if best == inf else int(best)


def _without(clauses: Clauses, banned: Collection[int]) -> Clauses:
    """The clauses of all other concepts, without what is banned among their options."""
    return {
        node: [(need, tuple(o for o in options if o not in banned)) for need, options in needed]
        for node, needed in clauses.items()
        if node not in banned
    }


def _forced(clauses: Clauses, taken: Iterable[int]) -> set[int]:
    """What was taken with all that it needs without a choice."""
    queue = list(taken)
    found = set(queue)
    for node in queue:
        new = {o for need, options in clauses[node] if len(options) == need for o in options} - found
        new &= clauses.keys()
        found |= new
        queue += new
    return found


def _open(clauses: Clauses, forced: set[int]) -> list[int]:
    """Options of the first choice still to be made: of a concept that cannot be learnt from what is forced alone."""
    done: set[int] = set()
    while more := {
        node
        for node in forced - done
        if all(sum(o in done for o in options) >= need for need, options in clauses[node])
    }:
        done |= more
    for node in sorted(forced - done):
        for need, options in clauses[node]:
            if sum(o in done for o in options) < need and (found := [o for o in options if o not in forced]):
                return found
    return []
