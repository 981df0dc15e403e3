"""Moves: they never make an order worse, and bring it to the best where they can."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths.moves import groups, improved
from kg.paths.order import Content, Objective
from kg.paths.states import Work, best
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, content, items, layered, price

PLENTY = 10**9


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(8), st.integers(2, 8), st.booleans())
@settings(max_examples=40)
def test_no_order_becomes_worse(objective: Objective, found: Content, window: int, merging: bool) -> None:
    """However small the windows, what comes of an order works, and is as good or better by the rule."""
    made = items(found, objective)
    begun = list(made.order)
    order = improved(made, begun, window, Work(PLENTY), groups(made) if merging else ())
    assert contents.works(found, [found.nodes[item] for item in order])
    assert made.key(order) <= made.key(begun)
    assert begun == made.order


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents())
@settings(max_examples=40)
def test_one_window_for_all_is_the_best(objective: Objective, found: Content) -> None:
    """With windows as wide as all, from whatever order, the best value is reached."""
    made = items(found, objective)
    order = improved(made, list(made.order), 1_000, Work(PLENTY))
    place = {node: item for item, node in enumerate(found.nodes)}
    assert made.value(order) == made.value([place[node] for node in contents.best(found, objective)])


def test_a_merge_moves_far() -> None:
    """Two chains in turns are too long for small windows, and are told apart by merging what one needs with the rest."""
    size = 40
    made = items(content({node: [node - 2] if node > 1 else [] for node in range(size)}))
    near = improved(made, list(made.order), 3, Work(PLENTY))
    far = improved(made, list(made.order), 3, Work(PLENTY), groups(made))
    assert made.value(far) == size - 2 < made.value(near)


def test_a_merge_keeps_each_group_in_order() -> None:
    """Two hubs with a dozen leaves each, leaves in turns: so many orders that only merges that keep order can be done."""
    size = 24
    uses: dict[int, list[int]] = {leaf: [] for leaf in range(size)} | {
        size + hub: list(range(hub, size, 2)) for hub in (0, 1)
    }
    made = items(content(uses))
    near = improved(made, list(made.order), 30, Work(PLENTY))
    far = improved(made, list(made.order), 30, Work(PLENTY), groups(made))
    assert made.value(far) == 2 * sum(range(1, size // 2 + 1)) < made.value(near)


def test_the_most_is_lowered_step_by_step() -> None:
    """Fewer are open in the end than in any order that merely has no more than at first and the least distance."""
    found = contents.drawn(350, most=7)
    made = items(found, "few-open")
    order = best(made, made.order, 1_000, Work(0), limit=made.value(made.order))
    least = price(found, "few-open", contents.best(found, "few-open"))[0]
    assert order is not None
    assert made.value(improved(made, order, 1_000, Work(PLENTY))) == least < made.value(order)
    assert made.value(improved(made, order, 1_000, Work(PLENTY), floor=made.value(order))) == made.value(order)


def test_without_work_left_nothing_is_done() -> None:
    """Work that is used up ends the search at once; a little is not exceeded by more than one step."""
    made = items(layered(200, 20))
    assert improved(made, list(made.order), 1_000, Work(0)) == made.order
    work = Work(500_000)
    assert improved(made, list(made.order), 1_000, work) != made.order
    assert -64 * 3_000 < work.left <= 0


@given(contents.contents())
def test_groups(found: Content) -> None:
    """Each item with all before it or all behind it, and each topic where topics count; never all items."""
    made = items(found, "few-switches")
    all_ = set(range(len(made)))
    before = [made.needed(item) for item in all_]
    behind = [{other for other in all_ if item in made.needed(other)} for item in all_]
    topics = [{item for item in all_ if made.classes[item] == topic} for topic in set(made.classes.values())]
    found_ = groups(made)
    assert len(found_) == len(set(found_))
    assert set(found_) == {frozenset(group) for group in (*before, *behind, *topics) if group != all_}
    plain = items(found)
    assert set(groups(plain)) == {frozenset(group) for group in (*before, *behind) if group != all_}


def test_moves_end() -> None:
    """Of equally good orders moves go to the smaller, so that they come to an end without a limit on the work."""
    made = items(content({node: [] for node in range(12)}))
    order = improved(made, list(range(11, -1, -1)), 20, Work(PLENTY), groups(made))
    assert all(one < other for one, other in pairwise(order))
