"""Parts of the hub's own graph, as answers."""

import pytest

from kg.formats import GraphAnswer
from kg.graph import ConceptGraph
from tests.kg.formats.answers import part


@pytest.fixture(scope="session")
def closure(graph: ConceptGraph) -> GraphAnswer:
    """All that is to be learnt before large language models."""
    id = "large-language-model"
    return part(graph, [*graph.closure(["requires"], id), id], ["requires"])


@pytest.fixture(scope="session")
def neighbourhood(graph: ConceptGraph) -> GraphAnswer:
    """Deep learning and what it is related to."""
    number = graph.numbers["deep-learning"]
    found = {number}
    for backwards in (False, True):
        found |= {n for n, _ in graph.neighbours(number, graph.type_names, backwards=backwards)}
    return part(graph, [graph.ids[n] for n in found], centre="deep-learning")
