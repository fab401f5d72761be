"""What is recorded of finished files: statistics of bands, shares, footprint."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from rasterio.features import shapes
from rasterio.windows import Window
from shapely.geometry import MultiPolygon, shape

from gis import crs
from gis.geometry import to_multipolygon
from gis.tiles.matrix import PIXELS
from imagery.reading.opening import SAFE
from imagery.workflow import CLEAR, CLOUDY, Quality

_MOST = 2048  # pixels a side that statistics are made of: a Sentinel-2 tile at 40 m
_OUTLINE = 512
_PERCENTILES = (2, 98)


@dataclass(frozen=True)
class Measured:
    """What the files hold.

    Attributes:
        statistics: for each band minimum, maximum, mean, stddev, percentile_2, percentile_98 (stored values, clear sky
            where a mask tells), and valid_percent of the footprint's box.
        valid_percent: share of the data's box that holds data.
        cloud_percent: share of the data under cloud or its shadow; None without a mask.
        footprint: EPSG:3857.
    """

    statistics: tuple[dict[str, float], ...]
    valid_percent: float
    cloud_percent: float | None
    footprint: MultiPolygon


def measure(data: Path, quality: Path | None, box: tuple[int, int, int, int]) -> Measured:
    """Measure finished files.

    Args:
        box: first column, first row, width, height of the data in pixels.
    """
    window = Window(*box)
    with rasterio.Env(**SAFE), rasterio.open(data) as dataset:
        size = _size(box, _MOST)
        valid = dataset.read_masks(1, window=window, out_shape=size) > 0
        classes = _classes(quality, window, size)
        clear = valid & np.isin(classes, CLEAR) if classes is not None else valid
        if not clear.any():
            clear = valid
        statistics = tuple(
            _statistics(dataset.read(index, window=window, out_shape=size), clear) for index in dataset.indexes
        )
        outline = dataset.read_masks(1, window=window, out_shape=_size(box, _OUTLINE))
        origin = dataset.window_transform(window)
        footprint = _footprint(outline, origin, box, outline.shape) if outline.any() else _around(dataset, box)
    return Measured(statistics, round(100 * float(valid.mean()), 2), _cloud(classes, valid), footprint)


def _size(box: tuple[int, int, int, int], most: int) -> tuple[int, int]:
    """Rows and columns that keep the proportions of a box within a number of pixels."""
    by = max(1.0, max(box[2], box[3]) / most)
    return max(1, round(box[3] / by)), max(1, round(box[2] / by))


def _classes(quality: Path | None, window: Window, size: tuple[int, int]) -> npt.NDArray[np.uint8] | None:
    if quality is None:
        return None
    with rasterio.open(quality) as dataset:
        found: npt.NDArray[np.uint8] = dataset.read(1, window=window, out_shape=size)
    return found


def _cloud(classes: npt.NDArray[np.uint8] | None, valid: npt.NDArray[np.bool_]) -> float | None:
    if classes is None:
        return None
    known = valid & (classes != Quality.NO_DATA)
    return round(100 * float(np.isin(classes, CLOUDY)[known].mean()), 2) if known.any() else None


def _statistics(values: npt.NDArray[Any], chosen: npt.NDArray[np.bool_]) -> dict[str, float]:
    kept = values[chosen].astype("float64")
    kept = kept[np.isfinite(kept)]
    if not kept.size:
        return {}
    low, high = np.percentile(kept, _PERCENTILES)
    numbers = {
        "minimum": kept.min(),
        "maximum": kept.max(),
        "mean": kept.mean(),
        "stddev": kept.std(),
        "percentile_2": low,
        "percentile_98": high,
    }
    return {name: round(float(number), 6) for name, number in numbers.items()} | {
        "valid_percent": round(100 * float(chosen.mean()), 2)
    }


def _footprint(
    mask: npt.NDArray[Any], origin: Any, box: tuple[int, int, int, int], size: tuple[int, int]
) -> MultiPolygon:
    """Outline of the data in EPSG:3857, to about a pixel of an overview; holes of a few pixels are not told."""
    scale = box[2] / size[1], box[3] / size[0]
    transform = origin @ origin.scale(*scale)
    filled = (mask > 0).astype("uint8")
    parts = [shape(geometry) for geometry, value in shapes(filled, mask=filled > 0, transform=transform) if value]
    step = max(abs(transform.a), abs(transform.e))
    whole = shapely.union_all(parts).buffer(step * 1.5, join_style="mitre").buffer(-step * 1.5, join_style="mitre")
    return to_multipolygon(shapely.make_valid(shapely.simplify(whole, step)))


def _around(dataset: Any, box: tuple[int, int, int, int]) -> MultiPolygon:
    """The box round data so sparse that the reduced mask shows none of it, in EPSG:3857."""
    left, top, width, height = box
    columns, rows = np.zeros(width, dtype=bool), np.zeros(height, dtype=bool)
    for first in range(0, height, PIXELS):
        strip = Window(left, top + first, width, min(PIXELS, height - first))
        filled = dataset.read_masks(1, window=strip) > 0
        columns |= filled.any(axis=0)
        rows[first : first + filled.shape[0]] = filled.any(axis=1)
    (x,), (y,) = np.nonzero(columns), np.nonzero(rows)
    west, north = dataset.transform @ (left + int(x[0]), top + int(y[0]))
    east, south = dataset.transform @ (left + int(x[-1]) + 1, top + int(y[-1]) + 1)
    return MultiPolygon([shapely.box(west, south, east, north)])


def on_the_globe(footprint: MultiPolygon) -> MultiPolygon:
    """A footprint in EPSG:3857 as longitudes and latitudes."""
    moved: MultiPolygon = crs.transform(footprint, crs.WEB_MERCATOR, crs.CRS84)
    return moved
