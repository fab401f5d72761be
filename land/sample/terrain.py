"""The invented landscape of a commune: shore, hills, lakes, a river, roads, and the quarters between them.

Regions are cut from what is left, one after another, and keep a gap to each other, so that plots of two regions never
touch and each region can be worked on alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from numpy.random import Generator
from shapely.geometry import MultiPolygon, Point, Polygon

from land.sample.landforms import blob, meander, scatter, voronoi
from land.sample.randomness import stream

_EDGE_M = 9.0  # kept free along the commune's boundary
_LEAST_M2 = 900.0


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of 2024 as the generator needs it; kind is ward, town, rural or island.

    `turn` (-1 to 1) is how most of its streets lie, `middle` where it is built up most, if that is known.
    """

    code: str
    unit_uid: str
    name: str
    kind: str
    land: MultiPolygon
    shore: Any
    traits: frozenset[str]
    turn: float
    middle: Point | None


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a commune with one kind of land; `line` is what it lies along, where it does."""

    theme: str
    shape: Polygon
    place: int
    line: Any = None
    rank: int = 0


class _Rest:
    """What of a piece of land is not yet given to a region."""

    def __init__(self, land: Polygon) -> None:
        self.land: Any = shapely.simplify(land.buffer(-_EDGE_M, join_style="mitre"), 1.0)
        self.regions: list[Region] = []

    def take(self, theme: str, area: Any, gap: float, line: Any = None) -> None:
        """Make regions of what is left of an area, and keep a gap around it."""
        for part in _parts(shapely.intersection(self.land, area)):
            self.regions.append(Region(theme, part, len(self.regions), line))
        self.leave(area.buffer(gap, quad_segs=4))

    def leave(self, area: Any) -> None:
        """Give an area to nobody."""
        self.land = shapely.difference(self.land, area)


def _parts(geometry: Any) -> list[Polygon]:
    """Sound polygons of some size, biggest first."""
    inner = shapely.get_parts(shapely.buffer(shapely.simplify(geometry, 0.5), -0.5, join_style="mitre"))
    parts = [part for part in inner if isinstance(part, Polygon) and part.area > _LEAST_M2]
    return sorted(parts, key=lambda part: (-part.area, part.bounds))


def regions(commune: Commune, seed: int) -> list[Region]:
    """The regions of a commune, always the same for a seed."""
    found: list[Region] = []
    for number, land in enumerate(_parts(commune.land)):
        rng = stream(seed, commune.code, "terrain", number)
        rest = _Rest(land)
        _shore(rng, rest, commune)
        if number > 0 and commune.kind == "island":
            rest.take("forest", rest.land, 1.0)
        elif land.area > 400_000:
            _hills(rng, rest, commune, land)
            _lakes(rng, rest, commune, land)
            _river(rng, rest, commune, land)
            _roads(rng, rest, commune, land)
        _quarters(rng, rest, commune, land)
        found += [
            Region(region.theme, region.shape, len(found) + index, region.line, region.rank)
            for index, region in enumerate(rest.regions)
        ]
    return found


def _shore(rng: Generator, rest: _Rest, commune: Commune) -> None:
    if commune.shore is None or commune.shore.is_empty:
        return
    width = rng.uniform(35, 60) if commune.kind in ("ward", "island") else rng.uniform(90, 220)
    line = shapely.line_merge(shapely.intersection(commune.shore, rest.land.buffer(_EDGE_M * 2)))
    if line.length > 100:
        rest.take("coast", line.buffer(_EDGE_M + width, quad_segs=4), 8.0, line)


def _hills(rng: Generator, rest: _Rest, commune: Commune, land: Polygon) -> None:
    if "hills" not in commune.traits:
        return
    share = 0.55 if commune.kind == "island" else 0.12 if commune.kind == "ward" else 0.16
    size = min(land.area * share, 30_000_000.0)
    for part in range(1 if commune.kind == "ward" else 2):
        hill = blob(rng, _inside(rng, rest.land), size / (1 + part), 0.35)
        if commune.middle:
            hill = hill.difference(blob(rng, commune.middle, 5_500_000.0, 0.5))
        rest.take("forest", hill, 12.0)


def _lakes(rng: Generator, rest: _Rest, commune: Commune, land: Polygon) -> None:
    if "lakes" not in commune.traits:
        return
    size = min(land.area * rng.uniform(0.01, 0.05), rng.uniform(250_000, 2_600_000))
    if commune.kind == "island":
        size = rng.uniform(60_000, 240_000)
    lake = blob(rng, _inside(rng, rest.land), size, 0.6)
    if not rest.land.contains(lake):
        lake = max(_parts(shapely.intersection(rest.land, lake)), key=lambda part: part.area, default=Polygon())
    if lake.is_empty:
        return
    lake = shapely.simplify(Polygon(lake.exterior), 3.0)
    rest.take("lake", lake, 0.0)
    rest.take(
        "lakeside", lake.buffer(rng.uniform(18, 40), quad_segs=3).difference(lake.buffer(1.0)), 6.0, lake.exterior
    )


def _river(rng: Generator, rest: _Rest, commune: Commune, land: Polygon) -> None:
    if commune.kind == "island":
        return
    line = meander(rng, land, _inside(rng, land), 0.20)
    water = rng.uniform(5, 9) if commune.kind == "ward" else rng.uniform(7, 22)
    bank = rng.uniform(7, 14) if commune.kind == "ward" else rng.uniform(10, 26)
    channel = line.buffer(water, quad_segs=3)
    rest.take("bank", line.buffer(water + bank, quad_segs=3).difference(channel), 5.0, line)


def _roads(rng: Generator, rest: _Rest, commune: Commune, land: Polygon) -> None:
    for number in range(2 if land.area > 6_000_000 else 1):
        line = meander(rng, land, _inside(rng, land), 0.06)
        half = rng.uniform(8, 13) if number == 0 else rng.uniform(5, 8)
        road = line.buffer(half, quad_segs=3)
        if commune.kind == "ward":
            rest.leave(road)
            continue
        depth = rng.uniform(38, 65)
        rest.take("ribbon", line.buffer(half + depth, quad_segs=3).difference(road), 3.0, line)


def _quarters(rng: Generator, rest: _Rest, commune: Commune, land: Polygon) -> None:
    """Cut what is left into quarters; those near the middle are built up."""
    spacing = {"ward": 430.0, "town": 480.0, "rural": 620.0, "island": 520.0}[commune.kind]
    middle = commune.middle or Point(shapely.maximum_inscribed_circle(land, tolerance=50.0).coords[0])
    cells = voronoi(scatter(rng, land, spacing), land)
    parts = [part for cell in cells for part in _parts(shapely.intersection(rest.land, cell.buffer(-3.5)))]
    built = {"ward": 1.0, "town": 0.45, "rural": 0.07, "island": 0.15}[commune.kind]
    parts = [part for part in parts if part.area > 4_000]
    ranked = sorted(parts, key=lambda part: (part.distance(middle), part.bounds))
    limit = max(round(built * len(ranked)), 3)
    for rank, part in enumerate(ranked):
        theme = "town" if rank < limit else _country(rng, commune)
        if commune.kind == "ward" and rank > 0.55 * len(ranked):
            theme = _outskirts(rng, commune)
        rest.regions.append(Region(theme, part, len(rest.regions), None, rank))


def quarters(commune: Commune, seed: int, spacing: float) -> Iterator[Region]:
    """The whole land of a commune in compact quarters, whatever lies on it; for measurements."""
    number = 0
    for part, land in enumerate(_parts(commune.land)):
        inner = land.buffer(-_EDGE_M, join_style="mitre")
        shapely.prepare(inner)
        for cell in voronoi(scatter(stream(seed, commune.code, "quarters", part), land, spacing), land):
            for quarter in _parts(shapely.intersection(inner, cell.buffer(-3.5, join_style="mitre"))):
                yield Region("town", quarter, number)
                number += 1


def _outskirts(rng: Generator, commune: Commune) -> str:
    """What lies at the edge of a ward."""
    for trait, theme in (("industry", "industry"), ("salt", "salt"), ("ponds", "pond")):
        if trait in commune.traits and rng.random() < 0.4:
            return theme
    return "town" if rng.random() < 0.7 else "field"


def _country(rng: Generator, commune: Commune) -> str:
    """What lies outside a village."""
    for trait, theme in (("industry", "industry"), ("salt", "salt"), ("ponds", "pond"), ("rubber", "rubber")):
        if trait in commune.traits and rng.random() < (0.45 if theme == "rubber" else 0.2):
            return theme
    return "field" if rng.random() < 0.75 else "patchwork"


def _inside(rng: Generator, land: Any) -> Point:
    """A point well inside, drawn by trying."""
    inner = land.buffer(-120)
    inner = land if inner.is_empty else inner
    west, south, east, north = inner.bounds
    for _ in range(60):
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if inner.contains(point):
            return point
    return inner.representative_point()
