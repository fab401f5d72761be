"""The summary as files in the style of an official table: every line as XLSX, condensed as PDF."""

import io
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gis.text.cells import printable
from land.exports import spreadsheet
from land.exports.downloads import Download, ExportError
from land.exports.rows import has_sample
from land.exports.summary import Era, Summary, summarise
from land.exports.summary_pdf import summary_pdf
from land.exports.summary_table import Heading, Kind, Row, heads, motto, rows, signers, unit_of_measure

FORMATS = ("xlsx", "pdf")
_WIDTHS_MM = (10, 36, 14, 47, 36, 50, 15, 19, 26, 14)
_FILLS: dict[Kind, str] = {"total": "DFF0ED", "unit": "F3F6F5", "land_use": "", "line": ""}


def export_summary(
    fmt: str,
    *,
    queryset: QuerySet[Any],
    filter_text: str,
    era: Era = "current",
    issuer: str = "",
    today: date | None = None,
    as_of: date | None = None,
) -> Download:
    """The summary of these plots as a file.

    Args:
        fmt: "xlsx" or "pdf".
        queryset: plots the reader may know of, filtered.
        filter_text: the filter in words.
        era: units of today or of the record.
        issuer: name of the office; blank dots by default.
        today: day of the print; the local day by default.
        as_of: the data's day; that of the print by default.

    Raises:
        ExportError: an unknown format.
    """
    if fmt not in FORMATS:
        raise ExportError(
            _("Không có định dạng %(format)s. Các định dạng: %(known)s.") % {"format": fmt, "known": ", ".join(FORMATS)}
        )
    printed_on = today or timezone.localdate()
    day = as_of or printed_on
    heading = Heading((issuer or "………………………………").upper(), day, filter_text, has_sample(queryset), printed_on)
    summary = summarise(queryset, era=era)
    stem = f"bieu-tong-hop-quy-dat-cong_{day.isoformat()}"
    if fmt == "xlsx":
        return Download(f"{stem}.xlsx", spreadsheet.CONTENT_TYPE, _xlsx(summary, heading))
    return Download(f"{stem}.pdf", "application/pdf", summary_pdf(summary, heading))


def _xlsx(summary: Summary, heading: Heading) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = _("Biểu tổng hợp")
    last = len(_WIDTHS_MM)
    for index, width in enumerate(_WIDTHS_MM, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width / 1.9
    line = _xlsx_top(sheet, summary, heading, last)
    first = line + 1
    for index, text in enumerate(heads(), 1):
        _put(sheet, first, index, text, bold=True, centre=True, box=True, fill="DFF0ED")
        _put(sheet, first + 1, index, f"({index})", italic=True, centre=True, box=True)
    sheet.row_dimensions[first].height = 46
    line = first + 1
    for row in rows(summary):
        line += 1
        _xlsx_row(sheet, line, row)
    sheet.freeze_panes = sheet.cell(first + 2, 1)
    sheet.print_title_rows = f"{first}:{first + 1}"
    _xlsx_bottom(sheet, line + 2, heading, last)
    _xlsx_page(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx_top(sheet: Worksheet, summary: Summary, heading: Heading, last: int) -> int:
    """Title block; gives its last line."""
    _merged(sheet, 1, 1, 4, heading.issuer, bold=True)
    country, words_of = motto()
    _merged(sheet, 1, 6, last, country, bold=True)
    _merged(sheet, 2, 6, last, words_of, bold=True)
    line = 3
    for index, text in enumerate(heading.titles(summary)):
        line += 1
        _merged(sheet, line, 1, last, text, bold=index == 0, italic=index > 0, size=14 if index == 0 else 11)
    line += 1
    cell = sheet.cell(line, last, unit_of_measure())
    cell.font, cell.alignment = Font(name=spreadsheet.FONT, size=11, italic=True), Alignment(horizontal="right")
    return line


def _xlsx_row(sheet: Worksheet, line: int, row: Row) -> None:
    bold, fill = row.kind in ("total", "unit"), _FILLS[row.kind]
    texts = (row.number, row.unit, row.code, row.land_use, row.state, row.agency)
    for index, text in enumerate(texts, 1):
        centre = index in (1, 3)
        _put(sheet, line, index, text, bold=bold, italic=row.kind == "land_use", centre=centre, box=True, fill=fill)
    figures = (
        (row.amount.plots, "#,##0"),
        (row.amount.without_area, "#,##0;-#,##0;"),
        (row.amount.area_m2, "#,##0.0"),
        (round(row.share, 2), "0.00"),
    )
    for index, (value, form) in enumerate(figures, len(texts) + 1):
        cell = _put(sheet, line, index, value, bold=bold, italic=row.kind == "land_use", box=True, fill=fill)
        cell.number_format = form
        cell.alignment = Alignment(horizontal="right", vertical="top")


def _xlsx_bottom(sheet: Worksheet, line: int, heading: Heading, last: int) -> None:
    for text in heading.notes():
        _merged(sheet, line, 1, last, text, italic=True, centre=False)
        line += 1
    line += 1
    _merged(sheet, line, 6, last, _("…………………, ngày …… tháng …… năm ………"), italic=True)
    for (role, note), (start, end) in zip(signers(), ((1, 3), (4, 5), (6, last)), strict=True):
        _merged(sheet, line + 1, start, end, role, bold=True)
        _merged(sheet, line + 2, start, end, note, italic=True)


def _xlsx_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.oddFooter.center.text = "&P/&N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _put(
    sheet: Worksheet,
    line: int,
    column: int,
    value: Any,
    *,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    box: bool = False,
    fill: str = "",
    size: int = 11,
) -> Any:
    cell = sheet.cell(line, column)
    cell.value = printable(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = Font(name=spreadsheet.FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(horizontal="center" if centre else None, vertical="top", wrap_text=True)
    if box:
        cell.border = spreadsheet.LINE
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)
    return cell


def _merged(sheet: Worksheet, line: int, start: int, end: int, text: str, *, centre: bool = True, **look: Any) -> None:
    _put(sheet, line, start, text, centre=centre, **look)
    sheet.merge_cells(start_row=line, end_row=line, start_column=start, end_column=end)
