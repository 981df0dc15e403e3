"""A learning path as the planner shows it: done and to do in one list, with every change of it as a link."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from api.pages.wishes import Wishes, address, fields, known
from kg.answers.shapes import FrontierAnswer, PathAnswer, StepAnswer
from kg.answers.view import View
from kg.formats import words
from kg.formats.markup import safe_url
from kg.questions import FindPath

FULL, TOLD, MOST = 12, 28, 120  # so many steps with all that they need, so many with their reason, so many at all
MOST_KEPT, MOST_DRAWN, MOST_INLINE = 40, 100, 16 * 1024

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
_MEASURED = dict(zip(ORDERS, MEASURES, strict=False))
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


class Link(NamedTuple):
    """A concept that is named: where its name leads, and what is said of it beside."""

    id: str
    label: str
    href: str
    remark: str = ""


class Row(NamedTuple):
    """One step of the list. A step that is done has no `step`; `held` where it follows from what else is known.

    What is still far away is told in short: `because` and then `needs` and `unlocks` are left empty.
    """

    id: str
    label: str
    lang: str
    href: str
    step: StepAnswer | None
    ready: bool = False
    held: bool = False
    took: str = ""
    taught: str | None = None
    because: str = ""
    needs: Sequence[Link] = ()
    unlocks: Sequence[Link] = ()


def rows(view: View, question: FindPath, answer: PathAnswer, ready: Iterable[str], query: str) -> list[Row]:
    """What is left to do in the order of the path, and before it whatever of the order kept was done before it."""
    have = known(view.graph, question.known)
    at = {step["concept"]["id"]: step for step in answer["steps"]}
    done = [id for id in question.keep if id in have and id not in at]
    place = {id: k for k, id in enumerate(question.keep)}
    named = _named(view, answer, at, query)
    waiting, found, now = iter(sorted(done, key=place.__getitem__)), list[Row](), frozenset(ready)
    next_done = next(waiting, None)
    for step in answer["steps"]:
        while next_done is not None and place[next_done] < place.get(step["concept"]["id"], -1):
            found.append(_done(view, next_done, question, query))
            next_done = next(waiting, None)
        found.append(_row(view, step, now, named, query))
    while next_done is not None:
        found.append(_done(view, next_done, question, query))
        next_done = next(waiting, None)
    return found


def _done(view: View, id: str, question: FindPath, query: str) -> Row:
    summary = view.summary(view.graph.number(id))
    href = f"{view.graph.base}concepts/{id}{query}"
    return Row(id, summary["label"], summary["lang"], href, None, held=id not in question.known)


def _row(view: View, step: StepAnswer, ready: frozenset[str], named: Mapping[str, Link], query: str) -> Row:
    concept, place = step["concept"], step["position"]
    own = f"{view.graph.base}concepts/{concept['id']}"
    url = safe_url(concept["url"])
    most = words.NAMES if place <= FULL else 0
    return Row(
        concept["id"],
        words.label(concept),
        concept["lang"],
        own + query,
        step,
        ready=concept["id"] in ready,
        took=words.took(step),
        taught=url if url != own else None,
        because=step["because"] if place <= TOLD else "",
        needs=[named[id] for id in step["requires"][:most]],
        unlocks=[named[id] for id in step["unlocks"][:most]],
    )


def _named(view: View, answer: PathAnswer, at: Mapping[str, StepAnswer], query: str) -> dict[str, Link]:
    """Every concept that the answer names: a step by its place in the list, another by its page."""
    found, have = {}, known(view.graph, answer["known"])
    for id, label in words.labels(answer).items():
        if id in at and at[id]["position"] <= MOST:
            found[id] = Link(id, label, f"#step-{id}")
        else:
            found[id] = Link(id, label, f"{view.graph.base}concepts/{id}{query}", "known" if id in have else "")
    return found


class Way(NamedTuple):
    """Another way to meet a choice: in words what it costs, and the address of the plan that takes it."""

    label: str
    cost: str
    href: str


class Option(NamedTuple):
    """A choice of the path, why it was made, and what could be taken instead; `undo` where it was wished for."""

    label: str
    because: str
    ways: Sequence[Way]
    undo: str | None


def options(answer: PathAnswer, question: FindPath, base: str) -> list[Option]:
    """The choices of a path, each with the addresses of the plans that choose otherwise."""
    labels = words.labels(answer)
    found = []
    for choice in answer["choices"]:
        others = [id for id in question.prefer if id not in choice["chosen"]]
        ways = [
            Way(
                " with ".join(labels[id] for id in way["ids"]),
                _costs(way["extra_minutes"]),
                address(
                    base,
                    question,
                    prefer=[*others, *(id for id in way["ids"] if id not in others)],
                    avoid=[id for id in question.avoid if id not in way["ids"]],
                ),
            )
            for way in choice["instead_of"][: words.WAYS]
            if choice["complete"] or len(way["ids"]) == 1
        ]
        wished = len(others) < len(question.prefer)
        undo = address(base, question, prefer=others) if wished else None
        found.append(Option(labels[choice["for"]], choice["because"], ways, undo))
    return found


def _costs(extra: int) -> str:
    if not extra:
        return "takes as long"
    return f"{words.hours(abs(extra))} {'more' if extra > 0 else 'less'} in all"


def undone(view: View, question: FindPath) -> list[Link]:
    """Each wish that constrains the path, with the address of the plan without it."""
    base, found = view.graph.base, list[Link]()
    for field, said in (("prefer", "preferred"), ("avoid", "left out"), ("pin", "first")):
        given = getattr(question, field)
        for id in given:
            rest = [one for one in given if one != id]
            found.append(Link(id, view.label(view.graph.number(id)), address(base, question, **{field: rest}), said))
    return found


def goals(view: View, question: FindPath) -> list[Link]:
    """The targets, each with the address of the plan without it."""
    base, found = view.graph.base, list[Link]()
    for id in question.target:
        rest = [one for one in question.target if one != id]
        without = address(base, question, target=rest, weight=(), keep=question.keep if rest else ())
        found.append(Link(id, view.label(view.graph.number(id)), without))
    return found


def exports(question: FindPath, answer: PathAnswer, base: str) -> list[tuple[str, str, str, str | None]]:
    """What the path comes in: format, name, remark, and its address; none where the question lacks something."""
    left = {step["concept"]["id"] for step in answer["steps"]}
    query = address("", question, keep=[id for id in question.keep if id in left]).partition("?")[2]
    return [
        (
            form,
            name,
            said,
            None if form == "ics" and question.start is None else f"{base}api/paths?{query}&format={form}",
        )
        for form, (name, said) in FORMATS.items()
    ]


def held(question: FindPath, *names: str) -> list[tuple[str, str]]:
    """The fields that a form sends along unseen, but for those that it has itself."""
    return [(name, value) for name, value in fields(question).items() if name not in names]


def cost(answer: PathAnswer) -> str:
    """What the wishes cost beside the path without them, in words, or nothing."""
    found = answer.get("cost")
    if found is None or found["minutes"] <= 0:
        return ""
    return f"What you wish for takes {words.hours(found['minutes'])} more than the shortest plan."


def worse(answer: PathAnswer, question: FindPath) -> str:
    """How much worse the order kept is than a new one, in words, or nothing."""
    measure = _MEASURED.get(question.order)
    found = answer.get("cost")
    if not question.keep or found is None or measure is None or found[measure] <= 0:  # type: ignore[literal-required]
        return ""
    noun, rest = words.COUNTED[question.order]
    extra: int = found[measure]  # type: ignore[literal-required]
    return f"The plan keeps its order so that nothing jumps about. A new order would have {words.counted(extra, noun)} {rest} less."


def context(view: View, wishes: Wishes, answer: PathAnswer, frontier: FrontierAnswer, query: str) -> dict[str, Any]:
    """All that the page of a plan says."""
    question, base = wishes.question, view.graph.base
    listed = rows(view, question, answer, (one["id"] for one in frontier["ready"]), query)
    keep = [row.id for row in listed if row.step is None or row.step["position"] <= MOST_KEPT]
    done = [row.id for row in listed if row.step is None]
    steady = question.model_copy(update={"keep": tuple(keep)}) if done or question.keep else question
    free = answer["proof"]["order"] == "bounded" or answer["proof"]["set"] == "bounded"
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
        "away": _away(view, frontier, answer, query),
        "options": options(answer, steady, base),
        "cost": cost(answer),
        "worse": worse(answer, question),
        "afresh": address(base, question, keep=done),
        "thorough": address(base, steady, effort="thorough") if free and question.effort == "quick" else None,
        "measures": [(said, answer["measures"][name]) for name, said in MEASURES.items()],  # type: ignore[literal-required]
        "labels": words.labels(answer),
        "before": _before(view, question, set(done), query),
        "keep": keep,
        "steady": steady,
        "exports": exports(steady, answer, base),
    }


def _before(view: View, question: FindPath, done: set[str], query: str) -> list[Link]:
    """What was known before, which is no step of the plan."""
    base = view.graph.base
    return [
        Link(id, view.label(view.graph.number(id)), f"{base}concepts/{id}{query}")
        for id in question.known
        if id not in done
    ]


def _away(view: View, frontier: FrontierAnswer, answer: PathAnswer, query: str) -> list[tuple[Link, Link]]:
    """The steps that lack a single thing, with what each lacks."""
    at = {step["concept"]["id"]: step for step in answer["steps"]}
    named = _named(view, answer, at, query)
    found = [(one["concept"]["id"], one["missing"][0]) for one in frontier["one_away"] if len(one["missing"]) == 1]
    return [(named[id], named[missing]) for id, missing in found if id in at and missing in at][: words.WAYS]


def sized(svg: bytes) -> tuple[str, int, int]:
    """A picture for within a page, at its own size, so that narrow windows scroll instead of shrinking the text."""
    text = svg.decode().partition("\n")[2]
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', text)
    wide, tall = (int(found[1]), int(found[2])) if found else (0, 0)
    return text.replace("<svg ", f'<svg width="{wide}" height="{tall}" ', 1), wide, tall


def links(question: FindPath, base: str) -> Any:
    """A function for templates: the address of the plan with some fields changed."""
    return partial(address, base, question)
