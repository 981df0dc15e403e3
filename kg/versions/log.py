"""The lines of changes.jsonl, one release each, the oldest first (JSON Lines)."""

import re
from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from kg.errors import Place, Problem, cut
from kg.model import ID, Release

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 16
MOST = 10
CODE = "malformed-release"

_ID = ID.pattern
KEYS: Mapping[str, re.Pattern[str]] = {
    "hub": re.compile("hub"),
    **dict.fromkeys(("kinds", "types", "sources", "redirects", "concepts", "pages"), ID),
    "groups": re.compile(rf"{_ID}\..+", re.DOTALL),
    "relations": re.compile(rf"{_ID}\.{_ID}\.{_ID}"),
}
"""The sections of a release, and the form of the keys in each."""

_LISTS = {"languages", "clusters", "options", "about", "teaches", "mentions"}


def line(release: Release) -> bytes:
    """A release as a line."""
    record = release.model_dump(mode="json", exclude_none=False)
    if release.note is None:
        del record["note"]
    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def parse(data: bytes, file: str) -> tuple[list[tuple[int, Release]], list[Problem]]:
    """The releases, each with the number of its line, and what is wrong with the others."""
    found: list[tuple[int, Release]] = []
    problems: list[Problem] = []
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 2**20} MiB: `kg release --keep` joins its oldest lines"
        return [], [Problem(CODE, message, Place(file, 1, 1))]
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        release, told = _release(text)
        if release is not None:
            found.append((number, release))
        problems += [Problem(CODE, message, Place(file, number, column)) for message, column in told]
    return found, problems


def _release(text: bytes) -> tuple[Release | None, list[tuple[str, int]]]:
    """The release in a line, or else what is wrong with it, each with a column."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return None, [(f"this is not JSON: {error.msg}", error.colno)]
    if not isinstance(value, dict) or not _shallow(value, MAX_DEPTH):
        return None, [("the line must hold an object with version, date and changes, as `kg release` writes it", 1)]
    try:
        found = Release.model_validate(value)
    except ValidationError as error:
        told = error.errors(include_url=False, include_input=False)[:MOST]
        return None, [(f"{'.'.join(map(str, one['loc']))}: {one['msg']}", 1) for one in told]
    wrong = [
        (f"{cut(key)} is no record of {cut(section)} that `kg release` writes", 1)
        for section, records in found.changes.items()
        for key, fields in records.items()
        if section not in KEYS or not KEYS[section].fullmatch(key) or not _fit(section, fields or {})
    ]
    return (None, wrong[:MOST]) if wrong else (found, [])


def _fit(section: str, fields: Mapping[str, Any]) -> bool:
    """Whether the fields that name languages or other records do so, which is all that is asked of old records."""
    lists = [fields[name] for name in _LISTS & fields.keys()]
    names = [fields[name] for name in (("to",) if section == "redirects" else ("cluster",)) if name in fields]
    questions = fields.get("questions", [])
    if not isinstance(questions, list) or fields.get("languages") == []:
        return False
    lists += [one.get("about", []) for one in questions if isinstance(one, dict)]
    named = all(isinstance(one, list) and all(isinstance(name, str) for name in one) for one in lists)
    return named and all(isinstance(name, str) for name in names) and all(isinstance(one, dict) for one in questions)


def _shallow(value: Any, room: int) -> bool:
    """Whether a value is nested no deeper than there is room for."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return room > 0 and all(_shallow(one, room - 1) for one in inner)
