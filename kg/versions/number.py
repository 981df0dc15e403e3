"""Which of two versions is the newer."""

import re

Order = tuple[tuple[tuple[int, int, str], ...], bool, tuple[tuple[int, int, str], ...]]

_NUMBER = re.compile(r"[0-9]+")
_LAST = re.compile(r"[0-9]+(?=[^0-9]*\Z)")


def order(version: str) -> Order:
    """What versions are sorted by: that of Semantic Versioning (2.0.0, section 11), for any number of parts.

    Numbers count as numbers and come before words, `1.0` is `1.0.0`, what follows a hyphen is a step before the
    version without it, and what follows a plus sign does not count.

    >>> sorted(["1.10", "1.9.1", "1.10-rc.2", "1.10-rc.10", "2026.11", "1.9"], key=order)
    ['1.9', '1.9.1', '1.10-rc.2', '1.10-rc.10', '1.10', '2026.11']
    """
    core, hyphen, before = version.partition("+")[0].partition("-")
    parts = _parts(core)
    while parts and parts[-1] == (0, 0, ""):
        parts.pop()
    return tuple(parts), not hyphen, tuple(_parts(before))


def _parts(text: str) -> list[tuple[int, int, str]]:
    """The parts between dots; a number with letters beside it is a word. Longer numbers are larger: none is read."""
    found = []
    for part in text.split("."):
        digits = part.lstrip("0") if _NUMBER.fullmatch(part) else None
        found.append((0, len(digits), digits) if digits is not None else (1, 0, part))
    return found


def following(version: str) -> str | None:
    """The version after: its last number is one more. None where there is no number.

    >>> following("0.1.9"), following("2026.11"), following("next")
    ('0.1.10', '2026.12', None)
    """
    core = version.partition("+")[0]
    found = _LAST.search(core)
    return f"{core[: found.start()]}{int(found[0]) + 1}{core[found.end() :]}" if found else None
