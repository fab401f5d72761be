"""Why a term ends when it does, day by day, in the direction in which it is counted. No Django here.

Only what `clock` has answered is retold: the days walked through here end where it says, which tests hold for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from worktime.clock import Due, day_in_vietnam
from worktime.lengths import Length, Unit, months_from
from worktime.workcalendar import DAY_MINUTES, WorkCalendar


class Part(StrEnum):
    """What a day is to a term. In Vietnamese: ngày được tính, không được tính."""

    ANCHOR = "anchor"
    COUNTED = "counted"
    OFF = "off"
    CLOSED = "closed"
    ROLLED = "rolled"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A day on the way of a term.

    Attributes:
        part: ANCHOR: the day that it is counted from, not counted itself; COUNTED: of the length; OFF: no working day,
            not counted; CLOSED: no office minute of it is counted; ROLLED: the length is full, but the day is off;
            REACHED: the working day on which it ends instead.
        count: days of the length that are used up with it, or office minutes counted on it.
        works: whether it is a working day.
    """

    day: date
    part: Part
    count: int
    works: bool


def reckon(
    calendar: WorkCalendar, length: Length, anchor: datetime | date, end: Due, *, backward: bool = False
) -> list[Reckoned]:
    """The days from the anchor to the end, both named.

    Args:
        anchor: as it was given to `due` or `latest`.
        end: their answer.
        backward: the answer is that of `latest`.

    Raises:
        BeyondCalendar: a day lies outside the calendar.
    """
    if length.minutes:
        return list(_by_the_hour(calendar, anchor, end, backward))
    return list(_by_the_day(calendar, length, day_in_vietnam(anchor), end.day, backward))


def _by_the_day(calendar: WorkCalendar, length: Length, anchor: date, last: date, backward: bool) -> Iterator[Reckoned]:
    wanted, done = _days_wanted(length, anchor, backward), 0
    yield Reckoned(anchor, Part.ANCHOR, 0, calendar.is_working_day(anchor))
    for day in _days(anchor, last, backward):
        works = calendar.is_working_day(day)
        if done == wanted:
            yield Reckoned(day, Part.REACHED if works else Part.ROLLED, done, works)
        elif works or length.unit != Unit.WORKING_DAYS:
            done += 1
            yield Reckoned(day, Part.COUNTED, done, works)
        else:
            yield Reckoned(day, Part.OFF, done, works)


def _days_wanted(length: Length, anchor: date, backward: bool) -> int:
    if length.unit == Unit.MONTHS:
        return abs((months_from(anchor, int(length.amount) * (-1 if backward else 1)) - anchor).days)
    return int(length.amount)


def _days(anchor: date, last: date, backward: bool) -> Iterator[date]:
    """From beside the anchor to the last one."""
    step = -1 if backward else 1
    for apart in range(1, abs((last - anchor).days) + 1):
        yield anchor + timedelta(days=step * apart)


def _by_the_hour(calendar: WorkCalendar, anchor: datetime | date, end: Due, backward: bool) -> Iterator[Reckoned]:
    """A day alone is not counted, whichever way: a term begins with the next one, or lies before it."""
    day, limit = day_in_vietnam(anchor), calendar.minute_of(end.at)
    days = list(_days(day, end.day, backward))
    if isinstance(anchor, datetime):
        since, days = calendar.minute_of(anchor), [day, *days]
    else:
        yield Reckoned(day, Part.ANCHOR, 0, calendar.is_working_day(day))
        since = (calendar.number_of(day) + (0 if backward else 1)) * DAY_MINUTES
    first, last = min(since, limit), max(since, limit)
    for one in days:
        midnight = calendar.number_of(one) * DAY_MINUTES
        low, high = max(midnight, first), min(midnight + DAY_MINUTES, last)
        minutes = calendar.office_before(high) - calendar.office_before(low) if high > low else 0
        works = calendar.is_working_day(one)
        yield Reckoned(one, Part.COUNTED if minutes else Part.CLOSED if works else Part.OFF, minutes, works)
