"""Where on its plot an object lies, how much of it, and which plots are too small to be looked at."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from imagery.changes.objects import Field, Measured, touching
from imagery.changes.stack import Floats, PlotShape, Stack, Whole

# What instrument and grid blur over the edges of an object, in pixels: measured (docs/adr/0031-changes.md).
_BLURRED: Final = 2.0
_LEAST_LEFT: Final = 0.4
# What is on the plot of an object that lies on both sides of a border; less is the neighbour's, seen over it.
_LEAST_SHARE: Final = 0.15
_LEAST_PIXELS: Final = 0.55
_EDGE: Final = 0.1  # of a pixel on the plot, from which it may belong to an object there
# In pixels. A pixel's diagonal: a narrower plot may hold no whole pixel, and what is seen there is its neighbours' too.
_LEAST_WIDTH: Final = 1.4


@dataclass(frozen=True)
class Placed:
    """Where an object lies.

    Attributes:
        extent: squares of the changed pixels; CRS of the stack.
        area_m2: of the changed ground, less what is blurred; `inside_m2` of it on the plot.
        is_own: whether enough of it lies there, against all changed ground that touches it, to be the plot's.
    """

    extent: shapely.Geometry
    area_m2: float
    inside_m2: float
    is_own: bool


def placed(field: Field, found: Measured, plot: PlotShape, *, beyond: bool) -> Placed:
    """Where an object of a plot lies.

    Args:
        beyond: with the ground that changed beside the plot and touches it.
    """
    squares = squares_of(field, found.pixels)
    cover = cover_of(field, found.pixels, plot)
    other = _beyond(field, found)
    pixel_m2 = field.stack.pixel_m**2
    count = float(found.core.sum())
    sharp = max(count - _BLURRED, count * _LEAST_LEFT) / count
    inside = float(found.core @ cover) * pixel_m2 * sharp
    whole = inside + len(other) * pixel_m2
    own = found.core & ((cover > _EDGE) | np.isin(found.pixels, found.members))
    shown = [squares[own], squares_of(field, other)] if beyond else [squares[own]]
    extent = shapely.union_all(np.concatenate(shown), grid_size=0.01)
    parts = [part for part in shapely.get_parts(extent) if part.geom_type == "Polygon"]
    is_own = inside >= _LEAST_SHARE * whole and inside >= _LEAST_PIXELS * pixel_m2
    return Placed(shapely.multipolygons(parts), whole if beyond else inside, inside, is_own)


def _beyond(field: Field, found: Measured) -> Whole:
    """Pixels of objects beside the plot that the object touches."""
    pixels: Whole = np.flatnonzero(np.isin(field.groups, touching(field, found.members)))
    return pixels


def squares_of(field: Field, pixels: Whole) -> npt.NDArray[Any]:
    """The squares of pixels in the CRS of the stack."""
    transform = field.stack.transform
    west = transform.c + field.columns[pixels] * transform.a
    north = transform.f + field.rows[pixels] * transform.e
    found: npt.NDArray[Any] = shapely.box(west, north + transform.e, west + transform.a, north)
    return found


def cover_of(field: Field, pixels: Whole, plot: PlotShape) -> Floats:
    """Which share of each pixel lies on a plot, 0 to 1."""
    on = shapely.area(shapely.intersection(squares_of(field, pixels), plot.shape))
    found: Floats = (on / float(field.stack.transform.a) ** 2).astype(np.float32)
    return found


def is_too_small(shape: shapely.Geometry, stack: Stack) -> bool:
    """Whether a plot, in the CRS of the stack, is narrower than its pixels can show."""
    reach = _LEAST_WIDTH / 2 * float(stack.transform.a)
    return bool(shapely.buffer(shape, -reach, join_style="mitre").is_empty)
