"""answer: what holds for the answer to every question."""

import random
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

import kg
from kg.answers import OPERATIONS, answer
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.questions import OPERATIONS as QUESTION_TYPES
from kg.questions import ListConcepts, Paged, Question
from kg.render import finished
from tests.samples import QUESTIONS, SAMPLES, every

DATA = Path(__file__).parents[3] / "data"
# a batch read gives all that was asked for at once
PAGED = [
    question
    for question in QUESTIONS
    if isinstance(question, Paged) and not (isinstance(question, ListConcepts) and question.id)
]


def name(question: Question) -> str:
    """The name of a question's kind, for the list of tests."""
    return type(question).__name__


def test_every_question_has_an_answer_and_samples() -> None:
    """The tables of questions, of answers and of samples have the same entries."""
    assert set(OPERATIONS) == set(QUESTION_TYPES) == set(SAMPLES)


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_an_answer_has_its_shape(graph: ConceptGraph, question: Question) -> None:
    """An answer is of the shape that is documented for it, to the letter and with nothing besides."""
    found = answer(graph, question)
    assert TypeAdapter(OPERATIONS[type(question)].shape).validate_python(found, strict=True) == found


def test_every_concept_and_relation_has_its_shape(graph: ConceptGraph) -> None:
    """So have the answers about each concept and each relation of the hub."""
    concept: TypeAdapter[Any] = TypeAdapter(OPERATIONS[kg.questions.ReadConcept].shape)
    for id in graph:
        found = answer(graph, kg.questions.ReadConcept(id=id))
        assert concept.validate_python(found, strict=True) == found
    relation: TypeAdapter[Any] = TypeAdapter(OPERATIONS[kg.questions.ReadRelation].shape)
    for k in range(graph.relation_count):
        found = answer(graph, kg.questions.ReadRelation(id=graph.relation_id(k)))
        assert relation.validate_python(found, strict=True) == found


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_the_same_question_has_the_same_bytes(graph: ConceptGraph, question: Question) -> None:
    """To ask twice makes no difference."""
    assert finished(graph, question).body == finished(graph, question).body


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_records_leaves_no_trace(seed: int) -> None:
    """A catalog whose records were read in another order gives the same answers, byte for byte."""
    catalog, _ = kg.read(DATA)
    one, other = ConceptGraph.of(catalog), ConceptGraph.of(shuffled(catalog, random.Random(seed)))
    assert [*other] == [*one]
    for question in QUESTIONS:
        assert finished(other, question).body == finished(one, question).body


def shuffled(catalog: Catalog, order: random.Random) -> Catalog:
    """The same catalog with the records of every sort in another order."""
    changed: dict[str, Any] = {}
    for field in fields(catalog):
        records = getattr(catalog, field.name)
        if isinstance(records, dict):
            changed[field.name] = dict(order.sample(list(records.items()), len(records)))
    return replace(catalog, relations=tuple(order.sample(catalog.relations, len(catalog.relations))), **changed)


WHOLE: dict[int, list[Any]] = {}


@given(st.sampled_from(range(len(PAGED))), st.integers(1, 500))
def test_paging_visits_every_item_once(graph: ConceptGraph, place: int, limit: int) -> None:
    """Whatever the limit, the pages of a long answer make up the same list, as long as `total` says."""
    question = PAGED[place]
    if place not in WHOLE:
        WHOLE[place] = every(graph, question.model_copy(update={"limit": 500}))
    found = every(graph, question.model_copy(update={"limit": limit}))
    assert found == WHOLE[place]
    keys = [repr(item) for item in found]
    assert len(set(keys)) == len(keys)
    total = answer(graph, question).get("total")
    assert total is None or total == len(found)
