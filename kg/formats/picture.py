"""What a drawing consists of: boxes, lines, words. Every layout makes one of these; `svg` writes it down."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.answers.shapes import Edge, Node
from kg.formats.lines import width, wrap
from kg.formats.shape import Manner, manner, said

SIZE, SMALL, LEADING = 14, 12, 18
BOX, PAD = 176, 11

Key = tuple[str, Manner]


class Box(NamedTuple):
    """A concept at a place: the label in lines, and a remark below it."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    lines: list[str]
    remark: str


class Line(NamedTuple):
    """A relation as an SVG path from its source to its target, maybe without head; a faint one lies behind the others."""

    edge: Edge
    path: str
    head: bool = True
    faint: bool = False


class Words(NamedTuple):
    """Lines of text around a place, that say what a line there means."""

    x: int
    y: int
    lines: list[str]


class Picture(NamedTuple):
    """A drawing. `boxes` are in reading order; `stems` are lines that several relations share; `legend` lists kinds to explain."""

    boxes: list[Box]
    lines: list[Line]
    words: list[Words]
    stems: list[Line]
    legend: list[Key]
    centre: str | None
    width: int
    height: int


class Stroke(NamedTuple):
    """How a kind of relation is drawn: what it is called, its dashes and its arrow head."""

    label: str
    dash: str
    head: str


_REQUIRED: Mapping[Manner, tuple[str, str]] = {
    "essential": ("", "full"),
    "helpful": ("7 5", "full"),
    "option": ("2 4", "full"),
}
_DASHES = ("", "10 4", "3 3", "12 3 3 3", "6 2", "14 3 3 3 3 3", "5 7", "9 2 2 2")
_HEADS = ("open", "ring", "bar")


def key(edge: Edge) -> Key:
    """What two edges that are drawn alike have in common."""
    return edge["type"], manner(edge)


def strokes(edges: Sequence[Edge]) -> dict[Key, Stroke]:
    """How each kind of relation in an answer is drawn: requirements always alike, the others by turns."""
    labels = {key(edge): said(edge) for edge in edges}
    found, others = dict[Key, Stroke](), 0
    for kind, label in sorted(labels.items(), key=lambda item: (item[0][1] == "other", item[0])):
        if kind[1] == "other":
            dash, head = _DASHES[others % len(_DASHES)], _HEADS[others // len(_DASHES) % len(_HEADS)]
            others += 1
        else:
            dash, head = _REQUIRED[kind[1]]
        found[kind] = Stroke(label, dash, head)
    return found


def box(node: Node, wide: int = BOX) -> Box:
    """A box that holds the label, whatever its length, and the kind and the minutes below it; yet without a place."""
    lines = wrap(node["label"], wide - 2 * PAD, SIZE)
    kind = f"{node['size']} concepts" if "size" in node else node["kind"].replace("-", " ")
    minutes = node["minutes"]
    time = "" if minutes is None else f" · {minutes} min"
    remark = wrap(kind, wide - 2 * PAD - round(width(time, SMALL)), SMALL, 1)[0] + time
    return Box(node, 0, 0, wide, (len(lines) + 1) * LEADING + 14, lines, remark)
