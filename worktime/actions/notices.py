"""A notice of days off is entered, and everything that runs is counted anew."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.http.problems import NotAllowed
from worktime import policies
from worktime.actions.changes import recount, take_calendar
from worktime.drafts import DayDraft, NoticeDraft
from worktime.errors import BadNotice
from worktime.models import CalendarDay, CalendarNotice
from worktime.told import TermMoved
from worktime.workflow import DayKind, TermEvent

# Days of one date every year: Labour Code 45/2019/QH14, article 112; 24 November by Resolution 28/2026/QH16, from
# 1 July 2026. A year that lacks one of them is not the whole year.
_EVERY_YEAR = ((1, 1, 1), (4, 30, 1), (5, 1, 1), (9, 2, 1), (11, 24, 2026))
_OFF_WEEKDAYS = frozenset({DayKind.COMPENSATION, DayKind.SWAPPED_OFF})
_WEEKEND = frozenset({6, 7})


def issue_notice(*, actor: Any, notice: NoticeDraft, days: Iterable[DayDraft]) -> list[TermMoved]:
    """Enter a new or changed notice of days off, and count all running terms anew, in one transaction.

    A day of the notice replaces what stood for that day, and a day of the kind ORDINARY makes it an ordinary one again.
    Days that the notice does not name stay as they are. A year that has no days yet must come whole.

    Returns:
        The terms whose ends have moved; each has a TermChange that names the notice.

    Raises:
        NotAllowed: the actor is no administrator.
        BadNotice: no days, two rows for a day, a kind that its weekday cannot have, or a new year that is not whole.
        CalendarEnds: a term would reach beyond the calendar.
    """
    return enter_notice(actor=actor, notice=notice, days=list(days), from_facts=False)


@transaction.atomic
def enter_notice(*, actor: Any, notice: NoticeDraft, days: Sequence[DayDraft], from_facts: bool) -> list[TermMoved]:
    """As `issue_notice`, for the project's own facts too."""
    if not policies.can_manage_calendar(actor):
        raise NotAllowed(_("Bạn không có quyền thay đổi lịch làm việc."))
    take_calendar()
    check(days)
    row = CalendarNotice.objects.create(
        number=notice.number,
        issued_on=notice.issued_on,
        issuer=notice.issuer,
        title=notice.title,
        source=notice.source,
        mark=notice.mark,
        provisional=notice.provisional,
        from_facts=from_facts,
    )
    replaced = CalendarDay.objects.standing().filter(day__in=[one.day for one in days])
    before = {"days": [f"{one.day:%d/%m/%Y} {one.name}" for one in replaced]}
    replaced.update(replaced_by=row)
    CalendarDay.objects.bulk_create(
        CalendarDay(
            notice=row,
            day=one.day,
            kind=one.kind,
            name=one.name,
            name_en=one.name_en,
            hours_of=one.hours_of,
            source=one.source or notice.source,
            mark=one.mark,
        )
        for one in days
    )
    moved = recount(actor=actor, event=TermEvent.CALENDAR, notice=row)
    after = {"days": [f"{one.day:%d/%m/%Y} {one.name}" for one in days], "terms_moved": len(moved)}
    record(
        actor=actor,
        entries=[Entry("calendar.notice_issued", "calendar", str(row.pk), str(row), before=before, after=after)],
    )
    return moved


def check(days: Sequence[DayDraft]) -> None:
    """Refuse days that cannot be.

    Raises:
        BadNotice: the first of them is named.
    """
    if not days:
        raise BadNotice(_("Thông báo chưa nêu ngày nào."))
    seen: set[date] = set()
    for one in days:
        if one.day in seen:
            _refuse(one.day, _("Ngày %(day)s có hai dòng."))
        seen.add(one.day)
        weekend = one.day.isoweekday() in _WEEKEND
        if one.kind == DayKind.SWAPPED_ON and not weekend:
            _refuse(one.day, _("Ngày %(day)s vốn là ngày làm việc, không thể là ngày làm việc bù."))
        if one.kind in _OFF_WEEKDAYS and weekend:
            _refuse(one.day, _("Ngày %(day)s vốn là ngày nghỉ cuối tuần, không thể là ngày nghỉ bù hay hoán đổi."))
    _require_whole_years(days)


def _require_whole_years(days: Sequence[DayDraft]) -> None:
    """Terms are counted through every year that has days; half a year would be counted wrong without a word."""
    off = {one.day for one in days if one.kind == DayKind.HOLIDAY}
    for year in sorted({one.day.year for one in days}):
        if CalendarDay.objects.standing().of_year(year).exists():
            continue
        missing = [
            date(year, month, day)
            for month, day, since in _EVERY_YEAR
            if year >= since and date(year, month, day) not in off
        ]
        if missing:
            sentence = _("Năm %(year)s chưa có trong lịch nên phải nạp đủ cả năm; còn thiếu ngày nghỉ %(days)s.")
            named = ", ".join(f"{one:%d/%m}" for one in missing)
            raise BadNotice.at(f"{missing[0]}", sentence % {"year": year, "days": named})


def _refuse(day: date, sentence: str) -> None:
    raise BadNotice.at(f"{day}", sentence % {"day": f"{day:%d/%m/%Y}"})
