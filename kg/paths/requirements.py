"""Which concepts: the least that is to be learnt for some targets, given what is known.

Essential requirements and alternatives (at least k of n) make an AND/OR graph. The choice among
alternatives that costs the fewest minutes in all is a set-cover kind of problem (NP-hard); it is solved
exactly as a mixed-integer linear program by HiGHS. Ties: fewest minutes, then fewest concepts, then the
smallest sum of ranks. A selection is well-founded: within a loop of alternatives, levels forbid that
concepts hold each other up.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kg.buffers import components
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.reach import closure


class Group(NamedTuple):
    """Alternatives of `owner`: at least `need` of `options`, at this `place` among its groups."""

    owner: int
    place: int
    need: int
    options: tuple[int, ...]


@dataclass(frozen=True)
class Requirements:
    """What a set of concepts requires among themselves; what is known is left out as met.

    By concept number: `essential` prerequisites, `groups` of alternatives with what is still needed of each
    after the known ones, and `minutes` of study; what is `avoided` cannot be learnt.
    """

    essential: Mapping[int, tuple[int, ...]]
    groups: Mapping[int, tuple[Group, ...]]
    minutes: Mapping[int, int]
    known: frozenset[int] = frozenset()
    avoided: frozenset[int] = frozenset()

    @property
    def nodes(self) -> list[int]:
        """The concepts in rank order."""
        return sorted(self.essential)

    def eligible(self, node: int) -> tuple[int, ...]:
        """All that a concept may use: its essential prerequisites and every option."""
        return (*self.essential[node], *(option for group in self.groups[node] for option in group.options))

    def derivable(self, within: Collection[int] | None = None) -> list[int]:
        """What can be learnt from nothing but the known, within some concepts, in an order that works.

        The next is always the one of smallest rank whose requirements are met.
        """
        inside = set(self.essential if within is None else within) - self.avoided
        users: dict[int, list[tuple[int, int]]] = {}  # with which of the counts in `missing` it goes
        missing: list[int] = []
        waiting: dict[int, int] = {}
        for node in inside:
            essential = self.essential[node]
            clauses = [(len(essential), essential), *((group.need, group.options) for group in self.groups[node])]
            waiting[node] = sum(need > 0 for need, _ in clauses)
            for need, options in clauses:
                for option in options:
                    users.setdefault(option, []).append((node, len(missing)))
                missing.append(need)
        ready = [node for node, count in waiting.items() if not count]
        heapq.heapify(ready)
        order: list[int] = []
        while ready:
            node = heapq.heappop(ready)
            order.append(node)
            for user, clause in users.get(node, ()):
                missing[clause] -= 1
                if not missing[clause]:
                    waiting[user] -= 1
                    if not waiting[user]:
                        heapq.heappush(ready, user)
        return order


Way = tuple[tuple[int, ...], int]


@dataclass(frozen=True)
class Choice:
    """A group that had to be decided: what was chosen, and what other ways would cost more in minutes, cheapest first.

    The first of `instead` is the runner-up; unless `complete`, ways that cost no less than it may be missing.
    """

    group: Group
    chosen: tuple[int, ...]
    instead: tuple[Way, ...]
    complete: bool = True


@dataclass(frozen=True)
class Selection:
    """The concepts to learn, in rank order, and the choices made on the way."""

    nodes: tuple[int, ...]
    choices: tuple[Choice, ...] = field(default=())


def downward(graph: ConceptGraph, known: Iterable[int]) -> frozenset[int]:
    """The known and all that they essentially require: who knows a thing knows what it rests on.

    Who knows a cluster knows what is in it.
    """
    layers = [adjacency for _, adjacency in graph.requirements()]
    found = closure(layers, known)
    while inside := {member for node in found for member in graph.members.get(node, ())} - found:
        found = closure(layers, found | inside)
    return frozenset(found)


def requirements(graph: ConceptGraph, targets: Iterable[int], known: frozenset[int]) -> Requirements:
    """What the targets may come to require, by essential relations and every option, the known left out."""
    essential: dict[int, tuple[int, ...]] = {}
    groups: dict[int, tuple[Group, ...]] = {}
    minutes: dict[int, int] = {}
    found = Requirements(essential, groups, minutes, known)
    layers = graph.requirements()
    adjacency = layers[0][1] if layers else None
    queue = sorted(set(targets) - known)
    seen = set(queue)
    for node in queue:
        needed = tuple(adjacency.to[adjacency.at[node] : adjacency.at[node + 1]]) if adjacency else ()
        members = graph.members.get(node, ())  # to learn a cluster is to learn what is in it
        essential[node] = tuple(n for n in dict.fromkeys((*needed, *members)) if n not in known)
        groups[node] = tuple(
            Group(node, place, least - met, tuple(o for o in options if o not in known))
            for place, (least, options) in enumerate(graph.groups(node))
            if least > (met := sum(o in known for o in options))
        )
        minutes[node] = graph.minutes(node)
        new = set(found.eligible(node)) - seen
        seen |= new
        queue += sorted(new)
    return found


def constrained(needs: Requirements, prefer: Iterable[int] = (), avoid: Iterable[int] = ()) -> Requirements:
    """The requirements of a learner who chooses what is preferred wherever it is an option, and never what is avoided."""
    wanted = frozenset(prefer)
    never = needs.avoided | frozenset(avoid).intersection(needs.essential)
    essential, groups = dict(needs.essential), dict(needs.groups)
    for node, each in needs.groups.items():
        for group in each:
            chosen = tuple(option for option in group.options if option in wanted)
            if not chosen:
                continue
            others = tuple(other for other in groups[node] if other.place != group.place)
            rest = tuple(option for option in group.options if option not in wanted)
            if len(chosen) < group.need:
                essential[node] = (*essential[node], *(o for o in chosen if o not in essential[node]))
                narrowed = group._replace(need=group.need - len(chosen), options=rest)
            else:
                narrowed = group._replace(options=chosen)
            groups[node] = (*others, narrowed)
    return replace(needs, essential=essential, groups=groups, avoided=never)


def select(
    needs: Requirements,
    targets: Collection[int],
    names: Sequence[str],
    *,
    free: Requirements | None = None,
    ways: int = 60,
) -> Selection:
    """The cheapest well-founded selection that holds the targets, with the price of other choices.

    These are the choices that `free` leaves, which are the requirements before they were `constrained`. At most so
    many other `ways` are priced in all: each option of a group that was not taken, or where that is too many, the
    runner-up alone. `names` are the ids by number, for messages. Raises `Unreachable` where no choice works.
    """
    wanted = set(targets) - needs.known
    possible = set(needs.derivable())
    if stuck := sorted(wanted - possible):
        raise Unreachable(tuple(names[n] for n in stuck), tuple(_witness(needs, possible, stuck, names)))
    chosen = _cheapest(needs, wanted, possible)
    forced = _essential_closure(needs, wanted)
    total = sum(needs.minutes[n] for n in chosen)
    choices = []
    for node in sorted(chosen):
        for group in (free or needs).groups[node]:
            if sum(option in forced for option in group.options) >= group.need:
                continue
            taken = tuple(option for option in group.options if option in chosen)
            others = [option for option in group.options if option not in taken]
            swaps = [(option,) for option in others] if len(others) <= ways else [tuple(others)][:ways]
            ways -= len(swaps)
            priced = [_instead(needs, wanted | {node}, group, swap, total) for swap in swaps]
            found = sorted(filter(None, priced), key=lambda way: (way[1], way[0]))
            choices.append(Choice(group, taken, tuple(found), complete=len(swaps) == len(others)))
    return Selection(tuple(needs.derivable(chosen)), tuple(choices))


def _instead(needs: Requirements, wanted: set[int], group: Group, swap: tuple[int, ...], total: int) -> Way | None:
    """The cheapest way to meet a group by one of these options among others, with its extra minutes, if there is one."""
    others = tuple(other for other in needs.groups[group.owner] if other.place != group.place)
    one_of = group._replace(need=1, options=swap)
    swapped = replace(needs, groups={**needs.groups, group.owner: (*others, group, one_of)})
    possible = set(swapped.derivable())
    if not wanted <= possible:
        return None
    found = _cheapest(swapped, wanted, possible)
    ids = tuple(o for o in (group.options if group.need > 1 else swap) if o in found)
    return ids, sum(needs.minutes[n] for n in found) - total


def _essential_closure(needs: Requirements, starts: Iterable[int]) -> set[int]:
    seen = set(starts)
    queue = list(seen)
    for node in queue:
        new = set(needs.essential[node]) - seen
        seen |= new
        queue += new
    return seen


def _witness(needs: Requirements, possible: set[int], stuck: Sequence[int], names: Sequence[str]) -> Iterable[str]:
    """What blocks each target, told for the first few concepts that wait."""
    blocked = [n for n in closure_of(needs, stuck) if n not in possible]
    for node in blocked[:5]:
        if node in needs.avoided:
            yield f"{names[node]} is to be avoided"
            continue
        for other in needs.essential[node]:
            if other not in possible:
                yield f"{names[node]} requires {names[other]}"
        for group in needs.groups[node]:
            met = sum(option in possible for option in group.options)
            if met < group.need:
                yield f"{names[node]} needs {group.need} of {', '.join(names[o] for o in group.options) or 'nothing'}"


def closure_of(needs: Requirements, starts: Iterable[int]) -> list[int]:
    """All that the starts may require, by any edge, breadth first."""
    queue = list(starts)
    seen = set(queue)
    for node in queue:
        new = [n for n in dict.fromkeys(needs.eligible(node)) if n not in seen]
        seen.update(new)
        queue += new
    return queue


def _cheapest(needs: Requirements, wanted: set[int], possible: set[int]) -> set[int]:
    """The nodes of the cheapest selection; no solver is asked where nothing is left to choose."""
    forced = _essential_closure(needs, wanted)
    undecided = [
        group
        for node in forced
        for group in needs.groups[node]
        if sum(option in forced for option in group.options) < group.need
    ]
    if not undecided and len(needs.derivable(forced)) == len(forced):
        return forced
    from kg.paths.optimum import cheapest

    region = sorted(set(closure_of(needs, sorted(wanted))) & possible)
    return cheapest(needs, region, wanted)


def strongly_connected(needs: Requirements, region: Sequence[int]) -> list[int]:
    """The component of each concept of a region, over essential requirements and options alike."""
    place = {node: n for n, node in enumerate(region)}
    steps = [[place[other] for other in needs.eligible(node) if other in place] for node in region]
    return components(steps)
