"""A learning path as pictures: its steps by number, each with what it requires of the others.

What is known already is left out; the formats in words name it.
"""

from itertools import chain, zip_longest

from kg.answers.shapes import Edge, GraphAnswer, Node, PathAnswer, StepAnswer
from kg.formats import words
from kg.formats.mermaid import mermaid
from kg.formats.svg import MOST, MOST_EDGES, svg

MOST_TEXT = 50_000  # characters; Mermaid draws no longer text, nor more than 500 edges, unless it is configured to


def picture(answer: PathAnswer) -> bytes:
    """An SVG document in layers, read in the order of the path."""
    return svg(route(answer), in_order=True)


def flowchart(answer: PathAnswer) -> bytes:
    """Mermaid flowchart text of as many steps as Mermaid draws."""
    most = MOST
    while len(written := mermaid(route(answer, most)).decode()) > MOST_TEXT:
        most //= 2
    return written.encode()


def route(answer: PathAnswer, most: int = MOST) -> GraphAnswer:
    """The graph of a path: the first steps, and the nearest 500 of the requirements among them.

    Nearest is what was learnt last of all that a step requires, so it follows from no other; every step has one
    before any has two. The title says what is cut off. A single target is the centre.
    """
    places = {step["concept"]["id"]: k for k, step in enumerate(answer["steps"])}
    nearest = [
        sorted((places[id] for id in step["requires"] if id in places), reverse=True) for step in answer["steps"]
    ]
    shown, total = answer["steps"][:most], sum(map(len, nearest))
    rounds = chain.from_iterable(zip_longest(*nearest[:most]))
    among = [(k % len(shown), end) for k, end in enumerate(rounds) if end is not None]
    edges = sorted(among[:MOST_EDGES])
    goals = [id for id in answer["targets"] if places.get(id, most) < most]
    centre = goals[0] if len(goals) == 1 < len(shown) else None
    return {
        "title": _title(answer, len(shown), len(edges), total),
        "lang": answer["lang"],
        "nodes": [_node(step, centre) for step in shown],
        "edges": [_edge(shown[start], shown[end]) for start, end in edges],
        "total_nodes": len(places),
        "total_edges": total,
        "truncated": (len(shown), len(edges)) != (len(places), total),
    }


def _title(answer: PathAnswer, steps: int, edges: int, total: int) -> str:
    if not steps:
        return f"{words.heading(answer)}: nothing is left to learn"
    counts = ((steps, len(answer["steps"]), "steps"), (edges, total, "requirements"))
    cut = [f"{shown} of {whole} {what}" for shown, whole, what in counts if shown < whole]
    return words.heading(answer) + (f" ({', '.join(cut)})" if cut else "")


def _node(step: StepAnswer, centre: str | None) -> Node:
    concept = step["concept"]
    node: Node = {
        "id": concept["id"],
        "uri": concept["uri"],
        "label": f"{step['position']}. {words.label(concept)}",
        "lang": concept["lang"],
        "kind": concept["kind"],
        "cluster": None,
        "cluster_label": None,
        "minutes": step["minutes"],
        "definition": concept["definition"],
        "url": concept["url"],
        "rank": step["position"] - 1,
    }
    return {**node, "depth": 0} if concept["id"] == centre else node


def _edge(step: StepAnswer, needed: StepAnswer) -> Edge:
    start, end = step["concept"], needed["concept"]
    return {
        "id": f"{start['id']}.requires.{end['id']}",
        "type": "requires",
        "label": "requires",
        "from": start["id"],
        "to": end["id"],
        "sentence": f"{words.label(start)} requires {words.label(end)}.",
        "standing": "editorial",
        "strength": "helpful" if needed.get("optional") else "essential",
    }
