"""Made-up calendars, odd ones among them, and terms on them: what the arithmetic of terms is tried on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_FIRST_YEARS = range(2022, 2030)
_OFFICE = ((450, 690), (780, 1020))  # 7:30 to 11:30, 13:00 to 17:00
_LONGEST = {"working_days": 30, "calendar_days": 45, "working_hours": 60, "months": 3}


@dataclass(frozen=True)
class MadeCalendar:
    """Rows of one or two years, as an office would load them.

    Attributes:
        special: (day, kind, weekday whose hours a swapped working day has).
        hours: (weekday, opens, closes, first day or None, first day without or None), minutes from midnight.
    """

    first: date
    last: date
    special: tuple[tuple[date, str, int], ...]
    hours: tuple[tuple[int, int, int, date | None, date | None], ...]


@dataclass(frozen=True)
class Case:
    """One term; `calendar` is the place of its calendar in the list."""

    calendar: int
    backward: bool
    unit: str
    amount: int | Decimal
    start: datetime | date
    pauses: tuple[tuple[datetime, datetime | None], ...]
    roll: bool


@dataclass(frozen=True)
class Answer:
    """What a term comes to; `end` is "due", "rests" (no end in sight) or "beyond" (the calendar ends before it)."""

    end: str
    day: date | None = None
    at: datetime | None = None
    closes_at: datetime | None = None


def make_calendar(random: Random) -> MadeCalendar:
    """A calendar of one or two years."""
    year = random.choice(_FIRST_YEARS)
    first, last = date(year, 1, 1), date(year + random.choice((0, 0, 1)), 12, 31)
    special = _special(random, first, last)
    if random.random() < 0.2:
        special |= {first: ("holiday", 1), last: ("holiday", 1)}
    rows = tuple((day, kind, hours_of) for day, (kind, hours_of) in sorted(special.items()))
    return MadeCalendar(first, last, rows, _hours(random, first))


def _special(random: Random, first: date, last: date) -> dict[date, tuple[str, int]]:
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    # Every year has a row, else it would not be covered.
    found = {date(year, 1, 1): ("holiday", 1) for year in range(first.year, last.year + 1)}
    for _ in range(random.randint(0, 12)):
        begun = random.choice(days)
        kind = random.choice(("holiday", "holiday", "compensation", "swapped_off"))
        for n in range(random.choice((1, 1, 2, 5, 9))):
            if begun + timedelta(n) <= last:
                found[begun + timedelta(n)] = (kind, 1)
    mondays = [day for day in days if day.isoweekday() == 1]
    found |= {day: ("holiday", 1) for day in random.sample(mondays, 3)}
    weekends = [day for day in days if day.isoweekday() > 5]
    for day in random.sample(weekends, random.randint(0, 8)):
        found[day] = ("swapped_on", random.randint(1, 5))
    found |= {day: ("ordinary", 1) for day in random.sample(days, 2) if day not in found}
    return found


def _hours(random: Random, first: date) -> tuple[tuple[int, int, int, date | None, date | None], ...]:
    week = random.choice(
        (_OFFICE, _OFFICE, ((480, 720), (810, 1050)), ((450, 960),), ((420, 600), (610, 700), (780, 1080)))
    )
    rows: list[tuple[int, int, int, date | None, date | None]] = []
    changed = random.choice((None, None, first + timedelta(random.randint(20, 300))))
    for weekday in range(1, 6):
        rows += [(weekday, opens, closes, None, changed) for opens, closes in week]
        if changed:
            rows += [(weekday, opens + 30, closes + 30, changed, None) for opens, closes in week]
    if random.random() < 0.3:
        rows.append((6, 450, 690, None, None))  # an office that serves people on Saturday mornings
    if random.random() < 0.1:
        rows = [row for row in rows if row[0] != 3]  # and one that is shut on Wednesdays
    if random.random() < 0.1:
        rows.append((5, 1200, 1440, None, None))  # and one that is open until midnight
    return tuple(rows)


def make_cases(random: Random, calendars: list[MadeCalendar], count: int) -> list[Case]:
    """Terms on the calendars, forwards and backwards."""
    return [_case(random, place, calendars[place]) for place in random.choices(range(len(calendars)), k=count)]


def _case(random: Random, place: int, calendar: MadeCalendar) -> Case:
    unit = random.choice(tuple(_LONGEST))
    most = random.choice((3, 10, _LONGEST[unit])) if unit != "months" else _LONGEST[unit]
    amount: int | Decimal = random.randint(1, most)
    if unit in {"working_hours", "working_days"} and random.random() < 0.25:
        amount = Decimal(random.randint(1, 4 * most)) / 4
    start = _instant(random, calendar, _some_day(random, calendar))
    backward = random.random() < 0.3
    pauses = () if backward else _pauses(random, start, amount)
    begun = start.date() if random.random() < 0.15 and not pauses else start
    return Case(place, backward, unit, amount, begun, pauses, random.random() < 0.7)


def _some_day(random: Random, calendar: MadeCalendar) -> date:
    near_end = (calendar.last - timedelta(random.randint(0, 12)), calendar.first + timedelta(random.randint(0, 12)))
    special = random.choice(calendar.special)[0] + timedelta(random.randint(-3, 1))
    anywhere = calendar.first + timedelta(random.randint(0, (calendar.last - calendar.first).days))
    day = random.choice((anywhere, anywhere, anywhere, special, special, random.choice(near_end)))
    return min(max(day, calendar.first), calendar.last)


def _instant(random: Random, calendar: MadeCalendar, day: date) -> datetime:
    """Before, in, between and after office hours, at their edges and at midnight."""
    hours = [row for row in calendar.hours if row[0] == day.isoweekday()] or [(0, 450, 690, None, None)]
    _, opens, closes, *_ = random.choice(hours)
    minute = random.choice((0, opens, closes % 1440, 735, random.randrange(1440), random.randrange(opens, closes)))
    at = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=VIETNAM)
    return at + timedelta(seconds=random.choice((0, 0, 0, 31)))


def _pauses(random: Random, start: datetime, amount: int | Decimal) -> tuple[tuple[datetime, datetime | None], ...]:
    found: list[tuple[datetime, datetime | None]] = []
    at = start
    for _ in range(random.choice((0, 0, 1, 1, 2, 3, 4))):
        at += _stretch(random, 3 + int(amount) // 3)
        if random.random() < 0.08:
            return (*found, (at, None))
        until = at + _stretch(random, 6)
        found.append((at, until))
        at = until
    return tuple(found)


def _stretch(random: Random, days: int) -> timedelta:
    """Nothing, some minutes, a few hours, to midnight sharp sooner or later, or some days."""
    minutes = random.choice((0, random.randrange(60), random.randrange(600), random.randrange(days * 1440)))
    return timedelta(minutes=minutes, seconds=random.choice((0, 0, 29)))
