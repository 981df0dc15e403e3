"""Rules about relations: their ends, the hierarchy, cycles and repetition."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from kg.catalog import Catalog
from kg.errors import Place, did_you_mean, near
from kg.model import Relation
from kg.rules.rule import Finding, error, warning

Steps = Mapping[str, Iterable[str]]

_AT_A_TIME = 4096


def place_of(catalog: Catalog, relation: Relation) -> Place | None:
    """Where a relation stands."""
    return catalog.places.at("relation", relation.id)


@error
def unknown_concept(catalog: Catalog) -> Iterator[Finding]:
    """Something points at a concept that is not there.

    Correct the id, define the concept, or, where it was renamed, write the new id.
    """
    for relation in catalog.relations:
        if relation.to not in catalog.concepts:
            message = f"{relation.from_!r} {relation.type} {relation.to!r}: {_missing(relation.to, catalog)}"
            yield message, place_of(catalog, relation)
    for slug, page in catalog.pages.items():
        for field in ("about", "teaches", "mentions"):
            for number, id in enumerate(getattr(page, field)):
                if id not in catalog.concepts:
                    yield _missing(id, catalog), catalog.places.at("page", slug, field, number)
        for number, question in enumerate(page.questions):
            for id in question.about:
                if id not in catalog.concepts:
                    yield _missing(id, catalog), catalog.places.at("page", slug, "questions", number, "about")
    for old, new in catalog.redirects.items():
        if new is not None and new not in catalog.concepts and new not in catalog.redirects:
            yield f"{old!r} leads nowhere: {_missing(new, catalog)}", catalog.places.at("redirect", old)


def _missing(id: str, catalog: Catalog) -> str:
    if id in catalog.redirects:
        successor = catalog.redirects[id]
        return f"{id!r} was renamed: write {successor!r}" if successor else f"{id!r} was withdrawn"
    return f"there is no concept {id!r}{did_you_mean(near(id, catalog.concepts))}"


@error
def wrong_kind(catalog: Catalog) -> Iterator[Finding]:
    """A relation type that may not join concepts of these kinds.

    ontology.yaml says under `from` and `to` which kinds a type joins. Choose another type, or correct the
    kind of the concept.
    """
    for relation in catalog.relations:
        type_ = catalog.types[relation.type]
        for end, id, kinds in (("from", relation.from_, type_.from_), ("to", relation.to, type_.to)):
            concept = catalog.concepts.get(id)
            if kinds and concept and concept.kind not in kinds:
                wanted = " or ".join(kinds)
                message = (
                    f"{relation.id}: {id!r} is of the kind {concept.kind}, but {relation.type} goes {end} {wanted}"
                )
                yield message, place_of(catalog, relation)


@error
def self_relation(catalog: Catalog) -> Iterator[Finding]:
    """A concept is related to itself. Remove the relation, or name the concept that was meant."""
    for relation in catalog.relations:
        if relation.from_ == relation.to:
            yield f"{relation.from_!r} is related to itself by {relation.type}", place_of(catalog, relation)


@error
def cycle(catalog: Catalog) -> Iterator[Finding]:
    """Relations of an acyclic type lead back to where they started.

    The whole loop is shown with the place of each step; one of the steps is wrong. Of `requires`, essential
    and helpful relations count: a loop among them could never be learnt through.
    """
    for name, type_ in catalog.types.items():
        if type_.acyclic:
            edges = [r for r in catalog.of_type(name) if r.group is None]
            yield from loops(catalog, edges)


@warning
def hierarchy_cycle(catalog: Catalog) -> Iterator[Finding]:
    """Steps of several hierarchy types lead back to where they started.

    A concept that is part of what is a kind of it is legal, but it is hardly ever meant.
    """
    edges = list(catalog.of_type(*catalog.hierarchy()))
    single = {
        frozenset((r.from_, r.to)) for loop in _loops(catalog, edges) if len({r.type for r in loop}) == 1 for r in loop
    }
    mixed = [r for r in edges if frozenset((r.from_, r.to)) not in single]
    yield from loops(catalog, mixed)


@error
def wrong_main_parent(catalog: Catalog) -> Iterator[Finding]:
    """The main parent of a concept is none of those that it stands under.

    `main-parent` names one target of the concept's own hierarchy relations (is-a, part-of and the like): the one by
    way of which breadcrumbs lead to it.
    """
    above: dict[str, list[str]] = defaultdict(list)
    for relation in catalog.of_type(*catalog.hierarchy()):
        above[relation.from_].append(relation.to)
    for id, concept in catalog.concepts.items():
        main = concept.main_parent
        if main is not None and main not in above[id]:
            hint = f" (it stands under: {', '.join(above[id])})" if above[id] else ""
            yield f"{id!r} does not stand under {main!r}{hint}", catalog.places.at("concept", id, "main-parent")


def loops(catalog: Catalog, edges: Iterable[Relation]) -> Iterator[Finding]:
    """One shortest loop through the first concept of each cyclic component, told step by step."""
    for loop in _loops(catalog, edges):
        told = " -> ".join([*(relation.from_ for relation in loop), loop[0].from_])
        places = "; ".join(f"{relation.id} at {place_of(catalog, relation)}" for relation in loop)
        yield f"{told} is a cycle ({places})", place_of(catalog, loop[0])


def _loops(catalog: Catalog, edges: Iterable[Relation]) -> Iterator[list[Relation]]:
    by_ends = {(r.from_, r.to): r for r in edges if r.from_ != r.to}
    steps: dict[str, list[str]] = defaultdict(list)
    for start, end in sorted(by_ends):
        steps[start].append(end)
    try:
        TopologicalSorter(steps).prepare()
    except CycleError:
        import networkx as nx

        graph = nx.DiGraph(by_ends.keys())
        for component in sorted(nx.strongly_connected_components(graph), key=min):
            first = min(component)
            if len(component) > 1:
                inside = graph.subgraph(component)
                back = nx.shortest_path(inside, target=first)
                route = min((back[after] for after in sorted(inside[first])), key=len)
                nodes = [first, *route]
                yield [by_ends[pair] for pair in pairwise(nodes)]


def steps_of(relations: Iterable[Relation]) -> dict[str, list[str]]:
    """Where the relations lead from each concept."""
    steps: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        steps[relation.from_].append(relation.to)
    return steps


def closures(steps: Steps, targets: Iterable[str]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """What leads to which of the targets in one step or more, some thousand targets at a time.

    Gives the bit of each target and the bits that each concept leads to. Steps without a loop, the usual
    case, take one round; others are gone over until nothing changes.
    """
    nodes = dict.fromkeys(steps) | dict.fromkeys(to for ends in steps.values() for to in ends)
    try:
        order, settled = list(TopologicalSorter(steps).static_order()), True
    except CycleError:
        order, settled = list(nodes), False
    wanted = sorted(targets)
    for first in range(0, len(wanted), _AT_A_TIME):
        bit = {target: 1 << n for n, target in enumerate(wanted[first : first + _AT_A_TIME])}
        beyond = dict.fromkeys(nodes, 0)
        changed = True
        while changed:
            changed = False
            for node in order:
                mask = 0
                for to in steps.get(node, ()):
                    mask |= beyond[to] | bit.get(to, 0)
                changed = changed or (mask != beyond[node] and not settled)
                beyond[node] = mask
        yield bit, beyond


def led(pairs: Collection[tuple[str, str]], steps: Steps) -> set[tuple[str, str]]:
    """The pairs of which the steps lead from the first to the second."""
    found: set[tuple[str, str]] = set()
    for bit, beyond in closures(steps, {to for _, to in pairs}):
        found.update(pair for pair in pairs if beyond.get(pair[0], 0) & bit.get(pair[1], 0))
    return found


def shortcuts(pairs: Collection[tuple[str, str]], steps: Steps) -> dict[tuple[str, str], str]:
    """The pairs whose step follows from other steps, each with the first of its other ends that leads to the second."""
    found: dict[tuple[str, str], str] = {}
    for bit, beyond in closures(steps, {to for _, to in pairs}):
        for start, to in pairs:
            mask = bit.get(to, 0)
            others = (other for other in steps[start] if mask and other not in (to, start))
            by = next((other for other in others if beyond[other] & mask), None)
            if by is not None:
                found[start, to] = by
    return found


@error
def skos_s27(catalog: Catalog) -> Iterator[Finding]:
    """SKOS S27: two concepts that stand above one another in the hierarchy are not also `related`.

    The hierarchy is followed over all its types and any number of steps. Drop the `related`, or say with
    another type what it is meant to say.
    """
    up = steps_of(catalog.of_type(*catalog.hierarchy()))
    related = [r for r in catalog.relations if (catalog.types[r.type].rdf or "").endswith("core#related")]
    below = led({pair for r in related for pair in ((r.from_, r.to), (r.to, r.from_))}, up)
    for relation in related:
        for one, other in ((relation.from_, relation.to), (relation.to, relation.from_)):
            if (one, other) in below:
                yield f"{relation.id}: {one!r} also stands below {other!r}", place_of(catalog, relation)


@warning
def redundant(catalog: Catalog) -> Iterator[Finding]:
    """An editorial relation says what others already imply.

    Of transitive types and of essential requirements; an article may well state what also follows, so its
    relations are left alone. Remove the shortcut.
    """
    for name, type_ in catalog.types.items():
        if not (type_.transitive or name == "requires"):
            continue
        edges = [r for r in catalog.of_type(name) if r.group is None and r.strength != "helpful"]
        suspects = [(r.from_, r.to) for r in edges if r.standing == "editorial"]
        found = shortcuts(suspects, steps_of(edges))
        for relation in edges:
            if relation.standing == "editorial" and (by := found.get((relation.from_, relation.to))):
                yield f"{relation.id} already follows by way of {by!r}", place_of(catalog, relation)


@warning
def orphan(catalog: Catalog) -> Iterator[Finding]:
    """A concept that nothing leads to and that leads nowhere. Relate it to another, or leave it out."""
    joined = {id for relation in catalog.relations for id in (relation.from_, relation.to)}
    for id, concept in catalog.concepts.items():
        if id not in joined and concept.kind != "cluster":
            yield f"{id!r} is related to nothing", catalog.places.at("concept", id)


@error
def bad_sentence(catalog: Catalog) -> Iterator[Finding]:
    """A sentence template must hold `{from}` and `{to}` once each and no other braces."""
    for name, type_ in catalog.types.items():
        for field, text in (("sentence", type_.sentence), ("inverse-sentence", type_.inverse_sentence)):
            for tag, template in text.items():
                rest = template.replace("{from}", "", 1).replace("{to}", "", 1)
                if len(template) - len(rest) != len("{from}{to}") or "{" in rest or "}" in rest:
                    place = catalog.places.at("type", name, field, tag)
                    yield f"{field} of {name!r} must hold {{from}} and {{to}} once each", place
