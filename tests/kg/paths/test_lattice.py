"""The lattice of closed subsets, against all subsets."""

from hypothesis import given
from hypothesis import strategies as st

from kg.paths.lattice import Lattice


@st.composite
def masks(draw: st.DrawFn, most: int = 7) -> list[int]:
    """For each of a few items, as bits, some of the earlier ones."""
    return [draw(st.integers(0, (1 << item) - 1)) for item in range(draw(st.integers(0, most)))]


def closed(before: list[int]) -> list[int]:
    """The masks of all sets that hold with each item what it comes after, the smallest number first."""
    return [
        some
        for some in range(1 << len(before))
        if all(some & needed == needed for item, needed in enumerate(before) if some >> item & 1)
    ]


@given(masks())
def test_the_closed_subsets(before: list[int]) -> None:
    """They are just those that hold with each item what it comes after, in the order of their masks."""
    lattice = Lattice(before, 1_000)
    assert lattice.masks[0].tolist() == closed(before)
    assert len(lattice) == len(closed(before))
    assert len(lattice.grown) == len(before)


@given(masks(), st.integers(1, 40))
def test_no_more_than_asked_for(before: list[int], most: int) -> None:
    """As many items are taken as have at most so many closed subsets, and not one less."""
    lattice = Lattice(before, most)
    taken = len(lattice.grown)
    assert lattice.masks[0].tolist() == closed(before[:taken])
    assert len(lattice) <= most
    assert taken == len(before) or len(closed(before[: taken + 1])) > most


@given(masks())
def test_ways_lead_to_the_subset_with_the_item(before: list[int]) -> None:
    """From each subset there is a way by each item that is not in it and whose needs are, and by no other."""
    lattice = Lattice(before, 1_000)
    subsets = closed(before)
    for subset, ways in zip(subsets, lattice.ways().tolist(), strict=True):
        for item, way in enumerate(ways):
            wider = subset | 1 << item
            assert way == (subsets.index(wider) if wider != subset and wider in subsets else len(subsets))


@given(masks(), st.integers(0, 127))
def test_sums_layers_and_what_holds(before: list[int], bits: int) -> None:
    """By subset: the sum of values of its items, its size, whether it holds all of some items."""
    lattice = Lattice(before, 1_000)
    bits &= (1 << len(before)) - 1
    subsets = closed(before)
    values = [3**item for item in range(len(before))]
    assert lattice.sums(values).tolist() == [
        sum(value for item, value in enumerate(values) if subset >> item & 1) for subset in subsets
    ]
    assert [layer.tolist() for layer in lattice.layers()] == [
        [n for n, subset in enumerate(subsets) if subset.bit_count() == size] for size in range(len(before) + 1)
    ]
    assert lattice.holds(bits).tolist() == [subset & bits == bits for subset in subsets]


def test_more_items_than_bits_in_a_word() -> None:
    """A long chain beside a free item: twice as many subsets as the chain has, whatever the number of words."""
    size = 150
    before = [1 << item - 1 if item else 0 for item in range(size)]
    lattice = Lattice([*before, 0], 1_000)
    assert len(lattice) == 2 * (size + 1)
    assert lattice.masks.shape[0] == 3
    assert lattice.holds(1 << 100 | 1 << size).sum() == size - 100
    assert [len(layer) for layer in lattice.layers()] == [1, *[2] * size, 1]
