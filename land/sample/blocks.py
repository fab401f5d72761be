"""Lots of one block between streets, as rings that share every corner with their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

Corner = tuple[float, float]
Box = tuple[float, float, float, float]

_SAME_M = 0.9  # rear corners nearer than this are one


@dataclass(slots=True)
class Cell:
    """One lot in the plane of its street grid.

    Attributes:
        ring: corners, open.
        theme: as in spec.Site.
        street: number of the street in front; `corner` of the second, -1 without.
        block: number of the block.
    """

    ring: list[Corner]
    theme: str
    street: int
    corner: int
    block: int


@dataclass(frozen=True, slots=True)
class Frontage:
    """Widths of lots along a street, and how uneven they are."""

    least_m: float
    most_m: float
    tilt_m: float
    flags: float  # share of lots with a second one behind them
    cut_m: float  # corner cut


@dataclass(slots=True)
class _Row:
    front: float
    cuts: list[float]
    rears: list[float]
    flagged: dict[int, float]


def house_rings(rng: Generator, box: Box, frontage: Frontage) -> list[tuple[list[Corner], int, bool]]:
    """Two rows of lots back to back: (ring, side, at a corner); side 0 fronts the lower street, 1 the upper."""
    west, south, east, north = box
    rows = [_row(rng, west, east, front, frontage) for front in (south, north)]
    _join_rears(rows)
    middle = _middle_line(rng, rows, south, north)
    rings: list[tuple[list[Corner], int, bool]] = []
    for side, row in enumerate(rows):
        rings += [(ring, side, at_corner) for ring, at_corner in _lots(row, middle, frontage, 1 if side == 0 else -1)]
    return rings


def _row(rng: Generator, west: float, east: float, front: float, frontage: Frontage) -> _Row:
    cuts = [west]
    widths = rng.uniform(frontage.least_m, frontage.most_m, int((east - west) / frontage.least_m) + 2)
    if frontage.flags:
        # Lots that were joined are two to four times as wide.
        widths *= np.array([1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.2, 4.4])[rng.integers(0, 8, len(widths))]
    for width in widths.tolist():
        if east - cuts[-1] <= 1.6 * frontage.least_m:
            break
        cuts.append(min(cuts[-1] + width, east))
    if len(cuts) > 1:
        cuts[-1] = east
    else:
        cuts.append(east)
    tilts = rng.uniform(-frontage.tilt_m, frontage.tilt_m, len(cuts))
    rears = [
        cut + (tilt if 0 < index < len(cuts) - 1 else 0.0)
        for index, (cut, tilt) in enumerate(zip(cuts, tilts, strict=True))
    ]
    flagged: dict[int, float] = {}
    for index in range(1, len(cuts) - 2):
        wide = cuts[index + 1] - cuts[index] > 9.0
        if wide and index - 1 not in flagged and rng.random() < frontage.flags:
            flagged[index] = float(rng.uniform(0.42, 0.6))
    return _Row(front, cuts, rears, flagged)


def _join_rears(rows: Sequence[_Row]) -> None:
    lower, upper = rows
    for index, place in enumerate(upper.rears):
        nearest = min(lower.rears, key=lambda other: abs(other - place))
        if abs(nearest - place) < _SAME_M:
            upper.rears[index] = nearest


def _middle_line(rng: Generator, rows: Sequence[_Row], south: float, north: float) -> dict[float, float]:
    knots = sorted({place for row in rows for place in row.rears})
    depth = north - south
    level = (south + north) / 2 + depth * rng.uniform(-0.06, 0.06)
    slope = depth * rng.uniform(-0.1, 0.1) / max(knots[-1] - knots[0], 1.0)
    jitter = rng.uniform(-0.035, 0.035, len(knots)) * depth
    return {knot: level + slope * (knot - knots[0]) + float(step) for knot, step in zip(knots, jitter, strict=True)}


def _lots(row: _Row, middle: dict[float, float], frontage: Frontage, up: int) -> list[tuple[list[Corner], bool]]:
    last = len(row.cuts) - 2
    lots: list[tuple[list[Corner], bool]] = []
    knots = sorted(middle)
    for index in range(last + 1):
        left, right = row.rears[index], row.rears[index + 1]
        rear = [(knot, middle[knot]) for knot in reversed(knots) if left <= knot <= right]
        front = [(row.cuts[index], row.front), (row.cuts[index + 1], row.front)]
        at_corner = index in (0, last)
        if index in row.flagged:
            lots += _flag_lots(front, rear, row.flagged[index])
            continue
        # A flag lot to the right puts a corner on the line between.
        share = row.flagged.get(index + 1)
        notch = [_between(front[1], rear[0], share)] if share else []
        lots.append((_cut_corners(front, frontage.cut_m, index == 0, index == last, up) + notch + rear, at_corner))
    return lots


def _flag_lots(front: list[Corner], rear: list[Corner], share: float) -> list[tuple[list[Corner], bool]]:
    """A lot on the street and one behind it, reached by a strip of 3 m; shares the far corner with the left lot."""
    left, right = front
    gate = (right[0] - 3.0, right[1])
    inner_left = _between(left, rear[-1], share)
    turn = _between(gate, (rear[0][0] - 3.0, rear[0][1]), share)
    return [
        ([left, gate, turn, inner_left], False),
        ([gate, right, *rear, inner_left, turn], False),
    ]


def _between(start: Corner, end: Corner, share: float) -> Corner:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _cut_corners(front: list[Corner], cut: float, first: bool, last: bool, up: int) -> list[Corner]:
    (west, level), (east, _) = front
    if cut <= 0 or east - west < 2.5 * cut:
        return front
    left = [(west, level + up * cut), (west + cut, level)] if first else [front[0]]
    right = [(east - cut, level), (east, level + up * cut)] if last else [front[1]]
    return left + right


def civic_rings(rng: Generator, box: Box, columns: int, cut: float) -> list[tuple[list[Corner], int, bool]]:
    """A block for public buildings: one to four columns, some divided in front and rear, corners cut."""
    west, south, east, north = box
    places = [west, *(west + (east - west) * (k + rng.uniform(-0.2, 0.2)) / columns for k in range(1, columns)), east]
    tops = [place + (rng.uniform(-4, 4) if 0 < index < columns else 0.0) for index, place in enumerate(places)]
    levels = [
        float(south + (north - south) * rng.uniform(0.35, 0.65)) if rng.random() < 0.35 else None
        for _ in range(columns)
    ]
    rings: list[tuple[list[Corner], int, bool]] = []
    for k in range(columns):
        sides = [_side(places[j], tops[j], south, north) for j in (k, k + 1)]
        low, high = _front_and_rear(box, places, tops, k, columns, cut)
        level = levels[k]
        ends = k in (0, columns - 1)
        notches = [
            [_at(sides[j], other)] if (other := _level(levels, k + (-1, 1)[j])) is not None else [] for j in (0, 1)
        ]
        if level is None:
            rings.append(([*low, *notches[1], *high, *notches[0]], 0, ends))
            continue
        cross = [_at(sides[0], level), _at(sides[1], level)]
        below = [[point for point in notch if point[1] < level] for notch in notches]
        above = [[point for point in notch if point[1] >= level] for notch in notches]
        rings.append(([*low, *below[1], cross[1], cross[0], *below[0]], 0, ends))
        rings.append(([cross[0], cross[1], *above[1], *high, *above[0]], 1, ends))
    return rings


def _level(levels: list[float | None], index: int) -> float | None:
    return levels[index] if 0 <= index < len(levels) else None


def _side(bottom: float, top: float, south: float, north: float) -> tuple[Corner, Corner]:
    return (bottom, south), (top, north)


def _at(side: tuple[Corner, Corner], level: float) -> Corner:
    (bottom, south), (top, north) = side
    return (bottom + (top - bottom) * (level - south) / (north - south), level)


def _front_and_rear(
    box: Box, places: list[float], tops: list[float], k: int, columns: int, cut: float
) -> tuple[list[Corner], list[Corner]]:
    """Lower edge left to right and upper edge right to left, with the block's corners cut."""
    _, south, _, north = box
    first, last = k == 0, k == columns - 1
    low = _cut_corners([(places[k], south), (places[k + 1], south)], cut, first, last, 1)
    high = _cut_corners([(tops[k], north), (tops[k + 1], north)], cut, first, last, -1)
    return low, high[::-1]
