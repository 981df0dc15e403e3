"""The data folder that `kg init` copies."""

import shutil
from pathlib import Path

import pytest
from yaml import safe_load

import api
from kg import load
from kg.catalog import Catalog
from kg.folder import read
from kg.model import Citation, Quotation
from kg.rules import check
from kg.text import digest, sections, sentences

STARTER = Path(api.__file__).parent / "starter"
DATA = Path(api.__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def articles() -> dict[str, str]:
    """The texts of the articles by slug, as `kg check --article` takes them."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((STARTER / "articles").glob("*.txt"))}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """What the starter holds, read without a problem of form."""
    found, problems = read(STARTER)
    assert problems == []
    return found


def test_nothing_to_report(catalog: Catalog, articles: dict[str, str]) -> None:
    """No rule finds an error or a warning, with the articles' texts and without them."""
    assert check(catalog) == []
    assert check(catalog, articles) == []


def test_every_page_has_its_article(catalog: Catalog, articles: dict[str, str]) -> None:
    """Each page comes with the text of its article, and each of its sections is recorded as the text has it."""
    assert set(articles) == set(catalog.pages)
    for slug, page in catalog.pages.items():
        texts = sections(articles[slug], page)
        recorded = {section.id: (section.sha256, section.sentences) for section in page.sections}
        assert recorded == {id: (digest(text), len(sentences(text))) for id, text in texts.items()}


def test_each_feature_is_shown(catalog: Catalog) -> None:
    """An editor finds an example of each thing that a file can say."""
    concepts = list(catalog.concepts.values())
    for field in ("also", "definition", "minutes", "difficulty", "outcomes"):
        assert any(getattr(concept, field) for concept in concepts), field
    assert {len(concept.label) for concept in concepts} == {1, 2}
    needed = catalog.of_type("requires")
    assert {(r.strength, r.group is not None) for r in needed} == {
        ("essential", False),
        ("essential", True),
        ("helpful", False),
    }
    evidence = [e for relation in catalog.relations for e in relation.evidence]
    assert any(isinstance(e, Quotation) for e in evidence)
    assert any(isinstance(e, Citation) for e in evidence)
    assert catalog.redirects
    assert all(page.questions for page in catalog.pages.values())


def test_relation_types_are_ours() -> None:
    """Each relation type means in the starter what it means in our own hub."""
    ours, starter = (safe_load((folder / "ontology.yaml").read_text(encoding="utf-8")) for folder in (DATA, STARTER))
    assert starter["relations"].items() <= ours["relations"].items()
    assert len(starter["relations"]) == 12


def test_copy_becomes_a_graph(tmp_path: Path) -> None:
    """A copy elsewhere loads, and plans a path that takes the shorter of two alternatives."""
    graph = load(shutil.copytree(STARTER, tmp_path / "hub"))
    found = graph.path("baking")
    assert [step["concept"]["id"] for step in found["steps"]] == ["dough", "yeast", "rising", "baking"]
