"""Lower bounds: never above the best of all orders, and not far below where that is known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths import bounds
from kg.paths.bounds import bound
from kg.paths.order import Content, Objective, least_distance
from kg.paths.states import Work
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, content, items, layered, price

PLENTY = 10**9


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(), st.integers(2, 30), st.sampled_from([0, 10_000, PLENTY]), st.data())
@settings(max_examples=60)
def test_no_order_goes_below(objective: Objective, found: Content, most: int, work: int, data: st.DataObject) -> None:
    """From whatever order, with stretches however short and work however little, the best order is not below."""
    begun = data.draw(st.sampled_from(list(contents.orders(found))))
    place = {node: item for item, node in enumerate(found.nodes)}
    least = min(price(found, objective, order)[0] for order in contents.orders(found))
    lower = bound(items(found, objective), [place[node] for node in begun], most, Work(work))
    assert 0 <= lower <= least


@given(contents.contents(), st.integers(2, 30))
def test_the_distance_is_bounded_at_least_as_well_as_by_counting(found: Content, most: int) -> None:
    """It is no less than `least_distance`."""
    made = items(found)
    assert bound(made, made.order, most, Work(PLENTY)) >= least_distance(found.uses)


@pytest.mark.parametrize("objective", ["connected", "few-open"])
@given(contents.contents())
@settings(max_examples=40)
def test_one_stretch_of_all_is_exact(objective: Objective, found: Content) -> None:
    """Where all items make one stretch, the bound is the best value."""
    made = items(found, objective)
    least = min(price(found, objective, order)[0] for order in contents.orders(found))
    assert bound(made, made.order, 1_000, Work(PLENTY)) == least


def test_parts_that_share_nothing_are_bounded_exactly() -> None:
    """Cut where no use is cut, the stretches together cost what the best order of all does."""
    diamond = {0: [], 1: [0], 2: [0], 3: [1, 2]}
    found = content({4 * n + node: [4 * n + used for used in uses] for n in range(6) for node, uses in diamond.items()})
    made = items(found)
    assert bound(made, made.order, 6, Work(PLENTY)) == 6 * made.value(made.order[:4]) == 6 * 6


def test_what_hangs_together_is_bounded_together() -> None:
    """Diamonds whose items stand in turns have many closed subsets together, and few each."""
    count = 6
    diamond = {0: [], 1: [0], 2: [0], 3: [1, 2]}
    found = content(
        {count * node + n: [count * used + n for used in uses] for n in range(count) for node, uses in diamond.items()}
    )
    made = items(found)
    assert bound(made, made.order, 6, Work(PLENTY)) == 6 * 6 < made.value(made.order)


def test_stretches_are_cut_where_few_uses_are() -> None:
    """In a chain of diamonds that makes stretches of one and a half of them, each but a link between two is counted."""
    diamond = {0: [-1], 1: [0], 2: [0], 3: [1, 2]}
    found = content(
        {
            4 * n + node: [4 * n + used for used in uses if 4 * n + used >= 0]
            for n in range(6)
            for node, uses in diamond.items()
        }
    )
    made = items(found)
    assert bound(made, made.order, 8, Work(PLENTY)) == made.value(made.order) == 6 * 6 + 5


def test_targets_that_share_nothing_are_bounded_exactly() -> None:
    """Each with what it needs is a job; jobs are best done in the order of minutes for weight, however many."""
    found = content(
        {node: [node - 1] if node % 2 else [] for node in range(60)},
        minutes={node: 1 + node * 7 % 11 for node in range(60)},
        weights={node: 1 + node % 3 for node in range(1, 60, 2)},
    )
    made = items(found, "targets-early")
    jobs = [(found.minutes[node] + found.minutes[node - 1], weight) for node, weight in found.weights.items()]
    jobs.sort(key=lambda job: job[0] / job[1])
    best = sum(weight * sum(minutes for minutes, _ in jobs[: place + 1]) for place, (_, weight) in enumerate(jobs))
    assert bound(made, made.order, 2, Work(PLENTY)) == best


def test_what_lies_between_counts() -> None:
    """What one item uses at the start of a chain to it is as far away as the chain is long."""
    size = 30
    found = content({**{node: [node - 1] if node else [] for node in range(size)}, size: [0, size - 1]})
    made = items(found)
    assert bound(made, made.order, 2, Work(PLENTY)) == size - 1 + 1 + size


def test_switches_along_a_chain() -> None:
    """A chain that comes back to a topic must leave it; topics that it does not touch are a switch each."""
    chain = {node: [node - 1] if node else [] for node in range(6)}
    found = content({**chain, 6: [], 7: []}, topics=dict(enumerate("xyyxzxuu")))
    made = items(found, "few-switches")
    assert bound(made, made.order, 2, Work(PLENTY)) == 5


def test_of_very_many_topics_each_is_learnt_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where chains through all topics would be too much work, a switch to each but the first remains."""
    found = content({0: [], 1: [0], 2: [1]}, topics=dict(enumerate("xyx")))
    made = items(found, "few-switches")
    assert bound(made, made.order, 2, Work(PLENTY)) == 2
    monkeypatch.setattr(bounds, "MOST_RUNS", 5)
    assert bound(made, made.order, 2, Work(PLENTY)) == 1


def test_drops_may_hide() -> None:
    """Drops along a chain are certain but for one for each item whose difficulty is not known."""
    uses = {node: [node - 1] if node else [] for node in range(5)}
    hard = dict(zip(range(5), (5, 4, 3, 2, 1), strict=True))
    for known in range(6):
        found = content(uses, difficulties={node: hard[node] for node in list(uses)[:known]})
        made = items(found, "easy-first")
        assert bound(made, made.order, 2, Work(PLENTY)) == max(0, known - 1 - (5 - known))


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_bound_on_what_is_large(objective: Objective) -> None:
    """For two hundred items there is a bound, above nothing and not above what an order has."""
    made = items(layered(200, 10), objective)
    assert 0 < bound(made, made.order, 2_000, Work(PLENTY)) <= made.value(made.order) or objective == "easy-first"
