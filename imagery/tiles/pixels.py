"""Reading the pixels of a tile. The files lie on the tiles' grid, so a tile is one block of one overview."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import rasterio
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.windows import Window

from gis.tiles.matrix import Tile
from imagery import store
from imagery.errors import SceneBroken
from imagery.grid import Box
from imagery.tiles.sheets import Sheet


@dataclass(frozen=True)
class View:
    """What is looked at.

    Attributes:
        box: west, south, east, north in EPSG:3857.
        shape: rows and columns; pixels are square.
    """

    box: Box
    shape: tuple[int, int]

    @property
    def pixel(self) -> float:
        """Side of a pixel in EPSG:3857 units."""
        return (self.box[2] - self.box[0]) / self.shape[1]

    def wider(self, margin: int) -> Self:
        """With so many pixels more on each side."""
        west, south, east, north = self.box
        edge = margin * self.pixel
        rows, columns = self.shape
        box = west - edge, south - edge, east + edge, north + edge
        return type(self)(box, (rows + 2 * margin, columns + 2 * margin))

    def part(self, rows: slice, columns: slice) -> Self:
        """Some of its rows and columns."""
        west, north = self.box[0] + columns.start * self.pixel, self.box[3] - rows.start * self.pixel
        shape = rows.stop - rows.start, columns.stop - columns.start
        return type(self)((west, north - shape[0] * self.pixel, west + shape[1] * self.pixel, north), shape)

    @classmethod
    def of_tile(cls, tile: Tile, size: int) -> Self:
        """A tile in `size` pixels a side."""
        return cls(tile.bounds, (size, size))


@dataclass(frozen=True)
class _Part:
    """What of a file falls into which rows and columns of a view."""

    window: Window
    rows: slice
    columns: slice

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start


_OPEN = 64  # files kept open by each thread; GDAL's datasets must not be shared between threads
_local = threading.local()

Bits = npt.NDArray[np.bool_]


@contextmanager
def _reading(sheet: Sheet, path: str) -> Iterator[Any]:
    """An open file of a scene, kept by this thread."""
    kept: OrderedDict[str, Any] | None = getattr(_local, "kept", None)
    if kept is None:
        kept = _local.kept = OrderedDict()
    with rasterio.Env(**store.environment()):
        try:
            if path not in kept:
                kept[path] = rasterio.open(path)
                while len(kept) > _OPEN:
                    kept.popitem(last=False)[1].close()
            kept.move_to_end(path)
            yield kept[path]
        except RasterioError as error:
            if (broken := kept.pop(path, None)) is not None:
                broken.close()
            raise SceneBroken(sheet.id, error) from error


def close() -> None:
    """Close this thread's files (tests, and before a file is deleted)."""
    for dataset in getattr(_local, "kept", {}).values():
        dataset.close()
    _local.kept = OrderedDict()


def read(sheet: Sheet, view: View, indexes: Sequence[int]) -> tuple[npt.NDArray[Any], Bits] | None:
    """Stored values and where they are valid.

    Args:
        indexes: bands of the file.

    Returns:
        (len(indexes), rows, columns) and (rows, columns); None where the scene has nothing in the view.

    Raises:
        SceneBroken: the file cannot be read.
    """
    part = _part(sheet, view)
    if part is None:
        return None
    shape, how = (len(indexes), *part.shape), _resampling(sheet, view)
    with _reading(sheet, sheet.data) as dataset:
        mask = _mask(dataset, part)
        if not mask.any():
            return None
        values = dataset.read(list(indexes), window=part.window, out_shape=shape, resampling=how)
    if part.shape == view.shape:
        return values, mask
    whole = np.zeros((len(indexes), *view.shape), dtype=values.dtype)
    valid = np.zeros(view.shape, dtype=bool)
    whole[:, part.rows, part.columns], valid[part.rows, part.columns] = values, mask
    return whole, valid


def read_mask(sheet: Sheet, view: View) -> Bits | None:
    """Where a scene is valid, (rows, columns), without reading its values; None where the grids do not meet.

    Raises:
        SceneBroken: the file cannot be read.
    """
    part = _part(sheet, view)
    if part is None:
        return None
    valid = np.zeros(view.shape, dtype=bool)
    with _reading(sheet, sheet.data) as dataset:
        valid[part.rows, part.columns] = _mask(dataset, part)
    return valid


def _mask(dataset: Any, part: _Part) -> Bits:
    found: Bits = dataset.read_masks(1, window=part.window, out_shape=part.shape, resampling=Resampling.nearest) > 0
    return found


def read_quality(sheet: Sheet, view: View) -> npt.NDArray[np.uint8] | None:
    """Classes of the quality mask, (rows, columns); None without a mask or outside of it."""
    part = _part(sheet, view) if sheet.quality else None
    if part is None:
        return None
    whole = np.zeros(view.shape, dtype="uint8")
    nearest = {"out_shape": part.shape, "resampling": Resampling.nearest}
    with _reading(sheet, sheet.quality) as dataset:
        whole[part.rows, part.columns] = dataset.read(1, window=part.window, **nearest)
    return whole


def _resampling(sheet: Sheet, view: View) -> Resampling:
    """Closer than the picture's own pixels they stay visible: a smoothed 10 m pixel looks like something was seen."""
    return Resampling.nearest if view.pixel <= sheet.grid.pixel else Resampling.average


def _part(sheet: Sheet, view: View) -> _Part | None:
    """Which pixels of the file fall into which of the view; None where the grids do not meet."""
    west, _, _, north = view.box
    grid = sheet.grid
    left, top = ~grid.transform @ (west, north)
    step = view.pixel / grid.pixel  # pixels of the file for one of the view
    rows, columns = view.shape
    first = max(0, _up(-left / step)), max(0, _up(-top / step))
    last = min(columns, _down((grid.width - left) / step)), min(rows, _down((grid.height - top) / step))
    if last[0] <= first[0] or last[1] <= first[1]:
        return None
    window = Window(
        left + first[0] * step, top + first[1] * step, (last[0] - first[0]) * step, (last[1] - first[1]) * step
    )
    return _Part(_snapped(window), slice(first[1], last[1]), slice(first[0], last[0]))


def _snapped(window: Window) -> Window:
    """Whole pixels where the window means whole pixels: GDAL would resample for a millionth of one."""
    values = window.col_off, window.row_off, window.width, window.height
    return Window(*(round(value) if abs(value - round(value)) < 1e-6 else value for value in values))


def _up(value: float) -> int:
    return int(np.ceil(value - 1e-6))


def _down(value: float) -> int:
    return int(np.floor(value + 1e-6))
