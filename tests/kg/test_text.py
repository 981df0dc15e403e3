"""Articles as text: folding, sentences, sections and quotes."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Page, Section
from kg.text import digest, fold, occurrences, sections, sentences, where


def page(*headings: str | None, title: str = "Title") -> Page:
    """A page with a section for each heading, called s1, s2 and so on."""
    made = tuple(Section(id=f"s{n}", heading=heading) for n, heading in enumerate(headings, 1))
    return Page(slug="page", url="https://hub.example/page", title={"en": title}, sections=made)


@given(st.text())
def test_fold_keeps_the_words(text: str) -> None:
    """Folding leaves single spaces between the words and none around them."""
    assert fold(text) == re.sub(r"\s+", " ", text).strip() == fold(fold(text))


def test_digest_is_of_the_folded_text() -> None:
    """A digest depends on the words alone, not on how lines are broken."""
    assert digest(" a\n\n b\tc ") == digest("a b c") == hashlib.sha256(b"a b c").hexdigest()
    assert digest("a b c") != digest("a bc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said “stop.” Then he left.", ["He said “stop.", "Then he left."]),
        ("Version 1.2 is out, e.g. here.", ["Version 1.2 is out, e.g. here."]),
        (
            "A heading\n\nA paragraph.\n- An item\n* Another. And more.",
            ["A heading", "A paragraph.", "An item", "Another.", "And more."],
        ),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Each line is taken apart where a sentence ends and another begins with a capital or a figure."""
    assert sentences(text) == expected


def test_sections_run_from_heading_to_heading() -> None:
    """The opening is what stands before the first heading; the title belongs to no section."""
    article = "Title\n\nOpening text.\n\n## How it  works\nFirst.\n\nSecond.\nWhy\nLast.\n"
    assert sections(article, page(None, "How it works", "Why")) == {
        "s1": "Opening text.",
        "s2": "First.\n\nSecond.",
        "s3": "Last.",
    }


def test_a_missing_heading_leaves_its_section_out() -> None:
    """A section is found by its heading alone; what would be its text stays with the section before."""
    assert sections("# One\na\n# Tow\nb", page("One", "Two")) == {"s1": "a\n# Tow\nb"}


def test_text_before_the_first_heading_may_belong_to_none() -> None:
    """Without an opening section, what stands before the first heading is left out."""
    assert sections("stray\nOne\na", page("One")) == {"s1": "a"}


def test_a_heading_is_a_whole_line() -> None:
    """A line that only contains a heading's words begins no section."""
    assert sections("One\nOne more\na", page("One")) == {"s1": "One more\na"}


def test_the_same_heading_twice() -> None:
    """Two sections with the same heading are told apart by their order; a third such line is text."""
    assert sections("Summary\na\nSummary\nb\nSummary\nc", page("Summary", "Summary")) == {
        "s1": "a",
        "s2": "b\nSummary\nc",
    }


@pytest.mark.parametrize(
    ("quote", "text", "times"),
    [
        ("deep learning", "Deep learning is deep\n learning.", 1),
        ("a", "a b a, a-b (a) ab ba", 4),
        ("net", "network, a net. internet", 1),
        ("C++", "C++ and C++, not C", 2),
        ("1.5", "115 125 1.5", 1),
        ("many  layers", "many layers", 1),
        ("never", "", 0),
    ],
)
def test_occurrences_are_of_whole_words(quote: str, text: str, times: int) -> None:
    """A quote is counted where it stands letter by letter, as whole words, however lines are broken."""
    assert occurrences(quote, text) == times


def test_where_names_each_section_once() -> None:
    """The sections that hold a quote, in their order."""
    assert where("a", {"x": "a a", "y": "b", "z": "an a"}) == ("x", "z")
