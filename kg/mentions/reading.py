"""A document as its words: the text that is read, and where each character of it stands in the source."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from html import unescape
from itertools import pairwise
from typing import Literal, NamedTuple

from kg.mentions.lexicon import BARRIER

# where a part of the text stands: where a link may be put, within a link, or where none may be put
State = Literal["open", "linked", "inside"]

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:[^\n]*\n)*?\1[ \t]*(?:\r?\n|\Z)")

# addresses, templates and attributes in braces, mathematics (TeX), each with what there is none of it without: words
# in them are no words of the text
_FOREIGN: Mapping[str, re.Pattern[str]] = {
    "://": re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s\0<>]+"),
    "www.": re.compile(r"\bwww\.[^\s\0<>]+"),
    "@": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"),
    "{": re.compile(r"\{[^{}\0]*+\}"),
    "\\(": re.compile(r"(?<!\\)\\\((?:[^\\\0]|\\[^()])*+\\\)"),
    "\\[": re.compile(r"(?<!\\)\\\[(?:[^\\\0]|\\[^\[\]])*+\\\]"),
    "$": re.compile(r"\$\$[^$\0]++\$\$|\$(?![\s$])[^$\n\0]*+(?<![\s\\])\$(?!\d)"),
}


class Piece(NamedTuple):
    """A run of the text: where it begins there, how long it is, and where it stands in the source.

    It is as long there as here, unless it is a character reference, which stands for one character or two.
    """

    at: int
    size: int
    start: int
    end: int
    state: State


class Reading:
    """The text of a document, put together piece by piece. `sections` holds where in the text each begins."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[Piece] = []
        self.sections: list[int] = []
        self._parts: list[str] = []
        self._size = 0

    def add(self, start: int, end: int, state: State, *, flat: str | None = None, references: bool = True) -> None:
        """A part of the source as text, character references resolved; `flat` is the same with markup blanked."""
        given = self.source[start:end] if flat is None else flat
        done = 0
        for entity in _ENTITY.finditer(given) if references and "&" in given else ():
            character = unescape(entity[0])
            if character != entity[0]:
                self._add(given[done : entity.start()], start + done, start + entity.start(), state)
                self._add(character, start + entity.start(), start + entity.end(), state)
                done = entity.end()
        self._add(given[done:], start + done, end, state)

    def part(self) -> None:
        """The end of a block: no name reaches across it."""
        if self._parts and self._parts[-1] != BARRIER:
            self._parts.append(BARRIER)
            self._size += 1

    def section(self) -> None:
        """The beginning of a section."""
        self.part()
        self.sections.append(self._size)

    def _add(self, text: str, start: int, end: int, state: State) -> None:
        if text:
            self.pieces.append(Piece(self._size, len(text), start, end, state))
            self._parts.append(text)
            self._size += len(text)

    @cached_property
    def text(self) -> str:
        """The text of all pieces, to be asked for when there is nothing more to add."""
        return "".join(self._parts)

    def foreign(self) -> list[tuple[int, int]]:
        """Where in the text stand addresses, formulas and what is written in braces."""
        found = (pattern.finditer(self.text) for mark, pattern in _FOREIGN.items() if mark in self.text)
        return sorted(match.span() for matches in found for match in matches)

    def place(self, start: int, end: int) -> tuple[int, int, State]:
        """Where a part of the text stands in the source, from where to where, and what may be done there.

        No link may be put across what is no text, such as the tags within `deep <em>learning</em>`.
        """
        first = bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1
        last = bisect_right(self.pieces, end - 1, lo=first, key=lambda piece: piece.at) - 1
        pieces = self.pieces[first : last + 1]
        states = {piece.state for piece in pieces}
        apart = any(one.end != other.start for one, other in pairwise(pieces))
        state: State = "linked" if "linked" in states else "inside" if apart or "inside" in states else "open"
        from_ = pieces[0].start + (start - pieces[0].at if _as_written(pieces[0]) else 0)
        to = pieces[-1].start + (end - pieces[-1].at) if _as_written(pieces[-1]) else pieces[-1].end
        return from_, to, state


def _as_written(piece: Piece) -> bool:
    return piece.size == piece.end - piece.start


def front_matter(source: str) -> int:
    """How far the front matter of a document reaches: YAML between lines of hyphens, TOML between lines of plus signs."""
    found = _FRONT.match(source)
    return found.end() if found else int(source.startswith("\ufeff"))


def plain(source: str) -> Reading:
    """The reading of plain text: all of it is text as it stands, `&amp;` included."""
    reading = Reading(source)
    reading.add(0, len(source), "open", references=False)
    return reading
