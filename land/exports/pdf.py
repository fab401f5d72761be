"""Phiếu thông tin khu đất, with Sơ đồ vị trí khu đất at true scale, on A4 or A3.

It bears neither the national heading nor an emblem: nothing here may look like a certificate or a cadastral extract
(DOMAIN 1.5a).
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from land.corners import count
from land.exports import fonts, words
from land.exports.downloads import Download
from land.exports.locator import Locator, draw_locator, is_on_mainland, read_locator
from land.exports.paper import MARGIN, Sheet, choose_scale, points_per_metre, sheet
from land.exports.pdf_corners import FITS_UNDER_MAP, corner_table, height_of
from land.exports.pdf_facts import fact_table
from land.exports.pdf_frame import LINE
from land.exports.pdf_head import HEAD, SIDE, Head, draw_caption, draw_head, draw_way_back
from land.exports.pdf_map import PlotMap, ScaleBar, Scene, scale_sentence, window_of
from land.exports.pdf_page import BODY, GROUP, SMALL, TITLE, Foot, canvas_maker, signatures
from land.exports.planning import planning_lines, read_planning
from land.exports.records import Record, neighbours, read_plot
from land.exports.rows import day_text, number_lang
from land.past import Past

CONTENT_TYPE = "application/pdf"
_FOOT = 16 * mm
_POINT_SCALE = 2_000  # for a plot without a boundary


@dataclass(frozen=True)
class Issue:
    """One print of one plot."""

    record: Record
    sheet: Sheet
    address: str
    today: date
    staff: bool
    locator: Locator
    planning: Sequence[tuple[str, str]]

    @property
    def title(self) -> str:
        """Name of the first page."""
        return _("PHIẾU THÔNG TIN KHU ĐẤT")


def plot_pdf(
    code: str,
    *,
    user: Any,
    address: str,
    paper: str = "A4",
    scale: int | None = None,
    staff: bool = False,
    today: date | None = None,
    past: Past | None = None,
    more: Callable[[Sheet], Sequence[Any]] | None = None,
) -> Download:
    """The information sheet of a plot with its map, as this reader may see them.

    Args:
        code: plot code.
        user: the reader.
        address: absolute address of the plot's page, for the QR code.
        paper: "A4" or "A3".
        scale: one of `paper.SCALES`; the largest that fits by default.
        staff: add the signature blocks and, within the reader's reach, internal fields.
        today: day of the print; the local day by default.
        past: the state that is printed; today's by default.
        more: flowables of another app for a page at the end.

    Raises:
        NotFound: no such plot for this reader.
        ExportError: the paper or scale does not exist, or the boundary does not fit.
    """
    fonts.register()
    record = read_plot(user, code, past)
    day = today or timezone.localdate()
    found = read_planning(user, record, day)
    issue = Issue(
        record=record,
        sheet=sheet(paper),
        address=address,
        today=day,
        staff=staff,
        locator=read_locator(user, record.value("unit")),
        planning=[] if found is None else planning_lines(found),
    )
    body = io.BytesIO()
    document = _document(body, issue)
    added = more(issue.sheet) if more else ()
    story = [*_facts(issue), NextPageTemplate("map"), PageBreak(), *_map_page(issue, user, scale), *added]
    left = f"{words.source()} · {words.data_of(past, issue.today)}"
    foot = Foot(f"{left} · {_('In ngày %(day)s') % {'day': day_text(issue.today)}}", words.disclaimer(), record.sample)
    document.build(story, canvasmaker=canvas_maker(foot))
    return Download(f"{code}_phieu-thong-tin_{issue.sheet.name}.pdf", CONTENT_TYPE, body.getvalue())


def _document(body: io.BytesIO, issue: Issue) -> BaseDocTemplate:
    size = (issue.sheet.width, issue.sheet.height)
    document = BaseDocTemplate(
        body,
        pagesize=size,
        title=f"{issue.title} {issue.record.code}",
        author=words.source(),
        subject=words.disclaimer(),
        lang=number_lang(),
    )
    inner, tall = issue.sheet.inner_width, issue.sheet.height - MARGIN - _FOOT
    bare = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    first = Frame(MARGIN, _FOOT, inner - SIDE - 6 * mm, tall - HEAD, **bare)
    whole = Frame(MARGIN, _FOOT, inner, tall, **bare)
    document.addPageTemplates(
        [
            PageTemplate("facts", [first], onPage=lambda canvas, _doc: _first_page(canvas, issue)),
            PageTemplate("map", [whole]),
        ]
    )
    return document


def _first_page(canvas: Canvas, issue: Issue) -> None:
    """Title, notice, and at the side the QR code and the locator."""
    record, top = issue.record, issue.sheet.height - MARGIN
    state = "" if record.past is None else f" – {_('tình trạng %(then)s') % {'then': words.then(record.past)}}"
    head = Head(words.source(), issue.title, f"{_('Mã khu đất')}: {record.code}{state}", words.disclaimer())
    draw_head(canvas, issue.sheet, head)
    _side(canvas, issue, MARGIN + issue.sheet.inner_width - SIDE, top)


def _side(canvas: Canvas, issue: Issue, x: float, top: float) -> None:
    y = draw_way_back(canvas, issue.address, _("Quét mã để mở trang của khu đất"), x, top)
    point = issue.record.point
    place = None if point is None else (point.x, point.y)
    height = (40 if is_on_mainland(place) else 82) * mm
    draw_locator(
        canvas,
        issue.locator,
        place,
        x,
        y - 5 * mm - height,
        SIDE,
        height,
    )
    text = _("Vị trí khu đất trong khu vực Bà Rịa - Vũng Tàu")
    notes = [_("ranh giới phường, xã chỉ minh họa")] if issue.locator.illustrative else []
    notes.append(_("xung quanh là sơ đồ"))
    draw_caption(canvas, f"{text} ({'; '.join(notes)})", x, y - 6 * mm - height)


def _facts(issue: Issue) -> list[Any]:
    width = issue.sheet.inner_width - SIDE - 6 * mm
    story = list(fact_table(issue.record, width, issue.planning, internal=issue.staff))
    if issue.record.updated_at is not None:
        text = _("Bản ghi cập nhật lúc %(moment)s.") % {"moment": day_text(issue.record.updated_at)}
        story += [Spacer(1, 1.5 * mm), Paragraph(escape(text), SMALL)]
    return _signed(story, width) if issue.staff else story


def _signed(story: list[Any], width: float) -> list[Any]:
    """The facts with the signature blocks under the last group, never on a page that holds nothing to sign."""
    last = max(at for at, item in enumerate(story) if getattr(item, "style", None) is GROUP or at == 0)
    return [*story[:last], KeepTogether([*story[last:], *signatures(width)])]


def _map_page(issue: Issue, user: Any, wanted: int | None) -> Sequence[Any]:
    record, width = issue.record, issue.sheet.inner_width
    rings = record.rings
    together = bool(rings) and count(rings) <= FITS_UNDER_MAP
    title = Paragraph(_("SƠ ĐỒ VỊ TRÍ KHU ĐẤT"), TITLE)
    below = height_of(rings) if together else 0.0
    height = issue.sheet.height - MARGIN - _FOOT - 44 * mm - below
    scene = _scene(issue, user, width, height, wanted)
    name = " – ".join(part for part in (record.code, record.text("name"), record.text("unit_name")) if part)
    story: list[Any] = [
        title,
        Paragraph(escape(name), BODY),
        Spacer(1, 2 * mm),
        PlotMap(scene, width, height),
        Spacer(1, 1 * mm),
        _legend(issue, scene, width),
    ]
    if not rings:
        return story
    heading = Paragraph(f"{_('Bảng tọa độ các đỉnh')} – {words.system()}", GROUP)
    return [*story, *([] if together else [PageBreak()]), heading, Spacer(1, 1.5 * mm), corner_table(rings, width)]


def _scene(issue: Issue, user: Any, width: float, height: float, wanted: int | None) -> Scene:
    record = issue.record
    where = record.geom if record.geom is not None else record.point
    west, south, east, north = where.bounds if where is not None else (0.0, 0.0, 0.0, 0.0)
    window = window_of(width, height)
    default = wanted if record.geom is not None else wanted or _POINT_SCALE
    scale = choose_scale((east - west, north - south), window, default)
    return Scene(
        geom=record.geom,
        centre=((west + east) / 2, (south + north) / 2),
        rings=record.rings,
        neighbours=neighbours(record, user, within_m=max(window) / 2 / points_per_metre(scale)),
        colour=record.colour,
        label=record.sheet_and_parcel or record.code,
        scale=scale,
    )


def _legend(issue: Issue, scene: Scene, width: float) -> Table:
    record = issue.record
    swatch = Table([[""]], colWidths=[8 * mm], rowHeights=[4 * mm])
    swatch.setStyle(
        TableStyle(
            [("BACKGROUND", (0, 0), (0, 0), HexColor(record.colour)), ("BOX", (0, 0), (0, 0), 1, HexColor("#a3211a"))]
        )
    )
    beside = Table([[""]], colWidths=[8 * mm], rowHeights=[4 * mm])
    beside.setStyle(TableStyle([("BOX", (0, 0), (0, 0), 0.5, LINE)]))
    use = " – ".join(part for part in (record.value("land_use") or "", record.text("land_use")) if part)
    left = [
        ScaleBar(scene.scale),
        Paragraph(escape(scale_sentence(scene.scale)), SMALL),
        Paragraph(words.system(), SMALL),
    ]
    own = _("Khu đất") + (f": {use}" if use else "")
    right = Table(
        [[swatch, Paragraph(escape(own), SMALL)], [beside, Paragraph(_("Khu đất công khác"), SMALL)]],
        colWidths=[11 * mm, width / 2 - 16 * mm],
    )
    right.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    table = Table([[left, right]], colWidths=[width / 2, width / 2], rowHeights=[22 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table
