"""Which concept a text in a form means: an id, or a name of one concept and no other."""

from typing import NamedTuple

from kg.answers import answer
from kg.answers.shapes import Suggestion
from kg.graph import ConceptGraph
from kg.questions import Suggest, parse

MOST_OFFERED, LONGEST = 6, 200


class Meant(NamedTuple):
    """What was written, the concept that it means, and what else it may mean, best first."""

    text: str
    id: str | None = None
    offers: tuple[Suggestion, ...] = ()


def meant(graph: ConceptGraph, text: str, lang: str | None) -> Meant:
    """The concept that a text means. An old id means its successor."""
    text = text.strip()
    id = text if text in graph.numbers else graph.successor(text)
    if id is not None and id in graph.numbers:
        return Meant(text, id)
    if not 0 < len(text) <= LONGEST:
        return Meant(text)
    found: list[Suggestion] = answer(graph, parse(Suggest, {"q": text, "limit": MOST_OFFERED, "lang": lang}))["items"]
    exact = {one["concept"]["id"] for one in found if one["how"] == "exact"}
    return Meant(text, exact.pop() if len(exact) == 1 else None, tuple(found))
