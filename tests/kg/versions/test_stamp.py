"""Version and date in hub.yaml, with all else left as it is."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.catalog import Catalog
from kg.dump import dump
from kg.errors import NotReleased
from kg.syntax import parse
from kg.versions.stamp import stamped
from tests.strategies import catalogs

DAY = date(2026, 3, 2)

WRITTEN = {
    "plain": ("# top\nversion: 1.0.0\ndate: 2026-01-01\nx: 1\n", "# top\nversion: 1.1.0\ndate: 2026-03-02\nx: 1\n"),
    "comments": (
        "version: 1.0.0  # ours\ndate:   2026-01-01 # theirs\n",
        "version: 1.1.0  # ours\ndate:   2026-03-02 # theirs\n",
    ),
    "quotes": ("version: \"1.0\"\ndate: '2026-01-01'\n", "version: 1.1.0\ndate: 2026-03-02\n"),
    "other order": ("date: 2026-01-01\na: é\nversion: 1.0.0", "date: 2026-03-02\na: é\nversion: 1.1.0"),
    "no version": ("a: 1\ndate: 2026-01-01\n", "a: 1\nversion: 1.1.0\ndate: 2026-03-02\n"),
    "no version, line ends": ("a: 1\r\ndate: 2026-01-01\r\n", "a: 1\r\nversion: 1.1.0\r\ndate: 2026-03-02\r\n"),
    "line ends": ("version: 1.0.0\r\ndate: 2026-01-01\r\n", "version: 1.1.0\r\ndate: 2026-03-02\r\n"),
    "old line ends": ("version: 1.0.0\rdate: 2026-01-01\r", "version: 1.1.0\rdate: 2026-03-02\r"),
    "mark": ("\ufeffversion: 1.0.0\ndate: 2026-01-01\n", "\ufeffversion: 1.1.0\ndate: 2026-03-02\n"),
    "braces": ("{version: 1.0.0, date: 2026-01-01}", "{version: 1.1.0, date: 2026-03-02}"),
    "one line": ("{date: 2026-01-01, version: 1.0.0}\n", "{date: 2026-03-02, version: 1.1.0}\n"),
    "braces, no version": ("{a: 1, date: 2026-01-01}", "{a: 1, version: 1.1.0, date: 2026-03-02}"),
    "next line": ("version:\n  1.0.0\ndate:\n  2026-01-01\n", "version:\n  1.1.0\ndate:\n  2026-03-02\n"),
    "the same": ("version: 1.1.0\ndate: 2026-03-02\n", "version: 1.1.0\ndate: 2026-03-02\n"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_only_the_two_values_are_touched(name: str) -> None:
    """Comments, order, quotes of others, line ends and a byte order mark stay, byte for byte."""
    before, after = WRITTEN[name]
    assert stamped(before.encode(), "1.1.0", DAY) == after.encode()


@pytest.mark.parametrize(
    "version", ["1", "1.1", "1e5", "0x1f", "-", "--", "null", "1.1.0-rc.1", "true", "+.inf", "..."]
)
def test_a_version_is_read_again_as_text(version: str) -> None:
    """What YAML would take for a number or for nothing is written in quotes."""
    made = stamped(b"version: 1.0.0\ndate: 2026-01-01\n", version, DAY)
    assert parse(made, "") == ({"version": version, "date": "2026-03-02"}, [])


@pytest.mark.parametrize(
    "text",
    [
        "version: >-\n  1.0\n  .0\ndate: 2026-01-01\n",
        "version: |\n  1.0.0\ndate: 2026-01-01\n",
        "version: 'a\n  b'\ndate: 2026-01-01\n",
        "version: 1.0.0\n",
        "",
        "version: 1.0.0\nversion: 2.0.0\ndate: 2026-01-01\n",
    ],
)
def test_what_cannot_be_touched_alone_is_refused(text: str) -> None:
    """A value that runs over lines, or a file that has none: nothing is guessed."""
    with pytest.raises(NotReleased, match="write each on a line of its own"):
        stamped(text.encode(), "1.1.0", DAY)


@settings(max_examples=25)
@given(catalogs(), st.from_regex(r"\A[A-Za-z0-9._+-]{1,20}\Z"), st.dates())
def test_any_hub_can_be_stamped(found: Catalog, version: str, day: date) -> None:
    """Reading it again gives the version and the date, and all else as it was."""
    text = dump(found)["hub.yaml"].encode()
    before, _ = parse(text, "")
    after, problems = parse(stamped(text, version, day), "")
    assert problems == []
    assert after == {**before, "version": version, "date": day.isoformat()}
