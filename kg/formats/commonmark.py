"""Text and links made safe for Markdown (CommonMark)."""

import re

from kg.formats.markup import folded, safe_url

# what CommonMark or one of its dialects (tables, strikes, highlights, mathematics, comments) reads as more than text,
# what GFM makes links of, and what begins a list or underlines a heading at the start of a line
_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~&$=%^{}!]|(?<=www)\.|:(?=//)|^[+-]", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d+)([.)])")
_ESCAPED = r"\\\g<0>"
_ADDRESS = re.compile(r"[\\<>&]")


def text(content: str) -> str:
    r"""Text for a line of Markdown: what a renderer shows is the text, on one line, wherever in the line it stands.

    >>> text("1. *a*\n[b] <c>")
    '1\\. \\*a\\* \\[b\\] \\<c\\>'
    """
    return _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(_ESCAPED, folded(content)))


def link(content: str, url: str) -> str:
    """A link in Markdown, or the mere text where the address is not safe to follow."""
    address = safe_url(url)
    return f"[{text(content)}](<{_ADDRESS.sub(_ESCAPED, address)}>)" if address else text(content)
