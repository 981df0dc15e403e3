"""The command line: what it prints where, how it ends, and that it answers what HTTP answers."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

import kg
from api.cli import app
from api.problems import EXPLANATIONS
from kg.answers import answer
from kg.catalog import Catalog
from kg.dump import dump
from kg.graph import ConceptGraph
from kg.model import Concept
from kg.questions import FindPath, Frontier, Placement, Question, ReadConcept
from kg.render import finished
from tests.build import catalog
from tests.samples import SAMPLES, address

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
STARTER = ROOT / "api" / "starter"
COMMAND = Path(sys.executable).parent / "kg"
SLUG = "what-is-deep-learning"

COMMANDS: list[tuple[type[Question], str, str]] = [
    (ReadConcept, "show", "id"),
    (FindPath, "path", "target"),
    (Frontier, "ready", ""),
    (Placement, "place", "target"),
]
ASKED = [(name, argument, kind.model_validate(fields)) for kind, name, argument in COMMANDS for fields in SAMPLES[kind]]


def run(*words: str | Path, **variables: str) -> Result:
    """The result of a command in this process, on the hub's own data where it names none."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"KG_DATA": str(DATA), **variables})


def real(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The result of a command in a process of its own."""
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, cwd=ROOT, **options)


def written(found: Catalog, folder: Path) -> Path:
    """The data folder of a catalog whose concepts are all put into one cluster, `home`."""
    concepts = {id: concept.model_copy(update={"cluster": "home"}) for id, concept in found.concepts.items()}
    concepts["home"] = Concept(id="home", kind="cluster", label={"en": "Home"})
    hub = found.hub.model_copy(update={"clusters": ("home",)})
    for file, text in dump(replace(found, hub=hub, concepts=concepts)).items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def told(result: Result, status: int, message: str) -> None:
    """The command ended with a status and a message, and printed nothing else."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert message in result.stderr


# -- commands that ask


def words(name: str, argument: str, question: Question) -> list[str]:
    """The command that asks a question."""
    found = [name]
    for field, value in question.model_dump(mode="json", exclude_defaults=True).items():
        values = [str(one) for one in (value if isinstance(value, list) else [value])]
        found += values if field == argument else [word for one in values for word in (f"--{field}", one)]
    return found


@pytest.mark.parametrize(("name", "argument", "question"), ASKED, ids=lambda value: str(value) if value else "-")
def test_json_is_what_http_answers(
    client: TestClient, graph: ConceptGraph, name: str, argument: str, question: Question
) -> None:
    """With `--json` a command prints the very bytes that HTTP answers."""
    result = run(*words(name, argument, question), "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == client.get(address(question)).content == finished(graph, question).body


def test_a_concept_is_shown_in_words() -> None:
    """Without `--json` the concept is shown with its definition, its relations and their reasons."""
    result = run("show", "deep-learning", COLUMNS="200")
    assert result.exit_code == 0
    for expected in ("Deep learning", "subfield-of", "Machine learning", f"({SLUG}#where-it-fits)"):
        assert expected in result.stdout


def test_a_path_is_shown_step_by_step(graph: ConceptGraph) -> None:
    """A path is a table of its steps, with what is known already below it."""
    result = run("path", "large-language-model", "--known", "deep-learning", COLUMNS="250")
    found = answer(graph, FindPath(target=("large-language-model",), known=("deep-learning",)))
    assert f"{len(found['steps'])} steps" in result.stdout
    lines = iter(result.stdout.splitlines())
    for step in found["steps"]:
        assert any(re.match(rf" *{step['position']}  {re.escape(step['concept']['label'])} ", line) for line in lines)
    assert "Known already: " in result.stdout


def test_choices_are_shown(tmp_path: Path) -> None:
    """What was chosen, and what the other way would cost, is said; minutes that nobody judged are marked."""
    found = catalog("app requires-any 1 of python rust", minutes={"python": 60, "rust": 90}, redirects={"old": "app"})
    result = run("path", "old", "--data", written(found, tmp_path), COLUMNS="200")
    assert "Choice for app: “PYTHON” makes the whole path shortest" in result.stdout
    assert "* nobody has judged this" in result.stdout
    assert "old is now called app" in result.stdout


def test_nothing_left_to_learn_is_said() -> None:
    """Whoever knows the target is told so."""
    assert run("path", "vector", "--known", "vector").stdout.strip() == "Nothing is left to learn."


def test_what_is_ready_is_shown() -> None:
    """What can be learnt next is a table, cut off at the limit with its full length."""
    result = run("ready", "--known", "deep-learning", "--limit", "2", COLUMNS="200")
    assert re.search(r"Ready to learn \(\d\d+\)", result.stdout)
    assert "Learnt last: Deep learning" in result.stdout


def test_a_placement_asks_and_then_tells(graph: ConceptGraph) -> None:
    """First the concept to ask about is shown with how to reply; at the end what is known, and the way on from there."""
    asked = run("place", "dot-product", "--answers", "vector:yes", COLUMNS="200").stdout
    assert "Do you know “Dot product”?" in asked
    assert "dot-product:unsure" in asked
    told = run("place", "dot-product", "--answers", "vector:yes,dot-product:no", COLUMNS="200").stdout
    assert "Known: vector\n" in told
    assert "kg path dot-product --known vector" in told
    assert "Known: nothing of it yet" in run("place", "vector", "--answers", "vector:no", COLUMNS="200").stdout


def test_lists_are_repeated_or_have_commas() -> None:
    """Both ways of giving a list mean the same."""
    commas = run("path", "transformer", "--known", "deep-learning,probability", "--json")
    assert (
        commas.stdout
        == run("path", "transformer", "--known", "deep-learning", "--known", "probability", "--json").stdout
    )


@pytest.mark.parametrize(
    ("command", "status", "message"),
    [
        ("show deep-lerning", 1, "error: there is no concept 'deep-lerning' (did you mean 'deep-learning'"),
        ("path transformr", 2, "error: /target/0: there is no concept 'transformr' (did you mean 'transformer'"),
        ("ready --target zzz", 2, "error: /target: there is no concept 'zzz'"),
        ("ready --limit 0", 2, "/limit"),
        ("ready --limit many", 2, "/limit"),
        ("show token --lang not_one", 2, "/lang"),
        ("show", 2, "Missing argument"),
        ("path", 2, "error: /target: is missing"),
        ("show a b", 2, "unexpected extra argument"),
        ("show token --zzz", 2, "No such option"),
        ("show token --lang", 2, "requires an argument"),
        ("nothing", 2, "No such command"),
        ("serve --port 70000", 2, "Invalid value for '--port'"),
        ("serve --port x", 2, "Invalid value for '--port'"),
        ("serve --host 256.256.256.256 --port 0", 2, "cannot listen at 256.256.256.256"),
        ("explain not-fuond", 2, "error: there is no code 'not-fuond' (did you mean 'not-found'"),
    ],
)
def test_a_command_that_goes_wrong(command: str, status: int, message: str) -> None:
    """1 where there is no answer, 2 where the command was used wrongly, and the message stands on stderr."""
    told(run(*command.split(), COLUMNS="200"), status, message)


def test_ids_that_were(tmp_path: Path) -> None:
    """A renamed concept is told with its successor, a withdrawn one as such."""
    data = written(catalog("a is-a b", redirects={"old": "a", "gone": None}), tmp_path)
    told(run("show", "old", "--data", data), 1, "error: 'old' is now called 'a'")
    told(run("show", "gone", "--data", data), 1, "error: 'gone' was withdrawn and has no successor")


def test_no_command_shows_the_help() -> None:
    """`kg` alone is a question: the help answers, and the status says that nothing was done."""
    result = run()
    assert result.exit_code == 2
    assert "Usage: kg" in result.output


@pytest.mark.parametrize("name", ["check", "explain", "init", "path", "ready", "serve", "show"])
def test_every_command_has_help(name: str) -> None:
    """Each command explains itself, and is listed by `kg --help` with its first line."""
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: kg {name}" in result.stdout
    assert f"{name} " in run("--help").stdout


# -- the data folder


def test_the_data_folder_is_an_option_or_a_variable(tmp_path: Path) -> None:
    """`--data` is stronger than `KG_DATA`, which is stronger than the folder at hand."""
    one, other = (written(catalog(name), tmp_path / name) for name in ("one", "other"))
    assert run("show", "one", "--json", "--data", one, KG_DATA=str(other)).exit_code == 0
    assert run("show", "other", "--json", KG_DATA=str(other)).exit_code == 0
    assert run("show", "token", KG_DATA=str(other)).exit_code == 1


def test_the_folder_at_hand_comes_before_the_installed_one(tmp_path: Path) -> None:
    """Without a word about it `./data` is used, and the hub that came along where there is none."""
    environment = {name: value for name, value in os.environ.items() if name != "KG_DATA"}
    written(catalog("mine"), tmp_path / "data")
    (tmp_path / "empty").mkdir()
    for folder, id in ((tmp_path, "mine"), (tmp_path / "empty", "deep-learning")):
        done = subprocess.run(
            [COMMAND, "show", id, "--json"], cwd=folder, env=environment, capture_output=True, check=True
        )
        assert json.loads(done.stdout)["id"] == id


@pytest.mark.parametrize("command", ["show a", "path a", "ready", "serve --port 0"])
def test_broken_data_ends_every_command(command: str, tmp_path: Path) -> None:
    """Where the data has errors no command answers from it: each error is printed with its place."""
    data = written(catalog("a is-a b"), tmp_path)
    (data / "concepts" / "home.yaml").write_text("home: {kind: cluster, label: A, is-a: {zzz: {why: W}}, lable: A}\n")
    result = run(*command.split(), "--data", data)
    told(result, 1, f"{data}/concepts/home.yaml:1:")
    assert "unknown-concept" in result.stderr
    assert "unknown-field" in result.stderr
    assert "2 errors: `kg explain CODE` explains" in result.stderr


# -- check


def test_the_hubs_own_data_is_clean() -> None:
    """`kg check` finds no error in the data of the hub, and says how much it has looked at."""
    result = run("check")
    assert result.exit_code == 0
    assert re.search(r"^\d+ concepts, \d+ relations: 0 errors, \d+ warnings?$", result.stderr, re.MULTILINE)
    assert f"quotes not compared with the article: {SLUG} (give --article SLUG=FILE)" in result.stderr


def test_every_mistake_is_printed_with_its_place(tmp_path: Path) -> None:
    """Errors go to stdout, one per line as `file:line:column`, and the status is 1."""
    data = written(catalog("a is-a b", "b is-a a"), tmp_path)
    result = run("check", data)
    _, problems = kg.read(data)
    expected = [str(problem) for problem in (*problems, *kg.check(kg.read(data)[0]))]
    assert result.exit_code == 1
    assert result.stdout.splitlines() == expected
    assert any(re.match(rf"{re.escape(str(data))}/.*\.yaml:\d+:\d+: error cycle", line) for line in expected)


def test_the_findings_as_json(tmp_path: Path) -> None:
    """With `--json` the same findings are data, with file, line and column."""
    data = written(catalog("a is-a b", "b is-a a"), tmp_path)
    result = run("check", data, "--json")
    found = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert [list(one) for one in found] == [["code", "severity", "message", "file", "line", "column"]] * len(found)
    lines = run("check", data).stdout.splitlines()
    assert [
        f"{one['file']}:{one['line']}:{one['column']}: {one['severity']} {one['code']} {one['message']}"
        for one in found
    ] == lines


def test_warnings_count_where_they_are_asked_to(tmp_path: Path) -> None:
    """Warnings alone leave the status at 0; with `--strict` it is 1."""
    data = written(catalog("a is-a b"), tmp_path)
    result = run("check", data)
    assert (result.exit_code, "0 errors" in result.stderr) == (0, True)
    assert "warning missing-definition" in result.stdout
    assert run("check", data, "--strict").exit_code == 1


def test_one_of_a_thing_is_not_many(tmp_path: Path) -> None:
    """Counts are in plain words."""
    assert "0 concepts, 0 relations: 1 error, 0 warnings" in run("check", tmp_path / "nothing").stderr


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A missing folder is an error of the data that says how to start one."""
    result = run("check", tmp_path / "nothing")
    assert (result.exit_code, "missing-file" in result.stdout, "kg init" in result.stdout) == (1, True, True)
    told(run("show", "a", "--data", tmp_path / "nothing"), 1, "kg init")


def test_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder lacks every file that a hub has, and each is named once."""
    result = run("check", tmp_path)
    assert result.exit_code == 1
    for file in ("hub.yaml", "ontology.yaml"):
        assert result.stdout.count(f"{tmp_path}/{file}:1:1: error missing-file") == 1


def test_a_file_that_is_no_folder(tmp_path: Path) -> None:
    """To name a file where a folder is meant is told, not failed at."""
    (tmp_path / "file").write_text("x")
    assert (run("check", tmp_path / "file").exit_code, run("show", "a", "--data", tmp_path / "file").exit_code) == (
        1,
        1,
    )


def test_an_article_is_held_against_its_encoding() -> None:
    """The article of the starter says what its encoding quotes; another text does not."""
    article = STARTER / "articles" / "how-bread-rises.txt"
    result = run("check", STARTER, "--article", f"how-bread-rises={article}")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "not compared" not in result.stderr


def test_a_changed_article_is_found_out(tmp_path: Path) -> None:
    """Where the article no longer says what is quoted, the relations that quote it are stale."""
    article = STARTER / "articles" / "how-bread-rises.txt"
    changed = tmp_path / "article.txt"
    changed.write_text("\n".join(line[: len(line) // 2] for line in article.read_text().splitlines()))
    result = run("check", STARTER, "--article", f"how-bread-rises={changed}")
    assert result.exit_code == 1
    assert "error stale-quote" in result.stdout or "error missing-heading" in result.stdout


@pytest.mark.parametrize(
    ("form", "status", "message"),
    [
        ("how-bread-rises", 2, "error: --article takes SLUG=FILE, not 'how-bread-rises'"),
        ("", 2, "error: --article takes SLUG=FILE, not ''"),
        ("how-bread-rises=", 2, "error: cannot read the article"),
        ("how-bread-rises=/no/such/file", 2, "error: cannot read the article /no/such/file: No such file"),
        ("how-bread-rises=.", 2, "error: cannot read the article .: Is a directory"),
        ("how-bread-rises={latin}", 2, "is not UTF-8: save it as UTF-8"),
    ],
)
def test_an_article_that_cannot_be_read(form: str, status: int, message: str, tmp_path: Path) -> None:
    """What is given as an article is a page's slug and a text file."""
    (tmp_path / "latin.txt").write_bytes("Brötchen".encode("latin-1"))
    told(run("check", STARTER, "--article", form.replace("{latin}", str(tmp_path / "latin.txt"))), status, message)


def test_an_article_of_no_page(tmp_path: Path) -> None:
    """A slug that no page has is an error with what is near."""
    (tmp_path / "a.txt").write_text("text")
    result = run("check", STARTER, "--article", f"how-bread-rise={tmp_path / 'a.txt'}")
    assert result.exit_code == 1
    assert (
        "unknown-page there is no page 'how-bread-rise' to check an article against (did you mean 'how-bread-rises'?)"
        in result.stdout
    )


# -- explain


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_every_code_is_explained(code: str) -> None:
    """Each code of a rule or a problem has an explanation, and stands in the list of all."""
    result = run("explain", code)
    assert (result.exit_code, result.stdout.strip()) == (0, EXPLANATIONS[code].strip())


def test_all_codes_are_listed() -> None:
    """Without a code all are listed in order, one per line."""
    lines = run("explain").stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == sorted(EXPLANATIONS)


# -- init


@pytest.mark.parametrize("place", ["new", "new/deep/er"])
def test_init_starts_a_hub_that_passes(place: str, tmp_path: Path) -> None:
    """The folder that `kg init` makes has neither errors nor warnings, and can be asked at once."""
    folder = tmp_path / place
    told(run("init", folder), 0, f"made {folder}; next: kg check {folder}")
    result = run("check", folder, "--strict")
    assert (result.exit_code, result.stdout) == (0, "")
    first = next(iter(kg.load(folder)))
    assert run("path", first, "--data", folder).exit_code == 0


def test_init_fills_an_empty_folder(tmp_path: Path) -> None:
    """A folder that is there already is fine as long as nothing is in it."""
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / "hub.yaml").is_file()


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """A folder with anything in it, or a file, is left as it is."""
    (tmp_path / "hub.yaml").write_text("mine")
    told(run("init", tmp_path), 2, f"error: {tmp_path} is not an empty folder: name another")
    told(run("init", tmp_path / "hub.yaml"), 2, "is not an empty folder")
    told(run("init", tmp_path / "hub.yaml" / "below"), 2, "error: cannot write to")
    assert [path.name for path in tmp_path.iterdir()] == ["hub.yaml"]
    assert (tmp_path / "hub.yaml").read_text() == "mine"


def test_init_copies_the_starter_whole(tmp_path: Path) -> None:
    """Every file of the starter is in the new hub."""
    run("init", tmp_path / "new")
    copied = {path.relative_to(tmp_path / "new") for path in (tmp_path / "new").rglob("*.*")}
    assert copied == {path.relative_to(STARTER) for path in STARTER.rglob("*.*")}
    assert len(copied) > 4


# -- a real process


@pytest.mark.parametrize("command", ["show deep-learning", "path transformer", "ready", "--help", "check", "nothing"])
def test_no_colour_where_there_is_no_terminal(command: str) -> None:
    """Output that is read by a program has no control sequences, on stdout as on stderr."""
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "CLICOLOR_FORCE")}
    done = real(*command.split(), env={**environment, "TERM": "xterm-256color"})
    assert done.stdout + done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["path large-language-model --json", "path large-language-model", "explain", "check"]
)
def test_a_reader_that_goes_away(command: str) -> None:
    """Where nobody reads on, the command ends without a word."""
    process = subprocess.Popen([COMMAND, *command.split()], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 1)
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors


def test_a_port_in_use_is_told_in_a_sentence() -> None:
    """Where something listens already, the command says so and ends."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = real("serve", "--port", str(port), timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: cannot listen at 127.0.0.1 port {port}: address already in use; choose another with --port or --host\n"
    )


def test_the_status_of_a_process() -> None:
    """The statuses are those of the process, and messages stand on stderr."""
    assert [real(*words).returncode for words in (["show", "token"], ["show", "tokn"], ["show"])] == [0, 1, 2]
    missing = real("show", "tokn")
    assert (missing.stdout, missing.stderr.startswith("error: there is no concept 'tokn'")) == ("", True)


def test_data_of_another_language_is_printed_whatever_the_locale(tmp_path: Path) -> None:
    """JSON is UTF-8 also where the locale is not."""
    found = catalog("a")
    concept = found.concepts["a"].model_copy(update={"label": {"en": "Größe 大"}})
    data = written(replace(found, concepts={"a": concept}), tmp_path)
    done = subprocess.run(
        [COMMAND, "show", "a", "--json", "--data", data],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": os.environ["PATH"]},
    )
    assert json.loads(done.stdout)["label"] == "Größe 大"


def test_the_starter_is_the_one_that_is_installed() -> None:
    """`kg init` copies files that stand beside the command's own."""
    assert STARTER.is_dir()
    assert shutil.which(COMMAND)


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld", "rdf"])
def test_export_writes_the_hub(format: str, tmp_path: Path) -> None:
    """`kg export FORMAT` prints the whole hub, or writes the same bytes to a file."""
    file = tmp_path / f"hub.{format}"
    printed = run("export", format)
    assert printed.exit_code == 0
    assert len(printed.stdout_bytes) > 100_000
    assert run("export", format, "--out", file).exit_code == 0
    assert file.read_bytes() == printed.stdout_bytes


def test_export_knows_its_formats(tmp_path: Path) -> None:
    """Another format, or a file that cannot be written, is a misuse that is told in a sentence."""
    told(run("export", "tt"), 2, "did you mean 'ttl'")
    told(run("export", "ttl", "--out", tmp_path / "no" / "hub.ttl"), 2, "cannot write")


def test_a_site_is_exported_and_kept_up_to_date(tmp_path: Path) -> None:
    """`kg export site` fills a folder and says what it did; the second time there is nothing to do."""
    folder = tmp_path / "kg"
    told(run("export", "site", "--out", folder, "--base", "kg", "--lang", "en"), 0, "written, 0 kept, 0 removed")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert (manifest["base"], manifest["lang"]) == ("/kg/", "en")
    assert manifest["files"]["graph.svg"]["address"] == "/kg/graph.svg?lang=en"
    told(run("export", "site", "--out", folder, "--base", "/kg/", "--lang", "en"), 0, ": 0 written, ")


def test_a_site_goes_nowhere_else(tmp_path: Path) -> None:
    """A folder of others, no folder, one that cannot be made, and what makes no sense end with a message."""
    (tmp_path / "thesis.txt").write_text("years of work")
    told(run("export", "site", "--out", tmp_path), 2, "is not empty and has no manifest.json of this command")
    told(run("export", "site"), 2, "name it with --out DIR")
    told(run("export", "site", "--out", tmp_path / "thesis.txt" / "kg"), 1, "what was there is as it was")
    told(run("export", "site", "--out", tmp_path / "kg", "--lang", "1"), 2, "/lang")
    told(run("export", "site", "--out", tmp_path / "kg", "--base", "http://x/"), 2, "is not a path such as /kg")
    told(run("export", "ttl", "--base", "/kg"), 2, "--lang and --base are for a site alone")
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]
