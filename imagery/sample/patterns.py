"""Patterns that the ground is drawn with: uneven cells, and grids of fields that are turned and bent."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random import Generator

from imagery.sample.arrays import Floats, Ints, Words, scramble, share, wave
from imagery.sample.inputs import Axes
from imagery.sample.layers import Layers

_LUT_M = 0.5  # step of the tables that say in which column of a grid a place lies


@dataclass(frozen=True, slots=True)
class Spots:
    """Fine pixels in no order: metres east of the west edge and north of the south edge, and their 10 m pixel."""

    x: Floats
    y: Floats
    row: Any
    column: Any
    layers: Layers = field(repr=False)

    def layer(self, name: str) -> Floats:
        """Values of one of the layers."""
        values: Floats = getattr(self.layers, name)[self.row, self.column]
        return values

    def smooth(self, name: str) -> Floats:
        """Values of a layer, linear between the middles of its pixels."""
        values: Floats = getattr(self.layers, name)
        height, width = values.shape
        x = np.clip(self.x / 10 - 0.5, 0, width - 1.001)
        y = np.clip(height - self.y / 10 - 0.5, 0, height - 1.001)
        column, row = x.astype(np.int32), y.astype(np.int32)
        right, down = (x - column).astype(np.float32), (y - row).astype(np.float32)
        upper = values[row, column] * (1 - right) + values[row, column + 1] * right
        lower = values[row + 1, column] * (1 - right) + values[row + 1, column + 1] * right
        mixed: Floats = upper * (1 - down) + lower * down
        return mixed


def cells(x: Floats, y: Floats, size: float, salt: int) -> Words:
    """A word for each place, the same within uneven cells about `size` metres wide."""
    across, up = np.floor(x / size).astype(np.int32), np.floor(y / size).astype(np.int32)
    u, v = x / np.float32(size), y / np.float32(size)
    best = np.full(x.shape, np.inf, dtype=np.float32)
    found = np.zeros(x.shape, dtype=np.uint32)
    for step_x in (-1, 0, 1):
        for step_y in (-1, 0, 1):
            word = scramble(across + step_x, up + step_y, salt)
            gap_x = u - (across + step_x) - np.float32(0.05) - np.float32(0.9) * share(word)
            gap_y = v - (up + step_y) - np.float32(0.05) - np.float32(0.9) * share(word, 16)
            gap = gap_x * gap_x + gap_y * gap_y
            nearer = gap < best
            best = np.where(nearer, gap, best)
            found = np.where(nearer, word, found)
    return scramble(found, salt)


class Plane:
    """The plane of streets or furrows of one place."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes

    def __call__(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """First and second coordinate in metres of places in the plane of the axes."""
        a = self._axes
        east, north = x - np.float32(a.east), y - np.float32(a.north)
        u = east * np.float32(a.cos) + north * np.float32(a.sin)
        v = north * np.float32(a.cos) - east * np.float32(a.sin)
        if a.sway_m == (0.0, 0.0):
            return u, v
        bent = u - np.float32(a.sway_m[0]) * wave(v / np.float32(a.period_m[0]) + np.float32(a.phase[0]))
        second = v - np.float32(a.sway_m[1]) * wave(bent / np.float32(a.period_m[1]) + np.float32(a.phase[1]))
        return bent.astype(np.float32), second.astype(np.float32)

    def reach(self, bounds: tuple[float, float, float, float]) -> tuple[float, float]:
        """Half the extent of a box along both axes, with some to spare."""
        west, south, east, north = bounds
        corners_x = np.array([west, west, east, east], dtype=np.float32)
        corners_y = np.array([south, north, south, north], dtype=np.float32)
        u, v = self(corners_x, corners_y)
        spare = 8.0 + max(self._axes.sway_m)
        return float(np.abs(u).max()) + spare, float(np.abs(v).max()) + spare


class Ruler:
    """One axis cut into uneven steps with gaps (streets, dykes) between some of them."""

    def __init__(
        self, rng: Generator, reach: float, steps_m: tuple[float, float], gap_m: tuple[float, float], every: int = 1
    ) -> None:
        count = int(2 * reach / steps_m[0]) + 3
        widths = rng.uniform(*steps_m, count)
        gaps = rng.uniform(*gap_m, count)
        gaps[np.arange(count) % every != every - 1] = 0.0
        ends = np.cumsum(widths + gaps) - reach - float(rng.uniform(0.0, steps_m[0]))
        starts = ends - widths - gaps
        self._reach = reach
        place = np.arange(-reach, reach + _LUT_M, _LUT_M) + _LUT_M / 2
        number = np.clip(np.searchsorted(ends, place), 0, count - 1)
        self._number = number.astype(np.int32)
        self._start = starts[number].astype(np.float32)
        self._width = widths[number].astype(np.float32)

    def __call__(self, place: Floats) -> tuple[Ints, Floats, Floats]:
        """For each place: number of its step, metres from the step's start, and width of the step.

        Past the width lies the gap.
        """
        index = np.clip(((place + self._reach) * (1 / _LUT_M)).astype(np.int32), 0, len(self._number) - 1)
        return self._number[index], place - self._start[index], self._width[index]
