"""The learning path that leads to a page, and on from it."""

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from kg.answers.paths import path
from kg.answers.shapes import PageRoute, PathAnswer, RoutePart, RouteStep
from kg.answers.view import View
from kg.errors import Unreachable
from kg.graph import ConceptGraph
from kg.model import Page
from kg.paths.requirements import downward, requirements
from kg.questions import FindPath

# concepts that a path may come to require, and options among them: more are planned where they are asked for
MOST_PLANNED, MOST_OPTIONS = 120, 24
MOST_STEPS = 40


def route(view: View, page: Page, onward: Sequence[str]) -> PageRoute:
    """The path to what a page is about, and from there to some others; of each part the steps nearest to the page."""
    about, taught = page.about, {*page.about, *page.teaches}
    short = [_short(view.graph, *ends) for ends in ((about, ()), (onward, about))]
    here = _part(view, taught, target=about) if about and short[0] else None
    on = _part(view, taught, target=onward, known=about) if onward and short[1] else None
    if here:
        here["steps"] = here["steps"][-MOST_STEPS:]
    if on:
        on["steps"] = on["steps"][:MOST_STEPS]
    return {"here": here, "on": on, "complete": all(short)}


def _short(graph: ConceptGraph, targets: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a path is quickly enough planned to stand beside other things."""
    start = downward(graph, map(graph.number, known))
    needs = requirements(graph, map(graph.number, targets), start)
    options = sum(len(group.options) for groups in needs.groups.values() for group in groups)
    return len(needs.nodes) <= MOST_PLANNED and options <= MOST_OPTIONS


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
