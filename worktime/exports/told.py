"""The calendar as plain values, for JSON. Codes as the database has them; documented in docs/api/calendar.md."""

from collections.abc import Sequence
from typing import Any

from worktime.models import CalendarDay, CalendarNotice, OfficeHours
from worktime.reading import YearTable
from worktime.workcalendar import OFF, ZONE, Kind


def told_calendar(years: Sequence[YearTable]) -> dict[str, Any]:
    """Years, the notices that their days rest on, and office hours."""
    notices = {row.notice_id: row.notice for year in years for row in year.days}
    hours = {row.pk: row for year in years for row in year.hours}
    return {
        "zone": str(ZONE),
        "years": [_year(year) for year in years],
        "notices": [_notice(notices[key]) for key in sorted(notices)],
        "office_hours": [_hours(row) for row in hours.values()],
    }


def _year(year: YearTable) -> dict[str, Any]:
    return {
        "year": year.year,
        "provisional": year.provisional,
        "updated_at": year.updated_at.isoformat() if year.updated_at else None,
        "days": [_day(row) for row in year.days],
    }


def _day(row: CalendarDay) -> dict[str, Any]:
    off = Kind(row.kind) in OFF
    return {
        "day": row.day.isoformat(),
        "weekday": row.day.isoweekday(),
        "kind": row.kind,
        "off": off,
        "hours_of": None if off else row.hours_of,
        "name": row.name,
        "name_en": row.name_en or None,
        "source": row.source or None,
        "mark": row.mark,
        "notice": row.notice_id,
    }


def _notice(notice: CalendarNotice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "number": notice.number or None,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "issuer": notice.issuer or None,
        "signer": notice.signer or None,
        "title": notice.title,
        "source": notice.source,
        "source_url": notice.source_url or None,
        "mark": notice.mark,
        "provisional": notice.provisional,
        "replaces": notice.replaces_id,
        "recorded_at": notice.recorded_at.isoformat(),
    }


def _hours(row: OfficeHours) -> dict[str, Any]:
    return {
        "agency": row.agency.code if row.agency is not None else None,
        "weekday": row.weekday,
        "opens": f"{row.opens:%H:%M}",
        "closes": f"{row.closes:%H:%M}",
        "since": row.period.lower.isoformat() if row.period.lower else None,
        "until": row.period.upper.isoformat() if row.period.upper else None,
        "source": row.source,
        "mark": row.mark,
    }
