"""What stands around a page in the order of learning: what it requires, what it unlocks, what comes next, what is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from kg.answers.shapes import Gap, Needed, PageLink, Summary
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.model import Page

MOST_NEEDED = 50
MOST_PAGES = 5

_Wanted = Literal["prerequisites", "next", "unlocks", "mentions"]


class Order(NamedTuple):
    """What a page requires, unlocks, and leads on to; of each the first, `totals` says how many there are."""

    prerequisites: list[Needed]
    unlocks: list[Needed]
    next: list[Needed]
    totals: dict[str, int]


def order(view: View, page: Page) -> Order:
    """The place of a page in the order of learning."""
    graph, taught = view.graph, {*page.about, *page.teaches}
    about = [graph.number(id) for id in page.about]
    own = [graph.number(id) for id in dict.fromkeys((*page.about, *page.teaches))]
    before = _around(graph, _inside(graph, about, taught), "requires", taught)
    after = _around(graph, own, "requires", taught, backwards=True)
    following = _around(graph, about, "next", taught)
    return Order(
        _needed(view, before),
        _needed(view, after),
        _needed(view, following),
        {"prerequisites": len(before), "unlocks": len(after), "next": len(following)},
    )


def _inside(graph: ConceptGraph, about: Iterable[int], taught: Collection[str]) -> list[int]:
    """What a page is about, and what that requires as far as the page itself teaches it."""
    found = dict.fromkeys(about)
    queue = list(found)
    for number in queue:
        new = [n for n, _ in graph.neighbours(number, ("requires",)) if n not in found and graph.ids[n] in taught]
        found |= dict.fromkeys(new)
        queue += new
    return queue


def _around(
    graph: ConceptGraph, numbers: Sequence[int], type_: str, without: Collection[str], *, backwards: bool = False
) -> dict[int, int]:
    """The concepts that some others lead to by one relation type, each by its first relation, some ids left out.

    Of requirements those come first that bind in any case, then options, then what only helps.
    """
    found: dict[int, int] = {}
    for _, (at, to, rel) in graph.layers((type_,), backwards=backwards):
        for number in numbers:
            for place in range(at[number], at[number + 1]):
                if graph.ids[to[place]] not in without:
                    found.setdefault(to[place], rel[place])
    return found


def _needed(view: View, found: Mapping[int, int]) -> list[Needed]:
    """The first of some concepts, each with its relation and the pages that teach it."""
    return [_one(view, number, k) for number, k in islice(found.items(), MOST_NEEDED)]


def _one(view: View, number: int, k: int) -> Needed:
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


def gaps(view: View, page: Page, found: Order, mentions: Iterable[Summary]) -> list[Gap]:
    """The concepts around a page that no page is about or teaches, what is required first."""
    taught = {*page.about, *page.teaches}
    wanted: Mapping[_Wanted, Iterable[Summary]] = {
        "prerequisites": [one["concept"] for one in found.prerequisites],
        "next": [one["concept"] for one in found.next],
        "unlocks": [one["concept"] for one in found.unlocks],
        "mentions": mentions,
    }
    missing: dict[str, Gap] = {}
    for name, concepts in wanted.items():
        for concept in concepts:
            if concept["id"] not in taught and not pages(view, concept["id"]):
                missing.setdefault(concept["id"], {"concept": concept, "wanted": []})["wanted"].append(name)
    return list(missing.values())
