"""Which of two versions is the newer."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.versions.number import following, order

# Semantic Versioning 2.0.0, section 11, and versions of other habits
ASCENDING = (
    ("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1"),
    ("1.0.0-rc.1", "1.0.0", "2.0.0", "2.1.0", "2.1.1"),
    ("0.9", "0.10", "0.10.1", "1"),
    ("2026.1", "2026.11", "2026.11.2", "2027.1"),
    ("9" * 30, "1" + "0" * 30),
)
EQUAL = (("1.0", "1.0.0"), ("1.0.0+build.7", "1.0.0"), ("1", "1.0.0+x"), ("01.2", "1.2"))


@pytest.mark.parametrize("versions", ASCENDING, ids=lambda versions: versions[0])
def test_each_is_newer_than_the_one_before(versions: tuple[str, ...]) -> None:
    """In whatever order two are compared, the later in the list is the newer."""
    for before, after in pairwise(versions):
        assert order(before) < order(after)
        assert not order(after) < order(before)


@pytest.mark.parametrize("pair", EQUAL, ids=lambda pair: pair[0])
def test_none_of_two_is_newer(pair: tuple[str, str]) -> None:
    """Zeros at the end or in front, and what follows a plus sign, make no difference."""
    assert order(pair[0]) == order(pair[1])


@given(st.lists(st.from_regex(r"\A[A-Za-z0-9._+-]{1,9}\Z"), min_size=2, max_size=6), st.randoms(use_true_random=True))
def test_anything_that_may_be_a_version_has_an_order(versions: list[str], random: Random) -> None:
    """Odd versions, too, can be compared, and are sorted the same way from whatever order."""
    shuffled = random.sample(versions, len(versions))
    assert [*map(order, sorted(shuffled, key=order))] == [*map(order, sorted(versions, key=order))]


@pytest.mark.parametrize("version", ["0.1.0", "1", "2026.11", "1.0.0-rc.9", "v1.2", "1.0+build.7"])
def test_the_one_after_is_newer(version: str) -> None:
    """What is proposed as the next version is newer than the last."""
    proposed = following(version)
    assert proposed is not None
    assert order(proposed) > order(version)
