"""Where a raster lies in EPSG:3857, and whether that makes sense."""

from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from affine import Affine
from pyproj import CRS as ProjCrs
from pyproj import Geod
from pyproj.exceptions import ProjError
from rasterio.crs import CRS

from gis import crs
from imagery.errors import BadScene
from imagery.grid import Box
from imagery.reading.opening import FAULTS, placed, system_of

MERCATOR = CRS.from_epsg(crs.WEB_MERCATOR.srid)
_SMALLEST_M, _LARGEST_M = 0.002, 10_000.0
_EARTH = Geod(ellps="WGS84")
_STRETCHED = 0.002  # UTM stretches lengths by -0.0004 to 0.001 within its zone, VN-2000 by less
_EDGE = 21  # points on each side: edges bend in another projection


@dataclass(frozen=True)
class Footing:
    """A raster's place.

    Attributes:
        system: the CRS to read it in (pinned VN-2000); `raster_crs` the same for GDAL.
        size: columns and rows; `transform` from pixels (column, row) to coordinates of that system.
        box: west, south, east, north in EPSG:3857.
        resolution: side of a pixel in EPSG:3857 units; `gsd_m` in metres on the ground.
    """

    system: ProjCrs
    raster_crs: CRS
    size: tuple[int, int]
    transform: Affine
    box: Box
    resolution: float
    gsd_m: float


def footing_of(dataset: Any, srid: str = "") -> Footing:
    """Where a raster lies.

    Raises:
        BadScene: it says no place, or an impossible one.
    """
    name = Path(dataset.name).name
    system = system_of(dataset, srid)
    place = placed(dataset)
    if place.is_identity:
        raise BadScene("no_place", name=name)
    size = dataset.width, dataset.height
    try:
        raster_crs = CRS.from_wkt(system.to_wkt())
        box = _box(size, place, system, name)
        resolution, gsd = _resolution(size, place, system)
    except (*FAULTS, ProjError) as error:
        raise BadScene("no_crs", name=name) from error  # a system without a way to the earth: a plan's own, heights
    if place.determinant == 0 or not _SMALLEST_M <= gsd <= _LARGEST_M:
        raise BadScene("pixel_size", name=name, size=f"{gsd:.4g}")
    return Footing(system, raster_crs, size, place, box, resolution, gsd)


def _box(size: tuple[int, int], place: Affine, system: ProjCrs, name: str) -> Box:
    steps = np.linspace(0, 1, _EDGE)
    columns = np.concatenate([steps, steps, np.zeros(_EDGE), np.ones(_EDGE)]) * size[0]
    rows = np.concatenate([np.zeros(_EDGE), np.ones(_EDGE), steps, steps]) * size[1]
    x = place.a * columns + place.b * rows + place.c
    y = place.d * columns + place.e * rows + place.f
    east, north = _in_mercator(x, y, system)
    good = np.isfinite(east) & np.isfinite(north)
    half = crs.HALF_WORLD_M
    if not good.all() or np.abs(east).max() > half or np.abs(north).max() > half:
        raise BadScene("not_on_earth", name=name, what=f"{float(x[0]):.0f}, {float(y[0]):.0f}")
    if np.abs(np.diff(east.reshape(-1, _EDGE))).max() > half:  # a side that leaps over the date line
        raise BadScene("not_on_earth", name=name, what="180°")
    return float(east.min()), float(north.min()), float(east.max()), float(north.max())


def _in_mercator(x: Any, y: Any, system: ProjCrs) -> tuple[Any, Any]:
    """Coordinates of a raster in EPSG:3857; infinite where there is no way."""
    moved = shapely.get_coordinates(crs.transform_from(shapely.points(x, y), system, crs.WEB_MERCATOR))
    return moved[:, 0], moved[:, 1]


def _resolution(size: tuple[int, int], place: Affine, system: ProjCrs) -> tuple[float, float]:
    """Side of the middle pixel in EPSG:3857 units, and in metres on the ground."""
    middle = size[0] / 2, size[1] / 2
    points = [place @ (middle[0] + dx, middle[1] + dy) for dx, dy in ((0, 0), (1, 0), (0, 1))]
    east, north = _in_mercator([x for x, _ in points], [y for _, y in points], system)
    sides = hypot(east[1] - east[0], north[1] - north[0]), hypot(east[2] - east[0], north[2] - north[0])
    longitudes, latitudes = crs.transform_points(east, north, crs.WEB_MERCATOR, crs.CRS84)
    _, _, ground = _EARTH.inv(longitudes[[0, 0]], latitudes[[0, 0]], longitudes[1:], latitudes[1:])
    return min(sides), _as_said(min(ground), place, system)


def _as_said(ground: float, place: Affine, system: ProjCrs) -> float:
    """The side as the file says it, where its projection stretches lengths no more than UTM: 10 m, not 9.996."""
    said = min(hypot(place.a, place.d), hypot(place.b, place.e)) * system.axis_info[0].unit_conversion_factor
    return said if system.is_projected and abs(said / ground - 1) < _STRETCHED else ground
