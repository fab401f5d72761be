"""The geometric median of what was seen of a pixel in a year: the spectrum nearest to all of them together."""

from typing import Any

import geomad
import numpy as np
import numpy.typing as npt

from imagery.composites.method import ITERATIONS, SCALE, TOLERANCE

Floats = npt.NDArray[np.float32]
Stored = npt.NDArray[np.uint16]

_FEW = 2
_TOGETHER = 32_768  # pixels whose observations are copied at once
_MOST = np.iinfo(np.uint16).max


def compose(stack: Floats) -> Stored:
    """The picture of a stack of observations.

    Args:
        stack: (rows, columns, bands, dates) reflectance, NaN where the ground was not seen clearly.

    Returns:
        (rows, columns, bands + 1): the median in steps of SCALE, 0 where nothing was seen; behind it, how many dates
        saw the pixel.
    """
    rows, columns, bands, dates = stack.shape
    made = np.empty((rows, columns, bands + 1), dtype="uint16")
    step = max(1, _TOGETHER // max(1, columns))
    for top in range(0, rows, step):
        part = np.ascontiguousarray(stack[top : top + step])
        values, counts = geometric_median(part.reshape(-1, bands, dates))
        layers = np.column_stack([stored(values), np.minimum(counts, _MOST).astype("uint16")])
        made[top : top + step] = layers.reshape(-1, columns, bands + 1)
    return made


def geometric_median(seen: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The point with the least sum of distances to the clear observations of each pixel, and their number.

    A pixel depends on its own observations alone. One observation is its own median; of two, every point between them
    is one, and the middle is taken. Other even numbers on one line have no single median either: the search begins at
    the mean, so the answer is the same every time.

    Args:
        seen: (pixels, bands, dates) reflectance; a date counts where all its bands are finite.

    Returns:
        (pixels, bands), NaN without an observation; (pixels,).
    """
    clear: npt.NDArray[np.bool_] = np.all(np.isfinite(seen), axis=1)
    counts = np.count_nonzero(clear, axis=1)
    values = np.full(seen.shape[:2], np.nan, dtype="float32")
    few = (counts > 0) & (counts <= _FEW)
    kept = np.where(clear[few, None, :], seen[few], np.float32(0))
    values[few] = kept.sum(axis=2, dtype="float32") / counts[few, None].astype("float32")
    many = counts > _FEW
    if many.any():
        values[many] = _searched(np.where(clear[many, None, :], seen[many], np.float32(np.nan)))
    return values, counts


def _searched(seen: Floats) -> Any:
    # geomad begins the first pixel of a row at its mean, and the next ones elsewhere: in a picture the answer would
    # depend on where a block begins (0.007 apart for two observations). Rows of one pixel all begin at the mean.
    rows = seen[:, None]
    found = geomad.nangeomedian_pcm(rows, maxiters=ITERATIONS, eps=TOLERANCE, num_threads=1, nocheck=True)
    return found[:, 0]


def stored(values: Floats) -> Stored:
    """Reflectance as it is kept: steps of SCALE; below zero and NaN become 0."""
    steps = np.rint(np.nan_to_num(values, nan=0.0) * np.float32(round(1 / SCALE)))
    kept: Stored = np.clip(steps, 0, _MOST).astype("uint16")
    return kept
