"""The glossary: every term that is defined, by alphabet, part by part."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from kg.answers import answer, glossary
from kg.answers.view import View
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.questions import ReadConcept, ReadGlossary
from tests.build import catalog
from tests.kg.answers.hubs import hub, page
from tests.samples import every
from tests.strategies import catalogs


def labelled(**labels: dict[str, str]) -> ConceptGraph:
    """A graph in English and German of concepts with these labels, all defined."""
    made = catalog(*labels)
    concepts = {
        id: one.model_copy(update={"label": labels[id], "definition": {"en": f"What {id} is."}})
        for id, one in made.concepts.items()
    }
    found = made.hub.model_copy(update={"languages": ("en", "de")})
    return ConceptGraph.of(replace(made, hub=found, concepts=concepts))


def test_the_hub_has_a_glossary(graph: ConceptGraph) -> None:
    """Every concept that is defined stands in it once, with what its own answer says."""
    found = every(graph, ReadGlossary(limit=500))
    assert sorted(one["id"] for one in found) == sorted(id for id in graph if graph[id].definition)
    for one in found[::20]:
        concept = answer(graph, ReadConcept(id=one["id"]))
        assert [one[key] for key in ("term", "uri", "url", "definition")] == [
            concept[key] for key in ("label", "uri", "url", "definition")
        ]
        assert one["also"] == concept["also"].get("en", [])


def test_it_is_in_the_order_of_the_alphabet() -> None:
    """Case, accents and spaces make no difference to where a term stands."""
    graph = labelled(
        a={"en": "zebra"}, b={"en": "Éclair"}, c={"en": "apple pie"}, d={"en": "Applesauce"}, e={"en": "egg"}
    )
    assert [one["term"] for one in answer(graph, ReadGlossary())["items"]] == [
        *("apple pie", "Applesauce", "Éclair", "egg", "zebra")
    ]


def test_it_is_in_the_language_asked_for() -> None:
    """A term stands under the label that is shown, and under no other."""
    graph = labelled(a={"en": "apple", "de": "Zapfen"}, b={"en": "bee"}, c={"en": "cat", "de": "Katze"})
    for lang, terms in (("en", ["apple", "bee", "cat"]), ("de-AT", ["bee", "Katze", "Zapfen"])):
        found = answer(graph, ReadGlossary(lang=lang))
        assert [one["term"] for one in found["items"]] == terms


def test_what_is_not_defined_is_no_term() -> None:
    """A concept without a definition is left out."""
    assert answer(hub("a", "b", defined=False), ReadGlossary())["items"] == []
    assert glossary.term(View(hub("a", defined=False), None), 0) is None


def test_a_term_names_the_page_that_teaches_it() -> None:
    """The page that is about a concept before one that teaches it; one that only mentions it is not named."""
    pages = [page("p", "a", mentions=("c",)), page("q", "b", teaches=("a",))]
    found = answer(hub("a", "b", "c", pages=pages), ReadGlossary())["items"]
    assert [(one["id"], one["page"], one["url"]) for one in found] == [
        ("a", "p", "https://hub.example/p"),
        ("b", "q", "https://hub.example/q"),
        ("c", None, "/concepts/c"),
    ]


def test_a_part_may_be_short_where_few_labels_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer looks at more than a number of labels; the next goes on where it stopped, and nothing is missed."""
    monkeypatch.setattr(glossary, "MOST_SCANNED", 2)
    graph = labelled(**{f"x{n}": {"en": f"word {n}", "de": f"Wort {n}"} for n in range(5)})
    found, question, parts = list[str](), ReadGlossary(lang="en", limit=3), 0
    while True:
        part = answer(graph, question)
        found += [one["id"] for one in part["items"]]
        parts += 1
        if part["next"] is None:
            break
        question = question.model_copy(update={"cursor": part["next"].rpartition("cursor=")[2]})
    assert found == [f"x{n}" for n in range(5)]
    assert parts == 5


@given(catalogs())
@settings(max_examples=40)
def test_parts_make_up_the_whole(catalog: Catalog) -> None:
    """However small the parts, together they are the glossary, and each concept stands there once at most."""
    graph = ConceptGraph.of(catalog)
    whole = answer(graph, ReadGlossary())["items"]
    assert every(graph, ReadGlossary(limit=1)) == whole
    assert sorted(one["id"] for one in whole) == sorted(
        id for id in graph if View(graph, None).summary(graph.number(id))["definition"]
    )
