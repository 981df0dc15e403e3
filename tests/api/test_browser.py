"""The pages in a real browser: nothing that axe finds fault with, nothing cut off, at any width and in any colours."""

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from tests.api.test_server import Server, serving

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: the pages are not looked at")

PAGES = ["/", "/docs#/service/livez", "/ontology", "/concepts/pre-training", "/concepts/llm-cluster"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server of the hub's own data."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


def opened(
    browser: Browser, server: Server, path: str, complaints: list[str] | None = None, *, scripts: bool = True
) -> Page:
    """A page that has finished loading; what the browser complains of is noted."""
    page, noted = browser.new_page(java_script_enabled=scripts), list[str]() if complaints is None else complaints
    page.on("console", lambda message: noted.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: noted.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.port}{path}", wait_until="networkidle")
    if "#" in path:
        page.locator(".opblock.is-open").wait_for()
    return page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_up(browser: Browser, server: Server, path: str) -> None:
    """No rule of axe is broken in light or dark, nothing is wider than any window, and nothing is complained of."""
    complaints = list[str]()
    page = opened(browser, server, path, complaints)
    for width, colours in ((320, None), (1440, None), (1200, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if colours:
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
            broken = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []
    assert complaints == []
    page.close()


def test_everything_is_there_without_javascript(browser: Browser, server: Server) -> None:
    """A browser that runs no scripts shows the same text."""
    pages = [opened(browser, server, "/concepts/deep-learning", scripts=scripts) for scripts in (True, False)]
    one, other = (page.inner_text("main") for page in pages)
    assert len(one) > 2000
    assert one == other
    for page in pages:
        page.close()


def test_the_keyboard_gets_everywhere(browser: Browser, server: Server) -> None:
    """The first stop leads to the content; a concept in the picture is a link that can be followed."""
    page = opened(browser, server, "/concepts/token")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.locator(".picture a.kg-node[data-id='tokenization']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/concepts/tokenization")
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


def test_json_ld_is_data_to_the_browser(browser: Browser, server: Server) -> None:
    """It stands in the head, is nothing to be run, and its script element holds one document."""
    complaints = list[str]()
    page = opened(browser, server, "/concepts/token", complaints)
    found = page.evaluate("JSON.parse(document.head.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert [node["@type"] for node in found["@graph"]][:1] == ["DefinedTerm"]
    assert complaints == []
    page.close()
