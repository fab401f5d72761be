"""The map of a print, drawn at true scale: one metre is `frame.ratio` points, nothing is stretched."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import shapely
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from shapely.geometry.base import BaseGeometry

from land.exports.map_content import Content
from land.exports.map_degrees import FROM_SCALE, degree_lines, draw_degree_border, draw_degrees
from land.exports.map_hatch import draw_hatch
from land.exports.map_reference import LINES, OTHER_USE, ReferenceShapes
from land.exports.map_request import Box
from land.exports.map_texts import OUTLINE, MapTexts
from land.exports.pdf_frame import (
    ACCENT,
    INK,
    MapFrame,
    draw_border,
    draw_crosses,
    draw_edge,
    draw_north_arrow,
)

SEA, GROUND, COAST = HexColor("#e3eef4"), HexColor("#faf9f5"), HexColor("#c3d5de")
BORDER = HexColor("#a59f94")
WHITE = HexColor("#ffffff")
SELECTED_WIDTH = 1.5
OUTLINE_WIDTH = 0.35
PLAN_ALPHA = 0.45
LINE_WIDTHS = {"roads": 1.0, "parcels": 0.4}
_POINT = 1.1 * mm


class MapDrawing:
    """Draws content into a window of the page."""

    def __init__(
        self,
        canvas: Canvas,
        frame: MapFrame,
        content: Content,
        hidden: frozenset[str],
        reference: Sequence[ReferenceShapes] = (),
    ) -> None:
        self.canvas, self.frame, self.content, self.hidden = canvas, frame, content, hidden
        self.reference = reference
        self.degrees = degree_lines(frame) if frame.scale >= FROM_SCALE else []

    def draw(self, window: Box) -> None:
        """Draw at the window's place on the page."""
        canvas, (width, height) = self.canvas, self.frame.size
        canvas.saveState()
        canvas.translate(window[0], window[1])
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, width, height)
        canvas.clipPath(clip, stroke=0)
        self._ground()
        self._plans()
        self._plots()
        self._lines()
        self._borders()
        self._selected()
        self._grid()
        MapTexts(canvas, self.frame, self.content, self.hidden).draw()
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

    def _plans(self) -> None:
        """Planned uses shine through, so that the ground below stays to be seen."""
        for layer in self.reference:
            for use in dict.fromkeys(layer.uses if layer.collection == "plans" else ()):
                own = layer.shapes[[code == use for code in layer.uses]]
                self.canvas.saveState()
                self.canvas.setFillColor(HexColor(layer.colours.get(use, OTHER_USE)))
                self.canvas.setStrokeColor(HexColor(LINES["plans"]))
                self.canvas.setFillAlpha(PLAN_ALPHA)
                self.canvas.setLineWidth(0.3)
                self.canvas.setDash(3, 2)
                self.canvas.drawPath(self._path(own), stroke=1, fill=1)
                self.canvas.restoreState()

    def _lines(self) -> None:
        """Road lines and the outlines of cadastral parcels."""
        for layer in self.reference:
            if layer.collection == "plans":
                continue
            self.canvas.saveState()
            self.canvas.setStrokeColor(HexColor(LINES[layer.collection]))
            self.canvas.setLineWidth(LINE_WIDTHS[layer.collection])
            self.canvas.drawPath(self._path(layer.shapes), stroke=1, fill=0)
            self.canvas.restoreState()

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

    def _path(self, shapes: Iterable[BaseGeometry]) -> PDFPathObject:
        path = self.canvas.beginPath()
        for part in shapely.get_parts(np.array(list(shapes), dtype=object)):
            if part.geom_type == "LineString":
                self._follow(path, shapely.get_coordinates(part))
            elif part.geom_type == "Polygon":
                for ring in (part.exterior, *part.interiors):
                    self._follow(path, shapely.get_coordinates(ring)[:-1])
                    path.close()
        return path

    def _follow(self, path: PDFPathObject, coordinates: npt.NDArray[np.float64]) -> None:
        corners = self.frame.all_to_paper(coordinates)
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
