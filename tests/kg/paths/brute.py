"""Learning paths by brute force, straight from the records of a catalog: every subset, every order, nothing clever."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, permutations
from random import Random

from hypothesis import strategies as st

from kg.catalog import Catalog
from tests.build import SEEDS, curriculum

Clause = tuple[int, frozenset[str]]
Rules = dict[str, list[Clause]]
Asked = tuple[Catalog, list[str], list[str]]


def essentials(found: Catalog) -> dict[str, set[str]]:
    """What each concept essentially requires; a cluster also what is in it."""
    needs: dict[str, set[str]] = {id: set() for id in found.concepts}
    for relation in found.of_type("requires"):
        if relation.strength == "essential" and relation.group is None:
            needs[relation.from_].add(relation.to)
    for id, concept in found.concepts.items():
        if concept.cluster:
            needs[concept.cluster].add(id)
    return needs


def rules(found: Catalog) -> Rules:
    """What each concept needs, as clauses `at least so many of these`, essential ones before groups."""
    clauses: Rules = {id: [(1, frozenset({other})) for other in sorted(o)] for id, o in essentials(found).items()}
    groups: dict[tuple[str, str], list[str]] = {}
    least: dict[tuple[str, str], int] = {}
    for relation in found.of_type("requires"):
        if relation.group is not None:
            groups.setdefault((relation.from_, relation.group.id), []).append(relation.to)
            least[relation.from_, relation.group.id] = relation.group.at_least
    for owner, name in sorted(groups):
        clauses[owner].append((least[owner, name], frozenset(groups[owner, name])))
    return clauses


def met(clauses: Iterable[Clause], have: Collection[str]) -> bool:
    """Whether some clauses hold with what one has."""
    return all(sum(option in have for option in options) >= least for least, options in clauses)


def closed(found: Catalog, known: Iterable[str]) -> set[str]:
    """What is known, with all that it essentially requires, over and over until nothing is added."""
    needs, have = essentials(found), set(known)
    while more := {other for id in have for other in needs[id]} - have:
        have |= more
    return have


def learnable(clauses: Rules, within: Collection[str], known: Collection[str] = ()) -> set[str]:
    """What of some concepts can be learnt one after the other, from nothing but what is known."""
    have = set(known)
    while more := {id for id in within if id not in have and met(clauses[id], have)}:
        have |= more
    return have - set(known)


def subsets(items: Collection[str]) -> Iterator[set[str]]:
    """Every subset, from the empty one to all."""
    ordered = sorted(items)
    return (set(some) for size in range(len(ordered) + 1) for some in combinations(ordered, size))


def cheapest(
    clauses: Rules, minutes: Mapping[str, int], rank: Mapping[str, int], targets: Iterable[str], known: Collection[str]
) -> tuple[int, int, int] | None:
    """The least (minutes, concepts, sum of ranks) of all subsets that hold the targets and can be learnt."""
    wanted = set(targets) - set(known)
    costs = [
        (sum(minutes[id] for id in some), len(some), sum(rank[id] for id in some))
        for some in subsets(set(clauses) - set(known))
        if wanted <= some and learnable(clauses, some, known) == some
    ]
    return min(costs, default=None)


def orders(uses: Mapping[int, Collection[int]]) -> Iterator[tuple[int, ...]]:
    """Every order in which each thing comes after what it uses."""
    for order in permutations(sorted(uses)):
        if all(order.index(used) < order.index(node) for node in uses for used in uses[node]):
            yield order


def asked(most: int = 7, *, choices: bool = True, loops: bool = False) -> st.SearchStrategy[Asked]:
    """A curriculum with one to three of its concepts as targets and up to two as known."""

    def ask(seed: int) -> Asked:
        random = Random(seed)
        found = curriculum(random, most, choices=choices, loops=loops)
        names = sorted(found.concepts)
        return found, random.sample(names, random.randint(1, 3)), random.sample(names, random.randint(0, 2))

    return SEEDS.map(ask)
