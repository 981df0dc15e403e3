"""Knowledge spaces by brute force: every state listed, every sum taken one by one."""

from collections.abc import Sequence
from itertools import product
from math import prod
from random import Random

from kg.graph import ConceptGraph
from kg.paths.knowledge import Likelihood, Space, space
from kg.paths.requirements import requirements

State = tuple[bool, ...]


def of(graph: ConceptGraph, *targets: str) -> Space:
    """The space of some targets; of all concepts, if none is named."""
    named = [graph.number(target) for target in targets] or range(len(graph))
    return space(graph, requirements(graph, named, frozenset()))


def states(space: Space) -> list[State]:
    """Every state of a space, as whether each concept is known."""
    return [
        state
        for state in product((False, True), repeat=len(space.nodes))
        if all(
            any(state[option] for option in clause)
            for node, clauses in enumerate(space.clauses)
            if state[node]
            for clause in clauses
        )
    ]


def posterior(space: Space, likelihoods: Sequence[Likelihood]) -> dict[State, float]:
    """The probability of each state: the product of its likelihoods, over the sum of these products."""
    weights = {state: prod(likelihoods[place][known] for place, known in enumerate(state)) for state in states(space)}
    total = sum(weights.values())
    return {state: weight / total for state, weight in weights.items()} if total else {}


def marginals(posterior: dict[State, float]) -> list[float]:
    """The probability that each concept is known."""
    width = len(next(iter(posterior)))
    return [sum(p for state, p in posterior.items() if state[place]) for place in range(width)]


def drawn(random: Random, size: int, *, choices: bool = True) -> Space:
    """A space of so many concepts, each of which may require some before it, or one or two of a few."""
    clauses: list[tuple[tuple[int, ...], ...]] = []
    for node in range(size):
        found: list[tuple[int, ...]] = [
            (other,) for other in random.sample(range(node), min(node, random.choice((0, 1, 1, 2))))
        ]
        if choices and node > 3 and random.random() < 0.3:
            found.append(tuple(sorted(random.sample(range(node), random.choice((2, 3))))))
        clauses.append(tuple(found))
    return Space(tuple(range(size)), tuple(clauses))


def likely(random: Random, size: int, *, certain: bool = False) -> list[Likelihood]:
    """A likelihood for each concept: of no answer, of a yes or of a no; with `certain`, one that excludes something."""
    choices = [(1.0, 1.0), (0.1, 0.95), (0.9, 0.05), *([(0.0, 1.0), (1.0, 0.0)] if certain else [])]
    return [random.choice(choices) for _ in range(size)]
