"""formats of a path: what holds for every one of them."""

import copy
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from kg.answers.shapes import PathAnswer
from kg.formats import PATH_FORMATS
from tests.kg.formats.paths import calendar, full, line, path, paths


@pytest.mark.parametrize("name", PATH_FORMATS)
def test_equal_paths_give_equal_bytes(name: str) -> None:
    """A copy is formatted to the same bytes, and formatting leaves the answer as it was."""
    empty: PathAnswer = {**path([]), "calendar": calendar([])}
    for one in full(), empty:
        before = copy.deepcopy(one)
        assert PATH_FORMATS[name].write(one) == PATH_FORMATS[name].write(before)
        assert one == before


def test_bytes_do_not_depend_on_the_process() -> None:
    """With another seed of Python's hashes they are the same."""
    script = (
        "from hashlib import sha256; from kg.formats import PATH_FORMATS; from tests.kg.formats.paths import *; "
        "one = line(40); one['calendar'] = calendar(one['steps']); "
        "print(sha256(b''.join(form.write(one) for form in PATH_FORMATS.values())).hexdigest())"
    )
    root, found = Path(__file__).parents[3], set()
    for seed in "1", "2":
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        found.add(run.stdout)
    assert len(found) == 1


@settings(max_examples=40)
@given(one=paths())
def test_every_path_can_be_written(one: PathAnswer) -> None:
    """Whatever the texts, the bytes are UTF-8."""
    dated: PathAnswer = {**one, "calendar": calendar(one["steps"])}
    assert all(form.write(dated).decode("utf-8") for form in PATH_FORMATS.values())


@pytest.mark.parametrize("name", PATH_FORMATS)
def test_large_paths_can_be_written(name: str) -> None:
    """Thousands of steps are no trouble, however long their chains: what is written grows with their number alone."""
    sizes = []
    for count in 1000, 2000:
        one = line(count, 20)
        one["calendar"] = calendar(one["steps"])
        sizes.append(len(PATH_FORMATS[name].write(one)))
    assert sizes[1] < 2.2 * sizes[0]


def test_media_types_and_suffixes_tell_the_formats_apart() -> None:
    """No two formats have one file name; the names are those of the contract, but for json, which is the answer itself."""
    assert list(PATH_FORMATS) == ["md", "html", "ics", "csv", "mermaid", "svg", "jsonld"]
    assert len({each.suffix for each in PATH_FORMATS.values()}) == len(PATH_FORMATS)
    assert all(each.media.count("/") == 1 and each.media.isascii() for each in PATH_FORMATS.values())
