"""The examples are built as their readers would build them."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]

import kg
from kg.graph import ConceptGraph
from kg.site import publish

ROOT = Path(__file__).parents[1]
SLUG = "what-is-deep-learning"


def hugo(folder: Path, graph: ConceptGraph) -> Path:
    """Where Hugo has put the example site, made with the data of a graph."""
    shutil.copytree(ROOT / "examples" / "hugo", folder)
    publish(folder / "data" / "kg", graph)
    command = [str(Path(sys.executable).parent / "hugo"), "--source", str(folder), "--panicOnWarning"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "public"


def test_hugo_builds_pages_with_what_the_hub_knows(tmp_path: Path, graph: ConceptGraph) -> None:
    """Breadcrumb, prerequisites, definitions and JSON-LD are those of the bundle; each of their links leads to a page."""
    public = hugo(tmp_path / "site", graph)
    bundle = json.loads((tmp_path / "site" / "data" / "kg" / "pages" / f"{SLUG}.json").read_bytes())
    tree = html.fromstring((public / "articles" / SLUG / "index.html").read_bytes())
    trail = [item.text_content().strip() for item in tree.xpath("//nav//li")]
    assert trail == ["Artificial intelligence", "Machine learning", "Deep learning"]
    needed = [item.xpath("string(.//a)") for item in tree.xpath("//aside//li")]
    assert needed == [one["concept"]["label"] for one in bundle["prerequisites"]]
    assert len(needed) > 1
    terms = {item.text_content().strip(): item.getnext().text_content().strip() for item in tree.xpath("//section//dt")}
    assert terms == {one["term"]: one["definition"] for one in bundle["glossary"]}
    (script,) = tree.xpath("//script[@type='application/ld+json']")
    assert json.loads(script.text_content()) == bundle["jsonld"]
    links = set(tree.xpath("//nav//a/@href | //aside//a/@href | //section//a/@href"))
    assert len(links) > 10
    for link in links:
        assert (public / link.strip("/") / "index.html").is_file(), link
    assert len(list((public / "concepts").iterdir())) == len(graph) + 1


def test_hugo_builds_a_page_that_the_hub_does_not_know(tmp_path: Path, graph: ConceptGraph) -> None:
    """It has its own words, and nothing of the hub around them."""
    public = hugo(tmp_path / "site", graph)
    tree = html.fromstring((public / "articles" / "not-in-the-hub" / "index.html").read_bytes())
    assert "the site is built all the same" in tree.text_content()
    assert not tree.xpath("//nav | //aside | //script")


def test_markup_in_the_data_is_text_in_the_pages(tmp_path: Path) -> None:
    """A label that would end a script or begin one does neither."""
    evil = "</script><script>alert(1)</script><b>"
    catalog, _ = kg.read(ROOT / "data")
    about = {id: one.model_copy(update={"label": {"en": f"{evil} {id}"}}) for id, one in catalog.concepts.items()}
    public = hugo(tmp_path / "site", ConceptGraph.of(replace(catalog, concepts=about)))
    for page in (public / "articles" / SLUG, public / "concepts" / "attention"):
        tree = html.fromstring((page / "index.html").read_bytes())
        assert [script.get("type") for script in tree.xpath("//script")] in ([], ["application/ld+json"])
        assert not tree.xpath("//b")
        assert evil in tree.xpath("string(//main)")


@pytest.mark.parametrize("name", ["plain/index.html"])
def test_the_plain_example_names_what_there_is(graph: ConceptGraph, name: str) -> None:
    """Each concept and page that its elements name is in the hub."""
    tree = html.fromstring((ROOT / "examples" / name).read_bytes())
    assert set(tree.xpath("//@concept | //@center")) <= set(graph.ids)
    assert set(tree.xpath("//@page")) <= set(graph.pages)
    for element in tree.xpath("//*[contains(name(), '-')]"):
        assert element.text_content().strip(), element.tag
