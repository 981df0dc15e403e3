"""Files replaced in whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path


def replace(files: Mapping[Path, bytes]) -> None:
    """Write some files, each in place of the one that is there; where one cannot be written, all stay as they were.

    All are written beside the old ones first, to the disk, and then renamed one after the other, in the order given.
    Raises `OSError`.
    """
    with ExitStack() as stack:
        paths = [path.resolve() for path in files]
        made = [_beside(path, data, stack) for path, data in zip(paths, files.values(), strict=True)]
        kept = [_beside(path, path.read_bytes(), stack) if path.exists() else None for path in paths]
        done = 0
        try:
            for new, path in zip(made, paths, strict=True):
                new.replace(path)
                done += 1
        except OSError:
            for old, path in zip(kept[:done], paths[:done], strict=True):
                _restored(path, old)
            raise
        for folder in {path.parent for path in paths}:
            _settle(folder)


def _restored(path: Path, old: Path | None) -> None:
    if old is None:
        path.unlink()
    else:
        old.replace(path)


def _beside(path: Path, data: bytes, stack: ExitStack) -> Path:
    """A new file beside one, under a name that starts with a dot, which goes with the stack."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    stack.callback(_forget, name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, name)
    else:
        Path(name).chmod(0o644)
    return Path(name)


def _forget(name: str) -> None:
    Path(name).unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Has the names in a folder written to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
