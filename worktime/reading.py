"""Calendars worked out from the tables, the terms of the law on a day, and the table of a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext

from gis.db.models import DataVersion
from gis.db.wall import database_of
from worktime.drafts import DayDraft, HoursChange
from worktime.errors import CalendarEnds, NoCalendar, NoRule
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, Term, TermRule
from worktime.workcalendar import BeyondCalendar, Hours, Kind, SpecialDay, WorkCalendar
from worktime.workflow import DayKind, TermState

LAYER = "worktime"  # whose data version moves with every change of days and hours


class StoredCalendar(WorkCalendar):
    """A calendar of the tables; its errors are the domain's."""

    __slots__ = ()

    def beyond(self, *, after: bool) -> BeyondCalendar:
        return CalendarEnds(super().beyond(after=after).year)


@dataclass(frozen=True)
class Shelf:
    """The calendars of one state of the tables.

    Attributes:
        days: that are not as their weekdays.
        hours: by agency, None for all.
    """

    days: tuple[SpecialDay, ...]
    hours: Mapping[int | None, list[Hours]]
    _made: dict[int | None, StoredCalendar] = field(default_factory=dict)

    def calendar_of(self, agency_id: int | None) -> StoredCalendar:
        """Of an agency; the general one where it has no hours of its own.

        Raises:
            NoCalendar: no days off are loaded.
        """
        key = agency_id if agency_id in self.hours else None
        if key not in self._made:
            if not self.days:
                raise NoCalendar(gettext("Hệ thống chưa có lịch nghỉ lễ, tết nào. Hãy nạp lịch nghỉ."))
            own = self.hours[key] if key is not None else ()
            self._made[key] = StoredCalendar(self.days, self.hours.get(None, ()), own)
        return self._made[key]


_shelves: dict[str, tuple[int, Shelf]] = {}


def read_shelf(
    using: str = "default", instead: Iterable[DayDraft] = (), hours_change: HoursChange | None = None
) -> Shelf:
    """The calendars as the tables are now.

    Args:
        instead: days as they would be, in place of what stands for them.
        hours_change: hours that would be set.
    """
    rows = CalendarDay.objects.using(using).standing().values_list("day", "kind", "hours_of")
    special = {day: SpecialDay(day, Kind(kind), hours_of) for day, kind, hours_of in rows}
    special |= {one.day: SpecialDay(one.day, Kind(one.kind.value), one.hours_of) for one in instead}
    days = tuple(special[day] for day in sorted(special))
    hours: dict[int | None, list[Hours]] = defaultdict(list)
    for row in OfficeHours.objects.using(using).order_by("weekday", "opens"):
        hours[row.agency_id].append(
            Hours(row.weekday, _minutes(row.opens), _minutes(row.closes), row.period.lower, row.period.upper)
        )
    if hours_change is not None:
        hours[hours_change.agency_id] = _changed(hours[hours_change.agency_id], hours_change)
    return Shelf(days, dict(hours))


def _changed(rows: Iterable[Hours], change: HoursChange) -> list[Hours]:
    ended = [
        replace(row, until=change.since)
        if row.weekday in change.weekdays and (row.until is None or row.until > change.since)
        else row
        for row in rows
    ]
    begun = [
        Hours(weekday, _minutes(opens), _minutes(closes), change.since)
        for weekday in change.weekdays
        for opens, closes in change.spans
    ]
    return [*ended, *begun]


def calendar_of(agency_id: int | None = None, *, using: str = "default") -> StoredCalendar:
    """The calendar of an agency, or the general one; worked out once in a process while nothing changes.

    Raises:
        NoCalendar: no days off are loaded.
    """
    # The version is read before the rows: what is kept may be newer than its version, never older.
    version = _version(using)
    kept = _shelves.get(using)
    if kept is None or kept[0] != version:
        kept = _shelves[using] = (version, read_shelf(using))
    return kept[1].calendar_of(agency_id)


def forget() -> None:
    """Empty the memory of this process (tests)."""
    _shelves.clear()


def minutes_left(term: Term, now: datetime) -> int | None:
    """Office minutes until a term ends, less than 0 when it is late; None while it rests and when it is closed."""
    if term.state != TermState.RUNNING or term.due_at is None:
        return None
    return calendar_of(term.agency_id).office_minutes(now, term.due_at)


def rules_on(day: date) -> dict[str, TermRule]:
    """The terms of the law in force on a day, by code."""
    return {rule.code: rule for rule in TermRule.objects.on_day(day)}


def rule(code: str, day: date) -> TermRule:
    """The term of a code in force on a day.

    Raises:
        NoRule: there is none.
    """
    found: TermRule | None = TermRule.objects.on_day(day).filter(code=code).first()
    if found is None:
        sentence = gettext("Ngày %(day)s không có quy định thời hạn “%(code)s”.")
        raise NoRule(sentence % {"day": f"{day:%d/%m/%Y}", "code": code})
    return found


@dataclass(frozen=True)
class YearTable:
    """A year as a page shows it.

    Attributes:
        days: rows in order, with their notices.
        hours: office hours that hold in the year, the general ones first, then those of agencies that have their own.
        provisional: the year's notice is not known.
        updated_at: when the newest notice of the year was recorded; None without a row.
    """

    year: int
    days: list[CalendarDay]
    hours: list[OfficeHours]
    provisional: bool
    updated_at: datetime | None


def year_table(year: int, user: Any = None) -> YearTable:
    """The days of a year that are not as their weekdays, for a reader."""
    days = list(
        CalendarDay.objects.visible_to(user)
        .standing()
        .of_year(year)
        .exclude(kind=DayKind.ORDINARY)
        .select_related("notice")
    )
    notices = CalendarNotice.objects.visible_to(user).filter(pk__in={row.notice_id for row in days})
    hours = OfficeHours.objects.visible_to(user).select_related("agency")
    within = hours.filter(period__overlap=(date(year, 1, 1), date(year + 1, 1, 1)))
    return YearTable(
        year=year,
        days=days,
        hours=list(within.order_by(F("agency__name").asc(nulls_first=True), "weekday", "opens", "pk")),
        provisional=any(row.notice.provisional for row in days),
        updated_at=notices.aggregate(last=Max("recorded_at"))["last"],
    )


def years_covered(user: Any = None) -> list[int]:
    """Years with a row, in order."""
    rows = CalendarDay.objects.using(database_of(user)).standing()
    return [day.year for day in rows.dates("day", "year")]


def _version(using: str) -> int:
    rows = DataVersion.objects.using(using).filter(layer=LAYER, x=-1, y=-1)
    return rows.values_list("version", flat=True).first() or 0


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
