"""Calendars: hours of swapped days, hours that change, an agency's own, years without days; lengths."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from worktime.clock import due
from worktime.lengths import Length, Unit, months_from
from worktime.workcalendar import ZONE, BeyondCalendar, Hours, Kind, SpecialDay, WorkCalendar

ROOT = Path(__file__).resolve().parents[3]
NEW_YEAR = SpecialDay(date(2026, 1, 1), Kind.HOLIDAY)
WEEK = [Hours(weekday, 480, 960) for weekday in range(1, 6)]


def test_zone__one_offset_in_all_years():
    """Minutes are counted on the wall, which is only right while the zone never jumps."""
    moments = (datetime(2022, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 9 * 366 * 24, 6))
    assert {moment.astimezone(ZONE).utcoffset() for moment in moments} == {timedelta(hours=7)}


def test_swapped_day__has_the_hours_of_the_day_it_makes_up_for():
    days = [NEW_YEAR, SpecialDay(date(2026, 1, 10), Kind.SWAPPED_ON, 5)]
    calendar = WorkCalendar(days, [*WEEK[:4], Hours(5, 480, 720), Hours(6, 0, 60)])
    assert calendar.is_working_day(date(2026, 1, 10))
    assert calendar.opening(date(2026, 1, 10)) == ((480, 720),)


def test_saturday_morning__opens_the_office_and_makes_no_working_day():
    calendar = WorkCalendar([NEW_YEAR, SpecialDay(date(2026, 1, 10), Kind.HOLIDAY)], [*WEEK, Hours(6, 450, 690)])
    assert not calendar.is_working_day(date(2026, 1, 3))
    assert calendar.opening(date(2026, 1, 3)) == ((450, 690),)
    assert calendar.opening(date(2026, 1, 10)) == ()


def test_ordinary_day__is_as_its_weekday():
    calendar = WorkCalendar([NEW_YEAR, SpecialDay(date(2026, 1, 2), Kind.ORDINARY)], WEEK)
    assert calendar.is_working_day(date(2026, 1, 2))


def test_hours__hold_from_a_day_until_another():
    change = date(2026, 6, 3)
    calendar = WorkCalendar([NEW_YEAR], [Hours(3, 480, 960, None, change), Hours(3, 540, 900, change)])
    assert calendar.opening(change - timedelta(7)) == ((480, 960),)
    assert calendar.opening(change) == ((540, 900),)


def test_own_hours__stand_in_while_they_hold():
    own = [Hours(3, 540, 600, date(2026, 6, 3), date(2026, 6, 17))]
    calendar = WorkCalendar([NEW_YEAR], WEEK, own)
    opened = [calendar.opening(date(2026, 6, number)) for number in (2, 3, 4, 10, 17)]
    assert opened == [((480, 960),), ((540, 600),), ((480, 960),), ((540, 600),), ((480, 960),)]


def test_years__up_to_the_first_gap():
    days = [SpecialDay(date(year, 1, 1), Kind.HOLIDAY) for year in (2024, 2025, 2027)]
    calendar = WorkCalendar(days, WEEK)
    assert (calendar.first, calendar.last) == (date(2024, 1, 1), date(2025, 12, 31))


def test_calendar__refuses_two_rows_for_a_day_and_none_at_all():
    with pytest.raises(ValueError, match="two rows"):
        WorkCalendar([NEW_YEAR, NEW_YEAR], WEEK)
    with pytest.raises(ValueError, match="covers no year"):
        WorkCalendar([], WEEK)


def test_due__rests_for_good_where_the_calendar_has_no_working_day_left():
    """Resumed on Monday 28 and paused again: whether a working day follows in another year is of no account."""
    days = [NEW_YEAR, *(SpecialDay(date(2026, 12, number), Kind.HOLIDAY) for number in range(28, 32))]
    calendar, start = WorkCalendar(days, WEEK), datetime(2026, 12, 23, 9, tzinfo=ZONE)
    rests = [(start + timedelta(2), start + timedelta(5)), (start + timedelta(5, 60), None)]
    assert due(calendar, Length(2, Unit.CALENDAR_DAYS), start, rests) is None
    with pytest.raises(BeyondCalendar):
        due(calendar, Length(2, Unit.CALENDAR_DAYS), start, rests[:1])


@pytest.mark.parametrize(
    ("amount", "unit", "minutes"),
    [(1, Unit.WORKING_DAYS, 0), (Decimal("1.5"), Unit.WORKING_DAYS, 720), (Decimal("0.25"), Unit.WORKING_HOURS, 15),
     (Decimal("2.0"), Unit.WORKING_DAYS, 0), (3, Unit.MONTHS, 0)],
)  # fmt: skip
def test_length__parts_of_a_working_day_are_hours(amount, unit, minutes):
    assert Length(amount, unit).minutes == minutes


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(0, Unit.WORKING_DAYS), (-1, Unit.MONTHS), (Decimal("1.5"), Unit.CALENDAR_DAYS), (Decimal("0.5"), Unit.MONTHS),
     (Decimal("0.001"), Unit.WORKING_HOURS), (1, "weeks")],
)  # fmt: skip
def test_length__refuses_what_cannot_be_counted(amount, unit):
    with pytest.raises(ValueError, match=r".+"):
        Length(amount, unit)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-12-15", 1, "2027-01-15"),
     ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"), ("2026-02-28", 1, "2026-03-28")],
)  # fmt: skip
def test_months_from(day, months, found):
    assert months_from(date.fromisoformat(day), months) == date.fromisoformat(found)


def test_arithmetic__knows_no_django():
    statement = "import sys, worktime.clock; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", statement], cwd=ROOT, check=False).returncode == 0
