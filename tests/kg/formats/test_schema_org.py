"""JSON-LD as bytes: nothing in it ends the script element that it stands in."""

import json
from html.parser import HTMLParser

import pytest
from extruct.jsonld import JsonLdExtractor
from hypothesis import given
from hypothesis import strategies as st

from kg.answers import answer, schema
from kg.answers.view import View
from kg.formats.schema_org import written
from kg.graph import ConceptGraph
from kg.questions import PreviewPage
from tests.kg.answers.hubs import hub
from tests.kg.formats.answers import HOSTILE


class Scripts(HTMLParser):
    """The elements of a document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, _: object) -> None:
        """Note an element."""
        self.tags.append(tag)


def embedded(content: bytes) -> str:
    """A page with the document in it."""
    return f'<!doctype html><title>x</title><script type="application/ld+json">{content.decode()}</script><p>After</p>'


@given(st.text() | st.sampled_from(HOSTILE))
def test_any_text_stays_inside_its_element(text: str) -> None:
    """Whatever the text, it is no markup, and JSON gives it back."""
    content = written({"name": text, "also": [f"</script><!--{text}<script>"]})
    assert b"<" not in content
    assert json.loads(content) == {"name": text, "also": [f"</script><!--{text}<script>"]}
    assert Scripts(embedded(content)).tags == ["title", "script", "p"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_with_hostile_texts_is_read_back(text: str) -> None:
    """An extractor that others have written reads the same document from a page."""
    page = answer(hub("a requires b"), PreviewPage(title=text, description=text, about=("a",)))
    assert JsonLdExtractor().extract(embedded(written(page["jsonld"]))) == [page["jsonld"]]


def test_the_same_document_is_the_same_bytes(graph: ConceptGraph) -> None:
    """Keys keep their order, and the document ends in a line feed."""
    documents = [written(schema.of_concept(View(graph, None), 7)) for _ in range(2)]
    assert documents[0] == documents[1]
    assert documents[0].endswith(b"}\n")
