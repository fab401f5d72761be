"""From an aligned file to a cloud-optimised one."""

from pathlib import Path
from typing import Any

import rasterio
from rasterio.enums import Resampling
from rasterio.shutil import copy
from rio_cogeo.cogeo import cog_validate

from gis.tiles.matrix import PIXELS
from imagery.reading.opening import SAFE
from imagery.writing.aligning import Progress

# Measured on five layouts (docs/adr/0028): bands apart and ZSTD read three of four bands in 2.6 ms, DEFLATE in 4.7 ms.
_LAYOUT: dict[str, Any] = {
    "driver": "GTiff",
    "copy_src_overviews": True,
    "tiled": True,
    "blockxsize": PIXELS,
    "blockysize": PIXELS,
    "interleave": "band",
    "compress": "zstd",
    "zstd_level": 9,
    "bigtiff": "IF_SAFER",
    "sparse_ok": True,
}
_PREDICTOR = {"f": 3}
# With two threads it was slower (11 s to 7 s for 100 megapixels), and GDAL 3.10 complains of their scratch files.
_OPTIONS = SAFE | {"SPARSE_OK_OVERVIEW": "ON", "GDAL_TIFF_OVR_BLOCKSIZE": str(PIXELS)}


class NotOptimised(RuntimeError):
    """The file that was written is no cloud-optimised GeoTIFF: a fault of this program, not of the input."""


def finish(draft: Path, target: Path, levels: int, how: Resampling, progress: Progress) -> None:
    """Build the overviews in the draft and write the finished file.

    Args:
        levels: how often the picture is halved.
        how: average for measurements, nearest for classes.

    Raises:
        NotOptimised.
    """
    with rasterio.Env(**_OPTIONS):
        progress("overviews", 0, levels + 1)
        if levels:
            with rasterio.open(draft, "r+") as dataset:
                dataset.build_overviews([2**level for level in range(1, levels + 1)], how)
        progress("overviews", levels, levels + 1)
        with rasterio.open(draft) as dataset:
            predictor = _PREDICTOR.get(dataset.dtypes[0][0], 2)
        copy(draft, target, predictor=predictor, **_LAYOUT)
        _check(target)
    progress("overviews", levels + 1, levels + 1)


def _check(target: Path) -> None:
    _, errors, _ = cog_validate(target, strict=False, quiet=True)
    # rio-cogeo takes an overview of one tile's width and two tiles' height for one in strips.
    faults = [error for error in errors if not error.endswith("is not tiled")]
    with rasterio.open(target) as dataset:
        levels = [{}, *({"overview_level": level} for level in range(len(dataset.overviews(1))))]
    for options in levels:
        with rasterio.open(target, **options) as dataset:
            if set(dataset.block_shapes) != {(PIXELS, PIXELS)}:
                faults.append(f"{options} {dataset.block_shapes}")
    if faults:
        raise NotOptimised("; ".join(faults))
