"""Fields that cover a whole area in 10 m pixels: unevenness, distance to the shore, relief."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from imagery.sample.areas import PIXEL_M, Area
from imagery.sample.arrays import Floats, smoothstep
from imagery.sample.noise import blurred, fractal, magnified
from land.sample.randomness import stream

_COARSE = 4  # the distance to the shore is measured at every fourth pixel
_FAR_M = 3_000.0
_OPEN_SEA = np.array([0.45, -0.89])  # waves come from the south-south-east, out of the open sea


@dataclass(frozen=True, slots=True)
class Layers:
    """Fields of shape (height, width) in 10 m pixels.

    Attributes:
        fine, patchy, broad: unevenness with grains of 60 m, 250 m and 1,500 m; mean 0, standard deviation 1.
        shore: metres to the shore, positive at sea, negative on land; `_FAR_M` at most.
        sheltered: 0 where the coast faces the open sea or clear water, 1 where silt comes to rest.
    """

    fine: Floats
    patchy: Floats
    broad: Floats
    shore: Floats
    sheltered: Floats


def layers_of(area: Area, ground: BaseGeometry, seed: int) -> Layers:
    """The fields of an area; `ground` is the land in EPSG:32648, reaching some kilometres beyond the box."""
    rng = stream(seed, "imagery", area.slug, "layers")
    fine, patchy, broad = (
        fractal(rng, area.shape, grain, rough) for grain, rough in ((6.0, 2.0), (25.0, 2.2), (150.0, 2.4))
    )
    shore, sheltered = _shore(area, ground)
    return Layers(fine, patchy, broad, shore, sheltered)


def _shore(area: Area, ground: BaseGeometry) -> tuple[Floats, Floats]:
    step = PIXEL_M * _COARSE
    rows, columns = -(-area.height // _COARSE), -(-area.width // _COARSE)
    x = area.west + (np.arange(columns) + 0.5) * step
    y = area.north - (np.arange(rows) + 0.5) * step
    x, y = np.meshgrid(x, y)
    line = shapely.intersection(ground.boundary, area.box.buffer(_FAR_M))
    distance = np.full(x.shape, _FAR_M)
    if not line.is_empty:
        tree = shapely.STRtree(_segments(line))
        points = shapely.points(x.ravel(), y.ravel())
        _, found = tree.query_nearest(points, return_distance=True, all_matches=False)
        distance = np.minimum(found.reshape(x.shape), _FAR_M)
    shapely.prepare(ground)
    inside = shapely.contains_xy(ground, x, y)
    signed = blurred(np.where(inside, -distance, distance).astype(np.float32), 1)
    smooth = blurred(signed, 6)
    north, east = np.gradient(smooth, step)
    facing = (east * _OPEN_SEA[0] - north * _OPEN_SEA[1]) / np.maximum(np.hypot(east, north), 1e-6)
    # Mud and mangroves gather in quiet water, but only where rivers bring silt.
    silt = min(1.0, 3 * area.turbidity)
    sheltered = silt * (1 - smoothstep(facing.astype(np.float32), -0.45, 0.1))
    return magnified(signed, _COARSE, area.shape), magnified(sheltered, _COARSE, area.shape)


def _segments(line: BaseGeometry) -> Any:
    """The pieces of a line between two corners."""
    pieces = []
    for part in shapely.get_parts(line):
        at = shapely.get_coordinates(part)
        pieces.append(np.stack([at[:-1], at[1:]], axis=1))
    return shapely.linestrings(np.concatenate(pieces))


def relief_of(area: Area, hills: Floats, seed: int) -> tuple[Floats, Floats]:
    """Slopes to the east and to the north (rise over run) of invented hills under the forest.

    Args:
        hills: (height, width) 1 in hill forest, 0 elsewhere.
    """
    if not hills.any():
        flat = np.zeros(area.shape, dtype=np.float32)
        return flat, flat
    rng = stream(seed, "imagery", area.slug, "relief")
    dome = blurred(hills, 12) * blurred(hills, 30)
    ridges = 1 - np.abs(fractal(rng, area.shape, 70.0, 2.6)) * np.float32(0.9)
    height = 330.0 * dome * (0.45 + 0.55 * ridges)
    down, right = np.gradient(height.astype(np.float32), PIXEL_M)
    return np.asarray(right, dtype=np.float32), np.asarray(-down, dtype=np.float32)
