"""Which concepts a text may mean."""

import pytest

from kg.answers import answer
from kg.errors import NotFound, QuestionError
from kg.graph import ConceptGraph
from kg.questions import ListConcepts, Suggest, parse


def test_a_mistyped_word_finds_its_concept(graph: ConceptGraph) -> None:
    """The name that matched, how it matched and how like it is are told."""
    (first, *_) = answer(graph, parse(Suggest, {"q": "tranformer"}))["items"]
    assert first["concept"]["id"] == "transformer"
    assert (first["matched"], first["how"], first["role"]) == ("Transformer", "fuzzy", "label")
    assert 0.7 <= first["likeness"] < 1


def test_an_abbreviation_finds_its_concept(graph: ConceptGraph) -> None:
    """CNN, in any case, is an alternative label of convolutional networks."""
    (first, *_) = answer(graph, parse(Suggest, {"q": "cnn"}))["items"]
    assert (first["concept"]["id"], first["matched"], first["how"]) == ("convolutional-network", "CNN", "exact")


def test_only_concepts_of_a_kind_are_suggested(graph: ConceptGraph) -> None:
    """A kind narrows the suggestions; one that does not exist is named with what is near."""
    found = answer(graph, parse(Suggest, {"q": "net", "kind": "architecture", "limit": 5}))["items"]
    assert found
    assert {item["concept"]["kind"] for item in found} == {"architecture"}
    with pytest.raises(QuestionError, match="did you mean 'architecture'"):
        answer(graph, parse(Suggest, {"q": "net", "kind": "architectur"}))


def test_nothing_near_is_nothing(graph: ConceptGraph) -> None:
    """What is like no name of a concept gets no answer: never the nearest one there happens to be."""
    assert answer(graph, parse(Suggest, {"q": "pizza"}))["items"] == []
    assert answer(graph, parse(ListConcepts, {"q": "pizza"}))["items"] == []


def test_a_list_of_what_a_text_may_mean(graph: ConceptGraph) -> None:
    """With `q` the list holds what is meant, best first, narrowed by the other fields, with no total."""
    found = answer(graph, parse(ListConcepts, {"q": "attention", "cluster": "llm-cluster"}))
    assert [item["id"] for item in found["items"]][:1] == ["attention"]
    assert {"self-attention", "multi-head-attention"} <= {item["id"] for item in found["items"]}
    assert "total" not in found
    assert answer(graph, parse(ListConcepts, {"q": "attention", "kind": "task"}))["items"] == []


def test_a_miss_suggests_by_label_too(graph: ConceptGraph) -> None:
    """An unknown id is told with the concepts whose id or label is like it."""
    with pytest.raises(NotFound) as error:
        graph.number("convolutional-neural-netwrok")
    assert error.value.suggestions[0] == "convolutional-network"
