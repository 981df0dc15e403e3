"""What goes around an article as Markdown, read back with a parser that others have written."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.answers.pages import read
from kg.formats.page import markdown
from kg.formats.words import hours
from kg.graph import ConceptGraph
from kg.questions import ReadPage
from tests.kg.answers.hubs import hub, page
from tests.kg.formats.answers import HOSTILE

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SLUG = "what-is-deep-learning"


def written(graph: ConceptGraph, slug: str = "p") -> list[Token]:
    """The Markdown of a page, parsed."""
    return PARSER.parse(markdown(read(graph, ReadPage(id=slug)), graph.base).decode())


def lines(tokens: list[Token]) -> list[str]:
    """The text of each block."""
    return [
        "".join(child.content for child in token.children or () if child.type == "text")
        for token in tokens
        if token.type == "inline"
    ]


def links(tokens: list[Token]) -> set[str]:
    """Where links lead."""
    return {str(child.attrs["href"]) for token in tokens for child in token.children or () if child.type == "link_open"}


def test_it_tells_what_the_bundle_holds(graph: ConceptGraph) -> None:
    """Title, place, meaning, what is before and after with the reason, questions, terms, and the way here and on."""
    found, tokens = read(graph, ReadPage(id=SLUG)), written(graph, SLUG)
    said = lines(tokens)
    assert said[:2] == [found["title"], found["description"]]
    assert "Where it fits: Artificial intelligence › Machine learning › Deep learning" in said
    for one in found["about"] + found["teaches"]:
        assert f"{one['label']}: {one['definition']}" in said
    for needed in found["prerequisites"] + found["next"]:
        assert f"{needed['concept']['label']}: {needed['why']}" in said
    assert all(any(line.startswith(one["concept"]["label"]) for line in said) for one in found["unlocks"])
    for asked in found["questions"]:
        assert f"{asked['question']} {asked['answer']}" in said
    for term in found["glossary"]:
        assert f"{term['term']}: {term['definition']}" in said
    for part in (found["path"]["here"], found["path"]["on"]):
        assert part is not None
        for step in part["steps"]:
            assert f"{step['concept']['label']} ({hours(step['minutes'])}): {step['because']}" in said
    whole = found["path"]["here"]
    assert whole is not None
    assert {found["url"], whole["url"], "/concepts/deep-learning.md"} <= links(tokens)


def test_the_path_is_a_numbered_list(graph: ConceptGraph) -> None:
    """The steps stand in two ordered lists that begin with one."""
    tokens = written(graph, SLUG)
    assert [token.attrs.get("start", 1) for token in tokens if token.type == "ordered_list_open"] == [1, 1]


def test_the_pages_that_teach_are_linked() -> None:
    """A prerequisite names the articles on it; what only helps, and what is one of several ways, says so."""
    graph = hub("a requires b", "a helpful c", "a requires-any 1 of d e", pages=[page("p", "a"), page("q", "b")])
    tokens = written(graph)
    said = lines(tokens)
    assert "B Taught by Q." in said
    assert {"C (only helps)", "D (one of several ways)", "E (one of several ways)"} <= set(said)
    assert "https://hub.example/q" in links(tokens)


def test_a_page_about_nothing_is_short() -> None:
    """What is not there has no heading."""
    graph = hub("a", pages=[page("p")])
    assert lines(written(graph)) == ["P", "The article: https://hub.example/p"]


def test_hostile_texts_are_texts() -> None:
    """Nothing in a title or a description becomes markup, and no address is followed that should not be."""
    one = page("p", "a", title={"en": HOSTILE[0]}, description={"en": HOSTILE[3]}, url="javascript:alert(1)")
    tokens = written(hub("a", pages=[one]))
    assert lines(tokens)[:2] == [HOSTILE[0], HOSTILE[3]]
    assert not any(token.type.startswith("html") for token in tokens)
    assert not any(link.startswith("javascript") for link in links(tokens))
