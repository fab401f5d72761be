"""Fills the regions of a commune with places fit for plots."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.random import Generator

from land.sample import rural, streets
from land.sample.blocks import Cell, Frontage
from land.sample.randomness import stream
from land.sample.shapes import Texture
from land.sample.spec import Site
from land.sample.streets import Town
from land.sample.terrain import Commune, Region, regions

_FIELD_EDGE = Texture(step_m=22.0, share=0.02, most_m=3.0, pieces=24)

TOWNS = {
    "ward": Town((("houses", 50), ("project", 14), ("civic", 30), ("gardens", 6)), (15, 30), (60, 190), 0.05),
    "town": Town((("houses", 40), ("project", 10), ("civic", 32), ("gardens", 18)), (18, 38), (70, 220), 0.05),
    "rural": Town((("houses", 22), ("project", 5), ("civic", 30), ("gardens", 43)), (24, 40), (80, 240), 0.06),
    "island": Town((("houses", 30), ("project", 4), ("civic", 40), ("gardens", 26)), (18, 36), (60, 170), 0.14),
}
COUNTRY = {
    "industry": Town((("works", 1),), (50, 130), (240, 620), 0.4),
    "field": Town((("fields", 1),), (40, 120), (180, 520), 0.06),
    "rubber": Town((("estate", 1),), (90, 170), (380, 760), 0.09),
    "salt": Town((("pans", 1),), (30, 60), (160, 420), 0.25),
    "pond": Town((("ponds", 1),), (35, 80), (120, 320), 0.14),
}
MANY = Town((("houses", 1),), (13, 22), (60, 200), 1.0, frontage=Frontage(9.0, 16.0, 0.6, 0.03, 2.0))
_MANY_EDGE = Texture(step_m=1.62, share=0.012, most_m=0.18, pieces=24)


def sites_of(commune: Commune, seed: int) -> list[Site]:
    """Places for plots in a commune, more than are needed."""
    found: list[Site] = []
    for region in regions(commune, seed):
        rng = stream(seed, commune.code, region.place)
        found += _FILLS[region.theme](rng, region, commune)
    return found


def many_sites(commune: Commune, seed: int) -> Iterator[list[Site]]:
    """Small lots without end, quarter by quarter."""
    for region in regions(commune, seed):
        rng = stream(seed, commune.code, region.place, "many")
        grid = streets.grid_for(rng, region.shape, 1.0)
        shapes, cells = streets.lots(rng, region.shape, MANY, grid, _MANY_EDGE)
        yield _from_cells(shapes, cells, np.arange(len(cells)), region, commune)


def _from_cells(shapes: Any, cells: list[Cell], chosen: Any, region: Region, commune: Commune) -> list[Site]:
    return [
        Site(
            shapes[index],
            cells[index].theme,
            commune.code,
            region.place,
            cells[index].block,
            cells[index].street,
            cells[index].corner,
        )
        for index in chosen.tolist()
    ]


def _town(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    grid = streets.grid_for(rng, region.shape, 1.0)
    shapes, cells = streets.lots(rng, region.shape, TOWNS[commune.kind], grid)
    return _from_cells(shapes, cells, streets.choose(rng, shapes, cells), region, commune)


def _country(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    if region.theme in ("field", "rubber") and rng.random() < 0.5:
        return []  # most farm land is not public
    grid = streets.grid_for(rng, region.shape, 0.7)
    shapes, cells = streets.lots(rng, region.shape, COUNTRY[region.theme], grid, _FIELD_EDGE)
    return _from_cells(shapes, cells, streets.choose(rng, shapes, cells), region, commune)


def _some(rng: Generator, shapes: Any, chance: float, region: Region, commune: Commune) -> list[Site]:
    marks = rng.random(len(shapes))
    return [
        Site(shape, region.theme, commune.code, region.place, index)
        for index, shape in enumerate(shapes)
        if marks[index] < chance
    ]


def _forest(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.compartments(rng, region.shape, rng.uniform(320, 1500), rural.FOREST)
    return _some(rng, shapes, 0.85, region, commune)


def _patchwork(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    if rng.random() < 0.6:
        return []
    shapes = rural.compartments(rng, region.shape, rng.uniform(60, 140), rural.PATCHES)
    return _some(rng, shapes, 0.08, region, commune)


def _coast(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    least, most = (40.0, 160.0) if commune.kind == "ward" else (120.0, 600.0)
    shapes = rural.strips(rng, region.shape, region.line, least, most, 8.0)
    return _some(rng, shapes, 0.7, region, commune)


def _bank(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 30.0, 220.0, 3.0)
    return _some(rng, shapes, 0.12 if commune.kind == "rural" else 0.3, region, commune)


def _lakeside(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 60.0, 260.0, 6.0)
    return _some(rng, shapes, 0.25, region, commune)


def _ribbon(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 9.0, 46.0, 5.0)
    return _some(rng, shapes, 0.05 if commune.kind == "rural" else 0.07, region, commune)


def _lake(_rng: Generator, region: Region, commune: Commune) -> list[Site]:
    return [Site(region.shape, "lake", commune.code, region.place)]


_FILLS: dict[str, Callable[[Generator, Region, Commune], list[Site]]] = {
    "town": _town,
    "industry": _country,
    "field": _country,
    "rubber": _country,
    "salt": _country,
    "pond": _country,
    "forest": _forest,
    "patchwork": _patchwork,
    "coast": _coast,
    "bank": _bank,
    "lake": _lake,
    "lakeside": _lakeside,
    "ribbon": _ribbon,
}
