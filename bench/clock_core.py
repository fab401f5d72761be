"""The arithmetic of `worktime` asked the same as its rivals."""

from bench.clock_cases import Answer, Case, MadeCalendar
from worktime.clock import due, latest
from worktime.lengths import Length, Unit
from worktime.workcalendar import BeyondCalendar, Hours, Kind, SpecialDay, WorkCalendar


def build(calendar: MadeCalendar) -> WorkCalendar:
    """The calendar worked out."""
    days = (SpecialDay(day, Kind(kind), hours_of) for day, kind, hours_of in calendar.special)
    return WorkCalendar(days, (Hours(*row) for row in calendar.hours))


def answer(calendar: WorkCalendar, case: Case) -> Answer:
    """Where a term ends."""
    length = Length(case.amount, Unit(case.unit))
    try:
        if case.backward:
            found = latest(calendar, length, case.start, case.roll)
        else:
            ends = due(calendar, length, case.start, case.pauses, case.roll)
            if ends is None:
                return Answer("rests")
            found = ends
    except BeyondCalendar:
        return Answer("beyond")
    return Answer("due", found.day, found.at, found.closes_at)
