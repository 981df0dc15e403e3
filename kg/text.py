"""Articles as text: their sections, sentences, and the quotes that evidence relies on."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping

from kg.model import Page

MAX_QUOTE_WORDS = 8

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘'(]?[A-Z0-9])")


def fold(text: str) -> str:
    """The text with each run of white space folded into one space."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """The SHA-256 of a section's folded text, in hexadecimal."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def sentences(text: str) -> list[str]:
    """The sentences of a section: each line (a paragraph or a list item), taken apart at sentence ends."""
    lines = (fold(line).removeprefix("- ").removeprefix("* ") for line in text.splitlines())
    return [sentence for line in lines if line for sentence in _SENTENCE_END.split(line)]


def sections(article: str, page: Page) -> dict[str, str]:
    """The text of each section of a plain-text or Markdown article, by section id.

    A section runs from its heading, alone in its line, to the next heading of the page; the one without a
    heading is what stands before the first. Sections with the same heading come in the order in which the page
    lists them. The title line belongs to none. A section whose heading is not found is left out.
    """
    headings: dict[str, list[str]] = defaultdict(list)
    for section in page.sections:
        if section.heading:
            headings[fold(section.heading)].append(section.id)
    titles = {fold(title) for title in page.title.values()}
    opening = next((section.id for section in page.sections if section.heading is None), None)
    current = opening
    found: dict[str, list[str]] = {opening: []} if opening else {}
    for line in article.splitlines():
        plain = fold(line.lstrip("#"))
        if headings.get(plain):
            current = headings[plain].pop(0)
            found[current] = []
        elif plain not in titles and current is not None:
            found[current].append(line)
    return {id: "\n".join(lines).strip() for id, lines in found.items()}


def occurrences(quote: str, text: str) -> int:
    """How often a quote stands in a text as whole words, white space folded."""
    return len(re.findall(rf"(?<!\w){re.escape(fold(quote))}(?!\w)", fold(text)))


def where(quote: str, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The sections that hold a quote."""
    return tuple(id for id, text in texts.items() if occurrences(quote, text))
