"""What no notice of days off and no office hours can say."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from worktime.drafts import DayDraft, HoursChange
from worktime.errors import BadNotice
from worktime.models import CalendarDay, CalendarNotice, OfficeHours
from worktime.workflow import DayKind

# Days of one date every year: Labour Code 45/2019/QH14, article 112; 24 November by Resolution 28/2026/QH16, from
# 1 July 2026. A year that lacks one of them is not the whole year.
_EVERY_YEAR = ((1, 1, 1), (4, 30, 1), (5, 1, 1), (9, 2, 1), (11, 24, 2026))
_OFF_WEEKDAYS = frozenset({DayKind.COMPENSATION, DayKind.SWAPPED_OFF})
_WEEKEND = frozenset({6, 7})


def check_days(days: Sequence[DayDraft]) -> None:
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


def check_replaced(notice: CalendarNotice | None) -> None:
    """Refuse to replace a notice that another one replaced already.

    Raises:
        BadNotice: the later one is named.
    """
    later = CalendarNotice.objects.filter(replaces=notice).first() if notice is not None else None
    if later is not None:
        sentence = _("Thông báo này đã được thay bởi “%(notice)s”. Hãy thay thông báo đó.")
        raise BadNotice(sentence % {"notice": later})


def check_hours(change: HoursChange) -> None:
    """Refuse hours out of order, and such that begin before others that are entered already.

    Raises:
        BadNotice: with the field.
    """
    edges = [edge for span in change.spans for edge in span]
    if not change.weekdays or not set(change.weekdays) <= set(range(1, 8)):
        raise BadNotice.at("weekdays", _("Hãy chọn ít nhất một thứ trong tuần."))
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise BadNotice.at("spans", _("Giờ làm việc phải theo thứ tự và không chồng nhau."))
    rows = OfficeHours.objects.filter(agency=change.agency, weekday__in=change.weekdays)
    if rows.filter(period__startswith__gte=change.since).exists():
        raise BadNotice.at("since", _("Đã có giờ làm việc áp dụng từ ngày đó hoặc sau đó."))
