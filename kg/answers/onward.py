"""The learning path that leads to a page, and on from it."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from kg.answers.paths import path
from kg.answers.shapes import PageRoute, PathAnswer, RoutePart, RouteStep
from kg.answers.view import View
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.paths.requirements import downward, requirements
from kg.questions import FindPath

MOST_PLANNED = 120  # concepts that a path may come to require: more are planned where they are asked for
MOST_STEPS = 40


def route(view: View, about: Sequence[str], onward: Sequence[str], taught: Collection[str]) -> PageRoute:
    """The path to what a page is about, and from there to what is next; of each part the steps nearest to the page."""
    graph = view.graph
    short = [_short(graph, *ends) for ends in ((about, ()), (onward, about))]
    here = _part(view, taught, target=about) if about and short[0] else None
    on = _part(view, taught, target=onward, known=about) if onward and short[1] else None
    if here:
        here["steps"] = here["steps"][-MOST_STEPS:]
    if on:
        on["steps"] = on["steps"][:MOST_STEPS]
    return {"here": here, "on": on, "complete": all(short)}


def _short(graph: ConceptGraph, targets: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a path is short enough to be planned beside other things."""
    start = downward(graph, map(graph.number, known))
    return len(requirements(graph, map(graph.number, targets), start).nodes) <= MOST_PLANNED


def _part(view: View, taught: Collection[str], **fields: Sequence[str]) -> RoutePart | None:
    graph = view.graph
    try:
        found = path(graph, FindPath.model_validate({**fields, "lang": view.lang}))
    except Unreachable:
        return None
    query = urlencode({name: ",".join(ids) for name, ids in fields.items()}, safe=",")
    return {
        "targets": found["targets"],
        "minutes": found["minutes"],
        "steps": _steps(found, taught),
        "total": len(found["steps"]),
        "url": f"{graph.base}api/paths?{query}",
    }


def _steps(found: PathAnswer, taught: Collection[str]) -> list[RouteStep]:
    return [
        {
            "position": step["position"],
            "concept": step["concept"],
            "minutes": step["minutes"],
            "because": step["because"],
            "here": step["concept"]["id"] in taught,
        }
        for step in found["steps"]
    ]
