"""The planner's short placement: one question at a time, the replies in the address."""

from typing import Any

from api.pages.wishes import Wishes, address
from kg.answers import answer
from kg.answers.view import View
from kg.errors import QuestionError
from kg.graph import ConceptGraph
from kg.questions import Placement, parse

REPLIES = (("yes", "Yes, I know it"), ("no", "No, not yet"), ("unsure", "I am not sure"))


def placed(graph: ConceptGraph, wishes: Wishes) -> dict[str, Any]:
    """The next question and what would be known were it to end here, or what is known in the end."""
    question, base, replies = wishes.question, graph.base, wishes.answers
    view = View(graph, question.lang)
    try:
        asked = parse(Placement, {"target": question.target, "answers": replies, "lang": question.lang})
        found: Any = answer(graph, asked)
    except QuestionError as error:
        said = [detail for _, detail in error.errors]
        return {"ask": None, "known": [], "wrong": said, "again": address(base, question, place="1")}
    known = found.get("known", found.get("likely", []))
    return {
        "ask": found.get("ask"),
        "number": len(replies) + 1,
        "remaining": found.get("remaining", 0),
        "sure": round(found["confidence"] * 100),
        "known": [view.summary(graph.number(id)) for id in known],
        "replies": replies,
        "choices": REPLIES,
        "wrong": [],
        "enough": address(base, question, known=list(dict.fromkeys((*question.known, *known)))),
        "back": address(base, question, place="1", answers=list(replies[:-1])) if replies else None,
        "skip": address(base, question),
    }
