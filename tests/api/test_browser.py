"""The pages in a real browser: nothing that axe finds fault with, nothing cut off, at any width and in any colours."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.api.pages.hubs import written
from tests.api.test_server import Server, serving
from tests.browsing import needs_chromium

pytestmark = needs_chromium

SCREENS, GOLDEN = Path(__file__).parents[2] / ".screens", Path(__file__).parent / "golden"
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOOKS: tuple[tuple[int, Scheme], ...] = ((1440, "light"), (820, "light"), (390, "dark"))
# two frames, in which scripts follow the colours, and then what fades
SETTLED = """new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    .then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))"""
AXE = {"rules": {"target-size": {"enabled": True}}}  # of WCAG 2.2, which axe leaves out unless it is asked

PAGES = {
    "home": "/",
    "docs": "/docs#/service/livez",
    "ontology": "/ontology",
    "concept": "/concepts/pre-training",
    "cluster": "/concepts/llm-cluster",
    "article": "/pages/what-is-deep-learning",
    "search": "/search?q=netw",
    "search-typo": "/search?q=convolutoinal",
    "search-nothing": "/search?q=zzzzzz",
    "compare": "/compare?from=image-heavy-task&to=artificial-intelligence",
    "compare-unclear": "/compare?from=netw&to=xyzxyz",
    "report": "/report",
    "refusal": "/concepts/deep-lerning",
}
STRAINED = {
    "home": "/",
    "concept": "/concepts/a",
    "article": "/pages/p",
    "search": "/search?q=concept",
    "compare": "/compare?from=d&to=b3",
    "report": "/report",
    "plan": "/learn?target=a,e&start=2026-03-02",
    "map": "/map?open=k",
}
# The pages of the small hub that comes with the service: what is read out of them is kept in `golden`.
READ = {
    "home": "/",
    "concept": "/concepts/dough",
    "article": "/pages/how-bread-rises",
    "search": "/search?q=douhg",
    "compare": "/compare?from=dough&to=kneading",
    "report": "/report",
    "learn": "/learn",
    "plan": "/learn?target=baking&known=kneading",
    "map": "/map?open=bread-cluster",
    "refusal": "/concepts/duogh",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server of the hub's own data."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a hub with names and lists as long as they come, and markup in its texts."""
    with serving("--data", str(written(tmp_path_factory.mktemp("strained")))) as found:
        yield found


def opened(
    browser: Browser, server: Server, path: str, complaints: list[str] | None = None, *, scripts: bool = True
) -> Page:
    """A page that has finished loading; what the browser complains of is noted, and where it asks elsewhere."""
    page, noted = browser.new_page(java_script_enabled=scripts), list[str]() if complaints is None else complaints
    page.set_default_timeout(120_000)
    own = f"http://127.0.0.1:{server.port}/"
    page.on("console", lambda message: noted.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((own, "data:")) else noted.append(request.url))
    page.goto(f"{own}{path[1:]}", wait_until="networkidle")
    if "#" in path:
        page.locator(".opblock.is-open").wait_for()
    return page


def photograph(page: Page, name: str) -> None:
    """Keep what a page looks like, for whoever reviews it."""
    SCREENS.mkdir(exist_ok=True)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png", full_page=True)


def hold_up(page: Page) -> None:
    """Nothing is wider than any window; axe finds nothing, light or dark, with all that is folded laid open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for width in (320, *(width for width, _ in LOOKS)):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        broken = Axe().run(page, options=AXE).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_up(browser: Browser, server: Server, name: str) -> None:
    """Each page does, and the browser complains of nothing but the status of what was refused."""
    complaints = list[str]()
    page = opened(browser, server, PAGES[name], complaints)
    photograph(page, name)
    hold_up(page)
    assert [one for one in complaints if "status of 4" not in one] == []
    page.close()


@pytest.mark.parametrize("name", STRAINED)
def test_long_names_and_many_relations_hold_up(browser: Browser, strained: Server, name: str) -> None:
    """So does each page of a hub that strains it; what looks like markup in its texts does nothing."""
    complaints = list[str]()
    page = opened(browser, strained, STRAINED[name], complaints)
    hold_up(page)
    assert page.locator("main b").count() == 0
    assert complaints == []
    page.close()


def test_lines_are_of_a_length_to_read(browser: Browser, server: Server) -> None:
    """On a wide window, text of three lines and more, outside of cards, has 45 to 85 characters to a line."""
    page = opened(browser, server, PAGES["article"])
    page.set_viewport_size({"width": 1440, "height": 900})
    lengths = page.evaluate(
        """[...document.querySelectorAll("main p")].filter((one) => one.checkVisibility()).map((one) => {
            const range = document.createRange();
            range.selectNodeContents(one);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 8))).size;
            return lines > 2 ? one.innerText.length / (lines - 0.5) : null;
        }).filter(Boolean)"""
    )
    assert len(lengths) > 3
    assert all(45 <= length <= 85 for length in lengths), lengths
    page.close()


def test_everything_is_there_without_javascript(browser: Browser, server: Server) -> None:
    """A browser that runs no scripts shows the same text."""
    for name in ("concept", "search"):
        pages = [opened(browser, server, PAGES[name], scripts=scripts) for scripts in (True, False)]
        one, other = (page.inner_text("main") for page in pages)
        assert len(one) > 200
        assert one.split() == other.split()
        for page in pages:
            page.close()


def test_the_keyboard_gets_everywhere(browser: Browser, server: Server) -> None:
    """The first stop leads to the content; each stop is seen; a concept in the picture can be followed."""
    page = opened(browser, server, "/concepts/token")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.locator(".picture a.kg-node[data-id='tokenization']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/tokenization")
    page.close()


def test_names_are_completed_from_the_keyboard(browser: Browser, server: Server) -> None:
    """Offers come while one types and are told; arrows choose, Escape puts them away, Enter opens the concept."""
    page = opened(browser, server, "/")
    field = page.get_by_role("combobox", name="Search the concepts")
    field.press_sequentially("convol")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert page.locator("form.finder [role=status]").inner_text().startswith(str(options.count()))
    assert Axe().run(page).response["violations"] == []
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert options.count() == 0
    field.press("ArrowDown")
    field.press("ArrowUp")
    chosen = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
    assert chosen.get_attribute("aria-selected") == "true"
    name = chosen.locator("span").first.inner_text()
    field.press("Enter")
    page.wait_for_url("**/concepts/*")
    assert page.locator("h1").inner_text() == name
    page.close()


def test_two_concepts_are_compared_by_their_names(browser: Browser, server: Server) -> None:
    """A name that is chosen is filled in; what was typed is found; without scripts names do as well."""
    for scripts in (True, False):
        page = opened(browser, server, "/compare", scripts=scripts)
        start = page.get_by_label("From")
        start.fill("CNN")
        if scripts:
            start.press_sequentially(" ")
            page.get_by_role("option").first.click()
            assert start.input_value() == "Convolutional network"
        page.get_by_label("To", exact=True).fill("artificial intelligence")
        page.get_by_role("button", name="Compare").click()
        page.wait_for_url("**/compare?*")
        assert page.locator("h1").inner_text() == "How Convolutional network and Artificial intelligence hang together"
        page.close()


def test_the_documentation_can_be_used(browser: Browser, server: Server) -> None:
    """An address opens its operation, whose example is answered; the answer can be scrolled with the keyboard."""
    page = opened(browser, server, "/docs#/concepts/readConcept")
    assert page.locator(".opblock.is-open").count() == 1
    page.locator(".btn.execute").click()
    answer = page.locator(".live-responses-table .scrolled").first
    answer.wait_for()
    assert page.locator(".live-responses-table .response .response-col_status").first.inner_text() == "200"
    assert page.locator(".scrolled:not([tabindex='0'])").count() == 0
    page.close()


def test_what_is_read_out_is_as_before(browser: Browser) -> None:
    """The accessibility tree of each page's own content is that in `golden` (KG_GOLDEN=write writes it anew)."""
    with serving("--data", "api/starter") as starter:
        for name, path in READ.items():
            page, file = opened(browser, starter, path), GOLDEN / f"{name}.yaml"
            found = f"{page.locator('main').aria_snapshot()}\n"
            if os.environ.get("KG_GOLDEN") == "write":
                file.write_text(found, encoding="utf-8")
            assert found == file.read_text(encoding="utf-8"), name
            page.close()


def test_json_ld_is_data_to_the_browser(browser: Browser, server: Server) -> None:
    """It stands in the head, is nothing to be run, and its script element holds one document."""
    complaints = list[str]()
    page = opened(browser, server, "/concepts/token", complaints)
    found = page.evaluate("JSON.parse(document.head.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert [node["@type"] for node in found["@graph"]][:1] == ["DefinedTerm"]
    assert complaints == []
    page.close()
