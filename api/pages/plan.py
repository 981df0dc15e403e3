"""A learning path as the planner shows it, with every change of it as a link."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from api.pages import steps, swaps
from api.pages.wishes import Wishes, address, fields
from kg.answers.shapes import FrontierAnswer, PathAnswer
from kg.answers.view import View
from kg.formats import words
from kg.questions import FindPath

MOST_KEPT, MOST_DRAWN, MOST_SEARCHED, MOST_INLINE = 40, 50, 60, 12 * 1024

ORDERS: Mapping[str, str] = {
    "connected": "Use each thing soon after learning it",
    "few-open": "Keep few things in mind at once",
    "few-switches": "Stay with one topic",
    "easy-first": "From easy to hard",
    "targets-early": "Reach a goal early",
}
MEASURES: Mapping[str, str] = {
    "prerequisite_distance": "Steps of waiting between learning a thing and using it",
    "max_open": "Things to keep in mind at once, at most",
    "topic_switches": "Changes of topic",
    "difficulty_drops": "Drops in difficulty",
}
FORMATS: Mapping[str, tuple[str, str]] = {
    "html": ("A page to print", "one document, with boxes to tick"),
    "md": ("Checklist", "Markdown, for notes and task lists"),
    "ics": ("Calendar", "iCalendar, needs a first day"),
    "csv": ("Table", "CSV, for spreadsheets"),
    "svg": ("Picture", "SVG, with links"),
    "mermaid": ("Diagram", "Mermaid text"),
    "jsonld": ("Linked data", "JSON-LD"),
    "json": ("Data", "JSON, as the interface gives it"),
}


def taken(question: FindPath, answer: PathAnswer) -> FindPath:
    """The question that the formats are asked: of the order kept only what is left to do."""
    left = {step["concept"]["id"] for step in answer["steps"]}
    return question.model_copy(update={"keep": tuple(id for id in question.keep if id in left)})


def export(question: FindPath, form: str, base: str) -> str:
    """The address of a path in a format."""
    return f"{base}api/paths?{address('', question, format=form).partition('?')[2]}"


def held(question: FindPath, *names: str) -> list[tuple[str, str]]:
    """The fields that a form sends along unseen, but for those that it has itself."""
    return [(name, value) for name, value in fields(question).items() if name not in names]


def context(view: View, wishes: Wishes, answer: PathAnswer, frontier: FrontierAnswer, query: str) -> dict[str, Any]:
    """All that the page of a plan says."""
    question, base = wishes.question, view.graph.base
    listed = steps.rows(view, question, answer, (one["id"] for one in frontier["ready"]), query)
    keep = [row.id for row in listed if row.step is None or row.step["position"] <= MOST_KEPT]
    done = [row.id for row in listed if row.step is None]
    steady = question.model_copy(update={"keep": tuple(keep)}) if done or question.keep else question
    asked = taken(steady, answer)
    names = steps.named(view, answer, {step["concept"]["id"]: step for step in answer["steps"]}, query)
    proved = "bounded" not in (answer["proof"]["set"], answer["proof"]["order"])
    longer = not proved and question.effort == "quick" and len(answer["steps"]) <= MOST_SEARCHED
    return {
        "answer": answer,
        "heading": words.heading(answer),
        "totals": words.totals(answer),
        "proof": words.proof(answer),
        "rows": listed,
        "weeks": {week["week"]: week for week in answer["calendar"]["weeks"]} if "calendar" in answer else {},
        "done": len(done),
        "first": next((row for row in listed if row.ready), next((row for row in listed if row.step), None)),
        "ready": [row for row in listed if row.ready],
        "away": _away(frontier, answer, names),
        "options": swaps.options(answer, steady, base),
        "cost": swaps.cost(answer),
        "worse": swaps.worse(answer, question),
        "afresh": address(base, question, keep=done),
        "thorough": address(base, steady, effort="thorough") if longer else None,
        "measures": [(said, answer["measures"][name]) for name, said in MEASURES.items()],  # type: ignore[literal-required]
        "labels": words.labels(answer),
        "before": _before(view, question, set(done), query),
        "used": [names[id] for id in answer["skipped"] if id not in done and id not in question.known],
        "keep": keep,
        "steady": steady,
        "exports": FORMATS,
        "taken": held(asked),
        "drawn": export(asked, "svg", base),
        "printed": export(asked, "html", base),
    }


def _before(view: View, question: FindPath, done: set[str], query: str) -> list[steps.Link]:
    """What was known before, which is no step of the plan."""
    base = view.graph.base
    return [
        steps.Link(id, view.label(view.graph.number(id)), f"{base}concepts/{id}{query}")
        for id in question.known
        if id not in done
    ]


def _away(
    frontier: FrontierAnswer, answer: PathAnswer, names: Mapping[str, steps.Link]
) -> list[tuple[steps.Link, steps.Link]]:
    """The steps that lack a single thing, with what each lacks."""
    at = {step["concept"]["id"] for step in answer["steps"]}
    found = [(one["concept"]["id"], one["missing"][0]) for one in frontier["one_away"] if len(one["missing"]) == 1]
    return [(names[id], names[missing]) for id, missing in found if id in at and missing in at][: words.WAYS]


def links(question: FindPath, base: str) -> Any:
    """A function for templates: the address of the plan with some fields changed."""
    return partial(address, base, question)
