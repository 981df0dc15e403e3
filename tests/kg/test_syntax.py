"""Reading YAML: what values mean, where they stand, and what is refused."""

import json
import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import Place
from kg.syntax import MAX_BYTES, MAX_DEPTH, MAX_PROBLEMS, Map, Mark, Seq, parse
from tests.strategies import written

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**300), 10**300) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def value(text: str) -> Any:
    """What a text means, which has no problems."""
    found, problems = parse(text.encode(), "a.yaml")
    assert problems == []
    return found


def said(data: str | bytes) -> list[str]:
    """The problems of a document, one line each."""
    return [str(problem) for problem in parse(data.encode() if isinstance(data, str) else data, "a.yaml")[1]]


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "2026-01-01",
        "12:30",
        "1_000",
        "0b1",
        "+0x1f",
        "0o8",
        "1.2.3",
        "=",
        "<<",
    ],
)
def test_core_schema_leaves_text_alone(text: str) -> None:
    """What only YAML 1.1 took for a truth value, a date, base 60 or another number is text."""
    assert value(f"a: {text}") == {"a": text}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("FALSE", False),
        ("-12", -12),
        ("+7", 7),
        ("0017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.10", 1.1),
        (".5", 0.5),
        ("-1.e-3", -0.001),
        (".inf", math.inf),
        ("-.INF", -math.inf),
    ],
)
def test_core_schema_reads_constants_and_numbers(text: str, meant: object) -> None:
    """Null, truth values and numbers are those of YAML 1.2's core schema, each of its own type."""
    found = value(f"a: {text}")["a"]
    assert (type(found), found) == (type(meant), meant)


def test_not_a_number() -> None:
    """`.nan` is the number that is not equal to itself."""
    assert math.isnan(value(".nan"))


@pytest.mark.parametrize("text", ["true", "12", "null", "1.5", ""])
def test_quotes_make_text(text: str) -> None:
    """In quotes, whatever it looks like, it is text."""
    assert value(f"""["{text}", '{text}']""") == [text, text]


def test_keys_are_text() -> None:
    """A key is the text that was written, so that a language may be `no` and an id `1.10`."""
    assert value("{1.10: a, no: b, null: c, 2024: d, true: e, ~: f, ? x : g}") == {
        "1.10": "a",
        "no": "b",
        "null": "c",
        "2024": "d",
        "true": "e",
        "~": "f",
        "x": "g",
    }


def test_block_scalars() -> None:
    """Literal and folded texts, with their ways of ending."""
    assert value("a: |\n  one\n  two\nb: >-\n  one\n  two\n") == {"a": "one\ntwo\n", "b": "one two"}


@pytest.mark.parametrize("text", ["", "---\n", "# nothing\n", "null"])
def test_an_empty_document_is_none(text: str) -> None:
    """A file that says nothing has no value and no problem."""
    assert value(text) is None


def test_positions() -> None:
    """Keys, values and items know their line and column, counted in characters from 1."""
    found = value("é: [ü, {b: c}]\n\nlist:\n  - x\n  -   y\n")
    assert isinstance(found, Map)
    assert found.mark == Mark(1, 1)
    assert found.keys_at == {"é": (1, 1), "list": (3, 1)}
    assert found.values_at == {"é": (1, 4), "list": (4, 3)}
    inline, block = found["é"], found["list"]
    assert isinstance(inline, Seq)
    assert inline.mark == Mark(1, 4)
    assert inline.items_at == [(1, 5), (1, 8)]
    assert inline[1].values_at == {"b": (1, 12)}
    assert block.items_at == [(4, 5), (5, 7)]


def test_a_byte_order_mark_is_skipped() -> None:
    """A byte order mark at the beginning means nothing and moves no position."""
    found, problems = parse(b"\xef\xbb\xbfa: [b", "a.yaml")
    assert found is None
    assert [problem.place for problem in problems] == [Place("a.yaml", 1, 6)]
    assert parse(b"\xef\xbb\xbfa: b", "a.yaml") == ({"a": "b"}, [])


def test_line_ends_of_all_systems() -> None:
    """Lines may end as on Windows; positions are the same."""
    found = value("a: b\r\nc:\r\n  - d\r\n")
    assert found == {"a": "b", "c": ["d"]}
    assert found["c"].items_at == [(3, 5)]


@pytest.mark.parametrize(
    ("text", "place", "words", "read"),
    [
        ("a: !!str 1", "1:4", "the tag tag:yaml.org,2002:str is not allowed", {"a": "1"}),
        ("a:\n  - !x b", "2:5", "the tag !x is not allowed", {"a": ["b"]}),
        ("a: ! b", "1:4", "the tag ! is not allowed", {"a": "b"}),
        ("!!map {a: b}", "1:1", "the tag tag:yaml.org,2002:map is not allowed", {"a": "b"}),
        ("a: &x b", "1:4", "an anchor is not allowed", {"a": "b"}),
        ("&x a: b", "1:1", "an anchor is not allowed", {"a": "b"}),
        ("a: &x [b]", "1:4", "an anchor is not allowed", {"a": ["b"]}),
        ("a: *x", "1:4", "an alias is not allowed", {"a": None}),
        ("a: b\nc: d\na: e", "3:1", "the key 'a' stands here a second time (first in line 1)", {"a": "b", "c": "d"}),
        ("{a: 1, 'a': 2}", "1:8", "the key 'a' stands here a second time", {"a": 1}),
        ("a: " + "9" * 5000, "1:4", "this number is too long", {"a": None}),
        ("a: 0x" + "f" * 500, "1:4", "this number is too long", {"a": None}),
    ],
)
def test_breaking_a_rule_costs_only_the_part(text: str, place: str, words: str, read: object) -> None:
    """A tag, an anchor, an alias, a key said twice or an endless number is one problem; the rest is read."""
    found, problems = parse(text.encode(), "a.yaml")
    assert found == read
    assert len(problems) == 1
    code = "duplicate-key" if "second time" in words else "syntax"
    assert str(problems[0]).startswith(f"a.yaml:{place}: error {code} {words}")


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"? [a]\n: b", "1:3", "a key must be text"),
        (b"a: {{b: c}: d}", "1:5", "a key must be text"),
        (b"*x : b", "1:1", "a key must be text"),
        (b"a: b\n---\nc: d", "2:1", "a second document begins here"),
        (b"[" * 100_000, f"1:{MAX_DEPTH + 1}", f"nested more than {MAX_DEPTH} deep"),
        (b"{a: " * 100_000, f"1:{4 * MAX_DEPTH + 1}", f"nested more than {MAX_DEPTH} deep"),
        (b"- " * 100_000, f"1:{2 * MAX_DEPTH + 1}", f"nested more than {MAX_DEPTH} deep"),
        (b"a: b\nc: \xff", "2:4", "the file is not UTF-8 from here on"),
        ("é: é".encode() + b"\xe9", "1:5", "the file is not UTF-8 from here on"),
        ("a: b".encode("utf-16"), "1:1", "the file is not UTF-8 from here on"),
        (b"a: b\nc: \x07d", "2:4", "the character U+0007 is not allowed"),
        (b"a: \x00", "1:4", "the character U+0000 is not allowed"),
        ("a: 'b\u2028c'".encode(), "1:6", "the character U+2028 is not allowed"),
        ("a: b\ufeff".encode(), "1:5", "the character U+FEFF is not allowed"),
        (b'a: "b', "1:6", "this is not YAML: found unexpected end of stream, while scanning a quoted scalar"),
        (b"a:\n\t- b", "2:1", "this is not YAML: found character that cannot start any token"),
        (b"a: b: c", "1:5", "this is not YAML: mapping values are not allowed"),
        (b"a: [b\nc: d]\n", "2:2", "this is not YAML"),
        (b"%YAML 2.0\n---\na: b", "1:1", "this is not YAML: found incompatible YAML document"),
    ],
)
def test_what_cannot_be_read_on_is_refused(data: bytes, place: str, words: str) -> None:
    """A document that cannot be read to its end has no value, and one problem that says where and why."""
    found, problems = parse(data, "a.yaml")
    assert found is None
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"a.yaml:{place}: error syntax {words}")


def test_an_open_quote_tells_where_it_began() -> None:
    """The end of the file is where the mistake is seen; the line in which it was made is told as well."""
    (problem,) = said('a: b\nc: "d\ne: f\n')
    assert problem.startswith("a.yaml:4:1: error syntax this is not YAML: found unexpected end of stream")
    assert problem.endswith("while scanning a quoted scalar that began in line 2")


def test_all_problems_up_to_the_last_are_told() -> None:
    """What was noted before a document became unreadable is told as well."""
    assert [line.split(":")[1] for line in said("a: &x b\nc: !y d\ne: 'f")] == ["1", "2", "3"]


def test_deepest_document_that_is_read() -> None:
    """As many levels as are allowed can be used."""
    found, problems = parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "a.yaml")
    depth = 0
    while found:
        found, depth = found[0], depth + 1
    assert (depth, problems) == (MAX_DEPTH - 1, [])


def test_longest_file_that_is_read() -> None:
    """A file of the greatest size is read; one byte more is refused before it is looked at."""
    assert parse(b"#" * MAX_BYTES, "a.yaml") == (None, [])
    assert said(b"\xff" * (MAX_BYTES + 1)) == ["a.yaml:1:1: error syntax the file is larger than 16 MiB: split it"]


def test_billion_laughs() -> None:
    """Aliases are not followed: each is one problem and a null."""
    lines = ["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
    found, problems = parse("\n".join(lines).encode(), "a.yaml")
    assert found["a9"] == [None] * 9
    assert len(problems) == 10 + 9 * 9


def test_problems_without_end() -> None:
    """A file full of mistakes is given up after so many, and the last line says so."""
    found, problems = parse(b"- *a\n" * (MAX_PROBLEMS + 5), "a.yaml")
    assert found is None
    assert len(problems) == MAX_PROBLEMS + 1
    assert (
        str(problems[-1]) == "a.yaml:1000:3: error syntax the file has 1000 problems up to here: the rest was not read"
    )


@settings(deadline=None)
@given(PLAIN)
@example({"": ""})
@example(["\x85\u2028\u2029\ufeff\x7f\ufffe", "\x00\x1b\t\r\n", "😀"])
@example({"no": ["no", "1", " a", "a ", "\n\n", "- a: b #c"]})
def test_json_is_yaml(plain: Any) -> None:
    """Any JSON means to YAML what it means to JSON.

    The few characters that JSON allows unescaped and YAML does not (U+007F to U+009F, U+2028, U+2029, U+FEFF,
    U+FFFE, U+FFFF) are written as escapes here.
    """
    found, problems = parse(written(plain).encode(), "a.json")
    assert problems == []
    assert json.dumps(found) == json.dumps(plain)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    """Whatever the bytes, there is a value or a reason; a place lies in the file."""
    check_any(data)


@settings(max_examples=500)
@given(st.text("ab1.:-[]{},&*!|>'\"#%@? \n\t\\é😀", max_size=60))
def test_arbitrary_punctuation_never_raises(text: str) -> None:
    """The same of texts made of what YAML gives a meaning to."""
    check_any(text.encode())


def check_any(data: bytes) -> None:
    """That parsing gives problems in the file only, in words that can be printed."""
    _, problems = parse(data, "a.yaml")
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert problem.place is not None
        assert problem.place.file == "a.yaml"
        assert 1 <= problem.place.line <= lines
        assert 1 <= problem.place.column <= len(data) + 1
        assert problem.severity == "error"
        assert problem.message.isprintable()
