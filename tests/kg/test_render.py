"""render: answer -> bytes."""

import json

import pytest

from kg import answer, finished, render
from kg.graph import ConceptGraph
from kg.questions import Question
from kg.render import FORMATS, JSON, format_of
from tests.samples import QUESTIONS


def test_json_is_compact_utf8_in_the_order_of_the_answer() -> None:
    """Keys keep their order, text stays as it is, and a line feed ends it."""
    assert render({"b": "Größe", "a": [1, None, True]}) == '{"b":"Größe","a":[1,null,true]}\n'.encode()


def test_json_is_read_back_as_it_was() -> None:
    """What any reader of JSON makes of the bytes is the answer."""
    answer = {"text": 'quote " back \\ line \n nul \0 sep \u2028', "nested": {"list": [{}, []]}}
    assert json.loads(render(answer)) == answer


@pytest.mark.parametrize("kind", FORMATS)
def test_the_formats_are_those_that_can_be_asked_for(kind: type[Question]) -> None:
    """The field `format` of a question takes the names of its table and no others."""
    assert set(kind.model_json_schema()["properties"]["format"]["enum"]) == set(FORMATS[kind])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: type(one).__name__)
def test_what_is_finished_is_the_answer_in_its_format(graph: ConceptGraph, question: Question) -> None:
    """The bytes are those of the format asked for, JSON where there is none to choose, and `next` is the answer's."""
    made, found = finished(graph, question), answer(graph, question)
    assert made.body == format_of(question).write(graph, found)
    assert made.media == format_of(question).media
    assert made.next == (found["next"] if isinstance(found.get("next"), str) else None)
    assert type(question) in FORMATS or format_of(question) is JSON
