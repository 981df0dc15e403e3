"""A learning path as a Markdown checklist (CommonMark with the task lists of GFM), as GitHub and Obsidian show it.

`kg.ticks.ticked` reads back what has been ticked.
"""

from collections.abc import Mapping

from kg.answers.shapes import PathAnswer, StepAnswer, Week
from kg.formats import commonmark, words
from kg.ticks import mark


def checklist(answer: PathAnswer) -> bytes:
    """Facts, a box to tick for each step, under a heading for each week, then the choices and what is left out."""
    labels = words.labels(answer)
    places = {step["concept"]["id"]: step["position"] for step in answer["steps"]}

    def name(id: str) -> str:
        return (f"{places[id]}. " if id in places else "") + commonmark.text(labels.get(id, id))

    pen = words.Pen(name, commonmark.text)
    lines = [f"# {commonmark.text(words.heading(answer))}", "", words.totals(answer)]
    if proof := words.proof(answer):
        lines += ["", proof]
    for week, steps in words.weeks(answer):
        lines += ["", *(_heading(week, steps, pen) if week else ())] if week or steps else []
        for step in steps:
            lines += _item(step, pen, places)
    for heading, content in words.sections(answer, pen):
        lines += ["", f"## {heading}", "", *(f"- {line}" for line in content)]
    return ("\n".join(lines) + "\n").encode()


def _heading(week: Week, steps: list[StepAnswer], pen: words.Pen) -> list[str]:
    """The heading of a week, and what else goes on in it."""
    begun = f"## Week {week['week']}, from {week['starts']} ({words.hours(week['minutes'])})"
    besides = words.besides(week, steps, pen)
    return [begun, "", *((besides, "") if besides else ())]


def _item(step: StepAnswer, pen: words.Pen, places: Mapping[str, int]) -> list[str]:
    """A step with its box, its number, its link, its reason and its mark; below it what it needs and unlocks."""
    concept = step["concept"]
    linked = commonmark.link(words.label(concept), words.link(concept) or "")
    why = f" — {commonmark.text(step['because'])}" if step["because"] else ""
    first = f"- [ ] {step['position']}. {linked} ({words.took(step)}){why} {mark(concept['id'])}"
    return [first, *(f"  - {caption}: {line}" for caption, line in words.reasons(step, pen, places))]
