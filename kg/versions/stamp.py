"""Version and date in hub.yaml, with every other byte left as it is."""

import re
from datetime import date

from kg.errors import NotReleased
from kg.syntax import Map, Mark, parse

_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^\s,{}\[\]#"\']\S*?(?=\s|,|\}|\Z)')
_BOM = "\ufeff"


def stamped(data: bytes, version: str, day: date) -> bytes:
    """The text of hub.yaml with another version and date.

    Raises `NotReleased` where they are written so that they cannot be replaced without touching more.
    """
    text = data.decode()
    bom, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    value, _ = parse(data, "hub.yaml")
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if isinstance(value, Map) and "date" in value:
        # from the end, so that what stands before keeps its place
        edits = {value.values_at["date"]: _written(day.isoformat())}
        if "version" in value:
            edits[value.values_at["version"]] = _written(version)
        for mark, new in sorted(edits.items(), reverse=True):
            _put(lines, mark, new)
        if "version" not in value:
            _insert(lines, value, f"version: {_written(version)}")
    made = (bom + "".join(lines)).encode()
    again, problems = parse(made, "hub.yaml")
    if problems or again != {**(value or {}), "version": version, "date": day.isoformat()}:
        raise NotReleased(
            ("version and date cannot be set in hub.yaml: write each on a line of its own, as plain text",)
        )
    return made


def _written(text: str) -> str:
    """A value as YAML: in quotes where it would be read as something other than text."""
    plain, problems = parse(f"v: {text}".encode(), "")
    return text if plain == {"v": text} and not problems else f'"{text}"'


def _put(lines: list[str], mark: Mark, new: str) -> None:
    """Writes a value where another stands."""
    line, start = lines[mark.line - 1], mark.column - 1
    found = _SCALAR.match(line, start)
    if found:
        lines[mark.line - 1] = line[:start] + new + line[found.end() :]


def _insert(lines: list[str], value: Map, entry: str) -> None:
    """Writes an entry before that of the date."""
    mark = value.keys_at["date"]
    line, start = lines[mark.line - 1], mark.column - 1
    indent = line[:start]
    end = line[len(line.rstrip("\r\n")) :] or "\n"
    # an entry stands on a line of its own, unless the mapping is in braces
    between = ", " if indent.strip() else f"{end}{indent}"
    lines[mark.line - 1] = f"{indent}{entry}{between}{line[start:]}"
