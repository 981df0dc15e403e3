"""Beam search: orders that work, the best ones where no beginning is dropped."""

import pytest
from hypothesis import given

from kg.paths.beam import beams
from kg.paths.order import Content
from kg.paths.states import Work, best
from tests.kg.paths import contents
from tests.kg.paths.contents import items, layered, price


@given(contents.contents(9))
def test_they_work(found: Content) -> None:
    """From the beginning and from the end, with one beginning at a time and with more: all orders work."""
    for width in (1, 3):
        for order in beams(items(found), width):
            assert contents.works(found, [found.nodes[item] for item in order])


@given(contents.contents())
def test_with_all_beginnings_kept_they_are_the_best(found: Content) -> None:
    """Where no beginning is dropped, either side finds the least distance."""
    least = min(price(found, "connected", order)[0] for order in contents.orders(found))
    made = items(found)
    assert [made.value(order) for order in beams(made, 1_000)] == [least, least]


@pytest.mark.parametrize("seed", range(3))
def test_a_narrow_beam_is_nearly_the_best(seed: int) -> None:
    """With a tenth of the closed subsets of a size at a time the distance is at most a tenth above the least."""
    made = items(layered(24, 6, seed))
    exact = best(made, made.order, 100_000, Work(0))
    assert exact is not None
    least = made.value(exact)
    found = min(made.value(order) for order in beams(made, 20))
    assert least <= found <= 1.1 * least < made.value(made.order)


def test_either_side_may_find_the_better() -> None:
    """The two sides are different searches, and neither is always the better one."""
    pairs = [[made.value(order) for order in beams(made, 3)] for made in (items(layered(30, 6, n)) for n in (0, 20))]
    assert pairs[0][0] < pairs[0][1]
    assert pairs[1][0] > pairs[1][1]
