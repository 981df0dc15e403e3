"""Files replaced in whole or not at all."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from kg.versions.files import replace


def content(folder: Path) -> dict[str, bytes]:
    """What is in a folder, with whatever was left behind."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "b").write_bytes(b"old b")
    return tmp_path


def wanted(folder: Path) -> dict[Path, bytes]:
    """Two files that are there, and one that is not."""
    return {folder / "a": b"new a", folder / "b": b"", folder / "c": b"new c"}


def test_all_are_replaced(folder: Path) -> None:
    """Files that are there and files that are not have what was to be written, and nothing is left beside them."""
    replace(wanted(folder))
    assert content(folder) == {"a": b"new a", "b": b"", "c": b"new c"}


def test_rights_and_links_stay(folder: Path) -> None:
    """A file keeps who may read it; one that is a link to another stays a link, and the other is replaced."""
    (folder / "a").chmod(0o640)
    (folder / "link").symlink_to("a")
    replace({folder / "link": b"new", folder / "c": b"c"})
    assert (folder / "link").is_symlink()
    assert (folder / "a").read_bytes() == b"new"
    assert (folder / "a").stat().st_mode & 0o777 == 0o640
    assert (folder / "c").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", range(3))
def test_a_full_disk_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """Whichever write or renaming fails, every file is as it was, and nothing is left beside them."""
    before, real, calls = content(folder), getattr(os, call), []

    def failing(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        if len(calls) == number + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **more)

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(OSError, match="No space left"):
        replace(wanted(folder))
    assert len(calls) > number
    assert content(folder) == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """It is told, and the other files stay as they were."""
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileNotFoundError):
        replace({tmp_path / "a": b"new", tmp_path / "none" / "b": b"new"})
    assert content(tmp_path) == {"a": b"old"}
