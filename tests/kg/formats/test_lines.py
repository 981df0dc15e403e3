"""lines: where text breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.formats.lines import em, rtl, width, wrap
from kg.formats.markup import folded
from tests.kg.formats.answers import texts


@given(content=texts, room=st.integers(40, 300), size=st.integers(8, 20))
def test_lines_fit_and_lose_nothing(content: str, room: int, size: int) -> None:
    """Every line fits the room, and together they are the text."""
    lines = wrap(content, room, size, 1000)
    assert all(width(line, size) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == folded(content).replace(" ", "")


@given(content=texts, most=st.integers(1, 4))
def test_what_is_too_long_ends_in_an_ellipsis(content: str, most: int) -> None:
    """There are at most so many lines; a cut one says so, and still fits."""
    lines, whole = wrap(content, 60, 14, most), wrap(content, 60, 14, 1000)
    assert len(lines) == min(most, len(whole))
    assert lines == whole or (lines[-1].endswith("…") and width(lines[-1], 14) <= 60)


def test_marks_stay_with_their_letters() -> None:
    """A long word is never broken before an accent or within a joined emoji."""
    assert all(em(line[0]) > 0 for line in wrap("e\u0301" * 40, 50, 14, 99))
    assert all(line.count("👩") == line.count("👧") for line in wrap("👩\u200d👧" * 9, 50, 14, 99))


@pytest.mark.parametrize(
    ("content", "right"), [("abc", False), ("שלום abc", True), ("1. العربية", True), ("12", False), ("", False)]
)
def test_direction_is_that_of_the_first_letter(content: str, right: bool) -> None:
    """Digits and points have no direction of their own."""
    assert rtl(content) is right
