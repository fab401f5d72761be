"""Invented plans: irregular zones over the communes, mostly of the use that is there, some of another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, box

from gis.geometry import to_multipolygon
from land.actions.reference_drafts import ZoneRow
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot

_KM2 = 1_000_000
_CHANGED = 0.28  # share of the zones that the plan wants otherwise
_TOWN = (("ODT", 40), ("TMD", 16), ("DKV", 12), ("DGD", 8), ("DGT", 14), ("SKC", 6), ("DVH", 4))
_COUNTRY = (("CLN", 38), ("HNK", 14), ("RSX", 12), ("ONT", 16), ("SKK", 6), ("TMD", 6), ("NTS", 8))
_LEAST_M2 = 1.0
# What no plan wants: land not given out, not used, and waters, whose shape no random zone has.
_UNPLANNED = frozenset({"CGT", "BCS", "DCS", "NCS", "SON", "MNC", "DTL"})
_GRID_M = 0.001


def plan_zones(
    land: Mapping[str, MultiPolygon], towns: frozenset[str], plots: Sequence[SamplePlot], seed: int
) -> list[ZoneRow]:
    """Zones of a land-use plan that covers all land.

    Args:
        land: polygons by code, of communes that share their borders.
        towns: codes of those that are towns.
        plots: active plots; a zone is mostly of the use that its plots have.
    """
    index = _Uses(plots)
    rows: list[ZoneRow] = []
    for code in sorted(land):
        dice = Dice(stream(seed, code, "plan"))
        count = int(min(max(land[code].area / _KM2 * 3, 10), 70))
        for cell in _cells(land[code], count, stream(seed, code, "plan cells")):
            found = index.most(cell)
            planned = dice.pick(_TOWN if code in towns else _COUNTRY)
            rows.append(ZoneRow(planned if not found or dice.chance(_CHANGED) else found, cell))
    return rows


def year_zones(zones: Sequence[ZoneRow], seed: int) -> list[ZoneRow]:
    """What a year's plan takes up of the long one: the zones whose use changes soonest, as projects."""
    dice = Dice(stream(seed, "year"))
    kept = [zone for zone in zones if dice.chance(0.4)]
    return [ZoneRow(zone.land_use_code, zone.geom, f"Danh mục {number}") for number, zone in enumerate(kept, start=1)]


def town_zones(land: MultiPolygon, prefix: str, plots: Sequence[SamplePlot], seed: int) -> list[ZoneRow]:
    """Lots of a zoning plan of one town, each with a name such as "A-12"."""
    index = _Uses(plots)
    dice = Dice(stream(seed, prefix, "zoning"))
    rows = []
    for number, cell in enumerate(_cells(land, 90, stream(seed, prefix, "zoning cells")), start=1):
        found = index.most(cell)
        code = found if found and not dice.chance(_CHANGED) else dice.pick(_TOWN)
        rows.append(ZoneRow(code, cell, f"Ô {prefix}-{number:02d}"))
    return rows


class _Uses:
    """Which use most of the ground of the plots in a place has."""

    def __init__(self, plots: Sequence[SamplePlot]) -> None:
        self._plots = [plot for plot in plots if plot.geom is not None and plot.land_use not in _UNPLANNED]
        self._tree = shapely.STRtree([plot.point or plot.geom for plot in self._plots])

    def most(self, cell: MultiPolygon) -> str:
        areas: Counter[str] = Counter()
        for at in sorted(self._tree.query(cell, predicate="intersects").tolist()):
            areas[self._plots[at].land_use] += int(self._plots[at].area_m2)
        return max(sorted(areas), key=areas.__getitem__) if areas else ""


def _cells(land: MultiPolygon, count: int, rng: Any) -> list[MultiPolygon]:
    """The land in pieces round random points, from north to south; together exactly the land."""
    west, south, east, north = land.bounds
    points = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    net = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=box(west, south, east, north))
    pieces = shapely.set_precision(shapely.intersection(shapely.get_parts(net), land), _GRID_M)
    kept = [to_multipolygon(piece) for piece in pieces if piece.area > _LEAST_M2]
    return sorted(kept, key=lambda piece: (-round(piece.centroid.y), piece.centroid.x))
