"""A plan: the selection in order, each step with what it needs, what it unlocks and a chain to a target."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.graph import ConceptGraph
from kg.paths.order import Measures, least_distance, measures
from kg.paths.requirements import Choice, Requirements, downward, requirements, select


@dataclass(frozen=True)
class Step:
    """One concept of a plan. `stage` is 1 for what needs nothing more, else one above the highest it needs.

    `requires` are the concepts it uses, known ones included; `onward` holds the next concept on the way to a
    target by use, for every step of the plan that is not a target itself.
    """

    node: int
    stage: int
    requires: tuple[int, ...]
    unlocks: tuple[int, ...]
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
    """An ordered selection. `bound` is the least prerequisite distance that any order could have."""

    targets: tuple[int, ...]
    steps: tuple[Step, ...]
    choices: tuple[Choice, ...]
    skipped: tuple[int, ...]
    measures: Measures
    bound: int


def plan(graph: ConceptGraph, targets: Sequence[int], known: Iterable[int]) -> Plan:
    """The cheapest selection for the targets in rank order. Raises `Unreachable`."""
    known = downward(graph, known)
    needs = requirements(graph, targets, known)
    selection = select(needs, set(targets), graph.ids)
    uses: dict[int, tuple[int, ...]] = {}
    unlocks: dict[int, list[int]] = {node: [] for node in selection.nodes}
    stage: dict[int, int] = {}
    for node in selection.nodes:
        uses[node] = _uses(needs, node, stage)
        stage[node] = 1 + max((stage[used] for used in uses[node]), default=0)
        for used in uses[node]:
            unlocks[used].append(node)
    onward = _onward([target for target in targets if target in uses], uses)
    shown = [node for node in selection.nodes if graph.kind(node) != "cluster"]
    met = {node: _met(graph, node, known) for node in selection.nodes}
    steps = tuple(
        Step(node, stage[node], tuple(sorted((*uses[node], *met[node]))), tuple(unlocks[node]), onward)
        for node in shown
    )
    listed = {node: [used for used in uses[node] if graph.kind(used) != "cluster"] for node in shown}
    records = {node: graph.record(node) for node in shown}
    difficulties = {node: record["difficulty"] for node, record in records.items() if "difficulty" in record}
    return Plan(
        tuple(targets),
        steps,
        selection.choices,
        tuple(sorted({*(t for t in targets if t in known), *(n for nodes in met.values() for n in nodes)})),
        measures(shown, listed, {node: graph.cluster(node) for node in shown}, difficulties),
        least_distance(listed),
    )


def _uses(needs: Requirements, node: int, before: Collection[int]) -> tuple[int, ...]:
    """What a concept uses of those learnt before it: its essential requirements and the options taken."""
    options = (option for group in needs.groups[node] for option in group.options if option in before)
    return tuple(sorted({*needs.essential[node], *options}))


def _met(graph: ConceptGraph, node: int, known: frozenset[int]) -> list[int]:
    """The direct requirements of a concept that are known."""
    found = {n for _, (at, to, _) in graph.requirements(options=True) for n in to[at[node] : at[node + 1]]}
    return sorted(found & known)


def _onward(targets: Iterable[int], uses: Mapping[int, tuple[int, ...]]) -> dict[int, int]:
    """The next concept on the shortest way by use from each concept to a target; of equal ones the smallest."""
    onward: dict[int, int] = {}
    seen = set(targets)
    frontier = sorted(seen)
    while frontier:
        found: dict[int, int] = {}
        for node in frontier:
            for used in uses[node]:
                if used not in seen:
                    seen.add(used)
                    found[used] = node
        onward |= found
        frontier = sorted(found)
    return onward
