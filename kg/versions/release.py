"""Catalog -> the next release, or why there is none; and the release written down."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from kg.catalog import Catalog
from kg.errors import NotReleased, shown
from kg.model import Release
from kg.versions import files, log
from kg.versions.number import following, order
from kg.versions.stamp import stamped
from kg.versions.state import EMPTY, lost, released, state, states, steps

MOST = 20
"""How many reasons of a kind are told."""


def release(catalog: Catalog, version: str | None, day: date, note: str | None = None) -> Release:
    """The release that a clean catalog makes; it is compared with the last one, and git is not asked.

    Without a version it takes that of hub.yaml where it is newer than the last, or else the one after. Raises
    `NotReleased`: for a version that is not newer, a date before the last, no change, an id that is lost.
    """
    last = catalog.releases[-1] if catalog.releases else None
    version = version or _proposed(catalog, last)
    wrong = _against(last, version, day) if last else []
    old, new = released(catalog.releases), state(catalog)
    wrong += [
        f"the id {id!r} is gone: write `{id}: its-new-id` or `{id}: null` into redirects.yaml"
        for id in lost(old, new)[:MOST]
    ]
    changes = steps(old, new)
    if last and not changes:
        wrong.append(f"nothing has changed since version {last.version}: there is nothing to release")
    if wrong:
        raise NotReleased(tuple(wrong))
    try:
        return Release.model_validate({"version": version, "date": day, "note": note, "changes": changes})
    except ValidationError as error:
        told = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
        raise NotReleased(tuple(told)) from None


def _proposed(catalog: Catalog, last: Release | None) -> str:
    stated = catalog.hub.version
    if last is None or order(stated) > order(last.version):
        return stated
    proposed = following(last.version)
    if proposed is None:
        raise NotReleased((f"no version follows {shown(last.version)} by itself: give one",))
    return proposed


def _against(last: Release, version: str, day: date) -> list[str]:
    """What speaks against a version and a date after the last release."""
    wrong = []
    if order(version) <= order(last.version):
        wrong.append(f"version {version} is not newer than {last.version}, the last that was released")
    if day < last.date:
        wrong.append(f"the date {day} is before {last.date}, that of version {last.version}")
    return wrong


def joined(releases: Sequence[Release], keep: int) -> tuple[Release, ...]:
    """The last releases, at least one, the first of which stands for all before it."""
    first = max(len(releases) - max(keep, 1), 0)
    kept = [*releases[first:]]
    if first:
        whole = next(one for number, one in enumerate(states(releases)) if number == first)
        kept[0] = kept[0].model_copy(update={"changes": steps(EMPTY, whole)})
    return tuple(kept)


def write(folder: Path, releases: Sequence[Release], made: Release, keep: int | None = None) -> None:
    """Write a release down after those before it: version and date into hub.yaml, a line to changes.jsonl.

    With `keep`, only so many releases stay in changes.jsonl, the first of which stands for all before it. Both files
    are written or neither; if the machine stops between the two, hub.yaml has the new version, and to release once
    more completes it. Raises `OSError`, and `NotReleased` for a hub.yaml that cannot be edited, or where somebody else
    has released since these releases were read.
    """
    hub, changes = folder / "hub.yaml", folder / "changes.jsonl"
    old = changes.read_bytes() if changes.exists() else b""
    if [one for _, one in log.parse(old, changes.name)[0]] != list(releases):
        raise NotReleased(
            ("changes.jsonl has changed meanwhile: somebody else has released, look at it and try again",)
        )
    if keep is None:
        lines = old + (b"\n" if old and not old.endswith(b"\n") else b"") + log.line(made)
    else:
        lines = b"".join(map(log.line, joined((*releases, made), keep)))
    if len(lines) > log.MAX_BYTES:
        raise NotReleased((f"changes.jsonl would be larger than {log.MAX_BYTES // 2**20} MiB: keep fewer releases",))
    files.replace({hub: stamped(hub.read_bytes(), made.version, made.date), changes: lines})
