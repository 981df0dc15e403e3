"""The best order by dynamic programming, against every order and against another program for real ones."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths.order import Content, Objective
from kg.paths.states import Work, best, best_window
from tests.kg.paths import contents
from tests.kg.paths.contents import OBJECTIVES, content, items, price
from tests.test_real import METACADEMY, published


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(), st.data())
@settings(max_examples=40)
def test_the_best_with_some_kept_in_order(objective: Objective, found: Content, data: st.DataObject) -> None:
    """Of the orders in which two groups keep theirs it is the best; without groups, the best of all."""
    begun = data.draw(st.sampled_from(list(contents.orders(found))))
    kept = {node: data.draw(st.integers(0, 1)) for node in found.nodes if data.draw(st.booleans())}

    def keeps(order: tuple[int, ...]) -> bool:
        return all(
            [node for node in order if kept.get(node) == name] == [node for node in begun if kept.get(node) == name]
            for name in (0, 1)
        )

    place = {node: item for item, node in enumerate(found.nodes)}
    given_ = {place[node]: name for node, name in kept.items()}
    order = best(items(found, objective), [place[node] for node in begun], 1_000, Work(0), kept=given_)
    assert order is not None
    expected = min(filter(keeps, contents.orders(found)), key=lambda one: (price(found, objective, one), one))
    assert tuple(found.nodes[item] for item in order) == expected


@pytest.mark.parametrize("objective", OBJECTIVES)
@given(contents.contents(7), st.data())
@settings(max_examples=100)
def test_the_best_of_a_window(objective: Objective, found: Content, data: st.DataObject) -> None:
    """While what stands before and after stays, no order of the window makes a better whole.

    For `few-open` what counts first is how many items are open above the limit, over all places.
    """
    begun = data.draw(st.sampled_from(list(contents.orders(found))))
    start, limit = data.draw(st.integers(0, max(0, len(begun) - 2))), data.draw(st.integers(1, 3))
    place = {node: item for item, node in enumerate(found.nodes)}
    most = data.draw(st.integers(2, 12))
    window = best_window(items(found, objective), [place[node] for node in begun], start, most, Work(0), limit)

    def cost(order: tuple[int, ...]) -> tuple[int, ...]:
        excess = sum(max(0, count - limit) for count in open_at_each_place(found, order))
        return (excess if objective == "few-open" else 0, *price(found, objective, order)[objective == "few-open" :])

    end = start + len(window)
    wholes = [(*begun[:start], *some, *begun[end:]) for some in permutations(begun[start:end])]
    expected = min((one for one in wholes if contents.works(found, one)), key=lambda one: (cost(one), one))
    assert tuple(found.nodes[item] for item in window) == expected[start:end]


def test_what_is_open_before_a_window_counts() -> None:
    """The limit is for all that is open: here 0 is all along the window, and so 3 is best used before 1 is learnt."""
    found = items(content({0: [], 1: [0], 2: [1], 3: [], 4: [0, 3]}), "few-open")
    assert best_window(found, [0, 1, 2, 3, 4], 1, 100, Work(0), limit=1) == [3, 4, 1, 2]
    assert best_window(found, [0, 1, 2, 3, 4], 1, 100, Work(0), limit=2) == [1, 2, 3, 4]


def open_at_each_place(found: Content, order: tuple[int, ...]) -> list[int]:
    """How many nodes are learnt and still to be used, place by place."""
    users = {node: {user for user in order if node in found.uses[user]} for node in order}
    return [sum(not users[node].issubset(order[:cut]) for node in order[:cut]) for cut in range(len(order) + 1)]


def test_a_window_has_few_subsets() -> None:
    """Of things that use nothing, only so many are taken as have at most so many sets."""
    found = items(content({node: [] for node in range(9)}))
    work = Work(10**6)
    assert best_window(found, found.order, 2, 9, work) == [2, 3, 4]
    assert best(found, found.order, 511, work) is None
    assert best(found, found.order, 512, work) == list(range(9))


def test_work_is_counted() -> None:
    """All subsets that were looked at are, and what may still be done is less by them times the items."""
    found = items(content({node: [] for node in range(4)}))
    work = Work(100_000)
    best(found, found.order, 16, work)
    best_window(found, found.order, 2, 16, work)
    assert work.states == 16 + 4
    assert work.left == 100_000 - 4 * (2_000 + 16) - 2 * (2_000 + 4)


# -- real ones, by another program


def closures(least: int, most: int) -> list[Content]:
    """What each target of Metacademy requires, where it is neither few nor many; topics and the rest are made up."""
    data = published(METACADEMY)
    needs: dict[str, set[str]] = {node["id"]: set() for node in data["nodes"]}
    for before, after in data["edges"]:
        needs[after].add(before)
    found = []
    for target in sorted(needs):
        closure = {target}
        while more := set().union(*(needs[node] for node in closure)) - closure:
            closure |= more
        if least <= len(closure) <= most:
            names = sorted(closure, key=lambda node: (len(closed(needs, node)), node))
            number = {name: n for n, name in enumerate(names)}
            found.append(
                content(
                    {number[name]: [number[other] for other in needs[name]] for name in names},
                    topics={number[name]: name[0] for name in names},
                    difficulties={number[name]: 1 + len(name) % 5 for name in names if len(name) % 7},
                    minutes={number[name]: len(name) for name in names},
                    weights={number[target]: 1, 0: 1, len(names) // 2: 2},
                )
            )
    return found


def closed(needs: dict[str, set[str]], node: str) -> set[str]:
    """A node and all that it needs."""
    return {node}.union(*(closed(needs, other) for other in needs[node]))


Step = Callable[[frozenset[int], int | None, int], int]  # what it costs to add a node to a set after a last one


def least(found: Content, step: Step, join: Callable[[int, int], int]) -> int:
    """The least that an order costs: over sets of nodes and the last of each, one after the other, in plain words."""
    states: dict[tuple[frozenset[int], int | None], int] = {(frozenset(), None): 0}
    for _ in found.nodes:
        reached: dict[tuple[frozenset[int], int | None], int] = {}
        for (done, last), cost in states.items():
            for node in found.nodes:
                if node not in done and done.issuperset(found.uses[node]):
                    new = join(cost, step(done, last, node))
                    state = (done | {node}, node)
                    reached[state] = min(reached.get(state, new), new)
        states = reached
    return min(states.values())


def steps(found: Content) -> dict[Objective, Step]:
    """What a step costs, straight from what the objectives say."""
    users = {node: {user for user in found.nodes if node in found.uses[user]} for node in found.nodes}
    topics, hard = found.topics, found.difficulties

    def open_uses(done: frozenset[int], _: Any, node: int) -> int:
        return sum(len(users[one] - done) for one in done)

    def open_nodes(done: frozenset[int], _: Any, node: int) -> int:
        return sum(not users[one] <= done for one in done)

    def drops(_: Any, last: int | None, node: int) -> int:
        return last is not None and last in hard and node in hard and hard[node] < hard[last]

    def late(done: frozenset[int], _: Any, node: int) -> int:
        return found.weights.get(node, 0) * sum(found.minutes[one] for one in (*done, node))

    return {
        "connected": open_uses,
        "few-open": open_nodes,
        "few-switches": lambda _, last, node: last is not None and topics[last] != topics[node],
        "easy-first": drops,
        "targets-early": late,
    }


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_real_closures_by_another_program(objective: Objective) -> None:
    """The value for closures of Metacademy is that of a dynamic program over sets and last nodes, written plainly."""
    some = closures(9, 18)[::5]
    assert len(some) > 15
    for found in some:
        made = items(found, objective)
        order = best(made, made.order, 10_000, Work(0))
        assert order is not None
        join = max if objective == "few-open" else int.__add__
        assert made.value(order) == least(found, steps(found)[objective], join)
