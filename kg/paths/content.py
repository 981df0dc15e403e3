"""What is to be put in order: a selection with what each step uses, and what else it must come after."""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.buffers import HELPFUL
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.paths.order import Content
from kg.paths.requirements import Requirements

Links = Mapping[int, tuple[int, ...]]


def uses_of(needs: Requirements, nodes: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """What each of some concepts, in an order that works, uses of those before it: all it requires, and options taken."""
    uses: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        options = (option for group in needs.groups[node] for option in group.options if option in uses)
        uses[node] = tuple(sorted({*needs.essential[node], *options}))
    return uses


def easier(graph: ConceptGraph, nodes: Iterable[int], known: Collection[int] | None = None) -> dict[int, list[int]]:
    """What makes each concept easier: of the concepts before it, or any that is not known."""
    found: dict[int, list[int]] = {}
    before: set[int] = set()
    layers = [adjacency for name, adjacency in graph.requirements(helpful=True) if name == HELPFUL]
    for node in nodes:
        helpers = [n for at, to, _ in layers for n in to[at[node] : at[node + 1]]]
        found[node] = [n for n in helpers if (n in before if known is None else n not in known)]
        before.add(node)
    return found


def content_of(
    graph: ConceptGraph, uses: Links, helpers: Mapping[int, Sequence[int]], weights: Mapping[int, int]
) -> Content:
    """What is to be put in order. A cluster is no step, but what needs it comes after all that is in it."""
    inside: dict[int, frozenset[int]] = {}
    shown = tuple(node for node in uses if graph.kind(node) != "cluster")
    steps = frozenset(shown)
    after: dict[int, tuple[int, ...]] = {}
    for node, used in uses.items():
        within = frozenset[int]().union(*(inside[n] for n in used if n in inside))
        if node not in steps:
            inside[node] = within | steps.intersection(used)
        elif more := (within | frozenset(helpers.get(node, ()))) & steps:
            after[node] = tuple(sorted(more.difference(used)))
    records = {node: graph.record(node) for node in shown}
    return Content(
        nodes=shown,
        uses={node: tuple(used for used in uses[node] if used in steps) for node in shown},
        after=after,
        topics={node: graph.cluster(node) for node in shown},
        difficulties={node: record["difficulty"] for node, record in records.items() if "difficulty" in record},
        minutes={node: graph.minutes(node) for node in shown},
        weights={target: weight for target, weight in weights.items() if target in steps},
    )


def pinned(graph: ConceptGraph, content: Content, pin: Sequence[int]) -> Content:
    """The content with some concepts as the first steps. Raises `QuestionError` where they cannot be."""
    before: list[int] = []
    for place, node in enumerate(pin):
        name = graph.ids[node]
        if node not in content.uses:
            raise QuestionError(((f"/pin/{place}", f"{name!r} is no step of this path: leave it out"),))
        missing = [n for n in (*content.uses[node], *content.after.get(node, ())) if n not in before]
        if missing:
            detail = f"{name!r} cannot be that early: {graph.ids[missing[0]]!r} must come before it"
            raise QuestionError(((f"/pin/{place}", detail),))
        before.append(node)
    if not before:
        return content
    chain = {node: (previous,) for previous, node in pairwise(before)}
    rest = {node: (before[-1],) for node in content.nodes if node not in before}
    return _after(content, {**chain, **rest})


def kept(content: Content, keep: Sequence[int]) -> Content:
    """The content with the concepts of an earlier order staying in that order, as far as requirements allow.

    Where they force a move, the steps follow one another in the order of the earliest kept that can come next.
    """
    if not keep:
        return content
    place = {node: n for n, node in enumerate(dict.fromkeys(n for n in keep if n in content.uses))}
    waiting = {node: {*content.uses[node], *content.after.get(node, ())} for node in content.nodes}
    users: dict[int, list[int]] = {}
    for node, needed in waiting.items():
        for other in needed:
            users.setdefault(other, []).append(node)
    ready = [(place.get(node, -1), node) for node, needed in waiting.items() if not needed]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, node = heapq.heappop(ready)
        if node in place:
            order.append(node)
        for user in users.get(node, ()):
            waiting[user].discard(node)
            if not waiting[user]:
                heapq.heappush(ready, (place.get(user, -1), user))
    return _after(content, {node: (previous,) for previous, node in pairwise(order)})


def _after(content: Content, more: Links) -> Content:
    both = {**content.after, **more}
    after = {n: tuple(dict.fromkeys((*content.after.get(n, ()), *more.get(n, ())))) for n in both}
    return replace(content, after=after)
