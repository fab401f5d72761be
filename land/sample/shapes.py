"""From straight-edged cells to boundaries as they are surveyed: bent, uneven, on the millimetre grid.

Neighbours stay neighbours: what is added to an edge depends on its two ends alone, so both sides get the same points.
Only additions, products and square roots are used; sines differ between processors in the last bit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Polygon

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Warp = Callable[[Floats], Floats]

DIGITS = 3  # millimetres
_LEAST_POINTS, _MOST_POINTS = 4, 300


@dataclass(frozen=True, slots=True)
class Texture:
    """How an edge looks: a point every `step_m`, swaying by `share` of its length but at most `most_m`."""

    step_m: float
    share: float
    most_m: float
    pieces: int = 64


def wave(x: Floats) -> Floats:
    """A sine-like wave of period 1 made of parabolas, the same bits on every machine."""
    f = x - np.floor(x) - 0.5
    return 16 * f * (0.5 - np.abs(f))


def polygons(rings: Sequence[Sequence[tuple[float, float]]], texture: Texture, warp: Warp | None = None) -> Any:
    """Polygons of rings that share their corners exactly; edges are roughened, bent by `warp` and rounded."""
    sizes = np.array([len(ring) for ring in rings], dtype=np.int64)
    corners = np.array([corner for ring in rings for corner in ring], dtype=np.float64)
    points, owner = _roughen(corners, sizes, texture)
    if warp is not None:
        points = warp(points)
    return shapely.polygons(shapely.linearrings(np.round(points, DIGITS), indices=owner))


def roughen_polygons(shapes: Sequence[Polygon], texture: Texture) -> Any:
    """As `polygons`, for polygons without holes that already share their corners."""
    rings = [shapely.get_coordinates(shape.exterior)[:-1].round(DIGITS) for shape in shapes]
    sizes = np.array([len(ring) for ring in rings], dtype=np.int64)
    points, owner = _roughen(np.concatenate(rings), sizes, texture)
    return shapely.polygons(shapely.linearrings(np.round(points, DIGITS), indices=owner))


def _roughen(corners: Floats, sizes: Ints, texture: Texture) -> tuple[Floats, Ints]:
    following = np.arange(1, len(corners) + 1)
    last = np.cumsum(sizes) - 1
    following[last] = last + 1 - sizes
    target = corners[following]
    swap = (corners[:, 0] > target[:, 0]) | ((corners[:, 0] == target[:, 0]) & (corners[:, 1] > target[:, 1]))
    low = np.where(swap[:, None], target, corners)
    run = np.where(swap[:, None], corners, target) - low
    length = np.sqrt(run[:, 0] * run[:, 0] + run[:, 1] * run[:, 1])
    pieces = np.clip(np.rint(length / texture.step_m), 1, texture.pieces).astype(np.int64)
    edge = np.repeat(np.arange(len(corners)), pieces)
    count = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    position = np.where(swap[edge], pieces[edge] - count, count)
    along = position / pieces[edge]
    sway = _sway(_mix(low, low + run)[edge], position, along) * np.minimum(length * texture.share, texture.most_m)[edge]
    unit = run / np.maximum(length, 0.001)[:, None]
    points = low[edge] + run[edge] * along[:, None] + sway[:, None] * np.column_stack([-unit[:, 1], unit[:, 0]])[edge]
    points[count == 0] = corners
    return points, np.repeat(np.repeat(np.arange(len(sizes)), sizes), pieces)


def _sway(word: Hashes, position: Ints, along: Floats) -> Floats:
    """Between -1 and 1, nothing at both ends: a bow, two waves and some unevenness."""
    taper = 4 * along * (1 - along)
    bow = _part(word, 0) - 0.5
    slow = wave(along + _part(word, 16)) * (_part(word, 24) - 0.5)
    fast = wave(3 * along + _part(word, 32)) * (_part(word, 40) - 0.5)
    rough = _part(_scramble(word + position.astype(np.uint64)), 8) - 0.5
    total: Floats = taper * (0.8 * bow + 0.7 * slow + 0.45 * fast + 0.25 * rough)
    return total


def _part(word: Hashes, shift: int) -> Floats:
    return ((word >> np.uint64(shift)) & np.uint64(0xFFFF)).astype(np.float64) / 65536.0


def _mix(low: Floats, high: Floats) -> Hashes:
    """A number of its own for each edge, from its ends in millimetres."""
    word = np.zeros(len(low), dtype=np.uint64)
    for column in (low[:, 0], low[:, 1], high[:, 0], high[:, 1]):
        word = _scramble(word ^ np.rint(column * 1000).astype(np.int64).astype(np.uint64))
    return word


def _scramble(word: Hashes) -> Hashes:
    word = (word + np.uint64(0x9E3779B97F4A7C15)).astype(np.uint64)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = word ^ (word >> np.uint64(31))
    return mixed


def clip(shapes: Any, region: Polygon, least_m2: float, narrowest_m: float) -> tuple[Any, Ints]:
    """The shapes inside a region, those at its edge cut by it; which of the given ones they are comes beside.

    Left out: what is smaller than `least_m2`, narrower than about `narrowest_m`, broken, or has too many points.
    """
    shapely.prepare(region)
    order = np.arange(len(shapes))
    near = shapely.intersects(region, shapes)
    shapes, order = shapes[near], order[near]
    shapes = shapes.copy()
    cut = np.flatnonzero(~shapely.contains_properly(region, shapes))
    for index, piece in zip(cut.tolist(), shapely.intersection(shapes[cut], region), strict=True):
        shapes[index] = _largest(piece)
    area = shapely.area(shapes)
    width = 2 * area / np.maximum(shapely.length(shapes), 0.001)
    points = shapely.get_num_coordinates(shapes)
    good = (area >= least_m2) & (width >= narrowest_m) & (points <= _MOST_POINTS + 1) & shapely.is_valid(shapes)
    good &= (shapely.get_num_interior_rings(shapes) == 0) & (points > _LEAST_POINTS)
    return shapes[good], order[good]


def cut_across(shape: Polygon, share: float, least_m2: float) -> list[Polygon]:
    """A plot cut across its longer side: the part up to `share` of its length, and the rest; nothing when one of them
    would be too small or in pieces.
    """
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(shape))[:4]
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    along, across = (first, second) if (first**2).sum() >= (second**2).sum() else (second, first)
    start = corners[0] if along is first else corners[1]
    middle = start + along * share
    half = Polygon([middle - across * 2, middle + across * 2, middle + across * 2 - along, middle - across * 2 - along])
    pieces = [shapely.intersection(shape, half), shapely.difference(shape, half)]
    rounded = [shapely.set_precision(piece, 10.0**-DIGITS) for piece in pieces]
    good = [piece for piece in rounded if isinstance(piece, Polygon) and piece.area > least_m2]
    return good if len(good) == 2 else []


def _largest(geometry: Any) -> Polygon:
    largest = geometry
    if not isinstance(geometry, Polygon):
        parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
        largest = max(parts, key=lambda part: part.area, default=Polygon())
    if largest.is_empty:
        return Polygon()
    return Polygon(np.round(shapely.get_coordinates(largest.exterior), DIGITS), largest.interiors)
