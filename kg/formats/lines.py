"""How wide text is when drawn, and where it breaks, without a font at hand.

The widths are those of DejaVu Sans, the widest of the common sans-serif fonts, so text in others only takes less.
"""

import unicodedata

from kg.formats.markup import folded

_NARROW, _MIDDLE, _WIDE = frozenset("ijlI|.,:;'!·"), frozenset('frt()[]-/\\ "'), frozenset("mwMWQOG@%+=<>~&")
_JOINER = "\u200d"


def em(character: str) -> float:
    """The width of a character in parts of the font size."""
    if character in _NARROW:
        return 0.38
    if character in _MIDDLE:
        return 0.47
    if character in _WIDE:
        return 1.0
    if character.isascii():
        return 0.78 if character.isupper() else 0.65
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.3
    return 0.8 if character.isalpha() and not character.isupper() else 1.1


def width(text: str, size: int) -> float:
    """The width of a line of text at a font size."""
    return size * sum(map(em, text))


def wrap(text: str, room: int, size: int, most: int = 8) -> list[str]:
    """The text in lines that fit a room, broken between words where possible; at most so many, the last cut by an ellipsis."""
    lines, line = list[str](), ""
    for word in folded(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, room, size)
        lines += whole
    lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(last + "…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], last + "…"]
    return lines


def rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in text:
        if (direction := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            return direction != "L"
    return False


def _pieces(word: str, room: int, size: int) -> list[str]:
    """A word that may be too long for a line, in pieces; letters keep their marks, joined signs stay joined if they fit."""
    units = list[str]()
    for character in word:
        if units and (em(character) == 0 or units[-1].endswith(_JOINER)):
            units[-1] += character
        else:
            units.append(character)
    pieces = [""]
    for unit in units:
        for part in unit if width(unit, size) > room else (unit,):
            if pieces[-1] and width(pieces[-1] + part, size) > room:
                pieces.append("")
            pieces[-1] += part
    return pieces
