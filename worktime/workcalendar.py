"""A working calendar, worked out once so that every question to it is a look-up. No Django here."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate
from zoneinfo import ZoneInfo

# The zone has had one offset, +07:00, since 13 June 1975 (tz database), so minutes of the wall are minutes of time.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY_MINUTES = 24 * 60
# Monday to Friday. An office that opens on Saturday mornings serves people then, which makes Saturday no working day.
_WEEK = frozenset({1, 2, 3, 4, 5})

Spans = tuple[tuple[int, int], ...]


class Kind(StrEnum):
    """What a day is that is not as its weekday. In Vietnamese: loại ngày trong lịch làm việc."""

    HOLIDAY = "holiday"
    COMPENSATION = "compensation"
    SWAPPED_OFF = "swapped_off"
    SWAPPED_ON = "swapped_on"
    ORDINARY = "ordinary"


OFF = frozenset({Kind.HOLIDAY, Kind.COMPENSATION, Kind.SWAPPED_OFF})


class BeyondCalendar(Exception):
    """A term reaches a year that nobody has loaded the days off of.

    Attributes:
        year: the first one that is missing.
    """

    def __init__(self, year: int) -> None:
        super().__init__(f"the calendar has no year {year}")
        self.year = year


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as its weekday.

    Attributes:
        hours_of: ISO weekday whose office hours a swapped working day has.
    """

    day: date
    kind: Kind
    hours_of: int = 1


@dataclass(frozen=True)
class Hours:
    """Office hours on a weekday, in minutes from midnight, while they hold.

    Attributes:
        weekday: ISO, Monday is 1.
        since: first day; None: always.
        until: first day without them; None: for good.
    """

    weekday: int
    opens: int
    closes: int
    since: date | None = None
    until: date | None = None


class WorkCalendar:
    """Working days and office hours of whole years. In Vietnamese: lịch làm việc. Immutable.

    Days are numbered from 0, minutes too, both from the first day's midnight. An instant counts as the minute that it
    lies in. Every question about a time outside the years raises BeyondCalendar.

    Attributes:
        first, last: days covered, from a 1 January to a 31 December.
        size: how many days.
    """

    __slots__ = ("_base", "_before", "_done", "_midnight", "_spans", "_working", "first", "last", "size")

    def __init__(self, days: Iterable[SpecialDay], hours: Iterable[Hours], instead: Iterable[Hours] = ()) -> None:
        """Work it out; the years covered are those with a row, up to the first gap.

        Args:
            instead: hours that stand in for the others on days on which there are any.

        Raises:
            ValueError: no row at all, or two for one day.
        """
        special = _by_day(days)
        years = {day.year for day in special}
        first = end = min(years)
        while end in years:
            end += 1
        self.first, self.last = date(first, 1, 1), date(end - 1, 12, 31)
        self._base = self.first.toordinal()
        self.size = self.last.toordinal() - self._base + 1
        self._midnight = datetime(first, 1, 1, tzinfo=ZONE)
        works, self._spans = _plan(self._base, self.size, special, (_by_weekday(instead), _by_weekday(hours)))
        self._working = tuple(number for number, working in enumerate(works) if working)
        self._before = (0, *accumulate(works))
        self._done = (0, *accumulate(sum(closes - opens for opens, closes in spans) for spans in self._spans))

    def beyond(self, *, after: bool) -> BeyondCalendar:
        """The error to raise; whoever stores calendars gives one in its own words."""
        return BeyondCalendar(self.last.year + 1 if after else self.first.year - 1)

    # --- days -------------------------------------------------------------------------------------------------------

    def number_of(self, day: date) -> int:
        """The number of a day."""
        number = day.toordinal() - self._base
        self._check(number)
        return number

    def day_of(self, number: int) -> date:
        """The day of a number."""
        self._check(number)
        return date.fromordinal(number + self._base)

    def works(self, number: int) -> bool:
        """Whether a numbered day is a working day."""
        self._check(number)
        return self._before[number] < self._before[number + 1]

    def working_before(self, number: int) -> int:
        """How many working days lie before a numbered day; the number may be that of the day after the last."""
        if not 0 <= number <= self.size:
            raise self.beyond(after=number > 0)
        return self._before[number]

    def working_at(self, place: int) -> int:
        """The number of the working day that so many others lie before."""
        if place < 0 or place >= len(self._working):
            raise self.beyond(after=place >= 0)
        return self._working[place]

    def working_from(self, number: int) -> int:
        """The number of the first working day from a numbered day on, which may lie beyond the calendar.

        Where the calendar has none left, a number beyond it: whoever asks may have an answer that needs no such day.
        """
        place = self._before[min(number, self.size)]
        return self._working[place] if place < len(self._working) else max(number, self.size)

    def is_working_day(self, day: date) -> bool:
        """Whether people of the State's offices work on it."""
        return self.works(self.number_of(day))

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        return self.day_of(self.working_at(self._before[self.number_of(day) + 1]))

    def working_days_between(self, since: date, until: date) -> int:
        """Working days after the first day up to the second, which counts; negative when they are the other way round.

        So many working days a term that began on the first has used by the end of the second.
        """
        return self._before[self.number_of(until) + 1] - self._before[self.number_of(since) + 1]

    # --- minutes ----------------------------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The minute at which the calendar ends: as many as it has."""
        return self.size * DAY_MINUTES

    def minute_of(self, moment: datetime) -> int:
        """The number of the minute of an instant (aware); it may lie outside."""
        apart = moment - self._midnight
        return apart.days * DAY_MINUTES + apart.seconds // 60

    def moment_of(self, minute: int) -> datetime:
        """The instant at which a numbered minute begins, in Vietnam's zone."""
        return self._midnight + timedelta(minutes=minute)

    def office_before(self, minute: int) -> int:
        """Office minutes from the calendar's beginning to the beginning of a minute."""
        if not 0 <= minute <= self.end:
            raise self.beyond(after=minute > 0)
        number, within = divmod(minute, DAY_MINUTES)
        total = self._done[number]
        if within:
            for opens, closes in self._spans[number]:
                if within <= opens:
                    break
                total += min(within, closes) - opens
        return total

    def minute_full(self, count: int) -> int:
        """The minute at whose beginning the office has just worked so many minutes; count from 1."""
        number = bisect_left(self._done, count) - 1
        if number >= self.size:
            raise self.beyond(after=True)
        left = count - self._done[number]
        for opens, closes in self._spans[number]:
            if left <= closes - opens:
                return number * DAY_MINUTES + opens + left
            left -= closes - opens
        raise AssertionError("a day has the minutes that were counted of it")

    def minute_begun(self, count: int) -> int:
        """The minute with which the office goes on after having worked so many minutes; count from 0."""
        if count < 0:
            raise self.beyond(after=False)
        number = bisect_right(self._done, count) - 1
        if number >= self.size:
            raise self.beyond(after=True)
        left = count - self._done[number]
        for opens, closes in self._spans[number]:
            if left < closes - opens:
                return number * DAY_MINUTES + opens + left
            left -= closes - opens
        raise AssertionError("a day has the minutes that were counted of it")

    def office_minutes(self, since: datetime, until: datetime) -> int:
        """Minutes that the office is open between two instants; negative when they are the other way round."""
        return self.office_before(self.minute_of(until)) - self.office_before(self.minute_of(since))

    def closes_at(self, day: date) -> datetime | None:
        """When the office closes for the day; None while it does not open."""
        return self.closing(self.number_of(day))

    def closing(self, number: int) -> datetime | None:
        """When the office closes on a numbered day."""
        spans = self._spans[number]
        return self.moment_of(number * DAY_MINUTES + spans[-1][1]) if spans else None

    def opening(self, day: date) -> Spans:
        """Office hours of a day, in minutes from midnight."""
        return self._spans[self.number_of(day)]

    def _check(self, number: int) -> None:
        if not 0 <= number < self.size:
            raise self.beyond(after=number > 0)


def _by_day(days: Iterable[SpecialDay]) -> dict[date, SpecialDay]:
    found: dict[date, SpecialDay] = {}
    for row in days:
        if row.day in found:
            raise ValueError(f"two rows for {row.day}")
        found[row.day] = row
    if not found:
        raise ValueError("a calendar without days covers no year")
    return found


def _by_weekday(hours: Iterable[Hours]) -> dict[int, list[Hours]]:
    found = defaultdict(list)
    for row in sorted(hours, key=lambda row: row.opens):
        found[row.weekday].append(row)
    return found


def _plan(
    base: int, size: int, special: dict[date, SpecialDay], hours: Sequence[dict[int, list[Hours]]]
) -> tuple[list[bool], tuple[Spans, ...]]:
    """Whether each day is worked, and when the office is open on it."""
    works: list[bool] = []
    spans: list[Spans] = []
    for ordinal in range(base, base + size):
        day = date.fromordinal(ordinal)
        row = special.get(day)
        weekday, working = day.isoweekday(), day.isoweekday() in _WEEK
        if row and row.kind in OFF:
            works.append(False)
            spans.append(())
            continue
        if row and row.kind == Kind.SWAPPED_ON:
            weekday, working = row.hours_of, True
        works.append(working)
        spans.append(next(filter(None, (_open(of.get(weekday, ()), day) for of in hours)), ()))
    return works, tuple(spans)


def _open(rows: Sequence[Hours], day: date) -> Spans:
    return tuple(
        (row.opens, row.closes)
        for row in rows
        if (row.since is None or row.since <= day) and (row.until is None or day < row.until)
    )
