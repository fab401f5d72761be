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
        west, south, east, north = shape.bounds
    else:
        anchor: Any = plot.anchor_3857
        west = east = anchor.x
        south = north = anchor.y
    middle = (west + east) / 2, (south + north) / 2
    _, latitude = crs.transform_points(*middle, crs.WEB_MERCATOR, crs.CRS84)
    least = _LEAST_M / cos(radians(float(latitude)))
    height = max((north - south) * _AROUND, (east - west) * _AROUND * 3 / 4, least * 3 / 4)
    width = height * 4 / 3
    box = middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2
    return Frame(box, shape)
