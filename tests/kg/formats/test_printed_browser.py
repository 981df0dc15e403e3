"""printed, in a browser: accessible in light and dark, on narrow and wide screens, and not cut when printed."""

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from kg.formats.printed import printed
from tests.browsing import needs_chromium
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import full, path, step

pytestmark = needs_chromium

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A path with all there can be, one in a language written from right to left with hostile texts, and an empty one."""
    steps = [step(k, f"c{k}", [f"c{k - 1}"], label=text, because=text) for k, text in enumerate(HOSTILE, 1)]
    answers = {"full": full(), "hostile": path(steps, lang="he", title=HOSTILE[5]), "empty": path([])}
    folder = tmp_path_factory.mktemp("printed")
    for name, answer in answers.items():
        (folder / f"{name}.html").write_bytes(printed(answer))
    return {name: folder / f"{name}.html" for name in answers}


def opened(browser: Browser, file: Path, width: int, scheme: Scheme = "light") -> Page:
    """A document in a window of some width."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("name", ["full", "hostile", "empty"])
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1100, "dark")])
def test_it_is_accessible(browser: Browser, documents: dict[str, Path], name: str, width: int, scheme: Scheme) -> None:
    """No rule of axe is broken, and nothing is wider than the window."""
    page = opened(browser, documents[name], width, scheme)
    found = Axe().run(page)
    assert [each["id"] for each in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_boxes_can_be_ticked_by_keyboard(browser: Browser, documents: dict[str, Path]) -> None:
    """Each is reached with Tab before the links of its step, large enough to hit, and crosses out the name."""
    page = opened(browser, documents["full"], 390)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.id)") == ["done-1"]
    assert "line-through" in page.locator("#name-1").evaluate("name => getComputedStyle(name).textDecorationLine")
    box = page.locator("#done-2").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    page.close()


def test_on_paper_steps_are_whole_and_addresses_are_told(browser: Browser, documents: dict[str, Path]) -> None:
    """Black on white even where the screen is dark; no step is cut; what a link leads to is printed."""
    page = opened(browser, documents["full"], 700, "dark")
    assert not page.locator(".address").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".address").first.is_visible()
    breaks = page.locator(".steps > li").evaluate_all("items => items.map(item => getComputedStyle(item).breakInside)")
    assert set(breaks) == {"avoid"}
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.pdf(format="Letter").startswith(b"%PDF")
    page.close()
