"""Markdown as its words: the running text of its paragraphs, lists, quotes and tables, and around it all the rest."""

import re

from kg.mentions.blocks import Block, blocks
from kg.mentions.elements import Elements, begins_section, ends_block, tags
from kg.mentions.inline import label, spans
from kg.mentions.reading import Reading, State, front_matter

_LABEL = re.compile(r"^[ \t]*\[((?:[^\[\]\\]|\\.){1,999})\]:", re.MULTILINE)
_UNDERSCORES = re.compile("_+")
_DELIMITERS = "*_~"
_STOPS = ".,;:!?)"
_SPOILT_BEFORE, _SPOILT = "!]\\^", re.compile(r"[\[\]<>`*|\\]")


def markdown(source: str) -> Reading:
    """The reading of a Markdown document (CommonMark, with tables, front matter and the usual extensions)."""
    reading, elements = Reading(source), Elements()
    found = blocks(source, front_matter(source))
    labels = {label(one) for block in found if block.kind == "definition" for one in _LABEL.findall(block.flat)}
    for block in found:
        if block.kind == "heading" and block.level < 3:
            reading.section()
        if block.kind in ("paragraph", "heading"):
            _running(reading, block, labels, elements)
        elif block.kind == "html":
            _html(reading, block, elements)
        else:
            reading.add(block.start, block.end, "inside", references=False)
        reading.part()
    return reading


def _running(reading: Reading, block: Block, labels: set[str], elements: Elements) -> None:
    """The text of a paragraph or a heading."""
    flat = _without_underscores(block.flat)
    for start, end, state in spans(block.flat, labels, elements):
        if start == end:
            reading.part()
        elif state is not None:
            most = "inside" if block.kind == "heading" and state == "open" else state
            reading.add(block.start + start, block.start + end, most, flat=flat[start:end])


def _without_underscores(flat: str) -> str:
    """The text with asterisks for the underscores around words, which are markup and no part of a word."""

    def starred(found: re.Match[str]) -> str:
        within = (
            flat[max(0, found.start() - 1) : found.start()].isalnum() and flat[found.end() : found.end() + 1].isalnum()
        )
        return found[0] if within else "*" * len(found[0])

    return _UNDERSCORES.sub(starred, flat)


def _html(reading: Reading, block: Block, elements: Elements) -> None:
    """The text of a block of HTML, in which Markdown is not read, so that no link can be put there."""
    at = block.start
    state: State = "linked" if elements.state == "linked" else "inside"
    for tag in tags(reading.source, block.start, block.end, elements):
        reading.add(at, tag.start, state)
        if ends_block(tag):
            reading.part()
        if begins_section(tag):
            reading.section()
        at, state = tag.end, "linked" if elements.state == "linked" else "inside"
    reading.add(at, block.end, state)


def fits(source: str, start: int, end: int) -> bool:
    """Whether `[…](…)` around a part of running text is read as a link, and all around it as before.

    It is not after an exclamation mark, for instance. Where emphasis begins or ends there, the brackets may change
    what it goes with (CommonMark 0.31, section 6.2), unless white space is on its other side.
    """
    spoilt = source[start - 1 : start] in _SPOILT_BEFORE if start else False
    if spoilt or source.startswith("{", end) or _SPOILT.search(source, start, end):
        return False
    before, after = start, end
    while before and source[before - 1] in _DELIMITERS:
        before -= 1
    while after < len(source) and source[after] in _DELIMITERS:
        after += 1
    if any(len(set(run)) > 1 for run in (source[before:start], source[end:after])):
        return False
    if before < start and source[before - 1 : before].strip():
        return False
    if after == end or not source[after : after + 1].strip():
        return True
    return source[before:start] == source[end:after] and source[after] in _STOPS
