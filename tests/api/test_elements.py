"""The elements in a real browser: from files and from the service, of another origin, without scripts, by keyboard."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from kg.graph import ConceptGraph
from kg.site import publish
from tests.api.test_server import ROOT, Server, serving
from tests.api.test_site import file_server
from tests.browsing import needs_chromium

MODULE = ROOT / "api" / "static" / "elements.js"
NAMES = ("concept-card", "concept-link", "prerequisites-box", "learning-path", "concept-map")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The service, of another origin than the pages."""
    with serving() as found:
        yield found


class Site(NamedTuple):
    """A plain file server with the example, the module and the site of the hub in it, and the folder that it serves."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, graph: ConceptGraph) -> Iterator[Site]:
    """The example as it is to be put up."""
    folder = tmp_path_factory.mktemp("plain")
    shutil.copytree(ROOT / "examples" / "plain", folder, dirs_exist_ok=True)
    shutil.copy(MODULE, folder)
    publish(folder / "kg", graph)
    with file_server(folder) as port:
        yield Site(f"http://127.0.0.1:{port}/", folder)


def written(site: Site, body: str | None = None, base: str | None = None) -> str:
    """The address of the example, or of a page that differs in its body, and in where its data come from."""
    text = (site.folder / "index.html").read_text()
    start, end = text.index("<main>"), text.index("</main>")
    text = text if body is None else f"{text[:start]}<main><h1>Test</h1>{body}{text[end:]}"
    if base:
        text = text.replace('content="kg/"', f'content="{base}"').replace(
            '"elements.js"', f'"{base}static/elements.js"'
        )
    (site.folder / "other.html").write_text(text)
    return f"{site.url}other.html"


def opened(browser: Browser, address: str, **context: Any) -> Page:
    """A page, once its elements have done what they do."""
    page = browser.new_context(**context).new_page()
    page.goto(address, wait_until="networkidle")
    return page


def test_the_module_is_small_and_depends_on_nothing() -> None:
    """Less than 12 kB as it is sent; it imports nothing, and writes no markup."""
    text = MODULE.read_text()
    assert len(gzip.compress(text.encode(), 6)) < 12_000
    for word in ("import ", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
        assert word not in text


@needs_chromium
@pytest.mark.parametrize("live", [False, True], ids=["files", "service"])
def test_the_example_shows_the_same_from_files_and_from_the_service(
    browser: Browser, site: Site, server: Server, live: bool
) -> None:
    """Every element is filled, whichever gives the data; the service is of another origin."""
    page = opened(browser, written(site, base=f"http://127.0.0.1:{server.port}/") if live else site.url)
    complaints = list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    texts = {name: page.locator(name).first.inner_text() for name in NAMES}
    assert texts["concept-card"].startswith("Attention\n\ncomponent · 1 h")
    assert "Learn first: " in texts["concept-card"]
    assert texts["prerequisites-box"].startswith("What to know before")
    assert "Matrix multiplication" in texts["prerequisites-box"]
    assert page.locator("prerequisites-box").nth(1).inner_text().startswith("Before “What Is Deep Learning?”")
    assert page.locator("learning-path li").count() > 5
    assert page.locator("concept-map .kg-node[aria-current]").inner_text() == "Attention"
    assert page.locator("concept-map .kg-node").count() == 1 + len(
        set(page.locator("concept-map .kg-node").all_inner_texts()) - {"Attention"}
    )
    links = page.locator("concept-card a, concept-map a, learning-path a").evaluate_all("all => all.map(a => a.href)")
    origin = f"http://127.0.0.1:{server.port}/" if live else site.url
    assert {link.split("concepts/")[0] for link in links} <= {
        origin,
        "https://learning-hub.example/articles/what-is-deep-learning",
    }
    assert complaints == []
    page.context.close()


@needs_chromium
def test_nothing_is_wrong_with_the_example(browser: Browser, site: Site) -> None:
    """No rule of axe is broken in light or dark, with a popover open; nothing is wider than any window."""
    page = opened(browser, site.url)
    for width, colours in ((320, "light"), (1200, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.locator("concept-link a").first.click()
        page.locator(".kg-pop:popover-open").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        broken = Axe().run(page).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []
    page.context.close()


@needs_chromium
def test_without_scripts_the_page_reads_as_it_was_written(browser: Browser, site: Site) -> None:
    """What is inside the elements is there."""
    page = opened(browser, site.url, java_script_enabled=False)
    text = page.inner_text("main")
    assert "Before this page, learn about attention and matrices." in text
    assert "looks at every token of a text" in text
    page.context.close()


@needs_chromium
def test_what_cannot_be_loaded_leaves_what_was_there(browser: Browser, site: Site) -> None:
    """The fallback stays, with a note for everybody; a link stays a link. Later it may be there after all."""
    body = "".join(
        f"<{name} concept='nothing' page='nothing' target='x' center='nothing'>own words of {name}</{name}>"
        for name in NAMES
    )
    page = opened(
        browser,
        written(site, body + "<concept-card>no name</concept-card><concept-card src='javascript:1'>bad</concept-card>"),
    )
    for name in NAMES:
        assert f"own words of {name}" in page.locator(name).first.inner_text()
        if name != "concept-link":
            assert "could not be loaded" in page.locator(f"{name} [role=status]").first.inner_text()
            assert page.locator(name).first.get_attribute("aria-busy") is None
    assert "no name" in page.locator("concept-card").nth(1).inner_text()
    assert "bad" in page.locator("concept-card").nth(2).inner_text()
    page.locator("concept-link a").focus()
    page.wait_for_timeout(200)
    page.locator("concept-link a").click()
    page.wait_for_url("**/concepts/nothing")
    page.go_back()
    page.locator("concept-card").first.evaluate(
        "one => { one.removeAttribute('page'); one.setAttribute('concept', 'token'); }"
    )
    page.locator("concept-card strong").first.wait_for()
    assert "own words" not in page.locator("concept-card").first.inner_text()
    page.context.close()


@needs_chromium
def test_text_of_the_data_is_only_text(browser: Browser, site: Site) -> None:
    """Markup in labels is shown as it stands, addresses that are no pages are not linked, no script ever runs."""
    evil = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
    summary = {"id": "evil", "label": evil, "lang": "en", "kind": evil, "definition": evil, "minutes": 5}
    summary |= {"url": "javascript:window.hit=1"}
    step = {"concept": summary, "minutes": 5, "because": evil}
    other = {**summary, "id": "other", "url": "data:text/html,<script>1</script>"}
    edge = {"source": "evil", "target": "other", "sentence": evil}
    document = {
        **summary,
        "prerequisites": [{"concept": summary, "why": evil}, {"concept": other, "why": evil, "strength": "helpful"}],
        "steps": [step],
        "data": {"title": evil},
        "elements": {
            "nodes": [{"data": one, "position": {"x": x, "y": 0}} for x, one in ((0, summary), (300, other))],
            "edges": [{"data": edge}],
        },
    }
    body = "".join(f"<{name} src='{site.url}evil.json' concept=evil>own</{name}>" for name in NAMES)
    (site.folder / "evil.json").write_text(json.dumps(document))
    page = opened(browser, written(site, body))
    page.locator("concept-link a").focus()
    page.locator(".kg-pop:popover-open").wait_for()
    for name in NAMES:
        assert evil in page.locator(name).inner_text()
    assert page.locator("img, main script, :is(" + ",".join(NAMES) + ") script").count() == 0
    hrefs = page.locator("a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(hrefs) == {"http:"}
    assert page.evaluate("window.hit") is None
    page.context.close()


@needs_chromium
def test_a_link_opens_a_popover_by_keyboard_and_pointer(browser: Browser, site: Site) -> None:
    """Focus opens it and tells what it says, Tab leads into it and out of it, Escape closes it; a key follows the link."""
    page = opened(browser, site.url)
    pop = page.locator(".kg-pop:popover-open")
    page.keyboard.press("Tab")
    pop.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "transformer"
    said = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent")
    assert said in pop.inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Read about Transformer"
    assert pop.count() == 1
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelectorAll('.kg-pop:popover-open').length === 1")
    assert "Token" in pop.inner_text()
    page.keyboard.press("Escape")
    assert pop.count() == 0
    assert page.evaluate("document.activeElement.textContent") == "token"
    page.locator("concept-link a").first.click()
    pop.wait_for()
    assert page.url == site.url
    page.keyboard.press("Enter")
    page.wait_for_url("**/transformers.html")
    page.context.close()


@needs_chromium
def test_a_path_can_be_ticked_and_is_kept(browser: Browser, site: Site) -> None:
    """A tick by keyboard is told, counted and there again after a reload; without `tick` there is nothing to tick."""
    page = opened(browser, site.url)
    box, status = page.locator("learning-path input").first, page.locator("learning-path [role=status]")
    steps = page.locator("learning-path li").count()
    assert status.inner_text().startswith(f"{steps} steps, ")
    box.focus()
    page.keyboard.press("Space")
    assert status.inner_text().startswith(f"1 of {steps} steps done, ")
    page.reload(wait_until="networkidle")
    assert page.locator("learning-path input").first.is_checked()
    assert status.inner_text().startswith(f"1 of {steps} steps done, ")
    page.locator("learning-path").evaluate(
        "one => { one.removeAttribute('tick'); one.setAttribute('heading', 'Way'); }"
    )
    page.locator("learning-path .kg-heading", has_text="Way").wait_for()
    assert page.locator("learning-path input").count() == 0
    page.context.close()


@needs_chromium
def test_a_path_is_planned_by_the_service(browser: Browser, site: Site, server: Server) -> None:
    """With a target and what is known, the service plans it; a site may lead to its own pages about concepts."""
    body = "<learning-path target='embedding' known='vector,data' links='/learn/{id}/'>own</learning-path>"
    page = opened(browser, written(site, body, f"http://127.0.0.1:{server.port}/"))
    links = page.locator("learning-path a").evaluate_all("all => all.map(a => a.href)")
    assert links[-1] == f"{site.url}learn/embedding/"
    assert page.locator("learning-path li").count() == 2
    page.context.close()


@needs_chromium
def test_the_colours_can_be_set(browser: Browser, site: Site) -> None:
    """The variables of the page win over those of the module."""
    body = "<style>concept-card { --kg-paper: rgb(1, 2, 3) }</style><concept-card concept=token>own</concept-card>"
    page = opened(browser, written(site, body))
    colour = page.locator(".kg-box").evaluate("one => getComputedStyle(one).backgroundColor")
    assert colour == "rgb(1, 2, 3)"
    page.context.close()
