"""Invented street grids: rows of blocks, bent and turned onto the ground."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from shapely.geometry import Point, Polygon

from land.sample.blocks import Box, Cell, Frontage, civic_rings, house_rings
from land.sample.randomness import Dice
from land.sample.shapes import Floats, Ints, Texture, clip, polygons, wave

CROSS = 1000  # numbers of cross streets start here

_EDGE = Texture(step_m=24.0, share=0.004, most_m=0.35, pieces=24)


@dataclass(frozen=True, slots=True)
class Town:
    """What a street grid is like.

    Attributes:
        blocks: (kind, weight) of blocks: houses, gardens, project, civic, works.
        depth_m: least and most depth of a lot.
        length_m: least and most length of a block.
        chance: share of ordinary lots that are public.
    """

    blocks: tuple[tuple[str, float], ...]
    depth_m: tuple[float, float]
    length_m: tuple[float, float]
    chance: float
    project_chance: float = 0.55
    frontage: Frontage | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """From the plane of streets to the ground: two slow waves, a turn and a shift."""

    east: float
    north: float
    cos: float
    sin: float
    sway_m: tuple[float, float]
    period_m: tuple[float, float]
    phase: tuple[float, float]

    def __call__(self, points: Floats) -> Floats:
        """Ground coordinates."""
        u = points[:, 0] + self.sway_m[0] * wave(points[:, 1] / self.period_m[0] + self.phase[0])
        v = points[:, 1] + self.sway_m[1] * wave(points[:, 0] / self.period_m[1] + self.phase[1])
        moved: Floats = np.column_stack(
            [self.east + u * self.cos - v * self.sin, self.north + u * self.sin + v * self.cos]
        )
        return moved

    def box_around(self, region: Polygon) -> Box:
        """Box in the plane of streets that holds the region."""
        corners = np.array(region.exterior.coords) - (self.east, self.north)
        u = corners[:, 0] * self.cos + corners[:, 1] * self.sin
        v = corners[:, 1] * self.cos - corners[:, 0] * self.sin
        by_u, by_v = self.sway_m
        return float(u.min() - by_u), float(v.min() - by_v), float(u.max() + by_u), float(v.max() + by_v)


def grid_for(rng: Generator, region: Polygon, bend: float) -> Grid:
    """A grid turned any way; `bend` 1 curves streets as much as they may."""
    middle: Point = region.centroid
    turn = rng.uniform(-1, 1)
    norm = 1 + turn * turn  # a point of the unit circle without sines
    return Grid(
        middle.x,
        middle.y,
        (1 - turn * turn) / norm,
        2 * turn / norm,
        (bend * rng.uniform(4, 20), bend * rng.uniform(4, 20)),
        (rng.uniform(500, 1100), rng.uniform(500, 1100)),
        (rng.random(), rng.random()),
    )


# Blocks cut in columns: theme, number of columns (from, below), corner cut, share that is public.
_COLUMNS: dict[str, tuple[str, tuple[int, int], float, float]] = {
    "civic": ("civic", (1, 5), 5.0, 0.7),
    "works": ("industry", (1, 5), 8.0, 0.4),
    "fields": ("field", (2, 7), 0.0, 0.07),
    "estate": ("field", (1, 4), 0.0, 0.1),
    "pans": ("salt", (6, 13), 0.0, 0.3),
    "ponds": ("pond", (2, 5), 3.0, 0.2),
}
FRONTAGES = {
    "houses": Frontage(7.0, 22.0, 0.8, 0.08, 2.5),
    "gardens": Frontage(16.0, 48.0, 2.5, 0.12, 3.0),
    "project": Frontage(5.0, 5.6, 0.0, 0.0, 3.0),
}


def lots(rng: Generator, region: Polygon, town: Town, grid: Grid, texture: Texture = _EDGE) -> tuple[Any, list[Cell]]:
    """Boundaries of the lots that fit into a region, and what each is."""
    cells = _cells(rng, grid.box_around(region), town)
    if not cells:
        return np.array([], dtype=object), []
    shapes = polygons([cell.ring for cell in cells], texture, grid)
    kept, order = clip(shapes, region, 60.0, 3.2)
    return kept, [cells[index] for index in order.tolist()]


def choose(rng: Generator, shapes: Any, cells: list[Cell]) -> Ints:
    """Numbers of the cells that turn out public, by their chance."""
    marks = rng.random(len(cells))
    chosen: Ints = np.flatnonzero(marks < np.array([cell.chance for cell in cells])).astype(np.int64)
    return chosen[: len(shapes)]


def _cells(rng: Generator, box: Box, town: Town) -> list[Cell]:
    west, south, east, north = box
    cells: list[Cell] = []
    dice = Dice(rng.spawn(1)[0])
    level, band, block = south - rng.uniform(0, 40), 0, 0
    while level < north:
        depth = rng.uniform(*town.depth_m) * 2
        start, column = west - rng.uniform(0, 60), 0
        while start < east:
            length = rng.uniform(*town.length_m)
            kind = dice.pick(town.blocks)
            # A planned block has the even depth of its plan.
            top = level + (min(rng.uniform(34, 40), depth) if kind == "project" else depth)
            here = (start, level, start + length, top)
            cells += _block(rng, here, kind, town, band, CROSS + band * 40 + column, block)
            start += length + rng.uniform(6, 11)
            column += 1
            block += 1
        level += depth + (rng.uniform(14, 22) if band % 4 == 3 else rng.uniform(6, 10))
        band += 1
    return cells


def _block(rng: Generator, box: Box, kind: str, town: Town, band: int, cross: int, block: int) -> list[Cell]:
    chance, theme = town.chance, "lot"
    if kind in _COLUMNS:
        theme, columns, cut, chance = _COLUMNS[kind]
        rings = civic_rings(rng, box, int(rng.integers(*columns)), cut)
    else:
        frontage = town.frontage or FRONTAGES[kind]
        if kind == "project":
            theme = "project"
            chance = town.project_chance * float(rng.uniform(0.2, 1.4))
        rings = house_rings(rng, box, frontage)
    return [
        Cell(ring, theme, band + side, cross if at_corner else -1, block, chance) for ring, side, at_corner in rings
    ]
