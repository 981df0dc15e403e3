"""Relations that go round in circles, though their type must not: a short loop, and the cheapest way out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.feedback import Edge, lightest, shortest, steps
from kg.buffers import components
from kg.catalog import Catalog
from kg.model import Relation

HELPFUL, EDITORIAL, ARTICLE = 1, 10, 100

STARTS = 2_000
"""Through how many concepts of a tangle a loop is sought."""


@dataclass(frozen=True)
class Tangle:
    """Concepts that lead to one another by relations of a type (a strongly connected component).

    `loop` is one of the shortest loops, step by step; of equally short ones it is one through the first concept, by
    id (where there are more than 2,000 concepts, it leads through one of the first 2,000). `drop` are the relations
    without which no loop is left, and of which none can stay: they weigh `weight`, and no such set weighs less than
    `bound`. Equally light sets are told apart by how many they are, then by their places in order of ids.
    """

    type: str
    concepts: tuple[str, ...]
    relations: int
    loop: tuple[Relation, ...]
    drop: tuple[Relation, ...]
    weight: int
    bound: int


def weight(relation: Relation) -> int:
    """What it costs to drop a relation: 1 if it is but helpful, 10 if editors say it, 100 if an article does."""
    if relation.standing == "article":
        return ARTICLE
    return HELPFUL if relation.strength == "helpful" else EDITORIAL


def tangles(catalog: Catalog) -> list[Tangle]:
    """The tangles of all types that must not go round in circles, by type, then by their first concept.

    Of `requires`, essential and helpful relations count, as in the rule `cycle`: options may form loops.
    """
    return [
        tangle
        for name in sorted(catalog.types)
        if catalog.types[name].acyclic
        for tangle in _tangles(name, [one for one in catalog.of_type(name) if one.group is None])
    ]


def _tangles(type_: str, relations: Iterable[Relation]) -> Iterable[Tangle]:
    ordered = sorted(relations, key=lambda relation: (relation.from_, relation.to))
    place = {id: n for n, id in enumerate(sorted({id for one in ordered for id in (one.from_, one.to)}))}
    onward: list[list[int]] = [[] for _ in place]
    for one in ordered:
        onward[place[one.from_]].append(place[one.to])
    component = components(onward)
    inside: dict[int, list[Relation]] = {}
    for one in ordered:
        if component[place[one.from_]] == component[place[one.to]]:
            inside.setdefault(component[place[one.from_]], []).append(one)
    return sorted((_tangle(type_, found) for found in inside.values()), key=lambda tangle: tangle.concepts)


def _tangle(type_: str, relations: Sequence[Relation]) -> Tangle:
    concepts = sorted({one.from_ for one in relations})
    place = {id: n for n, id in enumerate(concepts)}
    edges = [Edge(place[one.from_], place[one.to], weight(one)) for one in relations]
    drop, bound = lightest(edges)
    return Tangle(
        type=type_,
        concepts=tuple(concepts),
        relations=len(relations),
        loop=tuple(relations[one] for one in _loop(edges)),
        drop=tuple(relations[one] for one in drop),
        weight=sum(edges[one].weight for one in drop),
        bound=bound,
    )


def _loop(edges: Sequence[Edge]) -> tuple[int, ...]:
    """The shortest cycle through any of the first nodes."""
    out, each = steps(edges), [1.0] * len(edges)
    best: tuple[int, ...] = ()
    for node in range(min(len(out), STARTS)):
        found = shortest(edges, out, node, each, len(best) if best else len(edges) + 1)
        best = found or best
        if len(best) == 1:
            break
    return best
