"""Where a raster lies in EPSG:3857, and whether that makes sense."""

from dataclasses import dataclass
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import CRS as ProjCrs
from rasterio.crs import CRS
from rasterio.warp import transform

from gis import crs
from imagery.errors import BadScene
from imagery.grid import Box
from imagery.reading.opening import system_of

MERCATOR = CRS.from_epsg(crs.WEB_MERCATOR.srid)
MOST_PIXELS = 4_000_000_000  # a Sentinel-2 tile has 120 million; an orthophoto of a ward at 5 cm about 2,000 million
MOST_BANDS = 64
_SMALLEST_M, _LARGEST_M = 0.002, 10_000.0
_EDGE = 21  # points on each side: edges bend in another projection


@dataclass(frozen=True)
class Footing:
    """A raster's place.

    Attributes:
        system: the CRS to read it in (pinned VN-2000); `raster_crs` the same for GDAL.
        box: west, south, east, north in EPSG:3857.
        resolution: side of a pixel in EPSG:3857 units; `gsd_m` in metres on the ground.
    """

    system: ProjCrs
    raster_crs: CRS
    box: Box
    resolution: float
    gsd_m: float


def footing_of(dataset: Any, srid: str = "") -> Footing:
    """Where a raster lies.

    Raises:
        BadScene: it says no place, an impossible one, or is larger than anything that is loaded here.
    """
    name = Path(dataset.name).name
    _check_size(dataset, name)
    system = system_of(dataset, srid)
    if dataset.transform.is_identity:
        raise BadScene("no_place", name=name)
    raster_crs = CRS.from_wkt(system.to_wkt())
    box = _box(dataset, raster_crs, name)
    resolution, latitude = _resolution(dataset, raster_crs)
    gsd = resolution * cos(radians(latitude))
    if not _SMALLEST_M <= gsd <= _LARGEST_M:
        raise BadScene("pixel_size", name=name, size=f"{gsd:.4g}")
    return Footing(system, raster_crs, box, resolution, gsd)


def _check_size(dataset: Any, name: str) -> None:
    if dataset.width * dataset.height > MOST_PIXELS or dataset.count > MOST_BANDS:
        size = f"{dataset.width} × {dataset.height} × {dataset.count}"
        raise BadScene("too_large", name=name, size=size, limit=f"{MOST_PIXELS // 1_000_000} Mpx, {MOST_BANDS}")


def _box(dataset: Any, raster_crs: CRS, name: str) -> Box:
    steps = np.linspace(0, 1, _EDGE)
    columns = np.concatenate([steps, steps, np.zeros(_EDGE), np.ones(_EDGE)]) * dataset.width
    rows = np.concatenate([np.zeros(_EDGE), np.ones(_EDGE), steps, steps]) * dataset.height
    x, y = dataset.transform @ (columns, rows)
    east, north = (np.asarray(values) for values in transform(raster_crs, MERCATOR, list(x), list(y)))
    good = np.isfinite(east) & np.isfinite(north)
    half = crs.HALF_WORLD_M
    if not good.all() or np.abs(east).max() > half or np.abs(north).max() > half:
        place = f"{float(x[0]):.0f}, {float(y[0]):.0f}"
        raise BadScene("not_on_earth", name=name, what=place)
    return float(east.min()), float(north.min()), float(east.max()), float(north.max())


def _resolution(dataset: Any, raster_crs: CRS) -> tuple[float, float]:
    """Side of the middle pixel in EPSG:3857 units, and its latitude in degrees."""
    middle = dataset.width / 2, dataset.height / 2
    points = [dataset.transform @ (middle[0] + dx, middle[1] + dy) for dx, dy in ((0, 0), (1, 0), (0, 1))]
    east, north = transform(raster_crs, MERCATOR, [x for x, _ in points], [y for _, y in points])
    sides = hypot(east[1] - east[0], north[1] - north[0]), hypot(east[2] - east[0], north[2] - north[0])
    _, latitude = crs.transform_points(east[0], north[0], crs.WEB_MERCATOR, crs.CRS84)
    return min(sides), float(latitude)
