"""What stands within a paragraph of Markdown: code, links, images, tags (CommonMark 0.31, section 6).

In doubt something is taken for markup rather than for text: a link that is not made harms nobody.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from kg.mentions.elements import Elements, ends_block, tags
from kg.mentions.reading import State

_VALUE = r"(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+"
TAG = re.compile(rf"<[A-Za-z][A-Za-z0-9-]*+(?:\s++[A-Za-z_:][\w.:-]*+{_VALUE})*+\s*+/?>|</[A-Za-z][A-Za-z0-9-]*+\s*+>")
# comments, instructions, CDATA and declarations: how they begin and end
_NO_TEXT = (("<!--", "-->"), (r"<\?", "?>"), (r"<!\[CDATA\[", "]]>"), ("<![A-Za-z]", ">"))
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.!#$%&'*+/=?^`{|}~-]++@[\w.-]++)>")
_PART = r"(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))"
_TARGET = re.compile(
    rf"\(\s*+(?:<[^<>\n]*+>|(?!<){_PART}*+)"
    r"(?:\s++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+\s*+\)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]", re.DOTALL)
_SPECIAL = re.compile(r"\\.|`++|<|!?\[|\]", re.DOTALL)

Kind = Literal["linked", "inside", "markup", "tag"]


class Span(NamedTuple):
    """A part of a paragraph, and what may be done there; none where it is no text. An empty one parts the text."""

    start: int
    end: int
    state: State | None


class Mark(NamedTuple):
    """That something begins (1) or ends (-1) at a place."""

    at: int
    change: int
    kind: Kind


def label(text: str) -> str:
    """What counts of the label of a reference."""
    return " ".join(text.casefold().split())


def spans(text: str, labels: Collection[str], elements: Elements) -> Iterator[Span]:
    """The parts of a paragraph in order; `labels` are those that are defined, `elements` sees the tags that stand here."""
    depth, at, opened = Counter[Kind](), 0, 0
    for mark in sorted(_marks(text, labels)):
        if mark.at > at:
            yield Span(at, mark.at, _state(depth, elements))
        at = mark.at
        depth[mark.kind] += mark.change
        if mark.kind == "tag" and mark.change > 0:
            opened = at
        elif mark.kind == "tag" and any(ends_block(tag) for tag in tags(text, opened, at, elements)):
            yield Span(at, at, None)
    if at < len(text):
        yield Span(at, len(text), _state(depth, elements))


def _state(depth: Counter[Kind], elements: Elements) -> State | None:
    if depth["markup"] or depth["tag"]:
        return None
    if depth["linked"]:
        return "linked"
    return "inside" if depth["inside"] else elements.state


def _marks(text: str, labels: Collection[str]) -> Iterator[Mark]:
    """Where markup begins and ends. Linear: what is known not to be closed is not looked for again."""
    runs: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        runs.setdefault(len(run[0]), []).append(run.start())
    brackets, missing, at = list[int](), set[str](), 0
    while found := _SPECIAL.search(text, at):
        start, at = found.start(), found.end()
        if found[0][0] == "`":
            ticks = runs.get(len(found[0]), [])
            place = bisect_left(ticks, at)
            if place < len(ticks):
                at = ticks[place] + len(found[0])
                yield from _marked("inside", start, at)
        elif found[0] == "<":
            kind, at = _angle(text, start, missing)
            yield from _marked(kind, start, at) if at > start + 1 else ()
        elif found[0] == "]":
            if brackets:
                opened = brackets.pop()
                at, marks = _bracket(text, opened, start, labels)
                yield from marks
        elif found[0][0] != "\\":
            brackets.append(start)


def _marked(kind: Kind, start: int, end: int) -> tuple[Mark, Mark]:
    return Mark(start, 1, kind), Mark(end, -1, kind)


def _angle(text: str, start: int, missing: set[str]) -> tuple[Kind, int]:
    """What begins with an angle bracket, and where it ends; the next character where it is only that."""
    if tag := TAG.match(text, start):
        return "tag", tag.end()
    if address := _AUTOLINK.match(text, start):
        return "inside", address.end()
    for begin, end in _NO_TEXT:
        if end not in missing and re.compile(begin).match(text, start):
            place = text.find(end, start + 2)
            if place >= 0:
                return "markup", place + len(end)
            missing.add(end)
    return "markup", start + 1


def _bracket(text: str, start: int, end: int, labels: Collection[str]) -> tuple[int, list[Mark]]:
    """Where what begins with a pair of brackets ends, and what it is: a link, an image, a reference, or brackets."""
    image = text[start] == "!"
    inner, after = start + 1 + image, end + 1
    within: Kind = "inside" if image else "linked"
    if target := _TARGET.match(text, after):
        shown = (*_marked("markup", start, inner), *_marked(within, inner, end))
        return target.end(), [*shown, *_marked("markup", end, target.end())]
    reference = _REFERENCE.match(text, after)
    named = reference[1] if reference and reference[1] else text[inner:end] if end - inner < 1000 else ""
    after = reference.end() if reference else after
    doubled = text.startswith("[", start - 1) and text.startswith("]", end + 1)
    known = doubled or label(named) in labels
    return after, [*_marked(within if known else "inside", start, after)]
