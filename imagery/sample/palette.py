"""The palette of the ground: for each cover 256 units that differ in tone, soil and season, and their spectra on a day.

A unit is a number from 0 to 65535: cover x 256 + index. The first of a unit's own numbers grows with its index, so
units whose indices are near are sown and flooded about the same time; fields of one place take indices that are near.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from imagery.sample import crops, phenology, waters
from imagery.sample.areas import Area
from imagery.sample.arrays import Floats, wave
from imagery.sample.climate import Day
from imagery.sample.covers import ROOFS, ROUGHNESS, STEADY, TREES, USUAL_ROUGHNESS, Cover
from imagery.sample.phenology import Shares
from imagery.sample.spectra import BANDS, MATERIALS, REFLECTANCE, SOILS, of
from land.sample.randomness import stream

Labels = npt.NDArray[np.uint16]
SIZE: Final = 256
LOWEST_M, HIGHEST_M, DEEPEST_M = -2.2, 2.2, 14.0

_SEASONAL: Final[dict[Cover, Callable[[Floats, Day], Shares]]] = {
    Cover.GRASS: phenology.grass,
    Cover.SCRUB: phenology.scrub,
    Cover.FOREST: phenology.forest,
    Cover.RUBBER: phenology.rubber,
    Cover.ORCHARD: phenology.orchard,
    Cover.GARDEN: phenology.garden,
    Cover.PADDY: crops.paddy,
    Cover.RAINFED: crops.rainfed,
    Cover.ANNUAL: crops.annual,
    Cover.VEGETABLES: crops.vegetables,
    Cover.FALLOW: crops.fallow,
    Cover.BARE: phenology.bare,
    Cover.YARD: phenology.yard,
    Cover.LANE: phenology.lane,
    Cover.GRAVES: phenology.graves,
    Cover.POND: crops.pond,
    Cover.SALT: crops.salt,
    Cover.SHORE_OF_LAKE: phenology.shore_of_lake,
}
# Share of brightness that water in the pores takes from soil, by band: most in the short-wave infrared
# (Lobell and Asner, Soil Science Society of America Journal 66, 2002, 722-727).
_DARKENING: Final = np.array([0.22, 0.23, 0.25, 0.27, 0.36], dtype=np.float32)
_DIGITS: Final = 5  # spectra are rounded, so that the last bits of a processor's sums do not reach the pictures


class Palette:
    """Units of an area for one seed.

    Attributes:
        roughness: (units,) how uneven each is between neighbouring pixels, as a share of its brightness.
    """

    def __init__(self, area: Area, seed: int) -> None:
        rng = stream(seed, "imagery", area.slug, "palette")
        count = len(Cover) * SIZE
        self._turbidity = area.turbidity
        self.covers = np.repeat(np.arange(len(Cover), dtype=np.uint8), SIZE)
        self._own = rng.random((count, 4), dtype=np.float32)
        self._own[:, 0] = np.tile((np.arange(SIZE) + 0.5) / SIZE, len(Cover))
        bell = rng.random((count, 3), dtype=np.float32).sum(axis=1) - 1.5
        spread = np.array([_spread(cover) for cover in Cover], dtype=np.float32)
        self._tone = (1 + 2 * bell * spread[self.covers]).astype(np.float32)
        self._soil = _soils(rng, area, self._own[:, 0]) @ REFLECTANCE[[MATERIALS[name] for name in SOILS]]
        rough = np.array([ROUGHNESS.get(cover, USUAL_ROUGHNESS) for cover in Cover], dtype=np.float32)
        self.roughness: Floats = rough[self.covers]

    def spectra(self, day: Day) -> tuple[Floats, Floats]:
        """Reflectance (units, bands) on a day, and the share of sea water in each unit (units,)."""
        found = np.empty((len(self.covers), len(BANDS)), dtype=np.float32)
        salty = np.zeros(len(self.covers), dtype=np.float32)
        damp = 1 - day.damp * _DARKENING
        for cover in Cover:
            rows = slice(cover * SIZE, (cover + 1) * SIZE)
            shares = self._shares(cover, self._own[rows], day)
            total = shares.pop("soil", np.zeros(SIZE, dtype=np.float32))[:, None] * self._soil[rows] * damp
            for name, part in shares.items():
                total = total + part[:, None] * of(name)
            found[rows] = total * self._tone[rows, None]
            if cover in (Cover.SEA, Cover.FLAT_MUD, Cover.FLAT_SAND):
                salty[rows] = shares["sea"] + shares["coastal"] + shares["turbid"]
        return np.round(found, _DIGITS), salty

    def _shares(self, cover: Cover, own: Floats, day: Day) -> Shares:
        if cover in STEADY:
            return {name: np.full(SIZE, part, dtype=np.float32) for name, part in STEADY[cover].items()}
        if cover is Cover.SEA:
            return waters.sea(depths(), day, self._turbidity)
        if cover is Cover.FLAT_MUD:
            return waters.mud_flat(heights(), day, self._turbidity)
        if cover is Cover.FLAT_SAND:
            return waters.beach(heights(), day, self._turbidity)
        if cover is Cover.LAKE:
            cloudy = (0.2 + 0.3 * own[:, 1]).astype(np.float32)
            return {"water": 1 - cloudy - 0.1, "turbid": cloudy, "algae": np.full(SIZE, 0.1, dtype=np.float32)}
        return _SEASONAL[cover](own, day)


def _spread(cover: Cover) -> float:
    """How far the brightness of units of one cover lies apart (one standard deviation)."""
    if cover in ROOFS:
        return 0.14
    if cover in (Cover.SEA, Cover.FLAT_MUD, Cover.FLAT_SAND):
        return 0.0
    return 0.04 if cover in TREES else 0.06


def _soils(rng: np.random.Generator, area: Area, place: Floats) -> Floats:
    """Shares (units, 3) of sandy, grey and red soil; near units have like soils."""
    near = 0.5 + 0.3 * wave(place * 2 + rng.random()) + 0.25 * (rng.random(len(place)) - 0.5)
    far = 0.5 + 0.3 * wave(place + rng.random()) + 0.25 * (rng.random(len(place)) - 0.5)
    sandy = np.clip(area.sandy * 2 * near, 0.0, 1.0)
    red = np.clip(area.red * 2 * far, 0.0, 1.0) * (1 - sandy)
    return np.column_stack([sandy, 1 - sandy - red, red]).astype(np.float32)


def heights() -> Floats:
    """Height in metres above mean sea of each index of a flat between the tides."""
    return np.linspace(LOWEST_M, HIGHEST_M, SIZE, dtype=np.float32)


def depths() -> Floats:
    """Depth in metres at mean sea of each index of the sea, which begins where the flats end; fine steps at first."""
    step = np.linspace(0.0, 1.0, SIZE, dtype=np.float32)
    return np.float32(DEEPEST_M) * step * step - np.float32(LOWEST_M)


def flat_index(height: Any) -> Any:
    """Index of a flat of this height in metres."""
    return np.clip((height - LOWEST_M) / (HIGHEST_M - LOWEST_M) * (SIZE - 1), 0, SIZE - 1)


def sea_index(depth: Any) -> Any:
    """Index of sea of this depth in metres."""
    return np.clip(np.sqrt(np.maximum(depth + LOWEST_M, 0.0) / DEEPEST_M) * (SIZE - 1), 0, SIZE - 1)


def label(cover: Cover, index: Any) -> Any:
    """Units of one cover by their indices."""
    return (cover * SIZE + np.asarray(index).astype(np.int64) % SIZE).astype(np.uint16)


class Choice:
    """Covers of a place by weight; their units come from around one spot of the palette, or from all of it."""

    def __init__(self, weights: Sequence[tuple[Cover, float]], centre: float = 0.0, spread: float = 1.0) -> None:
        total = sum(weight for _, weight in weights)
        self._limits = np.cumsum([weight / total for _, weight in weights])[:-1].astype(np.float32)
        self._covers = np.array([cover for cover, _ in weights], dtype=np.int64)
        self._centre, self._spread = centre, spread

    def __call__(self, words: Any) -> Labels:
        """The unit of each hashed word."""
        mark = (words & np.uint32(0xFFFF)).astype(np.float32) / np.float32(65536.0)
        cover = self._covers[np.searchsorted(self._limits, mark, side="right")]
        along = (words >> np.uint32(16)).astype(np.float32) / np.float32(65536.0) - np.float32(0.5)
        index = ((self._centre + self._spread * along) * SIZE).astype(np.int64) % SIZE
        found: Labels = (cover * SIZE + index).astype(np.uint16)
        return found
