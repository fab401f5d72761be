"""The two clocks: `datetime` asks for the state of the world on a day, `recorded` for what the register said then."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.layers import Layer
from gis.query.errors import QueryError
from gis.query.scalars import calendar_day, instant

OPEN = ("", "..")


def read_day(layer: Layer, text: str) -> date | None:
    """The day asked for, None for today's register.

    An instant asks for its day. An interval asks for the state at its end; an open end is today. A layer without
    history answers with what it has, as OGC API - Features says of features without time.

    Raises:
        QueryError: neither a day, a moment nor an interval of these.
    """
    if not text:
        return None
    try:
        day = _interval(text) if "/" in text else _day(text)
    except QueryError as error:
        raise error.within("datetime", text) from None
    return day if layer.as_of else None


def read_moment(layer: Layer, text: str) -> datetime | None:
    """The moment whose knowledge is asked for, None for what the register knows now.

    A day asks for its end: all that was recorded in it is said.

    Raises:
        QueryError: neither a day nor a moment, or one of a day to come.
    """
    if not text or layer.said is None:
        return None
    try:
        return _moment(text)
    except QueryError as error:
        raise error.within("recorded", text) from None


def local_day(moment: datetime) -> date:
    """The calendar day of a moment here."""
    here: Any = ZoneInfo(settings.TIME_ZONE)
    return moment.astimezone(here).date()


def moment_text(moment: datetime | None) -> str:
    """A moment here to the minute, as people write it: `14:30 22/11/2026`; "" for none."""
    return "" if moment is None else f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def end_of(day: date) -> datetime:
    """The last moment of a calendar day here: what a bare day in `recorded` means."""
    here: Any = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(day, time.max, here)


def is_end_of(day: date, moment: datetime) -> bool:
    """Whether a bare day would ask for this moment."""
    return moment == end_of(day)


def _moment(text: str) -> datetime:
    if _day(text) > timezone.localdate():
        raise QueryError(_("Chưa ai biết sổ sẽ ghi gì sau hôm nay."), name=text[:60])
    if len(text) > 10:
        return instant(text.upper())
    return end_of(calendar_day(text))


def _interval(text: str) -> date | None:
    ends = text.split("/")
    if len(ends) != 2 or all(end in OPEN for end in ends):
        raise QueryError(_("Khoảng thời gian cần hai đầu."), mend="2024-01-01/2024-12-31, 2024-01-01/..")
    first, last = (None if end in OPEN else _day(end) for end in ends)
    if first and last and first > last:
        raise QueryError(_("Khoảng thời gian kết thúc trước khi bắt đầu."), name=text[:60])
    return last


def _day(text: str) -> date:
    if len(text) == 10:
        return calendar_day(text)
    try:
        return local_day(instant(text.upper()))
    except OverflowError:
        raise QueryError(_("Ngày nằm ngoài lịch."), name=text[:60]) from None
