"""Answers about relations: asserted and inferred, one and many, in words."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers import answer
from kg.catalog import Catalog
from kg.errors import NotFound, QuestionError, Renamed, Withdrawn
from kg.graph import ConceptGraph
from kg.model import Quotation
from kg.questions import ConceptRelations, ListRelations, ReadOntology, ReadRelation, parse
from tests.build import catalog, networks
from tests.build import graph as small
from tests.samples import every

TRANSITIVE = ("is-a", "part-of")


def listed(graph: ConceptGraph, **fields: Any) -> list[Any]:
    """All relations that a question narrows down to, page by page; `from_` stands for `from`."""
    asked = {name.rstrip("_"): value for name, value in fields.items() if value is not None}
    return every(graph, parse(ListRelations, {"limit": 500, **asked}))


# -- what the article answers


def test_which_architecture_suits_images(graph: ConceptGraph) -> None:
    """The article names convolutional networks for image-heavy tasks."""
    (found,) = listed(graph, type=["suits"], to="image-heavy-task")
    assert (found["from"], found["standing"]) == ("convolutional-network", "article")
    assert found["sentence"] == "Convolutional network suits Image-heavy task."
    assert [item["quote"] for item in found["evidence"]] == ["convolutional networks for image-heavy tasks"]


def test_what_each_architecture_is_for(graph: ConceptGraph) -> None:
    """The article names four architectures and what each is for."""
    stated = {(item["from"], item["to"]) for item in listed(graph, type=["suits"], standing="article")}
    assert {
        ("feedforward-network", "prediction-task"),
        ("convolutional-network", "image-heavy-task"),
        ("recurrent-network", "sequence-task"),
        ("transformer", "language-task"),
        ("transformer", "generative-system"),
    } <= stated


def test_what_to_study_next(graph: ConceptGraph) -> None:
    """Deep learning is the bridge to datasets, training, embeddings, and large language models."""
    found = listed(graph, from_="deep-learning", type=["next"], standing="article")
    assert sorted(item["to"] for item in found) == ["dataset", "embedding", "large-language-model", "training"]


def test_what_replaced_features_made_by_hand(graph: ConceptGraph) -> None:
    """The article says that representations are learnt where features used to be made by hand."""
    found = listed(graph, to="hand-crafted-feature", type=["replaces"], standing="article")
    assert [item["from"] for item in found] == ["representation-learning"]


def test_that_deep_learning_is_part_of_ai_is_inferred(graph: ConceptGraph) -> None:
    """The article says it by way of machine learning; the answer says by which relations it follows."""
    found = answer(graph, ReadRelation(id="deep-learning.subfield-of.artificial-intelligence"))
    assert (found["standing"], found["why"], found["evidence"]) == ("inferred", None, [])
    assert found["sentence"] == "Deep learning is a subfield of Artificial intelligence."
    assert found["via"] == [
        "deep-learning.subfield-of.machine-learning",
        "machine-learning.subfield-of.artificial-intelligence",
    ]


# -- direction in words


@pytest.mark.parametrize(
    ("id", "sentence", "inverse"),
    [
        (
            "machine-learning.subfield-of.artificial-intelligence",
            "Machine learning is a subfield of Artificial intelligence.",
            "Artificial intelligence has Machine learning as a subfield.",
        ),
        (
            "transformer.requires.multi-head-attention",
            "To learn Transformer, learn Multi-head attention first.",
            "Multi-head attention is to be learnt before Transformer.",
        ),
        (
            "deep-learning.next.dataset",
            "After Deep learning, read on with Dataset.",
            "Dataset can be read after Deep learning.",
        ),
        (
            "transformer.suits.language-task",
            "Transformer suits Language task.",
            "Language task is a job that Transformer suits.",
        ),
        (
            "representation-learning.replaces.hand-crafted-feature",
            "Representation learning takes the place of Hand-crafted feature.",
            "Hand-crafted feature gave way to Representation learning.",
        ),
    ],
)
def test_a_relation_is_told_in_words_from_both_ends(graph: ConceptGraph, id: str, sentence: str, inverse: str) -> None:
    """Both sentences state the same fact, and nobody can read it the wrong way round."""
    found = answer(graph, ReadRelation(id=id))
    assert (found["sentence"], found["inverse_sentence"]) == (sentence, inverse)


def test_every_sentence_names_both_ends_and_the_direction(graph: ConceptGraph) -> None:
    """Of every relation both sentences hold both labels, and read otherwise with the ends exchanged, unless symmetric."""
    for item in listed(graph):
        labels = [graph[item[end]].label["en"] for end in ("from", "to")]
        type_ = graph.types[item["type"]]
        for sentence, template in (
            (item["sentence"], type_.sentence["en"]),
            (item["inverse_sentence"], type_.inverse_sentence["en"]),
        ):
            cut = template.partition("{from}") if template.index("{from}") < template.index("{to}") else None
            first, second = labels if cut else labels[::-1]
            assert sentence.index(first) < sentence.rindex(second)
            assert sentence == template.replace("{from}", labels[0]).replace("{to}", labels[1])
            swapped = template.replace("{from}", labels[1]).replace("{to}", labels[0])
            assert swapped not in (item["sentence"], item["inverse_sentence"]) or type_.symmetric


# -- lists


def whole(graph: ConceptGraph) -> list[Mapping[str, Any]]:
    """Every asserted relation, read one by one."""
    return [answer(graph, ReadRelation(id=graph.relation_id(k))) for k in range(graph.relation_count)]


@given(st.data())
def test_a_list_is_narrowed_down(graph: ConceptGraph, data: st.DataObject) -> None:
    """Types, ends, page and standing each leave out what does not fit, in every combination, and `total` counts."""
    relations = RELATIONS.setdefault(graph.version, whole(graph))
    likely = data.draw(st.sampled_from(relations))
    types = data.draw(st.lists(st.sampled_from([likely["type"], *graph.type_names]), max_size=3))
    start = data.draw(st.sampled_from([None, likely["from"], "deep-learning"]))
    end = data.draw(st.sampled_from([None, likely["to"], "machine-learning"]))
    page = data.draw(st.sampled_from([None, "what-is-deep-learning"]))
    standing = data.draw(st.sampled_from([None, "article", "editorial"]))
    expected = [
        item["id"]
        for item in relations
        if (not types or item["type"] in types)
        and start in (None, item["from"])
        and end in (None, item["to"])
        and standing in (None, item["standing"])
        and (page is None or any(one.get("page") == page for one in item["evidence"]))
    ]
    fields = {"type": types, "from": start, "to": end, "page": page, "standing": standing}
    asked = parse(ListRelations, {name: value for name, value in fields.items() if value})
    first = answer(graph, asked)
    found = [item["id"] for item in every(graph, asked)]
    assert sorted(found) == sorted(expected)
    assert len(set(found)) == len(found) == first["total"]


RELATIONS: dict[str, list[Mapping[str, Any]]] = {}


def test_relations_are_listed_by_rank_of_where_they_start(graph: ConceptGraph) -> None:
    """The list of all relations is in the graph's own order."""
    assert [item["id"] for item in listed(graph)] == [graph.relation_id(k) for k in range(graph.relation_count)]


def test_what_an_article_says_has_a_quote_and_the_rest_a_source(graph: ConceptGraph) -> None:
    """Evidence of the article's relations is a quote of at most eight words, that of the others a published work."""
    for item in listed(graph, standing="article"):
        quotes = [one["quote"] for one in item["evidence"] if "quote" in one]
        assert quotes
        assert all(len(quote.split()) <= 8 for quote in quotes)
    for item in listed(graph, standing="editorial"):
        assert item["evidence"]
        assert all("source" in one for one in item["evidence"])


@pytest.mark.parametrize("direction", ["out", "in", "both"])
def test_the_relations_of_a_concept(graph: ConceptGraph, direction: str) -> None:
    """Relations from a concept, to it, or both, are those that name it at that end."""
    found = every(graph, parse(ConceptRelations, {"id": "transformer", "direction": direction, "limit": 7}))
    ends = {"out": ("from",), "in": ("to",), "both": ("from", "to")}[direction]
    expected = [item["id"] for end in ends for item in whole(graph) if item[end] == "transformer"]
    assert len(expected) > 5
    assert sorted(item["id"] for item in found) == sorted(expected)


# -- symmetric types


def test_a_symmetric_relation_asked_the_other_way_round_leads_to_the_one_there_is() -> None:
    """`b related a` is what `a related b` says: its id leads to the one that was published."""
    graph = small("a related b")
    with pytest.raises(Renamed) as caught:
        answer(graph, ReadRelation(id="b.related.a"))
    assert caught.value.successor == "a.related.b"
    assert answer(graph, ReadRelation(id="a.related.b"))["from"] == "a"


@pytest.mark.parametrize("id", ["a", "b"])
@pytest.mark.parametrize("direction", ["out", "in", "both"])
def test_a_symmetric_relation_belongs_to_both_ends(id: str, direction: str) -> None:
    """Whichever end is asked and in whichever direction, the relation is there once."""
    found = answer(small("a related b"), parse(ConceptRelations, {"id": id, "direction": direction}))
    assert [item["id"] for item in found["items"]] == ["a.related.b"]


def test_a_relation_with_a_direction_is_not_there_the_other_way_round() -> None:
    """`b is-a a` is a miss where `a is-a b` was said, and what there is between the two is proposed."""
    with pytest.raises(NotFound) as caught:
        answer(small("a is-a b", "b next a"), ReadRelation(id="b.is-a.a"))
    assert set(caught.value.suggestions) == {"a.is-a.b", "b.next.a"}


# -- what follows


@given(networks())
def test_what_is_inferred_is_the_transitive_closure(found: Catalog) -> None:
    """Per transitive type: what networkx's closure adds to what was said, from one end as from the other."""
    graph = ConceptGraph.of(found)
    for type_ in TRANSITIVE:
        said: nx.DiGraph[str] = nx.DiGraph()
        said.add_nodes_from(found.concepts)
        said.add_edges_from((r.from_, r.to) for r in found.of_type(type_))
        closure = nx.transitive_closure(said, reflexive=False)
        expected = {(a, b) for a, b in closure.edges if a != b} - set(said.edges)
        down = [item for id in graph for item in listed(graph, from_=id, type=[type_], standing="inferred")]
        up = [item for id in graph for item in listed(graph, to=id, type=[type_], standing="inferred")]
        for items in (down, up):
            assert sorted((item["from"], item["to"]) for item in items) == sorted(expected)
            for item in items:
                proves(item, said)
        assert all(answer(graph, ReadRelation(id=item["id"])) == item for item in down)


def proves(item: Mapping[str, Any], said: "nx.DiGraph[str]") -> None:
    """The chain of an inferred relation leads from its one end to the other by what was said, as shortly as can be."""
    steps = [tuple(rid.split(".")) for rid in item["via"]]
    nodes = [steps[0][0], *(to for _, _, to in steps)]
    assert (nodes[0], nodes[-1]) == (item["from"], item["to"])
    assert [(a, b) for a, _, b in steps] == list(pairwise(nodes))
    assert all(said.has_edge(a, b) for a, b in pairwise(nodes))
    assert {type_ for _, type_, _ in steps} == {item["type"]}
    assert len(steps) == nx.shortest_path_length(said, item["from"], item["to"]) >= 2


@given(networks(), st.data())
def test_inferred_relations_between_two_concepts(found: Catalog, data: st.DataObject) -> None:
    """With both ends named, the list has what is inferred from the one and reaches the other."""
    graph = ConceptGraph.of(found)
    start, end = (data.draw(st.sampled_from(list(graph))) for _ in range(2))
    between = listed(graph, from_=start, to=end, standing="inferred")
    assert between == [item for item in listed(graph, from_=start, standing="inferred") if item["to"] == end]


def test_other_types_imply_nothing() -> None:
    """Types that are not transitive have no inferred relations, and two types together neither."""
    graph = small("a next b", "b next c", "a is-a d", "d part-of e")
    assert listed(graph, from_="a", standing="inferred") == []
    with pytest.raises(NotFound):
        answer(graph, ReadRelation(id="a.next.c"))


def test_what_is_inferred_is_asked_from_an_end() -> None:
    """All that follows in the whole hub is not listed, and no page states what follows."""
    graph = small("a is-a b")
    with pytest.raises(QuestionError) as caught:
        answer(graph, ListRelations(standing="inferred"))
    assert [where for where, _ in caught.value.errors] == ["/standing"]


def test_no_page_states_what_is_inferred(graph: ConceptGraph) -> None:
    """To ask for inferred relations of a page is refused."""
    asked = parse(ListRelations, {"standing": "inferred", "from": "deep-learning", "page": "what-is-deep-learning"})
    with pytest.raises(QuestionError) as caught:
        answer(graph, asked)
    assert [where for where, _ in caught.value.errors] == ["/page"]


# -- ids that were, and ids that never were


MOVED = ConceptGraph.of(catalog("a is-a b", "b is-a c", redirects={"old": "older", "older": "a", "gone": None}))


@pytest.mark.parametrize(
    ("id", "successor"),
    [("old.is-a.b", "a.is-a.b"), ("old.is-a.older", "a.is-a.a"), ("older.is-a.c", "a.is-a.c")],
)
def test_a_relation_of_a_renamed_concept_has_a_successor(id: str, successor: str) -> None:
    """The id of a relation is followed with the ids it is made of."""
    with pytest.raises(Renamed) as caught:
        answer(MOVED, ReadRelation(id=id))
    assert caught.value.successor == successor


def test_a_relation_of_a_withdrawn_concept_was_withdrawn() -> None:
    """Nothing is said of what was taken back."""
    with pytest.raises(Withdrawn):
        answer(MOVED, ReadRelation(id="a.is-a.gone"))


@pytest.mark.parametrize("end", ["from", "to"])
def test_a_renamed_end_is_followed_and_said(end: str) -> None:
    """A saved address with an old id still lists the relations, and says what the id is now."""
    found = answer(MOVED, parse(ListRelations, {end: "old"}))
    assert found["renamed"] == {"old": "a"}
    assert found["items"] == answer(MOVED, parse(ListRelations, {end: "a"}))["items"]
    inferred = answer(MOVED, parse(ListRelations, {"from": "old", "standing": "inferred"}))
    assert (inferred["renamed"], inferred["total"]) == ({"old": "a"}, 1)


@pytest.mark.parametrize("end", ["from", "to"])
def test_an_unknown_end_is_pointed_at(end: str) -> None:
    """An end that is no concept is a mistake in that field."""
    with pytest.raises(QuestionError) as caught:
        answer(MOVED, parse(ListRelations, {end: "zzz"}))
    assert caught.value.errors == ((f"/{end}", "there is no concept 'zzz'"),)


@pytest.mark.parametrize(
    "id",
    [
        "deep-lerning.subfield-of.machine-learning",
        "deep-learning.subfield-of.machine-lerning",
        "deep-learning.subfeild-of.machine-learning",
        "machine-learning.subfield-of.deep-learning",
    ],
)
def test_a_mistyped_relation_is_proposed_as_it_is(graph: ConceptGraph, id: str) -> None:
    """The relation that was meant is among the suggestions, and each of these can be read."""
    with pytest.raises(NotFound) as caught:
        answer(graph, ReadRelation(id=id))
    assert "deep-learning.subfield-of.machine-learning" in caught.value.suggestions
    for suggestion in caught.value.suggestions:
        assert answer(graph, ReadRelation(id=suggestion))["id"] == suggestion


@pytest.mark.parametrize("id", ["a.b.c.d", "a.is-a", "a....", "a.is-a.a", "a.requires:option.b", "a.is-a.b "])
def test_what_is_no_relation_is_a_miss(id: str) -> None:
    """Anything that is not made of two concepts and a type that was said of them is not found."""
    with pytest.raises(NotFound):
        answer(small("a requires-any 1 of b c", "a is-a b"), ReadRelation(id=id))


# -- what else a relation says


def test_strength_and_group_of_requirements() -> None:
    """A requirement says how strong it is, and an option which alternatives it belongs to."""
    graph = small("a requires b", "a helpful c", "a requires-any 1 of d e", "a is-a f")
    found = {item["to"]: item for item in listed(graph, from_="a")}
    assert {id: item.get("strength") for id, item in found.items()} == {
        "b": "essential",
        "c": "helpful",
        "d": "essential",
        "e": "essential",
        "f": None,
    }
    assert {id: item["group"]["size"] for id, item in found.items() if "group" in item} == {"d": 2, "e": 2}


def test_a_relation_that_a_page_states_is_the_articles() -> None:
    """One quote is enough for the standing `article`."""
    found = catalog("a is-a b", "b is-a c")
    quote = Quotation(page="p", section="s", quote="a b")
    first, second = found.relations
    page = {"p": small_page()}
    graph = ConceptGraph.of(
        replace(found, relations=(first.model_copy(update={"evidence": (quote,)}), second), pages=page)
    )
    assert [item["standing"] for item in listed(graph)] == ["article", "editorial"]


def small_page() -> Any:
    """A page of one section."""
    from kg.model import Page, Section

    return Page(slug="p", url="https://hub.example/p", title={"en": "P"}, sections=(Section(id="s"),))


# -- the ontology


def test_the_ontology_tells_every_kind_and_type(graph: ConceptGraph) -> None:
    """Kinds and types are told by id in order, with what each means."""
    found = answer(graph, ReadOntology())
    assert [kind["id"] for kind in found["kinds"]] == sorted(graph.kinds)
    assert [type_["id"] for type_ in found["types"]] == sorted(graph.types)
    (subfield,) = (type_ for type_ in found["types"] if type_["id"] == "subfield-of")
    assert (subfield["hierarchy"], subfield["transitive"], subfield["symmetric"]) == (True, True, False)
    assert (subfield["from_kinds"], subfield["to_kinds"]) == (["field"], ["field"])
    for type_ in found["types"]:
        assert all(type_[name] for name in ("label", "inverse", "definition", "sentence", "inverse_sentence"))
