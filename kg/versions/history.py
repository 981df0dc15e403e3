"""Releases -> the changes that each made, as plain data for a graph to hold."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.model import Release
from kg.versions.difference import Change, between
from kg.versions.state import EMPTY, State, stepped

Plain = dict[str, Any]


def history(releases: Sequence[Release]) -> tuple[list[Plain], list[Plain]]:
    """The releases and all their changes, both the oldest first.

    A release is told by version, date, note and the numbers of its changes, from `at` to before `end`. A change has
    the fields of `kg.versions.difference.Change` that say something, and `latest`: the concepts that no later change
    touches, each with the numbers of the releases that made it or ended it. The first release, which may stand for
    many before it, is a single change.
    """
    told: list[Plain] = []
    changes: list[Plain] = []
    state: State = EMPTY
    for number, release in enumerate(releases):
        before, state = state, stepped(state, release.changes)
        made = [_first(state)] if number == 0 else between(before, state, release.changes)
        facts = {"version": release.version, "date": release.date.isoformat(), "note": release.note}
        told.append({**facts, "at": len(changes), "end": len(changes) + len(made)})
        changes += map(_plain, made)
    for k, latest in _latest(told, changes):
        changes[k]["latest"] = latest
    return told, changes


def _plain(change: Change) -> Plain:
    return {name: value for name, value in change._asdict().items() if value is not None}


def _first(state: State) -> Change:
    """What the first release is told by: how much it holds."""
    nouns = {"concepts": ("concept", "concepts"), "relations": ("relation", "relations"), "pages": ("page", "pages")}
    counts = {section: len(state.get(section, ())) for section in nouns}
    told = ", ".join(f"{count} {nouns[section][count != 1]}" for section, count in counts.items())
    languages: Iterable[str] = state.get("hub", EMPTY).get("hub", {}).get("languages", ["en"])
    said = dict.fromkeys(languages, f"The first version: {told}.")
    return Change("hub/hub/added", "hub", "hub", "added", None, None, None, None, (), said)


def _latest(releases: Sequence[Plain], changes: Sequence[Plain]) -> Iterator[tuple[int, dict[str, list[int]]]]:
    """For each change the concepts that no newer one touches, with the releases that made or ended them.

    The newer release counts as newer, and in a release the earlier change, as they are told.
    """
    seen: dict[str, int] = {}
    flips: dict[str, set[int]] = {}
    found: dict[int, dict[str, list[int]]] = {}
    for number in reversed(range(len(releases))):
        for k in range(releases[number]["at"], releases[number]["end"]):
            change = changes[k]
            for id in change["concepts"]:
                seen.setdefault(id, k)
            for id in _flipped(change):
                flips.setdefault(id, set()).add(number)
    for id, k in seen.items():
        found.setdefault(k, {})[id] = sorted(flips.get(id, ()))
    yield from sorted(found.items())


def _flipped(change: Plain) -> tuple[str, ...]:
    """The concepts that a change makes or ends."""
    if change["section"] != "concepts" or change["action"] == "changed":
        return ()
    return (change["key"], change["before"]) if change["action"] == "renamed" else (change["key"],)
