"""The working calendar of the facts, without a database."""

from datetime import datetime
from functools import cache
from pathlib import Path

from worktime.loading.facts import read_days, read_hours
from worktime.workcalendar import ZONE, Hours, Kind, SpecialDay, WorkCalendar

FACTS = Path(__file__).resolve().parents[2] / "data/facts"


@cache
def facts_calendar() -> WorkCalendar:
    """2022 to 2030, Monday to Friday 7:30 to 11:30 and 13:00 to 17:00."""
    days = (
        SpecialDay(one.day, Kind(one.kind.value), one.hours_of) for one in read_days(FACTS / "working_calendar.csv")
    )
    hours = (
        Hours(one.weekday, one.opens.hour * 60 + one.opens.minute, one.closes.hour * 60 + one.closes.minute)
        for one in read_hours(FACTS / "office_hours.csv")
    )
    return WorkCalendar(days, hours)


def at(text: str) -> datetime:
    """Such as "06/03 09:00", in Vietnam in 2026, or "21/11/2025 08:00"."""
    day, hour = text.split()
    return datetime.strptime(f"{day if day.count('/') == 2 else f'{day}/2026'} {hour}", "%d/%m/%Y %H:%M").replace(
        tzinfo=ZONE
    )
