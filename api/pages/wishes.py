"""What a learner asks of the planner: read from an address, and written into one.

All of it stands in the address, so that a plan can be shared, gone back to and kept, and nothing is kept here.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from kg.answers import answer
from kg.errors import NotFound, QuestionError, Renamed, Withdrawn, cut
from kg.graph import ConceptGraph
from kg.paths.requirements import downward
from kg.questions import FindPath, Suggest, fields_of, parse, takes_many
from kg.ticks import ticked

IDS = ("target", "known", "prefer", "avoid", "pin", "keep")
TYPED: Mapping[str, str] = {"q": "target", "knows": "known"}  # what is typed, and the field that it goes into
MOST_NOTICES, MOST_OFFERED, MOST_CLOSED = 10, 6, 200

_LISTS = frozenset(name for name, field in FindPath.model_fields.items() if takes_many(field)) | {"answers"}
_FIELDS = [name for name in fields_of(FindPath) if name != "format"]
_OWN = frozenset((*TYPED, "hours", "was", "place", "answers"))


class Notice(NamedTuple):
    """What could not be taken as it was given, in words, and the concepts that were perhaps meant for the field."""

    field: str
    text: str
    offers: tuple[str, ...] = ()


class Wishes(NamedTuple):
    """A question that can be asked, the replies of a placement, whether that goes on, and what was not understood."""

    question: FindPath
    answers: tuple[str, ...] = ()
    placing: bool = False
    notices: tuple[Notice, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to plan for yet."""
        return not self.question.target and self.question.minutes is None


def read(graph: ConceptGraph, pairs: Iterable[tuple[str, str]]) -> Wishes:
    """What an address asks for. Fields that are not the planner's are passed over; mistakes become notices."""
    given = _given(pairs)
    notices = list[Notice]()
    for typed, field in TYPED.items():
        for text in given.pop(typed, ()):
            ids, more = _meant(graph, field, text)
            given[field] = [*given.get(field, ()), *ids]
            notices += more
    given["known"] = [*given.get("known", ()), *(id for text in given.pop("ticked", ()) for id in ticked(text))]
    for field in IDS:
        given[field], more = _resolved(graph, field, given.get(field, ()))
        notices += more
    given["known"] = least(graph, given["known"])
    if "was" in given and given["was"] != given.get("order", ["connected"]):
        have = known(graph, given["known"])
        given["keep"] = [id for id in given["keep"] if id in have]  # what is done; the rest is free to be reordered
    if len(given.get("weight", ())) != len(given["target"]):
        given.pop("weight", None)
    given |= _minutes(given.pop("hours", []))
    answers, placing = tuple(given.get("answers", ())), bool(given.get("place"))
    question, more = _parsed({name: values for name, values in given.items() if name not in _OWN})
    return Wishes(question, answers, placing, (*notices, *more)[:MOST_NOTICES])


def known(graph: ConceptGraph, ids: Iterable[str]) -> frozenset[str]:
    """What is known with some concepts: they, and all that they essentially require."""
    return frozenset(graph.ids[n] for n in downward(graph, [graph.numbers[id] for id in ids]))


def least(graph: ConceptGraph, ids: list[str]) -> list[str]:
    """The concepts that the others do not bring along, so that addresses stay short however much is known."""
    kept, have = set[int](), set[int]()
    for number in sorted((graph.numbers[id] for id in ids), reverse=True):
        if number not in have:
            kept.add(number)
            have |= downward(graph, [number]) if len(kept) <= MOST_CLOSED else {number}
    return [id for id in ids if graph.numbers[id] in kept]


def address(base: str, question: FindPath, **changes: Any) -> str:
    """The planner's address for a question with some fields changed; `place` and `answers` are the planner's own."""
    pairs = urlencode(list(fields(question, **changes).items()), safe=",:")
    return f"{base}learn{'?' if pairs else ''}{pairs}"


def fields(question: FindPath, **changes: Any) -> dict[str, str]:
    """The fields as an address writes them, those that say nothing left out."""
    found = question.model_dump(mode="json", exclude_defaults=True)
    found = {name: found[name] for name in _FIELDS if name in found} | changes
    return {name: _written(value) for name, value in found.items() if value not in (None, "", False, (), [])}


def _written(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return "true" if value is True else str(value)


def _given(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each field that the planner knows; of one that is no list the last."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip() and (name in _FIELDS or name in _OWN):
            if name in _LISTS:
                found.setdefault(name, []).extend(part for one in value.split(",") if (part := one.strip()))
            elif name in TYPED:
                found.setdefault(name, []).append(" ".join(value.split()))
            else:
                found[name] = [value.strip()]
    return found


def _minutes(hours: list[str]) -> dict[str, list[str]]:
    """A budget given in hours; what is no number is left for the question to refuse."""
    if not hours:
        return {}
    try:
        return {"minutes": [str(round(float(hours[0].replace(",", ".")) * 60))]}
    except (ValueError, OverflowError):
        return {"minutes": [cut(hours[0])]}


def _meant(graph: ConceptGraph, field: str, text: str) -> tuple[list[str], list[Notice]]:
    """The concept that goes by a name, or a notice of what goes by a like name."""
    if text in graph.numbers:
        return [text], []
    found = answer(graph, Suggest(q=text[:200], limit=MOST_OFFERED))["items"]
    exact = [item["concept"]["id"] for item in found if item["how"] == "exact"]
    if len(exact) == 1:
        return exact, []
    offers = tuple(exact or (item["concept"]["id"] for item in found))
    said = "Several things go by" if exact else "Nothing in the hub is called"
    return [], [Notice(field, f"{said} “{cut(text)}”.", offers)]


def _resolved(graph: ConceptGraph, field: str, ids: Iterable[str]) -> tuple[list[str], list[Notice]]:
    """The ids that there are, each once, old ones followed; a notice for each other one that was asked for."""
    found, notices = dict[str, None](), list[Notice]()
    for id in ids:
        try:
            found[graph.ids[graph.number(id)]] = None
        except Renamed as error:
            found[error.successor] = None
        except Withdrawn:
            notices.append(Notice(field, f"“{cut(id)}” was withdrawn from the hub."))
        except NotFound as error:
            notices.append(Notice(field, f"There is no concept “{cut(id)}” in the hub.", error.suggestions))
        if len(notices) > MOST_NOTICES:
            break
    return list(found), [] if field == "keep" else notices


def _parsed(given: Mapping[str, list[str]]) -> tuple[FindPath, list[Notice]]:
    """The question that some fields make, and a notice for each that is left out because it makes none."""
    values = {name: found if name in _LISTS else found[0] for name, found in given.items() if found}
    try:
        return parse(FindPath, values), []
    except QuestionError as error:
        wrong = {pointer.split("/")[1]: detail for pointer, detail in error.errors}
        notices = [Notice(name, f"{_NAMES.get(name, name)}: {detail}.") for name, detail in wrong.items()]
        return parse(FindPath, {name: value for name, value in values.items() if name not in wrong}), notices


_NAMES: Mapping[str, str] = {
    "minutes": "The time you have",
    "order": "The order",
    "start": "The first day",
    "weekly": "The hours a week",
    "at": "The time of day",
    "timezone": "The time zone",
    "rest": "The days without study",
    "lang": "The language",
}
