"""Dates as people and files write them, kept with the precision that was written."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from gis.text.errors import DateError

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
# Excel counts a 29 February 1900 that never was; from serial 61 on, this epoch absorbs the extra day.
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_EXCEL_FIRST: Final = 61
# Digits alone are a year (four) or a serial (five): 10000 is 1927, 99999 is 2173.
_SERIAL_TEXT = re.compile(r"([1-9]\d{4})(?:\.\d+)?")

_TIME = r"(?:[t ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_ANY_YEAR = r"(?P<year>\d{4}|\d{2})"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:ngày )?{_DAY} ?([/.-]) ?{_MONTH} ?\2 ?{_ANY_YEAR}{_TIME}",
        rf"{_YEAR} ?([/.-]) ?{_MONTH} ?\2 ?{_DAY}{_TIME}",
        rf"(?:ngày )?{_DAY} tháng {_MONTH},? năm {_ANY_YEAR}",
        rf"(?:tháng )?{_MONTH} ?[/.-] ?{_YEAR}",
        rf"tháng {_MONTH},? năm {_YEAR}",
        rf"{_YEAR}-{_MONTH}",
        rf"(?:năm )?{_YEAR}",
        r"(?P<year>(?:1[89]|2[01])\d{2}|2200)(?P<month>0[1-9]|1[0-2])(?P<day>\d{2})",
        r"(?P<day>[0-3]\d)(?P<month>0[1-9]|1[0-2])(?P<year>(?:1[89]|2[01])\d{2}|2200)",
    )
)


class Precision(Enum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; `first` and `last` are the days it spans, both included."""

    first: date
    precision: Precision

    @property
    def last(self) -> date:
        """The last day of the span."""
        if self.precision is Precision.YEAR:
            return date(self.first.year, 12, 31)
        if self.precision is Precision.MONTH:
            days = calendar.monthrange(self.first.year, self.first.month)[1]
            return self.first.replace(day=days)
        return self.first


def parse_date(value: str | float | date) -> PartialDate:
    """Read a date with the precision that is written.

    `03/07/2026`, `3-7-2026`, `2026-07-03`, `20260703`, `ngày 03 tháng 7 năm 2026`, `07/2026`, `2026`. Numbers
    from 10000 on are Excel serials, smaller ones years; a time of day behind the date is dropped. The day
    comes before the month, always. Raises DateError.
    """
    if isinstance(value, date):
        return PartialDate(value.date() if isinstance(value, datetime) else value, Precision.DAY)
    if isinstance(value, (int, float)):
        return _from_number(value)
    tidy = " ".join(unicodedata.normalize("NFC", value).casefold().split()).strip(" .,")
    if serial := _SERIAL_TEXT.fullmatch(tidy):
        return PartialDate(excel_serial_to_date(int(serial[1])), Precision.DAY)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(tidy):
            return _build(match.groupdict(), value)
    raise DateError("text.date_unreadable", {"text": value})


def parse_day(value: str | float | date) -> date:
    """Read a date that must be known to the day. Raises DateError."""
    parsed = parse_date(value)
    if parsed.precision is not Precision.DAY:
        raise DateError("text.date_unreadable", {"text": str(value)})
    return parsed.first


def excel_serial_to_date(serial: float) -> date:
    """The day of an Excel serial (1900 date system), from 61 = 1 March 1900 on.

    A fraction is the time of day and is dropped.

    Raises DateError.
    """
    last = (date(LAST_YEAR, 12, 31) - _EXCEL_EPOCH).days
    if not _EXCEL_FIRST <= serial < last + 1:
        raise _out_of_range(f"{serial:g}")
    return _EXCEL_EPOCH + timedelta(days=int(serial))


def _from_number(value: float) -> PartialDate:
    if value >= 10_000:
        return PartialDate(excel_serial_to_date(value), Precision.DAY)
    if not float(value).is_integer():
        raise DateError("text.date_unreadable", {"text": f"{value:g}"})
    return _build({"year": f"{int(value)}"}, f"{int(value)}")


def _build(parts: dict[str, str | None], text: str) -> PartialDate:
    year_text = parts.get("year") or ""
    if len(year_text) == 2:
        raise DateError("text.date_short_year", {"text": text})
    year, month, day = int(year_text), int(parts.get("month") or 0), int(parts.get("day") or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _out_of_range(text)
    if day and month > 12 >= day and 1 <= month <= 31:
        raise DateError("text.date_day_first", {"text": text})
    precision = Precision.DAY if parts.get("day") else Precision.MONTH if parts.get("month") else Precision.YEAR
    try:
        first = date(
            year,
            month if precision is not Precision.YEAR else 1,
            day if precision is Precision.DAY else 1,
        )
    except ValueError as error:
        raise DateError("text.date_impossible", {"text": text}) from error
    return PartialDate(first, precision)


def _out_of_range(text: str) -> DateError:
    return DateError("text.date_out_of_range", {"text": text, "first": str(FIRST_YEAR), "last": str(LAST_YEAR)})
