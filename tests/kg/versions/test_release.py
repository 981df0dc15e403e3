"""The next release: what it is compared with, what refuses it, and how it is written down."""

import errno
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import kg
from kg.catalog import Catalog
from kg.dump import dump
from kg.errors import NotReleased
from kg.folder import read
from kg.model import Release
from kg.rules import check
from kg.versions.release import joined, release, write
from kg.versions.state import released, state, states, steps
from tests.build import catalog
from tests.strategies import catalogs, content, reread

TOY = Path(__file__).parents[2] / "toy"
DAY = date(2026, 3, 2)


def after(found: Catalog, *releases: Release, **hub: Any) -> Catalog:
    """The catalog after some releases, the last of which its hub states, unless it is given otherwise."""
    last = releases[-1]
    facts = {"version": last.version, "date": last.date, **hub}
    return replace(found, releases=releases, hub=found.hub.model_copy(update=facts))


def refused(found: Catalog, version: str | None = None, day: date = DAY, note: str | None = None) -> tuple[str, ...]:
    """Why a catalog is not released."""
    with pytest.raises(NotReleased) as caught:
        release(found, version, day, note)
    return caught.value.reasons


FIRST = release(catalog("a", "b requires a"), "1.0.0", DAY)
SAME = after(catalog("a", "b requires a"), FIRST)
MORE = after(catalog("a", "b requires a", "c"), FIRST)


def test_the_first_release_holds_all() -> None:
    """There is nothing to compare it with, so that all is new; its version and date are those of hub.yaml or given."""
    assert [*states([FIRST])] == [{key: some for key, some in state(SAME).items() if some}]
    assert release(catalog("a"), None, DAY).version == catalog("a").hub.version


def test_a_release_holds_what_differs() -> None:
    """It is compared with the last one, as the lines of the file add up to, and holds no more than the difference."""
    made = release(MORE, "1.1.0", DAY, "One more.")
    assert made.changes == {"concepts": {"c": {"label": {"en": "C"}}}}
    assert (made.version, made.date, made.note) == ("1.1.0", DAY, "One more.")


@pytest.mark.parametrize(
    ("last", "stated", "proposed"),
    [("1.0.0", "1.0.0", "1.0.1"), ("1.0.0", "2.0.0", "2.0.0"), ("1.9", "1.8", "1.10"), ("2026.11", "0.0.0", "2026.12")],
)
def test_the_version_that_is_proposed(last: str, stated: str, proposed: str) -> None:
    """Without a version it is that of hub.yaml where it is newer than the last, else the one after the last."""
    found = after(MORE, FIRST.model_copy(update={"version": last}), version=stated)
    assert release(found, None, DAY).version == proposed


@pytest.mark.parametrize("version", ["1.0.0", "0.9", "1.0.0-rc.1", "1.0", "1.0.0+2"])
def test_a_version_that_is_not_newer_is_refused(version: str) -> None:
    """Also one that differs, but is equally new."""
    assert refused(MORE, version) == (f"version {version} is not newer than 1.0.0, the last that was released",)


def test_what_else_is_refused() -> None:
    """A date before the last, no change, no version to propose, and a version or note that is none."""
    assert refused(MORE, "2", date(2026, 3, 1)) == ("the date 2026-03-01 is before 2026-03-02, that of version 1.0.0",)
    assert refused(SAME) == ("nothing has changed since version 1.0.0: there is nothing to release",)
    assert refused(after(MORE, FIRST.model_copy(update={"version": "x"})))[0].startswith("no version follows 'x'")
    assert refused(MORE, "2 0")[0].startswith("version: ")
    assert refused(MORE, "2", DAY, "a\x00b")[0].startswith("note: ")


def test_an_id_that_is_lost_is_refused_with_the_way_out() -> None:
    """What the message says to write makes the release possible."""
    gone = after(catalog("b"), FIRST)
    assert refused(gone) == ("the id 'a' is gone: write `a: its-new-id` or `a: null` into redirects.yaml",)
    for redirects in ({"a": "b"}, {"a": None}):
        assert release(replace(gone, redirects=redirects), None, DAY).changes["concepts"]["a"] is None
    # an old id stays redirected
    second = release(replace(gone, redirects={"a": "b"}), None, DAY)
    assert "the id 'a' is gone" in refused(after(catalog("b", "c"), FIRST, second))[0]


def test_old_releases_are_joined() -> None:
    """The first that is kept stands for all before it: every later state is as it was."""
    made, found = [FIRST], SAME
    for number, line in enumerate(("c", "d requires c", "e"), 1):
        found = replace(catalog("a", "b requires a", "c", line), releases=tuple(made), redirects={"d": None, "e": None})
        found = replace(found, redirects={id: None for id in "de" if id not in found.concepts})
        made.append(release(found, f"1.{number}.0", DAY))
    for keep in range(1, 6):
        kept = joined(made, keep)
        assert [one.version for one in kept] == [one.version for one in made[-keep:]]
        assert [*states(kept)] == [
            {section: some for section, some in one.items() if some or section in both}
            for one, both in zip([*states(made)][-keep:], states(kept), strict=True)
        ]


@settings(max_examples=12)
@given(catalogs(), catalogs(), catalogs())
def test_whatever_was_released_is_known_again(one: Catalog, two: Catalog, three: Catalog) -> None:
    """Release by release, written and read: the last state is the catalog's, and releasing it again has no change."""
    done: tuple[Release, ...] = ()
    for number, found in enumerate((one, two, three)):
        gone = {id: None for past in states(done) for id in past["concepts"] if id not in found.concepts}
        old = {id: None for past in states(done) for id in past.get("redirects", {}) if id not in found.concepts}
        kept = replace(found, releases=done, redirects={**gone, **old, **found.redirects})
        if number == 0 or steps(released(done), state(kept)):
            done = (*done, release(kept, f"{number}.1", DAY))
        again, problems = reread(dump(after(kept, *done)))
        assert problems == []
        assert [problem.code for problem in check(again) if problem.severity == "error"] == []
        assert content(again)["releases"] == done
        assert refused(again, "99")[-1].startswith("nothing has changed")
        assert {key: some for key, some in released(done).items() if some} == {
            key: some for key, some in state(kept).items() if some
        }


# -- on the disk


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Path:
    """A hub that was released once, and changed since."""
    folder = tmp_path / "hub"
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("article.txt"))
    write(folder, (), release(read(folder)[0], None, DAY))
    hub = folder / "hub.yaml"
    hub.write_text(hub.read_text().replace("minutes: 20", "minutes: 25  # judged anew"))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def made(folder: Path) -> tuple[tuple[Release, ...], Release]:
    """The releases of a folder, and the next."""
    found, problems = read(folder)
    assert problems == []
    return found.releases, release(found, None, date(2026, 4, 1))


def test_a_release_is_written_down(hub: Path) -> None:
    """hub.yaml has the new version and date, changes.jsonl a line more, and not a byte else has changed."""
    before = files(hub)
    write(hub, *made(hub))
    now = files(hub)
    text = before["hub.yaml"].decode()
    assert now.pop("hub.yaml").decode() == text.replace("1.0.0", "1.0.1").replace("2026-03-02", "2026-04-01")
    lines = now.pop("changes.jsonl")
    assert lines.startswith(before["changes.jsonl"])
    assert lines.count(b"\n") == 2
    assert now == {name: data for name, data in before.items() if name not in ("hub.yaml", "changes.jsonl")}
    assert kg.load(hub).releases[-1].version == "1.0.1"


def test_a_line_without_an_end_gets_one(hub: Path) -> None:
    """A file that was edited so that its last line does not end is added to all the same; with `keep` it is joined."""
    path = hub / "changes.jsonl"
    path.write_bytes(path.read_bytes().rstrip())
    write(hub, *made(hub))
    assert [one.version for one in read(hub)[0].releases] == ["1.0.0", "1.0.1"]
    hub_file = hub / "hub.yaml"
    hub_file.write_text(hub_file.read_text().replace("minutes: 25", "minutes: 30"))
    write(hub, *made(hub), keep=1)
    found, problems = read(hub)
    assert ([one.version for one in found.releases], problems) == (["1.0.2"], [])
    assert refused(found)[-1].startswith("nothing has changed")


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_full_disk_leaves_all_as_it_was(hub: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """No file is half written and none is left over, and the same release is made once there is room."""
    before, real, calls = files(hub), getattr(os, call), []

    def failing(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        if len(calls) == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **more)

    next_ = made(hub)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing)
        with pytest.raises(OSError, match="No space left"):
            write(hub, *next_)
    assert files(hub) == before
    write(hub, *made(hub))
    assert [one.version for one in read(hub)[0].releases] == ["1.0.0", "1.0.1"]


@pytest.mark.parametrize("keep", [None, 1])
def test_of_two_who_release_at_a_time_one_does(hub: Path, keep: int | None) -> None:
    """Who has read the releases before another was written is told so, and that one stays as it is."""
    mine, theirs = made(hub), made(hub)
    write(hub, *theirs)
    before = files(hub)
    with pytest.raises(NotReleased, match="somebody else has released"):
        write(hub, *mine, keep=keep)
    assert files(hub) == before


def test_a_stop_between_the_two_files_is_made_good(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the machine stops after hub.yaml was replaced, the check says so, and releasing again completes it."""
    whole, real, calls = made(hub), os.replace, []

    def stopping(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments, **more)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stopping)
        with pytest.raises(KeyboardInterrupt):
            write(hub, *whole)
    found, problems = read(hub)
    assert problems == []
    assert [problem.code for problem in check(found)] == ["unreleased-version"]
    write(hub, *made(hub))
    found, problems = read(hub)
    assert [*problems, *check(found)] == []
    assert found.releases == (*whole[0], whole[1])


def test_too_many_releases_are_refused(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that could not be read again is not written."""
    before, next_ = files(hub), made(hub)
    monkeypatch.setattr("kg.versions.log.MAX_BYTES", len(before["changes.jsonl"]) + 10)
    with pytest.raises(NotReleased, match="keep fewer releases"):
        write(hub, *next_)
    assert files(hub) == before
