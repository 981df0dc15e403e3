"""A graph in one language: which text is taken, and the pieces that answers are made of."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers import view
from kg.answers.view import MAX_LANGUAGES, View, one_of, page_of, resolve, types_of
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.model import Citation, Page, Quotation, Section, Source
from kg.questions import MAX_ERRORS, ListPages, parse, position
from tests.build import HUB, TYPES, catalog
from tests.build import graph as small


def bilingual() -> ConceptGraph:
    """A hub in English and German; `plain` is labelled in English alone, `foreign` in neither."""
    found = catalog("dog is-a animal", "plain", "foreign", hub=HUB.model_copy(update={"languages": ("en", "de")}))
    texts: dict[str, dict[str, Any]] = {
        "dog": {"label": {"en": "Dog", "de": "Hund", "de-CH": "Hünd"}, "definition": {"en": "It barks."}},
        "animal": {"label": {"en": "Animal", "de": "Tier"}, "definition": {"en": "It lives.", "de": "Es lebt."}},
        "foreign": {"label": {"fr": "Étranger", "it": "Straniero"}},
    }
    concepts = {id: concept.model_copy(update=texts.get(id, {})) for id, concept in found.concepts.items()}
    is_a = TYPES["is-a"].model_copy(
        update={"sentence": {"en": "{from} is a sort of {to}.", "de": "{from} ist eine Art von {to}."}}
    )
    return ConceptGraph.of(replace(found, concepts=concepts, types={**TYPES, "is-a": is_a}))


# -- languages


@pytest.mark.parametrize(
    ("lang", "id", "expected"),
    [
        (None, "dog", ("Dog", "en")),
        ("en-GB", "dog", ("Dog", "en")),
        ("de", "dog", ("Hund", "de")),
        ("de-CH", "dog", ("Hünd", "de-CH")),
        ("DE-ch", "dog", ("Hünd", "de-CH")),
        ("de-CH-1996", "dog", ("Hünd", "de-CH")),
        ("de-AT", "dog", ("Hund", "de")),
        ("de-CH", "animal", ("Tier", "de")),
        ("de-CH", "plain", ("PLAIN", "en")),
        ("ja", "dog", ("Dog", "en")),
        ("de", "foreign", ("Étranger", "fr")),
    ],
)
def test_a_label_is_in_the_language_nearest_to_the_one_asked_for(
    lang: str | None, id: str, expected: tuple[str, str]
) -> None:
    """The tag asked for loses subtags until a text fits, then the hub's default is taken, then any; `lang` says which."""
    graph = bilingual()
    summary = View(graph, lang).summary(graph.number(id))
    assert (summary["label"], summary["lang"]) == expected


def test_each_text_finds_its_own_language() -> None:
    """A label in German may stand beside a definition that there is in English alone; `lang` is the label's."""
    graph = bilingual()
    summary = View(graph, "de").summary(graph.number("dog"))
    assert (summary["label"], summary["lang"], summary["definition"]) == ("Hund", "de", "It barks.")


def test_a_summary_is_the_same_to_all() -> None:
    """No answer can change what another has in it; a copy is the receiver's own."""
    summary: Any = View(bilingual(), None).summary(0)
    before = dict(summary)
    for change in (lambda: summary.update(label="Cat"), lambda: summary.pop("id"), summary.clear):
        with pytest.raises(TypeError, match="change a copy"):
            change()
    with pytest.raises(TypeError, match="change a copy"):
        summary["label"] = "Cat"
    copied = deepcopy(summary)
    copied["label"] = "Cat"
    assert (type(copied), summary) == (dict, before)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many languages and concepts are asked for, no more is remembered than may be, and nothing is mixed up."""
    monkeypatch.setattr(view, "MAX_TOLD", 2)
    graph = bilingual()
    for lang in ("de", "en", "fr", "it", "ja", "de-CH", "de", "en"):
        for number in range(len(graph)):
            assert View(graph, lang).summary(number) == View(bilingual(), lang).summary(number)
    assert len(graph.told) <= MAX_LANGUAGES
    assert all(sum(one is not None for one in told.made) <= 2 for told, _ in graph.told.values())


SUBTAGS = st.sampled_from(["hant", "cn", "x", "a", "1996", "private"])
TAGS = st.builds(lambda first, rest: "-".join([first, *rest]), st.sampled_from(["zh", "de"]), st.lists(SUBTAGS))


@given(TAGS, st.data())
def test_the_language_is_looked_up_as_the_standard_has_it(tag: str, data: st.DataObject) -> None:
    """RFC 4647 section 3.4: the longest tag is taken that the range begins with and that ends in no lone letter."""
    parts = tag.split("-")
    prefixes = ["-".join(parts[:n]) for n in range(1, len(parts) + 1)]
    there = data.draw(st.sets(st.sampled_from([*prefixes, "en", "fr"]), min_size=1))
    allowed = [p for p in prefixes if p == tag or len(p.split("-")[-1]) > 1]
    expected = max((t for t in there if t in allowed), key=len, default="en" if "en" in there else min(there))
    assert View(small("a"), tag).text({t: t.upper() for t in there}) == (expected.upper(), expected)


def test_no_text_at_all_is_nothing() -> None:
    """Where there is no text there is none in any language."""
    assert View(small("a"), "de").said({}) is None


def test_a_sentence_is_in_the_language_asked_for() -> None:
    """Template and labels are looked up each by itself."""
    graph = bilingual()
    assert View(graph, "de").relation(0)["sentence"] == "Hund ist eine Art von Tier."
    assert View(graph, None).relation(0)["sentence"] == "Dog is a sort of Animal."
    assert View(graph, "de").relation(0)["inverse_sentence"] == "Tier is what Hund is-a."


def test_a_label_that_looks_like_a_slot_is_left_alone() -> None:
    """What a label holds is not filled in again."""
    assert View(small("a"), None).sentence("is-a", "{to}", "{from}") == (
        "{to} is-a {from}.",
        "{from} is what {to} is-a.",
    )


# -- pieces


def test_a_summary_leads_to_the_page_that_teaches_it() -> None:
    """`url` is the page that is about a concept or teaches it; one that is mentioned only has its own document."""
    page = Page(slug="p", url="https://hub.example/p", title={"en": "P"}, about=("a",), teaches=("b",), mentions=("c",))
    graph = ConceptGraph.of(replace(catalog("a", "b", "c"), pages={"p": page}), "/kg/")
    view = View(graph, None)
    assert [summary["url"] for summary in view.summaries(["a", "b", "c"])] == [
        "https://hub.example/p",
        "https://hub.example/p",
        "/kg/concepts/c",
    ]


def test_a_uri_is_the_hubs_own_or_the_one_stated() -> None:
    """A concept of another vocabulary keeps its identity."""
    found = catalog("a", "b")
    foreign = found.concepts["b"].model_copy(update={"iri": "https://other.example/b"})
    view = View(ConceptGraph.of(replace(found, concepts={**found.concepts, "b": foreign})), None)
    assert [summary["uri"] for summary in view.summaries(["a", "b"])] == [
        "https://hub.example/id/a",
        "https://other.example/b",
    ]


def test_evidence_says_where_it_stands() -> None:
    """A quote comes with its page's address; a work is cited by its authors, of whom the first is named."""
    page = Page(slug="p", url="https://hub.example/p", title={"en": "P"}, sections=(Section(id="s"),))
    works = {
        f"by-{len(names)}": Source(title="T", authors=names, year=2020, url="https://work.example/")
        for names in ((), ("A",), ("A", "B"))
    }
    found = catalog("a is-a b")
    quote = Quotation(page="p", section="s", quote="a b")
    said = found.relations[0].model_copy(update={"evidence": (quote, *(Citation(source=id) for id in works))})
    graph = ConceptGraph.of(replace(found, relations=(said,), pages={"p": page}, sources=works))
    assert View(graph, None).relation(0)["evidence"] == [
        {"page": "p", "section": "s", "quote": "a b", "url": "https://hub.example/p"},
        {"source": "by-0", "citation": "T", "url": "https://work.example/"},
        {"source": "by-1", "citation": "A (2020): T", "url": "https://work.example/"},
        {"source": "by-2", "citation": "A and others (2020): T", "url": "https://work.example/"},
    ]
    assert View(graph, None).relation(0)["standing"] == "article"


# -- what a question names


RENAMED = ConceptGraph.of(catalog("a", "b", redirects={"old": "older", "older": "a", "gone": None}))


def test_ids_are_resolved_once_each() -> None:
    """Each id gives its number once, in the order asked; renamed ones are followed and listed."""
    given, renamed = resolve(RENAMED, target="b", known=["b", "old", "a", "b"], nothing=None)
    assert given == {"target": [RENAMED.number("b")], "known": [1, 0], "nothing": []}
    assert renamed == {"old": "a"}


def test_each_unknown_id_is_pointed_at() -> None:
    """A mistake in a list is pointed at by its place, one in a field that is no list by the field."""
    with pytest.raises(QuestionError) as caught:
        resolve(RENAMED, known=["a", "zzz", "gone"], target="yyy")
    assert caught.value.errors == (
        ("/known/1", "there is no concept 'zzz'"),
        ("/known/2", "'gone' was withdrawn and has no successor"),
        ("/target", "there is no concept 'yyy'"),
    )


@pytest.mark.parametrize(("unknown", "entries"), [(MAX_ERRORS, MAX_ERRORS), (5 * MAX_ERRORS, MAX_ERRORS + 1)])
def test_the_unknown_ids_told_are_bounded(unknown: int, entries: int) -> None:
    """At most a hundred unknown ids are told, and it is said where there are more."""
    with pytest.raises(QuestionError) as caught:
        resolve(RENAMED, known=[f"x{number}" for number in range(unknown)])
    assert len(caught.value.errors) == entries
    assert sum(not where for where, _ in caught.value.errors) == (entries > MAX_ERRORS)


def test_a_value_of_none_known_is_refused_with_what_is_near() -> None:
    """What is not among the known values is refused; nothing given is fine."""
    one_of(None, ["task"], "kind", "kind")
    one_of("task", ["task"], "kind", "kind")
    with pytest.raises(QuestionError) as caught:
        one_of("tsak", ["task"], "kind", "kind")
    assert caught.value.errors == (("/kind", "there is no kind 'tsak' (did you mean 'task'?)"),)


def test_types_are_sorted_and_each_is_known() -> None:
    """Relation types come once each and in order; an unknown one is pointed at."""
    assert types_of(RENAMED, ["related", "is-a", "related"]) == ("is-a", "related")
    with pytest.raises(QuestionError) as caught:
        types_of(RENAMED, ["related", "is-aa"])
    assert caught.value.errors == (("/type/1", "there is no relation type 'is-aa' (did you mean 'is-a'?)"),)


@given(st.integers(0, 40), st.integers(1, 50))
def test_the_pages_of_a_list_make_up_the_list(size: int, limit: int) -> None:
    """Going on from page to page visits every item once, in order, and ends with the last."""
    items, found = list(range(size)), list[int]()
    question = ListPages(limit=limit)
    while True:
        part, following = page_of(RENAMED, question, items)
        assert len(part) == min(limit, size - len(found))
        found += part
        if following is None:
            break
        question = parse(ListPages, {"limit": limit, "cursor": following.rpartition("cursor=")[2]})
        assert position(question, RENAMED.version) == len(found)
    assert found == items
