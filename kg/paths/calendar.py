"""When: the steps of a path laid onto days of study.

Weeks run over seven days from the first day, whichever weekday that is: so the first week is a whole one, every
week has the same days of study, and no step waits for a Monday. A day's study begins at the same time on the
clock. Where the clock skips that time, it begins as much later; where the clock shows it twice, the first time
(RFC 5545, section 3.3.5). Minutes of study are real ones, whatever the clock does meanwhile.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from kg.errors import QuestionError, did_you_mean, near, shown

MOST = 20_000  # sittings

_HOST = ("localtime", "posixrules")  # names for whatever a machine is set to
_MINUTE = timedelta(minutes=1)


class Sitting(NamedTuple):
    """A stretch of study on one day: which part of which step, in which week from 1, from when to when in local time."""

    step: int
    part: int
    parts: int
    week: int
    starts: datetime
    ends: datetime
    minutes: int


def schedule(
    minutes: Sequence[int], start: date, weekly: int, rest: AbstractSet[int], at: time, zone: str
) -> tuple[Sitting, ...]:
    """The steps, of so many minutes each, one after the other on days of study; a long one spans days and weeks.

    Each day but those of `rest` (0 is Monday) takes an equal share of the weekly minutes; what does not divide goes to
    the first days of the week, a minute each. A step that takes no minutes has a sitting of none. Raises
    `QuestionError` where the week has no room, the zone is not known, or there would be more than `MOST` sittings.
    """
    tz = _zone(zone)
    days = _days(start, _shares(start, weekly, rest, at), at, tz)
    found: list[Sitting] = []
    try:
        week, now, left = next(days)
        for step, due in enumerate(minutes):
            part, ahead = 0, due
            while ahead or not part:
                if ahead and not left:
                    week, now, left = next(days)
                part, taken = part + 1, min(ahead, left)
                end = now + taken * _MINUTE
                found.append(Sitting(step, part, 0, week, now.astimezone(tz), end.astimezone(tz), taken))
                now, left, ahead = end, left - taken, ahead - taken
                if len(found) > MOST:
                    detail = f"the calendar would have more than {MOST} sittings: study more each week, or learn less"
                    raise QuestionError((("/weekly", detail),))
    except OverflowError:
        raise QuestionError((("/start", "the calendar would leave the years 1 to 9999"),)) from None
    parts = Counter(sitting.step for sitting in found)
    return tuple(sitting._replace(parts=parts[sitting.step]) for sitting in found)


def _days(start: date, shares: Sequence[int], at: time, tz: ZoneInfo) -> Iterator[tuple[int, datetime, int]]:
    """For each day of study its week, when study begins (UTC), and its minutes: what the week gives it, before midnight.

    A day that the clock skips, or whose beginning it moves past midnight, has none.
    """
    for n in count():
        if not shares[n % 7]:
            continue
        day = start + timedelta(n)
        begin = datetime.combine(day, at, tz).astimezone(UTC)
        midnight = datetime.combine(day + timedelta(1), time(), tz).astimezone(UTC)
        room = min(shares[n % 7], (midnight - begin) // _MINUTE)
        if room > 0:
            yield n // 7 + 1, begin, room


def _shares(start: date, weekly: int, rest: AbstractSet[int], at: time) -> list[int]:
    """The minutes of study on each of seven days."""
    study = [n for n in range(7) if (start.weekday() + n) % 7 not in rest]
    if not study:
        raise QuestionError((("/rest", "all seven days are days of rest: leave one for study"),))
    if weekly < 1:
        raise QuestionError((("/weekly", "a calendar needs at least a minute of study a week"),))
    share, more = divmod(weekly, len(study))
    room = (timedelta(1) - timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)) // _MINUTE
    if share + bool(more) > room:
        detail = (
            f"{share + bool(more)} minutes on each of {len(study)} days are more than the {room} that a day has"
            f" from {at:%H:%M}: study less, begin earlier, or rest on fewer days"
        )
        raise QuestionError((("/weekly", detail),))
    shares = [0] * 7
    for place, n in enumerate(study):
        shares[n] = share + (place < more)
    return shares


def _zone(name: str) -> ZoneInfo:
    try:
        if name in _HOST:
            raise KeyError(name)
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        suggestions = near(name, available_timezones().difference(_HOST))
    detail = f"there is no time zone {shown(name)}{did_you_mean(suggestions)}"
    raise QuestionError((("/timezone", detail),))
