"""Concept graphs of any size for benchmarks, the same for the same seed."""

from collections.abc import Iterator
from datetime import date
from random import Random

from kg.catalog import Catalog
from kg.model import Concept, Hub, Kind, Relation, RelationType

RELATIONS = 5  # a concept
LAYERS = 50
TYPES = {"requires": 35, "is-a": 20, "part-of": 15, "uses": 15, "builds-on": 15}  # share in a hundred

Edge = tuple[str, str, str]


def names(size: int, seed: int = 1) -> list[str]:
    """The ids of the concepts from the lowest layer up; their alphabetical order tells nothing of it."""
    found = [f"concept-{number:07}" for number in range(size)]
    Random(seed).shuffle(found)  # noqa: S311
    return found


def edges(size: int, seed: int = 1) -> Iterator[Edge]:
    """The relations as (from, type, to), no two alike.

    A concept has five, to concepts of lower layers: about half to one that has many relations already
    (preferential attachment, Barabási and Albert 1999), the others to the layer just below.
    """
    random = Random(seed)  # noqa: S311
    ids = names(size, seed)
    width = max(1, size // LAYERS)
    types, shares = list(TYPES), list(TYPES.values())
    named: list[int] = []
    done = 0  # of `named`, what lies in lower layers
    for node in range(width, size):
        if node % width == 0:
            done = len(named)
        below = node // width * width
        written: set[tuple[str, int]] = set()
        for _ in range(RELATIONS):
            popular = done and random.random() < 0.5
            to = named[random.randrange(done)] if popular else random.randrange(below - width, below)
            (type_,) = random.choices(types, shares)
            if (type_, to) not in written:
                written.add((type_, to))
                yield ids[node], type_, ids[to]
            named += (node, to)


def catalog(size: int, seed: int = 1) -> Catalog:
    """The graph as a catalog, with labels and study times."""
    types = {
        name: RelationType(
            label={"en": name},
            inverse={"en": f"inverse of {name}"},
            sentence={"en": f"{{from}} {name} {{to}}."},
            inverse_sentence={"en": f"{{to}} is what {{from}} {name}."},
        )
        for name in TYPES
    }
    hub = Hub(
        iri="https://hub.example/",
        title={"en": "Benchmark"},
        licence="https://creativecommons.org/publicdomain/zero/1.0/",
        publisher="Benchmark",
        date=date(2026, 1, 1),
    )
    concepts = {
        id: Concept(id=id, label={"en": id.replace("-", " ")}, minutes=10 + place % 50)
        for place, id in enumerate(names(size, seed))
    }
    relations = tuple(
        Relation(type=type_, from_=start, to=to, strength="essential" if type_ == "requires" else None)
        for start, type_, to in edges(size, seed)
    )
    return Catalog(hub, {"concept": Kind(label={"en": "Concept"})}, types, concepts, relations)
