"""agenda: read back by icalendar; UIDs, times over changes of the clock, and the rules of RFC 5545 for lines."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from kg.answers.shapes import PathAnswer
from kg.errors import QuestionError
from kg.formats import words
from kg.formats.agenda import agenda
from kg.formats.markup import folded
from kg.graph import ConceptGraph
from tests.kg.formats.answers import HOSTILE
from tests.kg.formats.paths import calendar, full, line, of_hub, path, paths, step


def dated(answer: PathAnswer, first: str = "2026-03-23T18:00", zone: str = "Europe/Berlin") -> PathAnswer:
    """The path with a calendar."""
    return {**answer, "calendar": calendar(answer["steps"], first, zone)}


def events(content: bytes) -> list[Any]:
    """The events, as the library reads them."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def plain(text: str) -> str:
    """A text on one line; a written-out backslash and N is a line break to the library."""
    return folded(text).replace("\\N", "\n")


def moment(text: str) -> datetime:
    """A time of RFC 3339, in UTC, so that moments can be compared (PEP 495)."""
    return datetime.fromisoformat(text).astimezone(UTC)


def check(answer: PathAnswer) -> None:
    """An event for each sitting, with its times, texts and address; lines as RFC 5545 section 3.1 has them."""
    content = agenda(answer)
    assert content.endswith(b"\r\n")
    rows = content.split(b"\r\n")
    assert all(len(row) <= 75 and not {*row} & {*range(9), *range(10, 32), 127} for row in rows)
    found, steps = events(content), {one["concept"]["id"]: one for one in answer["steps"]}
    sittings = answer["calendar"]["sittings"]
    assert len(found) == len(sittings)
    for event, sitting in zip(found, sittings, strict=True):
        one = steps[sitting["concept"]]
        concept, link = one["concept"], words.link(one["concept"])
        times = [each.astimezone(UTC) for each in (event.start, event.end)]
        assert times == [moment(sitting["starts"]), moment(sitting["ends"])]
        part = f" ({sitting['part']}/{sitting['parts']})" if sitting["parts"] > 1 else ""
        assert str(event["summary"]) == plain(f"{one['position']}. {words.label(concept)}{part}")
        told = [plain(text) for text in (one["because"], concept["definition"], link) if text]
        assert str(event["description"]) == "\n".join(told)
        assert event.get("url") == link
        assert [str(each) for each in event["categories"].cats] == [plain(words.heading(answer)), concept["kind"]]
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids)
    assert not [each for each in Calendar.from_ical(content).walk() if each.errors]


def test_a_path_of_the_hub_is_a_calendar(graph: ConceptGraph) -> None:
    """With the hub's own texts."""
    check(dated(of_hub(graph, "large-language-model")))


def test_sittings_are_numbered_and_the_whole_is_named() -> None:
    """Sittings of one concept say which of how many they are; the calendar says how much there is."""
    answer = full()
    check(answer)
    found: Any = Calendar.from_ical(agenda(answer))
    assert str(found["name"]) == str(found["x-wr-calname"]) == "Self-attention"
    assert str(found["description"]) == words.totals(answer)
    names = [str(event["summary"]) for event in events(agenda(answer))]
    assert names[5:9] == [
        *("6. Probability distribution (1/2)", "6. Probability distribution (2/2)"),
        *("7. Representation", "8. Dot product"),
    ]
    assert not found.walk("VALARM")


@settings(max_examples=25)
@given(one=paths())
def test_events_hold_any_text(one: PathAnswer) -> None:
    """Whatever the texts."""
    check(dated(one))


def test_hostile_texts_stay_texts() -> None:
    """No text ends its line, starts another property or another component."""
    texts = [*HOSTILE, "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\\nb\\,c;d:e\x7f", "\r\n ATTACH:x"]
    steps = [step(k, f"c{k}", label=text, because=text, url=text) for k, text in enumerate(texts, 1)]
    answer = dated(path(steps, title=texts[0]))
    check(answer)
    assert {component.name for component in Calendar.from_ical(agenda(answer)).walk()} == {
        *("VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT")
    }


def test_uids_stay_when_the_path_is_dated_anew() -> None:
    """Another first day, another hour, another zone: the same events at other times; other targets: other events."""
    answer = full()
    first = agenda(dated(answer))
    for again in dated(answer, "2027-01-04T07:30"), dated(answer, zone="Asia/Kolkata"):
        content = agenda(again)
        assert [event["uid"] for event in events(content)] == [event["uid"] for event in events(first)]
        assert content != first
    others: PathAnswer = {**answer, "targets": ["another"]}
    assert not {event["uid"] for event in events(agenda(dated(others)))} & {event["uid"] for event in events(first)}


def test_uids_stay_when_the_path_gets_shorter() -> None:
    """What is left to learn keeps its events when the first steps are done."""
    answer = full()
    rest: PathAnswer = {**answer, "steps": answer["steps"][5:]}
    every, later = ({event["uid"] for event in events(agenda(dated(one)))} for one in (answer, rest))
    assert later < every


def test_the_stamp_is_the_first_day() -> None:
    """Not the clock's: equal questions give equal bytes on any day."""
    answer = dated(path([step(1, "a"), step(2, "b")]), "2026-12-31T23:50", "Pacific/Auckland")
    assert agenda(answer) == agenda(answer)
    assert {event["dtstamp"].dt for event in events(agenda(answer))} == {datetime(2026, 12, 31, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", "2026-03-27T18:00"),
        ("Europe/Berlin", "2026-10-23T02:30"),
        ("America/New_York", "2026-10-30T01:15"),
        ("Australia/Lord_Howe", "2026-04-03T01:45"),
        ("Europe/Dublin", "2026-10-23T01:30"),
        ("Africa/Casablanca", "2026-02-13T20:00"),
        ("Asia/Kolkata", "2026-03-27T18:00"),
        ("UTC", "2026-03-27T18:00"),
    ],
)
def test_local_time_is_kept_over_changes_of_the_clock(zone: str, first: str) -> None:
    """Six in the evening stays six; each moment is the one that was asked for, by the library's reading and ours."""
    answer = dated(path([step(k, f"c{k}") for k in range(1, 6)]), first, zone)
    check(answer)
    starts = [event.start for event in events(agenda(answer))]
    local = [one.astimezone(ZoneInfo(zone)) for one in starts]
    begun = datetime.fromisoformat(first).replace(tzinfo=ZoneInfo(zone))
    assert {(one.hour, one.minute) for one in local} == {(begun.hour, begun.minute)}
    assert [one.date() for one in local] == [(begun + timedelta(days=k)).date() for k in range(5)]
    named = b"BEGIN:VTIMEZONE\r\nTZID:" + zone.encode() in agenda(answer)
    assert named == (zone != "UTC")


def test_the_hour_that_comes_twice_is_told_in_utc() -> None:
    """Local time means the first of the two; the second has no other name."""
    answer = dated(path([step(1, "a", minutes=30)]), "2026-10-25T02:45")
    content = agenda(answer)
    assert b"DTSTART;TZID=Europe/Berlin:20261025T024500\r\nDTEND:20261025T011500Z" in content
    (event,) = events(content)
    assert event.end - event.start == timedelta(minutes=30)


def test_a_path_without_a_calendar_asks_for_one() -> None:
    """The error points at the field that is missing."""
    with pytest.raises(QuestionError) as error:
        agenda(path([step(1, "a")]))
    ((pointer, detail),) = error.value.errors
    assert (pointer, "start=" in detail) == ("/start", True)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_an_empty_path_is_a_calendar_without_events(zone: str) -> None:
    """It still holds a component, as RFC 5545 section 3.6 wants, and says that nothing is left."""
    found: Any = Calendar.from_ical(agenda({**path([]), "calendar": calendar([], zone=zone)}))
    assert [component.name for component in found.subcomponents] == ["VTIMEZONE"]
    assert str(found["description"]) == "Nothing is left to learn."


def test_what_is_cut_off_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sittings of many years are not all dated."""
    monkeypatch.setattr("kg.formats.agenda.MOST", 20)
    found: Any = Calendar.from_ical(agenda(dated(line(25))))
    assert len(found.walk("VEVENT")) == 20
    assert str(found["description"]).endswith("The first 20 of 25 sittings.")
