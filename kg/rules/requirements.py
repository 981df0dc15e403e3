"""Rules about what is to be learnt before what."""

from collections import defaultdict
from collections.abc import Iterator

from kg.catalog import Catalog
from kg.model import Relation
from kg.rules.relations import place_of, reachable
from kg.rules.rule import Finding, error, warning


def _groups(catalog: Catalog) -> dict[tuple[str, str], list[Relation]]:
    groups: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in catalog.of_type("requires"):
        if relation.group:
            groups[relation.from_, relation.group.id].append(relation)
    return groups


@error
def impossible_group(catalog: Catalog) -> Iterator[Finding]:
    """A group of alternatives asks for more options than it has, or shares its id with another group.

    Lower `at-least`, add options, or give each group of a concept its own id.
    """
    for (id, name), options in _groups(catalog).items():
        facts = {option.group for option in options}
        if len(facts) > 1 or any(fact and fact.size != len(options) for fact in facts):
            yield f"{id!r} has two groups called {name!r}", place_of(catalog, options[0])
            continue
        group = options[0].group
        if group and group.at_least > group.size:
            message = f"{id!r} asks for {group.at_least} of {group.size} options in {name!r}"
            yield message, place_of(catalog, options[0])


@warning
def no_choice(catalog: Catalog) -> Iterator[Finding]:
    """A group of alternatives leaves nothing to choose, since all its options are needed.

    Write them under `requires`.
    """
    for (id, name), options in _groups(catalog).items():
        group = options[0].group
        if group and group.at_least == len(options):
            yield f"{id!r} needs all {group.size} options of {name!r}", place_of(catalog, options[0])


@error
def unlearnable(catalog: Catalog) -> Iterator[Finding]:
    """No choice of alternatives leads to this concept: each waits for another that waits for it.

    Alternatives may form a loop as long as a way in exists (well-foundedness). Add an option from outside
    the loop, or remove one of its requirements. Loops of essential requirements are reported as `cycle`.
    """
    essential: dict[str, set[str]] = defaultdict(set)
    for relation in catalog.of_type("requires"):
        if relation.group is None and relation.strength == "essential":
            essential[relation.from_].add(relation.to)
    groups = _groups(catalog)
    waiting: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for id, needed in essential.items():
        waiting[id].append((len(needed), needed))
    for (id, _), options in groups.items():
        group = options[0].group
        if group and group.at_least <= len(options):
            waiting[id].append((group.at_least, {option.to for option in options}))
    learnt = set(catalog.concepts) - set(waiting)
    users: dict[str, set[str]] = defaultdict(set)
    for id, clauses in waiting.items():
        for _, needed in clauses:
            for other in needed:
                users[other].add(id)
    queue = list(learnt)
    for node in queue:
        for user in sorted(users[node] - learnt):
            if all(len(needed & learnt) >= least for least, needed in waiting[user]):
                learnt.add(user)
                queue.append(user)
    for (id, _), options in groups.items():
        in_loop = id in reachable(essential, id)
        if id not in learnt and not in_loop and all(option.to not in learnt for option in options):
            names = ", ".join(repr(option.to) for option in options)
            yield f"{id!r} can never be learnt: {names} wait for it in turn", place_of(catalog, options[0])


@warning
def next_against_requires(catalog: Catalog) -> Iterator[Finding]:
    """The reading order contradicts the requirements: `a next b`, although a requires b.

    `next` is shown and never planned with, but a reader who follows it would meet things in the wrong order.
    """
    needs: dict[str, list[str]] = defaultdict(list)
    for relation in catalog.of_type("requires"):
        if relation.group is None:
            needs[relation.from_].append(relation.to)
    for relation in catalog.of_type("next"):
        if relation.to in reachable(needs, relation.from_):
            yield f"{relation.id}: {relation.from_!r} requires {relation.to!r}", place_of(catalog, relation)
