"""In which order: what an order of a selection costs the learner, measured, and how good it can be at best."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple


class Measures(NamedTuple):
    """What an order of concepts asks of the learner; less is better.

    `prerequisite_distance` is the sum, over every use of a prerequisite, of the positions between learning
    and using it. `max_open` is the greatest number of concepts that at one time have been learnt and are
    still to be used. `topic_switches` counts neighbours of different clusters, `difficulty_drops` neighbours
    of which the later is the easier.
    """

    prerequisite_distance: int
    max_open: int
    topic_switches: int
    difficulty_drops: int


def measures(
    order: Sequence[int],
    uses: Mapping[int, Iterable[int]],
    topics: Mapping[int, object],
    difficulties: Mapping[int, int],
) -> Measures:
    """The measures of an order; `uses` gives what each concept uses, all of it in the order."""
    position = {node: n for n, node in enumerate(order)}
    last_use: dict[int, int] = {}
    distance = 0
    for node in order:
        for used in uses[node]:
            distance += position[node] - position[used]
            last_use[used] = position[node]
    opened = [0] * (len(order) + 1)
    for used, last in last_use.items():
        opened[position[used]] += 1
        opened[last] -= 1
    most = running = 0
    for change in opened:
        running += change
        most = max(most, running)
    pairs = list(pairwise(order))
    return Measures(
        distance,
        most,
        sum(topics[a] != topics[b] for a, b in pairs),
        sum(difficulties[b] < difficulties[a] for a, b in pairs if a in difficulties and b in difficulties),
    )


def least_distance(uses: Mapping[int, Iterable[int]]) -> int:
    """A lower bound on the prerequisite distance of any order.

    The k prerequisites of a concept lie at k different distances before it, and likewise its k uses after it:
    each alone costs at least 1 + 2 + ... + k.
    """
    used_by: dict[int, int] = {}
    before = 0
    for used in uses.values():
        count = 0
        for other in used:
            count += 1
            used_by[other] = used_by.get(other, 0) + 1
        before += count * (count + 1) // 2
    return max(before, sum(k * (k + 1) // 2 for k in used_by.values()))
