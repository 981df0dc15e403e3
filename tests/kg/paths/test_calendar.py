"""When: the steps of a path laid onto days of study."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QuestionError
from kg.paths.calendar import MOST, schedule

BERLIN = "Europe/Berlin"
MONDAY = date(2026, 3, 23)  # in the week after which clocks go forward there
NOON = time(12)

plans = st.lists(st.integers(0, 400), max_size=12)
starts = st.dates(date(2026, 1, 1), date(2027, 12, 31))
rests = st.sets(st.integers(0, 6), max_size=6)


@given(plans, starts, st.integers(7, 700), rests, st.sampled_from(("UTC", BERLIN, "America/New_York")))
def test_what_always_holds(minutes: list[int], start: date, weekly: int, rest: set[int], zone: str) -> None:
    """Sittings take all minutes of each step in order, in weeks that hold no more than they may, on no day of rest."""
    found = schedule(minutes, start, weekly, rest, NOON, zone)
    spent = Counter[int]()
    weeks = Counter[int]()
    for sitting in found:
        spent[sitting.step] += sitting.minutes
        weeks[sitting.week] += sitting.minutes
        assert sitting.ends - sitting.starts == timedelta(minutes=sitting.minutes)
        assert sitting.starts.astimezone(ZoneInfo(zone)).weekday() not in rest
        day = (sitting.starts.date() - start).days
        assert sitting.week == 1 + day // 7
    assert [spent[step] for step in range(len(minutes))] == minutes
    assert all(total <= weekly for total in weeks.values())
    assert [sitting.step for sitting in found] == sorted(sitting.step for sitting in found)
    assert all(one.ends.astimezone(UTC) <= other.starts.astimezone(UTC) for one, other in pairwise(found))
    assert all(1 <= sitting.part <= sitting.parts for sitting in found)


def test_a_week_is_shared_out_among_its_days() -> None:
    """Each day of study has an equal share, the first ones the odd minutes, and each begins at the same time."""
    found = schedule([1000], MONDAY, 302, {5, 6}, time(18, 30), "UTC")
    assert [sitting.minutes for sitting in found[:6]] == [61, 61, 60, 60, 60, 61]
    assert [sitting.starts.isoformat() for sitting in found[4:6]] == [
        "2026-03-27T18:30:00+00:00",
        "2026-03-30T18:30:00+00:00",
    ]
    assert {sitting.parts for sitting in found} == {len(found)}


def test_weeks_begin_on_the_first_day() -> None:
    """Whichever weekday the first day is, its week is a whole one."""
    found = schedule([700], date(2026, 3, 26), 350, {6}, NOON, "UTC")
    assert Counter(sitting.week for sitting in found) == {1: 6, 2: 6}
    assert found[6].starts.date() == date(2026, 4, 2)


def test_clocks_that_change_do_not_change_the_study() -> None:
    """The time on the clock stays when clocks go forward, and minutes are real ones."""
    found = schedule([60 * 14], MONDAY, 420, set(), time(18), BERLIN)
    assert {sitting.starts.strftime("%H:%M") for sitting in found} == {"18:00"}
    assert {sitting.starts.utcoffset() for sitting in found} == {timedelta(hours=1), timedelta(hours=2)}


def test_a_time_that_the_clock_skips() -> None:
    """Where clocks go from two to three, study at half past two begins at half past three."""
    found = schedule([420], MONDAY, 420, set(), time(2, 30), BERLIN)
    assert [sitting.starts.strftime("%d %H:%M") for sitting in found][-2:] == ["28 02:30", "29 03:30"]


def test_a_time_that_the_clock_shows_twice() -> None:
    """Where clocks go back from three to two, study at half past two begins at the first of the two; it takes real minutes."""
    (found,) = schedule([60], date(2026, 10, 25), 420, set(), time(2, 30), BERLIN)
    assert [found.starts.isoformat(), found.ends.isoformat()] == [
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
    ]


def test_a_day_that_the_clock_skips() -> None:
    """Samoa went over the date line without a 30 December: that day has no study, and the week so much less."""
    found = schedule([400], date(2011, 12, 28), 700, set(), time(22), "Pacific/Apia")
    assert [sitting.starts.day for sitting in found] == [28, 29, 31, 1]
    assert all(one.ends <= other.starts for one, other in pairwise(found))


@pytest.mark.parametrize(("zone", "day"), [(BERLIN, date(2026, 3, 29)), ("America/Havana", date(2026, 3, 8))])
def test_a_day_of_all_its_hours(zone: str, day: date) -> None:
    """Study around the clock ends at midnight, also on a day of 23 hours, and goes on from there on the next."""
    found = schedule([3 * 1440], day, 7 * 1440, set(), time(0), zone)
    assert [sitting.minutes for sitting in found] == [1380, 1440, 1440, 60]
    assert all(one.ends.astimezone(UTC) == other.starts.astimezone(UTC) for one, other in pairwise(found))


@settings(max_examples=50)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=8), starts, st.integers(1, 60), rests)
def test_minute_by_minute(minutes: list[int], start: date, weekly: int, rest: set[int]) -> None:
    """Dealt out one by one, each minute goes to the next day of study that has not had its share of the week."""
    study = [n for n in range(7) if (start.weekday() + n) % 7 not in rest]
    places = ((7 * week + n, k) for week in count() for k, n in enumerate(study))
    room = (day for day, k in places for _ in range(weekly // len(study) + (k < weekly % len(study))))
    expected = Counter((step, next(room)) for step, whole in enumerate(minutes) for _ in range(whole))
    found = schedule(minutes, start, weekly, rest, NOON, BERLIN)
    assert {(s.step, (s.starts.date() - start).days): s.minutes for s in found} == expected


def test_as_many_as_may_be_listed() -> None:
    """The last sitting that may be listed is."""
    assert len(schedule([1] * MOST, MONDAY, 1440, set(), NOON, BERLIN)) == MOST
    with pytest.raises(QuestionError, match=f"more than {MOST} sittings"):
        schedule([1] * (MOST + 1), MONDAY, 1440, set(), NOON, BERLIN)


def test_nothing_to_learn_takes_no_day() -> None:
    """A path without steps has no sittings; a step of no minutes has one of none."""
    assert schedule([], MONDAY, 60, set(), NOON, "UTC") == ()
    (found,) = schedule([0], MONDAY, 60, set(), NOON, "UTC")
    assert (found.minutes, found.starts, found.ends) == (0, found.ends, datetime(2026, 3, 23, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changed", "pointer", "said"),
    [
        ({"rest": set(range(7))}, "/rest", "day"),
        ({"zone": "Europe/Berln"}, "/timezone", "Europe/Berlin"),
        ({"zone": "../etc/passwd"}, "/timezone", "zone"),
        ({"zone": "localtime"}, "/timezone", "'localtime'"),
        ({"zone": ""}, "/timezone", "''"),
        ({"weekly": 0}, "/weekly", "minute"),
        (
            {"weekly": 2400, "rest": {5, 6}, "at": time(18)},
            "/weekly",
            "480 minutes on each of 5 days are more than the 360",
        ),
        ({"weekly": 1, "at": time(23, 59, 30)}, "/weekly", "begin earlier"),
        ({"minutes": [10**12]}, "/weekly", str(MOST)),
        ({"start": date(1, 1, 1), "zone": "Asia/Tokyo", "at": time(0)}, "/start", "years"),
        ({"minutes": [10_000_000]}, "/weekly", str(MOST)),
        ({"start": date(9999, 12, 30), "minutes": [10_000]}, "/start", "9999"),
    ],
)
def test_what_cannot_be_laid_out(changed: dict[str, object], pointer: str, said: str) -> None:
    """No day to study, no such zone, more than may be listed, beyond the calendar: each is pointed at and explained."""
    asked = {"minutes": [60], "start": MONDAY, "weekly": 60, "rest": set(), "at": NOON, "zone": BERLIN, **changed}
    with pytest.raises(QuestionError) as raised:
        schedule(**asked)  # type: ignore[arg-type]
    ((where, detail),) = raised.value.errors
    assert where == pointer
    assert said in detail
