"""Hatches as lines, since PDF's patterns are out of the library's reach: one clip and a fan of lines for each hatch."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

_INK = Color(40 / 255, 36 / 255, 30 / 255, alpha=0.5)


@dataclass(frozen=True)
class Fan:
    """Parallel lines: degrees counter-clockwise, distance and thickness in mm, dashes in mm."""

    angle: int
    apart: float
    thick: float = 0.22
    dash: tuple[float, float] | None = None


FANS: dict[str, tuple[Fan, ...]] = {
    "rise": (Fan(45, 1.3),),
    "fall": (Fan(-45, 1.3),),
    "dots": (Fan(0, 1.6, 0.5, (0.5, 1.1)),),
    "level": (Fan(0, 1.6),),
    "upright": (Fan(90, 1.6),),
    "cross": (Fan(45, 2.4), Fan(-45, 2.4)),
    "grid": (Fan(0, 2.8), Fan(90, 2.8)),
    "rise-wide": (Fan(45, 2.4, 0.5),),
    "fall-wide": (Fan(-45, 2.4, 0.5),),
    "dots-wide": (Fan(0, 1.6, 0.8, (0.8, 2.4)),),
    "level-wide": (Fan(0, 3.0, 0.7),),
    "upright-wide": (Fan(90, 3.0, 0.7),),
    "rise-fine": (Fan(45, 0.8),),
    "fall-fine": (Fan(-45, 0.8),),
    "level-fine": (Fan(0, 1.0),),
    "upright-fine": (Fan(90, 1.0),),
    "grid-fine": (Fan(0, 1.0), Fan(90, 1.0)),
}


def draw_hatch(canvas: Canvas, hatch: str, x: float, y: float, width: float, height: float) -> None:
    """Lines of a hatch over a rectangle; the caller has set the clip and keeps the state."""
    canvas.setStrokeColor(_INK)
    for fan in FANS[hatch]:
        canvas.setLineWidth(fan.thick * mm)
        canvas.setDash(*([list(part * mm for part in fan.dash)] if fan.dash else []))
        canvas.lines(list(_lines(fan, x, y, width, height)))


def _lines(fan: Fan, x: float, y: float, width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Lines that cover a rectangle; they pass through multiples of the distance, so that neighbours go on in line."""
    along = (math.cos(math.radians(fan.angle)), math.sin(math.radians(fan.angle)))
    across = (-along[1], along[0])
    corners = [(x + dx, y + dy) for dx in (0, width) for dy in (0, height)]
    offsets = [cx * across[0] + cy * across[1] for cx, cy in corners]
    lengths = [cx * along[0] + cy * along[1] for cx, cy in corners]
    apart = fan.apart * mm
    for number in range(math.ceil(min(offsets) / apart), math.floor(max(offsets) / apart) + 1):
        offset = number * apart
        start, end = min(lengths), max(lengths)
        yield (
            start * along[0] + offset * across[0],
            start * along[1] + offset * across[1],
            end * along[0] + offset * across[0],
            end * along[1] + offset * across[1],
        )
