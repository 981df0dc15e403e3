"""The corpus of broken hubs: for each code one hub that breaks that rule, and what is said of it.

`tests/broken/<code>/` holds the files that differ from the toy hub, `removed.txt` those that it lacks, and
`expected.txt` what `kg check` prints. With an `article.txt`, the toy page is compared with that text.
"""

import inspect
import shutil
from pathlib import Path

import pytest

from kg.errors import NotFound
from kg.folder import read
from kg.rules import EXPLANATIONS, FORM_CODES, RULES, check, explain
from kg.rules.evidence import ARTICLE_CODES

TESTS = Path(__file__).resolve().parents[2]
BROKEN = sorted(path.name for path in (TESTS / "broken").iterdir())


def test_every_code_has_a_broken_hub() -> None:
    """A code that no broken hub shows is a rule that nobody has seen at work."""
    assert sorted(EXPLANATIONS) == BROKEN


@pytest.mark.parametrize("code", BROKEN)
def test_broken_hub(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mistake gives exactly the expected lines, that of its own code first."""
    monkeypatch.chdir(tmp_path)
    overlay = TESTS / "broken" / code
    shutil.copytree(TESTS / "toy", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("article.txt"))
    shutil.copytree(overlay, tmp_path, dirs_exist_ok=True)
    removed, article = Path("removed.txt"), Path("article.txt")
    for name in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
        Path(name).unlink()
    articles = {"what-is-attention": article.read_text(encoding="utf-8")} if article.exists() else {}
    catalog, problems = read(".")
    problems += check(catalog, articles)
    expected = (overlay / "expected.txt").read_text(encoding="utf-8")
    assert "".join(f"{problem}\n" for problem in problems) == expected
    assert [problem.code for problem in problems] == [code]


def test_every_code_is_explained() -> None:
    """Each code is a word with hyphens, belongs to one rule, and has a sentence that says what to do."""
    assert len(EXPLANATIONS) == len(FORM_CODES) + len(RULES) + len(ARTICLE_CODES)
    for code in EXPLANATIONS:
        explanation = explain(code)
        assert explanation.endswith(".")
        assert len(explanation.split()) >= 8
        assert inspect.cleandoc(explanation) == explanation


def test_an_unknown_code_suggests_what_is_near() -> None:
    """`explain` refuses what is no code and names the codes like it."""
    with pytest.raises(NotFound, match="there is no code 'cycles'") as caught:
        explain("cycles")
    assert caught.value.suggestions[0] == "cycle"


def test_an_article_of_no_page() -> None:
    """An article that is given for a page that is not there is an error with a suggestion."""
    catalog, _ = read(TESTS / "toy")
    assert [str(problem) for problem in check(catalog, {"what-is-atention": ""})] == [
        (
            "error unknown-page there is no page 'what-is-atention' to check an article against"
            " (did you mean 'what-is-attention'?)"
        )
    ]
