"""The plain digraph of requirements, which curricular measures are defined on."""

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import NamedTuple

from kg.buffers import ESSENTIAL, OPTION, components
from kg.graph import ConceptGraph


class Digraph(NamedTuple):
    """By concept number: what each needs directly, what needs it directly; and an order, needs first."""

    needs: Sequence[Sequence[int]]
    users: Sequence[Sequence[int]]
    order: Sequence[int]


def plain(graph: ConceptGraph) -> Digraph:
    """Essential requirements and options alike, as in a curriculum whose courses name all that they may rest on.

    Helpful requirements do not count. A cluster counts as a concept with the requirements that it declares; that
    concepts are at home in it is no edge. Options may lead round in a circle, as long as there is a way in; one
    that does is left out, so that the digraph has no cycle. (So are essential requirements, in unchecked data.)
    """
    rows = {
        name: [to[at[n] : at[n + 1]].tolist() for n in range(len(graph))]
        for name, (at, to, _) in graph.requirements(options=True)
    }
    none: list[list[int]] = [[] for _ in range(len(graph))]
    hard, soft = rows.get(ESSENTIAL, none), rows.get(OPTION, none)
    needs = [[*one, *other] for one, other in zip(hard, soft, strict=True)]
    if all(other < node for node, row in enumerate(needs) for other in row):
        return Digraph(needs, inverted(needs), range(len(graph)))
    needs = _loopless(_loopless(none, hard), soft)
    return Digraph(needs, inverted(needs), list(TopologicalSorter(dict(enumerate(needs))).static_order()))


def _loopless(kept: Sequence[Sequence[int]], more: Sequence[Sequence[int]]) -> list[list[int]]:
    """Some edges, and of others those that are then on no loop."""
    both = list(zip(kept, more, strict=True))
    component = components([[*one, *other] for one, other in both])
    return [
        [*one, *(end for end in other if component[end] != component[node])] for node, (one, other) in enumerate(both)
    ]


def inverted(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """The same steps backwards."""
    users: list[list[int]] = [[] for _ in needs]
    for node, row in enumerate(needs):
        for other in row:
            users[other].append(node)
    return users
