"""The inset that shows where in the territory a plot lies."""

from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry.base import BaseGeometry

from gis import crs
from land.exports import fonts, sea
from land.exports.pdf_frame import INK, LINE, draw_label
from land.exports.pdf_map import BOUNDARY
from land.layers import PLOTS
from land.placing import Label
from territory.models import AdminUnit

_SEA, _LAND, _COAST, _NAME = HexColor("#e3eef4"), HexColor("#faf9f5"), HexColor("#a59f94"), HexColor("#37637b")
_OWN = HexColor("#cfe6e2")
_MAINLAND = (106.94, 10.26, 107.64, 10.84)  # degrees; Côn Đảo, 80 km off, would leave the mainland a stamp's size
_SOUTH_OF_THE_MAINLAND = 1_100_000  # metres north, between the two


@dataclass(frozen=True)
class Locator:
    """Outlines of today's communes in the legal CRS, the plot's own apart."""

    communes: tuple[tuple[str, BaseGeometry], ...]
    own: str
    illustrative: bool


def read_locator(user: Any, unit: str | None) -> Locator:
    """The communes of today; boundaries generalised for a small drawing."""
    rows = (
        AdminUnit.objects.visible_to(user)
        .communes()
        .filter(valid__endswith=None)
        .exclude(geom_low=None)
        .values_list("uid", "illustrative", AsWKB(F("geom_low")))
    )
    found = [(uid, illustrative, shapely.from_wkb(bytes(blob))) for uid, illustrative, blob in rows]
    communes = tuple((uid, crs.transform(geom, crs.WEB_MERCATOR, crs.LEGAL)) for uid, _mark, geom in found)
    return Locator(communes, unit or "", any(mark for _uid, mark, _geom in found))


def draw_locator(
    canvas: Canvas, locator: Locator, place: tuple[float, float] | None, x: float, y: float, width: float, height: float
) -> None:
    """Draw into a rectangle; the extent is that of the mainland, or of the whole territory for Côn Đảo."""
    extent = crs.transform(shapely.box(*_extent(place)), crs.CRS84, crs.LEGAL)
    west, south, east, north = extent.bounds
    ratio = min(width / (east - west), height / (north - south))
    left, low = (west + east) / 2 - width / ratio / 2, (south + north) / 2 - height / ratio / 2

    def paper(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - left) * ratio, (point[1] - low) * ratio

    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColor(_SEA)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.rect(0, 0, width, height, stroke=1, fill=1)
    clip = canvas.beginPath()
    clip.rect(0, 0, width, height)
    canvas.clipPath(clip, stroke=0)
    canvas.setStrokeColor(_COAST)
    canvas.setLineWidth(0.3)
    for uid, geom in locator.communes:
        canvas.setFillColor(_OWN if uid == locator.own else _LAND)
        path = canvas.beginPath()
        for part in shapely.get_parts(geom):
            first, *others = (paper(point) for point in shapely.get_coordinates(part.exterior))
            path.moveTo(*first)
            for point in others:
                path.lineTo(*point)
            path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    bounds = crs.transform(
        shapely.box(left, low, left + width / ratio, low + height / ratio), crs.LEGAL, crs.CRS84
    ).bounds
    for name in sea.within(bounds):
        at = crs.transform_points(name.longitude, name.latitude, crs.CRS84, crs.LEGAL)
        draw_label(canvas, Label(name.text, *paper(at), 6), _NAME, fonts.ITALIC)
    if place is not None:
        _mark(canvas, *paper(place))
    canvas.restoreState()


def is_on_mainland(place: tuple[float, float] | None) -> bool:
    """Whether a place (legal CRS) is on the mainland part of the territory."""
    return place is not None and place[1] > _SOUTH_OF_THE_MAINLAND


def _extent(place: tuple[float, float] | None) -> tuple[float, float, float, float]:
    return _MAINLAND if is_on_mainland(place) else PLOTS.bounds


def _mark(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColor(BOUNDARY)
    canvas.setLineWidth(1)
    canvas.circle(x, y, 4.5, stroke=1, fill=0)
    canvas.setFillColor(BOUNDARY)
    canvas.circle(x, y, 1.3, stroke=0, fill=1)
    canvas.setFillColor(INK)
