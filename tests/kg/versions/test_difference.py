"""The changes between two states, against the records themselves; and the words for each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from kg.catalog import Catalog
from kg.model import Answered, Citation, Page, Quotation, Relation, Section, Source
from kg.versions.difference import ORDER, Change, difference
from kg.versions.log import KEYS
from kg.versions.state import state
from tests.build import catalog
from tests.strategies import catalogs


def records(found: Catalog) -> dict[tuple[str, str], object]:
    """The records of a catalog by section and key, as the model has them."""
    hub = found.hub.model_copy(update={"version": "0", "date": found.hub.date.replace(year=2000, month=1, day=1)})
    groups: dict[tuple[str, str], tuple[int, set[str]]] = {}
    for one in found.relations:
        if one.group:
            _, options = groups.setdefault(("groups", f"{one.from_}.{one.group.id}"), (one.group.at_least, set()))
            options.add(one.to)
    plain = {
        ("relations", one.id): (one.why, one.strength, one.evidence, one.group.id if one.group else None)
        for one in found.relations
    }
    sections: Mapping[str, Mapping[str, object]] = {
        "kinds": found.kinds,
        "types": found.types,
        "sources": found.sources,
        "redirects": {old: (new,) for old, new in found.redirects.items()},
        "concepts": found.concepts,
        "pages": found.pages,
    }
    rest = {(section, key): one for section, some in sections.items() for key, one in some.items()}
    return {("hub", "hub"): hub, **groups, **plain, **rest}


@settings(max_examples=50)
@given(catalogs(), catalogs())
def test_the_changes_name_exactly_the_records_that_differ(one: Catalog, other: Catalog) -> None:
    """Every record that is new, gone or otherwise is told, and no other; nothing is told twice."""
    old, new = records(replace(one, redirects={})), records(replace(other, redirects={}))
    changes = difference(state(replace(one, redirects={})), state(replace(other, redirects={})))
    named: dict[tuple[str, str], set[str]] = {}
    for change in changes:
        named.setdefault((change.section, change.key), set()).add(change.action)
    differing = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    assert named.keys() == differing
    for key in differing:
        assert named[key] == {"added" if key not in old else "removed" if key not in new else "changed"}
    assert len({change.id for change in changes}) == len(changes)


@settings(max_examples=15)
@given(catalogs(), catalogs())
def test_order_and_words(one: Catalog, other: Catalog) -> None:
    """Changes come by section, then key; each has words in every language of the hub; both are the same each time."""
    changes = difference(state(one), state(other))
    assert changes == difference(state(one), state(other))
    places = [ORDER.index(change.section) for change in changes if change.action != "renamed"]
    assert places == sorted(places)
    for change in changes:
        assert list(change.said) == list(other.hub.languages)
        assert all(sentence.strip() and len(sentence) < 3_000 for sentence in change.said.values())


def test_every_section_is_told() -> None:
    """No section of a release is left out of what is told."""
    assert sorted(ORDER) == sorted(KEYS)


def renamed(found: Catalog, old: str, new: str) -> Catalog:
    """The catalog with one concept under another id, and a redirect."""

    def ids(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if id == old else id for id in some)

    def concept(one: Any) -> Any:
        return one.model_copy(update={"id": ids((one.id,))[0], "cluster": ids((one.cluster,))[0]})

    def page(one: Page) -> Page:
        asked = tuple(each.model_copy(update={"about": ids(each.about)}) for each in one.questions)
        named = {role: ids(getattr(one, role)) for role in ("about", "teaches", "mentions")}
        return one.model_copy(update={**named, "questions": asked})

    return replace(
        found,
        hub=found.hub.model_copy(update={"clusters": ids(found.hub.clusters)}),
        concepts={ids((id,))[0]: concept(one) for id, one in found.concepts.items()},
        relations=tuple(
            one.model_copy(update={"from_": ids((one.from_,))[0], "to": ids((one.to,))[0]}) for one in found.relations
        ),
        pages={slug: page(one) for slug, one in found.pages.items()},
        redirects={**{id: ids((to,))[0] if to else None for id, to in found.redirects.items()}, old: new},
    )


@settings(max_examples=30)
@given(catalogs())
def test_to_rename_a_concept_is_one_change(found: Catalog) -> None:
    """What refers to it under its new id everywhere is otherwise the same, so that nothing else is told."""
    found = replace(found, redirects={id: to for id, to in found.redirects.items() if id != "renamed"})
    for id in list(found.concepts)[:3]:
        (change,) = difference(state(found), state(renamed(found, id, "renamed")))
        assert (change.section, change.action, change.key, change.before) == ("concepts", "renamed", "renamed", id)
        assert change.concepts == tuple(sorted((id, "renamed")))


def said(old: Catalog, new: Catalog) -> list[str]:
    """The changes between two catalogs in words."""
    return [change.said["en"] for change in difference(state(old), state(new))]


BEFORE = catalog("a requires b", "a helpful c", "a is-a d", "e", minutes={"a": 30})


def told(*lines: str, **facts: Any) -> list[str]:
    """What is told where the catalog before becomes one of these lines."""
    return said(BEFORE, catalog(*lines, **facts))


SAME = ("a requires b", "a helpful c", "a is-a d", "e")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (catalog(*SAME, minutes={"a": 45}), ["“A”: the study time in minutes is 45 now; it was 30."]),
        (catalog(*SAME), ["“A”: the study time in minutes is no longer given; it was 30."]),
        (catalog(*SAME, minutes={"a": 30, "e": 5}), ["“E”: the study time in minutes is 5 now; it had none."]),
        (catalog(*SAME, "e requires b", minutes={"a": 30}), ["“E” now requires “B”."]),
        (catalog("a requires b", "c", "a is-a d", "e", minutes={"a": 30}), ["“C” no longer helps with “A”."]),
        (
            catalog("a requires b c", "a is-a d", "e", minutes={"a": 30}),
            ["“A” requires “C”: the strength is “essential” now; it was “helpful”."],
        ),
        (catalog("a requires b", "a helpful c", "d", "e", minutes={"a": 30}), ["No longer stated: “A” is-a “D”."]),
        (catalog(*SAME, "e is-a d", minutes={"a": 30}), ["New: “E” is-a “D”."]),
        (catalog(*SAME, "f", minutes={"a": 30}), ["New concept “F”."]),
        (catalog(*SAME[:3], minutes={"a": 30}), ["“E” was removed."]),
        (catalog(*SAME[:3], minutes={"a": 30}, redirects={"e": None}), ["“E” was withdrawn."]),
        (catalog(*SAME[:3], minutes={"a": 30}, redirects={"e": "d"}), ["“E” was removed. “D” takes its place."]),
        (catalog(*SAME, minutes={"a": 30}, redirects={"x": "d"}), ["The old id x now leads to “D”."]),
        (
            catalog(*SAME, "e requires-any 1 of b c", minutes={"a": 30}),
            [
                "“E” now requires 1 of “B”, “C”.",
                "“B” is now one of the options that “E” leaves.",
                "“C” is now one of the options that “E” leaves.",
            ],
        ),
    ],
    ids=lambda value: value[0][:40] if isinstance(value, list) else "",
)
def test_words(after: Catalog, expected: list[str]) -> None:
    """Each kind of change is told in a sentence, with the labels of the concepts."""
    assert said(BEFORE, after) == expected


def with_texts(**facts: Any) -> Catalog:
    """A small catalog whose concept, relation or page has some facts."""
    whole = catalog("a requires b")
    relation = whole.relations[0].model_copy(update=facts.get("relation", {}))
    return replace(
        whole,
        concepts={**whole.concepts, "a": whole.concepts["a"].model_copy(update=facts.get("concept", {}))},
        relations=(relation,),
        pages={"p": Page(**{**PAGE, **facts.get("page", {})})},
        sources={"s": Source(title="A book", authors=("X",), year=2000, url="urn:isbn:1")},
    )


PAGE: dict[str, Any] = {
    "slug": "p",
    "url": "https://hub.example/p",
    "title": {"en": "The page"},
    "about": ("a",),
    "sections": (Section(id="one"), Section(id="two", heading="Second")),
    "questions": (Answered(id="why", question={"en": "Why?"}, answer={"en": "So."}, section="one", about=("a",)),),
}
QUOTED = (Citation(source="s"), Quotation(page="p", section="one", quote="a few words"))
SECTIONS = PAGE["sections"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"concept": {"label": {"en": "Alpha"}}}, ["“A” is called “Alpha” now."]),
        ({"concept": {"label": {"en": "A", "de": "Ä"}}}, ["“A”: the label (de) is “Ä” now; it had none."]),
        ({"concept": {"also": {"en": ("x", "y")}}}, ["“A”: other labels: now “x”, “y”."]),
        ({"concept": {"definition": {"en": "It is."}}}, ["“A”: the definition is “It is.” now; it had none."]),
        (
            {"concept": {"mappings": {"exactMatch": ("w:1",)}}},
            ["“A”: mappings (exactMatch): now “w:1”."],
        ),
        ({"relation": {"why": {"en": "So."}}}, ["“A” requires “B”: the reason is “So.” now; it had none."]),
        ({"relation": {"evidence": QUOTED}}, ["“A” requires “B”: evidence: now “A book”, “a few words” (p#one)."]),
        ({"page": {"teaches": ("b",)}}, ["“The page”: concepts it teaches: now “B”."]),
        ({"page": {"about": ("b",)}}, ["“The page”: concepts it is about: now “B”; no longer “A”."]),
        ({"page": {"sections": SECTIONS[:1]}}, ["“The page”: the section “Second” is gone."]),
        ({"page": {"sections": SECTIONS[::-1]}}, ["“The page”: the parts are in another order."]),
        ({"page": {"sections": (*SECTIONS, Section(id="x"))}}, ["“The page”: the section “x” is new."]),
        (
            {"page": {"questions": (PAGE["questions"][0].model_copy(update={"answer": {"en": "No."}}),)}},
            ["“The page”: the question “Why?” changed."],
        ),
        ({"page": {"title": {"en": "Other"}}}, ["“Other”: the title is “Other” now; it was “The page”."]),
    ],
    ids=lambda value: value[0][:40] if isinstance(value, list) else "",
)
def test_words_for_fields(facts: dict[str, Any], expected: list[str]) -> None:
    """Each field that changed is told, by language, with what it is and what it was."""
    assert said(with_texts(), with_texts(**facts)) == expected


def test_why_is_told_with_a_new_relation() -> None:
    """An editor reads at once why: the reason stands after the statement."""
    old, new = catalog("attention", "softmax"), catalog("attention requires softmax")
    why = {"en": "Scores become weights."}
    related = replace(new, relations=tuple(one.model_copy(update={"why": why}) for one in new.relations))
    assert said(old, related) == ["“ATTENTION” now requires “SOFTMAX”: Scores become weights."]


def test_words_in_another_language() -> None:
    """The hub's texts are given in each of its languages, in the default one where there is none in it."""
    one = catalog("a", "b")
    hub = one.hub.model_copy(update={"languages": ("en", "de")})
    old = replace(
        one,
        hub=hub,
        concepts={id: c.model_copy(update={"label": {"en": id, "de": f"{id}-de"}}) for id, c in one.concepts.items()},
    )
    new = replace(
        old, relations=(Relation(type="requires", from_="a", to="b", strength="essential", why={"en": "Yes."}),)
    )
    (change,) = difference(state(old), state(new))
    assert change.said == {"en": "“a” now requires “b”: Yes.", "de": "“a-de” now requires “b-de”: Yes."}


def test_labels_are_not_read_as_templates() -> None:
    """A label that looks like a slot of a sentence stays as it is."""
    one = catalog("a", "b")
    named = {
        id: c.model_copy(update={"label": {"en": text}})
        for (id, c), text in zip(one.concepts.items(), ("{to}", "{from}"), strict=True)
    }
    old = replace(one, concepts=named)
    new = replace(old, relations=(Relation(type="is-a", from_="a", to="b"),))
    assert said(old, new) == ["New: “{to}” is-a “{from}”."]


@pytest.mark.parametrize(
    ("lines", "redirects", "expected"),
    [
        (("b",), {"a": "b"}, ("removed", "a", "b", ("a",))),
        (("c", "b"), {"a": "c"}, ("renamed", "c", None, ("a", "c"))),
        (("b",), {"a": None}, ("withdrawn", "a", None, ("a",))),
        (("b",), {}, ("removed", "a", None, ("a",))),
        (("b",), {"a": "x", "x": "b"}, ("removed", "a", "b", ("a",))),
    ],
)
def test_what_becomes_of_an_id(
    lines: tuple[str, ...], redirects: dict[str, str | None], expected: tuple[object, ...]
) -> None:
    """Renamed where its successor is new, joined to it where it was there, withdrawn where it leads to nothing."""
    changes = difference(state(catalog("a", "b")), state(catalog(*lines, redirects=redirects)))
    found: Change = next(one for one in changes if one.section == "concepts")
    assert (found.action, found.key, found.replaced_by, found.concepts) == expected
