"""What is written on a printed map: names, codes, counted cells; nothing over anything else."""

import numpy as np
import shapely
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry.base import BaseGeometry

from gis import crs
from gis.text.numbers import format_number
from land.exports import fonts, sea
from land.exports.map_content import Content, Selected
from land.exports.pdf_frame import ACCENT, INK, MapFrame, draw_label
from land.exports.rows import number_lang
from land.placing import Label, Paper, label_spot, width_of

OUTLINE, NAME, SEA_NAME = HexColor("#5d5a52"), HexColor("#3d4a48"), HexColor("#37637b")
COLOURED_CELLS = ("land_use", "use_state")  # what a cell knows the most frequent value of
_USE_LABELS_TO, _PARCEL_LABELS_TO = 10_000, 2_500
_NAMES_TO = 600_000  # communes are smaller than their names beyond
_MOST_LABELS = 250
_SEA_ROOM = 22  # points of open water around its name
_FEW_PLOTS = 60  # these keep the names of communes off themselves
_SQRT_COUNT, _RADIUS = (1, 5, 12, 30), (4.6, 7.6, 10.4, 15)


class MapTexts:
    """Writes into the frame's coordinates of the canvas."""

    def __init__(self, canvas: Canvas, frame: MapFrame, content: Content, hidden: frozenset[str]) -> None:
        self.canvas, self.frame, self.content, self.hidden = canvas, frame, content, hidden
        self.paper = Paper(*frame.size, margin=2)
        self.paper.reserve(frame.size[0] - 14 * mm, frame.size[1] - 20 * mm, 14 * mm, 20 * mm)  # the north arrow

    def draw(self) -> None:
        """Circles below; then in the order of their right to the room: sea and islands, the selected plot, the rest."""
        self._cells()
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
        if self.frame.scale <= _USE_LABELS_TO and not self.content.counted:
            self._plot_labels()
        if "units" not in self.hidden and self.frame.scale <= _NAMES_TO:
            self._commune_names()

    def _sea_name(self, text: str, x: float, y: float) -> None:
        """Never left out: moved into the frame, and in lines where it is narrow."""
        size, (width, height) = 8.0, self.frame.size
        # Two lines from the start: an archipelago's name is long, and the frame's rim near.
        text = text.replace(" (", "\n(")
        half, tall = width_of(text, size) / 2 + 3, (text.count("\n") + 1) * size * 0.6 + 3
        label = Label(text, min(max(x, half), width - half), min(max(y, tall), height - tall), size)
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
