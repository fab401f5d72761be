"""The frame of every printed map: true scale, VN-2000 grid with its coordinates, north arrow, texts with a halo."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from gis.text.numbers import format_number
from land.exports import fonts
from land.exports.paper import grid_step_m, points_per_metre
from land.exports.rows import number_lang
from land.placing import Label

INK, MUTED, LINE, ACCENT = HexColor("#13211f"), HexColor("#4d5d5a"), HexColor("#8a938f"), HexColor("#00635a")
GRID = HexColor("#7fa6b8")
_WHITE = HexColor("#ffffff")
_CROSS = 1.6 * mm
TICK = 1.4 * mm


@dataclass(frozen=True)
class MapFrame:
    """A window of paper on the ground.

    Attributes:
        centre: (east, north) in its middle, legal CRS.
        scale: its denominator.
        size: width and height in points.
    """

    centre: tuple[float, float]
    scale: int
    size: tuple[float, float]

    @property
    def ratio(self) -> float:
        """Points for one metre."""
        return points_per_metre(self.scale)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in the legal CRS."""
        half_x, half_y = (side / 2 / self.ratio for side in self.size)
        east, north = self.centre
        return east - half_x, north - half_y, east + half_x, north + half_y

    def to_paper(self, east: float, north: float) -> tuple[float, float]:
        """Points from the window's lower left corner."""
        return (
            (east - self.centre[0]) * self.ratio + self.size[0] / 2,
            (north - self.centre[1]) * self.ratio + self.size[1] / 2,
        )

    def all_to_paper(self, points: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
        """As `to_paper`, for an array of (east, north)."""
        moved = (points - self.centre) * self.ratio + np.array(self.size) / 2
        return [(x, y) for x, y in moved.tolist()]

    def lines(self, axis: int) -> Iterator[tuple[float, float]]:
        """(metres, points) of the grid lines that cross the window; axis 0 is east, 1 is north."""
        step = grid_step_m(self.scale)
        half = self.size[axis] / 2 / self.ratio
        centre = self.centre[axis]
        line = math.ceil((centre - half) / step) * step
        while line <= centre + half:
            yield line, (line - centre) * self.ratio + self.size[axis] / 2
            line += step


def draw_crosses(canvas: Canvas, frame: MapFrame) -> None:
    """Where grid lines meet."""
    canvas.saveState()
    canvas.setStrokeColor(GRID)
    canvas.setLineWidth(0.4)
    for _east, x in frame.lines(0):
        for _north, y in frame.lines(1):
            canvas.line(x - _CROSS, y, x + _CROSS, y)
            canvas.line(x, y - _CROSS, x, y + _CROSS)
    canvas.restoreState()


def draw_edge(canvas: Canvas, frame: MapFrame) -> None:
    """The neat line; what follows it may draw ticks."""
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    canvas.rect(0, 0, *frame.size, stroke=1, fill=0)
    canvas.setLineWidth(0.4)


def draw_border(canvas: Canvas, frame: MapFrame) -> None:
    """The neat line with the grid's ticks and coordinates on all four sides."""
    width, height = frame.size
    draw_edge(canvas, frame)
    for east, x in frame.lines(0):
        for y, outwards in ((0.0, -TICK), (height, TICK)):
            canvas.line(x, y, x, y + outwards)
        draw_label(canvas, Label(_metres(east), x, -TICK - 5, 5.5), MUTED)
        draw_label(canvas, Label(_metres(east), x, height + TICK + 4, 5.5), MUTED)
    for north, y in frame.lines(1):
        for x, outwards in ((0.0, -TICK), (width, TICK)):
            canvas.line(x, y, x + outwards, y)
        draw_label(canvas, Label(_metres(north), -TICK - 4, y, 5.5, angle=90), MUTED)
        draw_label(canvas, Label(_metres(north), width + TICK + 5, y, 5.5, angle=90), MUTED)


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


def draw_north_arrow(canvas: Canvas, x: float, y: float) -> None:
    """An arrow with B (bắc) under it; (x, y) is the middle of its foot."""
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


def _metres(value: float) -> str:
    return format_number(value, number_lang(), 0)
