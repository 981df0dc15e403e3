"""GraphML, with every attribute declared and typed, as networkx, igraph, yEd and Gephi read it."""

from collections.abc import Mapping

from kg.answers.shapes import GraphAnswer
from kg.formats.markup import attribute, text

_SPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS: Mapping[str, Mapping[str, str]] = {
    "graph": {"title": "string", "lang": "string", "total_nodes": "int", "total_edges": "int", "truncated": "boolean"},
    "node": {
        "label": "string",
        "uri": "string",
        "lang": "string",
        "kind": "string",
        "cluster": "string",
        "cluster_label": "string",
        "minutes": "int",
        "definition": "string",
        "url": "string",
        "rank": "int",
        "depth": "int",
    },
    "edge": dict.fromkeys(("type", "label", "sentence", "standing", "strength", "group"), "string"),
}


def graphml(answer: GraphAnswer) -> bytes:
    """A GraphML document; an attribute that is not known is left out."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{_SPACE}">']
    for scope, keys in _KEYS.items():
        for name, kind in keys.items():
            parts.append(f'<key id="{scope}-{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>')
    parts.append(f'<graph edgedefault="directed">{_data("graph", answer)}')
    parts += [f'<node id="{attribute(node["id"])}">{_data("node", node)}</node>' for node in answer["nodes"]]
    for edge in answer["edges"]:
        id, start, end = (attribute(part) for part in (edge["id"], edge["from"], edge["to"]))
        parts.append(f'<edge id="{id}" source="{start}" target="{end}">{_data("edge", edge)}</edge>')
    parts.append("</graph>\n</graphml>\n")
    return "\n".join(parts).encode()


def _data(scope: str, facts: Mapping[str, object]) -> str:
    found = []
    for name, kind in _KEYS[scope].items():
        value = facts.get(name)
        if value is not None:
            content = str(value).lower() if kind == "boolean" else text(str(value))
            found.append(f'<data key="{scope}-{name}">{content}</data>')
    return "".join(found)
