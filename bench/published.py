"""Published prerequisite graphs for benchmarks, and the orders that others would learn their closures in."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from kg.paths.order import Content

FOLDER = Path(__file__).parents[2] / "shared" / "real" / "prerequisites"
METACADEMY, CPR, CURRICULA = "metacademy_content", "cpr_cs_concepts", "curricula_nuanalytics"


@dataclass(frozen=True)
class Graph:
    """A published graph by rank: what each concept uses as it is listed, and what is known of each."""

    uses: Mapping[int, tuple[int, ...]]
    topics: Mapping[int, int]
    difficulties: Mapping[int, int]
    minutes: Mapping[int, int]

    @classmethod
    def of(cls, data: Any) -> "Graph":
        """A graph from the data of a file; requirements inside a cycle are left out."""
        edges: nx.DiGraph[str] = nx.DiGraph()
        edges.add_nodes_from(node["id"] for node in data["nodes"])
        edges.add_edges_from(map(tuple, data["edges"]))
        component = nx.condensation(edges).graph["mapping"]
        edges.remove_edges_from([(a, b) for a, b in edges.edges if component[a] == component[b]])
        rank = {name: n for n, name in enumerate(nx.lexicographical_topological_sort(edges))}
        communities = nx.community.greedy_modularity_communities(edges.to_undirected())
        hours = {rank[node["id"]]: node["hours"] for node in data["nodes"] if "hours" in node}
        ordered = sorted(hours.values())
        return cls(
            {rank[name]: tuple(rank[before] for before in edges.pred[name]) for name in edges},
            {rank[name]: n for n, community in enumerate(communities) for name in community},
            {node: 1 + 5 * bisect_left(ordered, some) // len(ordered) for node, some in hours.items()},
            {node: round(60 * hours.get(node, 1)) for node in rank.values()},
        )

    def content(self, targets: Sequence[int]) -> Content:
        """What the targets need, with themselves."""
        nodes = sorted(depth_first(self.uses, targets))
        return Content(
            nodes=tuple(nodes),
            uses={node: self.uses[node] for node in nodes},
            after={},
            topics=self.topics,
            difficulties=self.difficulties,
            minutes=self.minutes,
            weights=dict.fromkeys(targets, 1),
        )

    def closures(self) -> list[Content]:
        """What each concept needs, with itself."""
        return [self.content([node]) for node in self.uses]


def published(folder: Path, name: str) -> list[Graph]:
    """The graphs of a file: its one, or all that it holds."""
    data = json.loads((folder / f"{name}.json").read_bytes())
    return [Graph.of(one) for one in data.get("graphs", [data])]


def depth_first(uses: Mapping[int, Sequence[int]], targets: Iterable[int]) -> list[int]:
    """The post-order from the targets."""
    reverse: nx.DiGraph[int] = nx.DiGraph()
    reverse.add_nodes_from(uses)
    reverse.add_edges_from((node, used) for node, some in uses.items() for used in some)
    order: dict[int, None] = {}
    for target in targets:
        order |= dict.fromkeys(nx.dfs_postorder_nodes(reverse, target))
    return list(order)


def topological(uses: Mapping[int, Sequence[int]]) -> list[int]:
    """What networkx makes of the closure."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(uses)
    graph.add_edges_from((used, node) for node, some in uses.items() for used in some)
    return list(nx.topological_sort(graph))
