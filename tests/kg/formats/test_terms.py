"""The glossary as Markdown, read back with a parser that others have written."""

from dataclasses import replace

from markdown_it import MarkdownIt

from kg.answers.glossary import read
from kg.formats.terms import markdown
from kg.graph import ConceptGraph
from kg.questions import ReadGlossary
from tests.build import catalog
from tests.kg.formats.answers import HOSTILE

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def lines(graph: ConceptGraph, limit: int = 500) -> list[str]:
    """The text of each block."""
    content = markdown(read(graph, ReadGlossary(limit=limit))).decode()
    tokens = (token for token in PARSER.parse(content) if token.type == "inline")
    return ["".join(child.content for child in token.children or () if child.type == "text") for token in tokens]


def test_each_term_is_told(graph: ConceptGraph) -> None:
    """Name, other names and meaning, in the order of the glossary; what is cut off leads on."""
    items = read(graph, ReadGlossary(limit=30))["items"]
    heading, *found, more = lines(graph, limit=30)
    assert (heading, more) == ("Learning hub: glossary", "More terms")
    for line, one in zip(found, items, strict=True):
        also = f" (also: {', '.join(one['also'])})" if one["also"] else ""
        assert line == f"{one['term']}{also}: {one['definition']}"


def test_hostile_texts_are_texts() -> None:
    """Nothing in a name or a meaning becomes markup."""
    text = HOSTILE[1].replace("\n", " ")
    made = catalog("a")
    concepts = {"a": made.concepts["a"].model_copy(update={"label": {"en": text}, "definition": {"en": HOSTILE[0]}})}
    _, found = lines(ConceptGraph.of(replace(made, concepts=concepts)))
    assert found == f"{text}: {HOSTILE[0]}"
