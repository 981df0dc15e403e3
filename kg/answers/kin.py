"""Which other pages of the hub are related to a page, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import TypeVar

from kg.answers.needed import MOST_PAGES
from kg.answers.shapes import RelatedPage
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.model import Page

T = TypeVar("T", int, str)

MOST_RELATED, MOST_REASONS = 10, 3
MOST_SHARING = 200  # pages looked at for one concept: what nearly every page mentions tells none apart


# what joins a page to others, by slug: relations by number and concepts by id, each with what it weighs
_Joined = defaultdict[str, dict[T, int]]


def related(view: View, page: Page) -> tuple[list[RelatedPage], int]:
    """The pages most related to a page, and how many are related at all.

    A requirement between what two pages teach weighs 4, a step of the hierarchy 3, any other relation 2, reading order
    and mere kinship 1; a concept that both teach weighs 3, that one of them does 2, that both only mention 1. Ties by
    slug.
    """
    relations, shared = _relations(view.graph, page), _shared(view.graph, page)
    slugs = relations.keys() | shared.keys()
    weights = {slug: sum(relations[slug].values()) + sum(shared[slug].values()) for slug in slugs}
    ordered = sorted(slugs, key=lambda slug: (-weights[slug], slug))
    return [_told(view, slug, relations[slug], shared[slug]) for slug in ordered[:MOST_RELATED]], len(ordered)


def _relations(graph: ConceptGraph, page: Page) -> _Joined[int]:
    """The relations between what a page and others are about or teach."""
    found: _Joined[int] = defaultdict(dict)
    own = dict.fromkeys((*page.about, *page.teaches))
    for id, backwards in product(own, (False, True)):
        for other, k in graph.neighbours(graph.number(id), graph.type_names, backwards=backwards):
            for slug, role in islice(graph.pages_of.get(graph.ids[other], ()), MOST_PAGES):
                if role != "mentions" and slug != page.slug and graph.ids[other] not in own:
                    found[slug][k] = _weight(graph, k)
    return found


def _shared(graph: ConceptGraph, page: Page) -> _Joined[str]:
    """The concepts that a page and others have to do with."""
    found: _Joined[str] = defaultdict(dict)
    own = dict.fromkeys((*page.about, *page.teaches))
    for id in dict.fromkeys((*own, *page.mentions)):
        for slug, role in islice(graph.pages_of.get(id, ()), MOST_SHARING):
            if slug != page.slug:
                found[slug][id] = 1 + (id in own) + (role != "mentions")
    return found


def _weight(graph: ConceptGraph, k: int) -> int:
    name = graph.type_names[graph.relations_type[k]]
    if name == "requires":
        return 4
    if graph.types[name].hierarchy:
        return 3
    return 1 if name == "next" or graph.types[name].symmetric else 2


def _told(view: View, slug: str, relations: Mapping[int, int], shared: Mapping[str, int]) -> RelatedPage:
    page = view.graph.pages[slug]
    ks, ids = _heaviest(relations), _heaviest(shared)
    return {
        "slug": slug,
        "title": view.said(page.title) or slug,
        "url": page.url,
        "because": _because(view, ks, ids),
        "rids": [view.graph.relation_id(k) for k in ks],
        "shared": ids,
    }


def _heaviest(weights: Mapping[T, int]) -> list[T]:
    return sorted(weights, key=lambda one: (-weights[one], one))[:MOST_REASONS]


def _because(view: View, relations: Sequence[int], shared: Sequence[str]) -> str:
    if relations:
        return " ".join(view.relation(k)["sentence"] for k in relations)
    return f"Both have to do with {', '.join(f'“{view.label(view.graph.number(id))}”' for id in shared)}."
