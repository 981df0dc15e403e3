"""Small catalogs made of lines of text, and strategies that draw them at random."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import combinations, pairwise, product
from random import Random

from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Concept, Group, Hub, Kind, Relation, RelationType, Strength

HUB = Hub(
    iri="https://hub.example/",
    title={"en": "Test hub"},
    licence="https://creativecommons.org/licenses/by/4.0/",
    publisher="Testers",
    date=date(2026, 1, 1),
)
KINDS = {name: Kind(label={"en": name.title()}) for name in ("concept", "cluster")}
TYPES = {
    name: RelationType(
        label={"en": name},
        inverse={"en": f"inverse of {name}"},
        sentence={"en": "{from} " + name + " {to}."},
        inverse_sentence={"en": "{to} is what {from} " + name + "."},
        hierarchy=name in {"is-a", "part-of"},
        transitive=name in {"is-a", "part-of"},
        symmetric=name == "related",
        acyclic=name in {"is-a", "part-of", "requires"},
    )
    for name in ("is-a", "next", "part-of", "related", "requires")
}


def catalog(
    *lines: str,
    minutes: Mapping[str, int] | None = None,
    difficulty: Mapping[str, int] | None = None,
    home: Mapping[str, str] | None = None,
    redirects: Mapping[str, str | None] | None = None,
    hub: Hub = HUB,
) -> Catalog:
    """A catalog of the concepts and relations in some lines.

    A line is a concept alone (`a`), a relation to one or more others (`a requires b c`, `a helpful b`,
    `a is-a b`), or alternatives (`a requires-any 2 of b c d`). Each label is the id in capitals; `home` puts a
    concept into a cluster.
    """
    relations: list[Relation] = []
    found: dict[str, None] = {}
    for line in lines:
        start, *rest = line.split()
        type_ = rest.pop(0) if rest else "requires"
        group = None
        if type_ == "requires-any":
            place = 1 + sum(r.from_ == start and r.group is not None for r in relations)
            group = Group(id=f"any-{place:03}", at_least=int(rest[0]), size=len(rest) - 2)
            rest = rest[2:]
        type_, strength = _TYPES.get(type_, (type_, None))
        found |= dict.fromkeys((start, *rest))
        relations += [Relation(type=type_, from_=start, to=to, strength=strength, group=group) for to in rest]
    at_home = home or {}
    found |= dict.fromkeys((*at_home, *at_home.values()))
    return Catalog(
        hub=hub,
        kinds=KINDS,
        types=TYPES,
        concepts={
            id: Concept(
                id=id,
                kind="cluster" if id in at_home.values() else "concept",
                cluster=at_home.get(id),
                label={"en": id.upper()},
                minutes=(minutes or {}).get(id),
                difficulty=(difficulty or {}).get(id),
            )
            for id in found
        },
        relations=tuple(relations),
        redirects=dict(redirects or {}),
    )


_TYPES: Mapping[str, tuple[str, Strength]] = {
    "requires": ("requires", "essential"),
    "requires-any": ("requires", "essential"),
    "helpful": ("requires", "helpful"),
}


def graph(*lines: str, minutes: Mapping[str, int] | None = None, home: Mapping[str, str] | None = None) -> ConceptGraph:
    """The graph of the catalog that the lines make."""
    return ConceptGraph.of(catalog(*lines, minutes=minutes, home=home))


@cache
def chain(length: int) -> ConceptGraph:
    """A chain of concepts of which each requires the one before it: the last in the alphabet comes first."""
    names = [f"n{place:07}" for place in reversed(range(length))]
    concepts = {name: Concept(id=name, label={"en": name}) for name in names}
    relations = (
        Relation(type="requires", from_=after, to=before, strength="essential") for before, after in pairwise(names)
    )
    return ConceptGraph.of(Catalog(HUB, KINDS, TYPES, concepts, tuple(relations)))


def caps(dimensions: int) -> list[str]:
    """The lines of a plan that is hard: to learn one point of every line in a space of three points a side.

    What is left out is a cap set: in 2, 3 and 4 dimensions 4, 9 and 20 points at most (Davis and Maclagan 2003). As
    a set cover it is the Steiner triple system of Fulkerson, Nemhauser and Trotter 1974, on which solvers are tried.
    """
    points = list(product(range(3), repeat=dimensions))
    found = ((a, b, tuple(-(x + y) % 3 for x, y in zip(a, b, strict=True))) for a, b in combinations(points, 2))
    names = (["p" + "".join(map(str, point)) for point in line] for line in found if line[1] < line[2])
    return [f"caps requires-any 1 of {' '.join(line)}" for line in names]


def ids(graph: ConceptGraph, numbers: Iterable[int]) -> list[str]:
    """The ids of some numbers, in the order given."""
    return [graph.ids[number] for number in numbers]


def numbers(graph: ConceptGraph, ids: Iterable[str]) -> list[int]:
    """The numbers of some ids, in the order given."""
    return [graph.numbers[id] for id in ids]


@st.composite
def networks(draw: st.DrawFn, most: int = 9) -> Catalog:
    """A catalog of relations of every type at random; no two alike, and none from a concept to itself.

    Loops occur in every type, `requires` included, as in vocabularies found in the wild.
    """
    names = draw(_names(most))
    kinds = ("requires", "helpful", "is-a", "part-of", "related", "next")
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(kinds), st.sampled_from(names))
    drawn = draw(st.lists(pairs, max_size=3 * len(names), unique_by=_id))
    lines = [f"{start} {type_} {to}" for start, type_, to in drawn if start != to]
    return catalog(*names, *lines)


SEEDS = st.integers(0, 2**32 - 1)


def curriculum(random: Random, most: int = 7, *, choices: bool = True, loops: bool = False) -> Catalog:
    """A catalog of essential and helpful requirements without a loop, and of alternatives (k of n).

    With `loops` the options may lead back to where they started, as they may in our data. The order of the names
    tells nothing of the order of the requirements.
    """
    names = random.sample("abcdefghijkl", random.randint(3, most))
    lines: list[str] = []
    for place, name in enumerate(names):
        free = {other for other in (names if loops else names[:place]) if other != name}

        def take(most: int, share: float, among: Iterable[str], free: set[str] = free) -> list[str]:
            """Up to so many of those not named yet, or none."""
            open_ = sorted(free.intersection(among))
            found = random.sample(open_, min(len(open_), random.randint(1, most))) if random.random() < share else []
            free.difference_update(found)
            return found

        if found := take(2, 0.3, names[:place]):
            lines.append(f"{name} requires {' '.join(found)}")
        if found := take(1, 0.2, names[:place]):
            lines.append(f"{name} helpful {' '.join(found)}")
        for share in (0.8, 0.4) if choices else ():
            if found := take(4, share, names):
                least = random.choice((1, 1, 1, min(2, len(found)), len(found)))
                lines.append(f"{name} requires-any {least} of {' '.join(found)}")
    minutes = {name: random.choice((0, 1, 1, 2, 5)) for name in names}
    return catalog(*names, *lines, minutes=minutes)


def curricula(most: int = 7, *, choices: bool = True, loops: bool = False) -> st.SearchStrategy[Catalog]:
    """Curricula at random. One number decides all, so that no two examples are alike."""
    return SEEDS.map(lambda seed: curriculum(Random(seed), most, choices=choices, loops=loops))


def _id(drawn: tuple[str, str, str]) -> str:
    start, type_, to = drawn
    return f"{start}.{'requires' if type_ == 'helpful' else type_}.{to}"


def _names(most: int) -> st.SearchStrategy[list[str]]:
    return st.integers(2, most).flatmap(lambda size: st.permutations("abcdefghijkl"[:size]))
