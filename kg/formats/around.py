"""The neighbourhood picture: a concept in the middle, what points at it left, what it points at right.

Neighbours with the same relations to the centre stand together, and what relates them is written once for all.
"""

from typing import NamedTuple

from kg.answers.shapes import Edge, GraphAnswer
from kg.formats.layered import loop
from kg.formats.lines import wrap
from kg.formats.picture import BOX, LEADING, SMALL, Box, Key, Line, Picture, Words, box, key
from kg.formats.shape import manner, said

_FAN, _LABEL, _STEM, _MARGIN = 56, 140, 64, 84
_BETWEEN, _APART, _PORT, _PARALLEL = 10, 24, 11, 6

_Relation = tuple[bool, Key, bool]


class _Group(NamedTuple):
    """Neighbours that hang on the centre by the same kinds of relation, with their edges; what each kind is called."""

    members: list[tuple[Box, list[Edge]]]
    labels: list[list[str]]

    @property
    def height(self) -> int:
        boxes = sum(one.height + _BETWEEN for one, _ in self.members) - _BETWEEN
        return max(boxes, sum(map(len, self.labels)) * LEADING)


def fits(answer: GraphAnswer) -> bool:
    """Whether an answer is a centre and its neighbours, and nothing besides."""
    depths = sorted(node.get("depth", -1) for node in answer["nodes"])
    return depths[:1] == [0] and set(depths[1:]) <= {1}


def around(answer: GraphAnswer) -> Picture:
    """The picture of an answer that `fits`."""
    centre = next(node for node in answer["nodes"] if node.get("depth") == 0)
    id = centre["id"]
    between = [edge for edge in answer["edges"] if id not in (edge["from"], edge["to"])]
    loops = [edge for edge in answer["edges"] if edge["from"] == edge["to"] == id]
    sides = _groups(answer, id, 0), _groups(answer, id, 1)
    middle = box(centre)
    tall = max(middle.height, max(map(len, sides)) * _PORT + _PORT)
    height = max(tall, *map(_height, sides))
    margin = _MARGIN if between else 0
    step = BOX + _FAN + _LABEL + _STEM
    # a side without neighbours takes no room
    left, right = (margin + (step if side else 0) for side in sides)
    middle = middle._replace(x=left, y=(height - tall) // 2, height=tall)
    boxes, lines, words, stems = [middle], [Line(edge, loop(middle)) for edge in loops], list[Words](), list[Line]()
    for side, groups in enumerate(sides):
        sign = 1 if side else -1
        x, door = middle.x + sign * step, middle.x + side * BOX
        inner = x + (1 - side) * BOX
        fork, foot = inner - sign * _FAN, inner - sign * (_FAN + _LABEL)
        y = (height - _height(groups)) // 2
        for k, group in enumerate(groups):
            at = y + group.height // 2
            port = height // 2 + (2 * k - len(groups) + 1) * _PORT // 2
            slots, slot = list[int](), at - sum(map(len, group.labels)) * LEADING // 2
            for label in group.labels:
                slots.append(slot + len(label) * LEADING // 2)
                words.append(Words((fork + foot) // 2, slots[-1], label))
                slot += len(label) * LEADING
            top = y + (group.height - sum(one.height + _BETWEEN for one, _ in group.members) + _BETWEEN) // 2
            for place, (one, edges) in enumerate(group.members):
                boxes.append(one._replace(x=x, y=top))
                for n, edge in enumerate(edges):
                    out, shift = edge["from"] == id, (2 * n - len(edges) + 1) * _PARALLEL // 2
                    end = inner, top + one.height // 2 + shift
                    lines.append(Line(edge, _across([(fork, slots[n]), end], out), head=out))
                    if place == 0:
                        way = [(door, port + shift // 2), (foot, slots[n]), (fork, slots[n])]
                        stems.append(Line(edge, _across(way, out), head=not out))
                top += one.height + _BETWEEN
            y += group.height + _APART
    places = {one.node["id"]: one for one in boxes}
    lines += [Line(edge, _beside(places[edge["from"]], places[edge["to"]], middle), faint=True) for edge in between]
    legend = sorted({key(edge) for edge in between + loops})
    return Picture(boxes, lines, words, stems, legend, id, left + BOX + right, height)


def _height(groups: list[_Group]) -> int:
    return sum(group.height + _APART for group in groups) - _APART if groups else 0


def _groups(answer: GraphAnswer, centre: str, side: int) -> list[_Group]:
    """The groups at the left (0) or right (1); a neighbour related both ways stands where most of its relations are."""
    touching: dict[str, list[Edge]] = {node["id"]: [] for node in answer["nodes"]}
    for edge in answer["edges"]:
        if centre in (edge["from"], edge["to"]):
            touching[edge["from"] if edge["to"] == centre else edge["to"]].append(edge)
    found: dict[tuple[_Relation, ...], _Group] = {}
    for node in answer["nodes"]:
        edges = sorted(touching[node["id"]], key=lambda edge: _relation(edge, centre))
        leaving = sum(edge["from"] == centre for edge in edges)
        if node["id"] == centre or (2 * leaving >= len(edges)) != bool(side):
            continue
        labels = []
        for edge in edges:
            arrow = ("→ " if (edge["from"] == centre) == bool(side) else "← ") if len(edges) > 1 else ""
            labels.append(wrap(arrow + said(edge), _LABEL - 16, SMALL, 3))
        relations = tuple(_relation(edge, centre) for edge in edges)
        found.setdefault(relations, _Group([], labels)).members.append((box(node), edges))
    return [group for _, group in sorted(found.items(), key=lambda item: item[0])]


def _relation(edge: Edge, centre: str) -> _Relation:
    """The kind of an edge and its direction; requirements come first in their order."""
    return manner(edge) == "other", key(edge), edge["from"] == centre


def _across(points: list[tuple[int, int]], out: bool) -> str:
    """A curve that leaves and reaches each point horizontally; backwards unless it leads out."""
    (x, y), *rest = points if out else points[::-1]
    path = f"M{x} {y}"
    for right, down in rest:
        middle = (x + right) // 2
        path += f"H{right}" if y == down else f"C{middle} {y} {middle} {down} {right} {down}"
        x, y = right, down
    return path


def _beside(start: Box, end: Box, middle: Box) -> str:
    """A curve between two neighbours: outside their column, or past the centre where they stand in two."""
    y, down = start.y + start.height // 2, end.y + end.height // 2
    left = start.x < middle.x
    if start.node["id"] == end.node["id"]:
        return loop(start)
    if left == (end.x < middle.x):
        x = start.x if left else start.x + BOX
        out = x + (-1 if left else 1) * min(_MARGIN + 20, 30 + abs(down - y) // 6)
        return f"M{x} {y}C{out} {y} {out} {down} {x} {down}"
    x, right = start.x + left * BOX, end.x + (not left) * BOX
    over = middle.y - 24 if y + down < 2 * middle.y + middle.height else middle.y + middle.height + 24
    half = (x + right) // 2
    return f"M{x} {y}C{(x + half) // 2} {y} {(x + half) // 2} {over} {half} {over}S{(half + right) // 2} {down} {right} {down}"
