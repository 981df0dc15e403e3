"""The map: the graph cluster by cluster, as a picture beside a list that says the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.pages.picture import within
from api.pages.shell import Site, keeping, sent, spoken
from api.problems import TYPES, Refused
from api.work import CLIENT_LEFT
from kg.answers.shapes import Edge, GraphAnswer, Node
from kg.answers.view import View
from kg.errors import cut
from kg.formats.svg import svg
from kg.graph import ConceptGraph
from kg.questions import ReadGraph, parse
from kg.render import Finished

MOST, MOST_DRAWN, MOST_EDGES, MOST_LINES = 300, 60, 200, 50


class Told(NamedTuple):
    """A concept of the map with its relations, what has a relation to it, and how many of these are not told."""

    node: Node
    href: str
    opens: str | None
    said: Sequence[tuple[str, str]]
    named_by: Sequence[Node]
    left: int


async def page(site: Site, request: Request) -> Response:
    """The map with some clusters opened, of some types of relations, or of what lies around a concept."""
    graph = site.graph
    question, unknown = read(graph, request)
    try:
        made = await site.work.finished(question, request.receive)
    except Refused as error:
        type_ = TYPES[error.code]
        response = sent(
            graph, "map.html", question.lang, type_.status, failed=type_.explanation, **_frame(graph, question)
        )
        response.headers.update(error.headers or {})
        return response
    if made is None:
        return Response(status_code=CLIENT_LEFT)
    return await run_in_threadpool(_shown, graph, question, made, unknown)


def read(graph: ConceptGraph, request: Request) -> tuple[ReadGraph, list[str]]:
    """The question of an address, and what in it there is not; fields that are not the map's are passed over."""
    given: dict[str, list[str]] = defaultdict(list)
    for name, value in request.query_params.multi_items():
        given[name] += [part for one in value.split(",") if (part := one.strip())]
    known: Mapping[str, Any] = {"open": graph.hub.clusters, "type": graph.types, "center": graph.numbers}
    unknown = [one for name, names in known.items() for one in given[name] if one not in names]
    fields: dict[str, Any] = {
        name: list(dict.fromkeys(one for one in given[name] if one in names)) for name, names in known.items()
    }
    center = fields.pop("center")[:1]
    lang = spoken(request)
    fields |= {"center": center[0]} if center else {"fold": True}
    fields |= {"lang": lang} if lang else {}
    return parse(ReadGraph, {**fields, "limit": MOST}), unknown


def address(base: str, question: ReadGraph, path: str = "map", **changes: Any) -> str:
    """An address of the map, or of the same as data."""
    found = {**question.model_dump(include={"open", "type", "center", "lang"}), **changes}
    pairs = {
        name: ",".join(value) if isinstance(value, list | tuple) else value for name, value in found.items() if value
    }
    query = urlencode(pairs, safe=",")
    return f"{base}{path}{'?' if query else ''}{query}"


def _shown(graph: ConceptGraph, question: ReadGraph, made: Finished, unknown: Sequence[str]) -> Response:
    """The page of a map."""
    found = _answer(orjson.loads(made.body))
    common = _frame(graph, question)
    small = len(found["nodes"]) <= MOST_DRAWN and len(found["edges"]) <= MOST_EDGES
    drawn = _picture(graph, question, found) if small else None
    context: dict[str, Any] = {
        "answer": found,
        "told": told(graph, question, found),
        "picture": drawn,
        "unknown": [cut(one) for one in unknown[:5]],
    }
    return sent(graph, "map.html", question.lang, failed=None, **common, **context)


def _answer(document: Mapping[str, Any]) -> GraphAnswer:
    """The answer that Cytoscape's document was made of."""
    elements = document["elements"]
    edges = [{**one["data"], "from": one["data"]["source"], "to": one["data"]["target"]} for one in elements["edges"]]
    found: Any = {**document["data"], "nodes": [one["data"] for one in elements["nodes"]], "edges": edges}
    return found  # type: ignore[no-any-return]


def told(graph: ConceptGraph, question: ReadGraph, answer: GraphAnswer) -> list[Told]:
    """Each concept with its relations, in an order in which they can be learnt."""
    nodes = {node["id"]: node for node in answer["nodes"]}
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    named_by: dict[str, dict[str, Node]] = defaultdict(dict)
    for edge in answer["edges"]:
        said[edge["from"]].append((edge["to"], _sentence(edge, nodes)))
        named_by[edge["to"]][edge["from"]] = nodes[edge["from"]]
    query = keeping(question.lang)
    return [
        Told(
            node,
            f"{graph.base}concepts/{id}{query}",
            opening(graph, question, node),
            said[id][:MOST_LINES],
            list(named_by[id].values())[:MOST_LINES],
            max(0, len(said[id]) - MOST_LINES) + max(0, len(named_by[id]) - MOST_LINES),
        )
        for id, node in nodes.items()
    ]


def _sentence(edge: Edge, nodes: Mapping[str, Node]) -> str:
    if "count" not in edge:
        return edge["sentence"]
    return f"{edge['count']} relation{'' if edge['count'] == 1 else 's'} to {nodes[edge['to']]['label']}"


def opening(graph: ConceptGraph, question: ReadGraph, node: Node) -> str | None:
    """The address of the map with a folded cluster opened."""
    if "size" not in node:
        return None
    return address(graph.base, question, open=[*question.open, node["id"]]) + f"#c-{node['id']}"


def _picture(graph: ConceptGraph, question: ReadGraph, answer: GraphAnswer) -> str | None:
    """The map as SVG for within the page: a folded cluster leads to the map that opens it."""
    if not answer["nodes"]:
        return None
    query = keeping(question.lang)
    nodes: Any = [
        {**node, "url": opening(graph, question, node) or f"{graph.base}concepts/{node['id']}{query}"}
        for node in answer["nodes"]
    ]
    return within(svg({**answer, "nodes": nodes}, kinds=sorted(graph.kinds))).svg


def _frame(graph: ConceptGraph, question: ReadGraph) -> dict[str, Any]:
    """What stands around the map: the clusters to open and close, the types of relations, and where its data are."""
    view, base = View(graph, question.lang), graph.base
    clusters = []
    for id in graph.hub.clusters:
        number = graph.number(id)
        opened = id in question.open
        rest = [one for one in question.open if one != id]
        href = address(base, question, open=rest if opened else [*question.open, id])
        clusters.append((view.label(number), len(graph.members.get(number, ())), opened, href))
    used = [name for name in graph.types if graph.layers((name,))]
    types = sorted((view.said(graph.types[name].label) or name, name) for name in used)
    fold = "" if question.center else "&fold=true"
    return {
        "question": question,
        "clusters": clusters,
        "types": types,
        "center": view.label(graph.number(question.center)) if question.center else None,
        "whole": address(base, question, center=None),
        "all": address(base, question, open=list(graph.hub.clusters), center=None),
        "closed": address(base, question, open=None, center=None),
        "every": address(base, question, type=None),
        "address": address(base, question),
        "data": address(base, question, "api/graph", format="cytoscape", limit=str(MOST)) + fold,
        "document": address(base, question, "api/graph", format="svg", limit=str(MOST)) + fold,
    }
