"""What stands around a page in the order of learning: what it requires, what it unlocks, what comes next, what is missing."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Literal

from kg.answers.shapes import Gap, Needed, PageLink, Summary
from kg.answers.view import View
from kg.graph import ConceptGraph

MOST_NEEDED = 50
MOST_PAGES = 5

_Wanted = Literal["prerequisites", "next", "unlocks", "mentions"]


def inside(graph: ConceptGraph, about: Iterable[int], taught: Collection[str]) -> list[int]:
    """What a page is about, and what that requires as far as the page itself teaches it."""
    found = dict.fromkeys(about)
    queue = list(found)
    for number in queue:
        new = [n for n, _ in graph.neighbours(number, ("requires",)) if n not in found and graph.ids[n] in taught]
        found |= dict.fromkeys(new)
        queue += new
    return queue


def around(
    graph: ConceptGraph, numbers: Iterable[int], type_: str, without: Collection[str], *, backwards: bool = False
) -> dict[int, int]:
    """The concepts that some others lead to by one relation type, each by its first relation, some ids left out."""
    found: dict[int, int] = {}
    for number in numbers:
        for other, k in graph.neighbours(number, (type_,), backwards=backwards):
            if other not in found and graph.ids[other] not in without:
                found[other] = k
    return found


def needed(view: View, found: Mapping[int, int]) -> list[Needed]:
    """The first of some concepts, each with its relation and the pages that teach it."""
    return [_needed(view, number, k) for number, k in islice(found.items(), MOST_NEEDED)]


def _needed(view: View, number: int, k: int) -> Needed:
    record = view.graph.relation(k)
    one: Needed = {
        "concept": view.summary(number),
        "rid": view.graph.relation_id(k),
        "why": view.said(record["why"]),
        "pages": pages(view, view.graph.ids[number]),
    }
    if "strength" in record:
        one["strength"] = record["strength"]
    if "group" in record:
        one["group"] = record["group"]
    return one


def pages(view: View, id: str) -> list[PageLink]:
    """The first pages that are about a concept or teach it."""
    graph = view.graph
    teaching = ((slug, role) for slug, role in graph.pages_of.get(id, ()) if role != "mentions")
    return [
        {
            "slug": slug,
            "title": view.said(graph.pages[slug].title) or slug,
            "url": graph.pages[slug].url,
            "role": role,
        }
        for slug, role in islice(teaching, MOST_PAGES)
    ]


def gaps(view: View, taught: Collection[str], wanted: Mapping[_Wanted, Iterable[Summary]]) -> list[Gap]:
    """The concepts among some lists that no page is about or teaches, in the order of the lists."""
    found: dict[str, Gap] = {}
    for name, concepts in wanted.items():
        for concept in concepts:
            id = concept["id"]
            if id not in taught and not pages(view, id):
                found.setdefault(id, {"concept": concept, "wanted": []})["wanted"].append(name)
    return list(found.values())
