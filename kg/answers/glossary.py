"""Answers about terms: what concepts are called, what they mean, and which page says more."""

from collections.abc import Iterable

from kg.answers.shapes import Term, TermList
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.names import Entry, fold
from kg.questions import ReadGlossary, onward, position

MOST_SCANNED = 20_000  # labels looked at for one answer, those in other languages among them


def read(graph: ConceptGraph, question: ReadGlossary) -> TermList:
    """A part of the glossary. Where few labels are shown in the language asked for, it may be short and yet go on."""
    view = View(graph, question.lang)
    title, lang = view.text(graph.hub.title)
    items, following = list[Term](), None
    labels = graph.names.labels(position(question, graph.version))
    for count, (place, entry) in enumerate(labels):
        if len(items) == question.limit or count == MOST_SCANNED:
            following = onward(question, graph.version, place)
            break
        if (found := term(view, entry.concept)) and _shows(found, entry):
            items.append(found)
    return {"title": title or "", "lang": lang, "items": items, "next": following}


def _shows(found: Term, entry: Entry) -> bool:
    return (found["term"], found["lang"]) == (entry.text, entry.lang)


def term(view: View, number: int) -> Term | None:
    """A concept as a term; none of one without a definition."""
    graph, record = view.graph, view.graph.record(number)
    concept = view.summary(number, record)
    if not concept["definition"]:
        return None
    return {
        "id": concept["id"],
        "uri": concept["uri"],
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
