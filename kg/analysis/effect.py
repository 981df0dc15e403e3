"""What it does to all learning paths to replace one graph by another.

Each concept that is in both is taken as a target for somebody who knows nothing. Only targets are planned for
whose region, which is all that they may come to require, holds a concept with other study time or other
requirements than before: the path to any other target is what it was. (Of equally cheap choices a path takes the
one of smaller ranks, and these may shift by what is added elsewhere; that alone is not counted as a change.)
Where a region leaves no choice the path is its closure; where it does, the cheapest selection is worked out, for
a limited number of targets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.analysis.digraph import inverted
from kg.graph import ConceptGraph
from kg.paths.requirements import downward, requirements, select

MOST_CHOICES = 200
"""How many targets with a choice on the way are planned for."""


class Change(NamedTuple):
    """How the path to a target changes: its minutes, none where no way leads there; the concepts it gains and loses."""

    target: str
    before: int | None
    after: int | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How much longer the path is."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class Effect:
    """The effect of new data, by the ids of the new graph; what was renamed goes by the id it has now.

    `changes` holds the targets whose path differs, those first whose minutes differ most. Of the `compared`
    targets `planned` had to be planned for; those `left` were not, being more than the limit.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: Mapping[str, str]
    changes: tuple[Change, ...]
    compared: int
    planned: int
    left: tuple[str, ...]


Route = tuple[int, frozenset[str]] | None


class _Side:
    """One of the two graphs, its concepts by the names that they have in the new one."""

    def __init__(self, graph: ConceptGraph, renamed: Mapping[str, str]) -> None:
        self.graph = graph
        self.names = [renamed.get(id, id) for id in graph.ids]
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.needs = requirements(graph, range(len(graph)), frozenset())
        self.users = inverted([self.needs.eligible(number) for number in range(len(graph))])
        self.possible = set(self.needs.derivable())
        self.choosing = self.resting(self.names[number] for number, each in self.needs.groups.items() if each)

    def named(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(self.names[number] for number in numbers)

    def facts(self, name: str) -> object:
        """What the path to a concept depends on at the concept itself: minutes and requirements."""
        number = self.numbers.get(name)
        if number is None:
            return None
        groups = frozenset((group.need, self.named(group.options)) for group in self.needs.groups[number])
        return self.needs.minutes[number], self.named(self.needs.essential[number]), groups

    def resting(self, names: Iterable[str]) -> set[str]:
        """What may come to require some concepts, themselves included."""
        seen = {self.numbers[name] for name in names if name in self.numbers}
        queue = list(seen)
        for number in queue:
            new = [user for user in self.users[number] if user not in seen]
            seen.update(new)
            queue += new
        return {self.names[number] for number in seen}

    def route(self, name: str) -> Route:
        """The minutes and concepts of the path to a target, the clusters on its way among them; none where no way is."""
        number = self.numbers[name]
        if number not in self.possible:
            return None
        if name in self.choosing:
            needs = requirements(self.graph, (number,), frozenset())
            found: Iterable[int] = select(needs, (number,), self.graph.ids, ways=0).nodes
        else:
            found = downward(self.graph, (number,))
        return sum(self.needs.minutes[one] for one in found), self.named(found)


def effect(old: ConceptGraph, new: ConceptGraph, most: int = MOST_CHOICES) -> Effect:
    """What becomes of the paths when `new` replaces `old`; at most so many targets with a choice are planned for."""
    renamed = _renamed(old, new)
    before, after = _Side(old, renamed), _Side(new, {})
    shared = [name for name in after.names if name in before.numbers]
    dirty = [name for name in {**before.numbers, **after.numbers} if before.facts(name) != after.facts(name)]
    affected = before.resting(dirty) | after.resting(dirty)
    targets = [name for name in shared if name in affected]
    hard = [name for name in targets if name in before.choosing or name in after.choosing]
    left = set(hard[most:])
    changes = [_change(name, before.route(name), after.route(name)) for name in targets if name not in left]
    return Effect(
        tuple(sorted(after.numbers.keys() - before.numbers)),
        tuple(sorted(before.numbers.keys() - after.numbers)),
        renamed,
        tuple(sorted(filter(None, changes), key=lambda change: (-abs(change.minutes), change.target))),
        len(shared),
        len(changes),
        tuple(sorted(left)),
    )


def _renamed(old: ConceptGraph, new: ConceptGraph) -> dict[str, str]:
    """The new ids of concepts that go by another now; one that was joined to a concept there already is counted as removed."""
    found: dict[str, str] = {}
    for id in old.ids:
        now = None if id in new else new.successor(id)
        if now is not None and now in new and now not in old and now not in found.values():
            found[id] = now
    return found


def _change(target: str, before: Route, after: Route) -> Change | None:
    if before == after:
        return None
    minutes, concepts = before or (None, frozenset())
    now, others = after or (None, frozenset())
    return Change(target, minutes, now, tuple(sorted(others - concepts)), tuple(sorted(concepts - others)))
