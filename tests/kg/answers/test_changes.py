"""What changed since a version, against the states themselves."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.answers import answer
from kg.catalog import Catalog
from kg.errors import NotFound, TooOld
from kg.graph import ConceptGraph
from kg.questions import Changes, parse_query
from kg.versions.difference import difference
from kg.versions.state import state
from tests.build import catalog
from tests.kg.versions.test_history import releases
from tests.strategies import catalogs


def graph_of(*found: Catalog) -> ConceptGraph:
    """The graph of the last of some catalogs, all of which were released as version 0, 1 and so on."""
    return ConceptGraph.of(replace(found[-1], releases=releases(*found)))


def parts(graph: ConceptGraph, **fields: Any) -> list[dict[str, Any]]:
    """All parts of an answer, by the addresses that each gives."""
    question = Changes(**fields)
    found = [dict(answer(graph, question))]
    while found[-1]["next"]:
        question = parse_query(Changes, parse_qsl(found[-1]["next"][1:], strict_parsing=True), {})
        found.append(dict(answer(graph, question)))
    return found


@settings(max_examples=25)
@given(catalogs(4), catalogs(4), catalogs(4), st.integers(0, 2), st.integers(1, 7))
def test_concepts_are_told_as_they_are_beside_since(
    one: Catalog, two: Catalog, three: Catalog, since: int, limit: int
) -> None:
    """Over all parts each concept stands once: added or removed by the two states, or changed if a change touches it."""
    found = (one, two, three)
    told = parts(graph_of(*found), since=str(since), limit=limit)
    before, now = found[since].concepts.keys(), three.concepts.keys()
    steps = [difference(state(old), state(new)) for old, new in zip(found[since:], found[since + 1 :], strict=False)]
    touched = {id for changes in steps for change in changes for id in change.concepts}
    added = [id for part in told for id in part["added"]]
    changed = [id for part in told for id in part["changed"]]
    removed = [gone["id"] for part in told for gone in part["removed"]]
    assert sorted(added) == sorted(now - before)
    assert sorted(removed) == sorted(before - now)
    assert sorted(changed) == sorted(touched & before & now)
    assert [len(part["items"]) <= limit for part in told] == [True] * len(told)
    assert [item["id"] for part in told for item in part["items"]] == [
        f"{since + 1 + number}/{change.id}"
        for number, changes in reversed(list(enumerate(steps)))
        for change in changes
    ]
    assert {part["total"] for part in told} == {sum(map(len, steps))}
    assert {(part["from"], part["to"]) for part in told} == {(str(since), "2")}


GRAPH = graph_of(
    catalog("a requires b", "c"),
    catalog("a requires b", "d", redirects={"c": "d"}),
    catalog("a", "b", redirects={"c": "d", "d": None}, minutes={"a": 20}),
)


def test_an_answer_in_full() -> None:
    """Newest release first, each change with its sentence, its place and what is to be read again."""
    found = answer(GRAPH, Changes(since="0"))
    assert [(item["id"], item["sentence"], item["url"]) for item in found["items"]] == [
        ("2/concepts/a/minutes", "“A”: the study time in minutes is 20 now; it had none.", "/concepts/a"),
        ("2/concepts/d/withdrawn", "“D” was withdrawn.", "/"),
        ("2/relations/a.requires.b/removed", "“A” no longer requires “B”.", "/concepts/a"),
        ("1/concepts/d/renamed", "“D” has the id d now, and had the id c.", "/"),
        ("1/concepts/d/label@en", "“C” is called “D” now.", "/"),
    ]
    assert (found["added"], found["changed"]) == ([], ["a", "b"])
    assert found["removed"] == [{"id": "c", "replaced_by": None}]
    assert [one["version"] for one in found["releases"]] == ["2", "1"]
    first = found["items"][0]
    assert (first["field"], first["after"], "before" in first) == ("minutes", 20, False)
    assert (first["what"], first["action"], first["version"], first["date"]) == (
        "concept",
        "changed",
        "2",
        "2026-01-01",
    )


def test_a_graph_is_asked_by_name() -> None:
    """`graph.changes` asks the same question."""
    assert GRAPH.changes("1", limit=1) == answer(GRAPH, Changes(since="1", limit=1))
    assert GRAPH.changes() == answer(GRAPH, Changes())


def test_the_way_of_a_renamed_concept() -> None:
    """Who has the version before the renaming is told where the concept is now."""
    graph = graph_of(catalog("a"), catalog("b", redirects={"a": "b"}))
    found = answer(graph, Changes(since="0"))
    assert (found["added"], found["removed"]) == (["b"], [{"id": "a", "replaced_by": "b"}])


def test_what_was_added_and_removed_meanwhile_is_not_told() -> None:
    """A concept that `since` did not have, and that is not there now, is in the items alone."""
    graph = graph_of(catalog("a"), catalog("a", "b"), catalog("a", redirects={"b": None}))
    found = answer(graph, Changes(since="0"))
    assert (found["added"], found["changed"], found["removed"], found["total"]) == ([], [], [], 2)
    assert answer(graph, Changes(since="1"))["removed"] == [{"id": "b", "replaced_by": None}]


def test_nothing_is_newer_than_the_last() -> None:
    """Since the present version nothing has changed; without a version all that is kept is told, the first included."""
    last = answer(GRAPH, Changes(since="2"))
    assert (last["items"], last["releases"], last["total"], last["from"], last["to"]) == ([], [], 0, "2", "2")
    whole = answer(GRAPH, Changes())
    assert (whole["total"], whole["from"], whole["items"][-1]["what"]) == (6, "0", "hub")


def test_a_hub_without_releases() -> None:
    """It has no changes, and the version that it has is the only one that is known."""
    graph = ConceptGraph.of(catalog("a"))
    for since in (None, graph.hub.version):
        found = answer(graph, Changes(since=since))
        assert (found["items"], found["from"], found["to"]) == ([], graph.hub.version, graph.hub.version)


@pytest.mark.parametrize("since", ["3", "1.5", "2-rc.1"])
def test_a_version_that_never_was(since: str) -> None:
    """It is not taken for one that is near; those there are, are named."""
    with pytest.raises(NotFound) as caught:
        answer(GRAPH, Changes(since=since))
    assert caught.value.available == ("0", "1", "2")


def test_a_version_before_all_that_is_kept() -> None:
    """It is too old, which is another thing than unknown: the answer says where to start again."""
    with pytest.raises(TooOld, match="read everything anew, and then ask for the changes since 2"):
        answer(GRAPH, Changes(since="0-rc.1"))


def test_words_are_in_the_language_asked_for() -> None:
    """Sentences name concepts in `lang`, where the hub has it."""

    def german(found: Catalog) -> Catalog:
        concepts = {
            id: one.model_copy(update={"label": {**one.label, "de": f"{id}-de"}}) for id, one in found.concepts.items()
        }
        hub = found.hub.model_copy(update={"languages": ("en", "de"), "title": {"en": "Hub", "de": "Netz"}})
        return replace(found, concepts=concepts, hub=hub)

    graph = graph_of(german(catalog("a", "b")), german(catalog("a requires b")))
    (one,) = answer(graph, Changes(since="0", lang="de-AT"))["items"]
    assert one["sentence"] == "“a-de” now requires “b-de”."
    assert answer(graph, Changes(lang="de"))["title"] == "Netz"
    assert answer(graph, Changes(since="0", lang="fr"))["items"][0]["sentence"] == "“A” now requires “B”."
