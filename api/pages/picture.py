"""A small picture of what lies around a concept, for within a page."""

import re

from kg.answers import answer
from kg.formats.svg import svg
from kg.graph import ConceptGraph
from kg.questions import ReadGraph, parse

MOST_DRAWN, MOST_NEIGHBOURS = 12, 200


def around(graph: ConceptGraph, id: str, lang: str | None) -> str | None:
    """A concept and its nearest as SVG; none where it stands alone, or has too many neighbours to be drawn quickly.

    Each concept leads to its page, and only the relations of the one in the middle are drawn.
    """
    number = graph.number(id)
    near = {n for way in (False, True) for n, _ in graph.neighbours(number, graph.type_names, backwards=way)} - {number}
    if not 0 < len(near) <= MOST_NEIGHBOURS:
        return None
    found = answer(graph, parse(ReadGraph, {"center": id, "limit": MOST_DRAWN + 1, "lang": lang}))
    query = f"?lang={lang}" if lang else ""
    nodes = [{**node, "url": f"{graph.base}concepts/{node['id']}{query}"} for node in found["nodes"]]
    edges = [edge for edge in found["edges"] if id in (edge["from"], edge["to"])]
    drawn = svg({**found, "nodes": nodes, "edges": edges}, kinds=sorted(graph.kinds)).decode()
    # an XML declaration has no place in HTML; a stated width lets narrow screens scroll instead of shrinking the text
    _, _, picture = drawn.partition("\n")
    return re.sub(r'<svg (.*?viewBox="0 0 (\d+) (\d+)")', r'<svg width="\2" height="\3" \1', picture, count=1)
