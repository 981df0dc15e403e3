"""The planner: what to learn, what is known, and the way there, all of it in the address."""

import re
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.pages import plan, steps, swaps
from api.pages.picture import Picture, within
from api.pages.placement import placed
from api.pages.shell import Site, keeping, sent
from api.pages.wishes import Notice, Wishes, address, read
from api.problems import TYPES, Refused
from api.work import CLIENT_LEFT
from kg.answers import answer
from kg.answers.shapes import PathAnswer, StepAnswer
from kg.answers.view import View
from kg.errors import KgError, QuestionError, Unreachable
from kg.graph import ConceptGraph
from kg.questions import WEEKDAYS, FindPath, Frontier, parse
from kg.render import FORMATS, Finished

MOST_OFFERED = 12
HEAVIEST, FEWER = 60_000, 20  # bytes that the page of a plan may have; with so many steps less it is tried again
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNMET = 422


async def page(site: Site, request: Request) -> Response:
    """The planner at the stage that the address is at: what to learn, a question about what is known, or the plan."""
    graph = site.graph
    wishes = read(graph, request.query_params.multi_items())
    if wishes.empty:
        return _sent(graph, wishes, "start", **_offers(graph, wishes.question))
    if wishes.placing and wishes.question.target:
        asked = await run_in_threadpool(placed, graph, wishes)
        return _sent(graph, wishes, "placement", **asked)
    question = wishes.question.model_copy(update={"format": "json"})
    try:
        made = await site.work.finished(question, request.receive)
        return await run_in_threadpool(_planned, graph, wishes, made)
    except Refused as error:
        response = _sent(graph, wishes, "failed", TYPES[error.code].status, said=TYPES[error.code].explanation)
        response.headers.update(error.headers or {})
        return response
    except KgError as error:
        return _sent(graph, wishes, "failed", _UNMET, **_mistake(graph, wishes.question, error))


def _sent(graph: ConceptGraph, wishes: Wishes, stage: str, status: int = 200, **context: Any) -> Response:
    """The page at a stage, with what its forms need."""
    question, view = wishes.question, View(graph, wishes.question.lang)
    common = {
        "stage": stage,
        "question": question,
        "notices": [_offered(view, question, notice) for notice in wishes.notices],
        "goals": swaps.goals(view, question),
        "undone": swaps.undone(view, question),
        "held": plan.held,
        "to": plan.links(question, graph.base),
        "orders": plan.ORDERS,
        "days": WEEKDAYS,
        "address": address(graph.base, question),
    }
    return sent(graph, "learn.html", question.lang, status, **{**common, **context})


def _offered(view: View, question: FindPath, notice: Notice) -> tuple[str, list[steps.Link]]:
    """A notice with what was perhaps meant, each as the address that takes it."""
    links = []
    for id in notice.offers:
        added = dict.fromkeys((*getattr(question, notice.field), id))
        links.append(
            steps.Link(
                id, view.label(view.graph.number(id)), address(view.graph.base, question, **{notice.field: list(added)})
            )
        )
    return notice.text, links


def _offers(graph: ConceptGraph, question: FindPath) -> dict[str, Any]:
    """What may be worth learning: what the articles say to read next, and the parts of the hub."""
    view = View(graph, question.lang)
    subjects = [graph.number(id) for page in graph.pages.values() for id in page.about]
    later = dict.fromkeys(n for subject in subjects for n, _ in graph.neighbours(subject, ("next",)))
    return {
        name: [
            (view.summary(n), address(graph.base, question, target=[graph.ids[n]])) for n in list(found)[:MOST_OFFERED]
        ]
        for name, found in (("later", later), ("clusters", map(graph.number, graph.hub.clusters)))
    }


def _planned(graph: ConceptGraph, wishes: Wishes, made: Finished | None) -> Response:
    """The page of a plan; nobody sees it where the client has left."""
    if made is None:
        return Response(status_code=CLIENT_LEFT)
    found: PathAnswer = orjson.loads(made.body)
    question, view = wishes.question, View(graph, wishes.question.lang)
    toward = found["targets"][0] if len(found["targets"]) == 1 else None
    frontier: Any = answer(graph, parse(Frontier, {"known": found["known"], "target": toward, "limit": 500}))
    query = keeping(question.lang)
    shown = plan.context(view, wishes, found, frontier, query)
    drawing = _picture(graph, found, query, len(shown["rows"]))
    steady = wishes._replace(question=shown.pop("steady"))  # every address on the page keeps the order
    for most in range(steps.MOST, 0, -FEWER):
        silent = steps.silent(shown["rows"][:most])
        response = _sent(graph, steady, "plan", **shown, picture=drawing, most=most, silent=silent, full=steps.FULL)
        if len(response.body) <= HEAVIEST:
            break
    return response


def _picture(graph: ConceptGraph, found: PathAnswer, query: str, rows: int) -> Picture | None:
    """The layered picture of a path: in the page itself if it and the list are small, else by its address and its size."""
    if not 1 < len(found["steps"]) <= plan.MOST_DRAWN:
        return None
    linked = [{**one, "concept": {**one["concept"], "url": _own(graph, one, query)}} for one in found["steps"]]
    drawn = within(FORMATS[FindPath]["svg"].write(graph, {**found, "steps": linked}))
    return drawn if len(drawn.svg) <= plan.MOST_INLINE and rows <= plan.MOST_DRAWN else drawn._replace(svg="")


def _own(graph: ConceptGraph, step: StepAnswer, query: str) -> str:
    return f"{graph.base}concepts/{step['concept']['id']}{query}"


def _mistake(graph: ConceptGraph, question: FindPath, error: KgError) -> dict[str, Any]:
    """What is wrong with a question, in words, and the addresses of questions that may do."""
    if isinstance(error, Unreachable):
        view = View(graph, question.lang)

        def named(found: re.Match[str]) -> str:
            return f"“{view.label(graph.numbers[found[0]])}”" if found[0] in graph.numbers else found[0]

        names, *reasons = (_ID.sub(named, told) for told in (", ".join(error.targets), *error.witness))
        return {"said": f"There is no way to {names} like this.", "reasons": reasons}
    if isinstance(error, QuestionError):
        return {"said": "This cannot all be had at once.", "reasons": [detail for _, detail in error.errors]}
    return {"said": str(error), "reasons": []}
