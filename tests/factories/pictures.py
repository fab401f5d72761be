"""Small scenes with known pixels, brought in by the real way but its heartbeat."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin

from gis import crs
from imagery import incoming
from imagery.actions import jobs
from imagery.loading import load
from imagery.models import Scene
from tests import places

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PIXEL_M = 10.0
# Reflectances x 10000 of what stands on the ground.
WOOD = {"blue": 300, "green": 500, "red": 350, "nir": 3500, "swir1": 1500}
ROOF = {"blue": 1800, "green": 2000, "red": 2200, "nir": 2400, "swir1": 2700}
WATER = {"blue": 700, "green": 600, "red": 400, "nir": 150, "swir1": 80}


def utm(point: tuple[float, float]) -> tuple[float, float]:
    """A point of the legal CRS on the scenes' plane, UTM 48N."""
    x, y = crs.transform_points(*point, crs.LEGAL, crs.UTM48N)
    return float(x), float(y)


def write(
    path: Path,
    ground: Mapping[str, Any],
    *,
    size: int = 80,
    around: tuple[float, float] = places.VUNG_TAU,
    pixel: float = PIXEL_M,
    scl: Any = None,
    synthetic: bool = False,
    hole: bool = False,
) -> list[Path]:
    """A GeoTIFF of `size` pixels a side round a place of the legal CRS, and its SCL beside it.

    Args:
        ground: role -> one value or (size, size) values; 0 is no data.
        scl: one class or (size, size) classes; None leaves the mask out.
        hole: no data in the north-west quarter.
    """
    x, y = utm(around)
    west, north = round(x / 20) * 20 - size * pixel / 2, round(y / 20) * 20 + size * pixel / 2
    profile = {
        "driver": "GTiff",
        "width": size,
        "height": size,
        "crs": f"EPSG:{crs.UTM48N.epsg}",
        "transform": from_origin(west, north, pixel, pixel),
        "nodata": 0,
    }
    with rasterio.open(path, "w", count=len(ground), dtype="uint16", **profile) as file:
        for index, (role, value) in enumerate(ground.items(), 1):
            values = np.broadcast_to(np.asarray(value, dtype="uint16"), (size, size)).copy()
            if hole:
                values[: size // 2, : size // 2] = 0
            file.write(values, index)
            file.set_band_description(index, role)
        file.scales = (0.0001,) * len(ground)
        if synthetic:
            file.update_tags(TIFFTAG_IMAGEDESCRIPTION="Synthetic, not an observation")
    if scl is None:
        return [path]
    mask = path.with_name(f"{path.stem}_SCL.tif")
    with rasterio.open(mask, "w", count=1, dtype="uint8", **profile) as file:
        file.write(np.broadcast_to(np.asarray(scl, dtype="uint8"), (size, size)), 1)
    return [path, mask]


def scene(
    folder: Path, day: date, ground: Mapping[str, Any] = WOOD, *, publish: bool = True, code: str = "", **kwargs: Any
) -> Scene:
    """A registered scene; see `write` for how its pixels are given."""
    code = code or f"P_{day:%Y%m%d}"
    paths = write(folder / f"{code}.tif", ground, **kwargs)
    options = {"acquired": day.isoformat(), "publish": publish, "code": code, "collection": "sentinel-2-l2a"}
    job = jobs.receive_files(actor=None, title=code, files=incoming.from_disk(paths), options=options, here=True)
    loaded = load(job, NOW, lambda *told: None)
    return jobs.finish_job(job_id=job.pk, run=job.run, loaded=loaded)
