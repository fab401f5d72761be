"""Fills the regions of a commune with places fit for plots."""

from collections.abc import Callable, Iterator
from typing import Any

from numpy.random import Generator

from land.sample import rural, streets
from land.sample.blocks import Cell, Frontage
from land.sample.randomness import stream
from land.sample.shapes import Texture
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


def _some(rng: Generator, shapes: Any, chance: float, region: Region, commune: Commune) -> list[Site]:
    """A share of the shapes, in runs of neighbours."""
    marks = rng.random(len(shapes))
    kept, found = False, []
    for index, shape in enumerate(shapes):
        kept = marks[index] < (0.5 + chance / 2 if kept else chance / 2 / (1 - chance / 2))
        if kept:
            found.append(Site(shape, region.theme, commune.code, region.place, index))
    return found


def _forest(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.compartments(rng, region.shape, rng.uniform(240, 760), rural.FOREST)
    return _some(rng, shapes, 0.9, region, commune)


def _patchwork(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    if rng.random() < 0.6:
        return []
    shapes = rural.compartments(rng, region.shape, rng.uniform(60, 140), rural.PATCHES)
    return _some(rng, shapes, 0.1, region, commune)


def _coast(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    least, most = (40.0, 160.0) if commune.kind == "ward" else (120.0, 600.0)
    shapes = rural.strips(rng, region.shape, region.line, least, most, 8.0)
    return _some(rng, shapes, 0.25 if commune.kind == "island" else 0.8, region, commune)


def _bank(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 30.0, 220.0, 3.0)
    return _some(rng, shapes, 0.12 if commune.kind == "rural" else 0.3, region, commune)


def _lakeside(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 60.0, 260.0, 6.0)
    return _some(rng, shapes, 0.3, region, commune)


def _ribbon(rng: Generator, region: Region, commune: Commune) -> list[Site]:
    shapes = rural.strips(rng, region.shape, region.line, 9.0, 46.0, 5.0)
    return _some(rng, shapes, 0.04, region, commune)


def _lake(_rng: Generator, region: Region, commune: Commune) -> list[Site]:
    return [Site(region.shape, "lake", commune.code, region.place)]


_FILLS: dict[str, Callable[[Generator, Region, Commune], list[Site]]] = {
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
