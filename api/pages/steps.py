"""The steps of a plan as one list: what is left to do, and what is done where it stood."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

from api.pages.wishes import known
from kg.answers.shapes import PathAnswer, StepAnswer
from kg.answers.view import View
from kg.formats import words
from kg.formats.markup import safe_url
from kg.questions import FindPath

FULL, MOST = 10, 120  # so many steps with all that they need, so many at all
REASONS = 20_000  # characters that the reasons have together; what is over that is left to what is taken along


class Link(NamedTuple):
    """A concept that is named: where its name leads, and what is said of it beside."""

    id: str
    label: str
    href: str
    remark: str = ""


class Row(NamedTuple):
    """One step of the list. A step that is done has no `step`; `held` where it follows from what else is known.

    `needs` and `unlocks` are of the first steps alone, and `because` is empty where there is no more room for it.
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


def silent(rows: Iterable[Row]) -> int:
    """How many of some rows lack the reason for their step."""
    return sum(row.step is not None and row.step["because"] != row.because for row in rows)


def rows(view: View, question: FindPath, answer: PathAnswer, ready: Iterable[str], query: str) -> list[Row]:
    """What is left to do in the order of the path, and before it whatever of the order kept was done before it."""
    have = known(view.graph, question.known)
    at = {step["concept"]["id"]: step for step in answer["steps"]}
    done = [id for id in question.keep if id in have and id not in at]
    place = {id: k for k, id in enumerate(question.keep)}
    names, told = named(view, answer, at, query), _told(answer)
    waiting, found, now = sorted(done, key=place.__getitem__), list[Row](), frozenset(ready)
    for step, upcoming in zip(answer["steps"], _upcoming(answer, place), strict=True):
        while waiting and place[waiting[0]] < upcoming:
            found.append(_done(view, waiting.pop(0), question, query))
        found.append(_row(view, step, now, names, query, told))
    return [*found, *(_done(view, id, question, query) for id in waiting)]


def _told(answer: PathAnswer) -> int:
    """How many of the first steps have reasons that there is room for together."""
    return sum(total <= REASONS for total in accumulate(len(step["because"]) for step in answer["steps"]))


def _upcoming(answer: PathAnswer, place: Mapping[str, int]) -> list[float]:
    """The place in the order kept of each step, of one that is new there of the next that is not."""
    found, upcoming = list[float](), inf
    for step in reversed(answer["steps"]):
        upcoming = place.get(step["concept"]["id"], upcoming)
        found.append(upcoming)
    return found[::-1]


def _done(view: View, id: str, question: FindPath, query: str) -> Row:
    summary = view.summary(view.graph.number(id))
    href = f"{view.graph.base}concepts/{id}{query}"
    return Row(id, summary["label"], summary["lang"], href, None, held=id not in question.known)


def _row(view: View, step: StepAnswer, ready: frozenset[str], names: Mapping[str, Link], query: str, told: int) -> Row:
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
        because=step["because"] if place <= told else "",
        needs=[names[id] for id in step["requires"][:most]],
        unlocks=[names[id] for id in step["unlocks"][:most]],
    )


def named(view: View, answer: PathAnswer, at: Mapping[str, StepAnswer], query: str) -> dict[str, Link]:
    """Every concept that the answer names: a step by its place in the list, another by its page."""
    found, have = {}, known(view.graph, answer["known"])
    for id, label in words.labels(answer).items():
        if id in at and at[id]["position"] <= MOST:
            found[id] = Link(id, label, f"#step-{id}")
        else:
            found[id] = Link(id, label, f"{view.graph.base}concepts/{id}{query}", "known" if id in have else "")
    return found
