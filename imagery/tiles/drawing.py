"""From stored values to colours."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from imagery.tiles.renderings import Rendering, coloured
from imagery.tiles.sheets import BandSheet, Sheet
from imagery.workflow import BandRole

Picture = npt.NDArray[np.uint8]  # (rows, columns, 3)


def indexes(sheet: Sheet, rendering: Rendering) -> list[int]:
    """The bands of the file that a rendering reads, in the order of its roles."""
    return [sheet.bands[role].index for role in rendering.roles]


def draw(sheet: Sheet, rendering: Rendering, values: npt.NDArray[Any]) -> Picture:
    """Colours of stored values, (bands in the order of the rendering's roles, rows, columns)."""
    if rendering.index is not None:
        by_role = zip(rendering.roles, values, strict=True)
        reflectance = {role: physical(sheet.bands[role], part) for role, part in by_role}
        return coloured(rendering.index, rendering.index.formula(reflectance))
    parts = [_stretched(sheet, role, part) for role, part in zip(rendering.roles, values, strict=True)]
    return np.stack(parts if len(parts) == 3 else parts * 3, axis=-1)


def physical(band: BandSheet, values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Stored values as what they mean, float32."""
    return values.astype("float32") * np.float32(band.scale) + np.float32(band.offset)


def _stretched(sheet: Sheet, role: BandRole, values: npt.NDArray[Any]) -> Picture:
    band = sheet.bands[role]
    if values.dtype == np.uint8 or values.dtype == np.uint16:
        found: Picture = _lookup(band, values.dtype.itemsize)[values]
        return found
    return _scaled(band, physical(band, values))


def _scaled(band: BandSheet, values: npt.NDArray[Any]) -> Picture:
    share = (np.nan_to_num(values) - band.low) * (254 / (band.high - band.low)) + 1
    return np.clip(share, 1, 255).astype("uint8")


@lru_cache(maxsize=512)
def _lookup(band: BandSheet, itemsize: int) -> Picture:
    """Colour of every value that an integer band can hold: a table is four times as fast as the arithmetic."""
    return _scaled(band, physical(band, np.arange(1 << (8 * itemsize), dtype="uint32")))
