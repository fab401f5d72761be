"""XLSX: the register as an office opens it. Rows are written as they are read; memory holds one chunk."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from gis.text.cells import printable
from land.exports.delimited import has_label, label_heading
from land.exports.downloads import ExportError
from land.exports.rows import SEPARATOR, Chunk, Column

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # a sheet's rows without the heading
FONT = "Times New Roman"  # what Vietnamese papers are set in
LINE = Border(*[Side(style="thin", color="999999")] * 4)
_HEAD_FILL = PatternFill("solid", fgColor="DFF0ED")
_FORMATS = {"number": "#,##0.0", "integer": "#,##0", "date": "dd/mm/yyyy", "date-time": "dd/mm/yyyy hh:mm"}


class Totals:
    """Counts rows and adds up one column while they pass."""

    def __init__(self, area: int | None) -> None:
        self.rows = 0
        self.area = Decimal(0)
        self._index = area

    def add(self, values: Sequence[Any]) -> None:
        """One row more."""
        self.rows += 1
        if self._index is not None and values[self._index] is not None:
            self.area += values[self._index]


class _Painter:
    """One reusable cell per column: a new object per cell makes a big register four times slower."""

    def __init__(self, sheet: Any, kinds: Sequence[str]) -> None:
        self._cells = []
        for kind in kinds:
            cell = WriteOnlyCell(sheet)
            cell.font, cell.border = Font(name=FONT, size=11), LINE
            cell.alignment = Alignment(vertical="top", wrap_text=kind == "string")
            cell.number_format = _FORMATS.get(kind, "@" if kind == "string" else "General")
            self._cells.append(cell)

    def row(self, values: Iterator[Any]) -> list[Any]:
        return [_fill(cell, value) for cell, value in zip(self._cells, values, strict=True)]


def _fill(cell: Any, value: Any) -> Any:
    if value is None or value == "" or value == []:
        return None  # nothing written is quicker to write and to open than an empty cell with a look
    if isinstance(value, (list, tuple)):
        value = SEPARATOR.join(value)
    if isinstance(value, bool):
        value = _("Có") if value else _("Không")
    if isinstance(value, datetime.datetime):
        value = value.replace(tzinfo=None)
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = printable(value)
    # openpyxl takes "=..." for a formula; with the format "@" it stays text when somebody edits the cell.
    cell.data_type = "s"
    return cell


def write(
    path: Path,
    title: str,
    chosen: Sequence[Column],
    chunks: Iterator[Chunk],
    facts: Sequence[tuple[str, str]],
    area: str = "area_m2",
) -> Path:
    """Two sheets: the rows, and what they are.

    Args:
        path: file to make.
        title: name of the first sheet.
        chosen, chunks: the table.
        facts: (name, text) lines of the second sheet; number of rows and total area follow them.
        area: field name that is added up.

    Raises:
        ExportError: more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    headings, kinds, widths = ["STT"], ["integer"], [6.0]
    for column in chosen:
        headings.append(column.heading)
        kinds.append(column.field.kind)
        widths.append(_width(column, column.heading))
        if has_label(column):
            headings.append(label_heading(column))
            kinds.append("string")
            widths.append(28.0)
    _head(sheet, headings, widths)
    totals = Totals(next((index for index, column in enumerate(chosen) if column.name == area), None))
    painter = _Painter(sheet, kinds)
    for chunk in chunks:
        for values in chunk.values:
            totals.add(values)
            if totals.rows > MOST_ROWS:
                raise ExportError(
                    _("Bảng tính chỉ chứa được %(most)s dòng. Hãy lọc bớt hoặc tải GeoPackage, CSV.")
                    % {"most": MOST_ROWS}
                )
            sheet.append(painter.row(_values(chosen, values, totals.rows)))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{totals.rows + 1}"
    _about(book.create_sheet(_("Thông tin")), title, facts, totals, has_area=any(c.name == area for c in chosen))
    book.save(path)
    return path


def _values(chosen: Sequence[Column], values: Sequence[Any], number: int) -> Iterator[Any]:
    yield number
    for column, value in zip(chosen, values, strict=True):
        yield value
        if has_label(column):
            yield column.label(value)


def _head(sheet: Any, headings: Sequence[str], widths: Sequence[float]) -> None:
    sheet.freeze_panes = "C2"
    sheet.sheet_view.zoomScale = 90
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "8"  # A3
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.row_dimensions[1].height = 48
    cells = []
    for heading in headings:
        cell = WriteOnlyCell(sheet, value=printable(heading))
        cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), _HEAD_FILL, LINE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cells.append(cell)
    sheet.append(cells)


def _width(column: Column, heading: str) -> float:
    """Wide enough for the values, and for the heading on three lines."""
    kinds = {"number": 16.0, "integer": 10.0, "date": 13.0, "date-time": 18.0, "boolean": 11.0}
    width = kinds.get(column.field.kind) or min(max(column.field.width * 0.9, 10.0), 46.0)
    return max(width, len(heading) / 2.6)


def _about(sheet: Any, title: str, facts: Sequence[tuple[str, str]], totals: Totals, *, has_area: bool) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
    head = WriteOnlyCell(sheet, value=printable(title))
    head.font = Font(name=FONT, size=14, bold=True)
    sheet.append([head])
    lines: list[tuple[str, Any, str]] = [(name, printable(text), "@") for name, text in facts]
    lines.append((_("Số dòng dữ liệu"), totals.rows, "#,##0"))
    if has_area:
        lines.append((_("Tổng diện tích (m²)"), totals.area, "#,##0.0"))
        lines.append((_("Tổng diện tích (ha)"), totals.area / 10_000, "#,##0.0000"))
    for name, value, form in lines:
        label, cell = WriteOnlyCell(sheet, value=name), WriteOnlyCell(sheet, value=value)
        label.font, cell.font = Font(name=FONT, size=11, bold=True), Font(name=FONT, size=11)
        label.alignment = Alignment(vertical="top")
        cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        cell.number_format = form
        if isinstance(value, str):
            cell.data_type = "s"
        sheet.append([label, cell])


def _sheet_name(title: str) -> str:
    """Excel forbids some signs in a sheet's name and more than 31 of them."""
    kept = "".join(sign for sign in printable(title) if sign not in "[]:*?/\\'\n\t")
    return kept[:31].strip() or "Sheet1"
