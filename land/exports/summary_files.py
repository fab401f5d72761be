"""The summary as XLSX and as a landscape PDF, in the style of an official table."""

import io
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import pagesizes
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from gis.text.numbers import format_number
from land.exports import fonts, pdf_page, spreadsheet, words
from land.exports.cells import printable
from land.exports.downloads import Download, ExportError
from land.exports.pdf_frame import INK, LINE
from land.exports.rows import has_sample, number_lang
from land.exports.summary import Era, Summary, summarise
from land.exports.summary_table import Heading, Kind, Row, heads, motto, rows, signers, unit_of_measure

FORMATS = ("xlsx", "pdf")
_WIDTHS_MM = (10, 36, 14, 47, 36, 50, 15, 19, 26, 14)
_FIRST_NUMBER = 6  # index of the first figure column
_PDF_FONTS: dict[Kind, str] = {
    "total": fonts.BOLD,
    "unit": fonts.BOLD,
    "land_use": fonts.ITALIC,
    "line": fonts.REGULAR,
}
_FILLS: dict[Kind, str] = {"total": "DFF0ED", "unit": "F3F6F5", "land_use": "", "line": ""}


def export_summary(
    fmt: str,
    *,
    queryset: QuerySet[Any],
    filter_text: str,
    era: Era = "current",
    issuer: str = "",
    today: date | None = None,
) -> Download:
    """The summary of these plots as a file.

    Args:
        fmt: "xlsx" or "pdf".
        queryset: plots the reader may know of, filtered.
        filter_text: the filter in words.
        era: units of today or of the record.
        issuer: name of the office; blank dots by default.
        today: the data's day; the local day by default.

    Raises:
        ExportError: an unknown format.
    """
    if fmt not in FORMATS:
        raise ExportError(
            _("Không có định dạng %(format)s. Các định dạng: %(known)s.") % {"format": fmt, "known": ", ".join(FORMATS)}
        )
    day = today or timezone.localdate()
    heading = Heading((issuer or "………………………………").upper(), day, filter_text, has_sample(queryset))
    summary = summarise(queryset, era=era)
    stem = f"bieu-tong-hop-quy-dat-cong_{day.isoformat()}"
    if fmt == "xlsx":
        return Download(f"{stem}.xlsx", spreadsheet.CONTENT_TYPE, _xlsx(summary, heading))
    return Download(f"{stem}.pdf", "application/pdf", _pdf(summary, heading))


# --- XLSX -----------------------------------------------------------------------------------------------------------


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


# --- PDF ------------------------------------------------------------------------------------------------------------


def _pdf(summary: Summary, heading: Heading) -> bytes:
    fonts.register()
    content = io.BytesIO()
    document = SimpleDocTemplate(
        content,
        pagesize=pagesizes.landscape(pagesizes.A4),
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=12 * mm,
        bottomMargin=16 * mm,
        title=heading.titles(summary)[0],
        author=words.source(),
        lang="vi",
    )
    width = document.width
    story = [*_pdf_top(summary, heading, width), _pdf_table(summary, width), Spacer(1, 3 * mm)]
    story += [Paragraph(escape(text), pdf_page.SMALL) for text in heading.notes()]
    story.append(_pdf_signers(width))
    foot = pdf_page.Foot(f"{words.source()} · {words.as_of(heading.day)}", heading.notes()[-1], heading.sample)
    document.build(story, canvasmaker=pdf_page.canvas_maker(foot))
    return content.getvalue()


def _pdf_top(summary: Summary, heading: Heading, width: float) -> list[Any]:
    country, words_of = motto()
    issuer = Paragraph(escape(heading.issuer), pdf_page.CENTRE_BOLD)
    right = [Paragraph(country, pdf_page.CENTRE_BOLD), Paragraph(f"<u>{words_of}</u>", pdf_page.CENTRE_BOLD)]
    top = Table([[issuer, right]], colWidths=[width * 0.42, width * 0.58])
    top.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    title, *others = heading.titles(summary)
    big = pdf_page.CENTRE_BOLD.clone("big", fontSize=13, leading=18)
    unit = pdf_page.CENTRE_ITALIC.clone("unit", alignment=2)
    lines = [Paragraph(title, big), *(Paragraph(escape(text), pdf_page.CENTRE_ITALIC) for text in others)]
    return [top, Spacer(1, 4 * mm), *lines, Paragraph(unit_of_measure(), unit), Spacer(1, 1 * mm)]


def _pdf_table(summary: Summary, width: float) -> LongTable:
    total = sum(_WIDTHS_MM)
    body: list[list[Any]] = [
        [Paragraph(text, pdf_page.HEAD) for text in heads()],
        [Paragraph(f"({index})", pdf_page.CENTRE_ITALIC) for index in range(1, len(_WIDTHS_MM) + 1)],
    ]
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.35, LINE),
        ("LINEBELOW", (0, 1), (-1, 1), 0.6, INK),
        ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ("BACKGROUND", (0, 0), (-1, 0), "#dff0ed"),
        ("TEXTCOLOR", (0, 2), (-1, -1), INK),
        ("LEADING", (0, 2), (-1, -1), 10.5),
        ("ALIGN", (0, 2), (0, -1), "CENTER"),
        ("ALIGN", (2, 2), (2, -1), "CENTER"),
        ("ALIGN", (_FIRST_NUMBER, 2), (-1, -1), "RIGHT"),
    ]
    for line, row in enumerate(rows(summary), 2):
        body.append(_pdf_cells(row))
        style.append(("FONT", (0, line), (-1, line), _PDF_FONTS[row.kind], 8))
        if fill := _FILLS[row.kind]:
            style += [("BACKGROUND", (0, line), (-1, line), f"#{fill.lower()}"), ("SPAN", (1, line), (5, line))]
    table = LongTable(body, colWidths=[share * width / total for share in _WIDTHS_MM], repeatRows=2)
    table.setStyle(TableStyle(style))
    return table


def _pdf_cells(row: Row) -> list[Any]:
    """Figures as they are, words as paragraphs that wrap: a paragraph for every cell takes four times as long."""
    font, lang = _PDF_FONTS[row.kind], number_lang()
    style = pdf_page.CELL.clone("cell", fontName=font)
    texts = [Paragraph(escape(text), style) if text else "" for text in (row.land_use, row.state, row.agency)]
    return [
        row.number,
        row.unit,
        row.code,
        *texts,
        format_number(row.amount.plots, lang),
        format_number(row.amount.without_area, lang) if row.amount.without_area else "",
        format_number(row.amount.area_m2, lang, 1),
        format_number(row.share, lang, 2),
    ]


def _pdf_signers(width: float) -> KeepTogether:
    place = Paragraph(_("…………………, ngày …… tháng …… năm ………"), pdf_page.CENTRE_ITALIC)
    cells: list[list[Any]] = [["", "", place]]
    cells.append([Paragraph(role, pdf_page.CENTRE_BOLD) for role, _note in signers()])
    cells.append([Paragraph(note, pdf_page.CENTRE_ITALIC) for _role, note in signers()])
    return KeepTogether([Spacer(1, 5 * mm), Table(cells, colWidths=[width / 3] * 3), Spacer(1, 20 * mm)])
