"""Graph answers to format: from the hub's own data, made up by hypothesis, and of any size."""

import random
from collections.abc import Sequence
from typing import Any, cast

from hypothesis import strategies as st

from kg.answers.view import View
from kg.formats import Edge, GraphAnswer, Node
from kg.graph import ConceptGraph

HOSTILE = (
    '"><script>alert(1)</script><a href="javascript:alert(1)" onload="alert(2)">',
    '"]; click n1 "javascript:alert(1)"\n%%{init: {"securityLevel":"loose"}}%% end --> #quot; `md`',
    'a:style #35; \\N \\" trailing \\',
    "<![CDATA[ ]]> <!-- -- --> &amp; &#60; &nbsp;",
    "=HYPERLINK(1)\t+x",
    "שלום \u202e עולם של למידה עמוקה",
    "👩‍👩‍👧‍👦 e\u0301 深層学習",
    "W" * 60,
    "line one\r\nline\ttwo\rthree\u2028four",
    " \ufffe\x01\x1f ",
    "",
)

texts = st.sampled_from(HOSTILE) | st.text(max_size=60)
urls = (
    st.sampled_from(("/concepts/x", "https://hub.example/a?b=1&c='\"<>#d", "javascript:alert(1)", " \tdata:x", ""))
    | texts
)


def node(id: str, rank: int, **facts: Any) -> Node:
    """A concept with plain facts, some of them replaced."""
    plain = {
        "id": id,
        "uri": f"https://hub.example/id/{id}",
        "label": id,
        "lang": "en",
        "kind": "concept",
        "cluster": None,
        "cluster_label": None,
        "minutes": None,
        "definition": None,
        "url": f"/concepts/{id}",
        "rank": rank,
    }
    return cast("Node", {**plain, **facts})


def edge(start: str, type_: str, end: str, **facts: Any) -> Edge:
    """A relation with plain facts, some of them replaced."""
    plain = {
        "id": f"{start}.{type_}.{end}",
        "type": type_,
        "label": type_.replace("-", " "),
        "from": start,
        "to": end,
        "sentence": f"{start} {type_} {end}.",
        "standing": "editorial",
    }
    return cast("Edge", {**plain, **facts})


def answer(nodes: Sequence[Node], edges: Sequence[Edge], title: str = "A graph") -> GraphAnswer:
    """An answer in which nothing was cut off."""
    return {
        "title": title,
        "lang": "en",
        "nodes": list(nodes),
        "edges": list(edges),
        "total_nodes": len(nodes),
        "total_edges": len(edges),
        "truncated": False,
    }


@st.composite
def answers(draw: st.DrawFn) -> GraphAnswer:
    """Small graphs of any form, cycles, loops and parallel relations included, with any text in every text."""
    count = draw(st.integers(0, 9))
    centred = draw(st.booleans())
    nodes = []
    for k in range(count):
        cluster = draw(st.sampled_from((None, "one", "two")))
        facts: dict[str, Any] = {"label": draw(texts), "url": draw(urls), "definition": draw(st.none() | texts)}
        facts |= {"minutes": draw(st.none() | st.integers(0, 9999)), "kind": draw(st.sampled_from(("field", "a-kind")))}
        facts |= {"cluster": cluster, "cluster_label": cluster and draw(texts)}
        nodes.append(node(f"c{k}", k, **facts, **({"depth": min(k, 1)} if centred else {})))
    ends = st.integers(0, max(count - 1, 0))
    found = {}
    for _ in range(draw(st.integers(0, 14)) if count else 0):
        type_, start, end = draw(st.sampled_from(("requires", "is-a", "uses"))), draw(ends), draw(ends)
        more: dict[str, Any] = {"sentence": draw(texts), "label": {"uses": HOSTILE[0]}.get(type_, type_)}
        if type_ == "requires":
            more["strength"] = draw(st.sampled_from(("essential", "helpful")))
            more |= draw(st.sampled_from(({}, {"group": "g1"})))
        one = edge(f"c{start}", type_, f"c{end}", **more)
        found[one["id"]] = one
    return answer(nodes, list(found.values()), draw(texts))


def large(count: int, relations: int, seed: int = 1) -> GraphAnswer:
    """A graph of any size in which prerequisites come first, always the same for a seed."""
    pick = random.Random(seed)
    nodes = [node(f"c{k}", k, cluster=f"k{k % 5}", cluster_label=f"Cluster {k % 5}") for k in range(count)]
    pairs = {tuple(sorted(pick.sample(range(count), 2))) for _ in range(relations)}
    return answer(nodes, [edge(f"c{high}", "requires", f"c{low}") for low, high in sorted(pairs)])


def part(
    graph: ConceptGraph, ids: Sequence[str], types: Sequence[str] | None = None, centre: str | None = None
) -> GraphAnswer:
    """A part of the hub's own graph: some concepts and the relations between them."""
    view, kept = View(graph, None), {graph.numbers[id] for id in ids}
    nodes = []
    for number in sorted(kept):
        facts, cluster = view.summary(number), graph.cluster(number)
        home = {"cluster": graph.ids[cluster], "cluster_label": graph.labels[cluster]} if cluster >= 0 else {}
        depth = {"depth": int(facts["id"] != centre)} if centre else {}
        others = {name: value for name, value in facts.items() if name != "id"}
        nodes.append(node(facts["id"], number, **others, **home, **depth))
    edges = []
    for k in range(graph.relation_count):
        type_ = graph.type_names[graph.relations_type[k]]
        if {graph.relations_from[k], graph.relations_to[k]} <= kept and (types is None or type_ in types):
            said = view.relation(k)
            facts_of = {"sentence": said["sentence"], "standing": said["standing"]}
            facts_of |= {"strength": said["strength"]} if "strength" in said else {}
            facts_of |= {"group": said["group"]["id"]} if "group" in said else {}
            edges.append(edge(said["from"], type_, said["to"], **facts_of))
    return answer(nodes, edges)
