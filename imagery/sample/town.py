"""Painters of built-up land: rows of houses along streets, and compounds of single buildings."""

from typing import Any

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Floats, Words, scramble, share
from imagery.sample.country import Weights
from imagery.sample.covers import Cover
from imagery.sample.palette import Choice, Labels
from imagery.sample.patterns import Plane, Ruler, Spots

HOUSES: Weights = (
    (Cover.ROOF_METAL, 0.15),
    (Cover.ROOF_DARK, 0.30),
    (Cover.ROOF_TILE, 0.31),
    (Cover.ROOF_CONCRETE, 0.17),
    (Cover.ROOF_BLUE, 0.07),
)
HALLS: Weights = (
    (Cover.ROOF_METAL, 0.42),
    (Cover.ROOF_BLUE, 0.2),
    (Cover.ROOF_DARK, 0.26),
    (Cover.ROOF_CONCRETE, 0.12),
)
_OFFICES: Weights = (
    (Cover.ROOF_TILE, 0.5),
    (Cover.ROOF_CONCRETE, 0.28),
    (Cover.ROOF_METAL, 0.14),
    (Cover.ROOF_DARK, 0.08),
)
_GARDENS: Weights = ((Cover.GARDEN, 0.62), (Cover.YARD, 0.2), (Cover.GRASS, 0.12), (Cover.VEGETABLES, 0.06))
_EMPTY: Weights = ((Cover.GRASS, 0.5), (Cover.SCRUB, 0.3), (Cover.BARE, 0.2))
_BETWEEN: Weights = (
    (Cover.GRASS, 0.28),
    (Cover.ORCHARD, 0.24),
    (Cover.SCRUB, 0.18),
    (Cover.ANNUAL, 0.12),
    (Cover.VEGETABLES, 0.08),
    (Cover.BARE, 0.1),
)


class Town:
    """Blocks between streets: lots with a house in front and a yard or garden behind, empty lots, parks, halls."""

    def __init__(self, rng: Generator, plane: Plane, reach: tuple[float, float], density: float) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._plane = plane
        self._density = density
        depth = (58.0, 96.0) if density < 0.5 else (34.0, 62.0)
        self._along = Ruler(rng, reach[0], (70.0, 190.0), (6.0, 10.0))
        self._across = Ruler(rng, reach[1], depth, (6.0, 11.0))
        self._houses, self._halls = Choice(HOUSES), Choice(_OFFICES)
        self._gardens, self._empty, self._between = Choice(_GARDENS), Choice(_EMPTY), Choice(_BETWEEN)
        self._street = Choice(((Cover.STREET, 0.8), (Cover.ASPHALT, 0.2)))
        self._park = Choice(((Cover.GARDEN, 0.6), (Cover.GRASS, 0.4)))

    def __call__(self, at: Spots) -> Labels:
        """Units by lot."""
        u, v = self._plane(at.x, at.y)
        column, left, length = self._along(u)
        band, low, depth = self._across(v)
        block = scramble(column, band, self._salt)
        spot = scramble(np.floor(at.x / 4).astype(np.int32), np.floor(at.y / 4).astype(np.int32), self._salt)
        upper = low > depth * np.float32(0.5)
        front = np.where(upper, depth - low, low)
        built = self._lots(block, left, upper, front, depth, spot)
        halls = self._compound(block, left, low, spot)
        kind = share(block, 12)
        found = np.where(kind < 0.04 + 0.07 * self._density, halls, built)
        # Where a town thins out, whole blocks are still fields; and no block is built to its last corner.
        crowded = np.float32(self._density) + np.float32(0.14) * (at.layer("patchy") + at.layer("broad"))
        parcel = scramble(
            block, (left * np.float32(1 / 34)).astype(np.int32), (low * np.float32(1 / 40)).astype(np.int32)
        )
        found = np.where(share(parcel, 3) > 0.45 + 0.62 * crowded, self._between(scramble(parcel, 2)), found)
        found = np.where(kind > 0.97, self._park(spot), found)
        street = (left > length) | (low > depth)
        return np.where(street, self._street(spot), found)

    def _lots(self, block: Words, left: Floats, upper: Any, front: Floats, depth: Floats, spot: Words) -> Labels:
        """Row houses in dense blocks, houses in gardens elsewhere."""
        own = share(block)
        dense = own < self._density
        width = np.where(dense, 4.6 + 3.2 * own, 10.0 + 9.0 * own).astype(np.float32)
        lot = scramble((left / width).astype(np.int32), block.astype(np.int64) & 0xFFFFFF, upper.astype(np.int32))
        reach = np.where(dense, 0.62 + 0.3 * share(lot), 0.22 + 0.3 * share(lot)).astype(np.float32)
        set_back = np.where(dense, 0.0, 3.0 + 6.0 * share(lot, 16)).astype(np.float32)
        roof = (front < reach * depth * np.float32(0.5) + set_back) & (front >= set_back)
        empty = share(lot, 9) < 0.05 + 0.16 * (1 - self._density)
        ground = np.where(empty, self._empty(scramble(lot, 7)), self._gardens(spot))
        return np.where(roof & ~empty, self._houses(scramble(lot, 3)), ground)

    def _compound(self, block: Words, left: Floats, low: Floats, spot: Words) -> Labels:
        """Long roofs around yards: schools, markets, offices."""
        lengthways = (low % np.float32(30.0) < 13.0) & (left % np.float32(46.0) < 34.0)
        yard = np.where(share(spot) < 0.45, self._gardens(spot), np.uint16(Cover.YARD * 256) + (spot & 0xFF))
        return np.where(lengthways, self._halls(scramble(block, 11)), yard).astype(np.uint16)


class Compound:
    """Cells of a grid, some with a building inside a margin: works, barracks, schools, sheds.

    Args:
        sizes_m: least and most size of a cell along both axes.
        margin_m: least and most ground around a building within its cell.
        built: share of cells with a building.
        roofs, ground, rest: covers of buildings, of the ground around them, of cells without one.
    """

    def __init__(
        self,
        rng: Generator,
        plane: Plane,
        reach: tuple[float, float],
        *,
        sizes_m: tuple[tuple[float, float], tuple[float, float]],
        margin_m: tuple[float, float],
        built: float,
        roofs: Weights,
        ground: Weights,
        rest: Weights,
        lane_m: float = 5.0,
    ) -> None:
        self._salt = int(rng.integers(1 << 30))
        self._plane = plane
        self._along = Ruler(rng, reach[0], sizes_m[0], (0.7 * lane_m, lane_m), 2)
        self._across = Ruler(rng, reach[1], sizes_m[1], (0.7 * lane_m, lane_m), 2)
        self._margin, self._built = margin_m, built
        self._roofs, self._ground, self._rest = Choice(roofs), Choice(ground), Choice(rest)
        self._lane = Choice(((Cover.CONCRETE, 0.5), (Cover.ASPHALT, 0.5)))

    def __call__(self, at: Spots) -> Labels:
        """Units by cell."""
        u, v = self._plane(at.x, at.y)
        column, left, length = self._along(u)
        row, low, depth = self._across(v)
        cell = scramble(column, row, self._salt)
        spot = scramble(np.floor(at.x / 6).astype(np.int32), np.floor(at.y / 6).astype(np.int32), self._salt)
        least, most = self._margin
        margin = np.float32(least) + np.float32(most - least) * share(cell, 16)
        inner = np.minimum(np.minimum(left, length - left), np.minimum(low, depth - low)) > margin
        built = share(cell, 5) < self._built
        open_ground = np.where(built, self._ground(spot), self._rest(scramble(cell, spot & np.uint32(3))))
        found = np.where(built & inner, self._roofs(scramble(cell, 3)), open_ground)
        return np.where((left > length) | (low > depth), self._lane(spot), found)
