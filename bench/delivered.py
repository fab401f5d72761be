"""A Sentinel-2-like tile as it is delivered: 10980 x 10980 pixels, four bands, uint16, UTM, with overviews."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.transform import from_origin
from rasterio.windows import Window

from gis import crs

SIZE, PIXEL_M = 10_980, 10
WEST, NORTH = 699_960, 1_200_000  # of tile 48PYS
BANDS = ("blue", "green", "red", "nir")
_STRIPE = 1_098
_GRIDS = (24, 96, 366, 1_098)  # cells a side: from landscapes down to fields


def write(path: Path) -> Path:
    """The file, once; about 0.7 GB."""
    if path.exists():
        return path
    partial = path.with_name(f"partial-{path.name}")
    profile = {
        "driver": "GTiff",
        "width": SIZE,
        "height": SIZE,
        "count": len(BANDS),
        "dtype": "uint16",
        "crs": f"EPSG:{crs.UTM48N.epsg}",
        "transform": from_origin(WEST, NORTH, PIXEL_M, PIXEL_M),
        "nodata": 0,
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
        "predictor": 2,
        "zlevel": 6,
        "bigtiff": "IF_SAFER",
    }
    with rasterio.Env(GDAL_NUM_THREADS="2", GDAL_TIFF_OVR_BLOCKSIZE="512"):
        with rasterio.open(partial, "w", **profile) as file:
            for index, name in enumerate(BANDS, 1):
                file.set_band_description(index, name)
                _fill(file, index)
            file.scales = (0.0001,) * len(BANDS)
        with rasterio.open(partial, "r+") as file:
            file.build_overviews([2, 4, 8, 16], Resampling.average)
    partial.rename(path)
    return path


def _fill(file: rasterio.io.DatasetWriter, index: int) -> None:
    rng = np.random.default_rng(index)
    grids = [(cells, rng.normal(size=(cells + 2, cells + 2)).astype("float32")) for cells in _GRIDS]
    for top in range(0, SIZE, _STRIPE):
        rows = np.arange(top, top + _STRIPE)
        ground = sum((_stretched(grid, cells, rows) / cells**0.25 for cells, grid in grids), np.float32(0))
        noise = rng.normal(0, 25, ground.shape)
        values = np.clip(600 + 300 * index + 900 * ground + noise, 1, 9_000)
        file.write(values.astype("uint16"), index, window=Window(0, top, SIZE, _STRIPE))


def _stretched(grid: npt.NDArray[np.float32], cells: int, rows: npt.NDArray[np.int_]) -> npt.NDArray[np.float32]:
    """Rows of a coarse grid drawn smoothly over the whole width."""
    at, across = rows / SIZE * cells, np.arange(SIZE) / SIZE * cells
    row, column = at.astype(int), across.astype(int)
    down, right = (at - row)[:, None].astype("float32"), (across - column).astype("float32")
    lines = grid[row] * (1 - down) + grid[row + 1] * down
    drawn: npt.NDArray[np.float32] = lines[:, column] * (1 - right) + lines[:, column + 1] * right
    return drawn
