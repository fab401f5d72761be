"""A window of the ground as a series of pictures saw it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from affine import Affine

from imagery.workflow import CLEAR, BandRole, Quality

Floats = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

# Without these no kind can be told; a second short-wave band is used where there is one.
NEEDED: Final = (BandRole.BLUE, BandRole.GREEN, BandRole.RED, BandRole.NIR, BandRole.SWIR1)
USED: Final = (*NEEDED, BandRole.SWIR2)
# Edges of clouds and shadows are what masks miss: Fmask and its followers widen them by about this much as well.
_MARGIN_M: Final = 25.0
_AROUND_M: Final = 150.0
_ALONE: Final = 0.15  # share of the surroundings that is hidden, below which a hidden place stands alone
_AGAIN: Final = 2  # days
_ONE_COLOUR: Final = 0.06  # reflectance, more than haze and light change ground; clouds differ by more


@dataclass(frozen=True)
class Stack:
    """Pictures of one window, the oldest first.

    Attributes:
        bands: (T, B, H, W) reflectances.
        roles: what the B bands are, in their order; all of NEEDED.
        quality: (T, H, W) numbers of imagery.workflow.Quality.
        days: of the T pictures.
        transform: from column and row to the CRS, north up, square pixels.
        ground_m: metres on the ground for one unit of the CRS (below 1 in EPSG:3857).
    """

    bands: Floats
    roles: tuple[BandRole, ...]
    quality: npt.NDArray[np.uint8]
    days: tuple[date, ...]
    transform: Affine
    ground_m: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if not set(NEEDED) <= set(self.roles) or len(self.roles) != self.bands.shape[1]:
            raise ValueError("bands and their roles do not fit")
        if self.bands.shape[0] != len(self.days) or (self.quality.shape != (len(self.days), *self.shape)):
            raise ValueError("pictures, classes and days do not fit")
        if list(self.days) != sorted(self.days):
            raise ValueError("the oldest picture comes first")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bands.shape[2], self.bands.shape[3]

    @property
    def pixel_m(self) -> float:
        """Side of a pixel in metres on the ground."""
        return float(self.transform.a) * self.ground_m

    @cached_property
    def clear(self) -> Bits:
        """(T, H, W) what may be believed: clear by the mask, and not beside what it calls cloud or shadow."""
        seen = (self.quality != Quality.NO_DATA) & np.isfinite(self.bands).all(axis=1)
        hidden = ~np.isin(self.quality, CLEAR) & seen
        hidden &= ~self._always_hidden(hidden)
        clear: Bits = seen & ~grown(hidden, round(_MARGIN_M / self.pixel_m))
        return clear

    def _always_hidden(self, hidden: Bits) -> Bits:
        """(T, H, W) what the mask calls hidden by itself, again and again at one place and always of one colour: bright
        roofs that pass for cloud, dark ponds that pass for shadow. Clouds do not come back to a place."""
        reach = round(_AROUND_M / self.pixel_m)
        around = box_sum(hidden, reach) / box_sum(np.ones(self.shape), reach)
        again = hidden & (around < _ALONE)
        again &= again.sum(axis=0) >= _AGAIN
        rows, columns = np.nonzero(again.any(axis=0))
        flagged, values = again[:, rows, columns], self.bands[:, :, rows, columns]
        usual = median_of(values, flagged)
        again[:, rows, columns] = flagged & (np.abs(values - usual).max(axis=1) < _ONE_COLOUR)
        return again

    def place(self, role: BandRole) -> int:
        """Which of the bands it is."""
        return self.roles.index(role)


@dataclass(frozen=True)
class PlotShape:
    """A plot as the detector needs it; the polygon in the CRS of the stack."""

    key: Any
    shape: shapely.Geometry


def grown(flags: Bits, reach: int) -> Bits:
    """Flags and all that lies within `reach` pixels of them, row- and columnwise; over the last two axes."""
    found = flags
    for axis in (-1, -2):
        wide = found.copy()
        for step in range(1, reach + 1):
            ahead, behind = _shifted(found, axis, step)
            wide |= ahead | behind
        found = wide
    return found


def _shifted(flags: Bits, axis: int, step: int) -> tuple[Bits, Bits]:
    ahead, behind = np.zeros_like(flags), np.zeros_like(flags)
    if step < flags.shape[axis]:
        low: list[Any] = [slice(None)] * flags.ndim
        high: list[Any] = [slice(None)] * flags.ndim
        low[axis], high[axis] = slice(None, -step), slice(step, None)
        ahead[tuple(high)], behind[tuple(low)] = flags[tuple(low)], flags[tuple(high)]
    return ahead, behind


def box_sum(values: npt.NDArray[Any], reach: int) -> npt.NDArray[np.float64]:
    """Sums over squares of 2 * reach + 1 pixels a side, cut at the edges; over the last two axes."""
    found = values.astype(np.float64)
    for axis in (-1, -2):
        length = found.shape[axis]
        total = np.cumsum(found, axis=axis)
        total = np.concatenate([np.zeros_like(total.take([0], axis)), total], axis)
        at = np.arange(length)
        found = total.take(np.minimum(at + reach + 1, length), axis) - total.take(np.maximum(at - reach, 0), axis)
    return found


def median_of(values: Floats, flags: Bits) -> Floats:
    """(B, P) medians over time of (T, B, P) where (T, P) is flagged, 0 where nothing ever is."""
    ordered = np.where(flags[:, None], values, np.float32(np.inf))
    ordered.sort(axis=0)
    count = flags.sum(axis=0)
    low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, len(values) - 1)
    one, two = (np.take_along_axis(ordered, at[None, None], 0)[0] for at in (low, high))
    found: Floats = np.where(count > 0, (one + two) / 2, 0).astype(np.float32)
    return found
