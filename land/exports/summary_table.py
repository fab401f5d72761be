"""The rows of the summary as an official table prints them, the same for a spreadsheet and for paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from gis.text.numbers import format_number
from land.exports import words
from land.exports.rows import day_text, number_lang
from land.exports.summary import Amount, Summary

Kind = Literal["total", "unit", "land_use", "line"]


@dataclass(frozen=True)
class Heading:
    """The words around the table.

    Attributes:
        issuer: the office that issues it, in capitals.
        day: the data's day.
        filter_text: the filter in words.
        sample: made-up data.
        printed_on: day of the print.
    """

    issuer: str
    day: date
    filter_text: str
    sample: bool
    printed_on: date

    def titles(self, summary: Summary) -> list[str]:
        """Title lines under the national heading."""
        unit = (
            _("theo đơn vị hành chính hiện nay")
            if summary.era == "current"
            else _("theo đơn vị hành chính khi lập hồ sơ")
        )
        lines = [_("BIỂU TỔNG HỢP QUỸ ĐẤT CÔNG"), unit, f"({words.as_of(self.day)})"]
        if unplaced := summary.amount.without_boundary:
            count = format_number(unplaced, number_lang())
            lines.append(_("Trong đó chưa có ranh giới: %(count)s khu đất") % {"count": count})
        if unnamed := summary.without_unit.plots:
            lines.append(
                _("Trong đó hồ sơ chưa ghi đơn vị khi lập: %(count)s khu đất, xếp ở mục cuối")
                % {"count": format_number(unnamed, number_lang())}
            )
        return [*lines, words.sample()] if self.sample else lines

    def notes(self) -> list[str]:
        """Lines under the table."""
        return [
            _("Nguồn: %(source)s. Điều kiện lọc: %(filter)s.")
            % {"source": words.source(), "filter": self.filter_text or _("không lọc")},
            _("Diện tích là diện tích ghi trong sổ quỹ đất công; khu đất chưa có diện tích được đếm nhưng không cộng."),
            _("In ngày %(day)s. Số liệu chỉ có giá trị tham khảo.") % {"day": day_text(self.printed_on)},
        ]


@dataclass(frozen=True)
class Row:
    """One printed row; `number` is its ordinal as tables number them (I, 1, blank)."""

    kind: Kind
    number: str
    unit: str
    code: str
    land_use: str
    state: str
    agency: str
    amount: Amount
    share: Decimal


def heads() -> list[str]:
    """Column headings."""
    return [
        _("STT"),
        _("Phường, xã"),
        _("Mã loại đất"),
        _("Loại đất"),
        _("Hiện trạng"),
        _("Đơn vị quản lý"),
        _("Số khu đất"),
        _("Trong đó chưa có diện tích"),
        _("Diện tích"),
        _("Cơ cấu (%)"),
    ]


def unit_of_measure() -> str:
    """Đơn vị tính."""
    return _("Đơn vị tính diện tích: m²")


def signers() -> list[tuple[str, str]]:
    """The signature blocks."""
    sign = _("(Ký, ghi rõ họ tên)")
    return [
        (_("NGƯỜI LẬP BIỂU"), sign),
        (_("NGƯỜI KIỂM TRA"), sign),
        (_("THỦ TRƯỞNG ĐƠN VỊ"), _("(Ký, đóng dấu, ghi rõ họ tên)")),
    ]


def motto() -> tuple[str, str]:
    """The national heading of administrative papers (Decree 30/2020/NĐ-CP)."""
    return _("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), _("Độc lập - Tự do - Hạnh phúc")


def rows(summary: Summary) -> Iterator[Row]:
    """The grand total first, as official tables have it, then unit by unit."""
    whole = summary.amount

    def row(kind: Kind, number: str, words_of: tuple[str, str, str, str, str], amount: Amount) -> Row:
        share = amount.area_m2 * 100 / whole.area_m2 if whole.area_m2 else Decimal(0)
        return Row(kind, number, *words_of, amount=amount, share=share)

    yield row("total", "", (_("TỔNG SỐ"), "", "", "", ""), whole)
    for index, unit in enumerate(summary.units, 1):
        yield row("unit", roman(index), (unit.name, "", "", "", ""), unit.amount)
        for place, block in enumerate(unit.land_uses, 1):
            yield row("land_use", str(place), ("", block.code, block.name, "", ""), block.amount)
            for line in block.lines:
                yield row("line", "", ("", line.land_use_code, "", line.use_state, line.agency), line.amount)


def roman(number: int) -> str:
    """I, II, III ... as sections of a table are numbered."""
    letters = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for value, letter in letters:
        text += letter * (number // value)
        number %= value
    return text
