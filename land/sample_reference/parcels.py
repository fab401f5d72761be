"""Invented cadastral maps of a few units: the plots' own parcels, and others' between and around them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, box

from gis.geometry import to_multipolygon
from land.actions.reference_drafts import ParcelRow
from land.sample.randomness import stream
from land.sample.spec import SampleParcel, SamplePlot

_AROUND_M = 28.0
_LOT_M2 = 220.0  # about the size of the parcels between
_FIRST_OTHER = 900  # numbers of parcels that belong to nobody in the register
_LEAST_M2 = 25.0
_MOST_ROWS = 700
_GRID_M = 0.001
_USES = ("ODT", "ODT", "ONT", "CLN", "HNK", "TMD")


def parcel_rows(unit: str, plots: Sequence[SamplePlot], seed: int) -> list[ParcelRow]:
    """Rows of the map of one unit of today, at most some hundreds: the sheets with the most plots first.

    Plots without a boundary get a parcel too, so that the register can be asked to place them.
    """
    sheets: dict[str, list[tuple[SamplePlot, list[SampleParcel]]]] = defaultdict(list)
    for plot in plots:
        held = [parcel for parcel in plot.parcels if parcel.ends_on is None and parcel.unit_uid == unit]
        if held and plot.area_m2 < 20_000:
            sheets[held[0].sheet_number].append((plot, held))
    tree = shapely.STRtree([plot.geom for plot in plots if plot.geom is not None])
    rows: list[ParcelRow] = []
    for sheet, members in sorted(sheets.items(), key=lambda item: (-_weight(item[1]), item[0])):
        if len(rows) > _MOST_ROWS:
            break
        rows += _sheet(unit, sheet, members, tree, stream(seed, unit, sheet, "parcels"))
    return rows


def _weight(members: list[tuple[SamplePlot, list[SampleParcel]]]) -> int:
    """Sheets with plots to place come first."""
    return len(members) + 40 * sum(plot.geom is None for plot, _held in members)


def _sheet(unit: str, sheet: str, members: Any, tree: shapely.STRtree, rng: Any) -> list[ParcelRow]:
    rows: list[ParcelRow] = []
    grounds: list[Any] = []
    for plot, held in members:
        shape = plot.geom if plot.geom is not None else _guess(plot, tree, grounds)
        if shape is None:
            continue
        for parcel, piece in zip(held, _strips(shape, len(held)), strict=False):
            area = plot.area_legal_m2 if len(held) == 1 else None
            rows.append(ParcelRow(unit, sheet, parcel.parcel_number, piece, "", plot.land_use, area))
        grounds.append(shape)
    for number, cell in enumerate(_others(grounds, tree, rng), start=_FIRST_OTHER):
        use = _USES[int(rng.integers(len(_USES)))]
        rows.append(ParcelRow(unit, sheet, str(number), cell, "", use, Decimal(round(cell.area * 10)) / 10))
    return rows


def _guess(plot: SamplePlot, tree: shapely.STRtree, grounds: list[Any]) -> MultiPolygon | None:
    """A square of the plot's area where it lies, without what others hold; None where nothing is left."""
    if plot.point is None:
        return None
    half = max(float(plot.area_m2), 60.0) ** 0.5 / 2
    x, y = plot.point.x, plot.point.y
    square = box(x - half, y - half, x + half, y + half)
    taken = [*tree.geometries.take(tree.query(square)), *grounds]
    return _clean(shapely.difference(square, shapely.union_all(taken))) if taken else _clean(square)


def _strips(shape: MultiPolygon, count: int) -> list[MultiPolygon]:
    """A boundary in so many strips from west to east, for plots of several parcels."""
    if count == 1:
        return [shape]
    west, south, east, north = shape.bounds
    edges = np.linspace(west - 1, east + 1, count + 1)
    pieces = [
        _clean(shapely.intersection(shape, box(edges[at], south - 1, edges[at + 1], north + 1))) for at in range(count)
    ]
    return [piece for piece in pieces if piece is not None]


def _others(grounds: list[Any], tree: shapely.STRtree, rng: Any) -> list[MultiPolygon]:
    """Parcels between and around the plots of a sheet."""
    if not grounds:
        return []
    around = shapely.union_all(shapely.buffer(grounds, _AROUND_M, join_style="mitre", quad_segs=2))
    taken = shapely.union_all([*tree.geometries.take(tree.query(around)), *grounds])
    free = shapely.difference(around, taken)
    count = int(min(free.area / _LOT_M2, 60))
    if count < 2:
        return []
    west, south, east, north = free.bounds
    points = np.column_stack([rng.uniform(west, east, count * 3), rng.uniform(south, north, count * 3)])
    near = points[shapely.contains_xy(around, points)][:count]
    if len(near) < 2:
        return []
    net = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(near), extend_to=box(west, south, east, north)))
    cells = [_clean(piece) for piece in shapely.intersection(net, free)]
    return sorted(
        (cell for cell in cells if cell is not None), key=lambda cell: (-round(cell.centroid.y), cell.centroid.x)
    )


def _clean(shape: Any) -> MultiPolygon | None:
    """The largest polygon of a shape on the millimetre grid, None where it is no parcel."""
    parts = [part for part in shapely.get_parts(shapely.set_precision(shape, _GRID_M)) if part.geom_type == "Polygon"]
    largest = max(parts, key=lambda part: part.area, default=None)
    return None if largest is None or largest.area < _LEAST_M2 else to_multipolygon(largest)
