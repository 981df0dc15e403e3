"""YAML 1.2 as the editors of a hub write it: plain data, every value with its line and column.

Only the core schema (YAML 1.2.2 section 10.3) on one document: no tags, anchors, aliases or duplicate keys.
Keys are always text, so that a language may be `no` and an id `2024`. Built from libyaml's events
without recursion, so depth and size are bounded before anything is made of them. The three characters
that YAML 1.1 took for line breaks and 1.2 does not (U+0085, U+2028, U+2029) must be escaped.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from kg.errors import Place, Problem, shown

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 400
MAX_PROBLEMS = 1000

# what YAML 1.2 does not allow, and the three line breaks of Unicode that libyaml still takes for its own
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}


class Mark(NamedTuple):
    """Where a value begins: line and column, counted from 1."""

    line: int
    column: int


class Map(dict[str, Any]):
    """A mapping that knows where it, its keys and its values begin."""

    __slots__ = ("keys_at", "mark", "values_at")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.keys_at: dict[str, Mark] = {}
        self.values_at: dict[str, Mark] = {}


class Seq(list[Any]):
    """A sequence that knows where it and its items begin."""

    __slots__ = ("items_at", "mark")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.items_at: list[Mark] = []


def parse(data: bytes, file: str) -> tuple[Any, list[Problem]]:
    """The value of a document and what is wrong with it.

    A document that cannot be read to its end gives `None` and the reason; one that only breaks a rule of
    ours (a tag, a key twice) gives what was read without the offending part.
    """
    reader = _Reader(file)
    try:
        if len(data) > MAX_BYTES:
            raise _Refused(Mark(1, 1), f"the file is larger than {MAX_BYTES // 2**20} MiB: split it")
        return reader.read(_decoded(data)), reader.problems
    except _Refused as refused:
        reader.problem(*refused.args)
        return None, reader.problems


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        raise _Refused(_end(before), "the file is not UTF-8 from here on: save it as UTF-8") from None
    if found := _FORBIDDEN.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise _Refused(_end(text[: found.start()]), f"the character {code} is not allowed in YAML: remove it")
    return text


def _end(text: str) -> Mark:
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _events(text: str) -> Iterator[Any]:
    """The events of libyaml; where the text stops being YAML, it is refused in libyaml's words."""
    try:
        yield from iter(yaml.CSafeLoader(text).get_event, None)
    except yaml.MarkedYAMLError as error:
        at, began = error.problem_mark or error.context_mark, error.context_mark
        inside = at is not None and at.index < len(text)
        mark = Mark(at.line + 1, at.column + 1) if at and inside else _end(text)
        words = ", ".join(part for part in (error.problem, error.context) if part)
        since = f" that began in line {began.line + 1}" if began and began.line + 1 < mark.line else ""
        raise _Refused(mark, f"this is not YAML: {words}{since}") from None


class _Refused(Exception):
    """Nothing is read from here on; holds the mark and the message."""


class _Reader:
    """Builds the value from the events, noting problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def problem(self, mark: Mark, message: str, code: str = "syntax") -> None:
        self.problems.append(Problem(code, message, Place(self.file, *mark)))
        if len(self.problems) == MAX_PROBLEMS:
            raise _Refused(mark, f"the file has {MAX_PROBLEMS} problems up to here: the rest was not read")

    def read(self, text: str) -> Any:
        root = Seq(Mark(1, 1))
        holder: Map | Seq = root
        key: tuple[str, Mark] | None = None
        outer: list[tuple[Map | Seq, tuple[str, Mark] | None]] = []
        for event in _events(text):
            kind = type(event)
            start = event.start_mark
            mark = Mark(start.line + 1, start.column + 1)
            if kind is yaml.ScalarEvent:
                if event.anchor or event.tag:
                    self.marked(event, mark)
                if key is None and type(holder) is Map:
                    key = event.value, mark
                    continue
                value = self.scalar(event.value, mark) if event.implicit[0] else event.value
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value, mark = holder, holder.mark
                holder, key = outer.pop()
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent or kind is yaml.AliasEvent:
                if key is None and type(holder) is Map:
                    raise _Refused(mark, "a key must be text: put braces or brackets in quotes")
                if kind is not yaml.AliasEvent:
                    if event.anchor or event.tag:
                        self.marked(event, mark)
                    if len(outer) == MAX_DEPTH:
                        raise _Refused(mark, f"nested more than {MAX_DEPTH} deep: flatten it")
                    outer.append((holder, key))
                    holder, key = Map(mark) if kind is yaml.MappingStartEvent else Seq(mark), None
                    continue
                self.problem(mark, "an alias is not allowed here: write the value out")
                value = None
            elif kind is yaml.DocumentStartEvent and root:
                raise _Refused(mark, "a second document begins here: one file holds one")
            else:
                continue
            if isinstance(holder, Seq):
                holder.append(value)
                holder.items_at.append(mark)
            elif key is not None:
                if key[0] in holder:
                    self.repeated(holder, *key)
                else:
                    holder[key[0]] = value
                    holder.keys_at[key[0]] = key[1]
                    holder.values_at[key[0]] = mark
                key = None
        return root[0] if root else None

    def marked(self, event: Any, mark: Mark) -> None:
        """Notes an anchor or a tag."""
        if event.anchor:
            self.problem(mark, "an anchor is not allowed here: write the value out")
        if event.tag:
            self.problem(mark, f"the tag {event.tag} is not allowed here: write plain data")

    def repeated(self, holder: Map, key: str, mark: Mark) -> None:
        first = holder.keys_at[key].line
        message = f"the key {shown(key)} stands here a second time (first in line {first}): keep one"
        self.problem(mark, message, "duplicate-key")

    def scalar(self, text: str, mark: Mark) -> Any:
        """What a plain scalar means in the core schema."""
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "+-.0123456789":
            return text
        based = _BASED.fullmatch(text)
        number = based or _INTEGER.fullmatch(text)
        if not number and not _FLOAT.fullmatch(text):
            return text
        if len(text) > MAX_DIGITS:
            self.problem(mark, "this number is too long: put text in quotes")
            return None
        return (int(text, 0) if based else int(text)) if number else float(text)
