"""Answers about when: the steps of a path on the days of a calendar."""

from collections.abc import Sequence
from datetime import date, timedelta

from kg.answers.shapes import CalendarAnswer, StepAnswer, Week
from kg.paths.calendar import Sitting, schedule
from kg.questions import WEEKDAYS, FindPath


def calendar(steps: Sequence[StepAnswer], question: FindPath) -> CalendarAnswer:
    """The sittings of some steps, each of which is told its week. Raises `QuestionError`."""
    assert question.start is not None
    minutes = [step["minutes"] for step in steps]
    rest = {WEEKDAYS.index(day) for day in question.rest}
    weekly = round(60 * question.weekly)
    sittings = schedule(minutes, question.start, weekly, rest, question.at, question.timezone)
    for sitting in reversed(sittings):
        steps[sitting.step]["week"] = sitting.week
    ids = [step["concept"]["id"] for step in steps]
    return {
        "timezone": question.timezone,
        "finish": sittings[-1].ends.date().isoformat() if sittings else None,
        "weeks": _weeks(sittings, ids, question.start),
        "sittings": [
            {
                "concept": ids[sitting.step],
                "part": sitting.part,
                "parts": sitting.parts,
                "starts": sitting.starts.isoformat(),
                "ends": sitting.ends.isoformat(),
                "minutes": sitting.minutes,
            }
            for sitting in sittings
        ],
    }


def _weeks(sittings: Sequence[Sitting], ids: Sequence[str], start: date) -> list[Week]:
    """The weeks in which something is learnt, with their minutes and concepts."""
    found: dict[int, Week] = {}
    for sitting in sittings:
        first = start + timedelta(days=7 * (sitting.week - 1))
        week = found.setdefault(
            sitting.week, {"week": sitting.week, "starts": first.isoformat(), "minutes": 0, "concepts": []}
        )
        week["minutes"] += sitting.minutes
        if ids[sitting.step] not in week["concepts"][-1:]:
            week["concepts"].append(ids[sitting.step])
    return list(found.values())
