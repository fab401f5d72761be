"""Invented street grids: rows of blocks, bent and turned onto the ground."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import Point, Polygon

from land.sample.blocks import Box, Cell, Corner, Frontage, civic_rings, house_rings
from land.sample.randomness import Dice
from land.sample.shapes import Floats, Texture, clip, polygons, wave

CROSS = 1000  # numbers of cross streets start here

_EDGE = Texture(step_m=8.0, share=0.005, most_m=0.3, pieces=24)


@dataclass(frozen=True, slots=True)
class Town:
    """What a street grid is like.

    Attributes:
        blocks: (kind, weight) of blocks: houses, gardens, project, civic, works.
        depth_m: least and most depth of a lot.
        length_m: least and most length of a block.
        frontage: widths of its lots, where they are not those of the kind of block.
        everything: all lots are public, none is left out.
    """

    blocks: tuple[tuple[str, float], ...]
    depth_m: tuple[float, float]
    length_m: tuple[float, float]
    frontage: Frontage | None = None
    everything: bool = False


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


def grid_for(rng: Generator, region: Polygon, turn: float, bend: float) -> Grid:
    """A grid turned about `turn` (-1 to 1, a half circle); `bend` 1 curves streets as much as they may."""
    middle: Point = region.centroid
    turn = turn + rng.uniform(-0.12, 0.12) if rng.random() < 0.75 else rng.uniform(-1, 1)
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


# Blocks cut in columns: theme, number of columns (from, below), corner cut.
_COLUMNS: dict[str, tuple[str, tuple[int, int], float]] = {
    "civic": ("civic", (1, 5), 5.0),
    "works": ("industry", (1, 5), 8.0),
    "fields": ("field", (2, 7), 0.0),
    "estate": ("field", (1, 4), 0.0),
    "pans": ("salt", (6, 13), 0.0),
    "ponds": ("pond", (2, 5), 3.0),
}
FRONTAGES = {
    "houses": Frontage(6.0, 17.0, 0.8, 0.08, 2.5),
    "gardens": Frontage(14.0, 34.0, 2.5, 0.12, 3.0),
    "project": Frontage(5.0, 5.6, 0.0, 0.0, 3.0),
}
# Public land lies in clusters: (share of a block's lots that is public, how often).
_GATES: dict[str, tuple[tuple[float, float], ...]] = {
    "houses": ((0.0, 58), (0.06, 24), (0.35, 13), (0.92, 5)),
    "gardens": ((0.0, 60), (0.08, 24), (0.35, 11), (0.9, 5)),
    "project": ((0.0, 30), (0.1, 20), (0.45, 30), (0.95, 20)),
    "civic": ((0.0, 24), (0.85, 76)),
    "works": ((0.0, 52), (0.6, 34), (1.0, 14)),
    "fields": ((0.0, 84), (0.45, 7), (0.95, 9)),
    "estate": ((0.0, 86), (0.5, 8), (1.0, 6)),
    "pans": ((0.0, 62), (0.5, 12), (0.95, 26)),
    "ponds": ((0.0, 74), (0.5, 12), (0.95, 14)),
}


def lots(
    rng: Generator, region: Polygon, town: Town, grid: Grid, texture: Texture = _EDGE, most: int = 0
) -> tuple[Any, list[Cell]]:
    """Boundaries of the public lots of a region, and what each is; whole blocks are left out beyond `most` lots."""
    cells = _thinned(rng, _cells(rng, grid.box_around(region), town), grid, region, most)
    if not cells:
        return np.array([], dtype=object), []
    shapes = polygons([cell.ring for cell in cells], texture, grid)
    kept, order = clip(shapes, region, 60.0, 3.6)
    return kept, [cells[index] for index in order.tolist()]


def _thinned(rng: Generator, cells: list[Cell], grid: Grid, region: Polygon, most: int) -> list[Cell]:
    """Cells in the region, of blocks in random order up to `most`; all of them when that is 0."""
    if not cells:
        return []
    inside = shapely.intersects(region, shapely.points(grid(np.array([cell.ring[0] for cell in cells]))))
    cells = [cell for cell, is_in in zip(cells, inside.tolist(), strict=True) if is_in]
    if most <= 0 or len(cells) <= most:
        return cells
    marks = rng.random(cells[-1].block + 1)
    order = sorted(cells, key=lambda cell: float(marks[cell.block]))
    return sorted(order[:most], key=lambda cell: cell.block)


def _cells(rng: Generator, box: Box, town: Town) -> list[Cell]:
    west, south, east, north = box
    dice = Dice(rng.spawn(1)[0])
    cells: list[Cell] = []
    level, band, block = south - 40 * dice.roll(), 0, 0
    while level < north:
        depth = dice.between(*town.depth_m) * 2
        start, column = west - 60 * dice.roll(), 0
        while start < east:
            length = dice.between(*town.length_m)
            kind = dice.pick(town.blocks)
            # A planned block has the even depth of its plan.
            top = level + (min(dice.between(34, 40), depth) if kind == "project" else depth)
            share = 1.0 if town.everything else dice.pick(_GATES[kind])
            if share > 0:
                cross = CROSS + band * 40 + column
                rings = _rings(rng, (start, level, start + length, top), kind, town)
                cells += [
                    Cell(ring, _theme(kind), band + side, cross if at_corner else -1, block)
                    for ring, side, at_corner in rings
                    if share >= 1 or dice.chance(share)
                ]
            start += length + dice.between(6, 11)
            column += 1
            block += 1
        level += depth + (dice.between(14, 22) if band % 4 == 3 else dice.between(6, 10))
        band += 1
    return cells


def _theme(kind: str) -> str:
    if kind in _COLUMNS:
        return _COLUMNS[kind][0]
    return "project" if kind == "project" else "lot"


def _rings(rng: Generator, box: Box, kind: str, town: Town) -> list[tuple[list[Corner], int, bool]]:
    if kind in _COLUMNS:
        _, columns, cut = _COLUMNS[kind]
        return civic_rings(rng, box, int(rng.integers(*columns)), cut)
    return house_rings(rng, box, town.frontage or FRONTAGES[kind])
