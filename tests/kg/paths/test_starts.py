"""Orders to begin with: they work, and each does what it is for."""

import pytest
from hypothesis import given

from kg.paths.order import Content, Objective
from kg.paths.starts import by_round, by_topic, depth_first, rounds, settled, starts
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, content, items, layered, price


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(9))
def test_they_work(objective: Objective, found: Content) -> None:
    """Each holds all items, each item after what it comes after."""
    for order in starts(items(found, objective), 100):
        assert contents.works(found, [found.nodes[item] for item in order])


def test_depth_first() -> None:
    """A goal comes right after what it waits for, the deepest first; what is done for an earlier goal stays done."""
    found = items(content({0: [], 1: [0], 2: [1], 3: [], 4: [3, 2], 5: [3], 6: [0, 4]}))
    assert depth_first(found, [5, 6]) == [3, 5, 0, 1, 2, 4, 6]
    assert depth_first(found, [6, 5]) == [0, 1, 2, 3, 4, 6, 5]


def test_depth_first_goes_far_down_and_wide() -> None:
    """Neither a long chain nor an item with very many uses is too much."""
    size = 20_000
    chain = items(content({node: [node - 1] if node else [] for node in range(size)}))
    assert depth_first(chain, [size - 1]) == list(range(size))
    star = items(content({**{node: [] for node in range(size)}, size: range(size)}))
    assert depth_first(star, [size]) == list(range(size + 1))


def test_settled_brings_together_what_belongs_together() -> None:
    """Pairs that stand far apart come to stand next to each other."""
    size = 20
    found = items(content({node: [node - size] if node >= size else [] for node in range(2 * size)}))
    assert found.value(found.order) == size * size
    assert found.value(settled(found, found.order)) == size


@given(contents.contents(9))
def test_by_topic_leaves_none_that_is_ready(found: Content) -> None:
    """Where the topic changes, nothing of it was ready to go on with."""
    made = items(found, "few-switches")
    order = by_topic(made)
    for place in range(1, len(order)):
        last, done = made.classes[order[place - 1]], set(order[:place])
        if made.classes[order[place]] != last:
            assert not [i for i in order[place:] if made.classes[i] == last and done.issuperset(made.before[i])]


def test_by_topic_prefers_what_waits_for_no_other() -> None:
    """Of two topics that are ready the one comes first that can be gone through to its end."""
    found = content({0: [], 1: [], 2: [1], 3: [0, 2]}, topics={0: "x", 3: "x", 1: "y", 2: "y"})
    assert by_topic(items(found, "few-switches")) == [1, 2, 0, 3]


@given(contents.contents(7))
def test_by_round_is_best_where_difficulties_are_known(found: Content) -> None:
    """Then no order has fewer drops, and there is one drop less than there are rounds at the most."""
    known = {node: found.difficulties.get(node, 1) for node in found.nodes}
    found = content(found.uses, after=found.after, difficulties=known)
    made = items(found, "easy-first")
    least = min(price(found, "easy-first", order)[0] for order in contents.orders(found))
    assert made.value(by_round(made)) == least
    assert max((number for number, _ in rounds(made).values()), default=0) == least


def test_layers_by_topic_have_few_switches() -> None:
    """Of what has fifty layers it takes by far fewer switches than the first order."""
    made = items(layered(500, 10), "few-switches")
    assert made.value(by_topic(made)) < made.value(made.order) / 2
