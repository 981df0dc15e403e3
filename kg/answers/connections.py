"""Answers about how two concepts hang together."""

from kg.answers.shapes import ConnectionsAnswer, ConnectionStep
from kg.answers.view import View, resolve, types_of
from kg.connections import Chain, connections
from kg.graph import ConceptGraph
from kg.questions import Connect


def connected(graph: ConceptGraph, question: Connect) -> ConnectionsAnswer:
    """The shortest chains of relations between two concepts; none is an answer too."""
    given, renamed = resolve(graph, **{"from": question.from_, "to": question.to})
    (start,), (end,) = given["from"], given["to"]
    view = View(graph, question.lang)
    found = connections(graph, start, end, types_of(graph, question.type))
    return {
        "from": view.summary(start),
        "to": view.summary(end),
        "length": len(found.chains[0]) if found.chains else None,
        "connections": [_told(view, start, chain) for chain in found.chains],
        "complete": found.complete,
        "renamed": renamed,
    }


def _told(view: View, start: int, chain: Chain) -> list[ConnectionStep]:
    """A chain step by step, each worded as seen from where the chain has come."""
    graph = view.graph
    steps: list[ConnectionStep] = []
    here = start
    for k in chain:
        relation = view.relation(k)
        forward = graph.relations_from[k] == here
        here = graph.relations_to[k] if forward else graph.relations_from[k]
        said = relation["sentence"] if forward else relation["inverse_sentence"]
        steps.append({"sentence": said, "reaches": graph.ids[here], "relation": relation})
    return steps
