"""The document about a concept as Markdown, read back with a parser that others have written."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.answers import answer
from kg.answers.document import document
from kg.formats.commonmark import link, text
from kg.formats.concept import markdown
from kg.graph import ConceptGraph
from kg.model import Page
from kg.questions import ReadConcept, ReadRelation
from tests.build import HUB, catalog

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
IDS = ["deep-learning", "llm-cluster", "pre-training", "self-supervised-learning", "softmax"]


def written(graph: ConceptGraph, id: str) -> list[Token]:
    """The Markdown of a concept, parsed."""
    return PARSER.parse(markdown(document(graph, ReadConcept(id=id)), graph.base).decode())


def plain(token: Token) -> str:
    """The text that an inline token shows."""
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


def lines(tokens: list[Token]) -> list[str]:
    """The text of each block."""
    return [plain(token) for token in tokens if token.type == "inline"]


def targets(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Each link: what it shows, and where it leads."""
    for token in tokens:
        children = token.children or []
        for place, child in enumerate(children):
            if child.type == "link_open":
                yield children[place + 1].content, str(child.attrs["href"])


@pytest.mark.parametrize("id", IDS)
def test_it_tells_what_the_data_say(graph: ConceptGraph, id: str) -> None:
    """Label, definition, names and outcomes; each relation in words, with its reason and its evidence."""
    found, concept = lines(written(graph, id)), answer(graph, ReadConcept(id=id))
    assert found[0] == concept["label"]
    for said in (concept["definition"], *concept["outcomes"]):
        assert said in found
    whole = "\n".join(found)
    for direction, types in (("sentence", concept["relations"]), ("inverse_sentence", concept["inverse"])):
        for type_, group in types.items():
            for item in group["items"]:
                relation = answer(graph, ReadRelation(id=item["rid"]))
                start = f"{item['concept']['label']} —" if type_ == "requires" else relation[direction]
                assert f"{start} {item['why']}" in found
                for proof in item["evidence"]:
                    assert (f"“{proof['quote']}” (" if "quote" in proof else f"after {proof['citation']}") in whole


@pytest.mark.parametrize("id", IDS)
def test_its_links_lead_to_documents(graph: ConceptGraph, id: str) -> None:
    """Concepts are linked to their own Markdown by name, evidence to where it was published; nothing else is."""
    labels = {f"/concepts/{one}.md": graph.labels[n] for n, one in enumerate(graph.ids)}
    outside = {page.url for page in graph.pages.values()} | {source.url for source in graph.sources.values()}
    mappings = {iri for iris in graph[id].mappings.values() for iri in iris}
    found = list(targets(written(graph, id)))
    assert len(found) > 3
    for shown, url in found:
        assert labels.get(url, shown) == shown
        assert url in labels or url in outside | mappings | {f"{graph.hub.iri}id/{id}"}


def test_its_outline(graph: ConceptGraph) -> None:
    """One first heading, then parts, then groups; items with their evidence below."""
    tokens = written(graph, "pre-training")
    headings = [
        (token.tag, plain(tokens[place + 1])) for place, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert headings[0] == ("h1", "Pre-training")
    assert [tag for tag, _ in headings].count("h1") == 1
    assert headings[1:4] == [("h2", "What to learn before"), ("h3", "Needed first"), ("h3", "At least 1 of these 2")]
    assert {token.level for token in tokens if token.type == "list_item_open"} == {1, 3}


SHARP = [
    "# not a heading",
    "1. not a list",
    "10) nor this",
    "- nor this",
    "+ nor this",
    "* nor this",
    "> quoted",
    "===",
    "---",
    "    indented",
    "`code` ``x`` ~~~",
    "*a* _b_ **c** ~~d~~ ==e== $f$ ^g^",
    "[link](javascript:alert(1)) ![image](x)",
    "[a]: https://example.org",
    "<script>alert(1)</script> <!-- --> <b>",
    "&lt; &amp;copy; &#35; &",
    "a | b | c",
    "https://example.org www.example.org me@example.org",
    "back\\slash \\* \\",
    "trailing #",
    "two\nlines\r\nor  more",
    "مرحبا (شجرة) -",
    "| --- |",
    "a\u2028b",
    "]( <x>",
    "[x] done",
]


@pytest.mark.parametrize("sharp", SHARP)
def test_texts_of_the_hub_are_only_text(sharp: str) -> None:
    """What an editor writes is shown as it is, on one line, and makes neither links, nor lists, nor HTML."""
    found = catalog("a is-a b", "a requires b", hub=HUB)
    told = {"label": {"en": sharp}, "definition": {"en": sharp}, "also": {"en": (sharp,)}, "notes": {"en": (sharp,)}}
    concepts = {id: one.model_copy(update={**told, "outcomes": {"en": (sharp,)}}) for id, one in found.concepts.items()}
    relations = tuple(one.model_copy(update={"why": {"en": sharp}}) for one in found.relations)
    line = " ".join(sharp.split())
    page = Page(slug="p", url="https://hub.example/p", title={"en": line}, about=("a",))
    graph = ConceptGraph.of(replace(found, concepts=concepts, relations=relations, pages={"p": page}))
    tokens = written(graph, "a")
    shown = lines(tokens)
    assert shown[0] == line
    for part in (line, f"{line} — {line}", f"{line} is-a {line}. {line}", f"{line} is about it", f"en: {line}, {line}"):
        assert part in shown
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not {
        type_ for type_ in kinds if re.search("html|image|fence|code|hr|quote|ordered|table|strong|^em|^s_", type_)
    }
    labels = {shown_ for shown_, url in targets(tokens) if not url.startswith("https://hub.example/")}
    assert labels == {line}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_text_is_shown_as_it_is(content: str) -> None:
    """At the start of a line, in an item, in a heading and in a link, a text is read back with its spaces folded."""
    line, expected = text(content), " ".join("".join(fit(c) for c in content).split())
    for before, after in (("", ""), ("- ", ""), ("# ", ""), ("## x ", " y")):
        shown = "".join(lines(PARSER.parse(f"{before}{line}{after}")))
        assert shown.split() == f"{before.lstrip('#- ')}{expected}{after}".split()
    tokens = PARSER.parse(link(content, "https://example.org/?a=1&copy=2"))
    assert [url for _, url in targets(tokens)] == ["https://example.org/?a=1&copy=2"]
    assert "".join(lines(tokens)).split() == expected.split()


def fit(character: str) -> str:
    """What stands for a character that XML has no place for."""
    return "\ufffd" if character in "\ufffe\uffff" else character


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", "https://example.org/ x"])
def test_an_unsafe_address_is_no_link(url: str) -> None:
    """Where following could do more than fetch a page, the text stands alone."""
    assert link("a", url) == "a"


@pytest.mark.parametrize(
    "url", ["https://example.org/(a)_[b]", "/concepts/a.md", "https://e.org/?a&lt;b", "https://e.org/<>\\"]
)
def test_any_safe_address_is_read_back(url: str) -> None:
    """Brackets, ampersands and backslashes in an address stay what they are."""
    ((shown, found),) = targets(PARSER.parse(link("a", url)))
    assert (shown, found) == ("a", PARSER.normalizeLink(url))


def test_it_says_what_is_left_out() -> None:
    """Of very many relations and members only the first are listed, and how many more there are is said."""
    graph = ConceptGraph.of(
        catalog(*(f"n{n:03} is-a a" for n in range(60)), home={f"m{n:03}": "a" for n in range(201)})
    )
    found = lines(written(graph, "a"))
    assert "10 more are not listed here." in found
    assert "1 more" in found


def test_equal_documents_give_equal_bytes(graph: ConceptGraph) -> None:
    """Nothing of the process is in it."""
    once, again = (markdown(document(graph, ReadConcept(id="transformer")), "/") for _ in range(2))
    assert once == again
    assert once.endswith(b"\n")
    assert not once.endswith(b"\n\n")
