"""itemlist: read by rdflib, every term held against the vocabulary of schema.org."""

import json
from typing import Any
from warnings import catch_warnings, simplefilter

from hypothesis import given, settings
from rdflib import RDF, SDO, Graph, Literal, URIRef

from kg.answers.shapes import PathAnswer
from kg.formats import words
from kg.formats.itemlist import itemlist
from kg.graph import ConceptGraph
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import full, of_hub, path, paths, step

# a reader of JSON-LD fetches the context of schema.org; what matters of it here is that each name is a term of its
CONTEXT = {"@vocab": "https://schema.org/"}


def triples(answer: PathAnswer) -> Graph:
    """The document as RDF."""
    document = json.loads(itemlist(answer))
    assert document["@context"] == "https://schema.org"
    with catch_warnings():  # rdflib warns of its own use of a class that is to go
        simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=json.dumps({**document, "@context": CONTEXT}), format="json-ld")


def one(graph: Graph, subject: Any, predicate: URIRef) -> Any:
    """The only value."""
    (value,) = graph.objects(subject, predicate)
    return value


def check(answer: PathAnswer) -> None:
    """A list of all steps in order within a learning resource; no term but of schema.org."""
    content = itemlist(answer)
    assert b"<" not in content
    graph = triples(answer)
    terms = {term for _, term, _ in graph} | set(graph.objects(None, RDF.type))
    assert all(term == RDF.type or str(term).removeprefix(str(SDO)) in SDO for term in terms)
    (listed,), (whole,) = graph.subjects(RDF.type, SDO.ItemList), graph.subjects(SDO.mainEntity)
    assert (whole, SDO.mainEntity, listed) in graph
    assert (whole, RDF.type, SDO.LearningResource) in graph
    assert one(graph, listed, SDO.numberOfItems).value == len(answer["steps"])
    assert str(one(graph, listed, SDO.itemListOrder)) == str(SDO.ItemListOrderAscending)
    found = {}
    for item in graph.objects(listed, SDO.itemListElement):
        assert (item, RDF.type, SDO.ListItem) in graph
        urls = [str(url) for url in graph.objects(item, SDO.url)]
        found[one(graph, item, SDO.position).value] = (str(one(graph, item, SDO.item)), urls)
    assert found == {
        each["position"]: (each["concept"]["uri"], [url for url in [words.link(each["concept"])] if url])
        for each in answer["steps"]
    }
    parts = {
        one(graph, part, SDO.position).value: (
            str(one(graph, part, SDO.teaches)),
            str(one(graph, part, SDO.timeRequired)),
            str(one(graph, part, SDO.name)),
        )
        for part in graph.objects(whole, SDO.hasPart)
    }
    assert parts == {
        each["position"]: (each["concept"]["uri"], f"PT{each['minutes']}M", words.label(each["concept"]))
        for each in answer["steps"]
    }
    for term, ids in (SDO.teaches, answer["targets"]), (SDO.competencyRequired, answer["skipped"]):
        codes = [str(one(graph, each, SDO.termCode)) for each in graph.objects(whole, term)]
        assert sorted(codes) == sorted(ids)


def test_a_path_of_the_hub_is_a_list(graph: ConceptGraph) -> None:
    """With the hub's own texts."""
    check(of_hub(graph, "large-language-model"))


def test_the_whole_says_what_it_teaches_and_takes_for_granted() -> None:
    """What it teaches is the target, by its address; what it takes for granted was known."""
    answer = full()
    check(answer)
    found = triples(answer)
    (whole,) = found.subjects(SDO.mainEntity)
    assert one(found, whole, SDO.teaches) == URIRef("https://hub.example/id/self-attention")
    assert one(found, one(found, whole, SDO.competencyRequired), SDO.name) == Literal("Vector")
    assert str(one(found, whole, SDO.timeRequired)) == f"PT{answer['minutes']}M"
    assert str(one(found, whole, SDO.inLanguage)) == "en"


@settings(max_examples=30)
@given(one=paths())
def test_any_path_is_a_list(one: PathAnswer) -> None:
    """Whatever the texts, also of none."""
    check(one)


def test_no_text_ends_the_script_it_stands_in() -> None:
    """A less-than sign is written as its code, and read as itself."""
    answer = path([step(k, f"c{k}", label=text, because=text) for k, text in enumerate(HOSTILE, 1)], title=HOSTILE[0])
    check(answer)
    assert b"\\u003cscript" in itemlist(answer)
    assert json.loads(itemlist(answer))["@graph"][1]["name"] == HOSTILE[0]


def test_names_are_absolute_and_follow_the_content() -> None:
    """The same steps have the same name, in whatever words; other steps have another."""
    first, same, other = (
        {node["@id"] for node in json.loads(itemlist(each))["@graph"]}
        for each in (path([step(1, "a")]), path([step(1, "a", label="A", because="")]), path([step(1, "b")]))
    )
    assert first == same
    assert not first & other
    assert all(id.startswith("urn:uuid:") for id in first)
