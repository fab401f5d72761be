"""Random fields: uneven as nature is, of a chosen grain."""

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Floats


def fractal(rng: Generator, shape: tuple[int, int], grain: float, roughness: float) -> Floats:
    """A field of mean 0 and standard deviation 1 without a preferred direction.

    Args:
        shape: rows and columns; opposite edges meet.
        grain: size of the largest patches, in pixels.
        roughness: fall of the spectrum beyond the grain: 1 crumbled, 2 cloudy, 3 smooth.
    """
    rows, columns = shape
    by_row = np.fft.fftfreq(rows).astype(np.float32)[:, None]
    by_column = np.fft.rfftfreq(columns).astype(np.float32)[None, :]
    square = (by_row * by_row + by_column * by_column) * np.float32(grain * grain)
    waves = np.fft.rfft2(rng.standard_normal(shape, dtype=np.float32))
    waves *= (1 + square) ** np.float32(-0.5 * (roughness + 1))
    waves[0, 0] = 0
    field = np.fft.irfft2(waves, s=shape).astype(np.float32)
    unit: Floats = field / field.std()
    return unit


def magnified(field: Floats, times: int, shape: tuple[int, int], wider: int = 1) -> Floats:
    """A coarse field on a finer grid, linear between its pixels; cut to `shape` after growing.

    Args:
        times: how many fine rows a coarse one gives; columns give `times` x `wider`.
    """
    return _stretched(_stretched(field, times, shape[0]).T, times * wider, shape[1]).T


def _stretched(field: Floats, times: int, length: int) -> Floats:
    place = np.clip((np.arange(length, dtype=np.float32) + 0.5) / times - 0.5, 0, len(field) - 1)
    low = np.minimum(place.astype(np.int64), len(field) - 2)
    part = (place - low).astype(np.float32)[:, None]
    stretched: Floats = field[low] * (1 - part) + field[low + 1] * part
    return stretched


def blurred(field: Floats, radius: int) -> Floats:
    """The mean over a square of 2 `radius` + 1 pixels, three times over (nearly a bell curve)."""
    for _ in range(3):
        field = _run(_run(field, radius).T, radius).T
    return field


def _run(field: Floats, radius: int) -> Floats:
    padded = np.pad(field, ((radius + 1, radius), (0, 0)), mode="edge")
    total = np.cumsum(padded, axis=0, dtype=np.float64)
    width = 2 * radius + 1
    mean: Floats = ((total[width:] - total[:-width]) / width).astype(np.float32)
    return mean
