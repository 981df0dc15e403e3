"""The planner's pages: they say what the path says, with every change of it as a link, whatever the hub."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.problems import Refused
from api.work import Work
from kg import load
from kg.formats import words
from kg.graph import ConceptGraph
from kg.questions import Question
from kg.render import Finished, finished
from tests import build
from tests.api.pages.hubs import SHARP, strained
from tests.api.test_pages import Tree

LIMIT, STARTER = 60_000, Path("api/starter")
TARGETS = ["self-attention", "large-language-model", "llm-cluster", "pre-training", "vector", "deep-learning"]


def text(page: str) -> str:
    """The text of a page, without markup, on one line."""
    return " ".join(unescape(re.sub(r"<(style|svg).*?</\1>|<[^>]+>", "", page, flags=re.DOTALL)).split())


@pytest.mark.parametrize("target", TARGETS)
def test_a_plan_says_what_the_path_says(client: TestClient, target: str) -> None:
    """Title, totals, proof and each step with its time and its reason, whatever the path is like."""
    page = client.get(f"/learn?target={target}")
    found = client.get(f"/api/paths?target={target}").json()
    assert page.status_code == 200
    assert len(page.content) < LIMIT
    Tree(page.text)
    said = text(page.text)
    for expected in (found["title"], words.totals(found), words.proof(found)):
        assert expected in said
    places = [page.text.index(f'id="step-{step["concept"]["id"]}"') for step in found["steps"]]
    assert places == sorted(places)
    rows = [text(row) for row in re.findall(r'<li id="step-.*?</li>', page.text, re.DOTALL)]
    for row, step in zip(rows, found["steps"], strict=True):
        assert row.startswith(f"{step['position']}. {step['concept']['label']} {words.took(step)}")
        assert step["because"]
        assert step["because"] in row


@pytest.mark.parametrize("more", ["", "&start=2026-03-02"])
@pytest.mark.parametrize("done", [0, 0.1, 0.25, 0.5, 0.75, 0.9])
def test_a_plan_stays_light(client: TestClient, done: float, more: str) -> None:
    """The page of the longest path is under 60 kB, however much of it is done and kept, on days too; no reason lacks."""
    ids = [step["concept"]["id"] for step in client.get("/api/paths?target=llm-cluster").json()["steps"]]
    known = ",".join(ids[: int(done * len(ids))])
    page = client.get(f"/learn?target=llm-cluster&known={known}&keep={','.join(ids)}{more}")
    assert page.text.count('class="step done"') == int(done * len(ids))
    assert len(page.content) < LIMIT
    left = client.get(f"/api/paths?target=llm-cluster&known={known}").json()["steps"]
    assert len(left) == len(ids) - int(done * len(ids))
    said = text(page.text)
    assert [step["concept"]["id"] for step in left if step["because"] not in said] == []


def test_a_plan_with_every_wish_stays_light(client: TestClient) -> None:
    """Where addresses and days take much room there are fewer steps on the page, and how many more there are is said."""
    wishes = "helpful=true&order=few-switches&effort=thorough&lang=en&start=2026-03-02"
    days = "weekly=7.5&rest=sat,sun&at=08:30&timezone=America/Argentina/ComodRivadavia"
    path = client.get(f"/api/paths?target=llm-cluster&{wishes}&{days}").json()
    ids = [step["concept"]["id"] for step in path["steps"]]
    page = client.get(f"/learn?target=llm-cluster&{wishes}&{days}&keep={','.join(ids)}")
    assert 50_000 < len(page.content) < LIMIT
    told = re.findall(r'<li id="step-([^"]+)"', page.text)
    assert told == ids[: len(told)]
    assert f"{len(ids) - len(told)} more steps follow." in text(page.text)


def test_reasons_that_are_too_long_are_cut_off() -> None:
    """Reasons are given as long as they are within 20,000 characters together; how many lack is said, with a way to them."""
    plain = build.catalog(*(f"c{n + 1:02} requires c{n:02}" for n in range(50)))
    told = tuple(one.model_copy(update={"why": {"en": "x" * 990}}) for one in plain.relations)
    client = TestClient(create_app(ConceptGraph.of(replace(plain, relations=told))))
    page = client.get("/learn?target=c50").text
    said = [row.count("x" * 990) for row in re.findall(r'<li id="step-.*?</li>', page, re.DOTALL)]
    assert said == [1] * sum(said) + [0] * (51 - sum(said))
    assert sum(said) == 19
    assert f"The reasons for {51 - sum(said)} steps have no room here." in text(page)
    printed = next(unescape(link) for _, link in Tree(page).links if "format=html" in link)
    assert client.get(printed).text.count("x" * 990) >= 50


def test_all_links_of_a_plan_lead_somewhere(client: TestClient) -> None:
    """Every address and every fragment on the page of a plan with all there is exists."""
    wishes = "known=vector&prefer=next-token-prediction&avoid=regression&keep=data"
    address = f"/learn?target=pre-training,data&minutes=300&{wishes}&start=2026-03-02"
    page = client.get(address).text
    tree = Tree(page)
    links = {link for tag, link in tree.links if not tag.startswith("svg") and not link.startswith("http")}
    assert len(links) > 40
    for link in links:
        if link.startswith("#"):
            assert link[1:] in tree.ids
        else:
            assert client.get(link).status_code in (200, 422), link


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ("", ["attention", "self-attention"]),
        ("dot-product,matrix-multiplication", ["dot-product", "matrix-multiplication", "attention", "self-attention"]),
        (
            "matrix-multiplication,attention,dot-product,self-attention",
            ["matrix-multiplication", "attention", "dot-product", "self-attention"],
        ),
        ("attention,vector,nothing", ["attention", "vector", "self-attention"]),
    ],
)
def test_what_is_done_stays_where_it_stood(client: TestClient, keep: str, expected: list[str]) -> None:
    """What is known of the order kept stands in it as done; what is not known of it, or is not there, does not."""
    known = "embedding,softmax,matrix,dot-product,matrix-multiplication"
    page = client.get(f"/learn?target=self-attention&known={known}&keep={keep}").text
    assert re.findall(r'<li id="step-([^"]+)"', page) == expected
    done = set(expected) - {"attention", "self-attention"}
    assert set(re.findall(r'<li id="step-([^"]+)" class="step done"', page)) == done


def test_ready_is_what_the_frontier_says(client: TestClient) -> None:
    """A step is marked as ready where nothing it requires is left to learn."""
    page = client.get("/learn?target=transformer&known=neural-network").text
    steps = client.get("/api/paths?target=transformer&known=neural-network").json()["steps"]
    left = {step["concept"]["id"] for step in steps}
    expected = [step["concept"]["id"] for step in steps if not left & set(step["requires"])]
    assert re.findall(r'id="step-([^"]+)" class="step" data-ready', page) == expected


@pytest.mark.parametrize(
    "query",
    [
        "learn?",
        "learn?target=baking&known=kneading&keep=kneading,dough",
        "learn?target=baking&place=1",
        "map?",
        "map?center=dough",
    ],
)
def test_links_keep_to_base_and_language(query: str) -> None:
    """Under a sub-path every address begins with it; to another page the language asked for goes along."""
    client = TestClient(create_app(load(STARTER, base="/kg/")))
    page = client.get(f"/kg/{query}&lang=de").text
    links = {unescape(link) for _, link in Tree(page).links if not link.startswith(("http", "#"))}
    assert all(link.startswith("/kg/") for link in links)
    pages = {link for link in links if not link.startswith(("/kg/static", "/kg/docs", "/kg/openapi", "/kg/ontology"))}
    assert len(pages) > 5
    assert {link for link in pages if "lang=de" not in link} == set()


def test_texts_of_a_straining_hub_are_only_text() -> None:
    """Markup in labels is text; long names, no minutes and choices of many make a page like any other."""
    client = TestClient(create_app(ConceptGraph.of(strained())))
    for path in (
        "/learn",
        "/learn?target=a",
        "/learn?target=a,k&minutes=60",
        "/learn?target=a&place=1",
        "/map",
        "/map?open=k",
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        Tree(page.text)
        assert "<script>alert" not in page.text
    assert SHARP in unescape(client.get("/map?open=k").text) + unescape(client.get("/learn?target=a").text)


@pytest.mark.parametrize(
    "query",
    [
        "target=%00",
        "q=<script>alert(1)</script>",
        "target=a&keep=" + ",".join(f"x{n}" for n in range(2000)),
        "target=" + "x" * 5000,
        "q=" + "x" * 5000,
        "target=vector&known=" + "%2C" * 3000,
        "target=vector&minutes=-1&hours=1e400&at=25:99&timezone=../../etc/passwd&start=0000-00-00",
        "target=vector&answers=a:b:c&place=1",
        "target=vector&lang=%22onload%3D",
        "ticked=" + "- [x] " * 2000,
    ],
)
def test_hostile_addresses_are_harmless(client: TestClient, query: str) -> None:
    """Whatever stands in an address, there is a page, and nothing of it is markup."""
    page = client.get(f"/learn?{query}")
    assert page.status_code in (200, 422)
    Tree(page.text)
    assert "<script>alert" not in page.text
    assert "onload=" not in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("target=transformer&avoid=transformer", "is under target too"),
        ("target=transformer&avoid=vector", "“Transformer” requires “Multi-head attention”"),
        ("target=transformer&start=2026-03-02&timezone=Mars", "Mars"),
    ],
)
def test_what_cannot_be_planned_is_said(client: TestClient, query: str, said: str) -> None:
    """A question without an answer has a page that says why, and what may be asked instead."""
    page = client.get(f"/learn?{query}")
    assert page.status_code == 422
    assert said in text(page.text)
    links = [link for _, link in Tree(page.text).links if urlsplit(link).path == "/learn"]
    assert any(client.get(link).status_code == 200 for link in links)


class Failing(Work):
    """Work that is refused, or that nobody waits for."""

    def __init__(self, graph: ConceptGraph, code: str | None) -> None:
        super().__init__(graph)
        self.code = code

    async def finished(self, question: Question, receive: object) -> Finished | None:
        """What stands in an answer's place."""
        if self.code is None:
            return None
        raise Refused(self.code, "It takes too long.", {"Retry-After": "7"})


@pytest.mark.parametrize("path", ["/learn?target=a", "/map"])
@pytest.mark.parametrize("code", ["too-busy", "took-too-long"])
def test_too_much_work_is_told_kindly(path: str, code: str) -> None:
    """What takes too long is a page that says so, with 503 and when to come back."""
    graph = build.graph("a requires b")
    page = TestClient(create_app(graph, Failing(graph, code))).get(path)
    assert (page.status_code, page.headers["retry-after"]) == (503, "7")
    assert "again" in text(page.text) or "Ask for less" in text(page.text)
    Tree(page.text)


@pytest.mark.parametrize("path", ["/learn?target=a", "/map"])
def test_a_client_that_has_left_is_not_answered(path: str) -> None:
    """Nobody will see the page, so none is made."""
    graph = build.graph("a requires b")
    assert TestClient(create_app(graph, Failing(graph, None))).get(path).status_code == 499


class Noting(Work):
    """Work that is done at once, and noted."""

    def __init__(self, graph: ConceptGraph) -> None:
        super().__init__(graph)
        self.asked: list[str] = []

    async def finished(self, question: Question, receive: object) -> Finished | None:
        """The answer, as the process for hard questions gives it."""
        self.asked.append(type(question).__name__)
        return finished(self.graph, question)


def test_hard_questions_are_worked_on_elsewhere() -> None:
    """A plan and a map are asked of the process for hard questions, the first page of nobody."""
    graph = build.graph("a requires b")
    work = Noting(graph)
    client = TestClient(create_app(graph, work))
    for path in ("/learn", "/learn?target=a", "/learn?target=a&place=1", "/map"):
        assert client.get(path).status_code == 200
    assert work.asked == ["FindPath", "ReadGraph"]
