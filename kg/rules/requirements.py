"""Rules about what is to be learnt before what."""

from collections import defaultdict
from collections.abc import Iterator

from kg.catalog import Catalog
from kg.model import Relation
from kg.rules.relations import led, place_of, steps_of
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
        group = options[0].group
        if len(facts) > 1 or (group and group.size < len(options)):
            yield f"{id!r} has two groups called {name!r}", place_of(catalog, options[0])
        elif group and group.at_least > group.size:
            message = f"{id!r} asks for {group.at_least} of {group.size} options in {name!r}"
            yield message, place_of(catalog, options[0])


@warning
def no_choice(catalog: Catalog) -> Iterator[Finding]:
    """A group of alternatives leaves nothing to choose, since all its options are needed.

    Write them under `requires`.
    """
    for (id, name), options in _groups(catalog).items():
        group = options[0].group
        if group and group.at_least == group.size:
            yield f"{id!r} needs all {group.size} options of {name!r}", place_of(catalog, options[0])


@error
def unlearnable(catalog: Catalog) -> Iterator[Finding]:
    """No choice of alternatives leads to this concept: each waits for another that waits for it.

    Alternatives may form a loop as long as a way in exists (well-foundedness). Add an option from outside
    the loop, or remove one of its requirements. Loops of essential requirements are reported as `cycle`.
    """
    essential = steps_of(r for r in catalog.of_type("requires") if r.group is None and r.strength == "essential")
    groups = _groups(catalog)
    waiting: dict[str, list[tuple[int, set[str]]]] = defaultdict(list)
    for id, ends in essential.items():
        waiting[id].append((len(set(ends)), set(ends)))
    for (id, _), options in groups.items():
        group = options[0].group
        if group and group.at_least <= len(options):
            waiting[id].append((group.at_least, {option.to for option in options}))
    users: dict[str, set[str]] = defaultdict(set)
    for id, clauses in waiting.items():
        for _, needed in clauses:
            for other in needed:
                users[other].add(id)
    # what does not exist is reported as such: it holds nothing up here
    learnt = (set(catalog.concepts) | set(users)) - set(waiting)
    queue = list(learnt)
    for node in queue:
        for user in sorted(users[node] - learnt):
            if all(len(needed & learnt) >= least for least, needed in waiting[user]):
                learnt.add(user)
                queue.append(user)
    waits = {
        id: sorted({other for least, needed in clauses if len(needed & learnt) < least for other in needed - learnt})
        for id, clauses in waiting.items()
        if id not in learnt
    }
    back = led({(other, id) for id, others in waits.items() for other in others}, waits)
    looped = led({(id, id) for _, id in back}, essential)
    for (id, _), options in groups.items():
        late = [option.to for option in options if option.to not in learnt]
        group = options[0].group
        unmet = group and len(options) - len(late) < group.at_least <= len(options)
        if unmet and (id, id) not in looped and any((other, id) in back for other in late):
            names = ", ".join(map(repr, late))
            yield f"{id!r} can never be learnt: {names} wait for it in turn", place_of(catalog, options[0])


@warning
def next_against_requires(catalog: Catalog) -> Iterator[Finding]:
    """The reading order contradicts the requirements: `a next b`, although a requires b.

    `next` is shown and never planned with, but a reader who follows it would meet things in the wrong order.
    """
    needs = steps_of(relation for relation in catalog.of_type("requires") if relation.group is None)
    reading = list(catalog.of_type("next"))
    against = led({(relation.from_, relation.to) for relation in reading}, needs)
    for relation in reading:
        if (relation.from_, relation.to) in against:
            yield f"{relation.id}: {relation.from_!r} requires {relation.to!r}", place_of(catalog, relation)
