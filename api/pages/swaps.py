"""What of a plan can be changed: its choices, its wishes and its order, each with its cost and an address."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from api.pages.steps import Link
from api.pages.wishes import address
from kg.answers.shapes import PathAnswer
from kg.answers.view import View
from kg.formats import words
from kg.questions import FindPath

_WISHES: Mapping[str, str] = {"prefer": "preferred", "avoid": "left out", "pin": "first"}
_MEASURED: Mapping[str, str] = {
    "connected": "prerequisite_distance",
    "few-open": "max_open",
    "few-switches": "topic_switches",
    "easy-first": "difficulty_drops",
}


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
    for field, said in _WISHES.items():
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
