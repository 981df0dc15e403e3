"""`kg diff`: what is told of two data folders, in each form."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from api.differences import FORMATS, compared
from kg.analysis.effect import effect
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Page
from kg.versions.difference import difference
from kg.versions.state import state
from tests.api.test_cli import DATA, run, written
from tests.build import catalog

PAGE = Page(slug="p", title={"en": "The page"}, url="https://hub.example/p", about=("a",), mentions=("c",))


def paged(found: Catalog) -> Catalog:
    """The catalog with a page about `a`."""
    return replace(found, pages={"p": PAGE})


OLD = paged(catalog("a requires b", "c", "d", minutes={"a": 10, "b": 10}))
NEW = paged(catalog("a requires b e", "c", minutes={"a": 10, "b": 10, "e": 25}))


def test_changes_pages_and_paths() -> None:
    """The changes are those of the two states, the effect is that of the analysis, and pages name what concerns them."""
    found = compared(OLD, NEW)
    changes = difference(state(OLD), state(NEW))
    assert [one["id"] for one in found["changes"]] == [change.id for change in changes]
    assert [one["sentence"] for one in found["changes"]] == [change.said["en"] for change in changes]
    assert found["lost"] == ["d"]
    assert [one["target"] for one in found["effect"]["changes"]] == [
        change.target for change in effect(ConceptGraph.of(OLD), ConceptGraph.of(NEW)).changes
    ]
    (page,) = found["pages"]
    assert page == {
        "page": "p",
        "title": "The page",
        "concepts": ["a"],
        "paths": [{"target": "a", "before": 20, "after": 45}],
    }


TEXT = """\
Changes from 0.0.0 (2026-01-01) to 0.0.0 (2026-01-01): 3

Concepts
  “D” was removed.
  New concept “E”.

Relations
  “A” now requires “E”.

Gone without a redirect
  d: nothing is released until redirects.yaml says where they lead.

Pages concerned (1)
  The page: a; the path to a: 20 min → 45 min

Learning paths that change (1 of 3)
  a: 20 min → 45 min; now also e
"""


def test_as_text_and_as_markdown() -> None:
    """Both tell the same, under the same headings."""
    found = compared(OLD, NEW)
    assert FORMATS["text"](found) == TEXT
    tokens = MarkdownIt().parse(FORMATS["markdown"](found))
    lines = [token.content for token in tokens if token.type == "inline"]
    plain = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    assert len(lines) == len(plain)
    assert plain == [line.strip() for line in TEXT.splitlines() if line]
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", *["h3"] * 5]


def test_no_difference() -> None:
    """Two folders that say the same have one line."""
    found = compared(OLD, OLD)
    assert FORMATS["text"](found) == "Changes from 0.0.0 (2026-01-01) to 0.0.0 (2026-01-01): none\n"
    assert (found["changes"], found["pages"], found["effect"]["changes"], found["lost"]) == ([], [], [], [])


HOSTILE = ("<script>alert(1)</script>", "[x](javascript:alert(1))", "# h\n- i", "`c` *e* _e_ ![i](i)", "\x9b31m \x7f")


@pytest.mark.parametrize("label", HOSTILE)
def test_labels_are_text_in_every_form(label: str) -> None:
    """In Markdown nothing but text comes of a label, on a terminal no control character."""
    concepts = {**NEW.concepts, "e": NEW.concepts["e"].model_copy(update={"label": {"en": label}})}
    found = compared(OLD, replace(NEW, concepts=concepts))
    html = MarkdownIt("commonmark").render(FORMATS["markdown"](found))
    assert not {"<script", "<a", "<img", "<em", "<code"} & {word for word in HOSTILE_TAGS if word in html}
    text = FORMATS["text"](found)
    assert all(line.isprintable() for line in text.splitlines())
    assert len(text.splitlines()) == len(TEXT.splitlines())


HOSTILE_TAGS = ("<script", "<a", "<img", "<em", "<code")


def test_a_large_difference_is_cut_off_and_says_so() -> None:
    """Of more changes than asked for the first are told, with how many there are."""
    found = compared(catalog("a"), catalog("a", *(f"n{number}" for number in range(50))), most=10)
    assert (len(found["changes"]), found["totals"]["changes"]) == (10, 50)
    assert "10 of 50 are told." in FORMATS["text"](found)


def test_the_command(tmp_path: Path) -> None:
    """Text without more, Markdown by name, JSON with the same content; all to standard output, with status 0."""
    old, new = written(replace(OLD, pages={}), tmp_path / "old"), written(replace(NEW, pages={}), tmp_path / "new")
    result = run("diff", old, new)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "“A” now requires “E”." in result.stdout
    assert run("diff", old, new, "--format", "markdown").stdout.startswith("## Changes from")
    found: dict[str, Any] = json.loads(run("diff", old, new, "--json").stdout)
    assert found == json.loads(run("diff", old, new, "--format", "json").stdout)
    assert [one["sentence"] for one in found["changes"]][-1] == "“A” now requires “E”."
    assert len(json.loads(run("diff", old, new, "--json", "--most", "1").stdout)["changes"]) == 1


def test_the_command_refuses(tmp_path: Path) -> None:
    """Data with errors ends it with status 1 and their places, a form that is none with status 2."""
    broken = written(catalog("a"), tmp_path / "broken")
    (broken / "hub.yaml").unlink()
    result = run("diff", DATA, broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "hub.yaml:1:1: error missing-file" in result.stderr
    assert run("diff", DATA, DATA, "--format", "xml").exit_code == 2
