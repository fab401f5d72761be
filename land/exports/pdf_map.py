"""The map of a plot sheet, drawn at true scale: one metre is `points_per_metre(scale)` points, nothing is stretched."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable
from shapely.geometry.base import BaseGeometry

from gis.text.numbers import format_number
from land.corners import Ring
from land.exports import fonts
from land.exports.paper import GRID_RIM, grid_step_m, points_per_metre, scale_text
from land.exports.rows import number_lang
from land.placing import Label, Paper, label_spot, nice_length, ring_labels, width_of
from land.sketch import Neighbour

INK, MUTED, LINE, ACCENT = HexColor("#13211f"), HexColor("#4d5d5a"), HexColor("#8a938f"), HexColor("#00635a")
BOUNDARY = HexColor("#a3211a")
BOUNDARY_WIDTH = 1.4
_GRID = HexColor("#7fa6b8")
_WHITE = HexColor("#ffffff")
_CROSS = 1.6 * mm
_SCALE_BAR_LONGEST = 60 * mm


@dataclass(frozen=True)
class Scene:
    """What is drawn.

    Attributes:
        geom: boundary in the legal CRS; None for a plot without one.
        centre: (east, north) in the middle of the map.
        rings: corners of the boundary.
        colour: official colour of the land use.
        label: written on the plot.
    """

    geom: BaseGeometry | None
    centre: tuple[float, float]
    rings: Sequence[Ring]
    neighbours: Sequence[Neighbour]
    colour: str
    label: str
    scale: int


class PlotMap(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The map with its grid labels; `width` and `height` are those of the whole drawing."""

    def __init__(self, scene: Scene, width: float, height: float) -> None:
        super().__init__()
        self.scene, self.width, self.height = scene, width, height
        self._ratio = points_per_metre(scene.scale)
        self._window = window_of(width, height)

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.saveState()
        canvas.translate(GRID_RIM, GRID_RIM)
        paper = Paper(*self._window, margin=2)
        paper.reserve(self._window[0] - 14 * mm, self._window[1] - 20 * mm, 14 * mm, 20 * mm)
        self._inside(canvas, paper)
        self._border(canvas)
        _north_arrow(canvas, self._window[0] - 7 * mm, self._window[1] - 15 * mm)
        canvas.restoreState()

    def to_paper(self, east: float, north: float) -> tuple[float, float]:
        """Points from the window's lower left corner."""
        return (
            (east - self.scene.centre[0]) * self._ratio + self._window[0] / 2,
            (north - self.scene.centre[1]) * self._ratio + self._window[1] / 2,
        )

    def _inside(self, canvas: Canvas, paper: Paper) -> None:
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(0, 0, *self._window)
        canvas.clipPath(clip, stroke=0)
        neighbours = list(self._neighbours(canvas))
        if self.scene.geom is None:
            self._circle(canvas, paper)
        else:
            self._plot(canvas, self.scene.geom)
        self._crosses(canvas)
        if self.scene.geom is not None:
            self._labels(canvas, paper, self.scene.geom)
        for label in neighbours:
            if paper.offer(label):
                draw_label(canvas, label, MUTED)
        canvas.restoreState()

    def _neighbours(self, canvas: Canvas) -> Iterator[Label]:
        """Draw the other plots; gives the labels that may be written on them."""
        half_x, half_y = (side / 2 / self._ratio for side in self._window)
        x, y = self.scene.centre
        window = shapely.box(x - half_x, y - half_y, x + half_x, y + half_y)
        for neighbour in self.scene.neighbours:
            if not shapely.intersects(window, neighbour.geom):
                continue
            canvas.setStrokeColor(LINE)
            canvas.setLineWidth(0.5)
            canvas.setFillColor(_pale(neighbour.colour))
            canvas.drawPath(self._path(canvas, neighbour.geom), stroke=1, fill=1)
            visible = shapely.intersection(window, neighbour.geom)
            spot = shapely.point_on_surface(visible)
            label = Label(neighbour.label, *self.to_paper(spot.x, spot.y), 6)
            left, _low, right, _top = visible.bounds
            if (right - left) * self._ratio > width_of(neighbour.label, 6):
                yield label

    def _plot(self, canvas: Canvas, geom: BaseGeometry) -> None:
        canvas.saveState()
        canvas.setFillColor(HexColor(self.scene.colour))
        canvas.setFillAlpha(0.75)
        canvas.setStrokeColor(BOUNDARY)
        canvas.setLineWidth(BOUNDARY_WIDTH)
        canvas.setLineJoin(1)
        canvas.drawPath(self._path(canvas, geom), stroke=1, fill=1)
        canvas.restoreState()

    def _path(self, canvas: Canvas, geom: BaseGeometry) -> PDFPathObject:
        path = canvas.beginPath()
        for polygon in shapely.get_parts(geom):
            for ring in (polygon.exterior, *polygon.interiors):
                first, *others = (self.to_paper(*point) for point in shapely.get_coordinates(ring)[:-1])
                path.moveTo(*first)
                for point in others:
                    path.lineTo(*point)
                path.close()
        return path

    def _circle(self, canvas: Canvas, paper: Paper) -> None:
        x, y = self._window[0] / 2, self._window[1] / 2
        paper.reserve(x - 14 * mm, y - 14 * mm, 28 * mm, 28 * mm)
        canvas.saveState()
        canvas.setStrokeColor(BOUNDARY)
        canvas.setLineWidth(1.2)
        canvas.setDash(4, 3)
        canvas.circle(x, y, 13 * mm)
        canvas.setDash()
        canvas.setFillColor(BOUNDARY)
        canvas.circle(x, y, 1 * mm, stroke=0, fill=1)
        canvas.restoreState()
        label = Label(_("Chưa có ranh giới"), x, y - 18 * mm, 9)
        paper.offer(label)
        draw_label(canvas, label, INK, fonts.BOLD)

    def _labels(self, canvas: Canvas, paper: Paper, geom: BaseGeometry) -> None:
        own = self._own_label(geom)
        if own is not None and paper.offer(own):
            draw_label(canvas, own, INK, fonts.BOLD)
        numbers, lengths = ring_labels(
            self.scene.rings,
            self.to_paper,
            paper,
            size=6.5,
            length_text=lambda value: format_number(value, number_lang(), 2),
            most=60,
        )
        canvas.setFillColor(BOUNDARY)
        for label in numbers:
            canvas.circle(*label.anchor, 1.1, stroke=0, fill=1)
        for label in numbers:
            draw_label(canvas, label, INK, fonts.BOLD)
        for label in lengths:
            draw_label(canvas, label, INK)

    def _own_label(self, geom: BaseGeometry) -> Label | None:
        east, north, radius = label_spot(geom)
        fits = width_of(self.scene.label, 9) < 2.4 * radius * self._ratio
        return Label(self.scene.label, *self.to_paper(east, north), 9) if fits and self.scene.label else None

    def _grid(self, axis: int) -> Iterator[tuple[float, float]]:
        """(metres, points) of the grid lines that cross the window; axis 0 is east, 1 is north."""
        step = grid_step_m(self.scene.scale)
        half = self._window[axis] / 2 / self._ratio
        centre = self.scene.centre[axis]
        line = math.ceil((centre - half) / step) * step
        while line <= centre + half:
            yield line, (line - centre) * self._ratio + self._window[axis] / 2
            line += step

    def _crosses(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setStrokeColor(_GRID)
        canvas.setLineWidth(0.4)
        for _east, x in self._grid(0):
            for _north, y in self._grid(1):
                canvas.line(x - _CROSS, y, x + _CROSS, y)
                canvas.line(x, y - _CROSS, x, y + _CROSS)
        canvas.restoreState()

    def _border(self, canvas: Canvas) -> None:
        width, height = self._window
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, width, height, stroke=1, fill=0)
        canvas.setLineWidth(0.4)
        tick = 1.4 * mm
        for east, x in self._grid(0):
            for y, outwards in ((0.0, -tick), (height, tick)):
                canvas.line(x, y, x, y + outwards)
            draw_label(canvas, Label(_metres(east), x, -tick - 5, 5.5), MUTED)
            draw_label(canvas, Label(_metres(east), x, height + tick + 4, 5.5), MUTED)
        for north, y in self._grid(1):
            for x, outwards in ((0.0, -tick), (width, tick)):
                canvas.line(x, y, x + outwards, y)
            draw_label(canvas, Label(_metres(north), -tick - 4, y, 5.5, angle=90), MUTED)
            draw_label(canvas, Label(_metres(north), width + tick + 5, y, 5.5, angle=90), MUTED)


class ScaleBar(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A bar in five parts with round lengths, and the scale in figures."""

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale
        self.metres = nice_length(_SCALE_BAR_LONGEST / points_per_metre(scale))
        self.width, self.height = self.metres * points_per_metre(scale) + 14 * mm, 9 * mm

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        part = self.metres * points_per_metre(self.scale) / 5
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        for index in range(5):
            canvas.setFillColor(INK if index % 2 == 0 else _WHITE)
            canvas.rect(3 * mm + index * part, 2 * mm, part, 1.6 * mm, stroke=1, fill=1)
        unit, factor = ("km", 1000) if self.metres >= 1000 else ("m", 1)
        for index in (0, 1, 3, 5):
            text = format_number(self.metres * index / 5 / factor, number_lang())
            if index == 5:
                text = f"{text} {unit}"
            draw_label(canvas, Label(text, 3 * mm + index * part, 6 * mm, 6.5), INK)


def window_of(width: float, height: float) -> tuple[float, float]:
    """Size of the map window inside a drawing of this size."""
    return width - 2 * GRID_RIM, height - 2 * GRID_RIM


def scale_sentence(scale: int) -> str:
    """The scale in words."""
    return _("Tỷ lệ %(scale)s – 1 cm trên bản vẽ bằng %(metres)s m trên thực địa") % {
        "scale": scale_text(scale),
        "metres": format_number(scale / 100, number_lang()),
    }


def draw_label(canvas: Canvas, label: Label, colour: Color, font: str = fonts.REGULAR) -> None:
    """Centred text with a halo, turned by its angle."""
    canvas.saveState()
    canvas.translate(label.x, label.y)
    if label.angle:
        canvas.rotate(label.angle)
    lines = label.text.split("\n")
    for index, line in enumerate(lines):
        shift = ((len(lines) - 1) / 2 - index) * 1.15 - 0.35
        for mode, fill in ((2, _WHITE), (0, colour)):
            # The mode outlives the text, so each stands in a state of its own.
            canvas.saveState()
            canvas.setStrokeColor(_WHITE)
            canvas.setLineWidth(label.size / 5)
            canvas.setLineJoin(1)
            text: Any = canvas.beginText()
            text.setFont(font, label.size)
            text.setTextRenderMode(mode)
            text.setFillColor(fill)
            text.setTextOrigin(-canvas.stringWidth(line, font, label.size) / 2, shift * label.size)
            text.textOut(line)
            canvas.drawText(text)
            canvas.restoreState()
    canvas.restoreState()


def _north_arrow(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    path.moveTo(0, 11 * mm)
    for point in ((2.6, 0), (0, 2.2), (-2.6, 0)):
        path.lineTo(point[0] * mm, point[1] * mm)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    draw_label(canvas, Label(_("B"), 0, -2.4 * mm, 9), INK, fonts.BOLD)
    canvas.restoreState()


def _pale(colour: str) -> Color:
    """A land-use colour that stands back behind the plot's own."""
    own = HexColor(colour or "#f3f6f5")
    return Color(*(1 - (1 - part) * 0.22 for part in (own.red, own.green, own.blue)))


def _metres(value: float) -> str:
    return format_number(value, number_lang(), 0)
