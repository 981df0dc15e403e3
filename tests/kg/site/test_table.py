"""site.table: which files there are, and what is in them."""

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from kg import ConceptGraph, NotFound, answer
from kg.documents import DOCUMENTS
from kg.model import Concept, Hub, Page
from kg.questions import ListConcepts, ReadDump, parse
from kg.render import FORMATS, finished
from kg.site import SHEETS, Sheet, asked, files
from kg.site.table import count
from tests.build import catalog
from tests.samples import every


def sheet(name: str) -> tuple[Sheet, str]:
    """The sheet that a file is of, and its format."""
    return next((one, form) for one in SHEETS for form, file in one.files.items() if file == name)


def made(graph: ConceptGraph, name: str) -> bytes:
    """What a file of the whole hub holds."""
    one, form = sheet(name)
    return finished(graph, asked(graph, one, form)).body


def test_the_files_are_those_of_every_concept_and_page(graph: ConceptGraph) -> None:
    """Each concept and page has its files, no name is there twice, and the count is right."""
    names = [file.name for file in files(graph)]
    assert len(names) == len(set(names)) == count(graph)
    for folder, ids in (("concepts", set(graph.ids)), ("pages", set(graph.pages)), ("paths", set(graph.pages))):
        assert {name[len(folder) + 1 :].rpartition(".")[0] for name in names if name.startswith(f"{folder}/")} == ids
    assert all(re.fullmatch(r"([a-z]+/)?[A-Za-z0-9-]+\.[a-z]+", name) for name in names)


def test_every_sheet_names_formats_that_there_are() -> None:
    """The formats of a sheet are among those of its question."""
    assert all(set(one.files) <= set(FORMATS[one.kind]) for one in SHEETS if one.kind in FORMATS)


def test_a_file_holds_the_answer_to_its_question(graph: ConceptGraph) -> None:
    """The bytes are those of the question asked alone, though files of one answer share it."""
    for file in files(graph):
        if type(file.question) not in DOCUMENTS:
            found = finished(graph, file.question)
            assert (file.make(), file.media) == (found.body, found.media)


def test_a_language_is_passed_on(graph: ConceptGraph) -> None:
    """Every question of the site is asked in the language given."""
    assert {file.question.lang for file in files(graph, "de")} == {"de"}
    assert {file.question.lang for file in files(graph)} == {None}


def test_there_is_no_path_to_a_page_that_teaches_nothing() -> None:
    """Such a page has no file; asked for all the same, the answer is that there is none."""
    empty = Page(slug="empty", url="https://hub.example/empty", title={"en": "Empty"})
    graph = ConceptGraph.of(replace(catalog("a requires b"), pages={"empty": empty}))
    assert not [file.name for file in files(graph) if file.name.startswith("paths/")]
    one, form = sheet("paths/{id}.json")
    for slug in ("empty", "none"):
        with pytest.raises(NotFound):
            asked(graph, one, form, slug)


# -- what is in the files


def test_the_array_of_concepts(graph: ConceptGraph) -> None:
    """Each concept once, in rank order, as in the list of concepts, with its neighbours by id."""
    found = json.loads(made(graph, "concepts.json"))
    assert [one["id"] for one in found] == list(graph.ids)
    summaries = every(graph, parse(ListConcepts, {}))
    assert [{key: one[key] for key in summaries[0]} for one in found] == summaries
    by_id = {one["id"]: one for one in found}
    assert by_id["deep-learning"]["broader"] == ["machine-learning"]
    for one in found:
        assert all(one["id"] in by_id[other]["unlocks"] for other in one["requires"])
        assert not set(one["requires"]) & set(one["helpful"])


def test_a_name_of_two_concepts_is_in_no_glossary() -> None:
    """Ambiguous names and concepts without a definition are left out; other names stand beside labels."""
    concepts = {
        "a": Concept(id="a", label={"en": "Bank"}, definition={"en": "Of a river."}),
        "b": Concept(id="b", label={"en": "Credit"}, also={"en": ("Bank",)}, definition={"en": "Of money <b>."}),
        "c": Concept(id="c", label={"en": "C"}),
        "d": Concept(id="d", label={"en": "D [x]"}, also={"en": ("Dee",)}, definition={"en": "A\nletter."}),
    }
    graph = ConceptGraph.of(replace(catalog("a"), concepts=concepts))
    expected = {"Credit": "Of money <b>.", "D [x]": "A\nletter.", "Dee": "A\nletter."}
    assert json.loads(made(graph, "glossary.json")) == expected
    assert made(graph, "abbr.md").decode() == "*[Credit]: Of money \\<b>.\n*[Dee]: A letter.\n"


def test_the_index_of_contents_has_no_loose_ends(graph: ConceptGraph) -> None:
    """Each concept and page has an entry with the fields that Quartz reads; every link leads to an entry."""
    found = json.loads(made(graph, "contentIndex.json"))
    assert len(found) == len(graph) + len(graph.pages)
    for entry in found.values():
        assert set(entry) == {"title", "links", "tags", "content", "description", "date"}
        assert set(entry["links"]) <= set(found)
        assert date.fromisoformat(entry["date"]) == graph.hub.date


def test_the_sitemap_has_addresses_of_one_host() -> None:
    """By sitemaps.org: absolute addresses, each once, on the host of the hub, below its base, with a date."""
    pages = {
        slug: Page(slug=slug, url=url, title={"en": slug})
        for slug, url in (("here", "https://hub.example/a?b&c#d"), ("there", "https://elsewhere.example/a"))
    }
    found = replace(catalog("a requires b"), pages=pages)
    tree = ET.fromstring(made(ConceptGraph.of(found, "/kg/"), "sitemap.xml"))
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert [one.text for one in tree.findall("s:url/s:loc", space)] == [
        "https://hub.example/a?b&c",
        "https://hub.example/kg/concepts/b",
        "https://hub.example/kg/concepts/a",
    ]
    assert {one.text for one in tree.findall("s:url/s:lastmod", space)} == {"2026-01-01"}


def test_robots_are_told_of_the_sitemap() -> None:
    """RFC 9309 with one absolute address; a hub whose identity is no address has none."""
    graph = ConceptGraph.of(catalog("a"), "/kg/")
    text = "User-agent: *\nAllow: /\n"
    assert made(graph, "robots.txt").decode() == f"{text}\nSitemap: https://hub.example/kg/sitemap.xml\n"
    hub = Hub(iri="urn:hub:", title={"en": "H"}, licence="urn:x:y", publisher="P", date=date(2026, 1, 1))
    bare = ConceptGraph.of(catalog("a", hub=hub))
    assert made(bare, "robots.txt").decode() == text
    assert b"<url>" not in made(bare, "sitemap.xml")


def test_what_agents_are_told_leads_to_every_concept(graph: ConceptGraph) -> None:
    """By llmstxt.org: a title, a quote, lists of links under headings; each link is to a file of the site or an article."""
    tokens = MarkdownIt().parse(made(graph, "llms.txt").decode())
    headings = [after.content for one, after in pairwise(tokens) if one.type == "heading_open"]
    assert headings == ["Learning hub", "Articles", "Concepts", "Optional"]
    links = [child.attrs["href"] for one in tokens for child in one.children or () if child.type == "link_open"]
    names = {f"/{file.name}" for file in files(graph)}
    assert {str(link) for link in links if not urlsplit(str(link)).netloc} <= names
    assert {f"/concepts/{id}.md" for id in graph.ids} <= set(links)


def test_old_ids_lead_to_where_they_end() -> None:
    """A chain of redirects is followed; a withdrawn id leads nowhere."""
    graph = ConceptGraph.of(catalog("a", redirects={"x": "y", "y": "a", "z": None}))
    assert json.loads(made(graph, "redirects.json")) == {"x": "a", "y": "a", "z": None}


def test_the_dump_is_the_same_in_all_its_parts(graph: ConceptGraph) -> None:
    """`concepts` and `redirects` are members of the whole."""
    whole = answer(graph, parse(ReadDump, {}))
    assert json.loads(made(graph, "concepts.json")) == whole["concepts"]
    assert json.loads(made(graph, "redirects.json")) == whole["redirects"]
