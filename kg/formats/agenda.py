"""A learning path as iCalendar (RFC 5545): an event for each sitting, as calendar programs import it.

An event keeps its UID when the path is dated anew, so that to import it again moves it. There are no alarms.
"""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from kg.answers.shapes import PathAnswer, Sitting, StepAnswer
from kg.errors import QuestionError
from kg.formats import words
from kg.formats.markup import folded

if TYPE_CHECKING:
    from icalendar import Event

MOST = 2_000


def agenda(answer: PathAnswer) -> bytes:
    """A calendar with the time zone and at most 2,000 sittings; what is cut off is stated in its description.

    Raises `QuestionError` for a path without a calendar: programs for calendars pass over tasks that have no date.
    """
    from icalendar import Calendar, Timezone, vText

    calendar = answer.get("calendar")
    if calendar is None:
        raise QuestionError((("/start", "a calendar begins on some day: give `start`, as in start=2027-01-11"),))
    zone, sittings = ZoneInfo(calendar["timezone"]), calendar["sittings"][:MOST]
    steps = {step["concept"]["id"]: step for step in answer["steps"]}
    found = Calendar()
    found.add("prodid", "-//concept-graph//learning paths//EN")
    found.add("version", "2.0")
    for names, content in (
        (("name", "x-wr-calname"), words.heading(answer)),
        (("description", "x-wr-caldesc"), _told(answer)),
    ):
        for name in names:  # that of RFC 7986, and that of programs which do not know it
            found.add(name, vText(folded(content)))
    if calendar["timezone"] != "UTC" or not sittings:  # a calendar holds one component at least
        first, last = _span(sittings)
        found.add_component(Timezone.from_tzid(calendar["timezone"], first_date=first, last_date=last))
    for sitting in sittings:
        found.add_component(_event(sitting, steps[sitting["concept"]], answer, zone))
    written: bytes = found.to_ical()
    return written


def _event(sitting: Sitting, step: StepAnswer, answer: PathAnswer, zone: ZoneInfo) -> "Event":
    from icalendar import Event

    event, concept, url = Event(), step["concept"], words.link(step["concept"])
    name = "\n".join([*answer["targets"], concept["uri"], str(sitting["part"])])
    part = f" ({sitting['part']}/{sitting['parts']})" if sitting["parts"] > 1 else ""
    event.add("uid", str(uuid5(NAMESPACE_URL, name)))
    event.add("dtstamp", datetime.combine(_day(answer["calendar"]["sittings"][0]["starts"]), time(), UTC))
    event.add("dtstart", _moment(sitting["starts"], zone))
    event.add("dtend", _moment(sitting["ends"], zone))
    event.add("summary", folded(f"{step['position']}. {words.label(concept)}{part}"))
    event.add("description", "\n".join(folded(line) for line in (step["because"], concept["definition"], url) if line))
    if url:
        event.add("url", url)
    event.add("categories", [folded(words.heading(answer)), folded(concept["kind"].replace("-", " "))])
    return event


def _told(answer: PathAnswer) -> str:
    """How much there is to learn, and whether all of it is dated here."""
    sittings = len(answer["calendar"]["sittings"])
    cut = f" The first {MOST} of {sittings} sittings." if sittings > MOST else ""
    return words.totals(answer) + cut


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment in local time; in UTC where an hour comes twice and local time means the first (section 3.3.5)."""
    local = datetime.fromisoformat(text).astimezone(zone)
    return local.astimezone(UTC) if local.fold else local


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _span(sittings: list[Sitting]) -> tuple[date, date]:
    """The years that the time zone is described for, one more than is needed, so that events can be moved."""
    days = [_day(sitting["starts"]) for sitting in (sittings[:1] + sittings[-1:])] or [date(1970, 1, 1)]
    return date(days[0].year, 1, 1), date(min(days[-1].year + 1, 9999), 12, 31)
