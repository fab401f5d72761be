"""Cloud masks of the producers as one list of classes, on the scene's grid."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT

from gis.tiles.matrix import PIXELS
from imagery.errors import BadScene
from imagery.reading.footing import MERCATOR
from imagery.reading.opening import SAFE, opened, plain
from imagery.reading.plan import Plan
from imagery.reading.source import Mask
from imagery.workflow import Quality
from imagery.writing.aligning import Progress, pieces_of

Classes = npt.NDArray[np.uint8]

# Sentinel-2 Level-2A scene classification (SCL). Dark areas and "unclassified" are no clouds; a saturated pixel is no
# measurement.
_SCL = {
    0: Quality.NO_DATA,
    1: Quality.NO_DATA,
    2: Quality.CLEAR,
    3: Quality.SHADOW,
    4: Quality.CLEAR,
    5: Quality.CLEAR,
    6: Quality.WATER,
    7: Quality.CLEAR,
    8: Quality.CLOUD,
    9: Quality.CLOUD,
    10: Quality.THIN_CLOUD,
    11: Quality.SNOW,
}


def _scl(values: npt.NDArray[Any]) -> Classes:
    table = np.zeros(256, dtype="uint8")
    for code, quality in _SCL.items():
        table[code] = quality
    return table[np.minimum(values, 255).astype("uint8")]


def _qa_pixel(values: npt.NDArray[Any]) -> Classes:
    """Landsat Collection 2: bits 0 fill, 1 dilated cloud, 2 cirrus, 3 cloud, 4 shadow, 5 snow, 7 water (LSDS-1619)."""
    bits = values.astype("uint16")
    return _by_bits(
        bits & 1,
        (bits >> 7 & 1, Quality.WATER),
        (bits >> 5 & 1, Quality.SNOW),
        (bits >> 4 & 1, Quality.SHADOW),
        (bits >> 2 & 1, Quality.THIN_CLOUD),
        (bits >> 3 & 1 | bits >> 1 & 1, Quality.CLOUD),
    )


def _bqa(values: npt.NDArray[Any]) -> Classes:
    """Landsat Collection 1: bit 0 fill, 4 cloud; confidence in two bits, of which 3 is high: 7 shadow, 9 snow, 11
    cirrus (LSDS-1873)."""
    bits = values.astype("uint16")
    return _by_bits(
        bits & 1,
        ((bits >> 9 & 3) == 3, Quality.SNOW),
        ((bits >> 7 & 3) == 3, Quality.SHADOW),
        ((bits >> 11 & 3) == 3, Quality.THIN_CLOUD),
        (bits >> 4 & 1, Quality.CLOUD),
    )


def _by_bits(fill: Any, *classes: tuple[Any, Quality]) -> Classes:
    """Later classes stand above earlier ones."""
    found = np.full(fill.shape, Quality.CLEAR, dtype="uint8")
    for where, quality in classes:
        found[where.astype(bool)] = quality
    found[fill.astype(bool)] = Quality.NO_DATA
    return found


SCHEMES: dict[str, Callable[[npt.NDArray[Any]], Classes]] = {"scl": _scl, "qa_pixel": _qa_pixel, "bqa": _bqa}
# What stands where the file ends: the schemes' own word for "nothing is known".
_FILL = {"scl": 0, "qa_pixel": 1, "bqa": 1}


def mask(plan: Plan, wanted: Mask, target: Path, progress: Progress) -> None:
    """Write the classes of a mask on the plan's grid, the nearest class for each pixel.

    Raises:
        BadScene: the file is damaged.
    """
    pieces = list(pieces_of(plan))
    footing = plan.footings[wanted.path]
    profile: dict[str, Any] = {
        "driver": "GTiff",
        "width": plan.grid.width,
        "height": plan.grid.height,
        "count": 1,
        "dtype": "uint8",
        "crs": MERCATOR,
        "transform": plan.grid.transform,
        "tiled": True,
        "blockxsize": PIXELS,
        "blockysize": PIXELS,
        "compress": "zstd",
        "sparse_ok": True,
        "bigtiff": "YES",
    }
    fill = _FILL[wanted.scheme]
    with rasterio.Env(**SAFE), opened(wanted.path) as dataset, rasterio.open(target, "w", **profile) as out:
        options = {"src_crs": footing.raster_crs, "crs": MERCATOR, "transform": plan.grid.transform}
        size = {"width": plan.grid.width, "height": plan.grid.height}
        # A no-data value of the mask's own would make the warper skip those pixels: they mean something here.
        with WarpedVRT(
            dataset,
            **options,
            **size,
            resampling=Resampling.nearest,
            src_nodata=None,
            nodata=fill,
            init_dest_nodata=True,
        ) as reader:
            for number, window in enumerate(pieces):
                progress("mask", number, len(pieces))
                try:
                    values = reader.read(wanted.index, window=window)
                except RasterioError as error:
                    raise BadScene("damaged", name=wanted.path.name, what=plain(error, wanted.path)) from error
                classes = SCHEMES[wanted.scheme](values)
                if classes.any():
                    out.write(classes, 1, window=window)
    progress("mask", len(pieces), len(pieces))
