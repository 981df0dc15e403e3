"""Names in running text: which are found, where, and whose they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.lexicon import Lexicon, words
from kg.names import Entry
from tests.kg.mentions.linked import lexicon


def found(text: str, names: Lexicon) -> list[str]:
    """What is found in a text, as it is written there."""
    return [text[one.start : one.end] for one in names.find(text, words(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deep learning models learn.", ["Deep learning models"]),
        ("deep learning, model", ["deep learning", "model"]),
        ("deep\nlearning and deep-learning and deep  learning", ["deep\nlearning", "deep-learning", "deep  learning"]),
        ("deep\n\nlearning", []),
        ("deep, learning; deep - learning", []),
        ("remodel models modelling", ["models"]),
        ("MODEL Model", ["MODEL", "Model"]),
        ("non-linear function, linear function", ["linear function"]),
        ("model-based, Model-X, model-2, multi-model", ["model"]),
        ("model.py a.model std::model model=1 @model #model $model", []),
        ("A model. Model: model, (model) “model” model's", ["model", "Model", *["model"] * 4]),
        ("C C++ C# c", ["C", "C++", "C#"]),
        ("modèle mode\u0301l model\u0301", []),
        ("mo\u00addel", ["mo\u00addel"]),
        ("GPT-3 and GPT-3.5", ["GPT-3"]),
        ("", []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    """Whole words, the longest name at the leftmost place, with hyphens for spaces and in any case."""
    names = lexicon("deep learning", "deep learning model", "model", "linear function", "C", "C++", "C#", "GPT-3")
    assert found(text, names) == expected


def test_short_names_keep_their_case() -> None:
    """A name of up to three characters is found as it is written alone, in the plural too."""
    names = lexicon("CNN", "log", "LSTM")
    text = "CNN, cnn, CNNs, Cnn, CNNS, log, Log, logs, LSTM, lstm"
    assert found(text, names) == ["CNN", "CNNs", "log", "logs", "LSTM", "lstm"]


def test_folding_that_changes_lengths_moves_nothing() -> None:
    """`İ` is two characters when folded, `ﬁ` two and `ß` two: what is found after them is where it is."""
    text = "İİİ ﬁne-tuning on the STRASSE İ token"
    names = lexicon("fine-tuning", "Straße", "token")
    assert found(text, names) == ["ﬁne-tuning", "STRASSE", "token"]


def test_no_boundaries_where_there_are_no_spaces() -> None:
    """In Han, Kana and Thai names are found within running characters, also beside Latin words."""
    names = lexicon("深度学习", "トークン", "โทเคน", "LLM", lang="zh")
    assert found("我们用深度学习和LLM。このトークンは。และโทเคนนี้", names) == ["深度学习", "LLM", "トークン", "โทเคน"]


def test_marks_are_parts_of_words() -> None:
    """A name in Devanagari ends where its word ends, not before a vowel sign."""
    names = lexicon("नमस", "नमस्ते", lang="hi")
    assert found("नमस्ते नमस", names) == ["नमस्ते", "नमस"]


def test_plurals_are_english() -> None:
    """An English name is found in the plural; one in another language only as it is."""
    assert found("tokens", lexicon("token")) == ["tokens"]
    assert found("tokens", lexicon("token", lang="de")) == []


def test_who_goes_by_a_name() -> None:
    """All concepts in rank order; but a plural is nobody's where another concept is called so itself."""
    entries = [Entry(2, "weight", "en", "label"), Entry(1, "weight", "en", "also"), Entry(0, "weights", "en", "label")]
    text = "weight weights"
    owners = [[owner.concept for owner in one.owners] for one in Lexicon(entries).find(text, words(text))]
    assert owners == [[1, 2], [0]]


def test_ids_are_no_names() -> None:
    """An id is for programs."""
    assert found("deep-learning", Lexicon([Entry(0, "deep-learning", "", "id")])) == []


@given(st.lists(st.text("ab", min_size=1, max_size=2), max_size=12), st.sets(st.text("ab ", min_size=4, max_size=8)))
def test_leftmost_longest(text: list[str], given_names: set[str]) -> None:
    """The same as an alternation of all names, the longest first, at word boundaries."""
    names = {" ".join(name.split()) for name in given_names}
    known = sorted((name for name in names if len(name) > 3), key=lambda name: (-len(name), name))
    joined = " ".join(text)
    pattern = rf"\b(?:{'|'.join(known)})\b" if known else "(?!)"
    assert found(joined, lexicon(*known, lang="und")) == re.findall(pattern, joined)


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    """Words come in order, do not overlap, hold no white space and leave out nothing but that and hyphens."""
    starts, ends, forms = words(text)
    assert len(starts) == len(ends) == len(forms)
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    left = "".join(text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True))
    assert not left.strip().strip("-\u2010\u2011 \t\n\r").strip() or set("".join(left.split())) <= set("-\u2010\u2011")
