"""Curricular measures, as CurricularAnalytics.jl defines them.

Heileman, Abdallah, Slim and Hickman: Curricular Analytics, 2018 (arXiv:1811.09676). Our relation "B requires A"
is their edge from A to B; see `kg.analysis.digraph.plain` for which edges count. Each measure takes time in
proportion to the edges, blocking the square of the concepts over the width of a machine word.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.analysis.digraph import Digraph

AT_A_TIME = 8192


class Measures(NamedTuple):
    """The measures of each concept by number.

    Complexity is blocking and delay together (CurricularAnalytics scales it by 2/3 for quarters; hubs have no terms).
    """

    blocking: list[int]
    delay: list[int]
    centrality: list[int]

    @property
    def complexity(self) -> list[int]:
        """The complexity of each concept."""
        return [blocking + delay for blocking, delay in zip(self.blocking, self.delay, strict=True)]


class Sums(NamedTuple):
    """The measures of a graph as a whole: the sums of those of its concepts."""

    blocking: int
    delay: int
    centrality: int

    @property
    def complexity(self) -> int:
        """The complexity of the whole."""
        return self.blocking + self.delay


def measures(digraph: Digraph) -> Measures:
    """All measures of each concept."""
    before, after = _depth(digraph)
    delay = [one + other - 1 for one, other in zip(before, after, strict=True)]
    return Measures(descendants(digraph), delay, centrality(digraph))


def sums(measures: Measures) -> Sums:
    """The measures of the whole."""
    return Sums(*map(sum, measures))


def descendants(digraph: Digraph) -> list[int]:
    """Blocking: how many concepts need each, directly or by way of others.

    Sets are integers with a bit for each concept, some thousand concepts at a time.
    """
    counts = [0] * len(digraph.needs)
    for first in range(0, len(counts), AT_A_TIME):
        inside = range(first, first + AT_A_TIME)
        reached = [0] * len(counts)
        for node in reversed(digraph.order):
            bits = 0
            for user in digraph.users[node]:
                bits |= reached[user]
            counts[node] += bits.bit_count()
            reached[node] = bits | 1 << node - first if node in inside else bits
    return counts


def _depth(digraph: Digraph) -> tuple[list[int], list[int]]:
    """How many concepts the longest path to each has, and the longest path from it, itself counted in both."""
    before, after = ([1] * len(digraph.needs) for _ in range(2))
    for node in digraph.order:
        before[node] += max((before[other] for other in digraph.needs[node]), default=0)
    for node in reversed(digraph.order):
        after[node] += max((after[other] for other in digraph.users[node]), default=0)
    return before, after


def centrality(digraph: Digraph) -> list[int]:
    """The sum of the lengths, in concepts, of all paths from a source to a sink that lead through each.

    Sources and sinks themselves have none. Paths are counted and not listed, for there may be more than atoms.
    """
    to, to_length = _paths(digraph.order, digraph.needs)
    on, on_length = _paths(reversed(digraph.order), digraph.users)
    inner = [bool(needs and users) for needs, users in zip(digraph.needs, digraph.users, strict=True)]
    return [
        inner[node] * (to_length[node] * on[node] + to[node] * on_length[node] - to[node] * on[node])
        for node in range(len(inner))
    ]


def _paths(order: Iterable[int], steps: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """How many paths lead by the steps from each concept to one without any, and their lengths together."""
    counts, lengths = ([0] * len(steps) for _ in range(2))
    for node in order:
        counts[node] = sum([counts[other] for other in steps[node]]) or 1
        lengths[node] = sum([lengths[other] for other in steps[node]]) + counts[node]
    return counts, lengths


def longest(digraph: Digraph) -> list[int]:
    """A longest path, what is learnt first in front; of equally long ones that through the smallest numbers from its end."""
    before, _ = _depth(digraph)
    most = max(before, default=0)
    path = [before.index(most)] if most else []
    for depth in range(most - 1, 0, -1):
        path.append(min(other for other in digraph.needs[path[-1]] if before[other] == depth))
    return path[::-1]
