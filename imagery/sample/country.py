"""Painters of the open land: fields, ponds, wild growth, shores. Each gives the unit of every fine pixel."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Floats, scramble, share, smoothstep
from imagery.sample.covers import Cover
from imagery.sample.palette import Choice, Labels, flat_index, label, sea_index
from imagery.sample.patterns import Plane, Ruler, Spots, cells

Painter = Callable[[Spots], Labels]
Weights = Sequence[tuple[Cover, float]]


class Patches:
    """Uneven patches of some covers, and single trees or bushes in them."""

    def __init__(
        self, rng: Generator, size_m: float, weights: Weights, dots: Weights = (), dotted: float = 0.0
    ) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._size = size_m
        self._choice = Choice(weights)
        self._dots = Choice(dots) if dots else None
        self._dotted = dotted

    def __call__(self, at: Spots) -> Labels:
        """Units by cell, their edges frayed."""
        fray = at.layer("fine") * np.float32(self._size * 0.18)
        found = self._choice(cells(at.x + fray, at.y - fray, self._size, self._salt))
        if self._dots is None:
            return found
        words = scramble(np.floor(at.x / 5).astype(np.int32), np.floor(at.y / 5).astype(np.int32), self._salt)
        return np.where(share(words) < self._dotted, self._dots(scramble(words, 1)), found)


class Fields:
    """Fields in a bent grid, with tracks after some columns and dykes or bunds around each field."""

    def __init__(
        self,
        rng: Generator,
        plane: Plane,
        reach: tuple[float, float],
        *,
        sizes_m: tuple[tuple[float, float], tuple[float, float]],
        crops: Weights,
        bund_m: float,
        bund: Weights,
        track_every: int = 5,
        alike: float = 0.3,
    ) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._plane = plane
        self._columns = Ruler(rng, reach[0], sizes_m[0], (3.0, 5.5), track_every)
        self._rows = Ruler(rng, reach[1] + sizes_m[1][1], sizes_m[1], (0.0, 0.0))
        self._slip = sizes_m[1][1] * 0.7
        self._bund_m = bund_m
        self._crops = Choice(crops, float(rng.random()), alike)
        self._bund, self._track = Choice(bund), Choice(((Cover.DIRT, 0.6), (Cover.LANE, 0.4)))

    def __call__(self, at: Spots) -> Labels:
        """Units by field."""
        sway = at.layer("fine") * np.float32(0.8)
        u, v = self._plane(at.x + sway, at.y + sway)
        column, left, width = self._columns(u)
        slip = (share(scramble(column, self._salt)) - np.float32(0.5)) * np.float32(self._slip)
        row, low, depth = self._rows(v + slip)
        words = scramble(column, row, self._salt)
        found = self._crops(words)
        edge = np.minimum(np.minimum(left, width - left), np.minimum(low, depth - low))
        spot = scramble(np.floor(at.x / 3).astype(np.int32), np.floor(at.y / 3).astype(np.int32), self._salt)
        found = np.where(edge < self._bund_m, self._bund(spot), found)
        return np.where(left > width, self._track(scramble(column, self._salt, 5)), found)


class Coast:
    """Beach, dunes with casuarina, bushes behind; mangrove where it is sheltered, rocks below hills."""

    def __init__(self, rng: Generator, rocky: float, behind: Weights) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._rocky = rocky
        self._width = float(rng.uniform(14, 34))
        self._behind = Patches(rng, 38.0, behind, ((Cover.CASUARINA, 1), (Cover.GARDEN, 1)), 0.12)
        self._wet = Patches(rng, 45.0, ((Cover.MANGROVE, 6), (Cover.SCRUB, 2), (Cover.GRASS, 1)))
        self._rock = Choice(((Cover.ROCK, 3), (Cover.SCRUB, 1)))

    def __call__(self, at: Spots) -> Labels:
        """Units by distance from the shore."""
        inland = -at.smooth("shore")
        broad = at.layer("patchy")
        beach = np.float32(self._width) * (1 + np.float32(0.45) * broad) * (1 - at.layer("sheltered"))
        spot = scramble(np.floor(at.x / 4).astype(np.int32), np.floor(at.y / 4).astype(np.int32), self._salt)
        sand = label(Cover.SAND, share(spot, 8) * 255)
        quiet = at.layer("sheltered") + np.float32(0.14) * broad
        found = np.where(quiet > 0.6, self._wet(at), self._behind(at))
        rocky = share(cells(at.x, at.y, 160.0, self._salt)) < self._rocky
        shore = np.where(rocky, self._rock(spot), sand)
        return np.where(inland < beach, shore, found)


class Sea:
    """Beaches and mud flats between the tides, and the sea floor falling away."""

    def __init__(self, rng: Generator) -> None:
        self._mangrove = Choice(((Cover.MANGROVE, 1),))
        self._salt = int(rng.integers(1 << 30))

    def __call__(self, at: Spots) -> Labels:
        """Units by height above mean sea."""
        out = at.smooth("shore") - np.float32(8.0) - np.float32(7.0) * at.layer("patchy")
        sheltered = at.layer("sheltered")
        height = _profile(out, sheltered) + np.float32(0.10) * at.layer("fine") * sheltered
        uneven = height + np.float32(0.25) * at.layer("patchy")
        quiet = sheltered + np.float32(0.14) * at.layer("patchy")
        flat = np.where(
            quiet > 0.5,
            label(Cover.FLAT_MUD, flat_index(uneven)),
            label(Cover.FLAT_SAND, flat_index(height)),
        )
        found = np.where(uneven < np.float32(-2.2), label(Cover.SEA, sea_index(-uneven)), flat)
        words = scramble(np.floor(at.x / 6).astype(np.int32), np.floor(at.y / 6).astype(np.int32), self._salt)
        grown = (quiet > 0.55) & (uneven + share(words) * np.float32(0.3) > 0.85)
        return np.where(grown, self._mangrove(words), found).astype(np.uint16)


def _profile(out: Floats, sheltered: Floats) -> Floats:
    """Height above mean sea, `out` metres from the high-water line: steep beaches, gentle flats."""
    steep = np.float32(1 / 22) + (np.float32(1 / 130) - np.float32(1 / 22)) * sheltered
    near = np.float32(1.9) - out * steep
    far = np.float32(-2.6) - np.maximum(out - 4.5 / steep, 0) * np.float32(1 / 160)
    found: Floats = np.where(near > -2.6, near, far)
    return found


class Bank:
    """A river bank: reeds, nipa and bushes, with mud at the foot where the tide comes in."""

    def __init__(self, rng: Generator, tidal: bool) -> None:
        dry: Weights = ((Cover.GRASS, 4), (Cover.SCRUB, 4), (Cover.GARDEN, 2), (Cover.VEGETABLES, 1))
        wet: Weights = ((Cover.MANGROVE, 5), (Cover.SCRUB, 2), (Cover.GRASS, 2), (Cover.FLAT_MUD, 1))
        self._patches = Patches(rng, 22.0, wet if tidal else dry)

    def __call__(self, at: Spots) -> Labels:
        """Units by patch."""
        return self._patches(at)


class Single:
    """One cover with a little life in it."""

    def __init__(self, rng: Generator, weights: Weights, grain_m: float) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._grain = grain_m
        self._choice = Choice(weights)

    def __call__(self, at: Spots) -> Labels:
        """Units by small squares."""
        grain = np.float32(self._grain)
        words = scramble(np.floor(at.x / grain).astype(np.int32), np.floor(at.y / grain).astype(np.int32), self._salt)
        return self._choice(words)


class Lake:
    """Still water; towards the edge ground that falls dry."""

    def __init__(self, rng: Generator, level: tuple[float, float] | None) -> None:
        self._level = level
        self._index = int(rng.integers(256))

    def __call__(self, at: Spots) -> Labels:
        """Units by depth."""
        if self._level is None:
            return np.full(at.x.shape, label(Cover.LAKE, self._index), dtype=np.uint16)
        low, high = self._level
        drowned = low + (high - low) * smoothstep(at.layer("fine"), -1.8, 1.8)
        index: Any = np.clip(drowned, 0.0, 0.999) * 256
        return label(Cover.SHORE_OF_LAKE, index)
