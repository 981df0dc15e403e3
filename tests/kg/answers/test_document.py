"""What a document about a concept tells: each fact once, in words, in the order of telling."""

from dataclasses import replace

import pytest
from hypothesis import given

from kg.answers import answer
from kg.answers.document import MOST_MEMBERS, Document, Group, document
from kg.answers.view import language
from kg.catalog import Catalog
from kg.errors import NotFound, Renamed, Withdrawn
from kg.graph import ConceptGraph
from kg.questions import ConceptRelations, ReadConcept
from tests.build import HUB, catalog, networks
from tests.build import graph as small


def told(graph: ConceptGraph, id: str, lang: str | None = None) -> Document:
    """The document about a concept."""
    return document(graph, ReadConcept(id=id, lang=lang))


def sentences(groups: list[Group]) -> list[str]:
    """The sentences of some groups."""
    return ["".join(piece.text for piece in line.sentence) for group in groups for line in group.lines]


def titles(groups: list[Group]) -> list[tuple[str, list[str]]]:
    """Each group by its title and the concepts that it names."""
    return [(one.title, [piece.id for line in one.lines for piece in line.sentence if piece.id]) for one in groups]


@given(networks())
def test_every_relation_is_told_once_from_either_end(found: Catalog) -> None:
    """The lines of a document are the relations of its concept, both ways, each once."""
    graph = ConceptGraph.of(found)
    for id in graph.ids:
        one = told(graph, id)
        rids = [line.rid for group in (*one.before, *one.after, *one.others) for line in group.lines]
        expected = [item["id"] for item in answer(graph, ConceptRelations(id=id, limit=500))["items"]]
        assert sorted(rids) == sorted(expected)
        required = [line.rid for group in (*one.before, *one.after) for line in group.lines]
        assert all(".requires." in rid for rid in required)


def test_requirements_are_told_by_how_they_bind() -> None:
    """What is needed, each choice, and what only helps, from either end."""
    graph = small("a requires b", "a requires-any 1 of c d", "a requires-any 2 of e f g", "a helpful h")
    assert titles(told(graph, "a").before) == [
        ("Needed first", ["b"]),
        ("At least 1 of these 2", ["c", "d"]),
        ("At least 2 of these 3", ["e", "f", "g"]),
        ("Makes it easier", ["h"]),
    ]
    for id, title in (
        ("b", "Needed for"),
        ("c", "One of the ways to"),
        ("g", "One of the ways to"),
        ("h", "Makes easier"),
    ):
        assert titles(told(graph, id).after) == [(title, ["a"])]
    assert sentences(told(graph, "a").before)[:3] == ["B", "C", "D"]


def test_other_relations_are_told_in_sentences_as_seen_from_the_concept() -> None:
    """The hierarchy comes first, what says least last, each type outwards before inwards; the other end is named."""
    graph = small("a next b", "a is-a c", "d is-a a", "a part-of e", "a related f")
    found = told(graph, "a").others
    assert titles(found) == [
        ("is-a", ["c"]),
        ("inverse of is-a", ["d"]),
        ("part-of", ["e"]),
        ("next", ["b"]),
        ("related", ["f"]),
    ]
    assert sentences(found) == ["A is-a C.", "A is what D is-a.", "A part-of E.", "A next B.", "A related F."]
    assert sentences(told(graph, "f").others) == ["F related A."]


def test_what_it_rests_on_is_told(graph: ConceptGraph) -> None:
    """An article's words stand with its title and the heading of the section; a work with its citation."""
    by_rid = {line.rid: line for group in told(graph, "deep-learning").others for line in group.lines}
    said = by_rid["deep-learning.subfield-of.machine-learning"]
    assert said.standing == "article"
    article = "What Is Deep Learning?"
    first = said.proofs[0]
    assert (first.title, first.quote, first.section) == (
        article,
        "Deep learning sits inside machine learning",
        "Where it fits",
    )
    assert [one.section for one in said.proofs if one.quote == "Deep learning is a branch of machine learning"] == [
        None
    ]
    cited = by_rid["gpu.makes-practical.deep-learning"]
    assert (cited.standing, cited.proofs[0].quote) == ("editorial", None)
    assert cited.proofs[0].title.startswith("Rajat Raina and others (2009): ")


def test_where_it_fits(graph: ConceptGraph) -> None:
    """Routes lead down from the widest field; kind and cluster are told by their labels."""
    found = told(graph, "deep-learning")
    assert [one["label"] for one in found.routes[0]] == ["Artificial intelligence", "Machine learning", "Deep learning"]
    assert found.kind == "Field"
    assert found.cluster is not None
    assert found.cluster["label"] == "Neural networks and deep learning"
    assert told(graph, "llm-cluster").cluster is None


def test_a_cluster_tells_its_members() -> None:
    """They come in an order in which they can be learnt; of very many only the first, with the number of all."""
    graph = small("b requires a", home={"a": "k", "b": "k"})
    assert ([one["id"] for one in told(graph, "k").members], told(graph, "k").size) == (["a", "b"], 2)
    large = small(home={f"n{number:04}": "k" for number in range(1000)})
    assert (len(told(large, "k").members), told(large, "k").size) == (MOST_MEMBERS, 1000)
    assert told(graph, "a").members == []


def test_what_is_left_out_is_counted() -> None:
    """Of more than fifty relations of a type, those that are not listed are counted in the last group."""
    graph = small(
        *(f"n{number:03} is-a a" for number in range(60)), *(f"m{number:03} requires a" for number in range(53))
    )
    found = told(graph, "a")
    assert [group.left for group in found.others] == [10]
    assert [group.left for group in found.after] == [3]


def test_it_is_told_in_the_language_asked_for() -> None:
    """Labels and sentences are in that language where they are to be had; the document says which it is."""
    found = catalog("a is-a b", hub=HUB.model_copy(update={"languages": ("en", "de")}))
    labels = {"a": {"en": "Tree", "de": "Baum"}, "b": {"en": "Plant"}}
    type_ = found.types["is-a"].model_copy(
        update={
            "sentence": {"en": "{from} is a {to}.", "de": "{from} ist: {to}."},
            "label": {"en": "is a", "de": "ist"},
        }
    )
    concepts = {id: one.model_copy(update={"label": labels[id]}) for id, one in found.concepts.items()}
    graph = ConceptGraph.of(replace(found, concepts=concepts, types={**found.types, "is-a": type_}))
    german, english = told(graph, "a", "de-CH"), told(graph, "a")
    assert (german.language, sentences(german.others), german.others[0].title) == ("de", ["Baum ist: Plant."], "ist")
    assert (english.language, sentences(english.others)) == ("en", ["Tree is a Plant."])


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], "en"),
        (["de"], "de"),
        (["de-CH-1996"], "de"),
        (["DE"], "de"),
        (["fr", "de"], "de"),
        (["zh-Hant-CN-x-private"], "zh-Hant"),
        (["zh"], "en"),
        (["*", "de"], "de"),
        (["", "-", "x"], "en"),
    ],
)
def test_a_language_is_looked_up(wanted: list[str], expected: str) -> None:
    """RFC 4647 section 3.4: the first range that finds one, cut from the end; else the default."""
    hub = HUB.model_copy(update={"languages": ("en", "de", "zh-Hant")})
    assert language(ConceptGraph.of(catalog("a", hub=hub)), wanted) == expected


def test_an_id_that_there_is_not() -> None:
    """What has no concept has no document."""
    graph = ConceptGraph.of(catalog("a", redirects={"old": "a", "gone": None}))
    for id, error in (("none", NotFound), ("old", Renamed), ("gone", Withdrawn)):
        with pytest.raises(error):
            told(graph, id)
