"""What fits into a budget: against every selection, and against dynamic programming where requirements are trees."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths.knapsack import most_valuable
from kg.paths.program import total
from kg.paths.requirements import Group, Requirements
from kg.paths.search import Found, Search, improve
from tests.build import SEEDS
from tests.kg.paths.catalogues import layered
from tests.kg.paths.test_program import selections, small

EXACT = Search()
QUICK = Search(200, 1_000)


def spent(needs: Requirements, nodes: set[int]) -> int:
    """The minutes of some concepts."""
    return sum(needs.minutes[node] for node in nodes)


def drawn(seed: int, choices: bool) -> tuple[Requirements, list[dict[int, int]], int]:
    """A small curriculum, two levels of values of which many are none, and a budget."""
    needs, region, _ = small(seed)
    if not choices:
        needs = Requirements(needs.essential, dict.fromkeys(needs.groups, ()), needs.minutes)
        region = sorted(needs.essential)
    random = Random(seed)
    levels = [{node: random.choice((0, 0, 1, 2, 5)) for node in region} for _ in range(2)]
    return needs, levels, random.randint(0, spent(needs, set(region)) + 1)


@settings(max_examples=60)
@given(SEEDS, st.booleans())
def test_no_selection_that_fits_is_better(seed: int, choices: bool) -> None:
    """By the first level, then the second, then fewest minutes, fewest concepts, smallest ranks; and it is proved."""
    needs, levels, minutes = drawn(seed, choices)

    def key(nodes: set[int]) -> tuple[int, ...]:
        return *(total(level, nodes) for level in levels), -spent(needs, nodes), -len(nodes), -sum(nodes)

    found, bounds = most_valuable(needs, levels, minutes, EXACT, EXACT)
    fitting = [nodes for nodes in selections(needs) if spent(needs, nodes) <= minutes]
    assert found in fitting
    assert key(found) == max(map(key, fitting))
    assert bounds == [total(level, found) for level in levels]


@settings(max_examples=60)
@given(SEEDS, st.booleans(), st.sampled_from((0, 1, None)), st.sampled_from((0, 2, 4, None)))
def test_the_certified_gap_is_true(seed: int, choices: bool, nodes: int | None, open_: int | None) -> None:
    """However little is searched, what is found can be learnt and fits, nothing ends in what is of no value, and the most that
    could be found is within the bound.
    """
    needs, levels, minutes = drawn(seed, choices)
    found, bounds = most_valuable(needs, levels[:1], minutes, Search(nodes, open_), Search(0, 0))
    fitting = [nodes for nodes in selections(needs) if spent(needs, nodes) <= minutes]
    best = max(total(levels[0], nodes) for nodes in fitting)
    assert found in fitting
    assert total(levels[0], found) <= best <= bounds[0]
    used = {other for node in found for other in needs.eligible(node)}
    assert all(levels[0].get(node) for node in found - used)


def test_what_the_search_took_in_vain_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the best is not proved, a second option that the solver happened to take is not told to be learnt."""
    needs = Requirements(
        dict.fromkeys(range(3), ()), {0: (), 1: (), 2: (Group(2, 0, 1, (0, 1)),)}, dict.fromkeys(range(3), 10)
    )

    def wasteful(*given: Any) -> Found:
        return improve(*given)._replace(nodes={0, 1, 2}, bound=99)

    monkeypatch.setattr("kg.paths.knapsack.improve", wasteful)
    assert most_valuable(needs, [{2: 5}], 30, EXACT, EXACT) == ({0, 2}, [99])


def by_trees(parents: list[int | None], minutes: list[int], values: list[int], budget: int) -> tuple[int, int]:
    """The greatest value that fits, and the fewest minutes for it, where a concept requires its parent (Johnson, Niemi 1983).

    The concepts stand in preorder: each is taken, or left out with all that follows below it.
    """
    size = len(parents)
    after = list(range(1, size + 1))
    for node in reversed(range(size)):
        parent = parents[node]
        if parent is not None:
            after[parent] = max(after[parent], after[node])
    states: list[set[tuple[int, int]]] = [{(0, 0)}, *(set[tuple[int, int]]() for _ in range(size))]
    for node in range(size):
        most = -1
        for taken, value in sorted(states[node], key=lambda state: (state[0], -state[1])):
            if value > most:  # no other has as much in less time
                most = value
                states[after[node]].add((taken, value))
                if taken + minutes[node] <= budget:
                    states[node + 1].add((taken + minutes[node], value + values[node]))
    best = max(value for _, value in states[size])
    return best, min(taken for taken, value in states[size] if value == best)


@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 1), (3, 1), (4, 1_000), (5, 1_000)])
def test_as_by_dynamic_programming(seed: int, scale: int) -> None:
    """Where requirements are trees, the value and its fewest minutes are those of dynamic programming: also for values
    that come to a thousand million and concepts that take weeks.
    """
    random = Random(seed)
    size = 120 if scale == 1 else 40
    parents: list[int | None] = [None]
    for node in range(1, size):
        above: list[int | None] = [None, node - 1]
        while (last := above[-1]) is not None and (parent := parents[last]) is not None:
            above.append(parent)
        parents.append(random.choice(above))
    minutes = [random.randint(1, 100 * scale) for _ in range(size)]
    values = [random.randint(1, 50 * scale * scale) for _ in range(size)]
    needs = Requirements(
        {node: () if parent is None else (parent,) for node, parent in enumerate(parents)},
        dict.fromkeys(range(size), ()),
        dict(enumerate(minutes)),
    )
    for part in (20, 5, 2):
        budget = sum(minutes) // part
        found, bounds = most_valuable(needs, [dict(enumerate(values))], budget, EXACT, EXACT)
        best, least = by_trees(parents, minutes, values, budget)
        assert (sum(values[node] for node in found), spent(needs, found)) == (best, least)
        assert bounds == [best]


@pytest.mark.parametrize("choices", [False, True])
def test_hundreds_are_proved(choices: bool) -> None:
    """With 500 concepts whose values are close to their minutes the best is proved within the quick limits."""
    needs, values = layered(1, 500, choices=choices, correlated=True)
    minutes = sum(needs.minutes.values()) * 3 // 10
    found, bounds = most_valuable(needs, [values], minutes, QUICK, Search(0, 0))
    assert needs.derivable(found) == sorted(found)
    assert spent(needs, found) <= minutes
    assert bounds == [total(values, found)]


@pytest.mark.parametrize("choices", [False, True])
def test_thousands_are_within_half_a_percent(choices: bool) -> None:
    """With 4,000 concepts what is found is certified to be worth 99.5 % of the most that there can be, at least."""
    needs, values = layered(3, 4_000, choices=choices)
    minutes = sum(needs.minutes.values()) // 2
    found, (bound,) = most_valuable(needs, [values], minutes, QUICK, Search(0, 0))
    assert needs.derivable(found) == sorted(found)
    assert spent(needs, found) <= minutes
    assert bound <= total(values, found) * 1.005
