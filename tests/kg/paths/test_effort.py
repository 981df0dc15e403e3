"""What an effort finds where the best order is out of its reach."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths import effort
from kg.paths.effort import LIMITS, Limits, search
from kg.paths.order import Content, Objective, least_distance
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, items, layered, price

QUICK = LIMITS["quick"]._replace(states=4, stretch=6, window=3, width=1, work=200_000)
MORE = LIMITS["thorough"]._replace(states=5, stretch=9, window=5, width=2, work=400_000)
LESS = LIMITS["thorough"]._replace(states=4, stretch=2, window=2, width=0, tries=1, work=0)


@contextmanager
def limited(quick: Limits, thorough: Limits = MORE) -> Iterator[None]:
    """With so little that may be looked at, small contents, whose best order is known, are searched as large ones are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(effort, "LIMITS", {"quick": quick, "thorough": thorough})
        yield


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(), st.sampled_from([MORE, LESS]))
@settings(max_examples=40)
def test_what_is_found_and_what_is_bounded(objective: Objective, found: Content, more: Limits) -> None:
    """An order that works; no order is below the bound; the greater effort gives nothing worse, even if it did less."""
    made = items(found, objective)
    least = min(price(found, objective, order)[0] for order in contents.orders(found))
    with limited(QUICK, more):
        quick, thorough = search(made, "quick"), search(made, "thorough")
    for one in (quick, thorough):
        assert contents.works(found, [found.nodes[item] for item in one.order])
        assert one.bound <= least <= made.value(one.order)
        assert one.counted > 0
    assert made.value(thorough.order) <= made.value(quick.order)
    assert thorough.bound >= quick.bound


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_large_content(objective: Objective) -> None:
    """With more closed subsets than may be looked at, the order is far better than the first, and bounded."""
    made = items(layered(32, 16), objective)
    found = search(made, "quick")
    assert sorted(found.order) == made.order
    assert found.bound <= made.value(found.order) < made.value(made.order)
    assert found.counted > LIMITS["quick"].states / 2


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_search_finds_nearly_the_best(objective: Objective) -> None:
    """Where the best is known from all closed subsets, a search that may not look at them comes as near as one."""
    for seed in range(2):
        made = items(layered(24, 6, seed), objective)
        exact = search(made, "quick")
        with limited(LIMITS["quick"]._replace(states=1_000)):
            found = search(made, "quick")
        assert made.value(exact.order) == exact.bound
        assert found.bound <= exact.bound <= made.value(found.order) <= exact.bound + 1


def test_the_greater_effort_begins_with_what_the_less_found() -> None:
    """Even if nothing may be moved any more, what was found is kept."""
    made = items(layered(24, 6), "few-switches")
    with limited(LIMITS["quick"]._replace(states=100), LESS):
        quick, thorough = search(made, "quick"), search(made, "thorough")
    assert thorough.order == quick.order
    assert thorough.counted > quick.counted
    with limited(LESS):
        assert made.value(search(made, "quick").order) > made.value(quick.order)


@pytest.mark.parametrize("seed", range(3))
def test_no_order_for_another_purpose_is_better(seed: int) -> None:
    """Also where orders are searched for, that for an objective is the best for it of those for all objectives."""
    found = {objective: items(layered(40, 10, seed), objective) for objective in OBJECTIVES}
    orders = {objective: search(made, "quick").order for objective, made in found.items()}
    for objective, made in found.items():
        assert made.value(orders[objective]) == min(map(made.value, orders.values()))


def test_what_is_used_soon_is_not_open_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where orders of the least distance near by are not tried, more is open."""
    made = items(layered(80, 16, 0), "few-open")
    few = made.value(search(made, "quick").order)
    monkeypatch.setattr(effort, "_nearer", lambda items, order, window, work: order)
    assert made.value(search(made, "quick").order) > few


def test_very_large_content() -> None:
    """A thousand items have an order and a bound, by no more work than fewer have."""
    made = items(layered(1_000, 30), "connected")
    found = search(made, "quick")
    assert sorted(found.order) == made.order
    assert least_distance(made.uses) <= found.bound < made.value(found.order) < made.value(made.order)
