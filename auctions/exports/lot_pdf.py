"""Phiếu thông tin lô đấu giá: one page of A4 with the six answers, the timetable, the sketch and the way back.

Like the sheet of a plot it bears neither the national heading nor an emblem (DOMAIN 1.5a).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    KeepInFrame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from auctions.exports import words
from gis.text.numbers import format_area
from gis.text.places import place_text
from land.exports import fonts
from land.exports import words as land_words
from land.exports.downloads import Download
from land.exports.paper import MARGIN, choose_scale, sheet
from land.exports.pdf_head import HEAD, SIDE, Head, draw_head, draw_way_back
from land.exports.pdf_map import PlotMap, ScaleBar, Scene, scale_sentence, window_of
from land.exports.pdf_page import FACT, GROUP, LEAD, NAME, RULE, SMALL, Foot, canvas_maker
from land.exports.records import Record
from land.exports.rows import day_text, number_lang

CONTENT_TYPE = "application/pdf"
_A4 = sheet("A4")
_FOOT = 16 * mm
_BARE = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
_MAP_HEIGHT = 118 * mm


@dataclass(frozen=True)
class Row:
    """A question with its answer: what an investor asks first, or a line of the timetable. "" is not announced."""

    title: str
    text: str
    more: str = ""


@dataclass(frozen=True)
class LotSheet:
    """One print of one lot.

    Attributes:
        record: the lot as its reader sees it.
        stage: in words.
        address: absolute address of the lot's page, for the QR code.
        answers, timetable: in the order of the page.
        today: day of the print.
    """

    record: Record
    stage: str
    address: str
    answers: Sequence[Row]
    timetable: Sequence[Row]
    today: date


def lot_pdf(wanted: LotSheet) -> Download:
    """The sheet as a PDF of one page.

    Raises:
        ExportError: the lot does not fit on A4 at any scale.
    """
    fonts.register()
    body = io.BytesIO()
    document = BaseDocTemplate(
        body,
        pagesize=(_A4.width, _A4.height),
        title=f"{_title()} {wanted.record.code}",
        author=words.source(),
        subject=words.notice(),
        lang=number_lang(),
    )
    inner, tall = _A4.inner_width, _A4.height - MARGIN - _FOOT - HEAD
    beside = inner - SIDE - 6 * mm
    upper = Frame(MARGIN, _FOOT + _MAP_HEIGHT, beside, tall - _MAP_HEIGHT, id="facts", **_BARE)
    lower = Frame(MARGIN, _FOOT, inner, _MAP_HEIGHT, id="map", **_BARE)
    side = Frame(MARGIN + beside + 6 * mm, _FOOT + _MAP_HEIGHT, SIDE, tall - _MAP_HEIGHT - 30 * mm, id="side", **_BARE)
    document.addPageTemplates(
        [PageTemplate("sheet", [upper, side, lower], onPage=lambda canvas, _doc: _head(canvas, wanted))]
    )
    day = land_words.as_of(wanted.today)
    left = f"{words.source()} · {day}"
    foot = Foot(left, words.notice(), wanted.record.sample)
    document.build(_story(wanted, beside, inner), canvasmaker=canvas_maker(foot))
    return Download(f"{wanted.record.code}_phieu-thong-tin.pdf", CONTENT_TYPE, body.getvalue())


def _title() -> str:
    return _("PHIẾU THÔNG TIN LÔ ĐẤU GIÁ")


def _head(canvas: Canvas, wanted: LotSheet) -> None:
    subject = f"{wanted.record.code} – {wanted.stage}"
    draw_head(canvas, _A4, Head(words.source(), _title(), subject, words.notice()))
    top = _A4.height - MARGIN
    draw_way_back(canvas, wanted.address, _("Quét mã để mở trang của lô"), MARGIN + _A4.inner_width - SIDE, top)


def _story(wanted: LotSheet, beside: float, inner: float) -> list[Any]:
    tall = _A4.height - MARGIN - _FOOT - HEAD - _MAP_HEIGHT - 2
    # Shrunk where names and addresses are very long: the sheet is one page.
    answers = KeepInFrame(beside, tall, _answers(wanted, beside), mode="shrink")
    lines = [Paragraph(escape(_("Lịch")), GROUP), *(_line(row) for row in wanted.timetable)]
    timetable = KeepInFrame(SIDE, tall - 30 * mm, lines, mode="shrink")
    return [answers, FrameBreak(), timetable, FrameBreak(), *_map(wanted.record, inner)]


def _answers(wanted: LotSheet, width: float) -> list[Any]:
    record = wanted.record
    place = place_text(record.text("address"), record.text("unit_name"))
    area, use = record.value("area_m2"), record.text("land_use")
    land = " · ".join(
        part for part in (format_area(area, number_lang()) if area is not None else "", use, place) if part
    )
    updated = _("Cập nhật lúc %(moment)s.") % {"moment": day_text(record.updated_at)} if record.updated_at else ""
    return [
        Paragraph(escape(record.text("name")), LEAD),
        Paragraph(escape(land), FACT),
        Spacer(1, 2 * mm),
        _table(wanted.answers, width),
        Spacer(1, 1.5 * mm),
        Paragraph(escape(updated), SMALL),
    ]


def _line(row: Row) -> Paragraph:
    return Paragraph(f"{escape(row.title)}: <b>{escape(row.text or _('chưa công bố'))}</b>", SMALL)


def _table(rows: Sequence[Row], width: float) -> Table:
    cells = [[Paragraph(escape(row.title), NAME), [*_cell(row)]] for row in rows]
    table = Table(cells, colWidths=[36 * mm, width - 36 * mm])
    tight = [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.3, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*tight, *lines, ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _cell(row: Row) -> list[Paragraph]:
    answer = Paragraph(escape(row.text or _("chưa công bố")), LEAD if row.text else FACT)
    return [answer, Paragraph(escape(row.more), SMALL)] if row.more else [answer]


def _map(record: Record, width: float) -> list[Any]:
    height = _MAP_HEIGHT - 18 * mm
    west, south, east, north = record.geom.bounds if record.geom is not None else (0.0, 0.0, 0.0, 0.0)
    scale = choose_scale((east - west, north - south), window_of(width, height))
    scene = Scene(
        geom=record.geom,
        centre=((west + east) / 2, (south + north) / 2),
        rings=record.rings,
        neighbours=(),
        colour=record.colour,
        label=record.code,
        scale=scale,
    )
    return [
        Paragraph(escape(_("Sơ đồ lô đất")), GROUP),
        PlotMap(scene, width, height),
        ScaleBar(scale),
        Paragraph(escape(f"{scale_sentence(scale)} · {land_words.system()}"), SMALL),
    ]
