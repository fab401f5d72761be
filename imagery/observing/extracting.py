"""Area-weighted statistics of pixels in polygons, in memory that does not grow with the number of polygons.

exactextract weighs each pixel by the share of it that the polygon covers: at 10 m half of the pixels of a small plot
are cut by its border.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import geopandas
import numpy as np
import numpy.typing as npt
import rasterio
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gis import crs
from imagery import indices, store
from imagery.errors import SceneBroken
from imagery.tiles.drawing import physical
from imagery.tiles.sheets import Sheet
from imagery.workflow import CLEAR, CLOUDY, BandRole

Floats = npt.NDArray[np.floating[Any]]
_BLOCK = 2048  # pixels a side that are read together
_MOST = 4096  # pixels a side of one reading: a large plot on a drone's picture is measured on an overview
_STATISTICS = {"mean": "mean", "stdev": "stddev", "min": "minimum", "max": "maximum"}
_DECIMALS = 5
_SYSTEM = crs.WEB_MERCATOR.proj().to_wkt()


@dataclass(frozen=True)
class Extracted:
    """What a scene says of one polygon.

    Attributes:
        pixels: how many pixels it covers, fractions counted.
        valid_percent: share of its area with data; `cloud_percent` the share of that under cloud or its shadow, None
            without a mask; `clear_percent` the share of its area that could be measured.
        values: band role or index name -> mean, stddev, minimum, maximum of what is clear (reflectance, index).
    """

    key: UUID
    pixels: float
    valid_percent: float
    cloud_percent: float | None
    clear_percent: float
    values: Mapping[str, Mapping[str, float]]


def extract(sheet: Sheet, shapes: Iterable[tuple[UUID, shapely.Geometry]]) -> Iterator[Extracted]:
    """Statistics of each polygon that the scene reaches.

    Args:
        shapes: key and polygon in EPSG:3857, neighbours near each other in order.

    Raises:
        SceneBroken: the scene's files cannot be read.
    """
    for group in _blocks(sheet, shapes):
        yield from _of_block(sheet, group)


def _blocks(
    sheet: Sheet, shapes: Iterable[tuple[UUID, shapely.Geometry]], together: int = 1_000
) -> Iterator[list[tuple[UUID, shapely.Geometry]]]:
    """Polygons in groups that lie in one block of the picture."""
    kept: dict[tuple[int, int], list[tuple[UUID, shapely.Geometry]]] = defaultdict(list)
    count = 0
    for key, shape in shapes:
        west, south, east, north = shape.bounds
        left, top, width, height = sheet.grid.window((west, south, east, north))
        if width <= 0 or height <= 0:
            continue
        if max(width, height) > _BLOCK:  # read with its neighbours it would have them measured on an overview, too
            yield [(key, shape)]
            continue
        kept[((left + width // 2) // _BLOCK, (top + height // 2) // _BLOCK)].append((key, shape))
        count += 1
        if count == together:
            yield from kept.values()
            kept.clear()
            count = 0
    yield from kept.values()


def _of_block(sheet: Sheet, group: list[tuple[UUID, shapely.Geometry]]) -> Iterator[Extracted]:
    box = tuple(shapely.total_bounds(np.array([shape for _, shape in group], dtype=object)))
    left, top, width, height = sheet.grid.window(box)
    window = Window(left, top, width, height)
    step = max(1.0, width / _MOST, height / _MOST)
    size = max(1, round(height / step)), max(1, round(width / step))
    try:
        bands, valid, cloudy = _read(sheet, window, size)
    except RasterioError as error:
        raise SceneBroken(sheet.id, error) from error
    if not valid.any():
        return
    transform = sheet.grid.transform
    west, north = transform @ (left, top)
    east, south = transform @ (left + width, top + height)
    clear = valid & ~cloudy if cloudy is not None else valid
    layers = {role.value: np.where(clear, values, np.nan) for role, values in bands.items()}
    for index in indices.of_roles(bands):
        layers[index.name] = index.formula({role: layers[role.value] for role in index.roles})
    layers["_valid"] = valid.astype("float32")
    layers["_clear"] = clear.astype("float32")
    layers["_cloud"] = np.where(valid, cloudy, np.nan).astype("float32") if cloudy is not None else layers["_valid"]
    rasters = [
        NumPyRasterSource(values, west, south, east, north, name=name, srs_wkt=_SYSTEM)
        for name, values in layers.items()
    ]
    frame = geopandas.GeoDataFrame({"row": range(len(group))}, geometry=[shape for _, shape in group], crs=_SYSTEM)
    table = exact_extract(rasters, frame, [*_STATISTICS, "count"], include_cols=["row"], output="pandas")
    scale = step * step
    for (key, _), row in zip(group, table.to_dict("records"), strict=True):
        found = _extracted(key, row, list(layers)[:-3], scale, masked=cloudy is not None)
        if found is not None:
            yield found


def _read(
    sheet: Sheet, window: Window, size: tuple[int, int]
) -> tuple[dict[BandRole, Floats], npt.NDArray[np.bool_], npt.NDArray[np.bool_] | None]:
    """Physical values by role, where there is data, where there is cloud; None without a mask."""
    with rasterio.Env(**store.environment()):
        with rasterio.open(sheet.data) as dataset:
            valid: npt.NDArray[np.bool_] = dataset.read_masks(1, window=window, out_shape=size) > 0
            bands: dict[BandRole, Floats] = {
                role: physical(band, dataset.read(band.index, window=window, out_shape=size))
                for role, band in sheet.bands.items()
                if role != BandRole.OTHER
            }
        if not sheet.quality:
            return bands, valid, None
        with rasterio.open(sheet.quality) as dataset:
            classes = dataset.read(1, window=window, out_shape=size)
    # What the mask knows nothing of, or calls snow, is no measurement, but is no cloud either.
    valid &= np.isin(classes, [*CLEAR, *CLOUDY])
    return bands, valid, np.isin(classes, CLOUDY)


def _extracted(key: UUID, row: Mapping[str, Any], names: list[str], scale: float, *, masked: bool) -> Extracted | None:
    """One polygon; None where the picture has no data in it."""
    pixels, share = float(row["_valid_count"]), float(row["_valid_mean"])
    if not pixels or not share:
        return None
    clear = float(row["_clear_mean"])
    values = {}
    for name in names:
        numbers = {word: row[f"{name}_{short}"] for short, word in _STATISTICS.items()}
        if clear and np.isfinite(numbers["mean"]):
            values[name] = {word: round(float(number), _DECIMALS) for word, number in numbers.items()}
    return Extracted(
        key=key,
        pixels=round(pixels * scale, 2),
        valid_percent=_percent(share),
        cloud_percent=_percent(float(row["_cloud_mean"])) if masked else None,
        clear_percent=_percent(clear),
        values=values,
    )


def _percent(share: float) -> float:
    return round(min(100.0, max(0.0, 100 * share)), 2)
