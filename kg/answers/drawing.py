"""Answers about the graph as a whole, or what lies around a concept: what drawings are made of."""

from collections.abc import Mapping, Sequence
from itertools import chain

from kg.answers.folded import counted, homes, sized
from kg.answers.shapes import Edge, GraphAnswer, Node
from kg.answers.view import View, one_of, resolve, types_of
from kg.graph import ConceptGraph
from kg.questions import ReadGraph
from kg.reach import walk


def drawn(graph: ConceptGraph, question: ReadGraph) -> GraphAnswer:
    """The concepts asked for, as many as the limit allows, and the relations between them."""
    types = types_of(graph, question.type) or graph.type_names
    for field in ("cluster", "open"):
        for one in (question.cluster,) if field == "cluster" else question.open:
            one_of(one, graph.hub.clusters, field, "cluster")
    view, depths = View(graph, question.lang), dict[int, int]()
    title = view.said(graph.hub.title) or ""
    numbers: Sequence[int] = range(len(graph))
    if question.center is not None:
        given, _ = resolve(graph, center=question.center)
        (center,) = given["center"]
        depths = _around(graph, center, types, question.radius)
        numbers, title = list(depths), view.label(center)
    if question.cluster is not None:
        members = {graph.number(question.cluster), *graph.members.get(graph.number(question.cluster), ())}
        numbers = [n for n in numbers if n in members]
        title = title if depths else view.label(graph.number(question.cluster))
    if question.fold:
        return _folded(view, question, title, sorted(numbers), depths)
    shown = sorted(numbers[: question.limit])
    relations = _between(graph, frozenset(shown), types)
    every = relations if len(shown) == len(numbers) else _between(graph, frozenset(numbers), types)
    return {
        "title": title,
        "lang": view.text(graph.hub.title)[1],
        "nodes": [_node(view, n, depths) for n in shown],
        "edges": [_edge(view, k) for k in relations],
        "total_nodes": len(numbers),
        "total_edges": len(every),
        "truncated": len(shown) < len(numbers),
    }


def _around(graph: ConceptGraph, center: int, types: Sequence[str], radius: int) -> dict[int, int]:
    """What lies within so many steps of a concept, relations followed either way, nearest first, with its distance."""
    layers = [layer for backwards in (False, True) for layer in graph.layers(types, backwards=backwards)]
    return {center: 0, **{step.node: step.depth for step in walk(layers, center, radius)}}


def _between(graph: ConceptGraph, numbers: frozenset[int], types: Sequence[str]) -> list[int]:
    """The relations of some types that both start and end among some concepts."""
    ends = (graph.neighbours(n, types) for n in sorted(numbers))
    return sorted({k for other, k in chain.from_iterable(ends) if other in numbers})


def _node(view: View, number: int, depths: Mapping[int, int]) -> Node:
    graph, cluster = view.graph, view.graph.cluster(number)
    summary = view.summary(number)
    node: Node = {
        "id": summary["id"],
        "uri": summary["uri"],
        "label": summary["label"],
        "lang": summary["lang"],
        "kind": summary["kind"],
        "cluster": graph.ids[cluster] if cluster >= 0 else None,
        "cluster_label": view.label(cluster) if cluster >= 0 else None,
        "minutes": summary["minutes"],
        "definition": summary["definition"],
        "url": summary["url"],
        "rank": number,
    }
    return {**node, "depth": depths[number]} if depths else node


def _edge(view: View, k: int) -> Edge:
    said = view.relation(k)
    edge: Edge = {
        "id": said["id"],
        "type": said["type"],
        "label": view.said(view.graph.types[said["type"]].label) or said["type"],
        "from": said["from"],
        "to": said["to"],
        "sentence": said["sentence"],
        "standing": said["standing"],
    }
    if "strength" in said:
        edge["strength"] = said["strength"]
    if "group" in said:
        edge["group"] = said["group"]["id"]
    return edge


def _folded(
    view: View, question: ReadGraph, title: str, numbers: Sequence[int], depths: Mapping[int, int]
) -> GraphAnswer:
    """The drawing with clusters in place of their members, as many as the limit allows."""
    graph = view.graph
    types = types_of(graph, question.type) or graph.type_names
    home = homes(graph, numbers, question.open)
    every = sorted(set(home.values()))
    shown = every[: question.limit]
    plain, between = counted(view, _between(graph, frozenset(numbers), types), home)
    ids = {graph.ids[n] for n in shown}
    edges = [edge for edge in (*(_edge(view, k) for k in plain), *between) if {edge["from"], edge["to"]} <= ids]
    return {
        "title": title,
        "lang": view.text(graph.hub.title)[1],
        "nodes": sized((_node(view, n, depths) for n in shown), home),
        "edges": edges,
        "total_nodes": len(every),
        "total_edges": len(plain) + len(between),
        "truncated": len(shown) < len(every),
    }
