"""What instrument and air make of the ground: blur, a small shift, shadows, haze, clouds, noise."""

import math
from typing import Final

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Floats
from imagery.sample.noise import magnified
from imagery.sample.weather import COARSE, Sky

# Blur of the instrument in 10 m pixels (one standard deviation of a bell). Sentinel-2's modulation transfer at the
# Nyquist frequency is 0.2 to 0.3 in the 10 m bands; band 11 is measured in 20 m pixels.
BLUR: Final = (0.52, 0.52, 0.54, 0.56, 1.05)
_TAPS: Final = 3  # on either side
# By band: share of light lost in full shadow (the sky lights shadows blue), reflectance added by full haze, brightness
# of cloud and of cirrus.
_LOST: Final = (0.52, 0.60, 0.65, 0.70, 0.76)
_HAZE: Final = (0.026, 0.019, 0.013, 0.005, 0.001)
_CLOUD: Final = (0.62, 0.63, 0.65, 0.68, 0.42)
_THIN: Final = (0.42, 0.40, 0.40, 0.42, 0.24)
_NOISE: Final = (0.0006, 0.004)  # of the dark signal; as a share of the signal


def blurred(picture: Floats, sigma: float, shift: tuple[float, float]) -> Floats:
    """A band as the instrument sees it.

    Args:
        picture: (height, width).
        sigma: blur in pixels.
        shift: error of registration in pixels, down and right.
    """
    return _along(_along(picture, sigma, shift[0]).T, sigma, shift[1]).T


def _along(picture: Floats, sigma: float, shift: float) -> Floats:
    place = np.arange(-_TAPS, _TAPS + 1) - shift
    taps = np.array([math.exp(-0.5 * (step / sigma) ** 2) for step in place.tolist()])
    taps = (taps / taps.sum()).astype(np.float32)
    padded = np.pad(picture, ((_TAPS, _TAPS), (0, 0)), mode="edge")
    total = np.zeros_like(picture)
    height = len(picture)
    for number, tap in enumerate(taps):
        if tap > 1e-5:
            # A tap reads what lies on the other side: the picture moves by `shift`, not against it.
            start = 2 * _TAPS - number
            total += tap * padded[start : start + height]
    return total


class Air:
    """The sky between ground and instrument, brought to the pixels of the scene once for all bands."""

    def __init__(self, sky: Sky, shape: tuple[int, int]) -> None:
        self._shadow = magnified(np.maximum(sky.shadow, sky.missed), COARSE, shape)
        self._haze = magnified(sky.haze, COARSE, shape)
        self._cirrus = magnified(sky.cirrus, COARSE, shape)
        self._cloud = magnified(sky.cloud, COARSE, shape)
        self._bright = magnified(sky.glow, COARSE, shape)

    def over(self, picture: Floats, band: int) -> Floats:
        """One band (height, width) as seen through the air."""
        seen = picture * (1 - np.float32(_LOST[band]) * self._shadow)
        seen = seen * (1 - np.float32(0.06) * self._haze) + np.float32(_HAZE[band]) * self._haze
        seen = seen + self._cirrus * (np.float32(_THIN[band]) - seen)
        found: Floats = seen + self._cloud * (np.float32(_CLOUD[band]) * self._bright - seen)
        return found


def digitised(rng: Generator, picture: Floats, gain: float) -> Floats:
    """A band with noise, in steps of 1/10000; 0 stays free for "no data"."""
    dark, part = _NOISE
    noise = rng.standard_normal(picture.shape, dtype=np.float32)
    noisy = picture * np.float32(gain) + noise * (np.float32(dark) + np.float32(part) * picture)
    steps: Floats = np.clip(np.rint(noisy * np.float32(10_000)), 1, 16_000)
    return steps
