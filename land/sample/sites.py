"""Fills the regions of a commune with places fit for plots."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from shapely.geometry import Polygon

from land.sample import rural, streets
from land.sample.blocks import Cell, Frontage
from land.sample.randomness import stream
from land.sample.shapes import DIGITS, Texture, clip
from land.sample.spec import Site
from land.sample.streets import Town
from land.sample.terrain import Commune, Region, quarters, regions

SMALL_M2 = 5_000.0
_SPARE = 1.3  # sites found for each one needed
_MOST_IN_QUARTER = 70

_FIELD_EDGE = Texture(step_m=18.0, share=0.02, most_m=3.0, pieces=24)

TOWNS = {
    "ward": Town((("houses", 50), ("project", 7), ("civic", 34), ("gardens", 9)), (14, 32), (60, 190)),
    "town": Town((("houses", 40), ("project", 5), ("civic", 35), ("gardens", 20)), (18, 38), (70, 220)),
    "rural": Town((("houses", 22), ("project", 3), ("civic", 32), ("gardens", 43)), (24, 40), (80, 240)),
    "island": Town((("houses", 30), ("project", 2), ("civic", 42), ("gardens", 26)), (18, 36), (60, 170)),
}
COUNTRY = {
    "industry": Town((("works", 1),), (40, 130), (220, 620)),
    "field": Town((("fields", 1),), (32, 110), (160, 520)),
    "rubber": Town((("estate", 1),), (80, 170), (320, 760)),
    "salt": Town((("pans", 1),), (26, 60), (160, 420)),
    "pond": Town((("ponds", 1),), (30, 80), (110, 320)),
}
# Along a line: least and most length of a piece, least width, share that is public by kind of commune.
_STRIPS: dict[str, tuple[tuple[float, float], float, dict[str, float]]] = {
    "coast": ((120.0, 600.0), 8.0, {"rural": 0.8, "island": 0.25}),
    "bank": ((30.0, 220.0), 3.0, {"rural": 0.12, "town": 0.3, "ward": 0.3}),
    "lakeside": ((60.0, 260.0), 6.0, {"rural": 0.3}),
    "ribbon": ((9.0, 46.0), 5.0, {"rural": 0.04}),
}
MANY = Town((("houses", 1),), (13, 22), (60, 200), Frontage(9.0, 16.0, 0.6, 0.0, 2.0), everything=True)
_MANY_EDGE = Texture(step_m=1.62, share=0.012, most_m=0.18, pieces=24)


def sites_of(commune: Commune, seed: int, quota: int) -> list[Site]:
    """Places for plots in a commune: more small ones than its quota, and all the land has of large ones."""
    built: list[Region] = []
    open_land: list[Region] = []
    for region in regions(commune, seed):
        (built if region.theme == "town" else open_land).append(region)
    found: list[Site] = []
    for region in open_land:
        found += _FILLS[region.theme](stream(seed, commune.code, region.place), region, commune)
    # Villages fill from the middle; a town's quarters are all alike.
    rng = stream(seed, commune.code, "quarters")
    marks = rng.random(len(built)) * (1.0 if commune.kind == "ward" else 0.5)
    order = sorted(range(len(built)), key=lambda index: float(marks[index]) + built[index].rank / max(len(built), 1))
    small = sum(site.shape.area < SMALL_M2 for site in found)
    for index in order:
        if small > _SPARE * quota:
            break
        region = built[index]
        sites = _town(stream(seed, commune.code, region.place), region, commune, max(quota // 4, 24))
        small += sum(site.shape.area < SMALL_M2 for site in sites)
        found += sites
    return found


def many_sites(commune: Commune, seed: int) -> Iterator[list[Site]]:
    """Small lots without end, quarter by quarter."""
    for region in quarters(commune, seed, 520.0):
        rng = stream(seed, commune.code, region.place, "many")
        grid = streets.grid_for(rng, region.shape, commune.turn, 1.0)
        yield _from_cells(*streets.lots(rng, region.shape, MANY, grid, _MANY_EDGE), region, commune)


def _from_cells(shapes: Any, cells: list[Cell], region: Region, commune: Commune) -> list[Site]:
    return [
        Site(shape, cell.theme, commune.code, region.place, cell.block, cell.street, cell.corner)
        for shape, cell in zip(shapes, cells, strict=True)
    ]


def _town(rng: Generator, region: Region, commune: Commune, most: int) -> list[Site]:
    grid = streets.grid_for(rng, region.shape, commune.turn, 1.0)
    most = min(most, _MOST_IN_QUARTER)
    return _from_cells(*streets.lots(rng, region.shape, TOWNS[commune.kind], grid, most=most), region, commune)


def _country(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    if region.theme in ("field", "rubber") and rng.random() < 0.4:
        return []  # most farm land is not public
    grid = streets.grid_for(rng, region.shape, commune.turn, 0.7)
    town = COUNTRY[region.theme]
    return _from_cells(*streets.lots(rng, region.shape, town, grid, _FIELD_EDGE, 40), region, commune)


def _plain(shapes: Any, region: Region, commune: Commune) -> list[Site]:
    return [Site(shape, region.theme, commune.code, region.place, index) for index, shape in enumerate(shapes.tolist())]


def _forest(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    spacing = rng.uniform(240, 760)
    return _plain(rural.compartments(rng, region.shape, spacing, rural.FOREST, 0.9), region, commune)


def _patchwork(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    if rng.random() < 0.6:
        return []
    spacing = rng.uniform(60, 140)
    return _plain(rural.compartments(rng, region.shape, spacing, rural.PATCHES, 0.1), region, commune)


def _along(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    """Strips along the shore, a river, a lake or a road."""
    steps, narrowest, shares = _STRIPS[region.theme]
    if region.theme == "coast" and commune.kind == "ward":
        steps = (40.0, 160.0)
    share = shares.get(commune.kind, shares["rural"])
    return _plain(rural.strips(rng, region.shape, region.line, steps, narrowest, share), region, commune)


def _lake(_rng: Generator, region: Region, commune: Commune) -> list[Site]:
    ring = np.round(shapely.get_coordinates(region.shape.exterior), DIGITS)
    shapes, _ = clip(np.array([Polygon(ring)], dtype=object), region.shape.buffer(1.0), SMALL_M2, 10.0)
    return [Site(shape, "lake", commune.code, region.place) for shape in shapes]


_FILLS: dict[str, Callable[[Generator, Region, Commune], list[Site]]] = {
    "industry": _country,
    "field": _country,
    "rubber": _country,
    "salt": _country,
    "pond": _country,
    "forest": _forest,
    "patchwork": _patchwork,
    "coast": _along,
    "bank": _along,
    "lake": _lake,
    "lakeside": _along,
    "ribbon": _along,
}
