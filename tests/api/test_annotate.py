"""`kg annotate`, and the same over HTTP."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from kg.graph import ConceptGraph
from kg.questions import Annotate, parse
from kg.render import finished

DATA = ["--data", str(Path(__file__).parents[2] / "data")]
FILL = "word " * 40


def run(*args: str, given: bytes | None = None) -> tuple[int, str, str]:
    """The status, output and messages of a command."""
    done = CliRunner().invoke(app, ["annotate", *args, *DATA], input=given)
    return done.exit_code, done.stdout_bytes.decode(), done.stderr


def test_the_suffix_tells_the_form(tmp_path: Path) -> None:
    """HTML and Markdown are told by the name of the file, line ends stay as they are, and an option overrules it."""
    source = f"# Token\r\n\r\nA token. {FILL}\r\n"
    for name, link in (("a.md", "[token](/concepts/token)"), ("a.HTML", 'data-kg="token">Token</a>')):
        (tmp_path / name).write_bytes(source.encode())
        status, output, _ = run(str(tmp_path / name), "--apply")
        assert (status, link in output, output.count("\r\n")) == (0, True, 3)
    assert "[token]" in run(str(tmp_path / "a.HTML"), "--markdown", "--apply")[1]


def test_standard_input_and_json(graph: ConceptGraph) -> None:
    """`-` reads what is piped in; `--json` prints what HTTP answers."""
    text = f"A token and a vector. {FILL}"
    asked = parse(Annotate, {"html": text, "mode": "suggest", "most": 1})
    status, output, _ = run("-", "--html", "--most", "1", "--json", given=text.encode())
    assert (status, output.encode()) == (0, finished(graph, asked).body)


def test_the_table_says_why_not() -> None:
    """Each mention with its concept, and whether it would be linked."""
    status, output, _ = run("-", given=f"Tokens and a token. {FILL}".encode())
    assert status == 0
    assert [line.split()[-1] for line in output.splitlines() if "oken" in line] == ["yes", "already-linked"]


@pytest.mark.parametrize(
    ("args", "given", "message"),
    [
        (("-", "--html", "--markdown"), b"", "give one"),
        (("no-such-file.md",), None, "cannot read the document"),
        (("-",), b"\xff", "not UTF-8"),
        (("-", "--apply"), b"a", "html or markdown"),
        (("-", "--page", "x"), b"a", "there is no page 'x'"),
    ],
)
def test_misuse(args: tuple[str, ...], given: bytes | None, message: str) -> None:
    """Status 2, and what to do."""
    status, output, said = run(*args, given=given)
    assert (status, output) == (2, "")
    assert message in said
