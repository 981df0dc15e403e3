"""Mermaid flowchart text, for README files and notebooks.

Labels can hold any text: all but letters, digits and spaces is written as a character code, so nothing of a label
can end it, start a directive or a comment, or name a keyword where one would count.
"""

import re
from urllib.parse import quote

from kg.answers.shapes import GraphAnswer
from kg.formats.markup import folded, safe_url
from kg.formats.shape import manner, said

_ARROWS = {"essential": "-->", "helpful": "-.->", "option": "-.->", "other": "-->"}
_PLAIN = ":/?&=%#@+,.~!*()$-_[]"
_CODED = re.compile("[^\\w ,.'-]|[ﬂ¶_]")  # ﬂ and ¶ are what Mermaid itself marks its codes with


def mermaid(answer: GraphAnswer) -> bytes:
    """A flowchart that grows upwards, so that what is required stands above. Nodes are n1, n2 and so on, in rank order."""
    names = {node["id"]: f"n{number}" for number, node in enumerate(answer["nodes"], start=1)}
    title = re.sub(r"[^A-Za-z0-9 ]", _escaped, folded(answer["title"]))
    lines = ["---", f'title: "{title}"', "---", "flowchart BT"]
    lines += [
        f'  {names[node["id"]]}["{_coded(node["label"])}<br/>{_coded(node["kind"])}"]' for node in answer["nodes"]
    ]
    for edge in answer["edges"]:
        arrow = f'{_ARROWS[manner(edge)]}|"{_coded(said(edge))}"|'
        lines.append(f"  {names[edge['from']]} {arrow} {names[edge['to']]}")
    urls = ((names[node["id"]], safe_url(node["url"])) for node in answer["nodes"])
    lines += [f'  click {name} href "{quote(url, safe=_PLAIN)}"' for name, url in urls if url]
    return ("\n".join(lines) + "\n").encode()


def _coded(content: str) -> str:
    """A label between double quotes; an empty one is a space."""
    return _CODED.sub(lambda found: f"#{ord(found[0])};", folded(content)) or " "


def _escaped(found: re.Match[str]) -> str:
    """A character in a double-quoted YAML text."""
    return f"\\U{ord(found[0]):08X}"
