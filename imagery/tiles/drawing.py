"""From stored values to colours."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from imagery.tiles import pixels
from imagery.tiles.pixels import Bits, View
from imagery.tiles.renderings import Rendering, coloured
from imagery.tiles.sheets import BandSheet, Sheet
from imagery.workflow import CLOUDY, BandRole

Picture = npt.NDArray[np.uint8]  # (rows, columns, 3)
_WIDEST = 64  # pixels of a view
_GREY, _LINE, _EVERY = 198, 150, 8
HIDDEN = f"#{_GREY:02x}{_GREY:02x}{_GREY:02x}"  # of ground under cloud where an index is drawn, striped in the picture


def indexes(sheet: Sheet, rendering: Rendering) -> list[int]:
    """The bands of the file that a rendering reads, in the order of its roles."""
    return [sheet.bands[role].index for role in rendering.roles]


def picture_of(sheet: Sheet, rendering: Rendering, view: View) -> tuple[Picture, Bits] | None:
    """Colours of a view and where the scene shows anything, (rows, columns); None where it shows nothing.

    Raises:
        SceneBroken: the file cannot be read.
    """
    read = pixels.read(sheet, view, indexes(sheet, rendering))
    if read is None:
        return None
    values, valid = read
    hidden = cloudy(sheet, view) if rendering.index is not None else None
    return draw(sheet, rendering, values, hidden), valid


def cloudy(sheet: Sheet, view: View, around: int = 0) -> Bits | None:
    """Where cloud or its shadow hides the ground, (rows, columns); None for a scene without a mask.

    Args:
        around: what lies so many pixels of the scene beside a cloud counts, too.
    """
    margin = min(_WIDEST, round(around * sheet.grid.pixel / view.pixel)) if around else 0
    classes = pixels.read_quality(sheet, view.wider(margin))
    if classes is None:
        return None
    return _spread(np.isin(classes, CLOUDY), margin)


def _spread(marked: Bits, margin: int) -> Bits:
    """Whether anything is marked at most `margin` pixels away, of all pixels but the outermost `margin`."""
    rows, columns = marked.shape[0] - 2 * margin, marked.shape[1] - 2 * margin
    down = marked[:rows].copy()
    for at in range(1, 2 * margin + 1):
        down |= marked[at : at + rows]
    found: Bits = down[:, :columns].copy()
    for at in range(1, 2 * margin + 1):
        found |= down[:, at : at + columns]
    return found


def draw(sheet: Sheet, rendering: Rendering, values: npt.NDArray[Any], hidden: Bits | None) -> Picture:
    """Colours of stored values, (bands in the order of the rendering's roles, rows, columns).

    Args:
        hidden: (rows, columns) where cloud hides the ground; an index says nothing there, so its colour may not either.
    """
    if rendering.index is not None:
        by_role = zip(rendering.roles, values, strict=True)
        reflectance = {role: physical(sheet.bands[role], part) for role, part in by_role}
        found = coloured(rendering.index, rendering.index.formula(reflectance))
        if hidden is not None:
            found[hidden] = _hatched(*hidden.shape)[hidden]
        return found
    parts = [_stretched(sheet, role, part) for role, part in zip(rendering.roles, values, strict=True)]
    return np.stack(parts if len(parts) == 3 else parts * 3, axis=-1)


def physical(band: BandSheet, values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Stored values as what they mean, float32."""
    return values.astype("float32") * np.float32(band.scale) + np.float32(band.offset)


@lru_cache(maxsize=16)
def _hatched(rows: int, columns: int) -> Picture:
    """What is drawn over a cloud: no ramp has greys, and no ramp is striped."""
    lines = (np.arange(rows)[:, None] + np.arange(columns)) % _EVERY < _EVERY // 4
    return np.where(lines[..., None], np.uint8(_LINE), np.uint8(_GREY)).repeat(3, axis=2)


def _stretched(sheet: Sheet, role: BandRole, values: npt.NDArray[Any]) -> Picture:
    band = sheet.bands[role]
    if values.dtype == np.uint8 or values.dtype == np.uint16:
        found: Picture = _lookup(band, values.dtype.itemsize)[values]
        return found
    return _scaled(band, physical(band, values))


def _scaled(band: BandSheet, values: npt.NDArray[Any]) -> Picture:
    share = np.clip((np.nan_to_num(values) - band.low) / (band.high - band.low), 0, 1)
    return (np.power(share, 1 / band.gamma) * 254 + 1).astype("uint8")


@lru_cache(maxsize=512)
def _lookup(band: BandSheet, itemsize: int) -> Picture:
    """Colour of every value that an integer band can hold: a table is four times as fast as the arithmetic."""
    return _scaled(band, physical(band, np.arange(1 << (8 * itemsize), dtype="uint32")))
