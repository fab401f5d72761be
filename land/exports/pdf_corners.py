"""The corner table on paper."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, TableStyle

from gis.text.numbers import format_number
from land.corners import Corner, Ring, count
from land.exports import fonts
from land.exports.pdf_frame import INK, LINE
from land.exports.rows import number_lang

FITS_UNDER_MAP = 14  # corners that leave the map enough of the page
_ROW = 4.6 * mm
_HEAD_ROW = 9 * mm
_AROUND = 12 * mm
_SHARES = (0.09, 0.19, 0.18, 0.17, 0.17, 0.1, 0.1)
_FILL = HexColor("#eef5f3")


def height_of(rings: Sequence[Ring]) -> float:
    """Room that the table with its heading takes."""
    lines = count(rings) + (len(rings) if len(rings) > 1 else 0)
    return float(lines * _ROW + _HEAD_ROW + _AROUND)


def corner_table(rings: Sequence[Ring], width: float) -> LongTable:
    """All corners; the heading repeats on every page."""
    rows: list[list[str]] = [
        [
            _("Số hiệu\nđỉnh"),
            _("X – Bắc\n(m)"),
            _("Y – Đông\n(m)"),
            _("Vĩ độ\nWGS 84"),
            _("Kinh độ\nWGS 84"),
            _("Cạnh"),
            _("Dài\n(m)"),
        ]
    ]
    bands = []
    for ring in rings:
        if len(rings) > 1:
            bands.append(len(rows))
            rows.append([_ring_name(ring), *[""] * 6])
        rows += [_row(corner, after) for corner, after in zip(ring.corners, ring.numbers[1:], strict=True)]
    table = LongTable(
        rows,
        colWidths=[share * width for share in _SHARES],
        rowHeights=[_HEAD_ROW, *[_ROW] * (len(rows) - 1)],
        repeatRows=1,
    )
    style = [
        ("FONT", (0, 0), (-1, -1), fonts.REGULAR, 7.5),
        ("FONT", (0, 0), (-1, 0), fonts.BOLD, 7.5),
        ("LEADING", (0, 0), (-1, 0), 9.5),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("ALIGN", (0, 1), (0, -1), "CENTER"),
        ("ALIGN", (1, 1), (4, -1), "RIGHT"),
        ("ALIGN", (5, 1), (5, -1), "CENTER"),
        ("ALIGN", (6, 1), (6, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BACKGROUND", (0, 0), (-1, 0), _FILL),
        ("GRID", (0, 0), (-1, -1), 0.35, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    for band in bands:
        style += [
            ("SPAN", (0, band), (-1, band)),
            ("ALIGN", (0, band), (-1, band), "LEFT"),
            ("FONT", (0, band), (-1, band), fonts.ITALIC, 7.5),
        ]
    table.setStyle(TableStyle(style))
    return table


def _ring_name(ring: Ring) -> str:
    if ring.hole:
        return _("Phần %(part)s – vòng trong số %(hole)s (phần khoét)") % {"part": ring.part, "hole": ring.hole}
    return _("Phần %(part)s – vòng ngoài") % {"part": ring.part}


def _row(corner: Corner, after: int) -> list[str]:
    lang = number_lang()
    return [
        str(corner.number),
        format_number(corner.x, lang, 2),
        format_number(corner.y, lang, 2),
        f"{format_number(corner.latitude, lang, 7)}°",
        f"{format_number(corner.longitude, lang, 7)}°",
        f"{corner.number}-{after}",
        format_number(corner.edge_m, lang, 2),
    ]
