"""`kg release`: what it writes, what it prints, and what it refuses."""

import resource
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

import kg
from tests.api.test_cli import COMMAND, STARTER, real, run

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture(name="hub")
def _hub(tmp_path: Path) -> Path:
    """A hub that was released once."""
    folder = tmp_path / "hub"
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("article.txt"))
    assert run("release", folder, "--date", "2026-02-01").exit_code == 0
    return folder


def edit(folder: Path, old: str, new: str, file: str = "concepts/models.yaml") -> None:
    """Replace a text in a file, in which it stands."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def _today() -> date:
    return date.today()  # noqa: DTZ011


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release(hub: Path) -> None:
    """It says what changed, sets version and date, and adds a line; check finds nothing to say after it."""
    edit(hub, "minutes: 20", "minutes: 25  # judged anew", "hub.yaml")
    result = run("release", hub, "--version", "1.1.0", "--date", "2026-03-02", "--note", "Judged anew.")
    assert (result.exit_code, result.stdout) == (0, "The hub: the study time in minutes is 25 now; it was 20.\n")
    assert result.stderr == "released 1.1.0 (2026-03-02): 1 change\n"
    assert "version: 1.1.0\ndate: 2026-03-02\n" in (hub / "hub.yaml").read_text()
    assert len((hub / "changes.jsonl").read_text().splitlines()) == 2
    assert run("check", hub, "--strict").exit_code == 0
    graph = kg.load(hub)
    assert [(one.version, one.note) for one in graph.releases] == [("1.0.0", None), ("1.1.0", "Judged anew.")]


def test_by_itself_it_takes_the_next_version_and_today(hub: Path) -> None:
    """Without options the version is the one after the last, and the date that of today."""
    edit(hub, "minutes: 20", "minutes: 25", "hub.yaml")
    before = _today()
    assert run("release", hub).exit_code == 0
    last = kg.load(hub).releases[-1]
    assert last.version == "1.0.1"
    assert before.isoformat() <= last.date <= _today().isoformat()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "nothing has changed since version 1.0.0"),
        (("--version", "1.0.0"), "version 1.0.0 is not newer than 1.0.0"),
        (("--version", "0.9.9"), "version 0.9.9 is not newer than 1.0.0"),
        (("--date", "2026-01-31"), "the date 2026-01-31 is before 2026-02-01"),
    ],
)
def test_what_is_refused(hub: Path, options: tuple[str, ...], message: str) -> None:
    """The status is 1, the reason is on standard error, and no byte has changed."""
    if options:
        edit(hub, "minutes: 20", "minutes: 25", "hub.yaml")
    before = files(hub)
    result = run("release", hub, *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"error: {message}" in result.stderr
    assert files(hub) == before


def test_data_with_errors_is_refused(hub: Path) -> None:
    """Every error is printed with its place, and nothing is written."""
    edit(hub, "languages: [en, de]", "languages: []", "hub.yaml")
    before = files(hub)
    result = run("release", hub)
    assert result.exit_code == 1
    assert "hub.yaml:4:12: error invalid-value" in result.stderr
    assert files(hub) == before


def test_an_id_that_is_gone_is_refused_with_the_way_out(hub: Path) -> None:
    """What the message says to write makes the release possible; the change is then a renaming."""
    for path in hub.rglob("*.yaml"):
        path.write_text(path.read_text().replace("dot-product", "dotted-product"))
    before = files(hub)
    result = run("release", hub)
    assert result.exit_code == 1
    assert "error: the id 'dot-product' is gone: write `dot-product: its-new-id`" in result.stderr
    assert files(hub) == before
    with (hub / "redirects.yaml").open("a") as file:
        file.write("dot-product: dotted-product\n")
    result = run("release", hub)
    assert result.exit_code == 0, result.stderr
    assert "has the id dotted-product now, and had the id dot-product." in result.stdout


@pytest.mark.parametrize("words", [("--date", "tomorrow"), ("--date", "2026-13-01"), ("--keep", "0"), ("--odd",)])
def test_it_is_misused(hub: Path, words: tuple[str, ...]) -> None:
    """A date that is none and an option that is none end it with status 2, before anything is written."""
    before = files(hub)
    assert run("release", hub, *words).exit_code == 2
    assert files(hub) == before


def test_no_space_on_the_disk(hub: Path) -> None:
    """When a file cannot be written to its end, the folder is as it was before, and the message says so."""
    edit(hub, "minutes: 20", "minutes: 25", "hub.yaml")
    before = files(hub)
    room = len(before["hub.yaml"]) + 10
    assert room < len(before["changes.jsonl"])
    done = subprocess.run(
        [COMMAND, "release", hub],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: cannot write to {hub}: File too large; nothing is released\n"
    assert files(hub) == before
    assert real("release", hub).returncode == 0


def test_old_releases_are_joined(hub: Path) -> None:
    """With `--keep` the file holds no more than so many, and what came before is in the first of them."""
    for minutes in (25, 30, 35):
        edit(hub, f"minutes: {minutes - 5}", f"minutes: {minutes}", "hub.yaml")
        assert run("release", hub, "--keep", "2").exit_code == 0
    assert [one.version for one in kg.load(hub).releases] == ["1.0.2", "1.0.3"]
    assert run("release", hub).exit_code == 1


def test_a_new_hub_is_released(tmp_path: Path) -> None:
    """What `kg init` makes can be released at once, and a change of it after that."""
    hub = tmp_path / "hub"
    shutil.copytree(STARTER, hub)
    assert run("release", hub).exit_code == 0
    assert run("check", hub, "--strict").exit_code == 0
    assert run("release", hub).stderr.startswith("error: nothing has changed since version")


def test_the_data_that_is_released_is_never_that_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder it is ./data, and where there is none it is told, whatever hub came with the package."""
    monkeypatch.chdir(tmp_path)
    result = run("release", KG_DATA="")
    assert result.exit_code == 1
    assert "there is no folder data" in result.stderr
