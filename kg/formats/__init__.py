"""A graph or a learning path as the formats that drawing, exchange and other tools open.

    from kg.formats import FORMATS, PATH_FORMATS
    content = FORMATS["svg"].write(answer)

Every function is pure: equal answers give equal bytes, in UTF-8.
"""

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar

from kg.answers.shapes import Edge, GraphAnswer, Node, PathAnswer
from kg.formats import agenda, checklist, cytoscape, dot, graphml, itemlist, mermaid, printed, route, svg, tables

A = TypeVar("A")


class Format(NamedTuple, Generic[A]):
    """A media type, the suffix of files, and the function that writes."""

    media: str
    suffix: str
    write: Callable[[A], bytes]


FORMATS: Mapping[str, Format[GraphAnswer]] = {
    "cytoscape": Format("application/json", "json", cytoscape.cytoscape),
    "graphml": Format("application/graphml+xml", "graphml", graphml.graphml),
    "mermaid": Format("text/vnd.mermaid", "mmd", mermaid.mermaid),
    "dot": Format("text/vnd.graphviz", "dot", dot.dot),
    "svg": Format("image/svg+xml", "svg", svg.svg),
    "csv": Format("text/csv", "csv", tables.edges),
    "csv-nodes": Format("text/csv", "nodes.csv", tables.nodes),
}

PATH_FORMATS: Mapping[str, Format[PathAnswer]] = {
    "md": Format("text/markdown", "md", checklist.checklist),
    "html": Format("text/html", "html", printed.printed),
    "ics": Format("text/calendar", "ics", agenda.agenda),
    "csv": Format("text/csv", "csv", tables.steps),
    "mermaid": Format("text/vnd.mermaid", "mmd", route.flowchart),
    "svg": Format("image/svg+xml", "svg", route.picture),
    "jsonld": Format("application/ld+json", "jsonld", itemlist.itemlist),
}

__all__ = ["FORMATS", "PATH_FORMATS", "Edge", "Format", "GraphAnswer", "Node", "PathAnswer"]
