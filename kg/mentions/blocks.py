"""Markdown cut into its blocks (CommonMark 0.31, sections 4 and 5, by the method of its appendix).

Only what tells running text from everything else is told apart. Time is linear in the source.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.mentions.inline import TAG

NESTING = 100  # quotes and list items within one another; what is deeper is not taken for text

_QUOTE = 0
_MARKER = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|\Z)")
_ATX = re.compile(r"(#{1,6})(?=[ \t]|\Z)")
_FENCE = re.compile(r"(`{3,})[^`]*\Z|(~{3,})")
_SETEXT = re.compile(r"(?:(=+)|-+)[ \t]*\Z")
_DEFINITION = re.compile(r"\*?\[(?:[^\[\]\\]|\\.){1,999}\]:")
_RAW = re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|\Z)", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|"
    r"dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|"
    r"menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|"
    r"tr|track|ul)(?=\s|/?>|\Z)",
    re.IGNORECASE,
)
# how a block of HTML begins, and what its last line holds; a blank line ends it where that is none
_HTML = (
    (_RAW, re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile("<![A-Za-z]"), re.compile(">")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (_BLOCK, None),
)

Kind = Literal["paragraph", "heading", "code", "html", "definition"]


class Block(NamedTuple):
    """A block: where its text begins and ends, the level of a heading, and its text with marks of quotes blanked."""

    kind: Kind
    start: int
    end: int
    level: int
    flat: str


class _Line:
    """A line while its marks are read off: `at` is the next character that is no space, `indent` the columns before."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self._source, self.at, self.end = source, start, end
        self._column = self._base = 0
        self._skip()

    @property
    def blank(self) -> bool:
        """Whether nothing but spaces is left."""
        return self.at >= self.end

    @property
    def indent(self) -> int:
        """How many columns what is left is indented by, within the containers that were entered."""
        return self._column - self._base

    @property
    def first(self) -> str:
        """The first character that is left."""
        return self._source[self.at]

    @property
    def rest(self) -> str:
        """What is left."""
        return self._source[self.at : self.end]

    def _skip(self) -> None:
        while self.at < self.end and self._source[self.at] in " \t":
            self._column += 4 - self._column % 4 if self._source[self.at] == "\t" else 1
            self.at += 1

    def enter(self, container: int) -> bool:
        """Whether the line goes on within a quote, or a list item so many columns wide; its mark is then read off."""
        if container != _QUOTE:
            inside = self.blank or self.indent >= container
            self._base += container if inside else 0
            return inside
        if self.blank or self.indent > 3 or self.first != ">":
            return False
        spaced = self._source[self.at + 1 : min(self.at + 2, self.end)] in ("\t", " ")
        self.at, self._column = self.at + 1, self._column + 1
        self._base = self._column + spaced
        self._skip()
        return True

    def item(self, *, interrupts: bool) -> int:
        """How wide the list item is that begins here; 0 for none. It takes more to interrupt a paragraph."""
        rest = self.rest
        marker = _MARKER.match(rest)
        if not marker or (interrupts and (marker[1] not in (None, "1") or not rest[marker.end() :].strip(" \t"))):
            return 0
        start = self._column - self._base
        self.at, self._column = self.at + marker.end(), self._column + marker.end()
        after = self._column
        self._skip()
        spaces = 1 if self.blank or self._column - after > 4 else self._column - after
        width = start + marker.end() + spaces
        self._base += width
        return width


class Blocks:
    """The blocks of a source, found line by line. `_spans` holds the lines of the block that is open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._containers: list[int] = []
        self._kind: Kind | None = None
        self._spans: list[tuple[int, int]] = []
        self._until: re.Pattern[str] | None = None
        self._fence = ""
        self.found: list[Block] = []

    def step(self, line: _Line) -> None:
        """Take in a line."""
        matched = 0
        for container in self._containers:
            if not line.enter(container):
                break
            matched += 1
        if matched == len(self._containers) and self._goes_on(line):
            return
        if line.blank:
            self._close(matched)
        elif self._begins(line, matched):
            self._spans.append((line.at, line.end))

    def _goes_on(self, line: _Line) -> bool:
        """Whether the line belongs to the code or HTML that is open."""
        if self._fence:
            rest = line.rest.rstrip(" \t")
            if line.indent < 4 and len(rest) >= len(self._fence) and not rest.strip(self._fence[0]):
                self._close(len(self._containers))
            else:
                self._spans.append((line.at, line.end))
            return True
        if self._kind == "html" and (self._until or not line.blank):
            self._spans.append((line.at, line.end))
            if self._until and self._until.search(line.rest):
                self._close(len(self._containers))
            return True
        return False

    def _begins(self, line: _Line, matched: int) -> bool:
        """Open what begins on a line; whether the rest of the line is then text of the block that is open."""
        while not line.blank:
            text = self._kind == "paragraph"
            same = text and matched == len(self._containers)
            if line.indent > 3:
                if not text and (self._kind != "code" or matched < len(self._containers)):
                    self._open("code", matched)
                return True
            if line.first == ">" and len(self._containers) < NESTING:
                self._close(matched)
                line.enter(_QUOTE)
                self._containers.append(_QUOTE)
            elif self._leaf(line, matched, same=same, lazy=text):
                return False
            elif width := line.item(interrupts=same) if len(self._containers) < NESTING else 0:
                self._close(matched)
                self._containers.append(width)
            else:
                if not text:
                    self._open("paragraph", matched)
                return True
            matched = len(self._containers)
        return False

    def _leaf(self, line: _Line, matched: int, *, same: bool, lazy: bool) -> bool:
        """Whether a heading, a rule, or a block of code or HTML begins here; it is then open, or done."""
        rest = line.rest
        if heading := _ATX.match(rest):
            self._open("heading", matched)
            self._spans.append((line.at + heading.end(), line.end))
            self._close(len(self._containers), len(heading[1]))
        elif fence := _FENCE.match(rest):
            self._open("code", matched)
            self._fence = fence[1] or fence[2]
        elif rest[0] == "<" and (html := _html(rest, lazy=lazy)):
            self._open("html", matched)
            self._until = html[0]
            self._spans.append((line.at, line.end))
            if self._until and self._until.search(rest):
                self._close(len(self._containers))
        elif same and (underline := _SETEXT.match(rest)):
            self._kind = "heading"
            self._close(matched, 1 if underline[1] else 2)
        elif rest[0] in "-*_" and len(bare := rest.replace(" ", "").replace("\t", "")) > 2 and not bare.strip(rest[0]):
            self._close(matched)
        else:
            return False
        return True

    def _open(self, kind: Kind, matched: int) -> None:
        self._close(matched)
        self._kind = kind

    def _close(self, matched: int, level: int = 0) -> None:
        """End the block that is open, and the containers that the line does not go on in."""
        if self._kind and self._spans:
            start, end, flat = self._spans[0][0], self._spans[-1][1], self._flat()
            defines = self._kind == "paragraph" and _DEFINITION.match(flat)
            self.found.append(Block("definition" if defines else self._kind, start, end, level, flat))
        self._kind, self._spans, self._until, self._fence = None, [], None, ""
        del self._containers[matched:]

    def _flat(self) -> str:
        parts, done = list[str](), self._spans[0][0]
        for start, end in self._spans:
            parts.append("\n".ljust(start - done) if start > done else "")
            parts.append(self._source[start:end])
            done = end
        return "".join(parts)

    def end(self) -> list[Block]:
        """All blocks, when there are no more lines."""
        self._close(0)
        return self.found


def _html(rest: str, *, lazy: bool) -> tuple[re.Pattern[str] | None] | None:
    """What ends the block of HTML that begins here; none where none begins. A single tag interrupts no paragraph."""
    for begin, end in _HTML:
        if begin.match(rest):
            return (end,)
    tag = None if lazy else TAG.match(rest)
    return (None,) if tag and not rest[tag.end() :].strip(" \t") else None


def blocks(source: str, start: int) -> list[Block]:
    """The blocks of a Markdown document from some place on: those that have text."""
    found = Blocks(source)
    for line in _lines(source, start):
        found.step(line)
    return found.end()


def _lines(source: str, start: int) -> Iterator[_Line]:
    for line in re.compile(r"([^\r\n]*)(?:\r\n|\r|\n)|([^\r\n]+)\Z").finditer(source, start):
        yield _Line(source, line.start(), line.end(1) if line[1] is not None else line.end())
