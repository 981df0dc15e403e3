"""How two concepts hang together, told in sentences."""

from typing import Any

import pytest

from kg.answers import answer
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import Connect, parse
from tests.build import catalog


def ask(graph: ConceptGraph, **fields: object) -> dict[str, Any]:
    """The answer to the question how two concepts hang together."""
    return dict(answer(graph, parse(Connect, {name.rstrip("_"): value for name, value in fields.items()})))


def test_each_step_is_worded_from_where_the_chain_has_come(graph: ConceptGraph) -> None:
    """From images to AI: each sentence names first the concept that the step before has reached."""
    found = ask(graph, from_="image-heavy-task", to="architecture")
    chain = found["connections"][0]
    sentences = [step["sentence"] for step in chain]
    assert sentences == [
        "Image-heavy task is a job that Convolutional network suits.",
        "Convolutional network is a kind of Neural network architecture.",
    ]
    assert [step["reaches"] for step in chain] == ["convolutional-network", "architecture"]
    assert chain[0]["relation"]["evidence"][0]["quote"] == "convolutional networks for image-heavy tasks"
    assert (found["length"], found["complete"]) == (2, True)


def test_no_connection_is_an_answer() -> None:
    """Two concepts that hang together by nothing: no chain, no length, and the search was complete."""
    found = ask(ConceptGraph.of(catalog("a is-a b", "c is-a d")), from_="a", to="d")
    assert (found["connections"], found["length"], found["complete"]) == ([], None, True)


def test_a_concept_and_itself() -> None:
    """One chain of no steps."""
    found = ask(ConceptGraph.of(catalog("a is-a b")), from_="a", to="a")
    assert (found["connections"], found["length"]) == ([[]], 0)


def test_renamed_ends_are_followed_and_unknown_ones_named() -> None:
    """An old id leads to its successor and is listed; each unknown end has its pointer."""
    graph = ConceptGraph.of(catalog("a is-a b", redirects={"old": "a"}))
    assert ask(graph, from_="old", to="b")["renamed"] == {"old": "a"}
    with pytest.raises(QuestionError) as error:
        ask(graph, from_="x", to="y", type=())
    assert [pointer for pointer, _ in error.value.errors] == ["/from", "/to"]
    with pytest.raises(QuestionError) as error:
        ask(graph, from_="a", to="b", type="is-b")
    assert "did you mean 'is-a'" in str(error.value)
