"""Small scenes as their files lie in the store, read as a worker reads them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

from gis import crs
from imagery.composites.blocks import Layer, Recipe
from imagery.workflow import CLEAR, Quality

SCALE = 0.0001
CLASSES = tuple(int(quality) for quality in CLEAR)


def scene(
    folder: Path,
    code: str,
    values: np.ndarray,
    *,
    valid: np.ndarray | None = None,
    classes: np.ndarray | None = None,
    at: tuple[int, int] = (0, 0),
    scale: float = SCALE,
    offset: float = 0.0,
) -> Layer:
    """Write a scene and tell how a worker reads it.

    Args:
        values: (bands, rows, columns) reflectance.
        valid: (rows, columns) where there is data; everywhere unless told.
        classes: quality mask.
        at: column and row of its upper left pixel in the composite's grid.
    """
    bands, rows, columns = values.shape
    stored = np.rint((values - offset) / scale).astype("uint16")
    profile = {
        "driver": "GTiff",
        "width": columns,
        "height": rows,
        "dtype": "uint16",
        "crs": f"EPSG:{crs.WEB_MERCATOR.srid}",
        "transform": Affine(10, 0, 10 * at[0], 0, -10, -10 * at[1]),
        "tiled": True,
        "blockxsize": 64,
        "blockysize": 64,
    }
    data, quality = folder / f"{code}.tif", folder / f"{code}-quality.tif"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(data, "w", count=bands, **profile) as file:
        file.write(stored)
        file.write_mask(np.ones((rows, columns), dtype=bool) if valid is None else valid)
    if classes is not None:
        with rasterio.open(quality, "w", count=1, **(profile | {"dtype": "uint8"})) as file:
            file.write(classes.astype("uint8"), 1)
    return Layer(
        code=code,
        data=str(data),
        quality="" if classes is None else str(quality),
        left=at[0],
        top=at[1],
        reach=(at[0], at[1], columns, rows),
        bands=tuple((index, scale, offset) for index in range(1, bands + 1)),
    )


def year(folder: Path, dates: int = 6, bands: int = 3, size: int = 256) -> Recipe:
    """Scenes of one ground under a changing sky; one has a swath's edge, one has an offset, one lies aside."""
    rng = np.random.default_rng(7)
    ground = rng.uniform(0.03, 0.4, (bands, size, size))
    layers = []
    for date in range(dates):
        seen = ground * (1 + 0.08 * rng.standard_normal((bands, size, size)))
        cloud = rng.random((size // 16, size // 16)).repeat(16, 0).repeat(16, 1) < 0.3
        seen = np.where(cloud, 0.7, np.clip(seen, 0.001, 1.0))
        classes = np.where(cloud, Quality.CLOUD, Quality.CLEAR)
        options = {"offset": -0.1} if date == 1 else {}
        if date == 2:
            options["valid"] = np.add.outer(np.arange(size), np.arange(size)) > size // 2
        at = (size // 4, 0) if date == 3 else (0, 0)
        layers.append(scene(folder, f"day-{date}", seen, classes=classes, at=at, **options))
    return Recipe(tuple(layers), CLASSES, {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR"})


def recipe(layers: Sequence[Layer]) -> Recipe:
    return Recipe(tuple(layers), CLASSES)
