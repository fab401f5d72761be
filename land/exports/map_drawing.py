"""The map of a print, drawn at true scale: one metre is `frame.ratio` points, nothing is stretched."""

from collections.abc import Iterable

import numpy as np
import shapely
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from shapely.geometry.base import BaseGeometry

from gis import crs
from gis.text.numbers import format_number
from land.exports import fonts, sea
from land.exports.map_content import Content, Selected
from land.exports.map_degrees import FROM_SCALE, degree_lines, draw_degree_border, draw_degrees
from land.exports.map_hatch import draw_hatch
from land.exports.map_request import Box
from land.exports.pdf_frame import (
    ACCENT,
    INK,
    MapFrame,
    draw_border,
    draw_crosses,
    draw_edge,
    draw_label,
    draw_north_arrow,
)
from land.exports.rows import number_lang
from land.placing import Label, Paper, label_spot, width_of

SEA, GROUND, COAST = HexColor("#e3eef4"), HexColor("#faf9f5"), HexColor("#c3d5de")
BORDER, OUTLINE, NAME, SEA_NAME = HexColor("#a59f94"), HexColor("#5d5a52"), HexColor("#3d4a48"), HexColor("#37637b")
WHITE = HexColor("#ffffff")
SELECTED_WIDTH = 1.5
OUTLINE_WIDTH = 0.35
COLOURED_CELLS = ("land_use", "use_state")  # what a cell knows the most frequent value of
_USE_LABELS_TO, _PARCEL_LABELS_TO = 10_000, 2_500
_NAMES_TO = 600_000  # communes are smaller than their names beyond
_MOST_LABELS = 250
_SEA_ROOM = 22  # points of open water around its name
_FEW_PLOTS = 60  # these keep the names of communes off themselves
_POINT = 1.1 * mm
_SQRT_COUNT, _RADIUS = (1, 5, 12, 30), (4.6, 7.6, 10.4, 15)


class MapDrawing:
    """Draws content into a window of the page."""

    def __init__(self, canvas: Canvas, frame: MapFrame, content: Content, hidden: frozenset[str]) -> None:
        self.canvas, self.frame, self.content, self.hidden = canvas, frame, content, hidden
        self.paper = Paper(*frame.size, margin=2)
        self.degrees = degree_lines(frame) if frame.scale >= FROM_SCALE else []

    def draw(self, window: Box) -> None:
        """Draw at the window's place on the page."""
        canvas, (width, height) = self.canvas, self.frame.size
        canvas.saveState()
        canvas.translate(window[0], window[1])
        self.paper.reserve(width - 14 * mm, height - 20 * mm, 14 * mm, 20 * mm)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, width, height)
        canvas.clipPath(clip, stroke=0)
        self._ground()
        self._plots()
        self._borders()
        self._selected()
        self._grid()
        self._texts()
        canvas.restoreState()
        self._edge()
        draw_north_arrow(canvas, width - 7 * mm, height - 15 * mm)
        canvas.restoreState()

    def _ground(self) -> None:
        canvas = self.canvas
        canvas.setFillColor(SEA)
        canvas.rect(0, 0, *self.frame.size, stroke=0, fill=1)
        canvas.setFillColor(GROUND)
        canvas.setStrokeColor(COAST)
        canvas.setLineWidth(0.8)
        for _name, geom in self.content.communes:
            canvas.drawPath(self._path([geom]), stroke=1, fill=1)

    def _borders(self) -> None:
        if "units" in self.hidden:
            return
        canvas = self.canvas
        canvas.saveState()
        canvas.setStrokeColor(BORDER)
        canvas.setLineWidth(0.6)
        canvas.setDash(4, 2)
        for _name, geom in self.content.communes:
            canvas.drawPath(self._path([geom]), stroke=1, fill=0)
        canvas.restoreState()

    def _plots(self) -> None:
        """Plots of one look are one path: one fill, one clip for its hatch."""
        plots = self.content.plots
        groups: dict[tuple[str, str], list[BaseGeometry]] = {}
        for shape, look in zip(plots.shapes, plots.looks, strict=True):
            if shape is not None and not shape.is_empty:
                groups.setdefault(look, []).append(shape)
        for (colour, hatch), shapes in groups.items():
            self._group(colour, hatch, shapes)
        self._points()

    def _group(self, colour: str, hatch: str, shapes: list[BaseGeometry]) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColor(HexColor(colour))
        canvas.setFillAlpha(0.85)
        canvas.drawPath(self._path(shapes), stroke=0, fill=1)
        canvas.restoreState()
        if hatch:
            canvas.saveState()
            canvas.clipPath(self._path(shapes), stroke=0, fill=0)
            west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
            x, y = self.frame.to_paper(west, south)
            right, top = self.frame.to_paper(east, north)
            x, y, right, top = max(x, 0.0), max(y, 0.0), min(right, self.frame.size[0]), min(top, self.frame.size[1])
            draw_hatch(canvas, hatch, x, y, right - x, top - y)
            canvas.restoreState()
        canvas.setStrokeColor(OUTLINE)
        canvas.setLineWidth(OUTLINE_WIDTH)
        canvas.drawPath(self._path(shapes), stroke=1, fill=0)

    def _points(self) -> None:
        """Plots without a boundary; beside cells they are counted there."""
        plots, canvas = self.content.plots, self.canvas
        if self.content.counted:
            return
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        for shape, anchor, (colour, _hatch) in zip(plots.shapes, plots.anchors, plots.looks, strict=True):
            if shape is None and anchor is not None:
                canvas.setFillColor(HexColor(colour))
                canvas.circle(*self.frame.to_paper(anchor.x, anchor.y), _POINT, stroke=1, fill=1)

    def _selected(self) -> None:
        selected, canvas = self.content.selected, self.canvas
        if selected is None:
            return
        canvas.saveState()
        canvas.setLineJoin(1)
        for colour, width in ((WHITE, SELECTED_WIDTH * 2.6), (ACCENT, SELECTED_WIDTH)):
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(width)
            if selected.shape is not None:
                canvas.drawPath(self._path([selected.shape]), stroke=1, fill=0)
            elif selected.anchor is not None:
                canvas.circle(*self.frame.to_paper(selected.anchor.x, selected.anchor.y), 2 * mm, stroke=1, fill=0)
        canvas.restoreState()

    def _grid(self) -> None:
        if self.degrees:
            draw_degrees(self.canvas, self.degrees)
        elif "grid" not in self.hidden:
            draw_crosses(self.canvas, self.frame)

    def _edge(self) -> None:
        if self.degrees:
            draw_degree_border(self.canvas, self.frame, self.degrees)
        elif "grid" in self.hidden:
            draw_edge(self.canvas, self.frame)
        else:
            draw_border(self.canvas, self.frame)

    def _texts(self) -> None:
        """In the order of their right to the room: sovereignty, the selected plot, communes, plots."""
        frame = self.frame
        edge = shapely.segmentize(shapely.box(*frame.bounds), (frame.bounds[2] - frame.bounds[0]) / 20)
        names = sea.reached(crs.transform(edge, crs.LEGAL, crs.CRS84).bounds)
        for name in names:
            at = crs.transform_points(name.longitude, name.latitude, crs.CRS84, crs.LEGAL)
            self._sea_name(name.text, *frame.to_paper(*at))
        if not any(name.text == sea.sea_name() for name in names):
            outlines = [geom for _name, geom in self.content.communes]
            if (spot := open_water(frame, outlines)) is not None:
                self._sea_name(sea.sea_name(), *frame.to_paper(*spot))
        if self.content.selected is not None:
            self._selected_label(self.content.selected)
        self._cells()
        if self.frame.scale <= _USE_LABELS_TO and not self.content.counted:
            self._plot_labels()
        if "units" not in self.hidden and self.frame.scale <= _NAMES_TO:
            self._commune_names()

    def _sea_name(self, text: str, x: float, y: float) -> None:
        """Never left out: moved into the frame, and in lines where it is narrow."""
        size, (width, height) = 8.0, self.frame.size
        # Two lines from the start: an archipelago's name is long, and the frame's rim near.
        text = text.replace(" (", "\n(")
        half = width_of(text, size) / 2 + 3
        label = Label(text, min(max(x, half), width - half), min(max(y, 12), height - 12), size)
        self.paper.offer(label)
        draw_label(self.canvas, label, SEA_NAME, fonts.ITALIC)

    def _selected_label(self, selected: Selected) -> None:
        place = selected.shape or selected.anchor
        if place is None:
            return
        east, north = (place.x, place.y) if place.geom_type == "Point" else label_spot(place)[:2]
        x, y = self.frame.to_paper(east, north)
        for shift in (0, 9, -9, 18, -18):
            label = Label(selected.code, x, y + shift, 7.5)
            if self.paper.offer(label):
                draw_label(self.canvas, label, ACCENT, fonts.BOLD)
                return

    def _cells(self) -> None:
        """Circles first, the fullest below; then all their figures, so that no circle hides one."""
        canvas, texts = self.canvas, []
        canvas.saveState()
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(OUTLINE)
        looks = self.content.theme.looks([cell.value for cell in self.content.cells])
        by_colour = self.content.theme.field in COLOURED_CELLS
        for cell, (colour, _hatch) in zip(self.content.cells, looks, strict=True):
            x, y = self.frame.to_paper(cell.x, cell.y)
            radius = float(np.interp(cell.count**0.5, _SQRT_COUNT, _RADIUS))
            canvas.setFillColor(HexColor(colour) if by_colour else ACCENT)
            canvas.circle(x, y, radius, stroke=1, fill=1)
            self.paper.reserve(x - radius, y - radius, 2 * radius, 2 * radius)
            texts.append(Label(format_number(cell.count, number_lang()), x, y, 6.5))
        for text in texts:
            draw_label(canvas, text, INK, fonts.BOLD)
        canvas.restoreState()

    def _commune_names(self) -> None:
        window = shapely.box(*self.frame.bounds)
        size = 7.5 if self.frame.scale <= 50_000 else 6.0
        self._keep_off_plots()
        for name, geom in self.content.communes:
            seen = shapely.intersection(shapely.make_valid(geom), window)
            if seen.is_empty or seen.area == 0:
                continue
            labels = (Label(name, *self.frame.to_paper(*spot), size) for spot in _spots(seen))
            label = next((one for one in labels if self.paper.offer(one)), None)
            if label is not None:
                draw_label(self.canvas, label, NAME, fonts.BOLD)

    def _keep_off_plots(self) -> None:
        shapes = [shape for shape in self.content.plots.shapes if shape is not None and not shape.is_empty]
        for shape in shapes if len(shapes) <= _FEW_PLOTS else ():
            west, south, east, north = shape.bounds
            (x, y), (right, top) = self.frame.to_paper(west, south), self.frame.to_paper(east, north)
            self.paper.reserve(x, y, right - x, top - y)

    def _plot_labels(self) -> None:
        plots, size = self.content.plots, 5.5
        numbered = self.frame.scale <= _PARCEL_LABELS_TO
        window = shapely.box(*self.frame.bounds)
        drawn = 0
        for shape, (use, parcel) in zip(plots.shapes, plots.labels, strict=True):
            text = "\n".join(part for part in (use, parcel if numbered else "") if part)
            if shape is None or shape.is_empty or not text or drawn >= _MOST_LABELS:
                continue
            part = max(shapely.get_parts(shape), key=lambda each: each.area)
            if part.geom_type != "Polygon" or not shapely.intersects(part, window):
                continue
            east, north, radius = label_spot(part)
            if width_of(text, size) > 2.4 * radius * self.frame.ratio:
                continue
            label = Label(text, *self.frame.to_paper(east, north), size)
            if self.paper.offer(label):
                draw_label(self.canvas, label, INK)
                drawn += 1

    def _path(self, shapes: Iterable[BaseGeometry]) -> PDFPathObject:
        path = self.canvas.beginPath()
        for polygon in shapely.get_parts(np.array(list(shapes), dtype=object)):
            if polygon.geom_type != "Polygon":
                continue
            for ring in (polygon.exterior, *polygon.interiors):
                corners = self.frame.all_to_paper(shapely.get_coordinates(ring)[:-1])
                path.moveTo(*corners[0])
                for corner in corners[1:]:
                    path.lineTo(*corner)
                path.close()
        return path


def _spots(seen: BaseGeometry) -> list[tuple[float, float]]:
    """Places for a name, the best first: a point inside, then a raster over what is seen of the commune."""
    inside = shapely.point_on_surface(seen)
    west, south, east, north = seen.bounds
    x, y = np.meshgrid(np.linspace(west, east, 7)[1:-1], np.linspace(south, north, 9)[1:-1])
    points = shapely.points(x.ravel(), y.ravel())
    points = points[shapely.contains(seen, points)]
    near = points[np.argsort(shapely.distance(points, inside))]
    return [(inside.x, inside.y), *((point.x, point.y) for point in near)]


def open_water(frame: MapFrame, communes: list[BaseGeometry]) -> tuple[float, float] | None:
    """Where the sea's name goes on a map of a stretch of coast; None where too little of the sea is in view."""
    west, south, east, north = frame.bounds
    x, y = np.meshgrid(np.linspace(west, east, 17)[1:-1], np.linspace(south, north, 17)[1:-1])
    points = shapely.points(x.ravel(), y.ravel())
    waters = crs.transform(shapely.Polygon(sea.WATERS), crs.CRS84, crs.LEGAL)
    land = shapely.union_all([shapely.make_valid(geom) for geom in communes]) if communes else shapely.Point()
    points = points[shapely.contains(waters, points) & ~shapely.intersects(land, points)]
    if not len(points):
        return None
    free = shapely.distance(points, shapely.box(west, south, east, north).exterior)
    if communes:
        free = np.minimum(free, shapely.distance(points, land))
    best = int(np.argmax(free))
    return (points[best].x, points[best].y) if free[best] * frame.ratio >= _SEA_ROOM else None
