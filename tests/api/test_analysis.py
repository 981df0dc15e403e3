"""`kg analyse`: circles and the way out of them, and what is to be said of data without any."""

import json
from dataclasses import replace
from pathlib import Path

import kg
from kg.answers import answer
from kg.questions import Report
from tests.api.test_cli import DATA, run, told, written
from tests.build import catalog

ROUND = ("a requires b", "b requires c", "c helpful a", "d requires a")


def test_circles_are_told_with_their_places(tmp_path: Path) -> None:
    """Each step of a shortest circle and what is cheapest to drop stand at file, line and column; the status is 1."""
    data = written(catalog(*ROUND), tmp_path)
    result = run("analyse", data)
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert lines[0] == "requires: 3 concepts lead round in circles by 3 relations: a, b, c"
    steps = [line.split(": ") for line in lines if line.startswith("    ")]
    assert [step.split(" ")[0] for _, step in steps] == [
        *("a.requires.b", "b.requires.c", "c.requires.a", "c.requires.a"),
    ]
    for where, step in steps:
        file, line, _ = where.strip().rsplit(":", 2)
        _, _, end = step.split(" ")[0].split(".")
        assert f'"{end}"' in Path(file).read_text().splitlines()[int(line) - 1]
    assert "(weight 1, the least there is; a helpful relation weighs 1, an editorial one 10" in result.stdout


def test_circles_as_json(tmp_path: Path) -> None:
    """The same as data, and nothing else is worked out."""
    result = run("analyse", written(catalog(*ROUND), tmp_path), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert list(found) == ["circles"]
    (circle,) = found["circles"]
    assert (circle["type"], circle["concepts"], circle["relations"]) == ("requires", ["a", "b", "c"], 3)
    assert (circle["weight"], circle["bound"]) == (1, 1)
    assert [list(one) for one in circle["drop"]] == [["relation", "weight", "file", "line", "column"]]
    assert [one["relation"] for one in circle["loop"]] == ["a.requires.b", "b.requires.c", "c.requires.a"]


def test_other_errors_are_told_too(tmp_path: Path) -> None:
    """Errors that are no circles are printed as by every command, beside the circles."""
    data = written(catalog(*ROUND), tmp_path)
    (data / "pages" / "odd.yaml").parent.mkdir(exist_ok=True)
    (data / "pages" / "odd.yaml").write_text("{url: 'https://x.example', title: T, about: [zzz]}\n")
    result = run("analyse", data)
    assert result.exit_code == 1
    assert "lead round in circles" in result.stdout
    assert "error unknown-concept there is no concept 'zzz'" in result.stderr
    assert "error cycle" not in result.stderr
    assert "1 error: `kg explain CODE` explains" in result.stderr


def test_data_that_cannot_be_read(tmp_path: Path) -> None:
    """A folder that is not there is an error of the data, here as elsewhere."""
    told(run("analyse", tmp_path / "nothing"), 1, "kg init")
    told(run("analyse", "--against", tmp_path / "nothing"), 1, "kg init")


def test_the_report_is_that_of_http() -> None:
    """Of data without circles the report is what `/api/report` answers, and what was not asked for is none."""
    result = run("analyse", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert found == {
        "circles": [],
        "report": json.loads(kg.render(answer(kg.load(DATA), Report()))),
        "dominators": None,
        "effect": None,
    }


def test_the_report_in_words() -> None:
    """As text it has a table of findings, of what blocks most, of bottlenecks and of long paths."""
    result = run("analyse", COLUMNS="200")
    for expected in (
        *("Findings", "without quote or source", "What blocks most", "of the whole", "Longest chain ("),
        *("Requirements that alone force most", "Concepts whose requirements force most", "Over 1200 minutes ("),
    ):
        assert expected in result.stdout
    assert "Every way to" not in result.stdout
    assert "Paths that change" not in result.stdout


def test_what_every_way_to_a_target_holds(tmp_path: Path) -> None:
    """With `--target` it is told what is needed whatever is chosen; an old id is followed."""
    found = catalog(
        *("t requires a", "t requires-any 1 of b c", "b requires d", "c requires d"),
        minutes=dict.fromkeys("abcdt", 10),
        redirects={"old": "t"},
    )
    data = written(found, tmp_path)
    result = run("analyse", data, "--target", "old", COLUMNS="200")
    assert result.exit_code == 0
    assert "Every way to T holds" in result.stdout
    assert "30 of the 40 minutes that the cheapest way takes" in result.stdout
    needed = json.loads(run("analyse", data, "--target", "t", "--json").stdout)["dominators"]
    assert [[one["id"] for one in needed[name]] for name in ("always", "anyway")] == [["a"], ["d"]]
    assert (needed["target"]["id"], needed["minutes"], needed["cheapest"]) == ("t", 30, 40)


def test_a_target_that_is_not_there() -> None:
    """An unknown target is a misuse, with what is near."""
    told(run("analyse", "--target", "transformr"), 2, "error: /target: there is no concept 'transformr' (did you mean")


def test_the_effect_on_all_paths(tmp_path: Path) -> None:
    """With `--against` it is told which paths changed since the older folder, by how much and by which concepts."""
    minutes = dict.fromkeys("abc", 10)
    old = written(catalog("c requires b", "gone", minutes=minutes), tmp_path / "old")
    new = written(catalog("c requires b", "b requires a", minutes=minutes), tmp_path / "new")
    result = run("analyse", new, "--against", old, COLUMNS="200")
    assert result.exit_code == 0
    for expected in ("new: a", "gone: gone", "20 → 30"):
        assert expected in result.stdout
    effect = json.loads(run("analyse", new, "--against", old, "--json").stdout)["effect"]
    assert effect["changes"] == [
        {"target": "home", "before": 50, "after": 30, "gained": ["a"], "lost": ["gone"], "minutes": -20},
        {"target": "b", "before": 10, "after": 20, "gained": ["a"], "lost": [], "minutes": 10},
        {"target": "c", "before": 20, "after": 30, "gained": ["a"], "lost": [], "minutes": 10},
    ]
    assert (effect["compared"], effect["planned"], effect["left"]) == (3, 3, [])


def test_a_great_effect_is_cut_off(tmp_path: Path) -> None:
    """As text only the first paths and names are shown, with how many there are in all."""
    lines = [f"t{n:03} requires a" for n in range(120)]
    minutes = dict.fromkeys((line[:4] for line in lines), 1)
    old = written(catalog(*lines, minutes={"a": 10, **minutes}), tmp_path / "old")
    new = written(catalog(*lines, *(f"a requires b{n}" for n in range(12)), minutes=minutes), tmp_path / "new")
    shown = run("analyse", new, "--against", old, COLUMNS="250").stdout
    assert "new: b0, b1, b10, b11, b2, b3, b4, b5, b6, b7, … 12 in all" in shown
    assert "Paths that change (122 of 122)" in shown
    assert "… 122 in all" in shown


def test_no_effect_is_said() -> None:
    """Against itself a folder changes no path."""
    assert "paths changes." in run("analyse", "--against", DATA).stdout


def test_help() -> None:
    """The command explains itself and is listed with the others."""
    result = run("analyse", "--help")
    assert (result.exit_code, "Usage: kg analyse" in result.stdout) == (0, True)
    assert "analyse " in run("--help").stdout


def test_labels_are_printed_as_they_are(tmp_path: Path) -> None:
    """What looks like a terminal's markup in a label is shown and not obeyed."""
    found = catalog("a requires b")
    concept = found.concepts["a"].model_copy(update={"label": {"en": "[bold]a[/bold] [link"}})
    data = written(replace(found, concepts={**found.concepts, "a": concept}), tmp_path)
    assert "[bold]a[/bold]" in run("analyse", data, "--target", "a", COLUMNS="200").stdout
