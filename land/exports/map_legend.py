"""The legend of a printed map: what is shown with its counts, scale bar, the way back to the map; laid into columns."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Spacer

from gis.text.numbers import format_area, format_number
from land.exports import words
from land.exports.map_content import Content
from land.exports.map_drawing import BORDER, SELECTED_WIDTH, WHITE
from land.exports.map_hatch import draw_hatch
from land.exports.map_request import Box, MapRequest
from land.exports.map_texts import COLOURED_CELLS, OUTLINE
from land.exports.pdf_frame import ACCENT, INK, MapFrame
from land.exports.pdf_map import ScaleBar, scale_sentence
from land.exports.pdf_page import GROUP, LEAD, SMALL
from land.exports.pdf_qr import draw_qr
from land.exports.rows import number_lang
from land.exports.themes import OTHER, ThemeClass

LINE = ParagraphStyle("legend", parent=SMALL, textColor=INK, leading=9)
_COUNT = ParagraphStyle("legend_count", parent=LINE, alignment=2)
HEADING = ParagraphStyle("legend_heading", parent=GROUP, fontSize=8.5, leading=12, spaceBefore=0)
_URL = ParagraphStyle("legend_url", parent=SMALL, fontSize=5.5, leading=7, wordWrap="CJK")
_SWATCH = (7 * mm, 3.6 * mm)
_QR = 24 * mm
MOST_ADDRESS = 900  # signs of an address that a telephone still reads from this size

Placed = tuple[Any, float, float]


class LegendLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A sign, its meaning, how many there are."""

    def __init__(self, sign: str, text: str, *, colour: str = "", hatch: str = "", count: int | None = None) -> None:
        super().__init__()
        self.sign, self.colour, self.hatch = sign, colour, hatch
        self.text = Paragraph(escape(text), LINE)
        self.count = Paragraph("" if count is None else format_number(count, number_lang()), _COUNT)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        _wide, self.height = self.text.wrap(width - _SWATCH[0] - 14 * mm, height)
        self.count.wrap(12 * mm, height)
        self.height = max(self.height, _SWATCH[1]) + 0.8 * mm
        return width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        top = self.height - 0.4 * mm
        self.text.drawOn(canvas, _SWATCH[0] + 2 * mm, top - self.text.height)
        self.count.drawOn(canvas, self.width - 12 * mm, top - self.count.height)
        canvas.saveState()
        canvas.translate(0, top - _SWATCH[1])
        getattr(self, f"_{self.sign}")(canvas, *_SWATCH)
        canvas.restoreState()

    def _nothing(self, canvas: Canvas, width: float, height: float) -> None:
        """Classes that were added up have no one sign."""

    def _area(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setFillColor(HexColor(self.colour))
        canvas.setStrokeColor(OUTLINE)
        canvas.setLineWidth(0.4)
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        if self.hatch:
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(0, 0, width, height)
            canvas.clipPath(clip, stroke=0)
            draw_hatch(canvas, self.hatch, 0, 0, width, height)
            canvas.restoreState()
        canvas.rect(0, 0, width, height, stroke=1, fill=0)

    def _border(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.6)
        canvas.setDash(4, 2)
        canvas.line(0, height / 2, width, height / 2)

    def _line(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(HexColor(self.colour))
        canvas.setLineWidth(1)
        canvas.line(0, height / 2, width, height / 2)

    def _outline(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(HexColor(self.colour))
        canvas.setLineWidth(0.5)
        canvas.rect(0, 0, width, height, stroke=1, fill=0)

    def _point(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(INK)
        canvas.setFillColor(HexColor(OTHER))
        canvas.setLineWidth(0.6)
        canvas.circle(width / 2, height / 2, 1.1 * mm, stroke=1, fill=1)

    def _cell(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(OUTLINE)
        canvas.setFillColor(WHITE)
        canvas.setLineWidth(0.6)
        canvas.circle(width / 2, height / 2, height / 2, stroke=1, fill=1)
        canvas.setFillColor(INK)
        canvas.setFont(LINE.fontName, 5)
        canvas.drawCentredString(width / 2, height / 2 - 1.8, "12")

    def _selected(self, canvas: Canvas, width: float, height: float) -> None:
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(SELECTED_WIDTH)
        canvas.rect(0, 0, width, height, stroke=1, fill=0)


class Together(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Items that stay in one column."""

    def __init__(self, items: Sequence[Any]) -> None:
        super().__init__()
        self.items = items

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.tall = [item.wrap(width, height)[1] for item in self.items]
        return width, sum(self.tall)

    def draw(self) -> None:
        y = sum(self.tall)
        for item, tall in zip(self.items, self.tall, strict=True):
            y -= tall
            item.drawOn(self.canv, 0, y)


class WayBack(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The address of the view as QR code and as text."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        fits = len(address) <= MOST_ADDRESS
        shown = address if fits else _("Liên kết quá dài để in; hãy mở bản đồ và đặt lại các điều kiện lọc ghi ở trên.")
        self.caption = Paragraph(_("Quét mã hoặc mở liên kết để xem lại đúng khung bản đồ này."), SMALL)
        self.text = Paragraph(escape(shown), _URL)
        self.side = _QR if fits else 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.beside = self.side + (2.5 * mm if self.side else 0)
        self.caption.wrap(width - self.beside, height)
        self.text.wrap(width, height)
        self.upper = max(self.side, self.caption.height)
        self.width, self.height = width, self.upper + 1.5 * mm + self.text.height
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        if self.side:
            draw_qr(canvas, self.address, 0, self.height - self.side, self.side)
            canvas.linkURL(self.address, (0, self.height - self.side, self.side, self.height), relative=1)
        self.caption.drawOn(canvas, self.beside, self.height - self.caption.height)
        self.text.drawOn(canvas, 0, self.height - self.upper - 1.5 * mm - self.text.height)


def draw_legend(
    canvas: Canvas,
    request: MapRequest,
    content: Content,
    frame: MapFrame,
    columns: Sequence[Box],
    beside: Sequence[Any] = (),
) -> None:
    """Write the legend into the columns; where the classes are too many, the rarest are added up.

    Args:
        beside: what else is on the map, after the plots' own signs.
    """
    classes = shown_classes(content)
    for most in range(len(classes), -1, -1):
        placed = _placed(list(_story(request, content, frame, gathered(classes, most), beside)), columns)
        if placed is not None or most == 0:
            for item, x, y in placed or ():
                item.drawOn(canvas, x, y)
            return


def shown_classes(content: Content) -> list[ThemeClass]:
    """The classes of the theme; values that share the grey of "others" are one."""
    grey = [item for item in content.theme.classes if item.colour == OTHER and item.value]
    if content.theme.field != "managing_agency" or len(grey) < 2:
        return list(content.theme.classes)
    others = ThemeClass("", _other_agencies(len(grey)), OTHER, "", sum(item.count for item in grey))
    return [*(item for item in content.theme.classes if item not in grey), others]


def gathered(classes: Sequence[ThemeClass], most: int) -> list[ThemeClass]:
    """The first classes, and one for the sum of the rest."""
    rest = classes[most:]
    if not rest:
        return list(classes)
    return [*classes[:most], ThemeClass("", _others(len(rest)), "", "", sum(item.count for item in rest))]


def _other_agencies(count: int) -> str:
    return ngettext("%(count)d đơn vị khác", "%(count)d đơn vị khác", count) % {"count": count}


def _others(count: int) -> str:
    return ngettext("%(count)d loại khác", "%(count)d loại khác", count) % {"count": count}


def _story(
    request: MapRequest, content: Content, frame: MapFrame, classes: Sequence[ThemeClass], beside: Sequence[Any]
) -> Iterator[Any]:
    lang = number_lang()
    number = format_number(content.matched, lang)
    yield Paragraph(_("%(count)s khu đất trong khung") % {"count": number}, LEAD)
    yield Paragraph(f"{_('Tổng diện tích')}: {format_area(content.area_m2, lang, 'ha')}", LINE)
    if request.filter_text:
        yield Paragraph(f"{_('Điều kiện lọc')}: {escape(request.filter_text)}", LINE)
    yield Spacer(1, 2 * mm)
    yield Paragraph(escape(content.theme.title), HEADING)
    if not content.matched:
        yield Paragraph(_("Không có khu đất nào khớp trong khung này."), LINE)
    for item in classes:
        sign = "area" if item.colour else "nothing"
        yield LegendLine(sign, item.label, colour=item.colour, hatch=item.hatch, count=item.count)
    yield from _signs(request, content)
    yield from beside
    yield Spacer(1, 2 * mm)
    sentence, system = Paragraph(escape(scale_sentence(frame.scale)), SMALL), Paragraph(words.system(), SMALL)
    yield Together([ScaleBar(frame.scale, 48 * mm), sentence, system])
    yield Spacer(1, 2 * mm)
    yield WayBack(request.address)


def _signs(request: MapRequest, content: Content) -> Iterator[Any]:
    yield Spacer(1, 1.5 * mm)
    if content.counted and content.matched:
        coloured = content.theme.field in COLOURED_CELLS
        text = (
            _("Số khu đất quanh vị trí này; màu của loại nhiều nhất") if coloured else _("Số khu đất quanh vị trí này")
        )
        yield LegendLine("cell", text)
    elif any(shape is None for shape in content.plots.shapes):
        yield LegendLine("point", _("Khu đất chưa có ranh giới, vị trí gần đúng"))
    if content.selected is not None and (content.selected.shape or content.selected.anchor) is not None:
        name = " – ".join(part for part in (content.selected.code, content.selected.name) if part)
        yield LegendLine("selected", _("Khu đất đang chọn: %(name)s") % {"name": name})
    if content.communes and "units" not in request.hidden:
        text = _("Ranh giới phường, xã")
        yield LegendLine("border", f"{text} ({_('chỉ minh họa')})" if content.illustrative else text)


def _placed(story: Sequence[Any], columns: Sequence[Box]) -> list[Placed] | None:
    """Where each item goes, filling column after column; None where they do not fit."""
    placed: list[Placed] = []
    free = iter(columns)
    x, low, width, height = next(free)
    y = low + height
    for item in story:
        _wide, tall = item.wrap(width, height)
        while y - tall < low:
            following = next(free, None)
            if following is None:
                return None
            x, low, width, height = following
            y = low + height
            _wide, tall = item.wrap(width, height)
        if isinstance(item, Spacer) and y == low + height:
            continue  # no gap at the head of a column
        y -= tall
        placed.append((item, x, y))
    return placed
