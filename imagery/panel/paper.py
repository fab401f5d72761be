"""The page of pictures in a plot's PDF: two days at true scale, the clear ones small, the curves, whose they are."""

from collections.abc import Sequence
from io import BytesIO
from math import cos, radians
from typing import Any, Final
from xml.sax.saxutils import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, String
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Image, PageBreak, Paragraph, Spacer, Table

from gis import crs
from imagery import indices
from imagery.errors import SceneBroken
from imagery.faults import report
from imagery.panel.frames import Frame, frame_of
from imagery.panel.pictures import picture
from imagery.panel.record import Entry, clear_of, drawn, record_of
from imagery.tiles.renderings import offered
from imagery.tiles.sheets import sheet_from
from land.exports import fonts
from land.exports.paper import SCALES, Sheet, scale_text
from land.exports.pdf_frame import MUTED
from land.exports.pdf_page import BODY, GROUP, RULE, SMALL, TITLE
from land.models import Plot

_GAP = 4 * mm
_MOST = 12  # small pictures
_COLUMNS = 6
_COLOURS: Final = {"ndvi": HexColor("#2b8a3e"), "ndwi": HexColor("#1c6fd0"), "ndbi": HexColor("#c2410c")}
_WIDE_SCALES = (*SCALES, 25_000, 50_000)


def picture_page(user: Any, plot: Plot, sheet: Sheet) -> list[Any]:
    """Flowables for one page; none where no scene shows the plot.

    A picture that cannot be read is left out: the sheet is wanted for its facts.
    """
    frame = frame_of(plot)
    entries = record_of(user, plot, frame) if frame else []
    if frame is None or not entries:
        return []
    look = offered({role for entry in entries for role in entry.roles})[0]
    shown = drawn(entries, look)
    clear = clear_of(shown)
    width = (sheet.inner_width - _GAP) / 2
    scaled, scale = _at_scale(frame, width)
    story: list[Any] = [
        PageBreak(),
        Paragraph(_("ẢNH VỆ TINH KHU ĐẤT"), TITLE),
        Paragraph(escape(_lead(plot, shown)), BODY),
    ]
    story += [Spacer(1, 2 * mm), _pair(clear[0], clear[-1], scaled, width, look), _scale_words(scale, shown)]
    story += [
        Paragraph(_("Các ngày quang mây"), GROUP),
        Spacer(1, 1 * mm),
        _small(clear[-_MOST:], frame, sheet.inner_width, look),
    ]
    if any(entry.values for entry in shown):
        story += [Paragraph(_("Đường biến đổi"), GROUP), _curves(shown, sheet.inner_width), _key()]
    return [*story, Spacer(1, 2 * mm), Paragraph(escape(_sources(shown)), SMALL)]


def _lead(plot: Plot, entries: Sequence[Entry]) -> str:
    words = _("%(code)s – %(count)d ảnh, %(first)s đến %(last)s") % {
        "code": plot.code,
        "count": len(entries),
        "first": f"{entries[0].day:%d/%m/%Y}",
        "last": f"{entries[-1].day:%d/%m/%Y}",
    }
    return f"{words}. {_synthetic()}" if any(entry.scene.sample for entry in entries) else words


def _synthetic() -> str:
    return _("Ảnh mô phỏng do chương trình sinh ra cho sổ mẫu, không phải ảnh chụp.")


def _at_scale(frame: Frame, width: float) -> tuple[Frame, int]:
    """The same middle, as much ground as fits at a usual scale; width in points."""
    west, south, east, north = frame.box
    x, y = (west + east) / 2, (south + north) / 2
    _, latitude = crs.transform_points(x, y, crs.WEB_MERCATOR, crs.CRS84)
    stretch = 1 / cos(radians(float(latitude)))
    metres = width / (1000 * mm)  # of paper
    needed = (east - west) / stretch
    if frame.shape is not None:
        left, bottom, right, top = frame.shape.bounds
        needed = max((right - left), (top - bottom) * 4 / 3) / stretch * 1.15
    scale = next((one for one in _WIDE_SCALES if metres * one >= max(needed, 150)), _WIDE_SCALES[-1])
    half = metres * scale * stretch / 2
    return Frame((x - half, y - half * 3 / 4, x + half, y + half * 3 / 4), frame.shape), scale


def _pair(before: Entry, after: Entry, frame: Frame, width: float, look: Any) -> Table:
    cells = [[_image(entry, frame, width, 960, look), _caption(entry)] for entry in (before, after)]
    return Table([[cells[0], cells[1]]], colWidths=[width + _GAP, width], style=_bare())


def _image(entry: Entry, frame: Frame, width: float, pixels: int, look: Any) -> Any:
    try:
        made = picture(sheet_from(entry.scene), frame, look, pixels, border=True)
    except SceneBroken as error:
        report(error)
        made = None
    if made is None:
        return Paragraph(_("Chưa tải được ảnh này."), SMALL)
    return Image(BytesIO(made[0]), width=width, height=width * 3 / 4)


def _caption(entry: Entry) -> Paragraph:
    cloud = "" if entry.cloud is None else _(", mây trong khu đất %(cloud)d %%") % {"cloud": round(entry.cloud)}
    return Paragraph(escape(f"{entry.day:%d/%m/%Y}{cloud}"), SMALL)


def _scale_words(scale: int, entries: Sequence[Entry]) -> Paragraph:
    pixel = min(entry.scene.gsd_m for entry in entries)
    words = _("Tỷ lệ %(scale)s. Điểm ảnh %(pixel)s m: không đủ chi tiết để kết luận về công trình nhỏ.") % {
        "scale": scale_text(scale),
        "pixel": f"{pixel:.2g}".replace(".", "," if get_language() != "en" else "."),
    }
    return Paragraph(escape(words), SMALL)


def _small(entries: Sequence[Entry], frame: Frame, width: float, look: Any) -> Table:
    each = (width - (_COLUMNS - 1) * 2 * mm) / _COLUMNS
    cells = [[_image(entry, frame, each, 240, look), Paragraph(f"{entry.day:%d/%m/%Y}", SMALL)] for entry in entries]
    cells += [[] for _ in range(-len(cells) % _COLUMNS)]
    rows = [cells[at : at + _COLUMNS] for at in range(0, len(cells), _COLUMNS)]
    return Table(rows, colWidths=[width / _COLUMNS] * _COLUMNS, style=_bare())


def _bare() -> list[Any]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]


def _curves(entries: Sequence[Entry], width: float) -> Drawing:
    """Means from -1 to 1 over the years; a hollow dot is a cloudy day."""
    height, left, bottom = 42 * mm, 9 * mm, 6 * mm
    drawing = Drawing(width, height)
    first, last = entries[0].day.toordinal(), max(entries[-1].day.toordinal(), entries[0].day.toordinal() + 1)
    wide, tall = width - left - 3 * mm, height - bottom - 3 * mm

    def place(day: int, value: float) -> tuple[float, float]:
        return left + (day - first) / (last - first) * wide, bottom + (value + 1) / 2 * tall

    for value in (-1, -0.5, 0, 0.5, 1):
        x, y = place(first, value)
        drawing.add(Line(x, y, x + wide, y, strokeColor=RULE, strokeWidth=0.4))
        drawing.add(
            String(
                x - 1.5 * mm,
                y - 2,
                f"{value:g}".replace(".", ","),
                fontName=fonts.REGULAR,
                fontSize=6,
                textAnchor="end",
            )
        )
    for year in range(entries[0].day.year + 1, entries[-1].day.year + 1):
        x, y = place(entries[0].day.replace(year, 1, 1).toordinal(), -1)
        drawing.add(Line(x, y, x, y + tall, strokeColor=RULE, strokeWidth=0.4))
        drawing.add(
            String(x, y - 3.5 * mm, str(year), fontName=fonts.REGULAR, fontSize=6, textAnchor="middle", fillColor=MUTED)
        )
    for name, colour in _COLOURS.items():
        _curve(
            drawing,
            [(entry, place(entry.day.toordinal(), entry.values[name])) for entry in entries if name in entry.values],
            colour,
        )
    return drawing


def _curve(drawing: Drawing, points: Sequence[tuple[Entry, tuple[float, float]]], colour: Any) -> None:
    clear = [xy for entry, xy in points if entry.is_clear]
    if len(clear) > 1:
        drawing.add(PolyLine([part for xy in clear for part in xy], strokeColor=colour, strokeWidth=1))
    for entry, (x, y) in points:
        drawing.add(
            Circle(x, y, 1.6, strokeColor=colour, strokeWidth=0.7, fillColor=colour if entry.is_clear else white)
        )


def _key() -> Paragraph:
    english = get_language() == "en"
    parts = [
        f'<font color="{colour.hexval().replace("0x", "#")}"><b>—</b></font> '
        f"{escape(indices.BY_NAME[name].title_en if english else str(indices.BY_NAME[name].title))} ({name.upper()})"
        for name, colour in _COLOURS.items()
    ]
    return Paragraph(f"{' · '.join(parts)}. {escape(_('Chấm rỗng: ngày không dùng để kết luận.'))}", SMALL)


def _sources(entries: Sequence[Entry]) -> str:
    named = dict.fromkeys(
        f"{entry.scene.collection.title} ({entry.scene.attribution or entry.scene.licence})" for entry in entries
    )
    return f"{_('Nguồn ảnh')}: {'; '.join(named)}"
