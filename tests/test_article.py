"""The article, sentence by sentence, against what the data says it states."""

import csv
import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg.catalog import Catalog
from kg.folder import read
from kg.model import Quotation
from kg.rules import check
from kg.syntax import parse
from kg.text import occurrences, sections, sentences

ROOT = Path(__file__).parent.parent
SLUG = "what-is-deep-learning"
ARTICLE = ROOT.parent / "shared" / "article" / f"{SLUG}.txt"


@pytest.fixture(name="catalog", scope="module")
def _catalog() -> Catalog:
    return read(ROOT / "data")[0]


@pytest.fixture(name="coverage", scope="module")
def _coverage() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    file = ROOT / "tests" / "article_coverage.yaml"
    value, problems = parse(file.read_bytes(), file.name)
    assert not problems
    found: Mapping[str, Mapping[str, Mapping[str, Any]]] = value[SLUG]
    return found


@pytest.fixture(name="article", scope="module")
def _article() -> str:
    if not ARTICLE.exists():
        pytest.skip(f"the article is not at {ARTICLE}")
    return ARTICLE.read_text(encoding="utf-8")


def test_the_data_has_no_problem_and_its_quotes_stand_in_the_article(catalog: Catalog, article: str) -> None:
    """Every quote stands once in its section, every section is as it was encoded, and no rule finds anything."""
    assert read(ROOT / "data")[1] == []
    assert [str(problem) for problem in check(catalog, {SLUG: article})] == []


def test_every_sentence_is_listed(catalog: Catalog, coverage: Mapping[str, Any], article: str) -> None:
    """The coverage lists exactly the sections of the article, and in each exactly its sentences."""
    texts = sections(article, catalog.pages[SLUG])
    assert {section: [int(n) for n in entries] for section, entries in coverage.items()} == {
        section: list(range(1, len(sentences(text)) + 1)) for section, text in texts.items()
    }


def test_every_sentence_is_encoded_or_says_why_not(catalog: Catalog, coverage: Mapping[str, Any]) -> None:
    """A sentence names relations, definitions or questions that exist, or gives the reason for none."""
    relations = {relation.id for relation in catalog.relations}
    questions = {question.id: question.section for question in catalog.pages[SLUG].questions}
    for section, entries in coverage.items():
        for number, entry in entries.items():
            place = f"{section} {number}"
            assert set(entry) <= {"relations", "definitions", "questions", "nothing"}, place
            assert entry, place
            assert set(entry.get("relations", ())) <= relations, place
            assert all(catalog.concepts[id].definition for id in entry.get("definitions", ())), place
            assert all(questions[id] == section for id in entry.get("questions", ())), place
            assert "nothing" not in entry or set(entry) == {"nothing"}, place


def test_every_statement_of_the_article_has_its_sentences(
    catalog: Catalog, coverage: Mapping[str, Any], article: str
) -> None:
    """A relation is listed under exactly the sentences that hold one of its quotes, and each quote is in one."""
    listed = {
        (relation, section, int(number))
        for section, entries in coverage.items()
        for number, entry in entries.items()
        for relation in entry.get("relations", ())
    }
    found = set()
    for relation in catalog.relations:
        for evidence in relation.evidence:
            if not isinstance(evidence, Quotation):
                continue
            text = sections(article, catalog.pages[SLUG])[evidence.section]
            holding = [n for n, one in enumerate(sentences(text), 1) if occurrences(evidence.quote, one)]
            assert len(holding) == 1, f"{relation.id}: {evidence.quote!r} is in {len(holding)} sentences"
            found.add((relation.id, evidence.section, holding[0]))
    assert listed == found


def test_every_concept_is_fit_for_a_newcomer(catalog: Catalog) -> None:
    """Each of the 120 concepts or more has a definition; each but a cluster has minutes, difficulty and outcomes."""
    assert len(catalog.concepts) >= 120
    for id, concept in catalog.concepts.items():
        assert len(concept.definition["en"].split()) >= 4, id
        if concept.kind != "cluster":
            assert concept.minutes, id
            assert concept.difficulty, id
            assert 1 <= len(concept.outcomes["en"]) <= 3, id


def test_no_sentence_of_the_article_is_copied(catalog: Catalog, article: str) -> None:
    """No text of ours shares nine words in a row with the article."""
    words = article.casefold().split()
    runs = {tuple(words[n : n + 9]) for n in range(len(words) - 8)}
    texts = [
        text
        for concept in catalog.concepts.values()
        for text in (*concept.definition.values(), *(o for lines in concept.outcomes.values() for o in lines))
    ]
    texts += [text for relation in catalog.relations for text in relation.why.values()]
    page = catalog.pages[SLUG]
    texts += [text for one in page.questions for text in (*one.question.values(), *one.answer.values())]
    texts += page.description.values()
    for text in texts:
        own = text.casefold().split()
        assert not runs & {tuple(own[n : n + 9]) for n in range(len(own) - 8)}, text


def test_mappings_are_in_the_vocabularies(catalog: Catalog) -> None:
    """Every mapping to AIO and CSO names an identifier that is really there."""
    folder = ROOT.parent / "shared" / "real" / "vocabularies"
    if not folder.exists():
        pytest.skip(f"the vocabularies are not at {folder}")

    with (folder / "aio" / "aio-src.csv").open(encoding="utf-8") as file:
        aio = {row[0].removeprefix("AIO:") for row in list(csv.reader(file))[2:]}
    with gzip.open(folder / "cso-3.1.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter=";"))
    cso = {topic.replace(" ", "_") for row in rows for topic in (row[0], row[2])}
    count = 0
    for id, concept in catalog.concepts.items():
        for iris in concept.mappings.values():
            for iri in iris:
                prefix, _, name = iri.partition(":")
                assert name in {"aio": aio, "cso": cso}[prefix], f"{id}: {iri}"
                count += 1
    assert count > 50
