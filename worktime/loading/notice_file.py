"""The days of a notice out of a file that people made: every row that cannot be read is told, not only the first."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis.text.dates import parse_day
from gis.text.errors import TextError
from gis.text.fold import fold
from worktime.drafts import DayDraft
from worktime.workflow import DayKind, Mark

NEEDED = ("day", "kind", "name_vi")
MOST_BYTES = 1_000_000
MOST_NAME = 120


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be read.

    Attributes:
        line: in the file, the heading is 1; 0: the file as a whole.
        column: where it is mended.
        value: what stands there.
        reason: a sentence.
    """

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = _("dòng %(line)d, cột %(column)s") % {"line": self.line, "column": self.column}
        return f"{place} (“{self.value}”): {self.reason}" if self.line else self.reason


@dataclass(frozen=True)
class NoticeFile:
    """What was read. A notice is entered whole: with any row rejected, none of it."""

    days: list[DayDraft]
    rejected: list[Rejected]


class _Refused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_notice_file(content: bytes) -> NoticeFile:
    """The days of a file with the columns of data/facts/working_calendar.csv; `day`, `kind`, `name_vi` are needed.

    UTF-8, parted by commas, semicolons or tabs; days as 22/11/2026 or 2026-11-22, kinds by code or by their Vietnamese
    word.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _nothing(_("Tệp không phải văn bản UTF-8. Hãy lưu lại dạng CSV UTF-8."))
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        return _nothing(_("Tệp thiếu cột %(columns)s.") % {"columns": ", ".join(missing)})
    return _read(reader)


def _nothing(reason: str) -> NoticeFile:
    return NoticeFile([], [Rejected(0, "", "", reason)])


def _read(reader: "csv.DictReader[str]") -> NoticeFile:
    days: list[DayDraft] = []
    rejected: list[Rejected] = []
    seen: dict[date, int] = {}
    for line, row in _rows(reader):
        try:
            one = _day(row)
            if one.day in seen:
                raise _Refused("day", _("Ngày này đã có ở dòng %(line)d.") % {"line": seen[one.day]})
        except _Refused as refused:
            rejected.append(Rejected(line, refused.column, row.get(refused.column, ""), refused.reason))
            continue
        seen[one.day] = line
        days.append(one)
    if not days and not rejected:
        return _nothing(_("Tệp không có dòng nào dưới dòng tiêu đề."))
    return NoticeFile(days, rejected)


def _rows(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    for row in reader:
        told = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
        if any(told.values()):
            yield reader.line_num, told


def _day(row: Mapping[str, str]) -> DayDraft:
    try:
        day = parse_day(row["day"])
    except TextError as error:
        raise _Refused("day", error.message("en" if get_language() == "en" else "vi")) from error
    name = row["name_vi"]
    if not name or len(name) > MOST_NAME:
        raise _Refused("name_vi", _("Hãy ghi tên, dài nhất %(most)d chữ.") % {"most": MOST_NAME})
    english = row.get("name_en", "")
    if len(english) > MOST_NAME:
        raise _Refused("name_en", _("Hãy ghi tên, dài nhất %(most)d chữ.") % {"most": MOST_NAME})
    return DayDraft(
        day=day,
        kind=_kind(row["kind"]),
        name=name,
        name_en=english,
        hours_of=_hours_of(row.get("hours_of", "")),
        source=row.get("source", "")[:300],
        mark=_mark(row.get("mark", "")),
    )


def _kind(text: str) -> DayKind:
    for kind in DayKind:
        if text == kind.value or fold(text) == fold(str(kind.label)):
            return kind
    raise _Refused("kind", _("Loại ngày phải là một trong: %(kinds)s.") % {"kinds": ", ".join(DayKind.values)})


def _hours_of(text: str) -> int:
    if text in {"", "1", "2", "3", "4", "5"}:
        return int(text or 1)
    raise _Refused("hours_of", _("Thứ được theo giờ phải từ 1 (thứ hai) đến 5 (thứ sáu)."))


def _mark(text: str) -> Mark:
    if not text:
        return Mark.READ
    if text in Mark.values:
        return Mark(text)
    raise _Refused("mark", _("Độ chắc phải là V, v hoặc U."))
