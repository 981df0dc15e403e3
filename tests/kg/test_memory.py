"""What is remembered and what is shared, against what is made anew."""

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.memory import Memory, Numbered, Shared, SharedList
from kg.render import render


@given(st.lists(st.integers(-5, 5)), st.integers(1, 4))
def test_it_gives_what_is_made_within_its_bound(keys: list[int], most: int) -> None:
    """Whatever is asked for, in whatever order, the answer is what the function makes, and no more is held than may be."""
    memory = Memory[int, str](str, most)
    for key in keys:
        assert memory[key] == str(key)
        assert len(memory) <= most


def test_nothing_is_made_twice_while_there_is_room() -> None:
    """Each key is made once; when one more than may be held is asked for, the others are made again."""
    made: list[str] = []
    memory = Memory[str, None](made.append, 2)
    for key in "abaabca":
        assert memory[key] is None
    assert made == ["a", "b", "c", "a"]


@given(st.lists(st.integers(0, 5)), st.integers(1, 4))
def test_numbers_give_what_is_made_within_their_bound(numbers: list[int], most: int) -> None:
    """Whatever is asked for, the answer is what the function makes, and no more is held than may be, each in its place."""
    memory = Numbered[str](str, 6, most)
    for number in numbers:
        assert memory(number) == memory.made[number] == str(number)
        held = [(place, one) for place, one in enumerate(memory.made) if one is not None]
        assert len(held) <= most
        assert all(one == str(place) for place, one in held)


def test_no_number_is_made_twice_while_there_is_room() -> None:
    """Each number is made once; when one more than may be held is asked for, the others are made again."""
    asked: list[int] = []

    def make(number: int) -> str:
        asked.append(number)
        return str(number)

    memory = Numbered(make, 3, 2)
    for number in (0, 1, 0, 0, 1, 2, 0):
        assert memory(number) == str(number)
    assert asked == [0, 1, 2, 0]


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers(-9, 9) | st.text()))
def test_what_is_shared_is_as_any_part(fields: dict[str, Any]) -> None:
    """It equals the plain part, is written alike wherever it stands, and each copy of it is a plain part."""
    shared = Shared(fields)
    assert shared == fields
    assert render({"a": [shared, {"b": shared}]}) == render({"a": [fields, {"b": fields}]})
    for copied in (copy.copy(shared), copy.deepcopy([shared])[0], pickle.loads(pickle.dumps(shared)), shared | {}):
        assert (type(copied), copied) == (dict, fields)


def test_a_shared_part_is_fixed_all_through() -> None:
    """What would change a row of parts, or a part in it, is refused; a deep copy can be changed all through."""
    shared: Any = Shared({"row": SharedList([Shared({"a": 1})])})
    row = shared["row"]
    for change in (lambda: row.append(1), row.clear, row.sort, row.pop, lambda: row[0].pop("a")):
        with pytest.raises(TypeError, match="change a copy"):
            change()
    with pytest.raises(TypeError, match="change a copy"):
        row[0] = 1
    copied = copy.deepcopy(shared)
    copied["row"][0]["a"] = copied["row"].append(2)
    assert (copied, shared) == ({"row": [{"a": None}, 2]}, {"row": [{"a": 1}]})
    assert render(shared) == b'{"row":[{"a":1}]}\n'
