"""A plan: a selection in order, each step with what it needs, what it unlocks and a chain to a target."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.budget import Filled, Worth, fill, next_hour, worth
from kg.paths.content import Links, content_of, easier, kept, pinned, uses_of
from kg.paths.order import Arrangement, Effort, Objective, arrange
from kg.paths.requirements import Choice, Requirements, Selection, constrained, downward, requirements, select

WAYS: Mapping[Effort, int] = {"quick": 60, "thorough": 600}  # of meeting a choice otherwise, priced for a whole plan


@dataclass(frozen=True)
class Step:
    """One concept of a plan. `stage` is 1 for what needs nothing more, else one above the highest it needs.

    `requires` are the concepts it uses, known ones included; an `optional` one only makes others easier. `onward`
    holds the next concept on the way to a target by use, for every concept of the plan that is not a target itself.
    """

    node: int
    stage: int
    requires: tuple[int, ...]
    unlocks: tuple[int, ...]
    optional: bool
    onward: Mapping[int, int] = field(repr=False)

    @property
    def chain(self) -> tuple[int, ...]:
        """The shortest chain of uses from this concept to a target; of equal ones that through smaller ranks."""
        chain = [self.node]
        while chain[-1] in self.onward:
            chain.append(self.onward[chain[-1]])
        return tuple(chain)


@dataclass(frozen=True)
class Plan:
    """An ordered selection.

    `filled` tells how a budget was used, `left_out` for what it did not last, `next_hour` what one more would add;
    `sufficient` are the minutes that reach every target, `unused` the wishes that had nothing to bear upon.
    """

    targets: tuple[int, ...]
    steps: tuple[Step, ...]
    choices: tuple[Choice, ...]
    skipped: tuple[int, ...]
    left_out: tuple[int, ...]
    unused: tuple[int, ...]
    sufficient: int
    filled: Filled | None
    next_hour: tuple[int, ...]
    arranged: Arrangement


def plan(
    graph: ConceptGraph,
    targets: Sequence[int],
    known: Iterable[int] = (),
    *,
    weights: Mapping[int, int] | None = None,
    minutes: int | None = None,
    objective: Objective = "connected",
    effort: Effort = "quick",
    helpful: bool = False,
    prefer: Sequence[int] = (),
    avoid: Sequence[int] = (),
    pin: Sequence[int] = (),
    keep: Sequence[int] = (),
) -> Plan:
    """The cheapest selection for the targets, in the best order found; with a budget, the part of most worth.

    Without targets the whole graph is drawn upon. `keep` is an earlier order to stay close to, `pin` names the first
    steps. Raises `Unreachable` where no choice works, `QuestionError` where a pinned step cannot be that early.
    """
    known = downward(graph, known)
    free = requirements(graph, targets or range(len(graph)), known)
    needs = constrained(free, prefer, avoid)
    weights = {target: (weights or {}).get(target, 1) for target in targets}
    selection = select(needs, set(targets), graph.ids, free=free, ways=WAYS[effort])
    sufficient = sum(free.minutes[node] for node in selection.nodes)
    short = minutes is not None and (sufficient > minutes or not targets)
    nodes, eased = selection.nodes, free
    filled: Filled | None = None
    more: tuple[int, ...] = ()
    if minutes is not None:
        value = worth(needs, weights, among=selection.nodes if targets else None)
        filled = fill(needs, value, minutes, effort) if short else _whole(nodes, minutes, value)
        nodes = tuple(free.derivable(filled.nodes))
        more = next_hour(needs, value, filled, effort).nodes if short else ()
    if helpful and not short:
        eased, nodes = _eased(graph, targets, known, prefer, avoid, selection, minutes)
    uses = uses_of(eased, nodes)
    helpers = easier(graph, nodes) if helpful else {}
    content = pinned(graph, content_of(graph, uses, helpers, weights), pin)
    arranged = arrange(kept(content, [node for node in keep if node not in pin]), objective, effort)
    met = {node: _met(graph, node, known) for node in nodes}
    onward = _onward(targets, uses, helpers, free)
    return Plan(
        targets=tuple(targets),
        steps=_steps(arranged.order, uses, met, onward, nodes if short else selection.nodes),
        choices=() if short else selection.choices,
        skipped=tuple(sorted({*(t for t in targets if t in known), *(n for found in met.values() for n in found)})),
        left_out=tuple(n for n in selection.nodes if n not in uses and graph.kind(n) != "cluster"),
        unused=_unused(free, prefer, avoid),
        sufficient=sufficient,
        filled=filled,
        next_hour=more,
        arranged=arranged,
    )


def _whole(nodes: Sequence[int], minutes: int, value: Worth) -> Filled:
    """A budget that all fits into."""
    total = value.total(nodes)
    return Filled(minutes, tuple(nodes), total, total)


def _eased(
    graph: ConceptGraph,
    targets: Sequence[int],
    known: frozenset[int],
    prefer: Sequence[int],
    avoid: Sequence[int],
    selection: Selection,
    minutes: int | None,
) -> tuple[Requirements, tuple[int, ...]]:
    """A selection with what makes its concepts easier, each with the least it needs besides, while the minutes last."""
    helpers = sorted({n for found in easier(graph, selection.nodes, known).values() for n in found})
    free = requirements(graph, (*targets, *helpers), known)
    needs = constrained(free, prefer, avoid)
    nodes = set(selection.nodes)
    for helper in helpers:
        try:
            more = select(needs, nodes | {helper}, graph.ids, ways=0).nodes
        except Unreachable:
            continue
        if minutes is None or sum(free.minutes[n] for n in more) <= minutes:
            nodes.update(more)
    return free, tuple(free.derivable(nodes))


def _met(graph: ConceptGraph, node: int, known: frozenset[int]) -> list[int]:
    """The direct requirements of a concept that are known."""
    found = {n for _, (at, to, _) in graph.requirements(options=True) for n in to[at[node] : at[node + 1]]}
    return sorted(found & known)


def _onward(
    targets: Iterable[int], uses: Links, helpers: Mapping[int, Sequence[int]], region: Requirements
) -> dict[int, int]:
    """The next concept on the shortest way by use from each concept to a target; of equal ones the smallest.

    What has no place in the plan is passed through by all that it may require; what only makes a step easier leads
    to that step.
    """
    onward: dict[int, int] = {}
    frontier = sorted({target for target in targets if target in region.essential})
    seen = set(frontier)
    for links in (uses, {n: (*uses[n], *helpers.get(n, ())) for n in uses}):
        while frontier:
            found: dict[int, int] = {}
            for node in frontier:
                for used in links[node] if node in links else region.eligible(node):
                    if used not in seen:
                        seen.add(used)
                        found[used] = node
            onward |= found
            frontier = sorted(found)
        frontier = sorted(seen.intersection(uses))
    return onward


def _steps(
    order: Sequence[int],
    uses: Links,
    met: Mapping[int, Sequence[int]],
    onward: Mapping[int, int],
    essential: Collection[int],
) -> tuple[Step, ...]:
    stage: dict[int, int] = {}
    unlocks: dict[int, list[int]] = {node: [] for node in uses}
    needed = frozenset(essential)
    for node, used in uses.items():
        stage[node] = 1 + max((stage[n] for n in used), default=0)
        for n in used:
            unlocks[n].append(node)
    return tuple(
        Step(
            node,
            stage[node],
            tuple(sorted({*uses[node], *met[node]})),
            tuple(unlocks[node]),
            node not in needed,
            onward,
        )
        for node in order
    )


def _unused(needs: Requirements, prefer: Iterable[int], avoid: Iterable[int]) -> tuple[int, ...]:
    """The wishes that bear upon nothing: no option of a choice, no concept that could be a step."""
    options = {option for groups in needs.groups.values() for group in groups for option in group.options}
    return tuple(sorted({*(n for n in prefer if n not in options), *(n for n in avoid if n not in needs.essential)}))
