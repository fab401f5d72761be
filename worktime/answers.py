"""A question of anybody: when would a term end, and why then?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gis.db.wall import database_of
from worktime.clock import Due, due, latest
from worktime.lengths import Length
from worktime.models import CalendarDay
from worktime.reading import calendar_of
from worktime.reasons import Reckoned, reckon


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        anchor: an instant, or a day of which nobody knows the hour.
        backward: until so long before the anchor.
        roll: a last day off moves the end, away from the anchor.
        agency_id: whose office hours count; None: the general ones.
    """

    anchor: datetime | date
    length: Length
    backward: bool = False
    roll: bool = True
    agency_id: int | None = None


@dataclass(frozen=True)
class Told:
    """A day on the way, with the row of the calendar that makes it what it is; None: its weekday does."""

    reckoned: Reckoned
    row: CalendarDay | None


@dataclass(frozen=True)
class Answer:
    """When the term ends.

    Attributes:
        days: from the anchor to the end, in the direction of counting.
        provisional: years among them whose notice is not known.
    """

    end: Due
    days: list[Told]
    provisional: list[int]


def answer(user: Any, asked: Question) -> Answer:
    """The end of a term by the calendar as this reader knows it.

    Raises:
        CalendarEnds, NoCalendar: it reaches beyond the calendar.
    """
    calendar = calendar_of(asked.agency_id, using=database_of(user))
    if asked.backward:
        end = latest(calendar, asked.length, asked.anchor, asked.roll)
    else:
        found = due(calendar, asked.length, asked.anchor, roll=asked.roll)
        assert found is not None  # only a term that rests has no end
        end = found
    walked = reckon(calendar, asked.length, asked.anchor, end, backward=asked.backward)
    rows = _rows(user, walked)
    return Answer(end, [Told(one, rows.get(one.day)) for one in walked], _provisional(user, walked))


def _rows(user: Any, walked: Sequence[Reckoned]) -> dict[date, CalendarDay]:
    first, last = sorted((walked[0].day, walked[-1].day))
    rows = CalendarDay.objects.visible_to(user).standing().filter(day__range=(first, last))
    return {row.day: row for row in rows.select_related("notice")}


def _provisional(user: Any, walked: Sequence[Reckoned]) -> list[int]:
    years = {one.day.year for one in walked}
    rows = CalendarDay.objects.visible_to(user).standing().filter(notice__provisional=True, day__year__in=years)
    return sorted({day.year for day in rows.dates("day", "year")})
