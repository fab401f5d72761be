"""Invented road lines: along the plots that an address puts on one street, beside them and not through them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString

from land.actions.reference_drafts import RoadRow
from land.sample.randomness import Dice, stream
from land.sample.spec import SamplePlot
from land.sample_reference.places import street_of

_LEAST_PLOTS, _MOST_LINES = 5, 400
_GAP_M = 160.0  # plots of a street further apart belong to another stretch of it
_OVERHANG_M = 25.0
_SHIFTS = sorted(range(-48, 49, 4), key=lambda shift: (abs(shift), shift))
_WIDTHS = ((12, 30), (16, 30), (20, 20), (25, 12), (30, 8))


def road_rows(plots: Sequence[SamplePlot], seed: int) -> list[RoadRow]:
    """One line for each stretch of a street with enough plots on it, the longest lists of plots first."""
    streets: dict[tuple[str, str], list[SamplePlot]] = defaultdict(list)
    for plot in plots:
        if plot.geom is not None and (street := street_of(plot.address)):
            streets[plot.unit_uid, street].append(plot)
    stretches = [
        (street, members)
        for (_unit, street), found in sorted(streets.items())
        for members in _stretches(found)
        if len(members) >= _LEAST_PLOTS
    ]
    stretches.sort(key=lambda item: (-len(item[1]), item[0], item[1][0].key))
    tree = shapely.STRtree([plot.geom for plot in plots if plot.geom is not None])
    rows = []
    for street, members in stretches[:_MOST_LINES]:
        dice = Dice(stream(seed, "road", street, members[0].key))
        width = dice.pick(_WIDTHS)
        line = _beside(_axis(members), tree)
        rows.append(RoadRow(street, MultiLineString([line]), Decimal(width), f"Đoạn qua {len(members)} khu đất mẫu"))
    return rows


def _stretches(plots: Sequence[SamplePlot]) -> list[list[SamplePlot]]:
    points = [shapely.centroid(plot.geom) for plot in plots]
    groups = shapely.get_parts(shapely.union_all(shapely.buffer(points, _GAP_M / 2)))
    tree = shapely.STRtree(points)
    found = [sorted(tree.query(group, predicate="intersects").tolist()) for group in groups]
    return [[plots[at] for at in group] for group in sorted(found)]


def _axis(plots: Sequence[SamplePlot]) -> tuple[Any, Any, float, float]:
    """Middle and direction of a row of plots, and how far it reaches both ways."""
    points = np.array([shapely.get_coordinates(shapely.centroid(plot.geom))[0] for plot in plots])
    middle = points.mean(axis=0)
    _values, vectors = np.linalg.eigh(np.cov((points - middle).T))
    direction = vectors[:, -1]
    if direction[0] < 0:  # the sign of an eigenvector is the library's whim
        direction = -direction
    along = (points - middle) @ direction
    return middle, direction, float(along.min()) - _OVERHANG_M, float(along.max()) + _OVERHANG_M


def _beside(axis: tuple[Any, Any, float, float], tree: shapely.STRtree) -> LineString:
    """The axis moved aside to where it crosses the least ground of plots."""
    middle, direction, low, high = axis
    normal = np.array([-direction[1], direction[0]])
    best: LineString | None = None
    least = np.inf
    for shift in _SHIFTS:
        start = middle + normal * shift
        line = LineString([np.round(start + direction * low, 3), np.round(start + direction * high, 3)])
        hit = tree.geometries.take(tree.query(line, predicate="intersects"))
        crossed = float(shapely.length(shapely.intersection(hit, line)).sum())
        if crossed < least - 0.5:
            best, least = line, crossed
        if crossed < 0.5:
            break
    return best or LineString([middle + direction * low, middle + direction * high])
