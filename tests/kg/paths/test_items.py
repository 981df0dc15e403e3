"""Content as items: numbers, links both ways, classes, and the order to begin with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.paths.items import Items, by_priority
from kg.paths.order import Content
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, content, price


@given(contents.contents())
def test_items_are_the_places_of_nodes(found: Content) -> None:
    """Every link, topic, difficulty, time and weight is that of the node at the place."""
    items = Items.of(found, "connected")
    nodes = found.nodes
    assert len(items) == len(nodes)
    for item, node in enumerate(nodes):
        assert {nodes[other] for other in items.uses[item]} == set(found.uses[node])
        assert {nodes[other] for other in items.before[item]} == contents.links(found)[node]
        assert {nodes[user] for user in items.users[item]} == {one for one in nodes if node in found.uses[one]}
        assert {nodes[one] for one in items.behind[item]} == {
            one for one in nodes if node in contents.links(found)[one]
        }
        assert items.pull(item) == len(items.uses[item]) - len(items.users[item])
        assert (items.topics[item], items.minutes[item]) == (found.topics[node], found.minutes[node])
        assert items.difficulties.get(item) == found.difficulties.get(node)
        assert items.weights.get(item, 0) == found.weights.get(node, 0)


@given(contents.contents())
def test_the_first_order_that_works(found: Content) -> None:
    """It is the lexicographically smallest of all, and so that of the nodes where that one works."""
    order = tuple(found.nodes[item] for item in Items.of(found, "connected").order)
    assert order == min(contents.orders(found))
    assert (order == found.nodes) == contents.works(found, found.nodes)


@given(contents.contents())
def test_what_is_needed(found: Content) -> None:
    """An item needs all that it comes after and what that needs."""
    items = Items.of(found, "connected")
    for item in range(len(items)):
        assert items.needed(item) == {item}.union(*(items.needed(other) for other in items.before[item]))


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(), st.data())
def test_orders_are_compared_by_the_rule(objective: str, found: Content, data: st.DataObject) -> None:
    """Less by value, then by the sum over the targets, then by distance, is less by key."""
    orders = list(contents.orders(found))
    one, other = data.draw(st.sampled_from(orders)), data.draw(st.sampled_from(orders))
    items = Items.of(found, objective)  # type: ignore[arg-type]
    place = {node: item for item, node in enumerate(found.nodes)}
    keys = [items.key([place[node] for node in order]) for order in (one, other)]
    prices = [price(found, objective, order) for order in (one, other)]  # type: ignore[arg-type]
    assert (keys[0] < keys[1]) == (prices[0] < prices[1])
    assert items.value([place[node] for node in one]) == prices[0][0]


def test_masks() -> None:
    """The bits of a part are places in it of what comes before; what is kept in order adds the last of its kind."""
    items = Items.of(content({0: [], 1: [0], 2: [], 3: [0, 1], 4: [3]}), "connected")
    assert items.masks([0, 2, 1, 3, 4]) == [0, 0, 0b1, 0b101, 0b1000]
    assert items.masks([2, 1, 3]) == [0, 0, 0b10]
    kept = {0: 7, 2: 7, 1: 8, 4: 7}
    assert items.masks([0, 2, 1, 3, 4], kept) == [0, 0b1, 0b1, 0b101, 0b1010]


def test_what_may_follow_at_no_cost() -> None:
    """The same topic; an equal or greater difficulty; for other objectives anything."""
    found = content({0: [], 1: [], 2: []}, topics={0: "x", 1: "y", 2: "x"}, difficulties={0: 9, 2: 4})
    switching, easing, plain = (Items.of(found, name) for name in ("few-switches", "easy-first", "connected"))

    def free(items: Items) -> set[tuple[int, int]]:
        return {(a, b) for a in range(3) for b in range(3) if items.free(items.classes[a], items.classes[b])}

    assert free(switching) == {(0, 0), (1, 1), (2, 2), (0, 2), (2, 0)}
    assert free(easing) == {(a, b) for a in range(3) for b in range(3)} - {(0, 2)}
    assert free(plain) == {(a, b) for a in range(3) for b in range(3)}
    assert all(switching.free(0, switching.classes[item]) for item in range(3))


def test_by_priority() -> None:
    """Next comes what is ready and of least priority, the smaller number of equal ones."""
    items = Items.of(content({0: [], 1: [], 2: [1], 3: []}), "connected")
    assert by_priority(items.before, items.behind, {0: 2, 1: 1, 2: 1, 3: 1}) == [1, 2, 3, 0]
