"""YAML 1.2 as the editors of a hub write it: plain data, every value with its line and column.

Only the core schema (YAML 1.2.2 section 10.3) on one document: no tags, anchors, aliases or duplicate keys.
Keys are always text, so that a language may be `no` and an id `2024`. Built from libyaml's events
without recursion, so depth and size are bounded before anything is made of them.
"""

import math
import re
from collections.abc import Iterator
from typing import Any, AnyStr, NamedTuple

import yaml

from kg.errors import Place, Problem, shown

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32

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
    if len(data) > MAX_BYTES:
        return None, [reader.problem(Mark(1, 1), f"the file is larger than {MAX_BYTES // 2**20} MiB: split it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _mark(data, error.start, b"\n")
        return None, [reader.problem(at, "the file is not UTF-8 from here on: save it as UTF-8")]
    try:
        return reader.read(_events(text)), reader.problems
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        words = ", ".join(part for part in (error.problem, error.context) if part)
        return None, [*reader.problems, reader.problem(at, f"this is not YAML: {words}")]
    except yaml.reader.ReaderError as error:
        at = _mark(text, text.find(chr(error.character)) if isinstance(error.character, int) else 0, "\n")
        return None, [*reader.problems, reader.problem(at, "this character is not allowed in YAML: remove it")]
    except _Refused as refused:
        return None, [*reader.problems, refused.problem]


def _mark(text: AnyStr, offset: int, newline: AnyStr) -> Mark:
    return Mark(text.count(newline, 0, offset) + 1, offset - text.rfind(newline, 0, offset))


def _events(text: str) -> Iterator[Any]:
    loader = yaml.CSafeLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Builds the value from the events, noting problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.holders: list[Map | Seq] = []
        self.keys: list[tuple[str, Mark] | None] = []

    def problem(self, mark: Mark, message: str, code: str = "syntax") -> Problem:
        return Problem(code, message, Place(self.file, *mark))

    def read(self, events: Iterator[Any]) -> Any:
        root = Seq(Mark(1, 1))
        self.holders, self.keys = [root], [None]
        for event in events:
            kind = type(event)
            start = event.start_mark
            mark = Mark(start.line + 1, start.column + 1)
            if kind is yaml.ScalarEvent:
                self.plain(event, mark)
                if type(self.holders[-1]) is Map and self.keys[-1] is None:
                    self.keys[-1] = event.value, mark
                else:
                    self.put(self.scalar(event, mark), mark)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.plain(event, mark)
                if len(self.holders) > MAX_DEPTH:
                    raise _Refused(self.problem(mark, f"nested more than {MAX_DEPTH} deep: flatten it"))
                self.textual(mark)
                self.holders.append(Map(mark) if kind is yaml.MappingStartEvent else Seq(mark))
                self.keys.append(None)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.keys.pop()
                value = self.holders.pop()
                self.put(value, value.mark)
            elif kind is yaml.AliasEvent:
                self.textual(mark)
                self.problems.append(self.problem(mark, "an alias is not allowed here: write the value out"))
                self.put(None, mark)
            elif kind is yaml.DocumentStartEvent and root:
                raise _Refused(self.problem(mark, "a second document begins here: one file holds one"))
        return root[0] if root else None

    def plain(self, event: Any, mark: Mark) -> None:
        """Notes an anchor or a tag."""
        if event.anchor:
            self.problems.append(self.problem(mark, "an anchor is not allowed here: write the value out"))
        if event.tag and event.tag != "!":
            self.problems.append(self.problem(mark, f"the tag {event.tag} is not allowed here: write plain data"))

    def textual(self, mark: Mark) -> None:
        """Refuses a mapping, a sequence or an alias as a key."""
        if type(self.holders[-1]) is Map and self.keys[-1] is None:
            raise _Refused(self.problem(mark, "a key must be text: put braces or brackets in quotes"))

    def put(self, value: Any, mark: Mark) -> None:
        holder = self.holders[-1]
        if type(holder) is Seq:
            holder.append(value)
            holder.items_at.append(mark)
            return
        assert isinstance(holder, Map)
        entry = self.keys[-1]
        assert entry is not None
        self.keys[-1] = None
        key, at = entry
        if key in holder:
            first = holder.keys_at[key]
            message = f"the key {shown(key)} stands here a second time (first in line {first.line}): keep one"
            self.problems.append(self.problem(at, message, "duplicate-key"))
            return
        holder[key] = value
        holder.keys_at[key] = at
        holder.values_at[key] = mark

    def scalar(self, event: Any, mark: Mark) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in "+-.0123456789":
            return text
        based = _BASED.fullmatch(text)
        number = based or _INTEGER.fullmatch(text)
        if not number and not _FLOAT.fullmatch(text):
            return text
        if len(text) > 400:
            self.problems.append(self.problem(mark, "this number is too long: put text in quotes"))
            return None
        return (int(text, 0) if based else int(text)) if number else float(text)
