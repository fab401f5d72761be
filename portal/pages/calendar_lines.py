"""Days of a notice as lines that people type or paste: `16/02/2027 - 19/02/2027; Tết Âm lịch; Lunar New Year`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from gis.text.dates import parse_day
from gis.text.errors import TextError
from gis.text.fold import fold
from land.pages.fields import language
from worktime.drafts import DayDraft
from worktime.loading.notice_file import MOST_NAME
from worktime.workflow import DayKind, Mark

_TO = re.compile(r"\s+(?:-|–|đến)\s+")
_MOST_DAYS: Final = 31
# ISO weekday by what people call it: the Vietnamese week counts Monday as the second day.
_WEEKDAYS: Final = {"thu hai": 1, "thu ba": 2, "thu tu": 3, "thu nam": 4, "thu sau": 5} | {
    f"{word}{number}": number - 1 for number in range(2, 7) for word in ("thu ", "t")
}


class BadLine(Exception):
    """A line that cannot be read; the text is a sentence that names the line."""


def read_lines(kind: DayKind, text: str, mark: Mark) -> list[DayDraft]:
    """The days of a text, one day or one span of days in each line.

    Raises:
        BadLine: the first line that cannot be read.
    """
    found: list[DayDraft] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.extend(_days(kind, [part.strip() for part in line.split(";")], mark))
            except BadLine as bad:
                raise BadLine(_("Dòng %(number)d: %(reason)s") % {"number": number, "reason": bad}) from bad
    return found


def _days(kind: DayKind, parts: list[str], mark: Mark) -> Iterator[DayDraft]:
    if len(parts) > 3:
        raise BadLine(_("có quá nhiều dấu chấm phẩy."))
    span, name, third = [*parts, "", ""][:3]
    if max(len(name), len(third)) > MOST_NAME:
        raise BadLine(_("tên dài nhất %(most)d chữ.") % {"most": MOST_NAME})
    swapped = kind == DayKind.SWAPPED_ON
    for day in _span(span):
        yield DayDraft(
            day=day,
            kind=kind,
            name=name or str(kind.label),
            name_en="" if swapped else third,
            hours_of=_weekday(third) if swapped else 1,
            mark=mark,
        )


def _span(text: str) -> Iterator[date]:
    edges = [_day(part) for part in _TO.split(text)]
    first, last = edges[0], edges[-1]
    if len(edges) > 2 or last < first:
        raise BadLine(_("hãy ghi ngày đầu - ngày cuối."))
    if (last - first).days >= _MOST_DAYS:
        raise BadLine(_("một đợt nghỉ dài nhất %(most)d ngày.") % {"most": _MOST_DAYS})
    for apart in range((last - first).days + 1):
        yield first + timedelta(days=apart)


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except TextError as error:
        raise BadLine(error.message(language())) from error


def _weekday(text: str) -> int:
    if not text:
        return 1
    found = _WEEKDAYS.get(fold(text))
    if found is None:
        raise BadLine(_("“%(text)s” không phải thứ hai đến thứ sáu.") % {"text": text})
    return found


def written(days: Iterable[Any]) -> str:
    """Days as lines, neighbours with one name in one line; `read_lines` reads them again.

    Args:
        days: of one kind: drafts or rows.
    """
    groups: list[list[Any]] = []
    for one in sorted(days, key=lambda item: item.day):
        last = groups[-1][-1] if groups else None
        if last is not None and (one.day - last.day).days == 1 and _words(one) == _words(last):
            groups[-1].append(one)
        else:
            groups.append([one])
    return "\n".join(_line(group) for group in groups)


def _words(one: Any) -> str:
    own = f"thứ {one.hours_of + 1}" if one.kind == DayKind.SWAPPED_ON else one.name_en
    return f"{_plain(one.name)}; {_plain(own)}".removesuffix("; ")


def _plain(text: str) -> str:
    return text.replace(";", ",")


def _line(group: list[Any]) -> str:
    first, last = group[0].day, group[-1].day
    span = f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
    return f"{span}; {_words(group[0])}"
