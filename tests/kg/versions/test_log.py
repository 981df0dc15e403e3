"""The lines of changes.jsonl."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Release
from kg.versions import log
from kg.versions.difference import difference
from kg.versions.state import EMPTY, state, stepped, steps
from tests.build import HUB, catalog
from tests.strategies import catalogs

GOOD: dict[str, Any] = {"version": "1.0.0", "date": "2026-01-01", "changes": {}}


def release(**facts: Any) -> Release:
    """A release with some facts of its own."""
    return Release.model_validate({**GOOD, **facts})


@settings(max_examples=25)
@given(catalogs(), st.none() | st.just("A note – with “marks”."))
def test_what_is_written_is_read_again(found: Catalog, note: str | None) -> None:
    """A release of any catalog is one line, and reading it gives the release."""
    made = release(changes=steps(EMPTY, state(found)), note=note)
    data = log.line(made)
    assert (data.count(b"\n"), data[-1:]) == (1, b"\n")
    assert log.parse(data * 2, "f") == ([(1, made), (2, made)], [])
    assert stepped(EMPTY, made.changes) == {key: some for key, some in state(found).items() if some}


BAD = {
    "not JSON": (b"{", "this is not JSON", 2),
    "cut off": (json.dumps(GOOD).encode()[:-5], "this is not JSON", None),
    "no object": (b"[]", "the line must hold an object", 1),
    "too deep": (json.dumps({**GOOD, "changes": {"pages": json.loads("[" * 20 + "]" * 20)}}).encode(), "object", 1),
    "far too deep": (b"[" * 100_000, "this is not JSON", None),
    "not UTF-8": (b'{"version": "\xff"}', "this is not JSON", None),
    "no date": (json.dumps({"version": "1", "changes": {}}).encode(), "date: Field required", 1),
    "odd version": (json.dumps({**GOOD, "version": "a b"}).encode(), "version: ", 1),
    "more": (json.dumps({**GOOD, "more": 1}).encode(), "more: ", 1),
    "odd section": (json.dumps({**GOOD, "changes": {"x": {"a": {}}}}).encode(), "a is no record of x", 1),
    "odd key": (json.dumps({**GOOD, "changes": {"relations": {"a.b": {}}}}).encode(), "a.b is no record", 1),
    "odd list": (json.dumps({**GOOD, "changes": {"pages": {"p": {"about": [1]}}}}).encode(), "p is no record", 1),
}


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_no_release_is_told_with_its_place(name: str) -> None:
    """It is told at its line and, where it is known, column; the lines around it are read."""
    data, message, column = BAD[name]
    good = log.line(release())
    found, problems = log.parse(good + data + b"\n\n" + good, "data/changes.jsonl")
    assert [line for line, _ in found] == [1, 4]
    (problem,) = problems
    assert problem.place is not None
    assert (problem.code, problem.severity) == ("malformed-release", "error")
    assert (problem.place.file, problem.place.line) == ("data/changes.jsonl", 2)
    assert column in (None, problem.place.column)
    assert message in problem.message


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is bounded, and the message says what makes it smaller."""
    monkeypatch.setattr(log, "MAX_BYTES", 10)
    found, (problem,) = log.parse(log.line(release()), "f")
    assert found == []
    assert "`kg release --keep`" in problem.message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "en", "{from}", "\ud7ff"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "id", "a"]), inner, max_size=2),
    max_leaves=4,
)
_FIELDS = st.dictionaries(
    st.sampled_from(
        ["label", "title", "to", "about", "questions", "options", "at-least", "languages", "why", "evidence", "cluster"]
    ),
    _JSON,
    max_size=3,
)
_KEYS = {"groups": "a.any", "relations": "a.requires.b", "hub": "hub"}


@settings(max_examples=100)
@given(st.lists(st.dictionaries(st.sampled_from([*log.KEYS]), st.none() | _FIELDS, max_size=3), min_size=1, max_size=3))
def test_whatever_is_read_can_be_told(drawn: list[dict[str, dict[str, Any] | None]]) -> None:
    """No line that passes for a release, whatever its records hold, keeps a graph from being made."""
    lines = [
        {
            **GOOD,
            "version": str(number),
            "changes": {section: {_KEYS.get(section, "a"): one} for section, one in some.items()},
        }
        for number, some in enumerate(drawn)
    ]
    found, _ = log.parse("\n".join(map(json.dumps, lines)).encode(), "f")
    whole = catalog("a")
    graph = ConceptGraph.of(Catalog(HUB, whole.kinds, whole.types, whole.concepts, releases=tuple(r for _, r in found)))
    assert len(graph.releases) == len(found)
    for _, one in found:
        difference(stepped(EMPTY, one.changes), EMPTY)
