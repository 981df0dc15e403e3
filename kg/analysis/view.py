"""Views of a graph for networkx."""

from typing import TYPE_CHECKING

from kg.graph import ConceptGraph

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: ConceptGraph) -> "nx.MultiDiGraph[str]":
    """The asserted relations, keyed by relation type, as a `networkx.MultiDiGraph`.

    A node has `label` (in the default language), `kind` and, where they are known, `cluster` and `minutes`; an
    edge has `type`, `rid`, `standing` and, for requirements, `strength` (`essential` or `helpful`) and, for an
    option, `group` (its id).
    """
    import networkx as nx

    found: nx.MultiDiGraph[str] = nx.MultiDiGraph(version=graph.version)
    ids = graph.ids
    for number, id in enumerate(ids):
        record = graph.record(number)
        known = {name: record[name] for name in ("cluster", "minutes") if name in record}
        found.add_node(id, label=record["label"].get(graph.hub.language, id), kind=graph.kind(number), **known)
    for k in range(graph.relation_count):
        type_ = graph.type_names[graph.relations_type[k]]
        record = graph.relation(k)
        group = {"group": record["group"]["id"]} if "group" in record else {}
        strength = {"strength": record["strength"]} if "strength" in record else {}
        found.add_edge(
            ids[graph.relations_from[k]],
            ids[graph.relations_to[k]],
            key=type_,
            type=type_,
            rid=graph.relation_id(k),
            standing="article" if k in graph.stated else "editorial",
            **strength,
            **group,
        )
    return found
