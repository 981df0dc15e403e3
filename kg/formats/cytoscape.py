"""Cytoscape JSON: elements with places, as Cytoscape.js, Cytoscape and `networkx.cytoscape_graph` read them."""

from math import ceil, cos, pi, sin, sqrt
from typing import Any

import orjson

from kg.answers.shapes import GraphAnswer, Node
from kg.formats.svg import draw, drawable

_WIDE, _TALL, _MOST_ROUND = 210, 90, 24


def cytoscape(answer: GraphAnswer) -> bytes:
    """The elements with `position`, to be shown with the layout `preset`; what is said of the whole stands in `data`."""
    places = positions(answer)
    # name and value are what Cytoscape and networkx look for; key keeps several relations of one pair apart
    document: dict[str, Any] = {
        "data": {name: answer[name] for name in ("title", "lang", "total_nodes", "total_edges", "truncated")},
        "directed": True,
        "multigraph": True,
        "elements": {
            "nodes": [
                {
                    "data": {**node, "name": node["label"], "value": node["id"]},
                    "position": dict(zip("xy", places[node["id"]], strict=True)),
                }
                for node in answer["nodes"]
            ],
            "edges": [
                {
                    "data": {
                        "source": edge["from"],
                        "target": edge["to"],
                        "key": edge["id"],
                        **{name: value for name, value in edge.items() if name not in ("from", "to")},
                    }
                }
                for edge in answer["edges"]
            ],
        },
    }
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def positions(answer: GraphAnswer) -> dict[str, tuple[int, int]]:
    """The middle of each concept: as in the SVG, or in one block per cluster where there is too much to draw.

    Folded clusters alone stand around an oval, where each line between two of them can be seen.
    """
    if answer["nodes"] and all("size" in node for node in answer["nodes"]) and len(answer["nodes"]) <= _MOST_ROUND:
        return _oval([node["id"] for node in answer["nodes"]])
    if drawable(answer):
        return {one.node["id"]: (one.x + one.width // 2, one.y + one.height // 2) for one in draw(answer).boxes}
    clusters: dict[str | None, list[Node]] = {}
    for node in answer["nodes"]:
        clusters.setdefault(node["cluster"], []).append(node)
    places: dict[str, tuple[int, int]] = {}
    x, y, deepest, room = 0, 0, 0, ceil(sqrt(len(answer["nodes"]) * 2))
    for members in clusters.values():
        columns = ceil(sqrt(len(members)))
        if x and x + columns > room:
            x, y, deepest = 0, y + deepest + 1, 0
        for k, node in enumerate(members):
            places[node["id"]] = (x + k % columns) * _WIDE, (y + k // columns) * _TALL
        x, deepest = x + columns + 1, max(deepest, ceil(len(members) / columns))
    return places


def _oval(ids: list[str]) -> dict[str, tuple[int, int]]:
    """Places around an oval with room for a box each, clockwise from the top."""
    wide, tall = max(_WIDE, _WIDE * len(ids) / 5), max(_TALL, _TALL * len(ids) / 3)
    turns = {id: 2 * pi * k / len(ids) for k, id in enumerate(ids)}
    return {id: (round(wide * (1 + sin(turn))), round(tall * (1 - cos(turn)))) for id, turn in turns.items()}
