"""The sky of one pass: how cloudy it is, where clouds and their shadows lie, haze."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from imagery.sample.areas import PIXEL_M, Area
from imagery.sample.arrays import Floats, smoothstep
from imagery.sample.noise import fractal, magnified
from land.sample.randomness import stream

COARSE: Final = 2  # clouds are drawn in pixels of 20 m, those of the mask
_COARSE_M: Final = PIXEL_M * COARSE
_PAD: Final = 80  # coarse pixels around the scene, for clouds outside whose shadows fall inside
_DRY_MONTHS: Final = (12, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Puff:
    """A small cloud whose shadow falls on a chosen place, in EPSG:32648. The mask will not know the shadow."""

    x: float
    y: float
    radius_m: float


@dataclass(frozen=True, slots=True)
class Sky:
    """Fields of (height / 2, width / 2) in 20 m pixels unless told otherwise.

    Attributes:
        cloud: opacity of clouds, 0 to 1.
        glow: brightness of clouds around 1, from their relief.
        shadow: how much direct sun is lost to known clouds, 0 to 1.
        missed: the same for clouds whose shadow nobody looks for.
        cirrus: opacity of thin high cloud.
        haze: strength of haze, about 0 to 1.
    """

    cloud: Floats
    glow: Floats
    shadow: Floats
    missed: Floats
    cirrus: Floats
    haze: Floats


def cloudiness(area: Area, day: date, seed: int) -> float:
    """Share of the sky that cumulus covers on a day; people keep the better passes."""
    draw = float(stream(seed, "imagery", area.slug, day, "cloudiness").random())
    if day.month in _DRY_MONTHS:
        return 0.0 if draw < 0.45 else 0.22 * (draw - 0.45) ** 1.5
    return 0.06 + 0.5 * draw


def sky_over(area: Area, day: date, seed: int, sun: tuple[float, float], puffs: Sequence[Puff]) -> Sky:
    """The sky of a pass.

    Args:
        sun: azimuth and elevation in degrees.
        puffs: clouds to be added.
    """
    rng = stream(seed, "imagery", area.slug, day, "sky")
    rows, columns = area.height // COARSE, area.width // COARSE
    canvas = rows + 2 * _PAD, columns + 2 * _PAD
    height_m = float(rng.uniform(650, 1500))
    down, right = _shadow_step(sun, height_m)
    share = cloudiness(area, day, seed)
    thick = _cumulus(rng, canvas, share)
    extra = _puffs(rng, area, canvas, puffs, (down, right))
    natural, added = smoothstep(thick, 0.02, 0.5), smoothstep(extra, 0.02, 0.5)
    here = slice(_PAD, _PAD + rows), slice(_PAD, _PAD + columns)
    there = slice(_PAD - down, _PAD - down + rows), slice(_PAD - right, _PAD - right + columns)
    both = np.maximum(thick, extra)
    return Sky(
        cloud=np.maximum(natural, added)[here],
        glow=_glow(both, sun)[here],
        shadow=natural[there],
        missed=added[there],
        cirrus=_cirrus(rng, (rows, columns), day),
        haze=_haze(rng, (rows, columns), day),
    )


def _shadow_step(sun: tuple[float, float], height_m: float) -> tuple[int, int]:
    """Rows down and columns right from a cloud to its shadow, which lies away from the sun."""
    azimuth, elevation = (math.radians(angle) for angle in sun)
    reach = min(height_m / math.tan(elevation) / _COARSE_M, _PAD - 2)
    return round(reach * math.cos(azimuth)), round(-reach * math.sin(azimuth))


def _cumulus(rng: np.random.Generator, shape: tuple[int, int], share: float) -> Floats:
    """Optical thickness (about 0 to 1.5) of heaped clouds; drawn also when there are none, to keep the stream."""
    heaps = fractal(rng, shape, 26.0, 1.4) + np.float32(0.9) * fractal(rng, shape, 170.0, 2.5)
    if share <= 0.0:
        return np.zeros(shape, dtype=np.float32)
    limit = np.quantile(heaps, 1 - share)
    thick: Floats = np.clip((heaps - np.float32(limit)) * np.float32(0.75), 0.0, 1.5)
    return thick


def _puffs(
    rng: np.random.Generator, area: Area, shape: tuple[int, int], puffs: Sequence[Puff], step: tuple[int, int]
) -> Floats:
    """Optical thickness of the added clouds, each placed so that its shadow falls where it is wanted."""
    uneven = fractal(rng, shape, 7.0, 1.8)
    thick = np.zeros(shape, dtype=np.float32)
    rows, columns = np.arange(shape[0])[:, None], np.arange(shape[1])[None, :]
    for puff in puffs:
        row = (area.north - puff.y) / _COARSE_M + _PAD - step[0] - 0.5
        column = (puff.x - area.west) / _COARSE_M + _PAD - step[1] - 0.5
        reach = puff.radius_m / _COARSE_M
        away = np.sqrt((rows - row) ** 2 + (columns - column) ** 2) / reach
        body = 1.2 * (1.25 - away) + 0.2 * uneven * (away < 1.6)
        thick = np.maximum(thick, np.clip(body, 0.0, 1.2).astype(np.float32))
    return thick


def _glow(thick: Floats, sun: tuple[float, float]) -> Floats:
    """Clouds are bright on the side of the sun and where they are thick."""
    azimuth = math.radians(sun[0])
    down, right = np.gradient(thick)
    lit = -(right * np.float32(math.sin(azimuth)) - down * np.float32(math.cos(azimuth)))
    glow: Floats = np.clip(0.72 + 0.3 * thick + 1.1 * lit, 0.45, 1.25).astype(np.float32)
    return glow


def _cirrus(rng: np.random.Generator, shape: tuple[int, int], day: date) -> Floats:
    """Streaks of thin cloud on every fourth pass or so, more in the rains."""
    often = 0.12 if day.month in _DRY_MONTHS else 0.4
    present, strength, least = (float(draw) for draw in rng.random(3))
    stretched = fractal(rng, (shape[0] // 4 + 1, shape[1] // 16 + 1), 30.0, 1.6)
    if present > often:
        return np.zeros(shape, dtype=np.float32)
    streaks = magnified(stretched, 4, shape, wider=4)
    thick = (streaks - np.float32(0.1 + 1.3 * least)) * np.float32(0.03 + 0.08 * strength)
    thin: Floats = np.clip(thick, 0.0, 0.25)
    return thin


def _haze(rng: np.random.Generator, shape: tuple[int, int], day: date) -> Floats:
    """What the correction of the atmosphere has left: smooth, strongest in the burning season."""
    least, most = (0.1, 0.75) if day.month in (1, 2, 3, 4) else (0.05, 0.5)
    level = float(rng.uniform(least, most))
    coarse = fractal(rng, (shape[0] // 8 + 1, shape[1] // 8 + 1), 60.0, 2.6)
    haze: Floats = np.clip(level * (1 + np.float32(0.3) * magnified(coarse, 8, shape)), 0.0, 1.2)
    return haze
