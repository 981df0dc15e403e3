"""A learning path in words: what the formats for people say alike, each in its own markup.

The sentences around the hub's own texts are in English, as those of the answer are.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kg.answers.shapes import ChoiceAnswer, PathAnswer, StepAnswer, Summary, Week
from kg.formats.markup import folded, safe_url

NAMES, MANY_NAMES, WAYS = 12, 200, 5

# what each order has as few of as it can: the noun, and what follows it
COUNTED: Mapping[str, tuple[str, str]] = {
    "connected": ("step", "of waiting between learning a thing and using it"),
    "few-open": ("thing", "to keep in mind at once"),
    "few-switches": ("change", "of topic"),
    "easy-first": ("drop", "in difficulty"),
    "targets-early": ("minute", "until the targets by their weights"),
}


class Pen(NamedTuple):
    """How a format writes a concept, told by its id, and a text of the hub."""

    name: Callable[[str], str]
    text: Callable[[str], str]


class Section(NamedTuple):
    """Lines under a heading, in the markup of a pen; the heading is plain."""

    heading: str
    lines: list[str]


def hours(minutes: int) -> str:
    """A length of time.

    >>> hours(45), hours(120), hours(150)
    ('45 min', '2 h', '2 h 30 min')
    """
    whole, rest = divmod(minutes, 60)
    return " ".join([f"{whole} h"] * bool(whole) + [f"{rest} min"] * bool(rest or not whole))


def counted(number: int, noun: str) -> str:
    """A number of things.

    >>> counted(1, "step"), counted(0, "step")
    ('1 step', '0 steps')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def heading(answer: PathAnswer) -> str:
    """The title on one line."""
    return folded(answer["title"]) or "Learning path"


def labels(answer: PathAnswer) -> dict[str, str]:
    """What each concept is called, by its id."""
    steps = {step["concept"]["id"]: label(step["concept"]) for step in answer["steps"]}
    return {id: folded(name) or id for id, name in answer["labels"].items()} | steps


def label(concept: Summary) -> str:
    """What a concept is called, on one line."""
    return folded(concept["label"]) or concept["id"]


def link(concept: Summary) -> str | None:
    """Where a concept is taught, for a file that is taken elsewhere: an absolute address, if only its own."""
    urls = (safe_url(url) for url in (concept["url"], concept["uri"]))
    return next((url for url in urls if url and url.lower().startswith(("http://", "https://"))), None)


def took(step: StepAnswer) -> str:
    """How long a step takes, and whether it may be left out."""
    return (
        f"{'about ' * step.get('assumed', False)}{hours(step['minutes'])}{', optional' * step.get('optional', False)}"
    )


def totals(answer: PathAnswer) -> str:
    """How much there is to learn."""
    steps = answer["steps"]
    if not steps:
        return "Nothing is left to learn."
    parts = [f"{counted(len(steps), 'step')}, {hours(answer['minutes'])}."]
    if optional := sum(step.get("optional", False) for step in steps):
        parts.append(f"{optional} of them {'is' if optional == 1 else 'are'} optional.")
    if assumed := sum(step.get("assumed", False) for step in steps):
        parts.append(f"The time of {assumed} of them is only the hub's default.")
    calendar = answer.get("calendar")
    if calendar and calendar["finish"]:
        parts.append(f"Finished on {calendar['finish']} ({folded(calendar['timezone'])}).")
    return " ".join(parts)


def proof(answer: PathAnswer) -> str:
    """What is proved of the selection and of the order, as far as there is anything to prove."""
    if not answer["steps"]:
        return ""
    found, budget = answer["proof"], answer.get("budget")
    if budget is None:
        best = "No other selection of concepts gets there in less time; that is proved."
        near = "A selection that takes less time may exist; the search was cut off before it could be ruled out."
    else:
        room = hours(budget["minutes"])
        best = f"Nothing else that fits into {room} is worth more; that is proved."
        near = f"Something else that fits into {room} may be worth up to {budget['gap']} more than this, which is worth {budget['value']}."
    parts = [best if found["set"] == "optimal" else near]
    if len(answer["steps"]) > 1:
        noun, rest = COUNTED.get(answer["order"], ("point", "by its measure"))
        least = "" if found["order"] == "optimal" else f" than {found['bound']}"
        total = counted(found["bound"] + found["gap"], noun)
        parts.append(f"The order has {total} {rest}; it is proved that no order has fewer{least}.")
    return " ".join(parts)


def reasons(step: StepAnswer, pen: Pen, places: Mapping[str, int]) -> list[tuple[str, str]]:
    """What a step needs, what it unlocks and the way to a target, each with its caption; `places` holds the steps."""
    needs = listed(step["requires"], lambda id_: pen.name(id_) + ("" if id_ in places else " (known)"))
    found = [("Needs", needs), ("Unlocks", listed(step["unlocks"], pen.name))]
    if len(step["chain"]) > 2:
        found.append(("Leads to", _chained(step["chain"][1:], pen)))
    return [(caption, line) for caption, line in found if line]


def weeks(answer: PathAnswer) -> list[tuple[Week | None, list[StepAnswer]]]:
    """The steps by week of the calendar, each week once; all in one where there is none."""
    calendar = answer.get("calendar")
    if not calendar:
        return [(None, answer["steps"])]
    by_week: dict[int | None, list[StepAnswer]] = {week["week"]: [] for week in calendar["weeks"]}
    for step in answer["steps"]:
        by_week.setdefault(step.get("week") if step.get("week") in by_week else None, []).append(step)
    dated = {week["week"]: week for week in calendar["weeks"]}
    return [(None if number is None else dated[number], steps) for number, steps in by_week.items()]


def besides(week: Week, steps: Sequence[StepAnswer], pen: Pen) -> str:
    """What else is studied in a week than the steps that are listed there, or nothing."""
    here = {step["concept"]["id"] for step in steps}
    others = [id for id in week["concepts"] if id not in here]
    return f"Also in this week: {listed(others, pen.name)}." if others else ""


def sections(answer: PathAnswer, pen: Pen) -> list[Section]:
    """What stands after the steps: the choices, what was left out, what was known."""
    left, budget = [], answer.get("budget")
    if answer["left_out"]:
        left.append(f"Left out: {listed(answer['left_out'], pen.name, MANY_NAMES)}.")
    if budget and answer["left_out"]:
        left.append(f"Every target would take {hours(budget['sufficient'])} in all.")
    if budget and budget["next_hour"]:
        left.append(f"With one hour more: {listed(budget['next_hour'], pen.name)}.")
    known = [f"Known and used: {listed(answer['skipped'], pen.name, MANY_NAMES)}."]
    renamed = listed(
        list(answer["renamed"]),
        lambda old: f"“{pen.text(old)}” is now “{pen.text(answer['renamed'][old])}”",
        MANY_NAMES,
    )
    found = [
        Section("Choices", [_choice(choice, pen) for choice in answer["choices"]]),
        Section("Not in this path", left),
        Section("Known already", known if answer["skipped"] else []),
        Section("Renamed", [f"Names that have changed: {renamed}."] if renamed else []),
    ]
    return [section for section in found if section.lines]


def _choice(choice: ChoiceAnswer, pen: Pen) -> str:
    """A choice with its reason, and what the other ways cost."""
    ways = []
    for way in choice["instead_of"][:WAYS]:
        extra = way["extra_minutes"]
        cost = f"{hours(extra)} more" if extra > 0 else f"{hours(-extra)} less" if extra else "as long"
        ways.append(f"{' with '.join(map(pen.name, way['ids'][:NAMES]))} ({cost})")
    if more := len(choice["instead_of"]) - len(ways):
        ways.append(f"{counted(more, 'more way')}")
    instead = f" Instead: {'; '.join(ways)}." if ways else ""
    return f"For {pen.name(choice['for'])}: {pen.text(choice['because'])}{instead}"


def listed(ids: Sequence[str], name: Callable[[str], str], most: int = NAMES) -> str:
    """Concepts in one line, of many only the first, and how many more there are.

    >>> listed(["a", "b", "c"], str.upper, 2)
    'A, B and 1 more'
    """
    more = len(ids) - most
    return ", ".join(map(name, ids[:most])) + (f" and {more} more" if more > 0 else "")


def _chained(ids: Sequence[str], pen: Pen) -> str:
    """Concepts with arrows between them, of many the first ones and the last."""
    left = len(ids) - NAMES
    shown = [pen.name(id) for id in ids[: NAMES - 1]] + [f"({left} more)"] * (left > 0)
    return " → ".join([*shown, *map(pen.name, ids[NAMES - 1 :][-1:])])
