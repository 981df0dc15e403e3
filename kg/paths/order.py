"""In which order: what an order of a selection costs the learner, measured, and the best one for a purpose.

A selection of concepts has many orders that respect its requirements; which is best depends on what is to be
least. Each of these problems is NP-hard in general (the prerequisite distance is scheduling one machine for the
weighted sum of completion times, 1|prec|sum wC, Lawler 1978), so the best is proved where it can be, and else
told with a bound that no order can beat.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

Objective = Literal["connected", "few-open", "few-switches", "easy-first", "targets-early"]
Effort = Literal["quick", "thorough"]


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


@dataclass(frozen=True)
class Content:
    """What is to be put in order: concepts by number, in rank order.

    `uses` gives what each uses, all of it among the nodes; the measures count these. `after` gives what else it
    must come after, uncounted: to keep to an earlier order, say. `topics` and `minutes` (0 or more) are known of
    every node, `difficulties` of some. `weights` tell how much it matters to reach a target early (0 or more).
    """

    nodes: tuple[int, ...]
    uses: Mapping[int, tuple[int, ...]]
    after: Mapping[int, tuple[int, ...]]
    topics: Mapping[int, object]
    difficulties: Mapping[int, int]
    minutes: Mapping[int, int]
    weights: Mapping[int, int]


@dataclass(frozen=True)
class Arrangement:
    """An order, its `value` for the objective, and the `bound` that no order's value is below.

    `counted` is how many prerequisite-closed subsets were looked at to find it.
    """

    order: tuple[int, ...]
    value: int
    bound: int
    measures: Measures
    counted: int

    @property
    def proved(self) -> bool:
        """Whether no order is better for the objective."""
        return self.value == self.bound


def arrange(content: Content, objective: Objective = "connected", effort: Effort = "quick") -> Arrangement:
    """The order that is best for the objective, or as good a one as the effort finds.

    What is to be least is the prerequisite distance (`connected`), the most open (`few-open`), the topic switches
    (`few-switches`), the difficulty drops (`easy-first`), or the sum over the targets of weight times the minutes
    until each is learnt (`targets-early`). Of equally good orders it is one with the least such sum, of these one
    with the least prerequisite distance, and of these the lexicographically smallest by rank. That holds exactly
    where there are few enough prerequisite-closed subsets to look at them all: 65,536 for `quick`, 400,000 for
    `thorough`, and of n concepts, if more than 64, 64/n of that. (Where these sums together do not fit into 60
    bits, the last of them is left out.) Beyond, orders are searched for and the best of those found is taken, by
    the same comparison. `thorough` is never worse than `quick`.

    Raises `ValueError` where `uses` and `after` go round in a circle, and `OverflowError` where all weights times
    all minutes come to 2**60.
    """
    from kg.paths.effort import search
    from kg.paths.items import Items

    items = Items.of(content, objective)
    order, bound, counted = search(items, effort)
    nodes = tuple(content.nodes[item] for item in order)
    return Arrangement(nodes, items.value(order), bound, items.measures(order), counted)


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


def lateness(order: Iterable[int], minutes: Mapping[int, int], weights: Mapping[int, int]) -> int:
    """The sum over the targets of weight times the minutes until it is learnt."""
    total = so_far = 0
    for node in order:
        so_far += minutes[node]
        total += weights.get(node, 0) * so_far
    return total


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
