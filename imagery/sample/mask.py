"""The scene classification (SCL) that comes with a scene: good, but as wrong as the real one now and then.

Codes as in the Sentinel-2 Level-2A algorithm: 0 no data, 3 cloud shadow, 4 vegetation, 5 bare soil, 6 water,
7 unclassified, 8 and 9 cloud of medium and high probability, 10 thin cirrus. Its known faults are copied: thin edges of
clouds and part of the shadows are missed, bright roofs are taken for clouds.
"""

from typing import Final

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Bytes, Flags, Floats
from imagery.sample.noise import fractal
from imagery.sample.weather import COARSE, Sky

NO_DATA, SHADOW, VEGETATION, BARE, WATER, UNCLASSIFIED, MEDIUM, HIGH, CIRRUS = 0, 3, 4, 5, 6, 7, 8, 9, 10
CLOUDY: Final = (MEDIUM, HIGH, CIRRUS)
_MISSED_SHADOWS: Final = 0.9  # standard deviations: a fifth of the shadowed ground
_ROOF: Final = 0.235  # blue reflectance of ground that may pass for cloud


def classified(rng: Generator, bands: Floats, sky: Sky, filled: Flags) -> Bytes:
    """The classification in 20 m pixels.

    Args:
        bands: (5, height, width) reflectance as measured.
        filled: (height, width) where there is data.
    """
    blue, green, red, nir, swir = (_halved(band) for band in bands)
    unsure = fractal(rng, blue.shape, 5.0, 1.5)
    greenness = (nir - red) / np.maximum(nir + red, 1e-4)
    found = np.full(blue.shape, UNCLASSIFIED, dtype=np.uint8)
    found[greenness < 0.3] = BARE
    found[greenness > 0.38] = VEGETATION
    found[(green > nir) & (nir < 0.11) & (swir < 0.09)] = WATER
    lost = fractal(rng, blue.shape, 24.0, 2.0) > _MISSED_SHADOWS
    found[(sky.shadow > 0.3 + 0.08 * unsure) & ~lost] = SHADOW
    found[sky.cirrus > 0.012] = CIRRUS
    found[(blue > _ROOF + 0.03 * unsure) & (swir > 0.12)] = MEDIUM
    found[sky.cloud > 0.3 + 0.07 * unsure] = MEDIUM
    found[sky.cloud > 0.72 + 0.07 * unsure] = HIGH
    found[~_all_of(filled)] = NO_DATA
    return found


def cloud_share(classes: Bytes) -> float:
    """Share of the filled pixels that the classification takes for cloud."""
    filled = int((classes != NO_DATA).sum())
    return float(np.isin(classes, CLOUDY).sum()) / filled if filled else 0.0


def _halved(band: Floats) -> Floats:
    upper, lower = band[0::COARSE], band[1::COARSE]
    four = upper[:, 0::COARSE] + upper[:, 1::COARSE] + lower[:, 0::COARSE] + lower[:, 1::COARSE]
    mean: Floats = four * np.float32(1 / COARSE**2)
    return mean


def _all_of(flags: Flags) -> Flags:
    rows, columns = flags.shape[0] // COARSE, flags.shape[1] // COARSE
    return np.asarray(flags.reshape(rows, COARSE, columns, COARSE).all(axis=(1, 3)))
