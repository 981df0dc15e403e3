"""site.folder: a folder that is kept equal to the site, whatever happens on the way."""

import errno
import fcntl
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kg import ConceptGraph
from kg.errors import NotOurs
from kg.site import File, Published, files, folder, publish
from tests.build import catalog

OLD = ConceptGraph.of(catalog("a requires b", "c requires b"))
NEW = ConceptGraph.of(catalog("a requires b", "d requires b", minutes={"a": 5}))


def state(place: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder: its bytes, and its number in the file system, which another file does not have."""
    return {
        one.relative_to(place).as_posix(): (one.read_bytes(), one.stat().st_ino)
        for one in place.rglob("*")
        if one.is_file()
    }


def contents(place: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest."""
    return {name: body for name, (body, _) in state(place).items() if name != "manifest.json"}


def site(graph: ConceptGraph) -> dict[str, bytes]:
    """What is to be in the folder."""
    return {file.name: file.make() for file in files(graph)}


def test_the_folder_is_the_site_and_the_manifest_tells_of_it(tmp_path: Path) -> None:
    """Every file is there; the manifest has size, digest, type and address of each, and a date without a clock."""
    done = publish(tmp_path / "a" / "kg", OLD)
    place = tmp_path / "a" / "kg"
    assert contents(place) == site(OLD)
    manifest = json.loads((place / "manifest.json").read_bytes())
    assert {
        key: manifest[key] for key in ("kind", "schema", "version", "graph", "date", "licence", "lang", "base")
    } == {
        "kind": "kg-site",
        "schema": 1,
        "version": OLD.hub.version,
        "graph": OLD.version,
        "date": "2026-01-01",
        "licence": OLD.hub.licence,
        "lang": "en",
        "base": "/",
    }
    assert manifest["files"] == {
        file.name: {
            "question": type(file.question).__name__,
            "address": f"/{file.name}",
            "media": file.media,
            "size": len(body := file.make()),
            "sha256": sha256(body).hexdigest(),
        }
        for file in files(OLD)
    }
    assert done == Published(len(site(OLD)), 0, 0, sum(map(len, site(OLD).values())))
    assert [one.name for one in (tmp_path / "a").iterdir()] == ["kg"]


def test_to_write_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """All files stay the files that they are, the folder itself, too."""
    publish(tmp_path / "kg", OLD)
    before, itself = state(tmp_path / "kg"), (tmp_path / "kg").stat()
    done = publish(tmp_path / "kg", OLD)
    assert (done.written, done.removed) == (0, 0)
    assert state(tmp_path / "kg") == before
    assert (tmp_path / "kg").stat() == itself


def test_only_what_has_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    """A file whose bytes are the same is the same file, with its time; the files of a concept that is gone are gone."""
    place = tmp_path / "kg"
    publish(place, OLD)
    before = state(place)
    for name in before:
        os.utime(place / name, (1_000_000_000, 1_000_000_000))
    done = publish(place, NEW)
    assert contents(place) == site(NEW)
    same = {name for name, body in site(NEW).items() if site(OLD).get(name) == body}
    assert {name for name, facts in state(place).items() if before.get(name) == facts} == same
    assert {name for name in contents(place) if (place / name).stat().st_mtime == 1_000_000_000} == same
    assert done[:3] == (len(site(NEW)) - len(same), len(same), len(set(site(OLD)) - set(site(NEW))))
    assert len(same) > 5
    assert not (place / "concepts" / "c.json").exists()


def test_a_file_that_was_tampered_with_is_written_anew(tmp_path: Path) -> None:
    """What counts is what a file holds, not what the manifest says of it."""
    publish(tmp_path / "kg", OLD)
    (tmp_path / "kg" / "llms.txt").write_text("x" * len(site(OLD)["llms.txt"]))
    (tmp_path / "kg" / "glossary.json").unlink()
    assert publish(tmp_path / "kg", OLD).written == 2
    assert contents(tmp_path / "kg") == site(OLD)


def test_files_of_others_stay(tmp_path: Path) -> None:
    """What the manifest does not list is not ours to remove, links among it, which are not followed."""
    place = tmp_path / "kg"
    publish(place, OLD)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "concepts.json").write_text("theirs")
    (place / "CNAME").write_text("hub.example")
    (place / "own").mkdir()
    (place / "own" / "link").symlink_to(tmp_path / "outside")
    publish(place, NEW)
    assert (place / "CNAME").read_text() == "hub.example"
    assert (place / "own" / "link").readlink() == tmp_path / "outside"
    assert (tmp_path / "outside" / "concepts.json").read_text() == "theirs"


def test_a_link_in_the_place_of_a_file_is_replaced(tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder is read or written through."""
    place, outside = tmp_path / "kg", tmp_path / "outside"
    publish(place, OLD)
    (place / "concepts").rename(outside)
    (place / "concepts").symlink_to(outside)
    (place / "llms.txt").rename(tmp_path / "other.txt")
    (place / "llms.txt").symlink_to(tmp_path / "other.txt")
    theirs = state(outside), (tmp_path / "other.txt").read_bytes()
    publish(place, NEW)
    assert contents(place) == site(NEW)
    assert not (place / "concepts").is_symlink()
    assert not (place / "llms.txt").is_symlink()
    assert (state(outside), (tmp_path / "other.txt").read_bytes()) == theirs


@pytest.mark.parametrize(
    "manifest",
    [None, "", "[]", "{}", '{"kind": "other", "files": {}}', '{"kind": "kg-site"}', "[" * 100_000, "\ud800"],
)
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, manifest: str | None) -> None:
    """One that holds something but no manifest of ours stays as it is."""
    place = tmp_path / "kg"
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")
    if manifest is not None:
        (place / "manifest.json").write_bytes(manifest.encode(errors="surrogatepass"))
    before = state(place)
    with pytest.raises(NotOurs, match=r"is not empty and has no manifest\.json"):
        publish(place, OLD)
    assert state(place) == before
    assert [one.name for one in tmp_path.iterdir()] == ["kg"]


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A file, and a link even to a folder that would do."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("file", "link"):
        with pytest.raises(NotOurs, match="is not a folder"):
            publish(tmp_path / name, OLD)
    publish(tmp_path / "empty", OLD)
    assert contents(tmp_path / "empty") == site(OLD)


def test_a_hostile_manifest_makes_nothing_outside_go(tmp_path: Path) -> None:
    """Names that lead out of the folder are names of nothing in it."""
    place = tmp_path / "kg"
    publish(place, OLD)
    (tmp_path / "precious").write_text("x")
    manifest = json.loads((place / "manifest.json").read_bytes())
    manifest["files"] |= {"../precious": {}, str(tmp_path / "precious"): 1, "": None}
    (place / "manifest.json").write_text(json.dumps(manifest))
    assert publish(place, NEW).removed == 4
    assert (tmp_path / "precious").read_text() == "x"


# -- what fails on the way


@pytest.mark.parametrize("after", [0, 1, 7, 30])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Wherever the writing fails, the old folder is whole, and nothing is left beside it."""
    place, real, left = tmp_path / "kg", Path.write_bytes, [after]
    publish(place, OLD)
    before = state(place)

    def write(self: Path, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", write)
    with pytest.raises(OSError, match="No space left"):
        publish(place, ConceptGraph.of(catalog(*"abcdefgh", "i requires a b", minutes={"a": 1, "b": 2, "c": 3})))
    assert state(place) == before
    assert [one.name for one in tmp_path.iterdir()] == ["kg"]


def test_an_exchange_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new folder cannot take the place, the old one returns to it."""
    place, real = tmp_path / "kg", Path.rename
    publish(place, OLD)
    before = state(place)

    def rename(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="Input/output"):
        publish(place, NEW)
    assert state(place) == before


KILLED = """
import os, sys
from pathlib import Path
from kg.site import folder, publish
from tests.kg.site.test_folder import NEW
event, left = sys.argv[2], int(sys.argv[3])
def hook(name, args):
    global left
    if name == event and "kg-site" in str(args):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(hook)
publish(Path(sys.argv[1]), NEW)
"""


@pytest.mark.parametrize(("event", "after"), [("open", 3), ("os.link", 4), ("os.rename", 0), ("os.rename", 1)])
def test_a_kill_leaves_the_old_folder_or_one_that_the_next_run_finds(tmp_path: Path, event: str, after: int) -> None:
    """Killed while it writes, a run leaves the old folder whole; between the two renames, all of it beside."""
    place = tmp_path / "kg"
    publish(place, OLD)
    before = state(place)
    found = subprocess.run(
        [sys.executable, "-c", KILLED, place, event, str(after)], check=False, cwd=Path(__file__).parents[3]
    )
    assert found.returncode == -9
    away = (event, after) == ("os.rename", 1)
    assert state(folder._beside(place, "old") if away else place) == before
    assert place.exists() is not away
    publish(place, OLD)
    assert state(place) == before
    publish(place, NEW)
    assert contents(place) == site(NEW)
    assert [one.name for one in tmp_path.iterdir()] == ["kg"]


def test_two_runs_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    """The second is told that a folder is being written, and changes nothing."""
    place = tmp_path / "kg"
    publish(place, OLD)
    before, stage = state(place), folder._beside(place, "new")
    stage.mkdir()
    (stage / "half").write_text("x")
    held = os.open(stage, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(NotOurs, match="is being written by another run"):
        publish(place, NEW)
    assert (stage / "half").read_text() == "x"
    os.close(held)
    publish(place, NEW)
    assert state(place) != before
    assert [one.name for one in tmp_path.iterdir()] == ["kg"]


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then what stays the same is copied, with its time."""

    def link(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    place = tmp_path / "kg"
    publish(place, OLD)
    os.utime(place / "robots.txt", (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(os, "link", link)
    publish(place, NEW)
    assert contents(place) == site(NEW)
    assert (place / "robots.txt").stat().st_mtime == 1_000_000_000


def test_progress_is_told(tmp_path: Path) -> None:
    """How many files of how many, up to all."""
    told = list[tuple[int, int]]()
    publish(tmp_path / "kg", OLD, tell=lambda done, total: told.append((done, total)))
    total = len(site(OLD))
    assert told == [(done, total) for done in range(1, total + 1)]


def test_a_file_that_cannot_be_made_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in one answer is no half folder."""

    def failing() -> bytes:
        raise IndexError

    def broken(graph: ConceptGraph, lang: str | None) -> list[File]:
        first, second, *_ = files(graph, lang)
        return [first, second._replace(make=failing)]

    publish(tmp_path / "kg", OLD)
    before = state(tmp_path / "kg")
    monkeypatch.setattr(folder, "files", broken)
    with pytest.raises(IndexError):
        publish(tmp_path / "kg", NEW)
    assert state(tmp_path / "kg") == before
