"""What can go wrong, as data.

    KgError
        DataError              the data has errors; `problems` holds each with its place
        QuestionError          a question is malformed; `errors` points at each field
        NotFound               no such thing; `suggestions` holds what is near
        Renamed                the id has a successor
        Withdrawn              the id was taken back on purpose
        StaleCursor            the cursor belongs to another version of the graph
        Unreachable            a target whose requirements no choice can meet; `witness` says why
        TooOld                 changes are asked for since a version before all that are kept
        NotReleased            the data cannot be released; `reasons` holds why not
        NotOurs                a folder to write to holds other things

Messages are made from the fields. Nothing here knows of HTTP or of a terminal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Place(NamedTuple):
    """Where something stands: file, line and column, the latter two counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of the loader or of a rule; `kg explain CODE` explains its code."""

    code: str
    message: str
    place: Place | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity} {self.code} {self.message}"


class KgError(Exception):
    """The family; catch it to catch all."""


@dataclass(unsafe_hash=True)
class DataError(KgError):
    """The data has errors, so that no graph is made of it."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(unsafe_hash=True)
class QuestionError(KgError):
    """A question that cannot be asked: `errors` holds a JSON Pointer (RFC 6901) and what is wrong there."""

    errors: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "; ".join(f"{pointer or 'the question'}: {detail}" for pointer, detail in self.errors)


@dataclass(unsafe_hash=True)
class NotFound(KgError, KeyError):  # a graph is a mapping, and a mapping raises KeyError
    """No such thing is there. Look at what is suggested: nothing near is ever given in its place."""

    what: str
    id: str
    suggestions: tuple[str, ...] = ()
    available: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"there is no {self.what} {shown(self.id)}{did_you_mean(self.suggestions)}"


@dataclass(unsafe_hash=True)
class Renamed(KgError):
    """An id that was published once and has a successor."""

    id: str
    successor: str

    def __str__(self) -> str:
        return f"{self.id!r} is now called {self.successor!r}"


@dataclass(unsafe_hash=True)
class Withdrawn(KgError):
    """An id that was published once and taken back, with no successor."""

    id: str

    def __str__(self) -> str:
        return f"{self.id!r} was withdrawn and has no successor"


@dataclass(unsafe_hash=True)
class StaleCursor(KgError):
    """A cursor given out by another version of the graph."""

    version: str

    def __str__(self) -> str:
        return f"this cursor is not of the present version {self.version}: start again without it"


@dataclass(unsafe_hash=True)
class Unreachable(KgError):
    """No choice of alternatives can meet what these concepts require."""

    targets: tuple[str, ...]
    witness: tuple[str, ...]

    def __str__(self) -> str:
        return f"{', '.join(self.targets)} cannot be reached: {'; '.join(self.witness)}"


@dataclass(unsafe_hash=True)
class TooOld(KgError):
    """Changes since a version before the first whose changes are kept. Read everything anew, and go on from there."""

    since: str
    available: tuple[str, ...]

    def __str__(self) -> str:
        first, last = self.available[0], self.available[-1]
        return (
            f"{shown(self.since)} is before {first}, the first version whose changes are kept: "
            f"read everything anew, and then ask for the changes since {last}"
        )


@dataclass(unsafe_hash=True)
class NotReleased(KgError):
    """The data cannot be released as the next version, and nothing was written."""

    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.reasons)


@dataclass(unsafe_hash=True)
class NotOurs(KgError):
    """A folder that is not to be written to, because of what it holds or who holds it."""

    folder: str
    why: str

    def __str__(self) -> str:
        return f"{self.folder} {self.why}: name another, or an empty one"


def shown(text: str, limit: int = 60) -> str:
    """The text in quotes, cut to `limit` characters, for use in a message."""
    return repr(cut(text, limit))


def cut(text: str, limit: int = 60) -> str:
    """The text, cut to `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def near(text: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The known names most like a mistyped one, best first; ties by name. Likeness (Indel) is 0.7 or more."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    candidates = sorted(known)
    scorer = Indel.normalized_similarity
    found = process.extract(text[:80], candidates, scorer=scorer, score_cutoff=0.7, limit=limit)
    return tuple(name for name, _, _ in found)


def did_you_mean(suggestions: Sequence[str]) -> str:
    """` (did you mean 'a' or 'b'?)`, or nothing."""
    return f" (did you mean {' or '.join(map(repr, suggestions))}?)" if suggestions else ""
