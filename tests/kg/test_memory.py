"""What is remembered, against what is made anew."""

from hypothesis import given
from hypothesis import strategies as st

from kg.memory import Memory


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
