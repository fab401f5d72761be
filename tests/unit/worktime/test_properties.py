"""What must hold of any term on any calendar."""

from datetime import time, timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import clock_core
from bench.clock_cases import VIETNAM, make_calendar
from worktime.clock import due, elapsed, latest, left
from worktime.lengths import Length, Unit
from worktime.workcalendar import BeyondCalendar

# The same ones each time, however busy the machine is.
many = settings(
    max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
CALENDARS = [clock_core.build(make_calendar(Random(number))) for number in range(8)]
DAY_UNITS = [Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS]
calendars = st.sampled_from(CALENDARS)
units = st.sampled_from(list(Unit))
amounts = st.integers(1, 20)
gaps = st.integers(0, 6 * 1440)


@st.composite
def starts(draw, calendar):
    return calendar.moment_of(draw(st.integers(0, calendar.end - 1)))


@st.composite
def terms(draw, unit=units):
    calendar = draw(calendars)
    start = draw(starts(calendar))
    length = Length(draw(amounts), draw(unit))
    rests, at = [], start
    for before, rest in draw(st.lists(st.tuples(gaps, gaps), max_size=4)):
        rests.append((at + timedelta(minutes=before), at + timedelta(minutes=before + rest)))
        at = rests[-1][1]
    return calendar, length, start, rests


def within(term, *args, **named):
    """The end, or None where the calendar is over."""
    try:
        return term(*args, **named)
    except BeyondCalendar:
        return None


@many
@given(terms(), st.booleans())
def test_due__a_rolled_end_is_a_working_day(term, roll):
    calendar, length, *_ = term
    end = within(due, *term, roll=roll)
    if end and not length.by_the_hour:
        assert calendar.is_working_day(end.day) or not roll
        assert end.at.astimezone(VIETNAM).time() == time()


@many
@given(terms())
def test_due__rolling_is_never_earlier(term):
    rolled, plain = within(due, *term, roll=True), within(due, *term, roll=False)
    if rolled and plain:
        assert plain.at <= rolled.at


@many
@given(terms())
def test_due__a_longer_term_never_ends_earlier(term):
    calendar, length, start, rests = term
    longer = within(due, calendar, Length(length.amount + 1, length.unit), start, rests)
    if longer:
        assert due(*term).at <= longer.at


@many
@given(terms(), gaps)
def test_due__a_later_start_never_ends_earlier(term, minutes):
    calendar, length, start, _ = term
    later = within(due, calendar, length, start + timedelta(minutes=minutes))
    if later:
        assert due(calendar, length, start).at <= later.at


@many
@given(terms())
def test_due__a_pause_never_ends_it_earlier(term):
    calendar, length, start, rests = term
    ends = [within(due, calendar, length, start, rests[:count]) for count in range(len(rests) + 1)]
    known = [end.at for end in ends if end]
    assert known == sorted(known)
    assert [end is None for end in ends] == sorted(end is None for end in ends)


@many
@given(terms(st.sampled_from(DAY_UNITS)), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 40))
def test_due__pauses_within_a_day_cost_nothing(term, first, second, days):
    calendar, length, start, _ = term
    midnight = start.replace(hour=0, minute=0) + timedelta(days=days)
    since, until = (midnight + timedelta(minutes=minute) for minute in sorted((first, second)))
    if since >= start:
        assert within(due, calendar, length, start, [(since, until)]) == within(due, calendar, length, start)


@many
@given(terms(st.just(Unit.WORKING_DAYS)))
def test_working_days__counted_back_they_begin_where_they_began(term):
    calendar, length, start, _ = term
    end = within(due, calendar, length, start)
    if end:
        first = within(due, calendar, Length(1, Unit.WORKING_DAYS), start)
        before = within(latest, calendar, length, end.day + timedelta(days=1))
        assert before is not None
        assert before.day == first.day


@many
@given(terms(st.just(Unit.WORKING_HOURS)))
def test_working_hours__counted_back_they_begin_with_the_first_office_minute(term):
    calendar, length, start, _ = term
    end = within(due, calendar, length, start)
    if end:
        assert calendar.office_minutes(start, latest(calendar, length, end.at).at) == 0
        assert calendar.office_minutes(start, end.at) == length.minutes


@many
@given(terms())
def test_elapsed__is_the_length_at_the_end(term):
    calendar, length, start, rests = term
    if length.unit == Unit.MONTHS:
        return
    end = within(due, *term, roll=False)
    if end is None or end.at > calendar.moment_of(calendar.end - 1):
        return
    used = elapsed(calendar, length.unit, start, end.at - timedelta(minutes=1), rests)
    wanted = length.minutes - 1 if length.by_the_hour else length.amount
    assert used >= wanted
    if not rests:
        assert used == wanted


@many
@given(terms(), gaps)
def test_left__falls_to_nothing_at_the_end_and_below_after_it(term, minutes):
    calendar, *_ = term
    end = within(due, *term)
    if end is None:
        return
    later = end.at + timedelta(minutes=minutes)
    if later <= calendar.moment_of(calendar.end):
        assert left(calendar, end, end.at) == 0
        assert left(calendar, end, later) == -calendar.office_minutes(end.at, later) <= 0
        assert left(calendar, end, term[2]) >= 0
