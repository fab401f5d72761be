"""The rule of terms walked minute by minute: slow, and written from the words of the rule alone.

It shares no code with `worktime`. A day counts when the term is running as the day begins; the term ends with the first
day, from the last counted one on, at whose end it runs and which, if it rolls, is no day off. A term by the hour counts
the office minutes during which it runs, and ends when the last one is full.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bench.clock_cases import VIETNAM, Answer, Case, MadeCalendar

_OFF = {"holiday", "compensation", "swapped_off"}
_BEYOND = Answer("beyond")
_RESTS = Answer("rests")


@dataclass(frozen=True)
class World:
    """A calendar minute by minute.

    Attributes:
        first: day 0.
        working: whether each day is worked.
        office: 1 for each minute of all days that the office is open.
    """

    first: date
    working: list[bool]
    office: bytearray

    def minute(self, moment: datetime) -> int:
        """Of an instant; seconds are dropped."""
        local = moment.astimezone(UTC).replace(second=0, microsecond=0) - _start(self.first)
        return round(local.total_seconds()) // 60

    def moment(self, minute: int) -> datetime:
        """Of a minute."""
        return (_start(self.first) + timedelta(minutes=minute)).astimezone(VIETNAM)

    def day(self, number: int) -> date:
        """Of a number."""
        return self.first + timedelta(days=number)

    def answer(self, day: int, minute: int) -> Answer:
        """A term that ends on a day, at a minute."""
        open_minutes = [m for m in range(day * 1440, day * 1440 + 1440) if self.office[m]]
        closes = self.moment(open_minutes[-1] + 1) if open_minutes else None
        return Answer("due", self.day(day), self.moment(minute), closes)


def build(calendar: MadeCalendar) -> World:
    """Every minute of a calendar."""
    working, office = [], bytearray()
    special = {day: (kind, hours_of) for day, kind, hours_of in calendar.special}
    day = calendar.first
    while day <= calendar.last:
        kind, hours_of = special.get(day, ("ordinary", 0))
        weekday = hours_of if kind == "swapped_on" else day.isoweekday()
        minutes = bytearray(1440)
        if kind not in _OFF:
            for of, opens, closes, since, until in calendar.hours:
                if of == weekday and not (since and day < since) and not (until and day >= until):
                    for minute in range(opens, closes):
                        minutes[minute] = 1
        working.append(kind not in _OFF and weekday < 6)
        office += minutes
        day += timedelta(days=1)
    return World(calendar.first, working, office)


def walk(world: World, case: Case) -> Answer:
    """Where a term ends."""
    hours = _office_minutes(case)
    if case.backward:
        return _hours_back(world, case, hours) if hours else _days_back(world, case)
    return _hours_on(world, case, hours) if hours else _days_on(world, case)


def _days_on(world: World, case: Case) -> Answer:
    wanted, last = _days(case), len(world.working) * 1440
    happens = _events(world, case)
    counted, running, complete = 0, False, False
    minute = happens[0][0] // 1440 * 1440
    while True:
        if minute % 1440 == 0:
            over = minute // 1440 - 1
            if complete and running and (world.working[over] or not case.roll):
                return world.answer(over, minute)
            if not running and not happens:
                return _RESTS
            if minute >= last:
                return _BEYOND
            if running and not complete and (case.unit != "working_days" or world.working[over + 1]):
                counted += 1
                complete = counted == wanted
        while happens and happens[0][0] == minute:
            running = happens.pop(0)[1]
        minute += 1


def _hours_on(world: World, case: Case, wanted: int) -> Answer:
    last = len(world.office)
    happens = _events(world, case)
    full, running = 0, False
    minute = happens[0][0]
    while minute < last:
        while happens and happens[0][0] == minute:
            running = happens.pop(0)[1]
        if not running and not happens:
            return _RESTS
        if running and world.office[minute]:
            full += 1
            if full == wanted:
                return world.answer(minute // 1440, minute + 1)
        minute += 1
    return _BEYOND


def _days_back(world: World, case: Case) -> Answer:
    wanted, counted = _days(case), 0
    minute = _anchor(world, case) // 1440 * 1440
    while minute > 0:
        minute -= 1
        if minute % 1440 == 0 and counted < wanted:
            counted += case.unit != "working_days" or world.working[minute // 1440]
        if minute % 1440 == 0 and counted == wanted and (world.working[minute // 1440] or not case.roll):
            return world.answer(minute // 1440, minute + 1440)
    return _BEYOND


def _hours_back(world: World, case: Case, wanted: int) -> Answer:
    minute, full = _anchor(world, case), 0
    while minute > 0:
        minute -= 1
        full += world.office[minute]
        if full == wanted:
            return world.answer(minute // 1440, minute)
    return _BEYOND


def _events(world: World, case: Case) -> list[tuple[int, bool]]:
    """When the term begins to run and to rest, in order."""
    if isinstance(case.start, datetime):
        found = [(world.minute(case.start), True)]
    else:
        found = [(_anchor(world, case) + (1440 if _office_minutes(case) else 0), True)]
    for since, until in case.pauses:
        found.append((world.minute(since), False))
        if until:
            found.append((world.minute(until), True))
    return found


def _anchor(world: World, case: Case) -> int:
    start = case.start
    return world.minute(start) if isinstance(start, datetime) else (start - world.first).days * 1440


def _office_minutes(case: Case) -> int:
    """Of a term by the hour; 8 hours are a working day."""
    if case.unit == "working_hours":
        return int(case.amount * 60)
    return int(case.amount * 480) if case.unit == "working_days" and case.amount % 1 else 0


def _days(case: Case) -> int:
    if case.unit != "months":
        return int(case.amount)
    begun = case.start.astimezone(VIETNAM).date() if isinstance(case.start, datetime) else case.start
    step, found = (-1, 0) if case.backward else (1, 0)
    while not _months_apart(begun, begun + timedelta(days=found), step * int(case.amount)):
        found += step
    return abs(found)


def _months_apart(begun: date, day: date, months: int) -> bool:
    """Whether a day is so many months away: of the same number, or the last of a month that has no such number."""
    apart = day.year * 12 + day.month - begun.year * 12 - begun.month
    return apart == months and day.day == min(begun.day, monthrange(day.year, day.month)[1])


def _start(day: date) -> datetime:
    """Midnight in Vietnam, as an instant of UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)
