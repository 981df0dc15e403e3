"""The planner and the map in a real browser: with and without scripts, by keyboard alone, on a phone, in the dark."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from tests.api.test_server import Server, serving
from tests.browsing import needs_chromium

pytestmark = needs_chromium
SCREENS = Path(__file__).parents[3] / ".screens"
AXE = {"rules": {"target-size": {"enabled": True}}}  # of WCAG 2.2, which axe leaves out unless it is asked

PLAN = "/learn?target=self-attention&known=embedding,softmax,matrix"
PAGES = {
    "learn": "/learn",
    "plan-done": f"{PLAN},dot-product&keep=dot-product,matrix-multiplication,attention,self-attention",
    "plan-long": "/learn?target=llm-cluster&start=2026-03-02",
    "plan-choice": "/learn?target=pre-training&prefer=next-token-prediction",
    "plan-budget": "/learn?target=large-language-model&minutes=300",
    "placement": "/learn?target=transformer&place=1&answers=vector:yes",
    "unknown": "/learn?q=transfrmer",
    "unmet": "/learn?target=transformer&avoid=vector",
    "map": "/map",
    "map-open": "/map?open=llm-cluster&type=requires",
    "map-around": "/map?center=transformer",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server of the hub's own data."""
    with serving() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """A page of a browser that has been nowhere, with scripts and without."""
    yield from _page(browser, server, scripts=request.param)


@pytest.fixture
def quick(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that runs scripts."""
    yield from _page(browser, server, scripts=True)


def _page(browser: Browser, server: Server, *, scripts: bool) -> Iterator[Page]:
    """A page in a context of its own; in the end the browser has complained of nothing but refused questions."""
    complaints = list[str]()
    context = browser.new_context(java_script_enabled=scripts, base_url=f"http://127.0.0.1:{server.port}")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [one for one in complaints if "status of 422" not in one] == []


def asked(page: Page) -> dict[str, list[str]]:
    """The lists that the address of a page holds."""
    return {name: ",".join(values).split(",") for name, values in parse_qs(urlsplit(page.url).query).items()}


def steps(page: Page) -> list[str]:
    """The ids of the steps on a page, in their order."""
    page.locator("#plan .step").first.wait_for()
    ids = page.locator("#plan .step").evaluate_all("all => all.map((one) => one.id)")
    return [id.removeprefix("step-") for id in ids]


def taken(page: Page, form: str) -> str:
    """The address that the button of a format leads to."""
    button = page.locator(f".take button[value='{form}']")
    fields = button.evaluate("one => new URLSearchParams(new FormData(one.form, one)).toString()")
    return f"{button.evaluate('one => one.form.getAttribute(`action`)')}?{fields}"


def tick(page: Page, id: str, *, done: bool = True) -> None:
    """Tick a step; without scripts the form is to be sent too."""
    page.locator(f"#step-{id} input").set_checked(done)
    update = page.locator("#update")
    if update.is_visible():
        update.click()
    page.locator(f"#step-{id}.done" if done else f"#step-{id}:not(.done)").wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_up(browser: Browser, server: Server, name: str) -> None:
    """Nothing is wider than any window, in light and dark axe finds nothing, and nothing is asked of another host."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", reduced_motion="reduce")
    page, hosts, complaints = context.new_page(), set[str](), list[str]()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname or ""))
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(PAGES[name], wait_until="networkidle")
    SCREENS.mkdir(exist_ok=True)
    for width, colours in ((320, "light"), (390, "dark"), (820, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width in (390, 1440):
            page.screenshot(path=SCREENS / f"{name}-{width}-{colours}.png", full_page=True)
            broken = Axe().run(page, options=AXE).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []
    assert hosts == {"127.0.0.1"}
    assert [one for one in complaints if "status of 422" not in one] == []
    context.close()


def test_from_a_name_to_a_plan(page: Page) -> None:
    """A name is typed, even with a mistake, and the plan to it stands there with a reason for each step."""
    page.goto("/learn")
    page.locator("#q").fill("self atention")
    page.get_by_role("button", name="Plan it").click()
    page.locator(".notice", has_text="Nothing in the hub is called").wait_for()
    page.locator(".notice").get_by_role("link", name="Self-attention").click()
    page.get_by_role("heading", level=1, name="Learning path to “Self-attention”").wait_for()
    assert asked(page)["target"] == ["self-attention"]
    found = steps(page)
    assert found[-1] == "self-attention"
    assert page.locator("#step-self-attention").inner_text().count("This is what you set out to learn.") == 1


def test_ticks_stand_in_the_address(page: Page) -> None:
    """What is ticked is struck through where it stands, all else keeps its place, and an address is enough to share it."""
    page.goto(PLAN)
    before = steps(page)
    tick(page, before[0])
    assert steps(page) == before
    tick(page, before[1])
    assert steps(page) == before
    page.locator("header").get_by_text("2 of 4 done.").wait_for()
    assert "matrix-multiplication" in asked(page)["known"]
    shared = page.locator("#share").get_attribute("href")
    assert shared
    context: BrowserContext = page.context.browser.new_context()  # type: ignore[union-attr]
    other = context.new_page()
    other.goto(str(page.evaluate("location.origin")) + shared)
    assert steps(other) == before
    assert other.locator(".step.done").count() == 2
    context.close()


def test_back_and_reload(page: Page) -> None:
    """Going back unticks what was ticked last, going forward ticks it again, and loading anew changes nothing."""
    page.goto(PLAN)
    first, second, *_ = steps(page)
    tick(page, first)
    tick(page, second)
    page.go_back()
    page.locator(f"#step-{second}:not(.done)").wait_for()
    assert page.locator(".step.done").count() == 1
    page.reload()
    page.locator(f"#step-{first}.done").wait_for()
    page.go_forward()
    page.locator(f"#step-{second}.done").wait_for()


def test_a_tick_can_be_taken_back(page: Page) -> None:
    """A box that is unticked makes its step one to learn again."""
    page.goto(PLAN)
    before = steps(page)
    tick(page, before[0])
    tick(page, before[0], done=False)
    assert steps(page) == before
    assert page.locator(".step.done").count() == 0


def test_a_choice_can_be_swapped(page: Page) -> None:
    """What is offered instead says what it costs, and taking it plans with it; undoing that gives the plan from before."""
    page.goto("/learn?target=pre-training")
    before = steps(page)
    assert "next-token-prediction" not in before
    page.get_by_text("40 min more in all").wait_for()
    page.get_by_role("link", name="Take Next-token prediction instead").click()
    page.get_by_text("takes 40 min more than the shortest plan").wait_for()
    assert "next-token-prediction" in steps(page)
    assert asked(page)["prefer"] == ["next-token-prediction"]
    page.get_by_role("link", name="Leave it to the planner again").click()
    page.get_by_role("link", name="Take Next-token prediction instead").wait_for()
    assert steps(page) == before


def test_a_step_can_be_left_out_and_asked_back(page: Page) -> None:
    """What cannot be planned without is said in words, with a way back."""
    page.goto(PLAN)
    page.get_by_role("button", name="Plan without Dot product").click()
    page.get_by_role("heading", level=1, name="There is no plan for this yet").wait_for()
    assert "“Matrix multiplication” requires “Dot product”" in page.inner_text("main")
    page.get_by_role("link", name="No longer ask for “Dot product” to be left out").click()
    assert "dot-product" in steps(page)


def test_a_budget_and_an_order(page: Page) -> None:
    """Hours and an order change the plan; what does not fit is named."""
    page.goto("/learn?target=large-language-model")
    assert len(steps(page)) == 44
    page.locator("#hours").fill("5")
    page.locator("#order").select_option("easy-first")
    page.get_by_role("button", name="Plan it like this").click()
    page.get_by_role("heading", name="What does not fit").wait_for()
    assert len(steps(page)) < 20
    assert page.locator("#order").input_value() == "easy-first"
    assert page.locator("#hours").input_value() == "5"


def test_days_and_what_to_take_along(page: Page) -> None:
    """With a first day the steps stand under weeks; every format is there and answers."""
    page.goto(PLAN)
    page.get_by_text("Put the steps on days").click()
    page.locator("#start").fill("2026-03-02")
    page.locator("#weekly").fill("2")
    page.get_by_role("button", name="Set the days").click()
    page.get_by_role("heading", name="Week 2, from 2026-03-09").wait_for()
    formats = page.locator(".take button[name='format']").evaluate_all("all => all.map((one) => one.value)")
    assert set(formats) == {"html", "md", "ics", "csv", "svg", "mermaid", "jsonld", "json"}
    for form in formats:
        reply = page.request.get(taken(page, form))
        assert reply.status == 200, form
        assert len(reply.body()) > 300
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def test_a_placement_leads_to_a_plan(page: Page) -> None:
    """One question at a time; an answer can be taken back, and one may stop whenever one likes."""
    page.goto("/learn?target=self-attention")
    page.get_by_role("link", name="Answer a few questions instead").click()
    first = page.locator("#ask").inner_text()
    page.get_by_role("button", name="Yes, I know it").click()
    page.get_by_text("Question 2").wait_for()
    assert page.locator("#ask").inner_text() != first
    page.get_by_role("link", name="Take back the last answer").click()
    page.get_by_text("Question 1").wait_for()
    assert page.locator("#ask").inner_text() == first
    page.get_by_role("button", name="Yes, I know it").click()
    page.get_by_text("Question 2").wait_for()
    page.get_by_role("link", name="Enough questions").click()
    assert steps(page)[-1] == "self-attention"
    assert len(asked(page)["known"]) > 0


def test_a_placement_ends(page: Page) -> None:
    """When there is nothing more to ask, what is known can be corrected, and is planned from."""
    page.goto("/learn?target=dot-product&place=1")
    for number in range(2, 9):
        page.get_by_role("button", name="Yes, I know it").click()
        page.locator(f"text=/Question {number}|Plan from here/").first.wait_for()
        if page.get_by_role("button", name="Plan from here").count():
            break
    page.get_by_role("checkbox", name="Dot product").uncheck()
    page.get_by_role("button", name="Plan from here").click()
    assert steps(page)[-1] == "dot-product"


def test_a_checklist_brings_its_ticks_back(page: Page) -> None:
    """What was ticked in the Markdown that was taken along is known."""
    page.goto(PLAN)
    text = page.request.get(taken(page, "md")).text().replace("- [ ] 1.", "- [x] 1.")
    page.get_by_text("Bring ticks back from a checklist").click()
    page.locator("#ticked").fill(text)
    page.get_by_role("button", name="Take the ticks over").click()
    page.locator("#plan :text('1. '):has-text('Matrix multiplication')").first.wait_for()
    assert "dot-product" in str(page.locator("#share").get_attribute("href"))


# -- what scripts make quicker


def test_names_are_completed(quick: Page) -> None:
    """What is offered while a name is typed is chosen by keyboard, and planned at once."""
    quick.goto("/learn")
    quick.locator("#q").focus()
    quick.keyboard.insert_text("self-att")
    quick.locator(".start [role='option']", has_text="Self-attention").wait_for()
    quick.keyboard.press("ArrowDown")
    quick.keyboard.press("Enter")
    quick.get_by_role("heading", level=1, name="Learning path to “Self-attention”").wait_for()
    assert asked(quick) == {"target": ["self-attention"]}
    quick.go_back()
    quick.get_by_role("heading", level=1, name="What do you want to learn?").wait_for()


def test_a_tick_is_told_and_keeps_the_focus(quick: Page) -> None:
    """Nothing is loaded anew: the box keeps the focus, and what became ready is read out."""
    quick.goto(PLAN)
    quick.evaluate("window.same = true")
    quick.locator("#step-dot-product input").focus()
    quick.keyboard.press("Space")
    quick.locator("#step-dot-product.done").wait_for()
    assert quick.evaluate("window.same")
    assert quick.evaluate("document.activeElement.value") == "dot-product"
    told = quick.locator("#said").inner_text()
    assert told == "1 of 4 steps done. Now ready: Matrix multiplication, Attention."


def test_plans_are_remembered(quick: Page) -> None:
    """A plan with ticks is offered on the first page and beside the bare plan, and can be forgotten."""
    quick.goto(PLAN)
    tick(quick, "dot-product")
    quick.goto("/learn")
    quick.get_by_text("1 of 4 done").wait_for()
    quick.locator("#saved-plans a").click()
    quick.locator("#step-dot-product.done").wait_for()
    quick.goto(PLAN)
    quick.get_by_text("You have ticked 1 more here before.").wait_for()
    assert quick.locator(".step.done").count() == 0
    quick.goto("/learn")
    quick.get_by_role("button", name="Forget: Learning path to “Self-attention”").click()
    assert quick.locator("#saved").is_hidden()
    quick.reload()
    assert quick.locator("#saved").is_hidden()


def test_the_whole_way_by_keyboard(quick: Page) -> None:
    """From the first page to a ticked step with Tab, Enter and Space alone."""
    quick.goto("/learn")

    def onward(selector: str) -> None:
        for _ in range(60):
            quick.keyboard.press("Tab")
            if quick.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    onward("#q")
    quick.keyboard.type("dot product")
    quick.keyboard.press("Enter")
    quick.get_by_role("heading", level=1, name="Learning path to “Dot product”").wait_for()
    first = steps(quick)[0]
    onward(f"#step-{first} input")
    quick.keyboard.press("Space")
    quick.locator(f"#step-{first}.done").wait_for()
    onward("#share")


def test_a_plan_is_printed_as_a_list(quick: Page) -> None:
    """On paper there are the steps, and nothing that is only to be pressed."""
    quick.goto(PLAN)
    quick.emulate_media(media="print")
    assert quick.locator(".step").first.is_visible()
    for hidden in (".side", ".next", ".take", ".step > button", ".site nav"):
        assert quick.locator(hidden).first.is_hidden(), hidden


# -- the map


def test_a_part_of_the_map_is_opened(page: Page) -> None:
    """Each part can be opened and closed; its concepts and their relations stand in the list."""
    page.goto("/map")
    page.get_by_role("link", name="Open LLM cluster").first.click()
    page.wait_for_url("**/map?open=llm-cluster*")
    assert page.locator("#c-token").count() == 1
    page.locator("#c-token").get_by_role("link", name="Token is part of Vocabulary").click()
    assert page.url.endswith("#c-vocabulary")
    page.get_by_role("link", name="Close LLM cluster").first.click()
    page.wait_for_url("**/map")
    assert page.locator("#c-token").count() == 0


def test_relations_are_filtered(page: Page) -> None:
    """Only the types that are ticked are shown."""
    page.goto("/map?open=network-cluster")
    page.get_by_text("Show only some relations").click()
    page.locator("input[value='part-of']").check()
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**type=part-of*")
    sentences = page.locator(".sentences").all_inner_texts()
    assert sentences
    assert all("part of" in line or "relation" in line for text in sentences for line in text.splitlines() if line)


def test_without_scripts_the_map_is_a_picture(browser: Browser, server: Server) -> None:
    """The picture stands in the page, its boxes are links to the parts; the canvas is not there."""
    for page in _page(browser, server, scripts=False):
        page.goto("/map")
        assert page.locator("#explorer").is_hidden()
        page.locator("#picture a[data-id='llm-cluster']").click()
        page.wait_for_url("**/map?open=llm-cluster#c-llm-cluster")


def test_edges_are_followed_by_keyboard(quick: Page) -> None:
    """Arrows go through the concepts and along their relations, and say where one is; Enter opens, Escape leaves."""
    quick.goto("/map?open=llm-cluster")
    quick.locator("#concepts [role='option']").first.wait_for()
    quick.locator("#concepts [tabindex='0']").focus()
    quick.keyboard.press("Home")
    quick.keyboard.press("t")
    assert quick.locator("#told").inner_text() == "Token, component, 9 relations."
    quick.keyboard.press("ArrowRight")
    assert quick.evaluate("document.activeElement.parentElement.id") == "edges"
    while quick.evaluate("document.activeElement.textContent") != "Token is part of Vocabulary.":
        quick.keyboard.press("ArrowDown")
    quick.keyboard.press("ArrowLeft")
    assert quick.evaluate("document.activeElement.textContent") == "Token · component"
    quick.keyboard.press("ArrowRight")
    while quick.evaluate("document.activeElement.textContent") != "Token is part of Vocabulary.":
        quick.keyboard.press("ArrowDown")
    quick.keyboard.press("Enter")
    assert quick.locator("#told").inner_text().startswith("Vocabulary, ")
    assert quick.locator("[role='listbox'] [tabindex='0']").count() == 2
    quick.keyboard.press("Escape")
    assert quick.evaluate("document.activeElement.id") == "list-heading"
    quick.locator("#concepts [aria-selected='true']").focus()
    quick.keyboard.press("Enter")
    quick.wait_for_url("**/concepts/vocabulary")


def test_the_canvas_follows_the_colours(quick: Page) -> None:
    """The canvas is drawn, and its colours are those of the page in light and dark."""
    quick.goto("/map")
    quick.locator("#canvas canvas").first.wait_for(state="attached")
    shots = []
    for colours in ("light", "dark"):
        quick.emulate_media(color_scheme=colours, reduced_motion="reduce")
        quick.wait_for_timeout(200)
        shots.append(quick.locator("#canvas").screenshot())
    assert shots[0] != shots[1]
