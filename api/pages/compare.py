"""Two concepts side by side, and how they hang together, in sentences."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.pages.naming import Meant, meant
from api.pages.shell import Site, sent, spoken
from kg.answers import answer, document
from kg.answers.shapes import ConnectionStep
from kg.answers.view import View
from kg.graph import ConceptGraph
from kg.questions import Connect, parse


async def page(site: Site, request: Request) -> Response:
    """How the concepts that two texts mean hang together; without two concepts, a form that asks for them."""
    return await run_in_threadpool(_compared, site.graph, request)


def _compared(graph: ConceptGraph, request: Request) -> Response:
    lang = spoken(request)
    view = View(graph, lang)
    ends = {name: meant(graph, request.query_params.get(name, ""), lang) for name in ("from", "to")}
    given = [one.id for one in ends.values() if one.id]
    found = (
        answer(graph, parse(Connect, {**{name: one.id for name, one in ends.items()}, "lang": lang}))
        if len(given) == 2
        else None
    )
    return sent(
        graph,
        "compare.html",
        lang,
        422 if any(one.text and not one.id for one in ends.values()) else 200,
        ends=ends,
        written={name: _written(view, one) for name, one in ends.items()},
        concepts=view.summaries(given),
        found=found,
        chains=[_chain(view, found["from"]["id"], steps) for steps in found["connections"]] if found else [],
    )


def _written(view: View, one: Meant) -> str:
    """What stands in the field: the name of the concept that is meant, or else what was written."""
    return view.label(view.graph.number(one.id)) if one.id else one.text


def _chain(view: View, start: str, steps: list[ConnectionStep]) -> dict[str, Any]:
    """A chain: the concepts on the way, and each step as a sentence with its reason and evidence."""
    told, here = [], start
    for step in steps:
        relation = step["relation"]
        told.append(
            {
                "sentence": document.told(view, relation, backwards=relation["from"] != here),
                "why": relation["why"],
                "proofs": [document.proof(view, one) for one in relation["evidence"]],
            }
        )
        here = step["reaches"]
    return {"by": view.summaries(step["reaches"] for step in steps[:-1]), "steps": told}
