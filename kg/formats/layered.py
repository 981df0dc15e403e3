"""The layered picture: what is required above what requires it, so that reading downwards is an order of learning."""

from collections import Counter, defaultdict
from typing import NamedTuple

from kg.answers.shapes import Edge, GraphAnswer
from kg.formats.layers import Arc, Layout, acyclic, arrange, levels
from kg.formats.lines import width
from kg.formats.picture import BOX, LEADING, SMALL, Box, Line, Picture, Words, box, key, strokes

GAP, ROW_GAP, STUB, MOST, _PORT = 26, 66, 10, 6, 14
_TRIES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)

Point = tuple[float, float]


class _Way(NamedTuple):
    """An edge with its arc; `up` where the edge runs from the lower end to the upper one."""

    edge: Edge
    arc: Arc
    up: bool


def layered(answer: GraphAnswer) -> Picture:
    """Longest-path layers along `requires` (along all relations where nothing is required), cycles cut."""
    nodes = answer["nodes"]
    boxes = [box(node) for node in nodes]
    ways = _ways(answer)
    layout = arrange([BOX] * len(nodes), [way.arc for way in ways], GAP, MOST)
    left = min((layout.x[item] for row in layout.rows for item in row), default=0) - BOX / 2
    x = [at - left for at in layout.x]
    placed, tops, bottoms = dict[int, Box](), dict[int, float](), dict[int, float]()
    labelled = Counter(way.arc.lower for way in ways if key(way.edge)[1] == "other")
    y = 0
    for row in layout.rows:
        inside = [item for item in row if item < len(nodes)]
        y += (
            LEADING * min(4, max((labelled[item] - 1 for item in inside), default=0))
            if any(map(labelled.get, inside))
            else 0
        )
        tall = max((boxes[item].height for item in inside), default=0)
        tops.update(dict.fromkeys(row, y - STUB))
        bottoms.update(dict.fromkeys(row, y + tall + STUB))
        for item in inside:
            placed[item] = boxes[item]._replace(x=round(x[item] - BOX / 2), y=y)
        y += tall + ROW_GAP
    lines, words = _lines(ways, layout, x, tops, bottoms, placed)
    loops = [edge for edge in answer["edges"] if edge["from"] == edge["to"]]
    places = {node["id"]: placed[item] for item, node in enumerate(nodes)}
    lines += [Line(edge, loop(places[edge["from"]])) for edge in loops]
    return Picture(
        boxes=list(placed.values()),
        lines=lines,
        words=words,
        stems=[],
        legend=[kind for kind in strokes(answer["edges"]) if kind[1] != "other" or loops],
        centre=next((node["id"] for node in nodes if node.get("depth") == 0), None),
        width=round(max(x, default=0) + BOX / 2 + (30 if loops else 0)),
        height=max(y - ROW_GAP, 0),
    )


def loop(place: Box) -> str:
    """A line from a box back to itself, at its right."""
    right, y = place.x + place.width, place.y + place.height // 2
    return f"M{right} {y - 8}C{right + 28} {y - 20} {right + 28} {y + 20} {right} {y + 8}"


def _ways(answer: GraphAnswer) -> list[_Way]:
    place = {node["id"]: item for item, node in enumerate(answer["nodes"])}
    edges = [edge for edge in answer["edges"] if edge["from"] != edge["to"]]
    leading = [edge for edge in edges if edge["type"] == "requires"] or edges
    firm = acyclic(len(place), [(place[edge["to"]], place[edge["from"]]) for edge in leading])
    level = levels(len(place), firm)
    tags = {kind: 2 * tag for tag, kind in enumerate(strokes(edges))}
    ways = []
    for edge in edges:
        start, end = place[edge["from"]], place[edge["to"]]
        up = (level[end], end) < (level[start], start)
        upper, lower = (end, start) if up else (start, end)
        ways.append(_Way(edge, Arc(upper, lower, tags[key(edge)] + up), up))
    return ways


def _lines(
    ways: list[_Way],
    layout: Layout,
    x: list[float],
    tops: dict[int, float],
    bottoms: dict[int, float],
    boxes: dict[int, Box],
) -> tuple[list[Line], list[Words]]:
    """The edges as curves between rows, straight where they pass one, each with its own port at the lower end."""
    leaving: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    coming: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for k, (way, chain) in enumerate(zip(ways, layout.chains, strict=True)):
        steps = [way.arc.upper, *chain, way.arc.lower]
        leaving[way.arc.upper][way.arc.tag].append(x[steps[1]])
        coming[way.arc.lower].append((x[steps[-2]], k))
    port_down, port_up = dict[tuple[int, int], float](), dict[int, float]()
    for upper, by_tag in leaving.items():
        means = sorted((sum(ends) / len(ends), tag) for tag, ends in by_tag.items())
        for (_, tag), at in zip(means, _ports(x[upper], len(means)), strict=True):
            port_down[upper, tag] = at
    for lower, starts in coming.items():
        for (_, k), at in zip(sorted(starts), _ports(x[lower], len(starts)), strict=True):
            port_up[k] = at
    lines, words, taken = list[Line](), list[Words](), list[tuple[float, float, float]]()
    for k, (way, chain) in enumerate(zip(ways, layout.chains, strict=True)):
        upper, lower = way.arc.upper, way.arc.lower
        start = port_down[upper, way.arc.tag]
        points: list[Point] = [(start, boxes[upper].y + boxes[upper].height), (start, bottoms[upper])]
        for bend in chain:
            points += [(x[bend], tops[bend]), (x[bend], bottoms[bend])]
        points += [(port_up[k], tops[lower]), (port_up[k], boxes[lower].y)]
        lines.append(Line(way.edge, _curve(points[::-1] if way.up else points)))
        if key(way.edge)[1] == "other":
            words.append(_words(way.edge["label"], points[-3], points[-2], taken))
    return lines, words


def _ports(middle: float, count: int) -> list[float]:
    """Places along the side of a box."""
    step = min(_PORT, (BOX - 24) / count)
    return [middle + (k - (count - 1) / 2) * step for k in range(count)]


def _curve(points: list[Point]) -> str:
    """A path that leaves and reaches each point vertically."""
    path, (x, y) = f"M{points[0][0]:.0f} {points[0][1]:.0f}", points[0]
    for right, down in points[1:]:
        if round(right) == round(x):
            path += f"V{down:.0f}" if down != y else ""
        else:
            middle = (y + down) / 2
            path += f"C{x:.0f} {middle:.0f} {right:.0f} {middle:.0f} {right:.0f} {down:.0f}"
        x, y = right, down
    return path


def _words(label: str, above: Point, below: Point, taken: list[tuple[float, float, float]]) -> Words:
    """The label on the last piece of a line, beside other labels where there is room."""
    half = width(label, SMALL) / 2 + 3
    for t in _TRIES:
        s = 1 - t
        x = above[0] * (s**3 + 3 * s * s * t) + below[0] * (t**3 + 3 * s * t * t)
        y = above[1] * s**3 + (above[1] + below[1]) / 2 * 3 * s * t + below[1] * t**3
        if all(abs(x - other) >= half + reach or abs(y - level) >= LEADING for other, level, reach in taken):
            break
    taken.append((x, y, half))
    return Words(round(x), round(y), [label])
