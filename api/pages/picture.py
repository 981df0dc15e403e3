"""Pictures for within a page, among them a small one of what lies around a concept."""

import re
from typing import Any, NamedTuple

from api.pages.shell import keeping
from kg.answers import answer
from kg.formats.svg import svg
from kg.graph import ConceptGraph
from kg.questions import ReadGraph, parse

MOST_DRAWN, MOST_NEIGHBOURS = 12, 200
_SIZE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


class Picture(NamedTuple):
    """An SVG element, and how wide and how tall it is."""

    svg: str
    wide: int
    tall: int


def around(graph: ConceptGraph, id: str, lang: str | None) -> str | None:
    """A concept and its nearest as SVG; none where it stands alone, or has too many neighbours to be drawn quickly.

    Each concept leads to its page, and only the relations of the one in the middle are drawn.
    """
    number = graph.number(id)
    near = {n for way in (False, True) for n, _ in graph.neighbours(number, graph.type_names, backwards=way)} - {number}
    if not 0 < len(near) <= MOST_NEIGHBOURS:
        return None
    found: Any = answer(graph, parse(ReadGraph, {"center": id, "limit": MOST_DRAWN + 1, "lang": lang}))
    query = keeping(lang)
    nodes = [{**node, "url": f"{graph.base}concepts/{node['id']}{query}"} for node in found["nodes"]]
    edges = [edge for edge in found["edges"] if id in (edge["from"], edge["to"])]
    drawn: Any = {**found, "nodes": nodes, "edges": edges}
    return within(svg(drawn, kinds=sorted(graph.kinds))).svg


def within(document: bytes) -> Picture:
    """A document as a part of a page, at its own size, so that narrow screens scroll instead of shrinking the text."""
    # an XML declaration has no place in HTML
    _, _, drawn = document.decode().partition("\n")
    found = _SIZE.search(drawn)
    assert found is not None
    return Picture(
        drawn.replace("<svg ", f'<svg width="{found[1]}" height="{found[2]}" ', 1), *map(int, found.groups())
    )
