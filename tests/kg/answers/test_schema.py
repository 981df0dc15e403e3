"""JSON-LD in the words of schema.org: every term held against its vocabulary, every node against the checklists."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given, settings
from rdflib import RDF, SDO, Graph, URIRef

from kg.answers import answer, schema
from kg.answers.view import View
from kg.catalog import Catalog
from kg.graph import ConceptGraph
from kg.model import Author
from kg.questions import PreviewPage, ReadConcept, ReadGlossary, ReadPage
from tests.build import catalog
from tests.kg.answers.hubs import hub, page
from tests.strategies import catalogs

SLUG = "what-is-deep-learning"

# what may stand on a node of each type, in this order; no term has a language, a date or a part of its own
TERM = ("@id", "name", "alternateName", "description", "termCode", "url", "inDefinedTermSet", "sameAs", "subjectOf")
TOLD: Mapping[str, tuple[str, ...]] = {
    "Article": (
        *("@id", "headline", "description", "url", "mainEntityOfPage", "image", "author", "publisher"),
        *("datePublished", "dateModified", "inLanguage", "isPartOf", "about", "mentions", "teaches"),
        *("competencyRequired", "educationalLevel", "learningResourceType", "timeRequired", "isAccessibleForFree"),
        "license",
    ),
    "DefinedTerm": TERM,
    "DefinedTermSet": (
        *("@id", "name", "url", "description", "hasDefinedTerm", "license", "publisher", "inLanguage", "dateModified"),
    ),
    "BreadcrumbList": ("itemListElement",),
    "ListItem": ("position", "name", "item"),
    "Dataset": (
        *("@id", "name", "description", "url", "license", "creator", "version", "dateModified", "keywords"),
        *("distribution", "isBasedOn"),
    ),
    "DataDownload": ("contentUrl", "encodingFormat"),
    "Organization": ("@id", "name"),
    "Person": ("name", "url"),
    "WebSite": ("@id", "name", "url"),
}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a document, nested ones too."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for part in value.values():
            yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)


def of_type(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The nodes of a type."""
    return [one for one in nodes(document["@graph"]) if name in (one["@type"], one["@type"][0])]


def check(document: Mapping[str, Any]) -> None:
    """A graph of nodes by the checklists, whose terms are schema.org's and whose identities are absolute."""
    assert list(document) == ["@context", "@graph"]
    assert document["@context"] == "https://schema.org"
    for node in nodes(document["@graph"]):
        type_, *names = node
        first = node["@type"] if isinstance(node["@type"], str) else node["@type"][0]
        assert type_ == "@type"
        assert names == [name for name in TOLD[first] if name in node]
        assert all(value not in (None, "", [], {}) for value in node.values())
    named = [one["@id"] for one in document["@graph"] if "@id" in one]
    assert len(set(named)) == len(named)
    with catch_warnings():  # rdflib warns of its own use of a class that is to go
        simplefilter("ignore", DeprecationWarning)
        text = json.dumps({**document, "@context": {"@vocab": "https://schema.org/"}})
        graph = Graph().parse(data=text, format="json-ld")
    terms = {term for _, term, _ in graph} | set(graph.objects(None, RDF.type))
    assert all(term == RDF.type or str(term).removeprefix(str(SDO)) in SDO for term in terms)
    assert all("://" in str(subject) for subject in graph.subjects() if isinstance(subject, URIRef))
    for crumbs in of_type(document, "BreadcrumbList"):
        items = crumbs["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert len(items) > 1
        assert ["item" in item for item in items] == [True] * (len(items) - 1) + [False]


def of_article(graph: ConceptGraph, slug: str = "p") -> dict[str, Any]:
    """The document of a page, and its first node."""
    found: dict[str, Any] = answer(graph, ReadPage(id=slug))["jsonld"]
    check(found)
    return found


def test_the_article_of_the_hub(graph: ConceptGraph) -> None:
    """It says what it is about, teaches, mentions and requires, by identity, and each of these is named beside it."""
    found, record = of_article(graph, SLUG), graph.pages[SLUG]
    article = found["@graph"][0]
    assert article["@type"] == ["Article", "LearningResource"]
    assert article["@id"] == article["url"] == article["mainEntityOfPage"] == record.url
    assert (article["headline"], article["inLanguage"]) == (record.title["en"], "en")
    uris = {id: f"https://learning-hub.example/id/{id}" for id in graph}
    for role in ("about", "teaches", "mentions"):
        assert [one["@id"] for one in article[role]] == [uris[id] for id in getattr(record, role)]
    required = [uris[id] for id in ("machine-learning", "representation", "hidden-layer")]
    assert [one["@id"] for one in article["competencyRequired"]] == required
    named = {one["@id"]: one["termCode"] for one in of_type(found, "DefinedTerm")}
    assert named == {uris[id]: id for id in (*record.teaches, *record.mentions, "hidden-layer")}
    (crumbs,) = of_type(found, "BreadcrumbList")
    assert [one["name"] for one in crumbs["itemListElement"]] == [
        *("Artificial intelligence", "Machine learning", "Deep learning")
    ]


def test_what_is_not_needed_in_any_case_is_no_competency() -> None:
    """Neither what only helps nor one of several ways is required."""
    graph = hub("a requires b", "a helpful c", "a requires-any 1 of d e", pages=[page("p", "a")])
    article = of_article(graph)["@graph"][0]
    assert article["competencyRequired"] == [{"@id": "https://hub.example/id/b"}]


def test_what_is_known_of_the_publication() -> None:
    """Authors, dates, pictures, reading time, level, price and licence, where the page's file says them."""
    one = page(
        "p",
        "a",
        authors=(Author(name="Ada", url="https://hub.example/ada"), Author(name="Bob", url="javascript:alert(1)")),
        published=date(2026, 1, 2),
        modified=date(2026, 3, 4),
        images=("https://hub.example/1.png", "urn:x:y"),
        minutes=12,
        level="beginner",
        free=False,
        licence="https://hub.example/licence",
    )
    article = of_article(hub("a", pages=[one]))["@graph"][0]
    assert article["author"] == [
        {"@type": "Person", "name": "Ada", "url": "https://hub.example/ada"},
        {"@type": "Person", "name": "Bob"},
    ]
    assert (article["datePublished"], article["dateModified"]) == ("2026-01-02", "2026-03-04")
    assert (article["image"], article["timeRequired"]) == (["https://hub.example/1.png"], "PT12M")
    assert (article["educationalLevel"], article["isAccessibleForFree"]) == ("beginner", False)
    assert article["license"] == "https://hub.example/licence"


def test_routes_lead_by_way_of_articles() -> None:
    """Each step leads to the article about it, or else to the concept; of several routes there is one list each."""
    graph = hub(
        "a is-a b", "a part-of c", "b is-a d", pages=[page("p", "a"), page("q", "b"), page("r", (), teaches=("c",))]
    )
    lists = of_type(of_article(graph), "BreadcrumbList")
    assert [[one.get("item") for one in each["itemListElement"]] for each in lists] == [
        ["https://hub.example/id/c", None],
        ["https://hub.example/id/d", "https://hub.example/q", None],
    ]


def test_a_page_at_the_top_has_no_breadcrumb() -> None:
    """A route of one step is no breadcrumb."""
    assert of_type(of_article(hub("a", pages=[page("p", "a")])), "BreadcrumbList") == []


def test_an_address_that_is_not_fetched_is_left_out() -> None:
    """An article at an address of another scheme has none, and neither do its terms lead there."""
    found = of_article(hub("a", pages=[page("p", "a", url="urn:isbn:1")]))
    assert not {"@id", "url", "mainEntityOfPage"} & found["@graph"][0].keys()
    (term,) = of_type(found, "DefinedTerm")
    assert (term["url"], "subjectOf" in term) == ("https://hub.example/id/a", False)


def test_a_concept(graph: ConceptGraph) -> None:
    """A term has its names, its meaning, its set, its matches elsewhere and the articles on it."""
    found = schema.of_concept(View(graph, None), graph.number("deep-learning"))
    check(found)
    term, crumbs, whole = found["@graph"]
    assert term["@id"] == "https://learning-hub.example/id/deep-learning"
    assert term["inDefinedTermSet"] == {"@id": whole["@id"]}
    assert term["subjectOf"] == [{"@id": graph.pages[SLUG].url}]
    assert term["sameAs"] == answer(graph, ReadConcept(id="deep-learning"))["mappings"]["exactMatch"]
    assert [one.get("item") for one in crumbs["itemListElement"]] == [
        *(
            "https://learning-hub.example/id/artificial-intelligence",
            "https://learning-hub.example/id/machine-learning",
        ),
        None,
    ]


def test_the_glossary(graph: ConceptGraph) -> None:
    """The set names its terms, and each of them stands beside it."""
    terms = answer(graph, ReadGlossary(limit=20))["items"]
    found = schema.of_glossary(View(graph, None), terms)
    check(found)
    whole, *others = found["@graph"]
    assert [one["@id"] for one in whole["hasDefinedTerm"]] == [one["@id"] for one in others]
    assert [(one["name"], one["description"]) for one in others] == [(one["term"], one["definition"]) for one in terms]


@pytest.mark.parametrize("description", ["", "Short.", "long " * 2_000])
def test_the_dataset(description: str) -> None:
    """Its description has 50 to 5,000 characters whatever the hub says, and it can be had whole in several forms."""
    graph = hub("a requires b", pages=[page("p", "a")], description={"en": description} if description else {})
    found = schema.of_hub(View(graph, None))
    check(found)
    (dataset,) = found["@graph"]
    assert 50 <= len(dataset["description"]) <= 5_000
    assert dataset["description"].startswith(description[:4_000])
    assert dataset["isBasedOn"] == ["https://hub.example/p"]
    assert {one["encodingFormat"] for one in dataset["distribution"]} >= {"text/turtle", "application/ld+json"}


def test_a_large_hub_is_not_to_be_had_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one answer does not hold the graph, no download is promised."""
    monkeypatch.setattr(schema, "WHOLE", 1)
    (dataset,) = schema.of_hub(View(hub("a requires b"), None))["@graph"]
    assert "distribution" not in dataset


@given(catalogs())
@settings(max_examples=40)
def test_any_hub_keeps_to_the_checklists(catalog: Catalog) -> None:
    """Odd texts, languages and addresses make no difference."""
    graph = ConceptGraph.of(catalog)
    view = View(graph, None)
    check(schema.of_hub(view))
    for slug in graph.pages:
        check(answer(graph, ReadPage(id=slug))["jsonld"])
    for number in range(len(graph)):
        check(schema.of_concept(view, number))
    check(schema.of_glossary(view, answer(graph, ReadGlossary())["items"]))


def test_a_preview_has_json_ld() -> None:
    """A page without an address has no identity yet, and keeps to the checklist."""
    found = answer(hub("a requires b"), PreviewPage(about=("a",)))["jsonld"]
    check(found)
    assert "@id" not in found["@graph"][0]


def test_a_concept_of_another_vocabulary_keeps_its_identity() -> None:
    """An IRI that is not ours is the term's own."""
    made = catalog("a")
    concepts = {"a": made.concepts["a"].model_copy(update={"iri": "https://other.example/a"})}
    graph = ConceptGraph.of(replace(made, concepts=concepts))
    term = schema.of_concept(View(graph, None), 0)["@graph"][0]
    assert (term["@id"], term["url"]) == ("https://other.example/a", "https://other.example/a")
