"""svg: read back by a parser of XML; what is drawn, what is read out, and that nothing overlaps."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from kg.formats import GraphAnswer, Node
from kg.formats.lines import width
from kg.formats.markup import folded, safe_url
from kg.formats.picture import PAD, SIZE
from kg.formats.style import STYLE
from kg.formats.svg import svg
from tests.kg.formats.answers import HOSTILE, answer, answers, edge, large, node

SPACE = "{http://www.w3.org/2000/svg}"


def parsed(one: GraphAnswer) -> ET.Element:
    """The document."""
    return ET.fromstring(svg(one))


def boxes(root: ET.Element) -> list[ET.Element]:
    """The concepts, in document order."""
    return [element for element in root.iter() if "kg-node" in (element.get("class") or "").split()]


def frame(box: ET.Element) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    x, y = map(int, re.findall(r"-?\d+", box.get("transform", "")))
    rect = box.find(f"{SPACE}rect")
    assert rect is not None
    return x, y, x + int(rect.get("width", "")), y + int(rect.get("height", ""))


def check(one: GraphAnswer) -> None:
    """Every node and edge is drawn once, within the picture, no box on another, no text beside its box."""
    root = parsed(one)
    found = boxes(root)
    assert sorted(box.get("data-id", "") for box in found) == sorted(each["id"] for each in one["nodes"])
    lines = [
        (line.get("data-from"), line.get("data-type"), line.get("data-to"))
        for line in root.iter()
        if line.get("data-to")
    ]
    assert sorted(lines) == sorted((each["from"], each["type"], each["to"]) for each in one["edges"])
    _, _, wide, tall = map(int, root.get("viewBox", "").split())
    frames = [frame(box) for box in found]
    assert all(0 <= left < right <= wide and 0 <= top < bottom <= tall for left, top, right, bottom in frames)
    for a, b in combinations(frames, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
    nodes = {each["id"]: each for each in one["nodes"]}
    for box, (left, top, right, bottom) in zip(found, frames, strict=True):
        *label, remark = box.findall(f"{SPACE}text")
        each = nodes[box.get("data-id", "")]
        said = "".join(line.text or "" for line in label).replace(" ", "")
        assert folded(each["label"]).replace(" ", "").startswith(said.removesuffix("…"))
        assert (remark.text or "").startswith(each["kind"].replace("-", " ")[:4])
        assert all(width(line.text or "", SIZE) <= right - left - 2 * PAD for line in label)
        assert all(SIZE <= int(line.get("y", "")) <= bottom - top - 4 for line in [*label, remark])
        assert box.get("href") == safe_url(each["url"])
        assert box.get("aria-label", "").startswith(folded(each["label"]))


def test_the_whole_answer_is_drawn(closure: GraphAnswer, neighbourhood: GraphAnswer) -> None:
    """For the hub's own data, in layers and around a centre."""
    check(closure)
    check(neighbourhood)


@given(one=answers())
def test_any_answer_is_drawn(one: GraphAnswer) -> None:
    """Whatever the form of the graph and the texts."""
    check(one)


@pytest.mark.parametrize(("nodes", "edges"), [(60, 0), (300, 300), (150, 500)])
def test_nothing_overlaps_in_large_pictures(nodes: int, edges: int) -> None:
    """Up to the limits."""
    check(large(nodes, edges))


def test_only_known_elements_and_attributes_occur() -> None:
    """No text becomes markup: no script, no event, no address but links and our own arrow heads."""
    nodes = [node(f"c{k}", k, label=text, url=text, definition=text, kind="k") for k, text in enumerate(HOSTILE)]
    edges = [edge("c0", "uses", f"c{k}", label=text, sentence=text) for k, text in enumerate(HOSTILE) if k]
    centred: list[Node] = [{**each, "depth": min(k, 1)} for k, each in enumerate(nodes)]
    for one in answer(nodes, edges, HOSTILE[0]), answer(centred, edges):
        root = parsed(one)
        tags = {element.tag.removeprefix(SPACE) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "defs", "marker", "rect", "g", "a", "path", "circle", "text"}
        names = {name for element in root.iter() for name in element.keys()}  # noqa: SIM118  elements are no mappings
        assert not [name for name in names if name.startswith("on") or name == "style"]
        assert not [url for element in root.iter() if "script:" in (url := element.get("href", ""))]


def test_reading_order_is_an_order_of_learning(closure: GraphAnswer) -> None:
    """The Tab key meets what is required before what requires it; a neighbourhood begins with its centre."""
    place = {box.get("data-id"): k for k, box in enumerate(boxes(parsed(closure)))}
    assert all(place[each["to"]] < place[each["from"]] for each in closure["edges"])


def test_a_neighbourhood_begins_with_its_centre(neighbourhood: GraphAnswer) -> None:
    """The centre is in the middle column; what points at it stands left, what it points at right."""
    found = {box.get("data-id"): frame(box)[0] for box in boxes(parsed(neighbourhood))}
    assert next(iter(found)) == "deep-learning"
    assert len(set(found.values())) == 3
    assert found["older-neural-network-ideas"] < found["deep-learning"] < found["machine-learning"]


def test_names_say_what_a_concept_needs() -> None:
    """Label, kind, needs, choices, helps; around a centre also the sentence."""
    nodes = [node("a", 0, label="Data"), node("b", 1, label="Logic", depth=0), node("c", 2, label="AI", kind="field")]
    edges = [
        edge("c", "requires", "a"),
        edge("c", "requires", "b", strength="helpful"),
        edge("c", "uses", "b", sentence="AI uses Logic."),
    ]
    found = {box.get("data-id"): box.get("aria-label") for box in boxes(parsed(answer(nodes, edges)))}
    assert found == {
        "a": "Data, concept",
        "b": "Logic, concept",
        "c": "AI, field, needs Data, easier with Logic, AI uses Logic.",
    }


def test_lines_are_hidden_from_those_who_listen(closure: GraphAnswer) -> None:
    """The root is a named group; every line lies in a part that is hidden; every concept is a link with a title."""
    root = parsed(closure)
    assert root.get("role") == "group"
    titles = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert all(titles[id].text for id in root.get("aria-labelledby", "").split())
    hidden = {line for group in root.iter() if group.get("aria-hidden") for line in group.iter()}
    assert all(line in hidden for line in root.iter() if line.get("data-to"))
    assert all(box.tag == f"{SPACE}a" and box.find(f"{SPACE}title") is not None for box in boxes(root))
    assert (root.get("width"), root.get("height")) == (None, None)


def test_kinds_of_relation_differ_without_colour(neighbourhood: GraphAnswer) -> None:
    """No two kinds of relation have both the same dashes and the same arrow head."""
    looks: dict[tuple[str | None, str], set[str]] = {}
    for line in parsed(neighbourhood).iter(f"{SPACE}path"):
        if line.get("data-to") and line.get("marker-end"):
            look = line.get("stroke-dasharray"), line.get("marker-end", "").rpartition("-")[2]
            looks.setdefault(look, set()).add(line.get("data-type", ""))
    assert all(len(kinds) == 1 for kinds in looks.values())


def test_what_is_too_large_is_drawn_by_cluster() -> None:
    """One box per cluster with its count; the note says so, and how much there was."""
    whole = large(400, 600)
    root = parsed({**whole, "truncated": True, "total_nodes": 9000})
    assert [box.get("aria-label") for box in boxes(root)] == [f"Cluster {k}, 80 concepts" for k in range(5)]
    assert "400 of 9000 concepts" in "".join(root.itertext())


def test_colours_have_contrast_in_both_schemes() -> None:
    """WCAG AA: 4.5 for text, 3 for lines, rims of boxes and the mark of focus."""
    light, dark = STYLE.split("@media(forced-colors")[0].split("@media(prefers-color-scheme:dark)")

    def luminance(colour: str) -> float:
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for scheme in light, dark:
        colours = {name: luminance(value) for name, value in re.findall(r"--kg-(\w+):(#\w{6})", scheme)}

        def contrast(a: str, b: str, colours: dict[str, float] = colours) -> float:
            low, high = sorted((colours[a], colours[b]))
            return (high + 0.05) / (low + 0.05)

        for text in "ink", "soft":
            assert all(contrast(text, ground) >= 4.5 for ground in ("paper", "box", "main"))
        for mark in "line", "rim", "focus":
            assert all(contrast(mark, ground) >= 3 for ground in ("paper", "box"))
        assert all(contrast(str(k), "box") >= 3 for k in range(8))
