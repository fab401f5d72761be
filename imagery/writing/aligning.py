"""Bands of a plan onto its grid, piece by piece, so that memory does not grow with the picture."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import MaskFlags, Resampling
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from gis.tiles.matrix import PIXELS
from imagery.errors import BadScene
from imagery.grid import Grid
from imagery.reading.footing import MERCATOR, Footing
from imagery.reading.opening import FAULTS, SAFE, opened, plain
from imagery.reading.plan import Plan
from imagery.reading.source import Band
from imagery.reading.view import Part, View
from imagery.workflow import BandRole

Progress = Callable[[str, int, int], None]
Bits = npt.NDArray[np.bool_]
_VALID = 255
_BROAD = {"float64", "int32", "uint32"}  # numbers that float32 would round before "no data" is looked for
_PICTURE = "uint8"


@dataclass(frozen=True)
class _Reader:
    """Bands of one file as they lie on the grid; NaN where there is no data."""

    path: Path
    bands: tuple[Band, ...]
    raster: WarpedVRT


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

    Of 8-bit pictures a pixel lacks data only where all bands of its file say so: a bright red has no blue. Of
    measurements each band has to be there.

    Args:
        progress: called with "align", pieces done, pieces in all.

    Returns:
        The bands written, in the file's order; an alpha band has become the mask.

    Raises:
        BadScene: a file is damaged, or no pixel holds data.
    """
    shown = plan.shown
    pieces = list(pieces_of(plan))
    anything = False
    with rasterio.Env(**SAFE), ExitStack() as stack:
        readers = [reader for path in plan.data_files for reader in _readers(plan, path, stack)]
        with rasterio.open(target, "w", **data_profile(plan, len(shown))) as out:
            for number, window in enumerate(pieces):
                progress("align", number, len(pieces))
                anything |= _write(out, window, plan, readers)
            for index, band in enumerate(shown, 1):
                out.set_band_description(index, band.role if band.role != BandRole.OTHER else band.name)
    progress("align", len(pieces), len(pieces))
    if not anything:
        raise BadScene("all_empty", name=shown[0].path.name)
    return shown


def pieces_of(plan: Plan) -> Iterator[Window]:
    """Windows that cover the data, along the tiles of the grid; the more bands, the smaller."""
    piece = PIXELS * (4 if len(plan.shown) <= 8 else 2)
    left, top, width, height = plan.grid.window(plan.box)
    x0, y0 = left // PIXELS * PIXELS, top // PIXELS * PIXELS
    for y in range(y0, top + height, piece):
        for x in range(x0, left + width, piece):
            yield Window(x, y, min(piece, plan.grid.width - x), min(piece, plan.grid.height - y))


def _readers(plan: Plan, path: Path, stack: ExitStack) -> Iterator[_Reader]:
    with opened(path) as dataset:
        size = dataset.width, dataset.height
        groups = _groups(plan, path, dataset)
        mask = _mask_of(plan, path, dataset)
    footing = plan.footings[path]
    try:
        for (kind, value), bands in groups:
            nodata = None if value is None else float(value)
            view = View(size, footing.transform, kind, tuple(Part(path, band.index) for band in bands), nodata, mask)
            source = stack.enter_context(rasterio.open(view.text()))
            options = {
                "src_nodata": nodata,
                "nodata": float("nan"),
                "dtype": "float64" if kind in _BROAD else "float32",
                "UNIFIED_SRC_NODATA": "YES",
            }
            warped = warp(source, footing, plan.grid, Resampling.bilinear, options)
            yield _Reader(path, bands, stack.enter_context(warped))
    except FAULTS as error:
        raise BadScene("damaged", name=path.name, what=plain(error, path)) from error


def _groups(plan: Plan, path: Path, dataset: Any) -> list[tuple[tuple[str, str | None], tuple[Band, ...]]]:
    """Bands of a file that are warped together, by type and no-data value.

    Measurements with a no-data value are warped each by itself. Together, the warper would either keep a band's no-data
    value as a measurement wherever another band has data, or let data grow by half a pixel into what has none.
    """
    groups: dict[Any, list[Band]] = {}
    for band in plan.shown:
        if band.path == path:
            kind, value = dataset.dtypes[band.index - 1], _nodata_of(band, dataset)
            alone = value is not None and plan.data_type != _PICTURE
            groups.setdefault((kind, value, band if alone else None), []).append(band)
    return [((kind, value), tuple(bands)) for (kind, value, _), bands in groups.items()]


def _nodata_of(band: Band, dataset: Any) -> str | None:
    """The number, as text so that NaN equals itself, that means "no data" in a band; None where none can.

    What a person, or the product, says stands above the file's own word.
    """
    kind = np.dtype(dataset.dtypes[band.index - 1])
    value = band.nodata if band.nodata is not None else dataset.nodatavals[band.index - 1]
    if kind.kind == "f":
        return repr(float("nan") if value is None else float(value))
    if value is None or not float(value).is_integer():
        return None
    limits = np.iinfo(kind)
    return repr(float(value)) if limits.min <= value <= limits.max else None


def _mask_of(plan: Plan, path: Path, dataset: Any) -> Part | None:
    """What says where a file has data, beside its numbers: a band that is known as alpha, else the file's own mask."""
    for band in plan.product.bands:
        other = plan.footings[band.path]
        if band.role == BandRole.ALPHA and (band.path == path or other.transform == plan.footings[path].transform):
            return Part(band.path, band.index)
    flags = dataset.mask_flag_enums[0]
    own = MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags
    return Part(path, "mask,1") if own else None


def warp(source: Any, footing: Footing, grid: Grid, how: Resampling, options: dict[str, Any]) -> WarpedVRT:
    """A raster as it lies on the grid."""
    return WarpedVRT(
        source,
        src_crs=footing.raster_crs,
        crs=MERCATOR,
        transform=grid.transform,
        width=grid.width,
        height=grid.height,
        resampling=how,
        warp_mem_limit=256,
        num_threads=2,
        tolerance=0.125,
        **options,
    )


def _write(out: Any, window: Window, plan: Plan, readers: Sequence[_Reader]) -> bool:
    """One piece; whether it holds any data. Pieces without data are not written: the file stays sparse."""
    valid: Bits = np.ones((int(window.height), int(window.width)), dtype=bool)
    found: dict[Band, npt.NDArray[Any]] = {}
    for reader in readers:
        for index, band in enumerate(reader.bands, 1):
            values = _read(reader, index, window)
            valid &= np.isfinite(values)
            found[band] = _as_type(values, plan.data_type)
        if not valid.any():
            return False
    for index, band in enumerate(plan.shown, 1):
        found[band][~valid] = 0
        out.write(found.pop(band), index, window=window)
    out.write_mask(np.where(valid, _VALID, 0).astype("uint8"), window=window)
    return True


def _read(reader: _Reader, index: int, window: Window) -> npt.NDArray[Any]:
    try:
        values: npt.NDArray[Any] = reader.raster.read(index, window=window)
    except FAULTS as error:
        raise BadScene("damaged", name=reader.path.name, what=plain(error, reader.path)) from error
    if values.dtype == np.float64:
        with np.errstate(over="ignore"):
            values = values.astype("float32")
    return values


def _as_type(values: npt.NDArray[Any], data_type: str) -> npt.NDArray[Any]:
    """Numbers between two pixels, rounded to what the picture is kept in; anything where there is no data."""
    if data_type == "float32":
        return values
    with np.errstate(invalid="ignore"):
        rounded: npt.NDArray[Any] = np.floor(values + 0.5).astype(data_type)
    return rounded
