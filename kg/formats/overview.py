"""A graph too large to draw concept by concept, as one box per cluster with counts."""

from collections import Counter

from kg.answers.shapes import Edge, GraphAnswer, Node

MOST = 60
_REST = "other concepts"


def overview(answer: GraphAnswer) -> GraphAnswer:
    """The clusters as nodes and, counted, the requirements between them (all relations where nothing is required).

    Concepts without a cluster, and those of all but the largest 60, come together in one box at the end.
    """
    sizes = Counter(node["cluster"] for node in answer["nodes"] if node["cluster"] is not None)
    shown = {cluster for cluster, _ in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MOST]}
    home = {node["id"]: node["cluster"] if node["cluster"] in shown else None for node in answer["nodes"]}
    nodes = {node["id"]: node for node in answer["nodes"]}
    labels = {node["cluster"]: node["cluster_label"] or node["cluster"] for node in answer["nodes"] if node["cluster"]}
    ranks: dict[str | None, list[int]] = {}
    for node in answer["nodes"]:
        ranks.setdefault(home[node["id"]], []).append(node["rank"])
    order = sorted(
        ranks, key=lambda cluster: (cluster is None, sum(ranks[cluster]) / len(ranks[cluster]), cluster or "")
    )
    ids = {cluster: cluster or "" for cluster in order}
    required = [edge for edge in answer["edges"] if edge["type"] == "requires"]
    counted = Counter((home[edge["from"]], home[edge["to"]]) for edge in required or answer["edges"])
    boxes: list[Node] = [
        {
            "id": ids[cluster],
            "uri": nodes[cluster]["uri"] if cluster in nodes else "",
            "label": labels[cluster] if cluster else _REST,
            "lang": answer["lang"] if cluster else "en",
            "kind": f"{len(ranks[cluster])} concepts",
            "cluster": None,
            "cluster_label": None,
            "minutes": None,
            "definition": nodes[cluster]["definition"] if cluster in nodes else None,
            "url": nodes[cluster]["url"] if cluster in nodes else "",
            "rank": place,
        }
        for place, cluster in enumerate(order)
    ]
    names = {one["id"]: one["label"] for one in boxes}
    edges: list[Edge] = [
        {
            "id": f"{ids[start]}.all.{ids[end]}",
            "type": "all",
            "label": f"× {count}",
            "from": ids[start],
            "to": ids[end],
            "sentence": f"{names[ids[start]]} → {names[ids[end]]}: {count} relations",
            "standing": "editorial",
        }
        for (start, end), count in sorted(counted.items(), key=lambda item: (ids[item[0][0]], ids[item[0][1]]))
        if start != end
    ]
    return {**answer, "nodes": boxes, "edges": edges}
