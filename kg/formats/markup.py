"""Text and addresses made safe for XML and for whatever follows a link."""

import re

# all but the characters of XML 1.0 (section 2.2), without those it advises against, which HTML refuses: controls and
# the last two code points of each plane
_PLANES = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
_UNFIT = re.compile(f"[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def clean(text: str) -> str:
    """The text with each character that XML 1.0 or HTML has no place for replaced by U+FFFD."""
    return _UNFIT.sub("\ufffd", text)


def folded(text: str) -> str:
    """The text on one line: clean, with white space folded to single spaces."""
    return " ".join(clean(text).split())


def text(content: str) -> str:
    """Content for between two tags."""
    return clean(content).translate(_TEXT)


def attribute(content: str) -> str:
    """Content for between double quotes; white space survives the reader's normalisation."""
    return clean(content).translate(_ATTRIBUTE)


def safe_url(url: str) -> str | None:
    r"""The address if following it can only fetch a page: http, https or relative; else none.

    >>> safe_url("/concepts/token"), safe_url("JavaScript:alert(1)"), safe_url("java\tscript:alert(1)")
    ('/concepts/token', None, None)
    """
    if not url or any(c.isspace() or not c.isprintable() for c in url):
        return None
    scheme = _SCHEME.match(url)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        return None
    return url
