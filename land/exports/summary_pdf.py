"""The condensed summary as a landscape PDF, in the style of an official table."""

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib import pagesizes
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import KeepTogether, LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from gis.text.numbers import format_number
from land.exports import fonts, pdf_page, words
from land.exports.pdf_frame import INK, LINE
from land.exports.rows import number_lang
from land.exports.summary import Amount, Summary
from land.exports.summary_cross import Condensed, CrossRow, CrossTable, condense
from land.exports.summary_table import Heading, motto, roman, signers, unit_of_measure

_SIZE = 6.4
_HEADS = 2  # lines of the table's head
_FIXED_MM = (8, 44, 9, 10, 11, 19)  # number, name, code, plots, without area, area
_STATE_MM = (8.5, 15.5)
_HEAD = pdf_page.HEAD.clone("cross_head", fontSize=_SIZE, leading=8)
_NAME = pdf_page.CELL.clone("cross_name", fontSize=_SIZE, leading=8)
_TOTAL_FILL, _UNIT_FILL = "#dff0ed", "#f3f6f5"

Cells = list[list[Any]]


def summary_pdf(summary: Summary, heading: Heading) -> bytes:
    """The paper: by unit, by land use, by agency, then a chapter for each unit."""
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
        lang=number_lang(),
    )
    width = document.width
    story = [*_top(summary, heading, width), *_parts(condense(summary), width), Spacer(1, 3 * mm)]
    story += [Paragraph(escape(text), pdf_page.SMALL) for text in (_where_detail_is(), *heading.notes())]
    story.append(_signers(width))
    foot = pdf_page.Foot(f"{words.source()} · {words.as_of(heading.day)}", heading.notes()[-1], heading.sample)
    document.build(story, canvasmaker=pdf_page.canvas_maker(foot))
    return content.getvalue()


def _where_detail_is() -> str:
    return _("Số liệu chi tiết đến từng đơn vị quản lý trong mỗi phường, xã có trong tệp Excel cùng tên.")


def _top(summary: Summary, heading: Heading, width: float) -> list[Any]:
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


def _parts(condensed: Condensed, width: float) -> Iterator[Any]:
    parts = (condensed.units, condensed.land_uses, condensed.agencies)
    for index, table in enumerate(parts, 1):
        yield _part_title(index, table.title)
        yield _table(condensed.states, [table], width, chapters=False)
    if condensed.chapters:
        yield _part_title(len(parts) + 1, _("Từng đơn vị hành chính theo loại đất"))
        yield _table(condensed.states, condensed.chapters, width, chapters=True)


def _part_title(index: int, text: str) -> Any:
    return Paragraph(f"{roman(index)}. {escape(text)}", pdf_page.GROUP.clone("part", keepWithNext=1, spaceAfter=3))


def _table(states: Sequence[str], tables: Sequence[CrossTable], width: float, *, chapters: bool) -> LongTable:
    shares = [*_FIXED_MM, *(share for _state in states for share in _STATE_MM)]
    widths = [share * width / sum(shares) for share in shares]
    body, style = _heads(states), _style(states)
    for number, table in enumerate(tables, 1):
        total = _("TỔNG SỐ") if not chapters else table.title
        style += [
            ("BACKGROUND", (0, len(body)), (-1, len(body)), _UNIT_FILL if chapters else _TOTAL_FILL),
            ("FONT", (0, len(body)), (-1, len(body)), fonts.BOLD, _SIZE),
        ]
        if chapters and table.rows:
            style.append(("NOSPLIT", (0, len(body)), (-1, len(body) + 1)))  # a unit's name never ends a page
        body.append(_cells(roman(number) if chapters else "", total, table.total, widths[1], bold=True))
        for index, row in enumerate(table.rows, 1):
            body.append(_cells(str(index), row.name, row, widths[1], bold=False, one_line=chapters))
    made = LongTable(body, colWidths=widths, repeatRows=_HEADS)
    made.setStyle(TableStyle(style))
    return made


def _heads(states: Sequence[str]) -> Cells:
    first = [_("STT"), _("Tên"), _("Mã"), _("Tổng số"), "", ""]
    second = ["", "", "", _("Số khu"), _("Chưa có diện tích"), _("Diện tích")]
    for state in states:
        first += [state, ""]
        second += [_("Số khu"), _("Diện tích")]
    return [[Paragraph(escape(text), _HEAD) if text else "" for text in line] for line in (first, second)]


def _style(states: Sequence[str]) -> list[Any]:
    figures = 3
    return [
        *(("SPAN", (column, 0), (column, 1)) for column in range(figures)),
        ("SPAN", (3, 0), (5, 0)),
        *(("SPAN", (6 + 2 * at, 0), (7 + 2 * at, 0)) for at in range(len(states))),
        ("GRID", (0, 0), (-1, -1), 0.3, LINE),
        ("LINEBELOW", (0, 1), (-1, 1), 0.6, INK),
        ("BACKGROUND", (0, 0), (-1, 1), _TOTAL_FILL),
        ("VALIGN", (0, 0), (-1, 1), "MIDDLE"),
        ("VALIGN", (0, _HEADS), (-1, -1), "TOP"),
        ("FONT", (0, _HEADS), (-1, -1), fonts.REGULAR, _SIZE),
        ("LEADING", (0, _HEADS), (-1, -1), 8),
        ("TEXTCOLOR", (0, _HEADS), (-1, -1), INK),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8),
        ("ALIGN", (0, _HEADS), (0, -1), "CENTER"),
        ("ALIGN", (2, _HEADS), (2, -1), "CENTER"),
        ("ALIGN", (figures, _HEADS), (-1, -1), "RIGHT"),
    ]


def _cells(number: str, name: str, row: CrossRow, width: float, *, bold: bool, one_line: bool = False) -> list[Any]:
    """Figures as they are; names as paragraphs only where they wrap, which a paragraph takes four times as long for."""
    lang = number_lang()
    font = fonts.BOLD if bold else fonts.REGULAR
    room = width - 3
    fits = stringWidth(name, font, _SIZE) <= room
    shown = name if fits else _cut(name, room) if one_line else Paragraph(escape(name), _NAME.clone("n", fontName=font))
    figures = [
        _figure(row.amount.plots, lang),
        _figure(row.amount.without_area, lang),
        _area(row.amount),
    ]
    for cell in row.cells:
        figures += [_figure(cell.plots, lang), _area(cell)]
    return [number, shown, row.code, *figures]


def _cut(name: str, room: float) -> str:
    """A name on one line; part II of the paper has it in full beside its code."""
    while name and stringWidth(f"{name}…", fonts.REGULAR, _SIZE) > room:
        name = name[:-1]
    return f"{name.rstrip(' ,;-')}…"


def _figure(value: int, lang: Any) -> str:
    return format_number(value, lang) if value else ""


def _area(amount: Amount) -> str:
    return format_number(amount.area_m2, number_lang(), 1) if amount.plots else ""


def _signers(width: float) -> KeepTogether:
    place = Paragraph(_("…………………, ngày …… tháng …… năm ………"), pdf_page.CENTRE_ITALIC)
    cells: Cells = [["", "", place]]
    cells.append([Paragraph(role, pdf_page.CENTRE_BOLD) for role, _note in signers()])
    cells.append([Paragraph(note, pdf_page.CENTRE_ITALIC) for _role, note in signers()])
    return KeepTogether([Spacer(1, 5 * mm), Table(cells, colWidths=[width / 3] * 3), Spacer(1, 20 * mm)])
