"""layers: rows, order and places."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.formats.layers import Arc, acyclic, arrange, levels, spread

pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=40)


@given(arcs=pairs)
def test_cutting_cycles_leaves_none(arcs: list[tuple[int, int]]) -> None:
    """What is kept has an order, is from what was given, and is all of it if that had an order already."""
    kept = acyclic(12, arcs)
    level = levels(12, kept)
    assert all(level[upper] < level[lower] for upper, lower in kept)
    assert set(kept) <= set(arcs)
    forward = [arc for arc in arcs if arc[0] < arc[1]]
    assert set(acyclic(12, forward)) == set(forward)


@given(arcs=pairs)
def test_levels_are_longest_ways(arcs: list[tuple[int, int]]) -> None:
    """An item is one below the lowest of those above it."""
    kept = acyclic(12, arcs)
    above = {item: [upper for upper, lower in kept if lower == item] for item in range(12)}
    level = levels(12, kept)
    assert level == [max((level[upper] + 1 for upper in above[item]), default=0) for item in range(12)]


@given(arcs=pairs, most=st.integers(1, 5))
def test_arcs_lead_down_through_every_row(arcs: list[tuple[int, int]], most: int) -> None:
    """Every item has one place; an arc passes each row between its ends by a bend; rows hold no more than allowed."""
    forward = [Arc(min(arc), max(arc), tag % 2) for tag, arc in enumerate(arcs) if arc[0] != arc[1]]
    layout = arrange([100] * 12, forward, 20, most)
    row_of = {item: r for r, row in enumerate(layout.rows) for item in row}
    assert sorted(row_of) == list(range(len(layout.x)))
    assert all(sum(item < 12 for item in row) <= most for row in layout.rows)
    for arc, chain in zip(forward, layout.chains, strict=True):
        way = [arc.upper, *chain, arc.lower]
        assert [row_of[item] for item in way] == list(range(row_of[arc.upper], row_of[arc.lower] + 1))
    for row in layout.rows:
        for left, right in pairwise(row):
            room = 120 if left < 12 and right < 12 else 62 if left < 12 or right < 12 else 12
            assert layout.x[right] - layout.x[left] >= room - 1e-6


def test_lines_that_need_not_cross_do_not() -> None:
    """Two chains given in crossed order are drawn side by side."""
    layout = arrange([10] * 4, [Arc(0, 3, 0), Arc(1, 2, 0)], 5, 6)
    assert [[item % 2 for item in row] for row in layout.rows] in ([[0, 1], [1, 0]], [[1, 0], [0, 1]])


numbers = st.integers(-50, 50)


@given(wanted=st.lists(numbers, min_size=1, max_size=6), shifts=st.lists(st.integers(-3, 3), min_size=6, max_size=6))
def test_no_small_move_is_better(wanted: list[int], shifts: list[int]) -> None:
    """Places keep the gaps, and no other places near by that keep them are closer to those wanted."""
    gaps, weights = [4.0] * (len(wanted) - 1), [1.0 + k for k in range(len(wanted))]
    found = spread(wanted, weights, gaps)

    def keeps(places: list[float]) -> bool:
        return all(b - a >= gap - 1e-9 for (a, b), gap in zip(pairwise(places), gaps, strict=True))

    def cost(places: list[float]) -> float:
        return sum(w * (at - to) ** 2 for w, at, to in zip(weights, places, wanted, strict=True))

    other = [at + shift / 4 for at, shift in zip(found, shifts, strict=False)]
    assert keeps(found)
    assert not keeps(other) or cost(other) >= cost(found) - 1e-6
