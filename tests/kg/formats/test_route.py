"""route: a path as a graph to draw, and its pictures read back."""

import re
from typing import cast
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from kg.answers.shapes import GraphAnswer, PathAnswer
from kg.formats import words
from kg.formats.markup import folded, safe_url
from kg.formats.route import MOST_TEXT, flowchart, picture, route
from kg.graph import ConceptGraph
from tests.kg.formats import test_mermaid, test_svg
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import full, line, of_hub, path, paths, step


def check(answer: PathAnswer) -> None:
    """Numbered steps in order, and every requirement among them."""
    found = route(answer)
    assert [(node["id"], node["label"]) for node in found["nodes"]] == [
        (one["concept"]["id"], f"{one['position']}. {words.label(one['concept'])}") for one in answer["steps"]
    ]
    ids = {node["id"] for node in found["nodes"]}
    wanted = {(one["concept"]["id"], id) for one in answer["steps"] for id in one["requires"] if id in ids}
    assert {(edge["from"], edge["to"]) for edge in found["edges"]} == wanted
    assert (found["total_nodes"], found["total_edges"], found["truncated"]) == (len(ids), len(wanted), False)


def drawn(answer: PathAnswer) -> list[ET.Element]:
    """The boxes of the picture, in the order of the document."""
    return test_svg.boxes(ET.fromstring(picture(answer)))


def test_a_path_of_the_hub_is_drawn(graph: ConceptGraph) -> None:
    """All its steps and requirements."""
    check(of_hub(graph, "large-language-model"))


def test_targets_and_optional_steps_can_be_told() -> None:
    """The target is marked, and what is optional is dashed."""
    answer = full()
    check(answer)
    assert [node["id"] for node in route(answer)["nodes"] if "depth" in node] == ["self-attention"]
    assert {edge["to"] for edge in route(answer)["edges"] if edge.get("strength") == "helpful"} == {"data"}


@settings(max_examples=40)
@given(one=paths())
def test_any_path_is_drawn(one: PathAnswer) -> None:
    """Whatever the texts; both pictures pass what their formats are held to."""
    check(one)
    test_svg.check(route(one))
    test_mermaid.check(route(one))
    assert len(drawn(one)) == len(one["steps"])


def test_the_picture_is_read_in_the_order_of_the_path(graph: ConceptGraph) -> None:
    """The Tab key follows the steps; each is a link that is read out with its number and its needs."""
    answer = of_hub(graph, "large-language-model")
    boxes = drawn(answer)
    assert [box.get("data-id") for box in boxes] == [one["concept"]["id"] for one in answer["steps"]]
    assert [box.get("href") for box in boxes] == [safe_url(one["concept"]["url"]) for one in answer["steps"]]
    names = {box.get("data-id"): box.get("aria-label") for box in drawn(full())}
    assert names["softmax"] == "11. Softmax, component, needs 3. Exponential function, 6. Probability distribution"


def test_layers_go_downwards(graph: ConceptGraph) -> None:
    """What is required stands above what requires it."""
    answer = of_hub(graph, "self-attention")
    top = {box.get("data-id"): test_svg.frame(box)[1] for box in drawn(answer)}
    edges = route(answer)["edges"]
    assert edges
    assert all(top[edge["to"]] < top[edge["from"]] for edge in edges)


def test_hostile_texts_are_drawn() -> None:
    """As labels and titles."""
    steps = [step(k, f"c{k}", [f"c{k - 1}"], label=text, url=text) for k, text in enumerate(HOSTILE, 1)]
    answer = path(steps, title=HOSTILE[1])
    check(answer)
    test_mermaid.check(route(answer))
    test_svg.check(route(answer))


def test_three_hundred_steps_are_drawn_one_by_one() -> None:
    """With all their requirements while these are no more than 500."""
    answer = line(300, 1)
    check(answer)
    assert len(drawn(answer)) == 300


@pytest.mark.parametrize(("count", "width"), [(300, 40), (3000, 40), (3000, 1)])
def test_what_is_cut_off_is_stated(count: int, width: int) -> None:
    """The first steps, each with the requirement nearest to it before any has two; the title and the note say so."""
    answer = line(count, width)
    found = route(answer)
    assert (len(found["nodes"]), found["total_nodes"], found["truncated"]) == (300, count, True)
    assert len(found["edges"]) == min(500, 299 * width)
    near = {(f"c{k}", f"c{k - 1}") for k in range(1, 300)}
    assert near <= {(edge["from"], edge["to"]) for edge in found["edges"]}
    total = sum(len(one["requires"]) for one in answer["steps"])
    assert f"{len(found['edges'])} of {total} requirements)" in found["title"]
    assert f"{len(found['edges'])} of {total} relations." in picture(answer).decode()
    assert ("300 of 3000 steps" in found["title"]) == (count > 300)


def test_a_flowchart_is_no_longer_than_mermaid_draws() -> None:
    """Where names and addresses are long, fewer steps are written."""
    steps = [step(k, f"c{k}", label="é" * 99 + "#" * 99, url=f"https://hub.example/{'x' * 99}") for k in range(1, 301)]
    content = flowchart(path(steps)).decode()
    assert len(content) <= MOST_TEXT
    assert "\n  n75[" in content
    title = re.sub(r"\\U(.{8})", lambda code: chr(int(code[1], 16)), content.split("\n")[1])
    assert title == 'title: "A path (75 of 300 steps)"'


def test_an_empty_path_says_so() -> None:
    """In its title."""
    found: GraphAnswer = route(path([], title="Logic"))
    assert found["title"] == "Logic: nothing is left to learn"
    title = ET.fromstring(picture(path([], title="Logic"))).find(f"{test_svg.SPACE}title")
    assert title is not None
    assert folded(cast("str", title.text)) == found["title"]
