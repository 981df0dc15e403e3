"""The pages for people: they say what the hub says, and hold up with any hub."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from extruct.jsonld import JsonLdExtractor
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.picture import MOST_DRAWN
from api.problems import EXPLANATIONS, TYPES
from kg.answers import schema
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.model import Page
from tests.build import HUB, catalog
from tests.build import graph as small

PAGES = ["/", "/docs", "/problems/not-found", "/problems/cycle", "/ontology.html"]
CONCEPTS = ["deep-learning", "llm-cluster", "pre-training", "softmax", "human-understanding", "programming-cluster"]
VOID = {"meta", "link", "br", "hr", "img", "input", "source", "wbr"}


class Tree(HTMLParser):
    """Reads a page, and holds that its elements are closed in order and its ids are unique."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; those of a picture have names of its own."""
        self.tags.append(f"svg {tag}" if "svg" in self.open else tag)
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [(self.tags[-1], found["href"] or "")] if "href" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as those of pictures do."""
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        """Hold an element's end against its start."""
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", [*PAGES, *(f"/concepts/{id}.html" for id in CONCEPTS)])
def test_a_page_is_well_formed(client: TestClient, path: str) -> None:
    """Each page is HTML in UTF-8 with a language, a title, one first heading, closed elements and unique ids."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    tree = Tree(response.text)
    assert response.text.startswith("<!doctype html>")
    assert re.search(r'<html lang="en"', response.text)
    assert (tree.tags.count("title"), tree.tags.count("h1")) == (1, 1)
    assert len(set(tree.ids)) == len(tree.ids)
    fragments = {link[1:] for _, link in tree.links if link.startswith("#")}
    assert fragments <= set(tree.ids)


def test_home_shows_where_deep_learning_sits(client: TestClient, graph: ConceptGraph) -> None:
    """The home page names the fields that the article's subject lies in, from the widest to the narrowest."""
    text = unescape(client.get("/").text)
    places = [text.index(f">{label}</a>") for label in ("Artificial intelligence", "Machine learning", "Deep learning")]
    assert places == sorted(places)
    assert str(len(graph)) in text
    assert str(graph.relation_count) in text


def test_the_questions_on_the_home_page_are_answered(client: TestClient) -> None:
    """Each question stands with its address and its answer, and the address gives that answer."""
    text = unescape(client.get("/").text)
    for question, expected in (
        ("What does “Deep learning” sit inside?", "Machine learning, Artificial intelligence"),
        ("What suits which task?", "Convolutional network suits Image-heavy task."),
        ("What comes next after “Deep learning”?", "After Deep learning, read on with Dataset."),
        ("What does the part “LLM cluster” require?", "Transformer"),
        ("How do I get from “Deep learning” to “Large language model”?", " steps, "),
    ):
        found = re.search(rf'<a href="([^"]+)">{re.escape(question)}</a>(.*?)</li>', text, re.DOTALL)
        assert found, question
        assert expected in found[2]
        assert client.get(found[1]).status_code == 200


def test_home_names_every_cluster(client: TestClient, graph: ConceptGraph) -> None:
    """Each part of the hub stands there with a link to its page, and that lists its concepts."""
    text = unescape(client.get("/").text)
    for id in graph.hub.clusters:
        assert f'href="/concepts/{id}">{graph[id].label["en"]}</a>' in text
        page = unescape(client.get(f"/concepts/{id}.html").text)
        members = graph.members[graph.number(id)]
        assert all(f'<a href="/concepts/{graph.ids[n]}">{graph.labels[n]}</a>' in page for n in members)


@pytest.mark.parametrize("lines", [("a",), ("a is-a b", "a next c"), ("a requires b", "b next a")])
def test_home_of_a_hub_without_pages(lines: tuple[str, ...]) -> None:
    """A hub that has no article yet has a home page all the same."""
    response = TestClient(create_app(small(*lines))).get("/")
    assert response.status_code == 200
    assert Tree(response.text).tags.count("h1") == 1


def test_home_of_a_hub_with_one_small_article() -> None:
    """So has a hub whose article's subject stands alone."""
    page = Page(slug="p", url="https://hub.example/p", title={"en": "P"}, about=("a",))
    client = TestClient(create_app(ConceptGraph.of(replace(catalog("a", "b next a"), pages={"p": page}))))
    assert client.get("/").status_code == 200


def test_texts_of_the_hub_are_only_text() -> None:
    """What an editor writes never becomes part of the page's own code."""
    sharp = '<script>alert("1")</script>&amp;\'"'
    found = catalog("a is-a b", hub=HUB.model_copy(update={"title": {"en": sharp}, "description": {"en": sharp}}))
    concepts = {id: one.model_copy(update={"label": {"en": sharp}}) for id, one in found.concepts.items()}
    page = Page(slug="p", url="https://hub.example/p", title={"en": sharp}, about=("a",))
    client = TestClient(create_app(ConceptGraph.of(replace(found, concepts=concepts, pages={"p": page}))))
    for path in [*PAGES, "/concepts/a.html", "/concepts/b.html"]:
        text = client.get(path).text
        Tree(text)
        assert "<script>alert" not in text
        assert sharp in unescape(text)


# -- a concept


def shown(client: TestClient, id: str) -> str:
    """The text of the page about a concept, without markup, on one line."""
    text = client.get(f"/concepts/{id}.html").text
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.mark.parametrize("id", CONCEPTS)
def test_the_page_says_what_the_data_say(client: TestClient, graph: ConceptGraph, id: str) -> None:
    """Label, definition, names and outcomes; each relation with its reason, its evidence and who says so."""
    text, concept = shown(client, id), client.get(f"/api/concepts/{id}").json()
    names = [name for each in concept["also"].values() for name in each]
    for said in (concept["label"], concept["definition"], concept["uri"], *names, *concept["outcomes"]):
        assert said in text
    count = 0
    for direction, types in (("out", concept["relations"]), ("in", concept["inverse"])):
        for type_, group in types.items():
            for item in group["items"]:
                count += 1
                relation = client.get(f"/api/relations/{item['rid']}").json()
                sentence = relation["sentence" if direction == "out" else "inverse_sentence"]
                assert (item["concept"]["label"] if type_ == "requires" else sentence) in text
                assert item["why"] in text
                for proof in item["evidence"]:
                    told = f"The article says so {proof['quote']} in" if "quote" in proof else proof["citation"]
                    assert told in text
    assert text.count("The article says so") + text.count("The editors say so after") >= count


def test_requirements_are_told_by_how_they_bind(client: TestClient) -> None:
    """What is needed, what is one of several ways, and what only helps stand apart, from either end."""
    text = shown(client, "pre-training")
    order = ["Needed first Training", "At least 1 of these 2 Self-supervised learning", "What it unlocks", "Needed for"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "One of the ways to Pre-training" in shown(client, "self-supervised-learning")
    assert "over one step or more. Makes easier Dataset" in shown(client, "deep-learning")


def test_the_page_shows_where_a_concept_fits(client: TestClient) -> None:
    """The fields that it lies in are links, from the widest; it stands last itself."""
    text = client.get("/concepts/deep-learning.html").text
    route = re.search(r'<nav class="route".*?</nav>', text, re.DOTALL)
    assert route
    assert re.findall(r'href="/concepts/([^"]+)"', route[0]) == ["artificial-intelligence", "machine-learning"]
    assert '<li aria-current="page">Deep learning</li>' in route[0]


def test_the_page_has_a_picture_of_what_lies_around(client: TestClient) -> None:
    """The picture stands in the page itself, each neighbour a link; the page needs no script but the data in its head."""
    text = client.get("/concepts/token.html").text
    found = re.search(r'<svg width="\d+" height="\d+".*?</svg>', text, re.DOTALL)
    assert found
    neighbours = client.get(f"/api/graph?center=token&limit={MOST_DRAWN + 1}").json()["elements"]["nodes"]
    assert 1 < len(neighbours) <= MOST_DRAWN + 1
    assert all(f'<a href="/concepts/{one["data"]["id"]}"' in found[0] for one in neighbours)
    assert "<?xml" not in text
    inner = [tag for tag in re.findall("<script[^>]*>", text) if " src=" not in tag]
    assert inner == ['<script type="application/ld+json">']
    assert " onclick" not in text


def test_a_picture_that_would_be_too_large_is_left_out() -> None:
    """A concept with very many relations has its lists cut, which is said, and no picture."""
    lines = [f"n{number} is-a hub" for number in range(300)]
    page = TestClient(create_app(small(*lines))).get("/concepts/hub.html").text
    assert "<svg" not in page
    assert "250 more are not listed here." in page
    assert page.count("<li dir") == 50
    alone = TestClient(create_app(small("a"))).get("/concepts/a.html")
    assert (alone.status_code, "<svg" in alone.text) == (200, False)


def test_addresses_that_are_not_safe_are_not_followed() -> None:
    """An address with a scheme that runs code is shown as text."""
    page = Page(slug="p", url="javascript:alert(1)", title={"en": "P"}, about=("a",))
    found = replace(catalog("a is-a b"), pages={"p": page})
    mapped = found.concepts["a"].model_copy(update={"mappings": {"exactMatch": ("data:text/html,x",)}})
    client = TestClient(create_app(ConceptGraph.of(replace(found, concepts={**found.concepts, "a": mapped}))))
    text = client.get("/concepts/a.html").text
    assert "data:text/html,x" in text
    assert 'href="data:' not in text
    assert 'href="javascript:' not in text + client.get("/").text


@pytest.mark.parametrize("code", sorted(TYPES))
def test_a_problem_type_is_explained(client: TestClient, code: str) -> None:
    """The page of a problem type has its title as heading and what to do about it."""
    text = unescape(re.sub(r"<[^>]+>", "", client.get(f"/problems/{code}").text))
    assert TYPES[code].title in text
    for line in EXPLANATIONS[code].replace("`", "").splitlines():
        assert line.strip() in " ".join(text.split())


def test_the_documentation_reads_the_description_of_this_service() -> None:
    """The documentation page names the description under the base path."""
    client = TestClient(create_app(ConceptGraph.of(catalog("a"), "/kg/")))
    assert "/kg/openapi.json" in client.get("/kg/docs").text


def test_pages_ignore_fields_they_do_not_know(client: TestClient) -> None:
    """A link to a page may carry parameters of its own, as those of newsletters do."""
    assert client.get("/?utm_source=x&utm_source=y").content == client.get("/").content


# -- JSON-LD


def linked(text: str) -> list[dict[str, Any]]:
    """The JSON-LD documents that an extractor of others finds in a page."""
    found: list[dict[str, Any]] = JsonLdExtractor().extract(text)
    return found


def test_a_concept_page_holds_its_term(client: TestClient, graph: ConceptGraph) -> None:
    """The page about a concept holds the term and the routes to it in the words of schema.org, as it shows them."""
    page = client.get("/concepts/deep-learning.html").text
    assert linked(page) == [schema.of_concept(View(graph, None), graph.number("deep-learning"))]
    shown = unescape(page.partition("</head>")[2])
    for node in linked(page)[0]["@graph"][:2]:
        for name in [node.get("name"), *(item["name"] for item in node.get("itemListElement", ()))]:
            assert name is None or name in shown


def test_the_home_page_holds_the_dataset(client: TestClient, graph: ConceptGraph) -> None:
    """What the hub offers as data is told in its own page, and each download is to be had."""
    (found,) = linked(client.get("/").text)
    assert found == schema.of_hub(View(graph, None))
    for one in found["@graph"][0]["distribution"]:
        answer = client.get(one["contentUrl"].removeprefix(graph.hub.iri.rstrip("/")))
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, one["encodingFormat"])


def test_texts_of_the_hub_do_not_end_the_script() -> None:
    """A label, a definition and a title made of markup are read back as they are, and no element is made of them."""
    text = "</script><script>alert(1)</script><!--<script>"
    made = catalog("a", hub=HUB.model_copy(update={"title": {"en": text}, "description": {"en": text}}))
    concepts = {"a": made.concepts["a"].model_copy(update={"label": {"en": text}, "definition": {"en": text}})}
    client = TestClient(create_app(ConceptGraph.of(replace(made, concepts=concepts))))
    for path in ("/concepts/a.html", "/"):
        page = client.get(path).text
        assert Tree(page).tags.count("script") == page.count('<script type="module" src=') + 1
        (found,) = linked(page)
        assert text in (found["@graph"][0]["name"], found["@graph"][0]["description"])
