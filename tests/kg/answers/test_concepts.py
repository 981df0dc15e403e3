"""Answers about concepts: lists, one in full, and walks."""

from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers import answer
from kg.answers.concepts import MOST_NEIGHBOURS
from kg.catalog import Catalog
from kg.errors import NotFound, QuestionError, Renamed, StaleCursor, Withdrawn
from kg.graph import ConceptGraph
from kg.model import Role
from kg.questions import (
    Ancestors,
    ConceptRelations,
    Dependents,
    Descendants,
    ListConcepts,
    Prerequisites,
    ReadConcept,
    parse_query,
)
from tests.build import HUB, catalog, curricula, networks
from tests.build import graph as small


def ids(found: Any) -> list[str]:
    """The ids of the concepts in an answer."""
    return [item["concept"]["id"] if "concept" in item else item["id"] for item in found["items"]]


# -- what the article answers


def test_what_deep_learning_sits_inside(graph: ConceptGraph) -> None:
    """Deep learning sits inside machine learning, which itself sits inside artificial intelligence."""
    found = answer(graph, Ancestors(id="deep-learning"))
    assert [(item["concept"]["label"], item["depth"], item["reached_from"], item["by"]) for item in found["items"]] == [
        ("Machine learning", 1, "deep-learning", "subfield-of"),
        ("Artificial intelligence", 2, "machine-learning", "subfield-of"),
    ]


def test_what_the_llm_cluster_requires(graph: ConceptGraph) -> None:
    """The LLM cluster depends on transformer models, tokenization, context windows, and training pipelines."""
    found = answer(graph, Prerequisites(id="llm-cluster", depth=1))
    assert sorted(ids(found)) == ["context-window", "tokenization", "training-pipeline", "transformer"]
    assert {item["needed"] for item in found["items"]} == {"always"}


def test_which_architectures_there_are(graph: ConceptGraph) -> None:
    """The four architectures that the article names are kinds of architecture."""
    named = {"feedforward-network", "convolutional-network", "recurrent-network", "transformer"}
    assert named <= set(ids(answer(graph, Descendants(id="architecture"))))


# -- lists


def test_concepts_are_listed_in_rank_order(graph: ConceptGraph) -> None:
    """The list of all concepts is the graph's own order, in which what is needed comes first."""
    assert ids(answer(graph, ListConcepts(limit=500))) == list(graph)[:500]


KINDS = [None, "task", "cluster", "system"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cluster", [None, "llm-cluster", "application-cluster"])
@pytest.mark.parametrize("page", [None, "what-is-deep-learning"])
def test_a_list_is_narrowed_down(graph: ConceptGraph, kind: str | None, cluster: str | None, page: str | None) -> None:
    """Kind, home cluster and page each leave out what does not fit, in every combination."""
    around = graph.pages["what-is-deep-learning"]
    on_page = {*around.about, *around.teaches, *around.mentions}
    expected = [
        id
        for id, concept in graph.items()
        if kind in (None, concept.kind) and cluster in (None, concept.cluster) and (page is None or id in on_page)
    ]
    found = answer(graph, ListConcepts(kind=kind, cluster=cluster, page=page, limit=500))
    assert (ids(found), found["total"]) == (expected[:500], len(expected))


@pytest.mark.parametrize("field", ["kind", "cluster", "page"])
def test_an_unknown_filter_is_pointed_at(graph: ConceptGraph, field: str) -> None:
    """A kind, cluster or page that there is not is a mistake in that field, not an empty list."""
    with pytest.raises(QuestionError) as caught:
        answer(graph, ListConcepts.model_validate({field: "nothing-like-it"}))
    assert [where for where, _ in caught.value.errors] == [f"/{field}"]


def test_a_concept_that_is_no_cluster_is_refused_as_one(graph: ConceptGraph) -> None:
    """To narrow down by a concept that is no cluster is a mistake."""
    with pytest.raises(QuestionError, match="there is no cluster 'deep-learning'"):
        answer(graph, ListConcepts(cluster="deep-learning"))


def moved() -> ConceptGraph:
    """A graph with a renamed and a withdrawn concept, and a renamed cluster."""
    return ConceptGraph.of(
        catalog(
            "a requires b",
            "c",
            home={"a": "home"},
            redirects={"old-a": "a", "older-a": "old-a", "gone": None, "old-home": "home"},
            hub=HUB.model_copy(update={"clusters": ("home",)}),
        )
    )


def test_a_renamed_cluster_is_followed_and_said() -> None:
    """A saved address with the old name of a cluster still lists it, and says what it is called now."""
    found = answer(moved(), ListConcepts(cluster="old-home"))
    assert (ids(found), found["renamed"]) == (["a"], {"old-home": "home"})
    assert "renamed" not in answer(moved(), ListConcepts(cluster="home"))


def test_a_batch_is_read_in_the_order_asked() -> None:
    """Concepts asked for by id come in that order; what is missing, withdrawn or renamed is said."""
    found = answer(moved(), ListConcepts(id=("c", "nothing", "older-a", "gone", "b", "c")))
    assert ids(found) == ["c", "a", "b"]
    assert (found["missing"], found["renamed"], found["next"]) == (["nothing", "gone"], {"older-a": "a"}, None)


def test_a_concept_asked_for_by_two_names_comes_once_for_each() -> None:
    """An old and a present name in one batch both get their answer."""
    assert ids(answer(moved(), ListConcepts(id=("old-a", "a")))) == ["a", "a"]


@pytest.mark.parametrize("more", [{"kind": "concept"}, {"cluster": "home"}, {"page": "p"}, {"cursor": "x"}])
def test_a_batch_is_not_narrowed_down(more: dict[str, str]) -> None:
    """To name concepts and to narrow down at once is refused."""
    with pytest.raises(QuestionError) as caught:
        answer(moved(), ListConcepts.model_validate({"id": "a", **more}))
    assert [where for where, _ in caught.value.errors] == ["/id"]


# -- one concept


@given(networks())
def test_every_relation_is_seen_from_both_its_ends(found: Catalog) -> None:
    """Each asserted relation stands once under `relations` and once under `inverse`; symmetric ones under `relations`."""
    graph = ConceptGraph.of(found)
    out, back = list[tuple[str, str, str]](), list[tuple[str, str, str]]()
    for id in graph:
        concept = answer(graph, ReadConcept(id=id))
        for seen, groups in ((out, concept["relations"]), (back, concept["inverse"])):
            for type_, group in groups.items():
                assert group["total"] == len(group["items"])
                seen += [(item["rid"], type_, item["concept"]["id"]) for item in group["items"]]
    plain = [r for r in found.relations if r.type != "related"]
    both = [r for r in found.relations if r.type == "related"]
    assert sorted(out) == sorted(
        [(r.id, r.type, r.to) for r in found.relations] + [(r.id, r.type, r.from_) for r in both]
    )
    assert sorted(back) == sorted((r.id, r.type, r.from_) for r in plain)


def test_the_rest_of_many_relations_is_one_link_away() -> None:
    """At most fifty neighbours of a type are shown; `next` leads to the others, in the same language."""
    graph = small(*(f"n{number:03} is-a top" for number in range(120)))
    group = answer(graph, ReadConcept(id="top", lang="de"))["inverse"]["is-a"]
    assert (len(group["items"]), group["total"]) == (MOST_NEIGHBOURS, 120)
    seen, following = [item["rid"] for item in group["items"]], urlsplit(group["next"])
    assert following.path == "/api/concepts/top/relations"
    rest = answer(graph, parse_query(ConceptRelations, [*parse_qsl(following.query), ("limit", "500")], {"id": "top"}))
    assert seen + [item["id"] for item in rest["items"]] == [f"n{number:03}.is-a.top" for number in range(120)]
    assert ("lang", "de") in parse_qsl(following.query)


def test_texts_and_facts_of_a_concept(graph: ConceptGraph) -> None:
    """What stands in the file of a concept stands in the answer."""
    found = answer(graph, ReadConcept(id="transformer"))
    concept = graph["transformer"]
    assert found["labels"] == concept.label
    assert found["also"] == {"en": list(concept.also["en"])}
    assert found["outcomes"] == list(concept.outcomes["en"])
    assert (found["minutes"], found["difficulty"]) == (concept.minutes, concept.difficulty)
    assert (found["kind"], found["cluster"]) == ("architecture", "llm-cluster")
    assert all("://" in iri for iris in found["mappings"].values() for iri in iris)


def test_a_concept_names_its_pages(graph: ConceptGraph) -> None:
    """A page stands there once, with its strongest role, and every concept of a page names it."""
    page = graph.pages["what-is-deep-learning"]
    rank = {role: place for place, role in enumerate(get_args(Role))}
    for id in {*page.about, *page.teaches, *page.mentions}:
        (link,) = answer(graph, ReadConcept(id=id))["pages"]
        assert link["url"] == page.url
        assert link["role"] == min((role for role in rank if id in getattr(page, role)), key=rank.__getitem__)


@pytest.mark.parametrize("kind", [ReadConcept, ConceptRelations, Ancestors, Descendants, Prerequisites, Dependents])
def test_an_id_in_the_path_is_a_present_one(kind: type[ReadConcept]) -> None:
    """A question about a concept that was renamed, was withdrawn or never was says so."""
    graph = moved()
    with pytest.raises(Renamed) as caught:
        answer(graph, kind(id="older-a"))
    assert caught.value.successor == "a"
    with pytest.raises(Withdrawn):
        answer(graph, kind(id="gone"))
    with pytest.raises(NotFound):
        answer(graph, kind(id="never"))


# -- walks


def typed(found: Catalog, *types: str) -> "nx.DiGraph[str]":
    """The relations of some types as networkx has them."""
    view: nx.DiGraph[str] = nx.DiGraph()
    view.add_nodes_from(found.concepts)
    view.add_edges_from((r.from_, r.to) for r in found.of_type(*types))
    return view


@given(networks(), st.sampled_from([(), ("is-a",), ("part-of", "is-a"), ("next",), ("requires",)]), st.data())
def test_ancestors_and_descendants_are_those_of_networkx(
    found: Catalog, types: tuple[str, ...], data: st.DataObject
) -> None:
    """A walk reaches what networkx reaches, each as many steps away, and every step is a relation of its type."""
    graph = ConceptGraph.of(found)
    view = typed(found, *(types or ("is-a", "part-of")))
    start = data.draw(st.sampled_from(list(graph)))
    depth = data.draw(st.none() | st.integers(1, 3))
    up = answer(graph, Ancestors(id=start, type=types, depth=depth))
    down = answer(graph, Descendants(id=start, type=types, depth=depth))
    for way, seen in ((view, up), (view.reverse(), down)):
        lengths = nx.single_source_shortest_path_length(way, start, cutoff=depth)
        assert {item["concept"]["id"]: item["depth"] for item in seen["items"]} == {
            id: steps for id, steps in lengths.items() if id != start
        }
    stated = {relation.id for relation in found.relations}
    for item in up["items"]:
        assert f"{item['reached_from']}.{item['by']}.{item['concept']['id']}" in stated
    for item in down["items"]:
        assert f"{item['concept']['id']}.{item['by']}.{item['reached_from']}" in stated


@given(curricula(), st.booleans(), st.none() | st.integers(1, 3), st.data())
def test_prerequisites_say_how_far_they_are_needed(
    found: Catalog, helpful: bool, depth: int | None, data: st.DataObject
) -> None:
    """`always` is what essential requirements alone lead to, `choice` what options add, `helpful` the rest."""
    graph = ConceptGraph.of(found)
    start = data.draw(st.sampled_from(list(graph)))
    essential = [r for r in found.relations if r.strength == "essential" and r.group is None]
    options = [r for r in found.relations if r.group is not None]
    rest = [r for r in found.relations if r.strength == "helpful"] if helpful else []
    for kind, backwards in ((Prerequisites, False), (Dependents, True)):
        reached = []
        for relations in (essential, essential + options, essential + options + rest):
            view: nx.DiGraph[str] = nx.DiGraph((r.to, r.from_) if backwards else (r.from_, r.to) for r in relations)
            view.add_node(start)
            reached.append(set(nx.single_source_shortest_path_length(view, start, cutoff=depth)) - {start})
        seen = answer(graph, kind(id=start, helpful=helpful, depth=depth))
        assert {item["concept"]["id"]: item["needed"] for item in seen["items"]} == {
            **dict.fromkeys(reached[2], "helpful"),
            **dict.fromkeys(reached[1], "choice"),
            **dict.fromkeys(reached[0], "always"),
        }
        assert {item["by"] for item in seen["items"]} <= {"requires"}


@given(curricula(), st.sampled_from([Ancestors, Descendants, Prerequisites, Dependents]), st.data())
def test_the_parts_of_a_walk_are_the_whole(found: Catalog, kind: type[Ancestors], data: st.DataObject) -> None:
    """However long each part is, one after the other they say what the whole says, and each how much there is in all."""
    graph = ConceptGraph.of(found)
    start = data.draw(st.sampled_from(list(graph)))
    whole = answer(graph, kind(id=start, limit=500))
    question, items = kind(id=start, limit=data.draw(st.integers(1, 5))), list[Any]()
    while True:
        part = answer(graph, question)
        items += part["items"]
        assert part["total"] == whole["total"]
        if part["next"] is None:
            break
        assert len(part["items"]) == question.limit
        following = dict(parse_qsl(urlsplit(part["next"]).query)) | {"limit": str(data.draw(st.integers(1, 9)))}
        question = parse_query(kind, following.items(), {"id": start})
    assert items == whole["items"]


def test_an_unknown_type_to_walk_is_pointed_at(graph: ConceptGraph) -> None:
    """A relation type that there is not is a mistake, not an empty walk."""
    with pytest.raises(QuestionError, match="did you mean 'is-a'"):
        answer(graph, Ancestors(id="transformer", type=("is-aa",)))


def test_a_cursor_ends_with_its_version(graph: ConceptGraph) -> None:
    """A cursor of one version of the hub is stale in the next."""
    following = answer(graph, ListConcepts(limit=1))["next"]
    asked = parse_query(ListConcepts, parse_qsl(following[1:]), {})
    assert ids(answer(graph, asked)) == [list(graph)[1]]
    with pytest.raises(StaleCursor):
        answer(moved(), asked)
