"""Keeping a folder equal to the site of a graph.

The new folder is built beside the old one, whole, and takes its place at the end. So whatever fails on the way, a full
disk or a kill, leaves the old folder as it was, and no reader ever sees a mixture. The exchange is two renames: killed
between them the folder is away, and the next run puts the old one back. What a loss of power leaves is up to the file
system.

A file whose bytes stay the same stays the same file (a hard link), with its time of modification. Files of others in
the folder stay, too. Links are never followed.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from kg.errors import NotOurs
from kg.graph import ConceptGraph
from kg.render import render
from kg.site.table import File, count, files

MANIFEST, KIND, SCHEMA = "manifest.json", "kg-site", 1


class Published(NamedTuple):
    """What a run did: how many files it wrote, left as they were, and removed; and the bytes of all there are now."""

    written: int
    kept: int
    removed: int
    size: int


def publish(
    folder: Path, graph: ConceptGraph, lang: str | None = None, tell: Callable[[int, int], None] = lambda *_: None
) -> Published:
    """Make a folder equal to the site of a graph. `tell` hears how many files of how many are done.

    Raises `NotOurs` for a folder that holds other things, or that another run is writing; `OSError` where it cannot be
    written, and what was there stays.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - to resolve it would follow links
    _restore(folder)
    old, present = _manifest(folder), dict(_entries(folder))
    ours = {MANIFEST, *old.get("files", ())}
    with _staged(folder) as stage:
        entries, written, total = dict[str, Any](), 0, count(graph)
        for done, file in enumerate(files(graph, lang), 1):
            body = file.make()
            written += not _placed(folder, stage, file.name, body, present)
            entries[file.name] = _entry(graph, file, lang, body)
            tell(done, total)
        removed = len((ours - {MANIFEST} - entries.keys()) & present.keys())
        manifest = render({**_head(graph, lang), "files": entries})
        same = _placed(folder, stage, MANIFEST, manifest, present)
        for name in present.keys() - ours - entries.keys():
            _carry(folder / name, stage / name)
        if written or removed or not same:
            _exchange(folder, stage)
    size = sum(entry["size"] for entry in entries.values())
    return Published(written, len(entries) - written, removed, size)


def _head(graph: ConceptGraph, lang: str | None) -> dict[str, Any]:
    """What the manifest says of all files together. Its dates are those of the hub, so that it has no clock."""
    hub = graph.hub
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "hub": hub.iri,
        "title": hub.title,
        "version": hub.version,
        "date": hub.date.isoformat(),
        "graph": graph.version,
        "licence": hub.licence,
        "publisher": hub.publisher,
        "lang": lang or hub.language,
        "base": graph.base,
    }


def _entry(graph: ConceptGraph, file: File, lang: str | None, body: bytes) -> dict[str, Any]:
    query = f"?{urlencode({'lang': lang})}" if lang else ""
    return {
        "question": type(file.question).__name__,
        "address": f"{graph.base}{file.name}{query}",
        "media": file.media,
        "size": len(body),
        "sha256": sha256(body).hexdigest(),
    }


# -- the folder that is there


def _restore(folder: Path) -> None:
    """Put the folder back that a run was killed over, or clear away what one left behind."""
    before = _beside(folder, "old")
    if before.is_dir() and not before.is_symlink():
        if os.path.lexists(folder):
            shutil.rmtree(before)
        else:
            before.rename(folder)


def _manifest(folder: Path) -> Mapping[str, Any]:
    """The manifest of a folder; empty for one that is still to be filled. Raises `NotOurs`."""
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        raise NotOurs(str(folder), "is not a folder")
    if not any(folder.iterdir()):
        return {}
    file = folder / MANIFEST
    try:
        found = None if file.is_symlink() else json.loads(file.read_bytes())
    except (FileNotFoundError, IsADirectoryError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("kind") != KIND or not isinstance(found.get("files"), dict):
        raise NotOurs(str(folder), f"is not empty and has no {MANIFEST} of this command")
    return found


def _entries(folder: Path) -> Iterator[tuple[str, bool]]:
    """What is in a folder by its path inside, and whether it is a plain file; folders are gone into, links are not."""
    open_ = [folder] if folder.is_dir() else []
    while open_:
        with os.scandir(open_.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    open_.append(Path(entry.path))
                else:
                    yield Path(entry.path).relative_to(folder).as_posix(), entry.is_file(follow_symlinks=False)


# -- the folder that takes its place


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.kg-site-{what}")


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """An empty folder beside another, which is gone afterwards unless it was renamed. Raises `NotOurs` if it is in use."""
    stage = _beside(folder, "new")
    stage.mkdir(parents=True, exist_ok=True)
    held = os.open(stage, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotOurs(str(folder), "is being written by another run") from None
        for left in tuple(stage.iterdir()):
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    finally:
        os.close(held)


def _placed(folder: Path, stage: Path, name: str, body: bytes, present: Mapping[str, bool]) -> bool:
    """Put a file into the new folder; whether the old one has it with the same bytes, so that it is that very file."""
    old, new = folder / name, stage / name
    if present.get(name) and old.stat().st_size == len(body) and old.read_bytes() == body:
        _carry(old, new)
        return True
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_bytes(body)
    return False


def _carry(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(old, new, follow_symlinks=False)


def _exchange(folder: Path, stage: Path) -> None:
    """Let the new folder take the place of the old one."""
    before = _beside(folder, "old")
    if not os.path.lexists(folder):
        stage.rename(folder)
        return
    shutil.copymode(folder, stage)
    folder.rename(before)
    try:
        stage.rename(folder)
    except OSError:
        before.rename(folder)
        raise
    shutil.rmtree(before)
