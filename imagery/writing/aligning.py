"""Bands of a plan onto its grid, piece by piece, so that memory does not grow with the picture."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from gis.tiles.matrix import PIXELS
from imagery.errors import BadScene
from imagery.grid import Grid
from imagery.reading.footing import MERCATOR, Footing
from imagery.reading.opening import SAFE, opened, plain
from imagery.reading.plan import Plan
from imagery.reading.source import Band
from imagery.workflow import BandRole

Progress = Callable[[str, int, int], None]
Bits = npt.NDArray[np.bool_]
PIECE = 4 * PIXELS
_VALID = 255


def data_profile(plan: Plan, count: int) -> dict[str, Any]:
    """How the aligned file is written before it is finished."""
    return {
        "driver": "GTiff",
        "width": plan.grid.width,
        "height": plan.grid.height,
        "count": count,
        "dtype": plan.data_type,
        "crs": MERCATOR,
        "transform": plan.grid.transform,
        "tiled": True,
        "blockxsize": PIXELS,
        "blockysize": PIXELS,
        "interleave": "band",
        "compress": "zstd",
        "zstd_level": 1,
        "bigtiff": "YES",
        "sparse_ok": True,
        "photometric": "MINISBLACK",
    }


def align(plan: Plan, target: Path, progress: Progress) -> tuple[Band, ...]:
    """Write the bands, and where all of them have data as the file's mask.

    Args:
        progress: called with "align", pieces done, pieces in all.

    Returns:
        The bands written, in the file's order; an alpha band has become the mask.

    Raises:
        BadScene: a file is damaged, or no pixel holds data.
    """
    shown = tuple(band for band in plan.product.bands if band.role != BandRole.ALPHA)
    pieces = list(pieces_of(plan))
    anything = False
    with rasterio.Env(**SAFE), ExitStack() as stack:
        readers = _readers(plan, stack)
        with rasterio.open(target, "w", **data_profile(plan, len(shown))) as out:
            for number, window in enumerate(pieces):
                progress("align", number, len(pieces))
                anything |= _write(out, window, shown, readers, plan)
            for index, band in enumerate(shown, 1):
                out.set_band_description(index, band.role if band.role != BandRole.OTHER else band.name)
    progress("align", len(pieces), len(pieces))
    if not anything:
        raise BadScene("all_empty", name=shown[0].path.name)
    return shown


def pieces_of(plan: Plan) -> Iterator[Window]:
    """Windows that cover the data, along the tiles of the grid."""
    left, top, width, height = plan.grid.window(plan.box)
    x0, y0 = left // PIXELS * PIXELS, top // PIXELS * PIXELS
    for y in range(y0, top + height, PIECE):
        for x in range(x0, left + width, PIECE):
            yield Window(x, y, min(PIECE, plan.grid.width - x), min(PIECE, plan.grid.height - y))


def _readers(plan: Plan, stack: ExitStack) -> dict[Path, Any]:
    readers = {}
    for path in dict.fromkeys(band.path for band in plan.product.bands):
        dataset = stack.enter_context(opened(path))
        nodata = next((band.nodata for band in plan.product.bands if band.path == path), None)
        readers[path] = stack.enter_context(warped(dataset, plan.footings[path], plan.grid, nodata))
    return readers


def warped(
    dataset: Any, footing: Footing, grid: Grid, nodata: float | None = None, how: Resampling = Resampling.bilinear
) -> WarpedVRT:
    """A raster as it lies on the grid, with where it has data as its alpha.

    Args:
        nodata: as a person, or the product, says; it stands above the file's own.
    """
    known = nodata if nodata is not None else dataset.nodata
    if known is None and np.dtype(dataset.dtypes[0]).kind == "f":
        known = float("nan")
    return WarpedVRT(
        dataset,
        src_crs=footing.raster_crs,
        crs=MERCATOR,
        transform=grid.transform,
        width=grid.width,
        height=grid.height,
        resampling=how,
        src_nodata=known,
        add_alpha=not _has_alpha(dataset),
        warp_mem_limit=256,
        num_threads=2,
        tolerance=0.125,
    )


def _has_alpha(dataset: Any) -> bool:
    return any(colour == rasterio.enums.ColorInterp.alpha for colour in dataset.colorinterp)


def _write(out: Any, window: Window, shown: tuple[Band, ...], readers: dict[Path, Any], plan: Plan) -> bool:
    """One piece; whether it holds any data. Pieces without data are not written: the file stays sparse."""
    valid: Bits = np.ones((int(window.height), int(window.width)), dtype=bool)
    for path, reader in readers.items():
        try:
            valid &= reader.read(_alpha_of(reader), window=window) > 0
        except RasterioError as error:
            raise BadScene("damaged", name=path.name, what=plain(error, path)) from error
    if not valid.any():
        return False
    for index, band in enumerate(shown, 1):
        try:
            values = readers[band.path].read(band.index, window=window).astype(plan.data_type, copy=False)
        except RasterioError as error:
            raise BadScene("damaged", name=band.path.name, what=plain(error, band.path)) from error
        values[~valid] = 0
        out.write(values, index, window=window)
    out.write_mask(np.where(valid, _VALID, 0).astype("uint8"), window=window)
    return True


def _alpha_of(reader: Any) -> int:
    """The alpha band of a warped raster: the last, or the one that the file brought."""
    for index, colour in enumerate(reader.colorinterp, 1):
        if colour == rasterio.enums.ColorInterp.alpha:
            return index
    return int(reader.count)
