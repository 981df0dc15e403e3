"""All knowledge states at once: a decision diagram, in which states that have the same future share it.

The concepts of a space are decided one after the other, each after what it needs (frontier-based search; Knuth, The
Art of Computer Programming 4A, 7.1.4). What was decided matters only by the concepts that it has ruled out and
the clauses that it has met, so that a million states often take some hundred nodes. Sums over all states are
sums along the diagram, backward and forward (Rabiner 1989).
"""

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from kg.paths.knowledge import Beliefs, Likelihood, Space

MOST = 40_000  # nodes of a diagram
BROAD = 2_000  # nodes of a level; what is to be too large is soon so broad

_LEAST = 1e-150  # a share below it is lifted to it, so that no product of two runs dry


class Level(NamedTuple):
    """The nodes where one concept is decided, by their places in the next level: where it is `unknown`, where `known`.

    -1 is for what cannot be.
    """

    unknown: list[int]
    known: list[int]


def diagram(space: Space, likelihoods: Sequence[Likelihood], most: int = MOST) -> list[Level] | None:
    """The states of some likelihood, a level for each concept.

    Nothing, where that takes more than so many nodes, or more than `BROAD` in a level.
    """
    above, meets, closes = _masks(space)
    levels: list[Level] = []
    keys = {0: 0}
    nodes = 0
    for node, (no, yes) in enumerate(likelihoods):
        own, falls, met, closing = 1 << node, above[node], meets[node], closes[node]
        below: dict[int, int] = {}
        level = Level([], [])
        for key in keys:
            level.unknown.append(below.setdefault(_closed((key | falls) & ~own, closing), len(below)) if no else -1)
            able = yes and not key & own
            level.known.append(below.setdefault(_closed(key | met, closing), len(below)) if able else -1)
        levels.append(level)
        keys = below
        nodes += len(below)
        if nodes > most or len(below) > BROAD:
            return None
    return levels


def _masks(space: Space) -> tuple[list[int], list[int], list[list[tuple[int, int]]]]:
    """By concept: what falls with it, the clauses it meets, and the clauses it is the last option of, with what falls.

    All as bits: those of the concepts that cannot be known any more, then those of the clauses that are met.
    """
    above, meets = [0] * len(space.nodes), [0] * len(space.nodes)
    closes: list[list[tuple[int, int]]] = [[] for _ in space.nodes]
    bit = 1 << len(space.nodes)
    for node in reversed(range(len(space.nodes))):
        falls = above[node] | 1 << node
        for clause in space.clauses[node]:
            if len(clause) == 1:
                above[clause[0]] |= falls
                continue
            for option in clause:
                meets[option] |= bit
            closes[max(clause)].append((bit, falls))
            bit <<= 1
    return above, meets, closes


def _closed(key: int, closing: Sequence[tuple[int, int]]) -> int:
    """The key after the last option of some clauses: what has met none of one falls."""
    for met, falls in closing:
        key = key ^ met if key & met else key | falls
    return key


def weigh(levels: Sequence[Level], likelihoods: Sequence[Likelihood]) -> Beliefs:
    """What to believe where each state weighs the product of the likelihoods of its concepts, unknown or known.

    Sums are scaled level by level, so that neither many states nor many answers run out of numbers.
    """
    sums: list[list[float]] = [[1.0, 0.0]]  # the last is that of -1
    bits = 0.0
    for level, (no, yes) in zip(reversed(levels), reversed(likelihoods), strict=True):
        after = sums[-1]
        found = [no * after[a] + yes * after[b] for a, b in zip(*level, strict=True)]
        bits += log2(max(found))
        sums.append([*_scaled(found), 0.0])
    chances: list[float] = []
    before = [1.0]
    for level, (no, yes), after in zip(levels, likelihoods, reversed(sums[:-1]), strict=True):
        reached = [0.0] * len(after)
        unknown = known = 0.0
        for weight, a, b in zip(before, *level, strict=True):
            unknown += weight * after[a]
            known += weight * after[b]
            reached[a] += no * weight
            reached[b] += yes * weight
        chances.append(yes * known / (no * unknown + yes * known))
        before = _scaled(reached[:-1])
    for chance, (no, yes) in zip(chances, likelihoods, strict=True):
        bits -= (chance and chance * log2(yes)) + (chance < 1 and (1 - chance) * log2(no))
    return Beliefs(tuple(chances), max(bits, 0.0), exact=True)


def _scaled(weights: Sequence[float]) -> list[float]:
    most = max(weights)
    return [weight and max(weight / most, _LEAST) for weight in weights]
