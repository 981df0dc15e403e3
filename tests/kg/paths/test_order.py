"""The measures of an order, against their definitions; the bound and the best order, against every order."""

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths.order import Content, Measures, Objective, arrange, lateness, least_distance, measures
from tests.kg.paths import brute, contents
from tests.kg.paths.contents import OBJECTIVES, content, late, naive, price, works


@st.composite
def selections(draw: st.DrawFn, most: int = 6) -> dict[int, list[int]]:
    """What each of a few things uses of those before it."""
    size = draw(st.integers(0, most))
    return {node: sorted(draw(st.sets(st.integers(0, node - 1)))) if node else [] for node in range(size)}


# -- measures


@given(selections(), st.data())
def test_measures_are_what_they_say(uses: dict[int, list[int]], data: st.DataObject) -> None:
    """For any order that works: the distance is the sum of open uses over all prefixes, the others as defined."""
    order = data.draw(st.sampled_from(list(brute.orders(uses))))
    topics = {node: data.draw(st.sampled_from("xyz")) for node in uses}
    hard = {node: data.draw(st.integers(1, 5)) for node in uses if data.draw(st.booleans())}
    assert measures(order, uses, topics, hard) == naive(order, uses, topics, hard)


@given(contents.contents(), st.data())
def test_the_distance_in_other_words(found: Content, data: st.DataObject) -> None:
    """The distance is also the sum of positions, each as often as the node uses others, less as often as it is used."""
    order = data.draw(st.sampled_from(list(contents.orders(found))))
    used = [other for others in found.uses.values() for other in others]
    other = sum(place * (len(found.uses[node]) - used.count(node)) for place, node in enumerate(order))
    assert measures(order, found.uses, found.topics, {}).prerequisite_distance == other


@given(contents.contents(), st.data())
def test_lateness(found: Content, data: st.DataObject) -> None:
    """Each target counts by its weight the minutes up to and with itself."""
    order = data.draw(st.sampled_from(list(contents.orders(found))))
    assert lateness(order, found.minutes, found.weights) == late(found, order)


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


# -- the best order


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents())
@settings(max_examples=60)
def test_the_best_of_all_orders(objective: Objective, found: Content) -> None:
    """It is the best of all by value, then by the sum over the targets, by distance, and by rank; and that is proved."""
    arranged = arrange(found, objective)
    assert arranged.order == contents.best(found, objective)
    assert arranged.value == arranged.bound == price(found, objective, arranged.order)[0]
    assert arranged.proved
    assert arranged.measures == naive(arranged.order, found.uses, found.topics, found.difficulties)
    assert 1 <= arranged.counted <= 2 ** len(found.nodes)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_greater_effort_changes_nothing_that_is_proved(objective: Objective) -> None:
    """Where the quick order is exact, the thorough one is the same."""
    for seed in range(5):
        found = contents.drawn(seed, most=12)
        assert arrange(found, objective, "thorough") == arrange(found, objective, "quick")


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_how_the_content_is_written_down_changes_nothing(objective: Objective) -> None:
    """Mappings and uses in another order give the same arrangement, exact or searched for."""
    for found in (contents.drawn(1, most=10), contents.layered(28, 14)):
        assert arrange(contents.stirred(found), objective) == arrange(found, objective)


def test_it_is_the_same_in_every_process() -> None:
    """How strings and sets are hashed plays no part, not even where orders are searched for."""
    script = (
        "from kg.paths.order import arrange; from tests.kg.paths.contents import layered\n"
        "for objective in ('connected', 'few-switches'): print(arrange(layered(28, 14), objective))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said.pop().count(b"Arrangement") == 2


# -- facts


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_one_order_of_a_chain(objective: Objective) -> None:
    """A chain has one order, however long; its distance is the number of uses, its switches the changes of topic."""
    size = 300
    topics = {node: node // 30 for node in range(size)}
    found = content({node: [node - 1] if node else [] for node in range(size)}, topics=topics, weights={size - 1: 2})
    arranged = arrange(found, objective)
    assert arranged.order == tuple(range(size))
    assert arranged.measures == Measures(size - 1, 1, 9, 0)
    assert arranged.proved
    assert arranged.value == {"connected": 299, "few-open": 1, "few-switches": 9, "easy-first": 0}.get(objective, 6_000)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_things_that_are_not_connected(objective: Objective) -> None:
    """Of twenty things that use nothing every set is closed, too many to look at; what is best is plain all the same."""
    nodes = range(20)
    found = content(
        {node: [] for node in nodes},
        topics={node: node % 4 for node in nodes},
        difficulties={node: 1 + node % 5 for node in nodes},
        minutes={node: 1 + node % 7 for node in nodes},
        weights=dict.fromkeys(nodes, 1),
    )
    arranged = arrange(found, objective)
    shortest = sorted(1 + node % 7 for node in nodes)
    early = sum(minutes * (20 - place) for place, minutes in enumerate(shortest))
    assert works(found, arranged.order)
    assert arranged.value == {"few-switches": 3, "targets-early": early}.get(objective, 0)
    assert arranged.proved


def test_what_else_comes_before_is_kept_to_but_not_counted() -> None:
    """`after` holds an order to an earlier one, and costs nothing itself."""
    found = content({0: [], 1: [], 2: [0], 3: [1]}, after={0: [3]})
    arranged = arrange(found)
    assert arranged.order == (1, 3, 0, 2)
    assert arranged.value == 2


def test_of_nothing_the_order_is_empty() -> None:
    """No concepts, no order, nothing to pay."""
    for objective in OBJECTIVES:
        arranged = arrange(content({}), objective)
        assert (arranged.order, arranged.value, arranged.bound) == ((), 0, 0)


def test_a_circle_is_refused() -> None:
    """What goes round in a circle has no order."""
    with pytest.raises(ValueError, match="round in a circle"):
        arrange(content({0: [], 1: [0], 2: [1]}, after={0: [2]}))


def test_too_great_numbers_are_refused() -> None:
    """Sums that would not fit into 64 bits are refused, not worked out wrongly; just below, they are right."""
    minutes = {0: 2**29, 1: 2**29}
    with pytest.raises(OverflowError, match=r"2\*\*60"):
        arrange(content({0: [], 1: []}, minutes=minutes, weights={0: 2**30}))
    found = content({0: [], 1: []}, minutes=minutes, weights={0: 1, 1: 2**30 - 2})
    turns = content(
        {node: [node - 1] if 0 < node < 30 else [] for node in range(31)},
        topics={node: node % 2 for node in range(31)},
        minutes=dict.fromkeys(range(31), 2**24),
        weights={29: 2**30},
    )
    assert arrange(turns, "few-switches").value == 29
    assert arrange(found, "connected").order == arrange(found, "targets-early").order == (1, 0)
    assert arrange(found, "targets-early").value == 2**29 * (2**30 - 2) + 2**30
