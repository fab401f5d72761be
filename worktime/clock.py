"""When a term ends. No Django here.

One rule for terms by the day: a day counts when the term is running as the day begins; the term ends with the first
day, from the last counted one on, at whose end it runs and which, if the term rolls, is no day off. What happens at
midnight sharp belongs to the day that begins, and changes nothing of how it begins. Hence the day of the start is not
counted (Civil Code 2015, article 147(2)), a last day off rolls on (article 148(5)), the term ends at 24:00 (article
148(6)), the day of a pause is used up, that of the resumption is not, and a pause within one day costs nothing.

Terms by the hour count the office minutes during which they run, and end at the moment the last one is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from worktime.lengths import Length, Unit, months_from
from worktime.workcalendar import DAY_MINUTES, ZONE, WorkCalendar

# From one instant to another, the latter not included; None: until further notice. In order, without overlap.
Pause = tuple[datetime, datetime | None]
Rest = tuple[int, int | None]  # the same in numbers of a calendar


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a term. In Vietnamese: thời điểm kết thúc thời hạn.

    Attributes:
        day: the last day, in Vietnam.
        at: the first instant that is too late: the midnight after the day, or to the minute for terms by the hour.
        closes_at: when the office closes on that day, for who must be there; None while it does not open.
    """

    day: date
    at: datetime
    closes_at: datetime | None


def due(
    calendar: WorkCalendar,
    length: Length,
    start: datetime | date,
    pauses: Sequence[Pause] = (),
    roll: bool = True,
) -> Due | None:
    """When a term ends.

    Args:
        start: an instant (aware), or a day somewhere in which the term began; a term by the hour then begins with the
            next one.
        pauses: in order and without overlap; only the last may be open.
        roll: a last day off moves the end to the next working day; of no account for terms by the hour.

    Returns:
        None while the term rests with no end in sight.

    Raises:
        BeyondCalendar: the term begins or ends outside the calendar.
        ValueError: pauses out of order.
    """
    if pauses:
        _check_order(pauses)
    if length.minutes:
        minute = _hour_end(calendar, length.minutes, _first_minute(calendar, start), pauses)
        return None if minute is None else _due_at(calendar, minute, (minute - 1) // DAY_MINUTES)
    number = _day_end(calendar, length, day_in_vietnam(start), pauses, roll)
    return None if number is None else _due_on(calendar, number)


def latest(calendar: WorkCalendar, length: Length, anchor: datetime | date, roll: bool = True) -> Due:
    """The last day, or minute, that is still so long before something: "until 2 days before the session".

    The anchor's own day is not counted. A last day off moves to the working day before, away from the anchor: the
    interval must not get shorter. That is our reading; no text says it [U].

    Args:
        anchor: an instant (aware) or a day; office minutes are counted back from the beginning of a day.
        roll: False for a plain least interval, such as a posting.

    Raises:
        BeyondCalendar: the term begins or ends outside the calendar.
    """
    if length.minutes:
        minute = calendar.minute_of(anchor if isinstance(anchor, datetime) else _midnight(anchor))
        found = calendar.minute_begun(calendar.office_before(minute) - length.minutes)
        return _due_at(calendar, found, found // DAY_MINUTES)
    day = day_in_vietnam(anchor)
    number = calendar.number_of(day)
    if length.unit == Unit.WORKING_DAYS:
        return _due_on(calendar, calendar.working_at(calendar.working_before(number) - int(length.amount)))
    number -= _calendar_days(length, day, -1)
    if roll and not calendar.works(number):
        number = calendar.working_at(calendar.working_before(number) - 1)
    return _due_on(calendar, number)


def elapsed(
    calendar: WorkCalendar, unit: Unit, start: datetime | date, now: datetime, pauses: Sequence[Pause] = ()
) -> int:
    """How much of a term is used up: days that count, the one that runs among them, or office minutes.

    Args:
        unit: working days count as such, hours as office minutes, everything else as calendar days.

    Raises:
        BeyondCalendar: the start or now lies outside the calendar.
        ValueError: pauses out of order.
    """
    _check_order(pauses)
    if unit == Unit.WORKING_HOURS:
        begun, to = _first_minute(calendar, start), calendar.minute_of(now)
        rests = _minutes_of(calendar, pauses)
    else:
        begun, to = calendar.number_of(day_in_vietnam(start)), calendar.number_of(day_in_vietnam(now))
        rests = _days_of(calendar, pauses)
    used = _counted(calendar, unit, begun, to)
    for since, until in rests:
        used -= _counted(calendar, unit, max(since, begun), to if until is None else min(until, to))
    return used


def left(calendar: WorkCalendar, end: Due, now: datetime) -> int:
    """Office minutes until a term ends; less than 0 when so many have passed since.

    Raises:
        BeyondCalendar: now lies outside the calendar.
    """
    return calendar.office_minutes(now, end.at)


def day_in_vietnam(moment: datetime | date) -> date:
    """The day of an instant in Vietnam; a day is its own."""
    return moment.astimezone(ZONE).date() if isinstance(moment, datetime) else moment


def _day_end(calendar: WorkCalendar, length: Length, start: date, pauses: Sequence[Pause], roll: bool) -> int | None:
    """The number of the last day. A rest takes the days after `since` up to `until`."""
    begun = calendar.number_of(start)
    wanted = int(length.amount) if length.unit == Unit.WORKING_DAYS else _calendar_days(length, start, 1)
    rests = _days_of(calendar, pauses)
    for since, until in rests:
        counted = _counted(calendar, length.unit, begun, since)
        if counted >= wanted:
            break
        if until is None:
            return None
        wanted -= counted
        begun = max(begun, until)
    if length.unit != Unit.WORKING_DAYS:
        last = begun + wanted
    else:
        last = calendar.working_at(calendar.working_before(begun + 1) + wanted - 1)
    return _settle(calendar, last, rests, roll)


def _settle(calendar: WorkCalendar, last: int, rests: Sequence[Rest], roll: bool) -> int | None:
    """The first day from the last counted one on at whose end the term runs and which is, if it rolls, no day off."""
    for since, until in rests:
        last = calendar.working_from(last) if roll else last
        if since > last:
            break
        if until is None:
            return None
        last = max(last, until)
    return calendar.working_from(last) if roll else last


def _hour_end(calendar: WorkCalendar, wanted: int, start: int, pauses: Sequence[Pause]) -> int | None:
    """The minute at whose beginning the last one is full."""
    at, done = start, calendar.office_before(start)
    for since, until in _minutes_of(calendar, pauses):
        if since > at:
            worked = calendar.office_before(since) - done
            if worked >= wanted:
                break
            wanted -= worked
        if until is None:
            return None
        at = max(at, until)
        done = calendar.office_before(at)
    return calendar.minute_full(done + wanted)


def _counted(calendar: WorkCalendar, unit: Unit, after: int, to: int) -> int:
    """Days that count after a numbered day up to another; for hours, office minutes between two numbered ones."""
    if to <= after:
        return 0
    if unit == Unit.WORKING_DAYS:
        return calendar.working_before(to + 1) - calendar.working_before(after + 1)
    if unit == Unit.WORKING_HOURS:
        return calendar.office_before(to) - calendar.office_before(after)
    return to - after


def _calendar_days(length: Length, day: date, direction: int) -> int:
    """Calendar days of a length from a day on, or back from it: months are not all alike."""
    if length.unit == Unit.MONTHS:
        return abs((months_from(day, direction * int(length.amount)) - day).days)
    return int(length.amount)


def _days_of(calendar: WorkCalendar, pauses: Sequence[Pause]) -> list[Rest]:
    """Pauses in numbers of days, without those within one day and those that the calendar does not reach."""
    rests: list[Rest] = []
    for since, until in pauses:
        begun = calendar.minute_of(since) // DAY_MINUTES
        ended = None if until is None else calendar.minute_of(until) // DAY_MINUTES
        if begun < calendar.size and begun != ended:
            rests.append((begun, ended))
    return rests


def _minutes_of(calendar: WorkCalendar, pauses: Sequence[Pause]) -> list[Rest]:
    """Pauses in numbers of minutes, without those that the calendar does not reach."""
    rests: list[Rest] = []
    for since, until in pauses:
        begun = calendar.minute_of(since)
        if begun < calendar.end:
            rests.append((begun, None if until is None else calendar.minute_of(until)))
    return rests


def _check_order(pauses: Sequence[Pause]) -> None:
    before: datetime | None = None
    for number, (since, until) in enumerate(pauses):
        late = before is not None and since < before
        if late or (until is None and number < len(pauses) - 1) or (until is not None and until < since):
            raise ValueError("pauses come in order, without overlap, and only the last is open")
        before = until


def _first_minute(calendar: WorkCalendar, start: datetime | date) -> int:
    """With a day alone nobody knows the minute: the term begins when the day is over."""
    return calendar.minute_of(start if isinstance(start, datetime) else _midnight(start + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)


def _due_on(calendar: WorkCalendar, number: int) -> Due:
    return Due(calendar.day_of(number), calendar.moment_of((number + 1) * DAY_MINUTES), calendar.closing(number))


def _due_at(calendar: WorkCalendar, minute: int, number: int) -> Due:
    return Due(calendar.day_of(number), calendar.moment_of(minute), calendar.closing(number))
