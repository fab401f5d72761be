"""`datetime` of layers whose rows are events: those that meet a moment, a day or an interval."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateTimeField, Expression, Value
from django.utils.translation import gettext as _

from gis.layers import Layer
from gis.query.errors import QueryError
from gis.query.scalars import calendar_day, instant
from gis.query.sql import condition, every
from gis.query.times import OPEN

Moments = tuple[datetime | None, datetime | None]


def read_happened(layer: Layer, text: str) -> Expression | None:
    """The condition on when rows happened; None where nothing is asked, or the layer's rows are no events.

    Raises:
        QueryError: neither a day, a moment nor an interval of these.
    """
    if not text or layer.happened is None:
        return None
    try:
        first, last = read_span(text)
    except QueryError as error:
        raise error.within("datetime", text) from None
    tests: list[Expression] = []
    if first is not None:
        tests.append(condition("({0} >= {1})", layer.happened.last, Value(first, output_field=DateTimeField())))
    if last is not None:
        tests.append(condition("({0} <= {1})", layer.happened.first, Value(last, output_field=DateTimeField())))
    return every(tests)


def read_span(text: str) -> Moments:
    """First and last moment of a day, a moment or an interval, None for an open end; days are those here.

    Raises:
        QueryError: it is none of these, or ends before it begins.
    """
    ends = text.split("/")
    if len(ends) == 1:
        ends = ends * 2
    if len(ends) != 2 or all(end in OPEN for end in ends):
        raise QueryError(_("Khoảng thời gian cần hai đầu."), mend="2024-01-01/2024-12-31, 2024-01-01/..")
    first = None if ends[0] in OPEN else _moment(ends[0], time.min)
    last = None if ends[1] in OPEN else _moment(ends[1], time.max)
    if first and last and first > last:
        raise QueryError(_("Khoảng thời gian kết thúc trước khi bắt đầu."), name=text[:60])
    return first, last


def _moment(text: str, of_day: time) -> datetime:
    if len(text) != 10:
        return instant(text.upper())
    here: Any = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(calendar_day(text), of_day, here)
