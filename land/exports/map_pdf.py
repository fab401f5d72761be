"""The map as a printed page: the view on screen at a scale that a ruler can read, with all that makes it a map.

It bears neither the national heading nor an emblem: nothing here may look like a certificate or a cadastral extract
(DOMAIN 1.5a).
"""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from land.exports import fonts, words
from land.exports.downloads import Download
from land.exports.map_content import Content, read_content
from land.exports.map_drawing import MapDrawing
from land.exports.map_legend import draw_legend
from land.exports.map_reference import ReferenceShapes, read_reference
from land.exports.map_reference_legend import reference_legend
from land.exports.map_request import Layout, MapRequest, frame_of, layout_of
from land.exports.paper import MARGIN, scale_text
from land.exports.pdf_frame import ACCENT, MUTED, MapFrame
from land.exports.pdf_page import Foot, canvas_maker
from land.exports.rows import day_text, number_lang

CONTENT_TYPE = "application/pdf"
_TITLE_SIZES = (15.0, 13.0, 11.0, 9.5)


def map_pdf(request: MapRequest) -> Download:
    """The print.

    Raises:
        ExportError: paper, scale, theme or view that cannot be printed.
    """
    request.check()
    layout = layout_of(request.paper, request.landscape)
    frame = frame_of(request, layout.window)
    fonts.register()
    content = read_content(request, frame)
    reference = read_reference(request, frame)
    body = io.BytesIO()
    # A compressed stream straight into the file: plot boundaries are the bulk of it.
    foot = _foot(request, content, reference)
    canvas = canvas_maker(foot)(body, pagesize=layout.size, pageCompression=1, lang=number_lang())
    title = request.title or _("Bản đồ quỹ đất công")
    canvas.setTitle(title)
    canvas.setAuthor(words.source())
    canvas.setSubject(words.disclaimer())
    _head(canvas, layout, frame, title, request)
    MapDrawing(canvas, frame, content, request.hidden, reference).draw(layout.window)
    draw_legend(canvas, request, content, frame, layout.columns, reference_legend(reference))
    canvas.showPage()
    canvas.save()
    name = f"ban-do-quy-dat-cong_{request.today.isoformat()}_{request.paper}.pdf"
    return Download(name, CONTENT_TYPE, body.getvalue())


def _foot(request: MapRequest, content: Content, reference: Sequence[ReferenceShapes]) -> Foot:
    as_of = words.as_of(request.question.day or request.today)
    printed = _("In ngày %(day)s") % {"day": day_text(request.today)}
    return Foot(
        f"{words.source()} · {as_of} · {printed}",
        words.disclaimer(),
        content.sample or any(one.sample for one in reference),
    )


def _head(canvas: Canvas, layout: Layout, frame: MapFrame, title: str, request: MapRequest) -> None:
    width = layout.size[0] - 2 * MARGIN
    canvas.setFillColor(ACCENT)
    canvas.rect(MARGIN, layout.top - 12.5 * mm, 1.2 * mm, 12.5 * mm, stroke=0, fill=1)
    left = MARGIN + 4.5 * mm
    size, text = _fitted(title, width - 5 * mm)
    canvas.setFont(fonts.BOLD, size)
    canvas.drawString(left, layout.top - 5.5 * mm, text)
    canvas.setFont(fonts.REGULAR, 8)
    canvas.setFillColor(MUTED)
    parts = [_("Tỷ lệ %(scale)s") % {"scale": scale_text(frame.scale)}, *_about(request)]
    _size, line = _fitted(" · ".join(parts), width - 5 * mm, (8.0, 7.0, 6.0), fonts.REGULAR)
    canvas.drawString(left, layout.top - 11 * mm, line)


def _about(request: MapRequest) -> list[Any]:
    return [words.as_of(request.question.day or request.today), words.disclaimer()]


def _fitted(
    text: str, width: float, sizes: tuple[float, ...] = _TITLE_SIZES, font: str = fonts.BOLD
) -> tuple[float, str]:
    """The largest size at which the text fits a line; cut where none does."""
    for size in sizes:
        if stringWidth(text, font, size) <= width:
            return size, text
    while text and stringWidth(f"{text}…", font, sizes[-1]) > width:
        text = text[:-1]
    return sizes[-1], f"{text.rstrip()}…"
