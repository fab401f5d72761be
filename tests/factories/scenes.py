"""Scenes and their series, without a load; with small real files where a test reads pixels."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import rasterio
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from rasterio.enums import Resampling
from uuid6 import uuid7

from gis import crs
from gis.db import versions
from gis.geometry import to_multipolygon
from imagery import series, store
from imagery.grid import Grid, grid_of
from imagery.models import Collection, Scene, SceneBand
from imagery.tiles.sheets import sheet_from
from imagery.workflow import BandRole, Quality
from imagery.writing.finishing import finish
from land.workflow import PublishLevel

PLACE = (107.05, 10.33, 107.10, 10.38)  # over the ward of tests.factories.land
ROLES = (BandRole.BLUE, BandRole.GREEN, BandRole.RED, BandRole.NIR, BandRole.SWIR1)
STATISTICS = {
    "minimum": 1.0,
    "maximum": 9000.0,
    "mean": 1500.0,
    "stddev": 400.0,
    "percentile_2": 300.0,
    "percentile_98": 4000.0,
    "valid_percent": 92.5,
}
LINEAGE = {
    "files": [{"name": "S2A_B04.jp2", "size": 1234, "sha256": "ab" * 32}],
    "product": "S2A_MSIL2A",
    "processing": {"baseline": "05.10"},
    "systems": {"S2A_B04.jp2": "EPSG:32648"},
    "resampling": {"bands": "bilinear", "quality": "nearest", "overviews": "average"},
    "grid": "WebMercatorQuad, zoom 13, 512",
    "software": {"rasterio": "1.4.4", "gdal": "3.9.3"},
    "mask": "scl",
    "made_at": "2026-11-20T08:00:00+07:00",
}


def collection(code: str = "sentinel-2-l2a", **kwargs: Any) -> Collection:
    """A series, with what the service knows of it."""
    own = series.KNOWN.get(code, series.KNOWN[series.OTHER])
    return Collection.objects.get_or_create(code=code, defaults={**own, **kwargs})[0]


FACTS: dict[str, Any] = {
    "platform": "Sentinel-2A",
    "instrument": "MSI",
    "gsd_m": 10.0,
    "cloud_percent": 10.0,
    "valid_percent": 100.0,
    "sun_azimuth": 120.5,
    "sun_elevation": 55.0,
    "off_nadir": 0.0,
    "publish_level": PublishLevel.PUBLIC,
    "licence": "other",
    "attribution": "Copernicus Sentinel 2026",
    "lineage": LINEAGE,
    "data_type": "uint16",
    "data_sha256": "cd" * 32,
    "data_size": 4321,
    "registered_at": datetime(2026, 11, 20, 1, tzinfo=UTC),
}


def scene(code: str, day: str = "2026-03-01", **kwargs: Any) -> Scene:
    """A public scene of 03:00 UTC of a day.

    Args:
        kwargs: fields of Scene; `box` in degrees places it, `pixel` is the size of its pixels in metres, `series` names
            its collection, `roles` its bands, `files` writes them.
    """
    shape, roles, files = shapely.box(*kwargs.pop("box", PLACE)), kwargs.pop("roles", ROLES), kwargs.pop("files", False)
    grid = grid_of(crs.transform(shape, crs.CRS84, crs.WEB_MERCATOR).bounds, kwargs.pop("pixel", 10.0))
    taken = datetime.fromisoformat(f"{day}T03:00:00Z")
    pk = uuid7()
    own = {
        "collection": collection(kwargs.pop("series", "sentinel-2-l2a")),
        "acquired_at": taken,
        "acquired_on": taken.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),
        "footprint": GEOSGeometry(memoryview(to_multipolygon(shape).wkb), srid=crs.CRS84.srid),
        "source_digest": code,
        "data_key": f"{pk}/data.tif",
        "quality_key": f"{pk}/quality.tif",
        **{name: getattr(grid, name) for name in ("zoom", "column", "row", "width", "height")},
    }
    made = Scene.objects.create(pk=pk, code=code, **FACTS | own | kwargs)
    made.refresh_from_db()
    bands = [
        SceneBand(scene=made, index=index, name=f"B{index:02d}", role=role, scale=0.0001, statistics=STATISTICS)
        for index, role in enumerate(roles, 1)
    ]
    SceneBand.objects.bulk_create(bands)
    if files:
        write_files(made)
    versions.bump("scenes")
    return made


def write_files(made: Scene) -> None:
    """Cloud-optimised files of a scene: values rise from west to east, outside its box there are none."""
    grid = sheet_from(made).grid
    count = made.bands.count()
    rows, columns = np.mgrid[0 : grid.height, 0 : grid.width]
    left, top, width, height = grid.window(made.bounds_3857)
    valid = (columns >= left) & (columns < left + width) & (rows >= top) & (rows < top + height)
    values = np.where(valid, 500 + (columns - left) * 3, 0).astype("uint16")
    _put(made.data_key, grid, np.stack([values + 10 * index for index in range(count)]), valid, Resampling.average)
    if made.quality_key:
        classes = np.where(valid, Quality.CLEAR, Quality.NO_DATA).astype("uint8")[None]
        _put(made.quality_key, grid, classes, valid, Resampling.nearest)


def _put(key: str, grid: Grid, values: np.ndarray, valid: np.ndarray, how: Resampling) -> None:
    about = {"driver": "GTiff", "tiled": True, "blockxsize": 512, "blockysize": 512, "crs": crs.WEB_MERCATOR.code}
    size = {"count": len(values), "height": grid.height, "width": grid.width, "dtype": values.dtype}
    with tempfile.TemporaryDirectory() as folder:
        draft, target = Path(folder) / "draft.tif", Path(folder) / "target.tif"
        with (
            rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
            rasterio.open(draft, "w", transform=grid.transform, **about, **size) as file,
        ):
            file.write(values)
            file.write_mask(valid)
        finish(draft, target, grid.levels, how, lambda *_progress: None)
        store.put(key, target)
