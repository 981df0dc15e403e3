"""Answers about terms: what concepts are called, what they mean, and which page says more."""

from collections.abc import Iterable

from kg.answers.shapes import Term
from kg.answers.view import View
from kg.names import fold


def term(view: View, number: int) -> Term | None:
    """A concept as a term; none of one without a definition."""
    graph, record = view.graph, view.graph.record(number)
    concept = view.summary(number, record)
    if not concept["definition"]:
        return None
    return {
        "id": concept["id"],
        "term": concept["label"],
        "lang": concept["lang"],
        "also": list(record.get("also", {}).get(concept["lang"], ())),
        "definition": concept["definition"],
        "url": concept["url"],
        "page": next((slug for slug, role in graph.pages_of.get(concept["id"], ()) if role != "mentions"), None),
    }


def terms(view: View, ids: Iterable[str]) -> list[Term]:
    """Concepts as terms by alphabet, each once."""
    found = (term(view, view.graph.number(id)) for id in dict.fromkeys(ids))
    return sorted((one for one in found if one), key=lambda one: (fold(one["term"]), one["id"]))
