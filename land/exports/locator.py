"""The inset that shows where in the territory a plot lies."""

from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F
from django.utils import timezone
from reportlab.lib.colors import HexColor, linearlyInterpolatedColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis import crs
from land.exports import fonts, sea
from land.exports.pdf_frame import INK, LINE, draw_label
from land.exports.pdf_map import BOUNDARY
from land.layers import PLOTS
from land.placing import Label
from territory import surroundings
from territory.models import AdminUnit

# The map page's colours (static/css/tokens.css), a little lighter for paper.
_SEA, _AROUND, _LAND = HexColor("#dbe9f0"), HexColor("#eeefec"), HexColor("#fdfcf8")
_COAST, _NAME, _NEIGHBOUR = HexColor("#a59f94"), HexColor("#37637b"), HexColor("#5b6664")
_OWN = HexColor("#cfe6e2")
_MAINLAND = (106.9, 10.25, 107.66, 10.88)  # degrees; Côn Đảo, 80 km off, would leave the mainland a stamp's size
_CLOSE = 0.001  # points of paper to a metre: the mainland fills the frame
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
    frame = _Frame.around(_extent(place), width, height)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.saveState()
    canvas.setFillColor(_AROUND)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    clip = canvas.beginPath()
    clip.rect(0, 0, width, height)
    canvas.clipPath(clip, stroke=0)
    _draw_sea(canvas, frame)
    canvas.setStrokeColor(_COAST)
    canvas.setLineWidth(0.3)
    for uid, geom in locator.communes:
        canvas.setFillColor(_OWN if uid == locator.own else _LAND)
        _draw_polygons(canvas, frame, geom, stroke=1)
    _draw_names(canvas, frame)
    if place is not None:
        _mark(canvas, *frame.paper(place))
    canvas.restoreState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.rect(0, 0, width, height, stroke=1, fill=0)
    canvas.restoreState()


@dataclass(frozen=True)
class _Frame:
    """What the drawing shows: bounds in the legal CRS (metres), and points of paper to a metre."""

    west: float
    south: float
    east: float
    north: float
    ratio: float

    @classmethod
    def around(cls, extent: tuple[float, float, float, float], width: float, height: float) -> "_Frame":
        """The extent (degrees) in the middle of a rectangle of paper."""
        west, south, east, north = crs.transform(shapely.box(*extent), crs.CRS84, crs.LEGAL).bounds
        ratio = min(width / (east - west), height / (north - south))
        left, low = (west + east) / 2 - width / ratio / 2, (south + north) / 2 - height / ratio / 2
        return cls(left, low, left + width / ratio, low + height / ratio, ratio)

    def paper(self, point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - self.west) * self.ratio, (point[1] - self.south) * self.ratio

    def degrees(self) -> tuple[float, float, float, float]:
        """The bounds in WGS 84."""
        bounds = crs.transform(shapely.box(self.west, self.south, self.east, self.north), crs.LEGAL, crs.CRS84).bounds
        return bounds[0], bounds[1], bounds[2], bounds[3]

    def holds(self, label: Label) -> bool:
        """Whether a neighbour's name is wholly inside; half a name says nothing."""
        half = max(stringWidth(line, fonts.REGULAR, label.size) for line in label.text.split("\n")) / 2
        width, height = (self.east - self.west) * self.ratio, (self.north - self.south) * self.ratio
        return half < label.x < width - half and label.size < label.y < height - label.size


def _draw_polygons(canvas: Canvas, frame: _Frame, geom: BaseGeometry, *, stroke: int) -> None:
    path = canvas.beginPath()
    for part in shapely.get_parts(geom):
        first, *others = (frame.paper(point) for point in shapely.get_coordinates(part.exterior))
        path.moveTo(*first)
        for point in others:
            path.lineTo(*point)
        path.close()
    canvas.drawPath(path, stroke=stroke, fill=1)


def _draw_sea(canvas: Canvas, frame: _Frame) -> None:
    """The sea as on the map page: where it surely is one, fading out towards coasts that are not ours."""
    shown = shapely.box(*frame.degrees()).buffer(0.1)
    for share, band in surroundings.sea():
        canvas.setFillColor(linearlyInterpolatedColor(_AROUND, _SEA, 0, 1, share))
        waters = [part for part in shapely.get_parts(band.intersection(shown)) if isinstance(part, Polygon)]
        if waters:
            _draw_polygons(canvas, frame, crs.transform(MultiPolygon(waters), crs.CRS84, crs.LEGAL), stroke=0)


def _draw_names(canvas: Canvas, frame: _Frame) -> None:
    """The neighbours of today, and the sea and the archipelagos that the extent reaches."""
    today = timezone.localdate()
    zoom = surroundings.ZOOM_NEAR if frame.ratio > _CLOSE else surroundings.ZOOM_FAR
    for item in surroundings.neighbours():
        if item.stood(today) and item.zooms[0] <= zoom < item.zooms[1]:
            text = item.name.replace(" (", "\n(")
            label = Label(text, *frame.paper(_legal(item.longitude, item.latitude)), 5.5)
            if frame.holds(label):
                draw_label(canvas, label, _NEIGHBOUR)
    for name in sea.within(frame.degrees()):
        draw_label(
            canvas, Label(name.text, *frame.paper(_legal(name.longitude, name.latitude)), 6), _NAME, fonts.ITALIC
        )


def _legal(longitude: float, latitude: float) -> tuple[float, float]:
    x, y = crs.transform_points(longitude, latitude, crs.CRS84, crs.LEGAL)
    return float(x), float(y)


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
