"""The piece of ground that pictures of a plot show: the plot, and enough around it to know where one is."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gis import crs
from imagery.grid import Box
from imagery.tiles.pixels import View
from land.models import Plot

_LEAST_M = 360.0  # at 10 m a pixel fewer than 36 pixels show nothing that one knows
_AROUND = 1.7
DRAWING = 400, 300  # units of what is drawn over the pictures


@dataclass(frozen=True)
class Frame:
    """A plot in its surroundings.

    Attributes:
        box: of the pictures, 4 : 3, in EPSG:3857.
        shape: the plot's boundary in EPSG:3857, None where it has none.
    """

    box: Box
    shape: BaseGeometry | None

    def view(self, width: int) -> View:
        """The pictures' pixels."""
        return View(self.box, (width * 3 // 4, width))

    def path(self, shape: BaseGeometry) -> str:
        """Outlines of a shape in EPSG:3857, as the path of an SVG of `DRAWING` units over the pictures."""
        west, south, east, north = self.box
        width, height = DRAWING
        parts = []
        for ring in shapely.get_parts(shapely.boundary(shape)):
            points = (
                ((x - west) / (east - west) * width for x, _ in ring.coords),
                ((north - y) / (north - south) * height for _, y in ring.coords),
            )
            parts.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in zip(*points, strict=True)) + "Z")
        return "".join(parts)

    @property
    def covered(self) -> BaseGeometry:
        """The ground that a scene must reach to say something of the plot."""
        return self.shape if self.shape is not None else shapely.box(*self.box).centroid.buffer(1)


def frame_of(plot: Plot) -> Frame | None:
    """The frame of a plot; None where nobody knows where it lies."""
    shape = shapely.from_wkb(bytes(plot.geom_3857.wkb)) if plot.geom_3857 is not None else None
    if shape is None and plot.anchor_3857 is None:
        return None
    if shape is not None:
        return Frame(box_around(shape.bounds), shape)
    anchor: Any = plot.anchor_3857
    return Frame(box_around((anchor.x, anchor.y, anchor.x, anchor.y)), None)


def box_around(bounds: Box) -> Box:
    """The box of pictures that show a piece of ground and where it is; both in EPSG:3857."""
    west, south, east, north = bounds
    middle = (west + east) / 2, (south + north) / 2
    _, latitude = crs.transform_points(*middle, crs.WEB_MERCATOR, crs.CRS84)
    least = _LEAST_M / cos(radians(float(latitude)))
    height = max((north - south) * _AROUND, (east - west) * _AROUND * 3 / 4, least * 3 / 4)
    width = height * 4 / 3
    return middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2
