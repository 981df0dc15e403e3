"""A drawing in which the members of a cluster come together in it, so that a large graph can be opened part by part."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.answers.shapes import Edge, Node
from kg.answers.view import View
from kg.graph import ConceptGraph


def homes(graph: ConceptGraph, numbers: Sequence[int], opened: Iterable[str]) -> dict[int, int]:
    """What each concept is shown as: itself, or the cluster that it is folded into."""
    inside, open_ = frozenset(numbers), {graph.numbers[id] for id in opened}
    found = {}
    for n in numbers:
        cluster = graph.cluster(n)
        found[n] = cluster if cluster in inside and cluster not in open_ else n
    return found


def sized(nodes: Iterable[Node], home: Mapping[int, int]) -> list[Node]:
    """Concepts with the number of those that are folded into each."""
    counts = Counter(to for n, to in home.items() if n != to)
    return [{**node, "size": counts[node["rank"]]} if counts[node["rank"]] else node for node in nodes]


def counted(view: View, relations: Iterable[int], home: Mapping[int, int]) -> tuple[list[int], list[Edge]]:
    """The relations between concepts that are shown, and one edge for all those between two others.

    Where any of all of them is a requirement, only requirements are counted, so that the edges agree in direction.
    """
    graph = view.graph
    plain, between = list[int](), list[tuple[int, int, str]]()
    for k in relations:
        ends = graph.relations_from[k], graph.relations_to[k]
        start, end = home[ends[0]], home[ends[1]]
        if (start, end) == ends:
            plain.append(k)
        elif start != end:
            between.append((start, end, graph.type_names[graph.relations_type[k]]))
    required = [(start, end) for start, end, type_ in between if type_ == "requires"]
    found = Counter(required or [(start, end) for start, end, _ in between])
    return plain, [_edge(view, start, end, count) for (start, end), count in sorted(found.items())]


def _edge(view: View, start: int, end: int, count: int) -> Edge:
    ids = view.graph.ids
    relations = f"{count} relation{'' if count == 1 else 's'}"
    return {
        "id": f"{ids[start]}.all.{ids[end]}",
        "type": "all",
        "label": f"× {count}",
        "from": ids[start],
        "to": ids[end],
        "sentence": f"{view.label(start)} → {view.label(end)}: {relations}",
        "standing": "editorial",
        "count": count,
    }
