"""Graphviz DOT: every name and text quoted, clusters as subgraphs, addresses as links."""

from kg.answers.shapes import GraphAnswer, Node
from kg.formats.lines import wrap
from kg.formats.markup import clean, folded, safe_url
from kg.formats.picture import BOX, PAD, SIZE
from kg.formats.shape import manner, said

_STYLES = {"essential": "solid", "helpful": "dashed", "option": "dotted", "other": "solid"}


def dot(answer: GraphAnswer) -> bytes:
    """A digraph that grows upwards, so that what is required stands above; attributes that Graphviz knows and no others.

    `newrank` is what lets Graphviz lay out clusters that require one another; requirements pull harder than others.
    """
    clusters: dict[str, list[Node]] = {}
    lines = [
        "digraph concepts {",
        f'  graph [rankdir=BT newrank=true charset="UTF-8" label={_said(folded(answer["title"]))} labelloc=t fontname="sans-serif"]',
        '  node [shape=box style=rounded fontname="sans-serif" fontsize=12]',
        '  edge [fontname="sans-serif" fontsize=10]',
    ]
    for node in answer["nodes"]:
        if node["cluster"] is None:
            lines.append("  " + _node(node))
        else:
            clusters.setdefault(node["cluster"], []).append(node)
    for cluster, nodes in clusters.items():
        lines.append(f"  subgraph {_quoted('cluster_' + cluster)} {{")
        lines.append(f"    graph [label={_said(folded(nodes[0]['cluster_label'] or cluster))}]")
        lines += ["    " + _node(node) for node in nodes]
        lines.append("  }")
    free = "weight=0 " if any(edge["type"] == "requires" for edge in answer["edges"]) else ""
    for edge in answer["edges"]:
        lines.append(
            f"  {_quoted(edge['from'])} -> {_quoted(edge['to'])} [{free if edge['type'] != 'requires' else ''}id={_said(edge['id'])} label={_said(folded(said(edge)))}"
            f" tooltip={_said(folded(edge['sentence']))} style={_STYLES[manner(edge)]}]"
        )
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _node(node: Node) -> str:
    label = "\\n".join(
        _escaped(line) for line in [*wrap(node["label"], BOX - 2 * PAD, SIZE), f"({folded(node['kind'])})"]
    )
    url = safe_url(node["url"])
    link = f" URL={_said(url)}" if url else ""
    hint = _said(folded(node["definition"] or node["label"]))
    return f'{_quoted(node["id"])} [id={_said(node["id"])} label="{label}" tooltip={hint}{link}]'


def _escaped(content: str) -> str:
    """Text in an attribute where Graphviz reads backslashes and character entities."""
    return clean(content).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def _said(content: str) -> str:
    return f'"{_escaped(content)}"'


def _quoted(name: str) -> str:
    """A name, which is an id. There a backslash stands for itself, so that one at the end would take the quote with it."""
    return '"' + clean(name).replace("\\", "/").replace('"', '\\"') + '"'
