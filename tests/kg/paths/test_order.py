"""The measures of an order, against their definitions, and the bound, against every order."""

from hypothesis import given
from hypothesis import strategies as st

from kg.paths.order import Measures, least_distance, measures
from tests.kg.paths import brute


@st.composite
def selections(draw: st.DrawFn, most: int = 6) -> dict[int, list[int]]:
    """What each of a few things uses of those before it."""
    size = draw(st.integers(0, most))
    return {node: sorted(draw(st.sets(st.integers(0, node - 1)))) if node else [] for node in range(size)}


def naive(order: tuple[int, ...], uses: dict[int, list[int]], topics: dict[int, str], hard: dict[int, int]) -> Measures:
    """The measures by their definitions, one prefix and one pair at a time."""
    edges = [(used, node) for node in order for used in uses[node]]
    cuts = [
        sum(used in order[:cut] and node not in order[:cut] for used, node in edges) for cut in range(len(order) + 1)
    ]
    open_ = [
        sum(any(used == node and user not in order[:cut] for used, user in edges) for node in order[:cut])
        for cut in range(len(order) + 1)
    ]
    pairs = [(order[place - 1], order[place]) for place in range(1, len(order))]
    drops = [(a, b) for a, b in pairs if a in hard and b in hard and hard[b] < hard[a]]
    return Measures(sum(cuts), max(open_), sum(topics[a] != topics[b] for a, b in pairs), len(drops))


@given(selections(), st.data())
def test_measures_are_what_they_say(uses: dict[int, list[int]], data: st.DataObject) -> None:
    """For any order that works: the distance is the sum of open uses over all prefixes, the others as defined."""
    order = data.draw(st.sampled_from(list(brute.orders(uses))))
    topics = {node: data.draw(st.sampled_from("xyz")) for node in uses}
    hard = {node: data.draw(st.integers(1, 5)) for node in uses if data.draw(st.booleans())}
    assert measures(order, uses, topics, hard) == naive(order, uses, topics, hard)


@given(selections())
def test_no_order_beats_the_bound(uses: dict[int, list[int]]) -> None:
    """The least distance is no more than that of the best of all orders."""
    topics = dict.fromkeys(uses, "x")
    assert least_distance(uses) <= min(measures(o, uses, topics, {}).prerequisite_distance for o in brute.orders(uses))


def test_the_bound_is_met_where_it_can_be() -> None:
    """For a chain, for one concept that uses three, and for three that use one, the bound is the best distance."""
    for uses in ({0: [], 1: [0], 2: [1]}, {0: [], 1: [], 2: [], 3: [0, 1, 2]}, {0: [], 1: [0], 2: [0], 3: [0]}):
        best = min(measures(o, uses, dict.fromkeys(uses), {}).prerequisite_distance for o in brute.orders(uses))
        assert least_distance(uses) == best


def test_a_chain() -> None:
    """In a chain each use is next to what it uses: distance is the number of uses, and one thing is open at a time."""
    uses = {node: [node - 1] if node else [] for node in range(5)}
    found = measures(range(5), uses, dict(enumerate("xxyyz")), {0: 1, 1: 3, 2: 2, 4: 1})
    assert found == Measures(prerequisite_distance=4, max_open=1, topic_switches=2, difficulty_drops=1)


def test_things_that_do_not_use_one_another() -> None:
    """Without uses there is no distance and nothing open, nor is there for no concepts at all."""
    unrelated: dict[int, list[int]] = {node: [] for node in range(4)}
    assert measures(range(4), unrelated, dict(enumerate("xyxy")), {}) == Measures(0, 0, 3, 0)
    assert measures((), {}, {}, {}) == Measures(0, 0, 0, 0)
    assert least_distance(unrelated) == 0
