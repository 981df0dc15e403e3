"""In which order to go for the targets, against every order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.paths import targets
from kg.paths.order import Content
from kg.paths.targets import sequence
from tests.kg.paths import contents
from tests.kg.paths.contents import content, items, late


@given(contents.contents())
def test_the_value_is_that_of_the_best_order(found: Content) -> None:
    """No order of all items has less than the value, and the best order has just that."""
    order, value = sequence(items(found, "targets-early"), 1_000)
    assert {found.nodes[item] for item in order} == {node for node, weight in found.weights.items() if weight}
    assert value == min(late(found, one) for one in contents.orders(found))


@given(contents.contents())
def test_to_go_for_them_one_after_the_other_is_best(found: Content) -> None:
    """Some best order of all items has the targets in this order."""
    order, value = sequence(items(found, "targets-early"), 1_000)
    assert value in {
        late(found, one)
        for one in contents.orders(found)
        if [found.nodes.index(node) for node in one if found.weights.get(node)] == order
    }


@given(contents.contents(), st.integers(2, 6), st.booleans())
def test_in_groups_the_value_is_a_bound(found: Content, most: int, alone: bool) -> None:
    """With few sets at a time, or where what targets need is not looked at, no order has less than the value."""
    with pytest.MonkeyPatch.context() as patch:
        if alone:
            patch.setattr(targets, "MOST_NEEDED", len(found.nodes))
        order, value = sequence(items(found, "targets-early"), most)
    assert {found.nodes[item] for item in order} == {node for node, weight in found.weights.items() if weight}
    assert value <= min(late(found, one) for one in contents.orders(found))


def test_what_they_share_is_learnt_once() -> None:
    """Two light targets that share their long start are worth it together before one that is alone."""
    found = content(
        {0: [], 1: [0], 2: [0], 3: []},
        minutes={0: 10, 1: 1, 2: 1, 3: 7},
        weights={1: 3, 2: 3, 3: 3},
    )
    order, value = sequence(items(found, "targets-early"), 100)
    assert value == min(late(found, one) for one in permutations(range(4)) if contents.works(found, one))
    assert order == [1, 2, 3]


def test_a_hundred_targets() -> None:
    """More targets than bits in a word are taken in groups; on a chain, where they must follow, that is exact."""
    size = 100
    found = content({node: [node - 1] if node else [] for node in range(size)}, weights=dict.fromkeys(range(size), 1))
    order, value = sequence(items(found, "targets-early"), 1_000)
    assert order == list(range(size))
    assert value <= late(found, order)
