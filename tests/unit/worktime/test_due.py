"""Terms worked out by hand, with the days in words. The calendar is that of data/facts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories.worktime import at, facts_calendar
from worktime.clock import due, elapsed, latest, left
from worktime.lengths import Length, Unit
from worktime.workcalendar import ZONE, BeyondCalendar

WORKING, CALENDAR, HOURS, MONTHS = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WORKING_HOURS, Unit.MONTHS


def day(text):
    return at(f"{text} 00:00").date()


def pauses(*edges):
    found = [at(edge) if edge else None for edge in edges]
    return list(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize(
    ("why", "length", "start", "ends"),
    [
        ("Friday 6 March is not counted; Monday, Tuesday, Wednesday", (3, WORKING), "06/03 09:00", "11/03"),
        ("begun before the office opens: still not counted", (1, WORKING), "09/03 05:00", "10/03"),
        ("begun on a Saturday: Monday is the first day", (1, WORKING), "07/03 10:00", "09/03"),
        ("Tet 2026: Friday 13/2, then off 16 to 20/2; Monday 23, Tuesday 24", (2, WORKING), "13/02 15:00", "24/02"),
        ("24 November 2026 is off: Monday 23 is day 1, Wednesday 25 day 2", (2, WORKING), "20/11 08:00", "25/11"),
        ("in 2025 it was not: Monday 24, Tuesday 25", (2, WORKING), "21/11/2025 08:00", "25/11/2025"),
        ("Saturday 22 August 2026 is worked for Monday 31", (1, WORKING), "21/08 08:00", "22/08"),
        ("31 August, 1 and 2 September 2026 are off", (1, WORKING), "28/08 08:00", "03/09"),
        ("Saturday 10 January 2026 is worked for Friday 2", (5, WORKING), "05/01 08:00", "10/01"),
        ("1 and 2 January 2026 are off: Monday 5", (1, WORKING), "31/12/2025 08:00", "05/01"),
        ("30 days from Thursday 29/1 end on Saturday 28/2, so on Monday 2/3", (30, CALENDAR), "29/01 10:00", "02/03"),
        ("Hung Kings' day on Sunday 26/4/2026 is made good on Monday: Tuesday", (1, CALENDAR), "25/04 10:00", "28/04"),
        ("15 days end on Friday 1 May, the week's end follows: Monday 4", (15, CALENDAR), "16/04 10:00", "04/05"),
        ("a month from 31 January ends on 28 February, a Saturday: Monday", (1, MONTHS), "31/01 10:00", "02/03"),
        ("a month from 31 March ends on 30 April, off until Sunday: Monday 4 May", (1, MONTHS), "31/03 10:00", "04/05"),
        ("twelve months from 29 February 2024 end on 28 February 2025", (12, MONTHS), "29/02/2024 10:00", "28/02/2025"),
    ],
)  # fmt: skip
def test_due__days(why, length, start, ends):
    found = due(facts_calendar(), Length(*length), at(start))
    assert found.day == day(ends), why
    assert found.at == at(f"{ends} 00:00") + (at("02/01 00:00") - at("01/01 00:00"))
    assert found.closes_at == at(f"{ends} 17:00")


@pytest.mark.parametrize(
    ("why", "length", "start", "ends"),
    [
        ("4 hours fill a morning", (4, HOURS), "06/03 07:30", "06/03 11:30"),
        ("over noon", (4, HOURS), "06/03 09:00", "06/03 14:30"),
        ("before the office opens the first minute is 7:30", (1, HOURS), "06/03 05:00", "06/03 08:30"),
        ("at closing time the first minute is Monday's", (1, HOURS), "06/03 17:00", "09/03 08:30"),
        ("at noon the first minute is 13:00", (1, HOURS), "06/03 12:00", "06/03 14:00"),
        ("half a working day is 4 hours", (Decimal("0.5"), WORKING), "06/03 15:00", "09/03 09:30"),
        ("over 24 November", (8, HOURS), "23/11 15:00", "25/11 15:00"),
        ("on a holiday", (8, HOURS), "24/11 10:00", "25/11 17:00"),
        ("on the Saturday worked by swap", (8, HOURS), "21/08 13:00", "22/08 11:30"),
        ("half a minute is no minute", (1, HOURS), "06/03 07:30", "06/03 08:30"),
    ],
)
def test_due__hours(why, length, start, ends):
    found = due(facts_calendar(), Length(*length), at(start).replace(second=40))
    assert found.at == at(ends), why
    assert found.day == at(ends).date()


@pytest.mark.parametrize(
    ("why", "length", "rests", "ends"),
    [
        ("within one day it costs nothing", (3, WORKING), ["10/03 09:00", "10/03 16:00"], "11/03"),
        ("at midnight sharp, too", (3, WORKING), ["10/03 00:00", "10/03 23:00"], "11/03"),
        ("the pause's day 10 is used up, that of the resumption, 12, is not: 13",
         (3, WORKING), ["10/03 09:00", "12/03 09:00"], "13/03"),
        ("resumed on the last day's evening: the day after", (1, WORKING), ["08/03 09:00", "09/03 18:00"], "10/03"),
        ("paused on the last day, resumed on Friday: Friday", (3, WORKING), ["11/03 09:00", "13/03 09:00"], "13/03"),
        ("paused on the last day, resumed on Saturday: Monday", (3, WORKING), ["11/03 09:00", "14/03 09:00"], "16/03"),
        ("calendar days: Friday 6 + 10 = Monday 16, three days at rest: Thursday",
         (10, CALENDAR), ["10/03 09:00", "13/03 09:00"], "19/03"),
        ("over the week's end no working day is lost", (5, WORKING), ["13/03 16:00", "15/03 09:00"], "16/03"),
        ("a pause after the end changes nothing", (3, WORKING), ["12/03 09:00", "20/03 09:00"], "11/03"),
        ("nor does an open one", (3, WORKING), ["12/03 00:00", None], "11/03"),
        ("two pauses that touch", (3, WORKING), ["10/03 09:00", "11/03 09:00", "11/03 09:00", "12/03 09:00"], "13/03"),
        ("a month and two days at rest: 6 April + 2", (1, MONTHS), ["10/03 09:00", "12/03 09:00"], "08/04"),
    ],
)  # fmt: skip
def test_due__pauses_of_a_term_from_friday_6_march(why, length, rests, ends):
    found = due(facts_calendar(), Length(*length), at("06/03 09:00"), pauses(*rests))
    assert found.day == day(ends), why


def test_due__pause_over_tet():
    """Paused on Thursday 12/2, resumed on Saturday 14/2: nothing worked in between but Friday; then Tet until 20/2."""
    found = due(facts_calendar(), Length(3, WORKING), at("11/02 09:00"), pauses("12/02 09:00", "14/02 09:00"))
    assert found.day == date(2026, 2, 24)


def test_due__open_pause_has_no_end():
    term = facts_calendar(), Length(3, WORKING), at("06/03 09:00")
    assert due(*term, pauses("11/03 23:59", None)) is None
    assert due(*term, pauses("10/03 09:00", "10/03 10:00", "11/03 09:00", None)) is None
    assert due(facts_calendar(), Length(4, HOURS), at("06/03 07:30"), pauses("06/03 11:29", None)) is None
    assert due(facts_calendar(), Length(4, HOURS), at("06/03 07:30"), pauses("06/03 11:30", None)) is not None


@pytest.mark.parametrize("length", [Length(3, WORKING), Length(4, HOURS)])
def test_due__pauses_before_the_beginning_are_nothing(length):
    term = facts_calendar(), length, at("06/03 09:00")
    assert due(*term, pauses("02/03 09:00", "05/03 16:00")) == due(*term)
    assert due(*term, pauses("02/03 09:00", "09/03 07:30")) == due(facts_calendar(), length, at("09/03 07:30"))


def test_due__pause_by_the_hour():
    found = due(facts_calendar(), Length(4, HOURS), at("06/03 07:30"), pauses("06/03 08:30", "06/03 14:00"))
    assert found.at == at("06/03 17:00")


def test_due__last_day_off_stays_without_roll():
    found = due(facts_calendar(), Length(8, CALENDAR), at("06/03 09:00"), roll=False)
    assert (found.day, found.closes_at) == (date(2026, 3, 14), None)


def test_due__the_day_is_that_of_vietnam():
    """17:30 UTC on Thursday is half past midnight on Friday."""
    found = due(facts_calendar(), Length(1, WORKING), datetime(2026, 3, 5, 17, 30, tzinfo=UTC))
    assert found.day == date(2026, 3, 9)
    assert str(found.at) == "2026-03-10 00:00:00+07:00"


def test_due__a_day_alone():
    assert due(facts_calendar(), Length(1, WORKING), date(2026, 3, 6)).day == date(2026, 3, 9)
    assert due(facts_calendar(), Length(1, HOURS), date(2026, 3, 5)).at == at("06/03 08:30")


@pytest.mark.parametrize(
    ("why", "length", "anchor", "roll", "ends"),
    [
        ("files until 2 days before Wednesday's session: Monday", (2, CALENDAR), "25/11 09:00", True, "23/11"),
        ("before a session on Thursday 26/11: Tuesday 24 is off, Monday 23",
         (2, CALENDAR), "26/11 09:00", True, "23/11"),
        ("before Monday's session: Saturday is off, Friday", (2, CALENDAR), "16/11 09:00", True, "13/11"),
        ("posting at least 15 days before: a Sunday is as good", (15, CALENDAR), "16/11 09:00", False, "01/11"),
        ("3 working days before Thursday 26/11, 24 being off", (3, WORKING), "26/11 09:00", True, "20/11"),
        ("a month before 31 March is 28 February, a Saturday: Friday", (1, MONTHS), "31/03 09:00", True, "27/02"),
    ],
)  # fmt: skip
def test_latest__days(why, length, anchor, roll, ends):
    assert latest(facts_calendar(), Length(*length), at(anchor), roll).day == day(ends), why


@pytest.mark.parametrize(
    ("anchor", "ends"),
    [("25/11 09:00", "23/11 14:30"), ("25/11 07:30", "23/11 13:00"), ("24/11 10:00", "23/11 13:00")],
)  # fmt: skip
def test_latest__four_hours(anchor, ends):
    assert latest(facts_calendar(), Length(4, HOURS), at(anchor)).at == at(ends)


def test_latest__hours_before_a_day():
    assert latest(facts_calendar(), Length(1, HOURS), date(2026, 11, 25)).at == at("23/11 16:00")


def test_due__names_the_first_year_that_is_missing():
    with pytest.raises(BeyondCalendar) as told:
        due(facts_calendar(), Length(1, WORKING), at("31/12/2030 09:00"))
    assert told.value.year == 2031
    with pytest.raises(BeyondCalendar) as told:
        latest(facts_calendar(), Length(5, CALENDAR), at("03/01/2022 09:00"))
    assert told.value.year == 2021
    assert due(facts_calendar(), Length(1, WORKING), at("30/12/2030 09:00")).at == datetime(2031, 1, 1, tzinfo=ZONE)


def test_due__pauses_in_order():
    for wrong in (["10/03 09:00", None, "11/03 09:00", None], ["11/03 09:00", "10/03 09:00"]):
        with pytest.raises(ValueError, match="pauses"):
            due(facts_calendar(), Length(3, WORKING), at("06/03 09:00"), pauses(*wrong))


def test_elapsed__days_and_minutes():
    calendar, start, now = facts_calendar(), at("06/03 09:00"), at("11/03 08:30")
    assert elapsed(calendar, WORKING, start, now) == 3
    assert elapsed(calendar, CALENDAR, start, now) == 5
    assert elapsed(calendar, HOURS, start, now) == 390 + 480 + 480 + 60
    assert elapsed(calendar, WORKING, start, now, pauses("09/03 09:00", "10/03 09:00")) == 2
    assert elapsed(calendar, HOURS, start, now, pauses("09/03 09:00", None)) == 390 + 90
    assert elapsed(calendar, WORKING, start, at("05/03 09:00")) == 0


def test_left__office_minutes_until_the_end_and_after_it():
    calendar = facts_calendar()
    end = due(calendar, Length(1, WORKING), at("20/11 09:00"))
    assert end.day == date(2026, 11, 23)
    assert left(calendar, end, at("20/11 16:00")) == 60 + 480
    assert left(calendar, end, at("23/11 16:30")) == 30
    assert left(calendar, end, at("24/11 10:00")) == 0
    assert left(calendar, end, at("25/11 08:30")) == -60


def test_calendar__questions_about_days():
    calendar = facts_calendar()
    assert [calendar.is_working_day(date(2026, 11, number)) for number in (20, 21, 23, 24)] == [
        True,
        False,
        True,
        False,
    ]
    assert calendar.next_working_day(date(2026, 11, 23)) == date(2026, 11, 25)
    assert calendar.next_working_day(date(2026, 8, 21)) == date(2026, 8, 22)
    assert calendar.working_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 2
    assert calendar.working_days_between(date(2026, 11, 25), date(2026, 11, 20)) == -2
    assert calendar.office_minutes(at("23/11 11:00"), at("25/11 08:00")) == 30 + 240 + 30
    assert calendar.closes_at(date(2026, 11, 24)) is None
    assert calendar.opening(date(2026, 11, 25)) == ((450, 690), (780, 1020))
    for outside in (date(2021, 12, 31), date(2031, 1, 1)):
        with pytest.raises(BeyondCalendar):
            calendar.is_working_day(outside)
