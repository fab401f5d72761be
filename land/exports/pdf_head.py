"""The head of an information sheet: title, notice, and at the side the way back to the page by QR code."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from land.exports import fonts
from land.exports.paper import MARGIN, Sheet
from land.exports.pdf_frame import ACCENT, INK, MUTED
from land.exports.pdf_page import NOTICE, SMALL
from land.exports.pdf_qr import draw_qr

_NOTICE_FILL, _NOTICE_LINE = HexColor("#fdf0d3"), HexColor("#c79a3b")
SIDE = 46 * mm
HEAD = 35 * mm


@dataclass(frozen=True)
class Head:
    """Words of a sheet's head.

    Attributes:
        source: where the figures come from.
        title: name of the sheet.
        subject: code and state of what it is about.
        notice: what it is no substitute for.
    """

    source: str
    title: str
    subject: str
    notice: str


def draw_head(canvas: Canvas, sheet: Sheet, head: Head) -> None:
    """Source, title and subject beside a bar of the accent colour, the notice in a box below."""
    inner, top = sheet.inner_width, sheet.height - MARGIN
    canvas.setFillColor(ACCENT)
    canvas.rect(MARGIN, top - 16.5 * mm, 1.2 * mm, 16.5 * mm, stroke=0, fill=1)
    left = MARGIN + 4.5 * mm
    canvas.setFont(fonts.REGULAR, 7.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(left, top - 3 * mm, head.source)
    canvas.setFont(fonts.BOLD, 17)
    canvas.setFillColor(ACCENT)
    canvas.drawString(left, top - 10.5 * mm, head.title)
    canvas.setFont(fonts.BOLD, 10.5)
    canvas.setFillColor(INK)
    canvas.drawString(left, top - 16.2 * mm, head.subject)
    notice = Paragraph(escape(head.notice), NOTICE)
    height = 9 * mm
    canvas.setFillColor(_NOTICE_FILL)
    canvas.setStrokeColor(_NOTICE_LINE)
    canvas.setLineWidth(0.6)
    canvas.roundRect(MARGIN, top - 21 * mm - height, inner - SIDE - 6 * mm, height, 2, stroke=1, fill=1)
    _width, tall = notice.wrap(inner - SIDE - 12 * mm, height)
    notice.drawOn(canvas, MARGIN + 3 * mm, top - 21 * mm - height / 2 - tall / 2)


def draw_way_back(canvas: Canvas, address: str, caption: str, x: float, top: float) -> float:
    """The QR code of an address with its words, at the side; gives where it ends."""
    size = 32 * mm
    left = x + (SIDE - size) / 2
    draw_qr(canvas, address, left, top - size, size)
    canvas.linkURL(address, (left, top - size, left + size, top))
    y = draw_caption(canvas, caption, x, top - size - 1 * mm)
    return draw_caption(canvas, address, x, y)


def draw_caption(canvas: Canvas, text: str, x: float, y: float) -> float:
    """Small text under `y` at the side; gives where it ends."""
    paragraph = Paragraph(escape(text), SMALL)
    _width, tall = paragraph.wrap(SIDE, 30 * mm)
    paragraph.drawOn(canvas, x, y - tall)
    return float(y - tall)
