"""Pieces of scenes as observations: read where the computing is done, from the folder or the object store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.errors import RasterioError
from rasterio.windows import Window

Floats = npt.NDArray[np.float32]
Part = tuple[int, int, int, int]  # first column, first row, width, height in pixels of the composite's grid


class Unreadable(Exception):
    """A scene's file cannot be read from where the computing is done: (code of the scene, what GDAL says)."""


@dataclass(frozen=True)
class Layer:
    """One scene as a worker reads it.

    Attributes:
        data, quality: addresses for GDAL; quality "" without a mask.
        left, top: pixel of the composite's grid where the scene's file begins.
        reach: the part of the composite's grid, within the file, that may hold data.
        bands: (index, scale, offset) in the order of the composite's bands.
    """

    code: str
    data: str
    quality: str
    left: int
    top: int
    reach: Part
    bands: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Recipe:
    """What a composite is made of.

    Attributes:
        layers: in the order of their dates.
        clear: classes of quality masks that count as seen.
        environment: GDAL's options for reading.
    """

    layers: tuple[Layer, ...]
    clear: tuple[int, ...]
    environment: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bands(self) -> int:
        """How many bands every layer has."""
        return len(self.layers[0].bands)


def read(recipe: Recipe, part: Part) -> Floats:
    """All observations of a part of the grid.

    Returns:
        (dates, bands, rows, columns) reflectance; NaN where there is no data, cloud, shadow or snow.

    Raises:
        Unreadable.
    """
    _, _, width, height = part
    seen = np.full((len(recipe.layers), recipe.bands, height, width), np.nan, dtype="float32")
    with rasterio.Env(**recipe.environment):
        for number, layer in enumerate(recipe.layers):
            fault = ""
            try:
                _fill(seen[number], layer, part, recipe.clear)
            except RasterioError as error:
                fault = str(error) or type(error).__name__
            if fault:  # outside of `except`: GDAL's own error, as the cause, does not survive the way from a worker
                raise Unreadable(layer.code, fault.replace(layer.data, ""))
    return seen


def _fill(seen: Floats, layer: Layer, part: Part, classes: tuple[int, ...]) -> None:
    common = shared(layer.reach, part)
    if common is None:
        return
    left, top, width, height = common
    window = Window(left - layer.left, top - layer.top, width, height)
    rows, columns = slice(top - part[1], top - part[1] + height), slice(left - part[0], left - part[0] + width)
    with rasterio.open(layer.data) as dataset:
        clear = dataset.read_masks(1, window=window) > 0
        if layer.quality and clear.any():
            with rasterio.open(layer.quality) as quality:
                clear &= np.isin(quality.read(1, window=window), classes)
        if not clear.any():
            return
        for place, (index, scale, offset) in enumerate(layer.bands):
            values = dataset.read(index, window=window).astype("float32") * np.float32(scale) + np.float32(offset)
            seen[place, rows, columns] = np.where(clear, values, np.float32(np.nan))


def shared(one: Part, other: Part) -> Part | None:
    """Where two parts lie over each other."""
    x0, x1 = max(one[0], other[0]), min(one[0] + one[2], other[0] + other[2])
    y0, y1 = max(one[1], other[1]), min(one[1] + one[3], other[1] + other[3])
    return (x0, y0, x1 - x0, y1 - y0) if x0 < x1 and y0 < y1 else None
