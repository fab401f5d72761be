"""One scene of a series: what the satellite hands down from one pass."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from imagery.sample import mask, sensor
from imagery.sample.areas import Area
from imagery.sample.arrays import Bytes, Flags, Floats
from imagery.sample.dates import instant_of, is_second_orbit
from imagery.sample.layers import relief_of
from imagery.sample.mixing import Mixture
from imagery.sample.noise import fractal, magnified
from imagery.sample.spectra import BANDS, of
from imagery.sample.sun import sun_position
from imagery.sample.weather import Puff, sky_over
from land.sample.randomness import stream

_SHIFT: Final = 0.3  # pixels; the registration of the refined products is better than that
_CLOUDED: Final = 0.25  # opacity from which ground counts as hidden
_PLUME: Final = of("turbid") - of("coastal")
# Sentinel-2 flies towards the south-south-west: the edge of a swath leans by about this much.
_LEAN: Final = math.tan(math.radians(14.0))


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene. In Vietnamese: cảnh ảnh vệ tinh.

    Attributes:
        area: the box it covers.
        taken_at: instant of the pass in UTC.
        bands: (5, height, width) uint16, surface reflectance x 10000 in blue, green, red, nir, swir1; 0 is no data.
        scl: (height / 2, width / 2) scene classification, see `imagery.sample.mask`.
        clouded: (height / 2, width / 2) where cloud really hides the ground, mask or no mask.
        sun_azimuth, sun_elevation: degrees.
        cloud_share: share of cloud by the classification, 0 to 1.
    """

    area: Area
    taken_at: datetime
    bands: npt.NDArray[np.uint16]
    scl: Bytes
    clouded: Flags
    sun_azimuth: float
    sun_elevation: float
    cloud_share: float

    @property
    def name(self) -> str:
        """File name without ending."""
        return f"SYN_{self.taken_at:%Y%m%d}_{self.area.slug}"


@dataclass(frozen=True, slots=True)
class Still:
    """What of an area does not change: fields of (height, width) in 10 m pixels.

    Attributes:
        grain: unevenness of each pixel as a share of its brightness, by band group: visible and swir, nir.
        slope_east, slope_north: rise over run of the hills.
        plume: how far silt from the shore reaches, 0 to 1.
    """

    mixture: Mixture
    grain: tuple[Floats, Floats]
    slope_east: Floats
    slope_north: Floats
    plume: Floats


def still_of(area: Area, roughness: Floats, mixture: Mixture, shore: Floats, hills: Floats, seed: int) -> Still:
    """The unchanging fields of an area.

    Args:
        roughness: (units,) unevenness as a share of brightness.
        shore: metres to the shore, positive at sea.
        hills: share of hill forest.
    """
    rng = stream(seed, "imagery", area.slug, "grain")
    rough = mixture.picture(roughness)
    common, other = fractal(rng, area.shape, 2.5, 1.0), fractal(rng, area.shape, 2.0, 1.0)
    visible = 1 + rough * common
    infrared = 1 + rough * (0.6 * common + 0.55 * other)
    east, north = relief_of(area, hills, seed)
    plume = 1 / (1 + (np.maximum(shore, 0.0) / np.float32(500.0)) ** 2)
    return Still(mixture, (visible, infrared), east, north, plume.astype(np.float32))


def scene_of(
    area: Area, day: date, seed: int, still: Still, spectra: Floats, salty: Floats, puffs: Sequence[Puff]
) -> Scene:
    """The scene of one day.

    Args:
        spectra: (units, 5) reflectance of the units on the day.
        salty: (units,) share of sea water in them.
        puffs: clouds whose shadow is to fall on chosen places.
    """
    taken_at = instant_of(day)
    sun = sun_position(taken_at, *area.middle)
    rng = stream(seed, "imagery", area.slug, day, "sensor")
    sky = sky_over(area, day, seed, sun, puffs)
    air = sensor.Air(sky, area.shape)
    light = _light(still, sun)
    silt = _silt(rng, area, still, salty)
    shift = float(rng.uniform(-_SHIFT, _SHIFT)), float(rng.uniform(-_SHIFT, _SHIFT))
    common = float(rng.uniform(0.975, 1.025))
    filled = _swath(rng, area, day)
    bands = np.empty((len(BANDS), *area.shape), dtype=np.float32)
    for band in range(len(BANDS)):
        ground = still.mixture.picture(spectra[:, band]) * still.grain[band == 3] * light
        ground += silt * np.float32(_PLUME[band])
        seen = air.over(sensor.blurred(ground, sensor.BLUR[band], shift), band)
        bands[band] = sensor.digitised(rng, seen, common * float(rng.uniform(0.993, 1.007)))
    bands *= filled
    scl = mask.classified(rng, bands / np.float32(10_000), sky, filled)
    azimuth, elevation = sun
    hidden = sky.cloud > _CLOUDED
    share = mask.cloud_share(scl)
    return Scene(area, taken_at, bands.astype(np.uint16), scl, hidden, azimuth, elevation, share)


def _light(still: Still, sun: tuple[float, float]) -> Floats:
    """Sunlight on the slopes against flat ground; a third of the light comes from the sky."""
    azimuth, elevation = (math.radians(angle) for angle in sun)
    steep = 1 / math.tan(elevation)
    facing = -(still.slope_east * np.float32(math.sin(azimuth)) + still.slope_north * np.float32(math.cos(azimuth)))
    light: Floats = np.clip(1 + np.float32(0.75 * steep) * facing, 0.45, 1.6)
    return light


def _silt(rng: Generator, area: Area, still: Still, salty: Floats) -> Floats:
    """How much muddier (or clearer) than usual the sea is, pixel by pixel."""
    coarse = fractal(rng, (area.height // 8 + 1, area.width // 8 + 1), 12.0, 2.4)
    level = float(rng.uniform(0.3, 1.0)) * min(1.0, 2 * area.turbidity)
    if not salty[still.mixture.units].any():
        return np.zeros(area.shape, dtype=np.float32)
    drift = magnified(coarse, 8, area.shape)
    silt: Floats = still.mixture.picture(salty) * level * (still.plume * 0.9 + np.float32(0.18) * drift)
    return silt


def _swath(rng: Generator, area: Area, day: date) -> Flags:
    """Where the instrument looked: all of it, but for a wedge in the west on some passes of the second orbit."""
    wander = float(rng.uniform(-2_600.0, 0.0))
    columns, rows = np.arange(area.width)[None, :], np.arange(area.height)[:, None]
    if area.swath_m is None or not is_second_orbit(day):
        return np.ones(area.shape, dtype=np.bool_)
    edge_m = area.swath_m + wander - rows * 10 * _LEAN
    filled: Flags = columns * 10 > edge_m
    return filled
