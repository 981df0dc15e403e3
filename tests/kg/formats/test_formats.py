"""formats: what holds for every format."""

import copy

import pytest
from hypothesis import given

from kg.formats import FORMATS, GraphAnswer
from tests.kg.formats.answers import answer, answers, large


@pytest.mark.parametrize("name", FORMATS)
def test_equal_answers_give_equal_bytes(name: str, closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """A copy is formatted to the same bytes, and formatting leaves the answer as it was."""
    for one in closure, neighbourhood, answer([], []):
        before = copy.deepcopy(one)
        assert FORMATS[name].write(one) == FORMATS[name].write(before)
        assert one == before


@pytest.mark.parametrize("name", FORMATS)
@given(one=answers())
def test_every_answer_can_be_written(name: str, one: GraphAnswer) -> None:
    """Whatever the texts and the form of the graph, the bytes are UTF-8."""
    assert FORMATS[name].write(one).decode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_large_answers_can_be_written(name: str) -> None:
    """Thousands of concepts are no trouble."""
    assert FORMATS[name].write(large(3000, 9000))


def test_media_types_and_suffixes_tell_the_formats_apart() -> None:
    """No two formats have one file name; a media type is a type and a subtype."""
    assert len({each.suffix for each in FORMATS.values()}) == len(FORMATS)
    assert all(each.media.count("/") == 1 and each.media.isascii() for each in FORMATS.values())
