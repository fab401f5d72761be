"""The working calendar for everybody: a year in months, days off and why, office hours, and when a term ends."""

from calendar import Calendar
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Agency
from gis.db.clock import clock
from gis.http.negotiation import reader
from gis.http.problems import DomainError
from gis.query.errors import QueryError
from portal.pages.calendar_term import TermForm, told
from worktime import policies
from worktime.answers import answer
from worktime.models import CalendarDay, OfficeHours
from worktime.reading import YearTable, year_table, years_covered
from worktime.workcalendar import OFF, Kind

_WEEK: Final = Calendar(firstweekday=0)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """GET /calendar/?year=; with the fields of the calculator also the end of a term, day by day."""
    user, now = reader(request), clock()
    years = years_covered(user)
    today = timezone.localdate(now)
    year = chosen_year(request, years, today)
    table = year_table(year, user)
    form = TermForm(request.GET if "amount" in request.GET else None, agencies=agencies_with_hours(user), now=now)
    answered = _answered(user, form)
    context = {
        "now": now,
        "today": today,
        "zone": timezone.get_default_timezone_name(),
        "years": years,
        "table": table,
        "months": [_month(table, month, today) for month in range(1, 13)],
        "weekdays": weekdays(),
        "hours": hours_by_agency(table.hours),
        "form": form,
        "answer": answered,
        "may_manage": policies.can_open_calendar_desk(user),
    }
    return render(request, "calendar/page.html", context, status=400 if form.is_bound and not answered else 200)


def chosen_year(request: HttpRequest, years: Sequence[int], today: date) -> int:
    """The year of an address; without one this year.

    Raises:
        QueryError: it is none that the calendar has.
    """
    asked = request.GET.get("year", "")
    if not asked:
        return today.year if today.year in years or not years else years[-1]
    if not asked.isdecimal() or len(asked) > 4 or int(asked) not in years:
        known = f"{years[0]}-{years[-1]}" if years else "–"
        detail = _("Lịch làm việc không có năm “%(year)s”.") % {"year": asked[:10]}
        raise QueryError(detail, parameter="year", mend=_("Các năm có trong lịch: %(years)s.") % {"years": known})
    return int(asked)


def _answered(user: Any, form: TermForm) -> dict[str, Any] | None:
    if not form.is_valid():
        return None
    try:
        return told(form.question(), answer(user, form.question()))
    except DomainError as refusal:
        form.add_error("amount", refusal.detail)
        return None


def weekdays() -> list[tuple[str, str]]:
    """(in short, in full) from Monday on."""
    return [
        (_("T2"), _("Thứ hai")), (_("T3"), _("Thứ ba")), (_("T4"), _("Thứ tư")), (_("T5"), _("Thứ năm")),
        (_("T6"), _("Thứ sáu")), (_("T7"), _("Thứ bảy")), (_("CN"), _("Chủ nhật")),
    ]  # fmt: skip


def _month(table: YearTable, month: int, today: date) -> dict[str, Any]:
    rows = {row.day: row for row in table.days if row.day.month == month}
    weeks = _WEEK.monthdatescalendar(table.year, month)
    return {
        "number": month,
        "first": date(table.year, month, 1),
        "weeks": [[_cell(day, rows.get(day), month, today) for day in week] for week in weeks],
        "spans": list(_spans(list(rows.values()))),
    }


def _spans(rows: Sequence[CalendarDay]) -> Iterator[dict[str, Any]]:
    """Days in a row with one name, in one line."""
    numbered = enumerate(rows)
    for (_apart, name, kind), own in groupby(
        numbered, key=lambda item: (item[1].day.toordinal() - item[0], item[1].local_name, item[1].kind)
    ):
        days = [row.day for _number, row in own]
        yield {"first": days[0], "last": days[-1], "name": name, "worked": kind == Kind.SWAPPED_ON}


def _cell(day: date, row: CalendarDay | None, month: int, today: date) -> dict[str, Any] | None:
    """A day of the month; None for one of another month."""
    if day.month != month:
        return None
    return {"day": day, "row": row, "look": look_of(day, row), "today": day == today}


def look_of(day: date, row: CalendarDay | None) -> str:
    """What a day is, in one word for the style sheet."""
    if row is not None:
        kind = Kind(row.kind)
        return "off" if kind in OFF else "swapped" if kind == Kind.SWAPPED_ON else "plain"
    return "weekend" if day.isoweekday() > 5 else "plain"


def hours_by_agency(rows: Sequence[OfficeHours]) -> list[dict[str, Any]]:
    """Office hours, the general ones first, each with the weekdays that share them."""
    found = []
    for agency, own in groupby(rows, key=lambda row: row.agency):
        found.append({"agency": agency, "lines": _lines(list(own))})
    return found


def _lines(rows: list[OfficeHours]) -> list[dict[str, Any]]:
    """Weekdays with the same hours of the same time, in one line."""
    names = [full for _short, full in weekdays()]
    by_day: dict[tuple[int, Any], list[OfficeHours]] = {}
    for row in rows:
        by_day.setdefault((row.weekday, row.period.lower), []).append(row)
    same: dict[tuple[Any, ...], list[int]] = {}
    for (weekday, _since), own in by_day.items():
        spans = tuple((one.opens, one.closes) for one in own)
        same.setdefault((spans, own[0].period.lower, own[0].period.upper, own[0].source), []).append(weekday)
    return [
        {
            "weekdays": ", ".join(names[weekday - 1] for weekday in days),
            "spans": [f"{opens:%H:%M} – {closes:%H:%M}" for opens, closes in spans],
            "since": since,
            "until": until,
            "source": source,
        }
        for (spans, since, until, source), days in same.items()
    ]


def agencies_with_hours(user: Any) -> list[Agency]:
    """Agencies whose hours are not the general ones."""
    rows = OfficeHours.objects.visible_to(user).exclude(agency=None).select_related("agency")
    return sorted({row.agency for row in rows}, key=lambda one: str(one))
