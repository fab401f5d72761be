"""DXF R2010 in VN-2000 metres, for surveyors: boundary, corners, labels on layers of their own."""

import io
from collections.abc import Sequence

from ezdxf import units
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Modelspace

from gis.text.numbers import format_number
from land.corners import Ring
from land.exports.rows import number_lang

CONTENT_TYPE = "image/vnd.dxf"
BOUNDARY, CORNERS, LENGTHS, LABELS = "RANH_GIOI", "DINH_THUA", "CHIEU_DAI_CANH", "NHAN"
_LAYERS = {BOUNDARY: 1, CORNERS: 5, LENGTHS: 8, LABELS: 7}
_STYLE = "TIENG_VIET"


def drawing(rings: Sequence[Ring], label: Sequence[str], place: tuple[float, float], notes: Sequence[str]) -> bytes:
    """One plot as a drawing; x is east, y north, as CAD has it.

    Args:
        rings: its boundary; empty for a plot without one, whose place is then a point.
        label: lines written at `place`.
        place: (east, north) inside the plot.
        notes: comments of the file.
    """
    document = new("R2010", setup=False)
    document.units = units.M
    document.header["$LUNITS"], document.header["$AUNITS"] = 2, 0
    document.styles.add(_STYLE, font="arial.ttf")  # every CAD has it, and it has the Vietnamese letters
    for name, colour in _LAYERS.items():
        document.layers.add(name, color=colour)
    for note in notes:
        document.header.custom_vars.append("GhiChu", note)
    space = document.modelspace()
    size = _text_height(rings)
    for ring in rings:
        points = [(corner.y, corner.x) for corner in ring.corners]
        space.add_lwpolyline(points, close=True, dxfattribs={"layer": BOUNDARY})
        for index, corner in enumerate(ring.corners):
            at, after = points[index], points[(index + 1) % len(points)]
            space.add_point(at, dxfattribs={"layer": CORNERS})
            _write(space, str(corner.number), at, size, CORNERS, TextEntityAlignment.BOTTOM_LEFT)
            middle = ((at[0] + after[0]) / 2, (at[1] + after[1]) / 2)
            text = format_number(corner.edge_m, number_lang(), 2)
            _write(space, text, middle, size * 0.8, LENGTHS, TextEntityAlignment.MIDDLE_CENTER)
    if not rings:
        space.add_point(place, dxfattribs={"layer": LABELS})
    for index, line in enumerate(label):
        at = (place[0], place[1] - index * size * 1.6)
        _write(space, line, at, size, LABELS, TextEntityAlignment.MIDDLE_CENTER)
    content = io.StringIO()
    document.write(content)
    return content.getvalue().encode("utf-8")  # R2007 and later are UTF-8


def _write(
    space: Modelspace,
    text: str,
    at: tuple[float, float],
    height: float,
    layer: str,
    align: TextEntityAlignment,
) -> None:
    space.add_text(text, height=height, dxfattribs={"layer": layer, "style": _STYLE}).set_placement(at, align=align)


def _text_height(rings: Sequence[Ring]) -> float:
    """Readable when the whole plot fills a screen: a fortieth of its size, at least 0.3 m."""
    points = [corner for ring in rings for corner in ring.corners]
    if not points:
        return 2.0
    width = max(p.y for p in points) - min(p.y for p in points)
    height = max(p.x for p in points) - min(p.x for p in points)
    return max(0.3, max(width, height) / 40)
