"""What every printed page shares: styles, running foot, page numbers, the mark of made-up data, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from land.exports import fonts, words
from land.exports.paper import MARGIN
from land.exports.pdf_frame import ACCENT, INK, LINE, MUTED

RULE = HexColor("#d5dddb")
BODY = ParagraphStyle("body", fontName=fonts.REGULAR, fontSize=9, leading=12.5, textColor=INK)
NOTICE = ParagraphStyle("notice", parent=BODY, fontSize=8.2, leading=10.5)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=7, leading=9.5, textColor=MUTED)
NAME = ParagraphStyle("name", parent=BODY, fontSize=8, leading=11.5, textColor=MUTED)
FACT = ParagraphStyle("fact", parent=BODY, leading=11.5)
GROUP = ParagraphStyle(
    "group", parent=BODY, fontName=fonts.BOLD, fontSize=9.5, leading=13, textColor=ACCENT, spaceBefore=6
)
LEAD = ParagraphStyle("lead", parent=BODY, fontName=fonts.BOLD, fontSize=10.5, leading=14)
TITLE = ParagraphStyle("title", parent=BODY, fontName=fonts.BOLD, fontSize=15, leading=20, textColor=ACCENT)
HEAD = ParagraphStyle("head", parent=BODY, fontName=fonts.BOLD, fontSize=8, leading=10.5, alignment=TA_CENTER)
CELL = ParagraphStyle("cell", parent=BODY, fontSize=8, leading=10.5)
CENTRE = ParagraphStyle("centre", parent=BODY, alignment=TA_CENTER)
CENTRE_BOLD = ParagraphStyle("centre_bold", parent=CENTRE, fontName=fonts.BOLD)
CENTRE_ITALIC = ParagraphStyle("centre_italic", parent=CENTRE, fontName=fonts.ITALIC, fontSize=8, leading=11)


@dataclass(frozen=True)
class Foot:
    """The running foot, and what stands pale across the page.

    Attributes:
        mark: a further word across the page, such as that of a draft.
    """

    left: str
    notice: str
    sample: bool
    mark: str = ""


class NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Writes the foot when the number of pages is known."""

    foot: Foot

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page back until all are there."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            _foot(self, self.foot, f"{number}/{len(self._kept)}")
            super().showPage()
        super().save()


def canvas_maker(foot: Foot) -> type[NumberedCanvas]:
    """A canvas class that carries this document's foot."""
    return type("FootedCanvas", (NumberedCanvas,), {"foot": foot})


def _foot(canvas: Canvas, foot: Foot, pages: str) -> None:
    width = canvas._pagesize[0]
    marks = [words.sample()] if foot.sample else []
    _across(canvas, [*marks, foot.mark] if foot.mark else marks)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(MARGIN, 12.5 * mm, width - MARGIN, 12.5 * mm)
    canvas.setFont(fonts.REGULAR, 6.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, 9.6 * mm, foot.left)
    canvas.drawRightString(width - MARGIN, 9.6 * mm, _("Trang %(pages)s") % {"pages": pages})
    canvas.setFont(fonts.ITALIC, 6.5)
    canvas.drawString(MARGIN, 6.6 * mm, foot.notice)


def _across(canvas: Canvas, marks: Sequence[str]) -> None:
    """Words pale across the page, one above the other."""
    width, height = canvas._pagesize
    for index, mark in enumerate(marks):
        canvas.saveState()
        canvas.setFillColor(MUTED)
        canvas.setFillAlpha(0.1)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(45)
        canvas.setFont(fonts.BOLD, 64)
        canvas.drawCentredString(0, -20 - 80 * index, mark)
        canvas.restoreState()


def signatures(width: float) -> list[Any]:
    """The three blocks of an office's own print, with room to sign; the caller keeps them with what is signed."""
    roles = (_("NGƯỜI LẬP"), _("NGƯỜI KIỂM TRA"), _("THỦ TRƯỞNG ĐƠN VỊ"))
    notes = (_("(Ký, ghi rõ họ tên)"), _("(Ký, ghi rõ họ tên)"), _("(Ký, đóng dấu, ghi rõ họ tên)"))
    place = _("…………………, ngày …… tháng …… năm ………")
    rows: list[list[Any]] = [
        ["", Paragraph(place, CENTRE_ITALIC), ""],
        [Paragraph(role, CENTRE_BOLD) for role in roles],
        [Paragraph(note, CENTRE_ITALIC) for note in notes],
    ]
    table = Table(rows, colWidths=[width / 3] * 3)
    tight = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    table.setStyle(TableStyle([*tight, ("SPAN", (1, 0), (2, 0))]))
    return [Spacer(1, 4 * mm), table, Spacer(1, 18 * mm)]
