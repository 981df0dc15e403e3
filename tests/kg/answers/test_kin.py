"""Related pages, each with its reason."""

from typing import Any

from kg.answers.kin import MOST_REASONS, MOST_RELATED, related
from kg.answers.view import View
from kg.graph import ConceptGraph
from tests.kg.answers.hubs import hub, page


def kin(graph: ConceptGraph, slug: str = "p") -> list[Any]:
    """The pages related to a page."""
    return related(View(graph, None), graph.pages[slug])[0]


def test_the_reason_is_the_relation() -> None:
    """A page on what this one requires is related by that requirement, in words."""
    (found,) = kin(hub("a requires b", pages=[page("p", "a"), page("q", "b")]))
    assert (found["slug"], found["because"], found["rids"]) == ("q", "A requires B.", ["a.requires.b"])
    assert found["shared"] == []


def test_relations_count_either_way() -> None:
    """A page on what builds upon this one is related, too."""
    (found,) = kin(hub("b requires a", pages=[page("p", "a"), page("q", "b")]))
    assert found["because"] == "B requires A."


def test_what_both_have_to_do_with_is_a_reason() -> None:
    """Pages that only mention the same are related by it."""
    pages = [page("p", "a", mentions=("c",)), page("q", "b", mentions=("c",))]
    (found,) = kin(hub("a", "b", "c", pages=pages))
    assert (found["because"], found["shared"], found["rids"]) == ("Both have to do with “C”.", ["c"], [])


def test_the_weightier_comes_first() -> None:
    """A requirement before a step of the hierarchy, that before reading order; what both teach before a mere mention."""
    pages = [
        page("p", "a", teaches=("t",), mentions=("m",)),
        page("u", "d"),
        page("v", "b"),
        page("w", "c"),
        page("x", "y", teaches=("t",)),
        page("z", "y", mentions=("t",)),
    ]
    found = kin(hub("a next d", "a requires b", "a is-a c", "t", "m", "y", pages=pages))
    assert [one["slug"] for one in found] == ["v", "w", "x", "z", "u"]


def test_ties_are_broken_by_slug() -> None:
    """Pages that are related alike stand by slug."""
    found = kin(hub("a requires b", pages=[page("p", "a"), page("z", "b"), page("q", "b")]))
    assert [one["slug"] for one in found] == ["q", "z"]


def test_at_most_so_many_reasons_and_pages() -> None:
    """Of many relations the first three are told, of many pages the first ten, and how many there are."""
    graph = hub("a requires b c d e", pages=[page("p", "a"), page("q", ("b", "c", "d", "e"))])
    assert len(kin(graph)[0]["rids"]) == MOST_REASONS
    many = hub("a requires b", pages=[page("p", "a"), *(page(f"q{n:02}", "b") for n in range(30))])
    found, total = related(View(many, None), page("new", "b"))
    assert len(found) == MOST_RELATED
    assert total == 31


def test_a_page_is_not_its_own_kin() -> None:
    """Neither by what it teaches nor by a relation between two things that it teaches."""
    assert kin(hub("a requires b", pages=[page("p", "a", teaches=("b",), mentions=("a",))])) == []
