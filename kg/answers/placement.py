"""The answer about where to start: the next question to a learner, or what they know."""

from collections.abc import Mapping, Sequence

from kg.answers.shapes import PlacementAnswer
from kg.answers.view import View, resolve
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.paths.knowledge import Space, space
from kg.paths.placement import misfits, place, weights
from kg.paths.requirements import requirements
from kg.questions import Placement, Reply, mistakes, pointer

MAX_CONCEPTS = 2_000


def placed(graph: ConceptGraph, question: Placement) -> PlacementAnswer:
    """What to ask next, or what is known when there is nothing more to ask.

    Raises `QuestionError` where the targets require more than `MAX_CONCEPTS`, and where answers contradict each other.
    """
    given, renamed = resolve(graph, target=question.target, answers=[reply.concept for reply in question.answers])
    replies = _replies(graph, question.answers, renamed)
    states = _space(graph, given["target"])
    _check(graph, states, replies, question)
    found = place(states, replies, question.slip, question.guess)
    known = [graph.ids[n] for n in found.known]
    inside = set(states.nodes)
    answer: PlacementAnswer = {
        "targets": [graph.ids[n] for n in given["target"]],
        "confidence": round(found.confidence, 3),
        "exact": found.exact,
        "unused": [graph.ids[n] for n in given["answers"] if n not in inside],
        "renamed": renamed,
    }
    if found.ask is None:
        return {**answer, "known": known}
    ask = View(graph, question.lang).summary(found.ask)
    return {**answer, "ask": ask, "likely": known, "remaining": found.remaining}


def _replies(graph: ConceptGraph, answers: Sequence[Reply], renamed: Mapping[str, str]) -> dict[int, bool]:
    """Whether each concept is known, by number; unsure is no. Raises `QuestionError` for what is answered both ways."""
    first: dict[int, Reply] = {}
    errors: list[tuple[str, str]] = []
    for n, reply in enumerate(answers):
        before = first.setdefault(graph.numbers[renamed.get(reply.concept, reply.concept)], reply)
        if before.knows != reply.knows:
            said = f"is answered with {reply.knows!r} here and with {before.knows!r} before: give one answer"
            errors.append((pointer("answers", n), f"{reply.concept} {said}"))
    if errors:
        raise mistakes(errors)
    return {number: reply.knows == "yes" for number, reply in first.items()}


def _space(graph: ConceptGraph, targets: Sequence[int]) -> Space:
    needs = requirements(graph, targets, frozenset())
    if len(needs.essential) > MAX_CONCEPTS:
        detail = f"may require {len(needs.essential):,} concepts, and up to {MAX_CONCEPTS:,} can be asked about"
        raise QuestionError(((pointer("target"), f"{detail}: name fewer targets, or nearer ones"),))
    return space(graph, needs)


def _check(graph: ConceptGraph, states: Space, replies: Mapping[int, bool], question: Placement) -> None:
    """Raises `QuestionError` where answers that are certain leave no state."""
    wrong = misfits(states, weights(states, replies, question.slip, question.guess))
    if wrong:
        names = ", ".join(graph.ids[n] for n in sorted(wrong)[:5])
        detail = f"nobody can know {names} and not what is answered with no: correct an answer, or allow for slips"
        raise QuestionError(((pointer("answers"), detail),))
