"""Meridians and parallels of VN-2000 for prints so small that metres of one zone mean nothing any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import pgettext
from reportlab.pdfgen.canvas import Canvas

from gis import crs
from land.exports.pdf_frame import GRID, MUTED, TICK, MapFrame, draw_edge, draw_label
from land.placing import Label

FROM_SCALE = 1_000_000
_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0)
_DEGREE_M = 110_600
_APART_MM = 35


@dataclass(frozen=True)
class DegreeLine:
    """A line of equal longitude (axis 0) or latitude (axis 1) on paper."""

    axis: int
    text: str
    points: npt.NDArray[np.float64]


def degree_lines(frame: MapFrame) -> list[DegreeLine]:
    """The lines that cross a frame."""
    window = shapely.segmentize(shapely.box(*frame.bounds), (frame.bounds[2] - frame.bounds[0]) / 40)
    west, south, east, north = crs.transform(window, crs.LEGAL, crs.VN2000_GEO).bounds
    step = next((one for one in _STEPS if one * _DEGREE_M * 1000 / frame.scale >= _APART_MM), _STEPS[-1])
    longitudes, latitudes = np.linspace(west - step, east + step, 80), np.linspace(south - step, north + step, 80)
    found = []
    for value in np.arange(np.ceil(west / step), np.floor(east / step) + 1) * step:
        text = _degrees(float(value), pgettext("compass", "Đ"))
        found.append(DegreeLine(0, text, _on_paper(frame, np.full(80, value), latitudes)))
    for value in np.arange(np.ceil(south / step), np.floor(north / step) + 1) * step:
        text = _degrees(float(value), pgettext("compass", "B"))
        found.append(DegreeLine(1, text, _on_paper(frame, longitudes, np.full(80, value))))
    return found


def draw_degrees(canvas: Canvas, lines: list[DegreeLine]) -> None:
    """The lines themselves; the caller has set the clip."""
    canvas.saveState()
    canvas.setStrokeColor(GRID)
    canvas.setLineWidth(0.35)
    for line in lines:
        path = canvas.beginPath()
        path.moveTo(*line.points[0])
        for point in line.points[1:]:
            path.lineTo(*point)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def draw_degree_border(canvas: Canvas, frame: MapFrame, lines: list[DegreeLine]) -> None:
    """The neat line with a tick and the degrees wherever a line leaves the frame."""
    draw_edge(canvas, frame)
    for line in lines:
        for x, y in _crossings(line, frame):
            if line.axis == 0:
                out = -1 if y == 0 else 1
                canvas.line(x, y, x, y + out * TICK)
                draw_label(canvas, Label(line.text, x, y + out * (TICK + 4.5), 5.5), MUTED)
            else:
                out = -1 if x == 0 else 1
                canvas.line(x, y, x + out * TICK, y)
                draw_label(canvas, Label(line.text, x + out * (TICK + 4.5), y, 5.5, angle=90), MUTED)


def _on_paper(frame: MapFrame, longitudes: Any, latitudes: Any) -> npt.NDArray[np.float64]:
    east, north = crs.transform_points(longitudes, latitudes, crs.VN2000_GEO, crs.LEGAL)
    return np.column_stack(frame.to_paper(east, north))


def _crossings(line: DegreeLine, frame: MapFrame) -> Iterator[tuple[float, float]]:
    """Where the line meets the lower and upper edge (a meridian), or the left and right one (a parallel)."""
    along = 1 - line.axis  # the coordinate that grows along the line
    order = np.argsort(line.points[:, along])
    for edge in (0.0, frame.size[along]):
        other = float(np.interp(edge, line.points[order, along], line.points[order, line.axis]))
        if 0 <= other <= frame.size[line.axis]:
            yield (other, edge) if line.axis == 0 else (edge, other)


def _degrees(value: float, sign: str) -> str:
    whole, minutes = divmod(round(value * 60), 60)
    return f"{whole}°{f'{minutes:02d}′' if minutes else ''}{sign}"
