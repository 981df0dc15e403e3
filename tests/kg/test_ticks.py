"""ticks: what is ticked in a checklist, against a parser of Markdown and through what people do to text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kg.ticks import mark, ticked

ids = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
boxes = st.sampled_from((" ", "x", "X", "-", "/", "xx", ""))
bullets = st.sampled_from(("-", "*", "+", "1.", "12)"))
items = st.lists(st.tuples(bullets, boxes, ids), max_size=8)
ends = st.sampled_from(("\n", "\r\n", "\r"))


def parsed(markdown: str) -> list[str]:
    """The concepts of the ticked items as a parser sees them: items whose text begins with a ticked box."""
    found = []
    for item in SyntaxTreeNode(MarkdownIt().parse(markdown)).walk():
        if item.type == "list_item" and item.children and item.children[0].type == "paragraph":
            inline = item.children[0].children[0]
            if re.match(r"\[[xX]\]\s", inline.content):
                marks = [child.content for child in inline.children if child.type == "html_inline"]
                found += [one[8:-4] for one in marks if one.startswith("<!-- kg:")]
    return list(dict.fromkeys(found))


@given(given_items=items, end=ends, depth=st.integers(0, 3))
def test_a_parser_sees_the_same_boxes_ticked(given_items: list[tuple[str, str, str]], end: str, depth: int) -> None:
    """Whatever the bullets, the marks in the boxes and the line ends, at any depth of a nested list."""
    lead = [f"{' ' * 2 * k}- level {k}" for k in range(depth)]
    lines = [f"{' ' * 2 * depth}{bullet} [{box}] Name {mark(id)}" for bullet, box, id in given_items]
    text = end.join([*lead, "", *lines])
    assert ticked(text) == parsed(text)
    assert set(ticked(text)) == {id for _, box, id in given_items if box in ("x", "X")}


@pytest.mark.parametrize(
    "text",
    [
        "- [x] 1. A <!-- kg:a -->\n- [ ] 2. B <!-- kg:b -->",
        "intro\r\n\r\n* [X] renamed by hand <!--kg:a--> and more\r\n* [ ] B <!-- kg:b -->\r\n",
        "+ [ ] B <!-- kg:b -->\n\n  + [x]\tA <!-- kg:a -->",
        "> 3. [x] A <!-- kg:a -->\n> 1. [ ] B <!-- kg:b -->",
        "- [x] a line that an editor\n  has wrapped\n  <!-- kg:a -->\n  - needs B <!-- kg:b -->",
        "- [x] A <!-- kg:a -->\n\n## Later <!-- kg:b -->\n",
        "- [x] A <!-- kg:a --> <!-- kg:a -->\n- [x] A again <!-- kg:a -->",
        "- [x] A <!-- kg:a --> <!-- kg:Not-an-id --> <!-- kg:b- --> <!-- other --> <!-- kg: -->",
        "- [x] A <!-- kg:a -->\n- [x]B <!-- kg:b -->\n- [y] B <!-- kg:b -->\n-[x] B <!-- kg:b -->",
    ],
)
def test_an_edited_list_is_read(text: str) -> None:
    """Here A alone is ticked, whatever was done to the text around it."""
    assert ticked(text) == ["a"]


def test_the_order_is_that_of_the_text() -> None:
    """A list may have been reordered."""
    assert ticked("\n".join(f"- [x] {mark(id)}" for id in ("c", "a", "b"))) == ["c", "a", "b"]


@given(text=st.text(alphabet=st.sampled_from("-*[]xX <!kg:a\n\r>\t1.)#"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """What is found are ids that stand in marks of the text."""
    assert all(re.search(rf"<!--[ \t]*kg:{id}[ \t]*-->", text) for id in ticked(text))


@pytest.mark.parametrize(
    "piece", ["<!-- kg:", "<!--" + " " * 9, "- [x] ", "a-" * 99, ">" * 99 + "-", "[x", "- [x] <!-- kg:a", " \t>"]
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """Half a megabyte of what almost matches, in one line or in many, would not end if its square had to be tried."""
    for text in (
        piece * (500_000 // len(piece)),
        f"- [x] <!-- kg:{piece * (500_000 // len(piece))}",
        f"{piece}\n" * 9999,
    ):
        assert ticked(text) == []
