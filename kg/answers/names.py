"""Answers about names: which concepts a text may mean."""

from kg.answers.shapes import Suggestion, SuggestionList
from kg.answers.view import View, one_of
from kg.graph import ConceptGraph
from kg.questions import Suggest


def suggested(graph: ConceptGraph, question: Suggest) -> SuggestionList:
    """The concepts that a text may mean, best first, with the name that matched and how."""
    one_of(question.kind, graph.kinds, "kind", "kind")
    view, kind = View(graph, question.lang), question.kind
    accept = None if kind is None else lambda number: graph.kind(number) == kind
    hits = graph.names.find(question.q, question.limit, accept=accept)
    items: list[Suggestion] = [
        {
            "concept": view.summary(hit.concept),
            "matched": hit.text,
            "lang": hit.lang,
            "role": hit.role,
            "how": hit.how,
            "likeness": round(hit.likeness, 3),
        }
        for hit in hits
    ]
    return {"items": items}
