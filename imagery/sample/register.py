"""From the sample register to what the series is made from: its plots, and the landscape they were cut out of."""

from collections.abc import Iterable, Iterator, Mapping

import shapely
from shapely.geometry import MultiPolygon

from gis import crs
from imagery.sample.areas import CRS, Area
from imagery.sample.inputs import Axes, Land, Plot, Region
from land.sample.generate import SEED
from land.sample.landscape import Landscape
from land.sample.randomness import stream
from land.sample.spec import SamplePlot
from land.sample.streets import grid_for
from land.sample.terrain import Commune, regions
from land.sample.terrain import Region as Part

_AROUND_M = 4_000.0
_TIDAL = frozenset({"coast", "ponds", "salt"})
_CENTRE: Mapping[str, float] = {"ward": 0.95, "town": 0.75, "rural": 0.45, "island": 0.55}
# Themes whose parts lie along axes: how far their grid is bent, and draws that the register makes before it.
_GRIDS: Mapping[str, tuple[float, int]] = {
    "town": (1.0, 0),
    "field": (0.7, 1),
    "rubber": (0.7, 1),
    "industry": (0.7, 0),
    "salt": (0.7, 0),
    "pond": (0.7, 0),
}


def plots_of(plots: Iterable[SamplePlot]) -> list[Plot]:
    """The active plots with a boundary."""
    return [
        Plot(f"BRVT-{plot.key:06d}", plot.geom, plot.land_use_current, plot.use_state)
        for plot in plots
        if plot.geom is not None and plot.retired_on is None
    ]


def land_around(
    area: Area, communes: Mapping[str, MultiPolygon], units: Mapping[str, MultiPolygon], seed: int = SEED
) -> Land:
    """The land in and around an area with the regions that the register's plots were cut out of.

    Args:
        communes, units: polygons of territory.illustrative, in the legal CRS.
        seed: of the register.
    """
    box = crs.transform(area.box.buffer(_AROUND_M), CRS, crs.LEGAL)
    inner = crs.transform(area.box.buffer(100.0), CRS, crs.LEGAL)
    ground = shapely.intersection(
        shapely.coverage_union_all([shape for shape in communes.values() if shape.intersects(box)]), box
    )
    landscape = Landscape(communes, units, seed)
    found: list[Region] = []
    for commune in landscape.communes:
        if commune.land.intersects(inner):
            parts = regions(commune, seed)
            ranks = 1 + max((part.rank for part in parts), default=0)
            near = [part for part in parts if part.shape.intersects(inner)]
            found += [region for part in near for region in _regions(commune, part, seed, part.rank / ranks)]
    return Land(ground, tuple(found))


def _regions(commune: Commune, part: Part, seed: int, outer: float) -> Iterator[Region]:
    """A part of a commune, and the water or road that it lies along.

    Args:
        outer: how far out of the middle it lies, 0 to 1.
    """
    name = f"{commune.code}/{part.place}"
    theme = part.theme
    if theme == "ribbon":
        yield Region(f"{name}/road", "road", _along(part))
    if theme == "bank":
        yield Region(f"{name}/river", "river", _along(part))
        theme = "tidal_bank" if commune.traits & _TIDAL else "bank"
    draw = float(stream(seed, "imagery", name).random())
    if commune.kind == "island":
        theme = _on_island(theme, draw)
    uneven = 0.6 + 0.8 * draw
    density = min(_CENTRE[commune.kind] * (1 - 0.7 * outer) * uneven, 1.0)
    yield Region(name, theme, part.shape, density, _axes(commune, part, seed))


def _on_island(theme: str, draw: float) -> str:
    """Côn Đảo grows little; its woods come down to the rocks of the shore."""
    if theme == "patchwork" or (theme == "field" and draw < 0.7):
        return "hillside"
    return "rocky_coast" if theme == "coast" else theme


def _along(part: Part) -> shapely.Polygon:
    """The river or road between the banks: all that is nearer to its line than they are."""
    half = max(shapely.distance(part.shape, part.line), 1.0)
    near = shapely.intersection(part.line, part.shape.buffer(half * 2))
    return near.buffer(half, quad_segs=3)


def _axes(commune: Commune, part: Part, seed: int) -> Axes | None:
    """The plane on which the register laid the plots of this part."""
    if part.theme not in _GRIDS:
        return None
    bend, drawn = _GRIDS[part.theme]
    rng = stream(seed, commune.code, part.place)
    for _ in range(drawn):
        rng.random()
    grid = grid_for(rng, part.shape, commune.turn, bend)
    return Axes(grid.east, grid.north, grid.cos, grid.sin, grid.sway_m, grid.period_m, grid.phase)
