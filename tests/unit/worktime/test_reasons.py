"""The days that are told are those that the clock counted."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.worktime import at, facts_calendar
from tests.unit.worktime.test_properties import amounts, calendars, many, starts, units, within
from worktime.clock import due, latest
from worktime.lengths import Length, Unit
from worktime.reasons import Part, reckon
from worktime.workcalendar import BeyondCalendar

P = Part


@st.composite
def asked(draw):
    calendar = draw(calendars)
    anchor = draw(starts(calendar))
    return calendar, Length(draw(amounts), draw(units)), anchor.date() if draw(st.booleans()) else anchor


@many
@given(asked(), st.booleans(), st.booleans())
def test_reckon__ends_where_the_clock_says_and_counts_the_whole_length(question, backward, roll):
    calendar, length, anchor = question
    end = within(latest if backward else due, calendar, length, anchor, roll=roll)
    if end is None:
        return
    try:
        days = reckon(calendar, length, anchor, end, backward=backward)
    except BeyondCalendar:
        return
    step = timedelta(days=-1 if backward else 1)
    assert all(later.day - earlier.day == step for earlier, later in pairwise(days))
    assert days[-1].day == end.day
    if length.by_the_hour:
        assert sum(one.count for one in days) == length.minutes
        return
    counted = [one for one in days if one.part == P.COUNTED]
    assert [one.count for one in counted] == list(range(1, len(counted) + 1))
    if length.unit != Unit.MONTHS:
        assert len(counted) == length.amount
    assert all(one.works for one in counted) or length.unit != Unit.WORKING_DAYS
    assert days[-1].part in {P.COUNTED, P.REACHED}
    assert all(not one.works for one in days if one.part in {P.OFF, P.ROLLED})


def parts(length, anchor, backward=False, **more):
    calendar = facts_calendar()
    end = (latest if backward else due)(calendar, length, anchor, **more)
    return [
        (f"{one.day:%d/%m}", one.part, one.count) for one in reckon(calendar, length, anchor, end, backward=backward)
    ]


def test_reckon__over_the_november_holiday():
    assert parts(Length(2, Unit.WORKING_DAYS), date(2026, 11, 20)) == [
        ("20/11", P.ANCHOR, 0),
        ("21/11", P.OFF, 0),
        ("22/11", P.OFF, 0),
        ("23/11", P.COUNTED, 1),
        ("24/11", P.OFF, 1),
        ("25/11", P.COUNTED, 2),
    ]


def test_reckon__a_last_day_off_rolls_away_from_the_anchor():
    assert parts(Length(1, Unit.CALENDAR_DAYS), date(2026, 3, 6))[1:] == [
        ("07/03", P.COUNTED, 1),
        ("08/03", P.ROLLED, 1),
        ("09/03", P.REACHED, 1),
    ]
    assert parts(Length(2, Unit.CALENDAR_DAYS), date(2026, 3, 10), backward=True)[1:] == [
        ("09/03", P.COUNTED, 1),
        ("08/03", P.COUNTED, 2),
        ("07/03", P.ROLLED, 2),
        ("06/03", P.REACHED, 2),
    ]


def test_reckon__by_the_hour_says_how_much_of_each_day():
    assert parts(Length(4, Unit.WORKING_HOURS), at("06/03 15:00")) == [
        ("06/03", P.COUNTED, 120),
        ("07/03", P.OFF, 0),
        ("08/03", P.OFF, 0),
        ("09/03", P.COUNTED, 120),
    ]
    assert parts(Length(8, Unit.WORKING_HOURS), at("06/03 18:00"))[0] == ("06/03", P.CLOSED, 0)
