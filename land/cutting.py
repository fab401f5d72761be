"""Dividing a boundary: by lines across it, by the boundaries of its parts, or into the parts that lie apart.

Everything is planar, in metres of the legal CRS. What comes out always covers the whole boundary: slivers that
digitising leaves go to the neighbour they border on.
"""

from collections.abc import Sequence
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import LineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from gis.geometry import to_multipolygon
from land.errors import BadChange

REACH_M = 0.5  # a line that ends this short of the boundary is drawn out to it; ours
SLIVER_M = 0.2  # ground narrower than this is what rounding leaves, no part of its own; ours
OUTSIDE_SHARE = 0.01  # a part may stick out, or two parts overlap, by this share of the part; ours
MOST_PARTS = 50
_LEAST_M2 = 0.01


def cut(boundary: MultiPolygon, lines: Sequence[LineString]) -> list[MultiPolygon]:
    """The parts into which lines divide a boundary, from north to south. Ground apart that no line touches stays with
    the largest part.

    Raises:
        BadChange: the lines divide nothing, or into too many parts.
    """
    parts: list[Any] = []
    whole: list[Any] = []
    for ground in shapely.get_parts(boundary):
        pieces = _cut_one(ground, lines)
        (parts if len(pieces) > 1 else whole).extend(pieces)
    if not parts:
        raise BadChange(
            _(
                "Đường cắt chưa chia được khu đất. Hãy vẽ hoặc ghi đường cắt đi qua hết khu đất, hai "
                "đầu nằm ngoài ranh giới."
            )
        )
    return _ordered(_with_rest([to_multipolygon(part) for part in parts], whole))


def assemble(boundary: MultiPolygon, shapes: Sequence[BaseGeometry]) -> list[MultiPolygon]:
    """Parts from their own boundaries, fitted into the whole; ground that none of them takes is the last part.

    Raises:
        BadChange: a part lies outside, two overlap, or nothing is divided.
    """
    parts: list[MultiPolygon] = []
    taken: Any = shapely.MultiPolygon()
    for number, shape in enumerate(shapes, start=1):
        part = _fitted(number, shape, boundary, taken)
        parts.append(part)
        taken = shapely.union(taken, part)
    rest = [piece for piece in shapely.get_parts(shapely.difference(boundary, taken)) if piece.area > _LEAST_M2]
    broad = [piece for piece in rest if not is_sliver(piece)]
    if broad:
        parts.append(to_multipolygon(shapely.union_all(broad)))
    if len(parts) < 2:
        raise BadChange(_("Ranh giới các phần chưa chia được khu đất: cần ít nhất hai phần."))
    _check_count(len(parts))
    return _with_rest(parts, [piece for piece in rest if is_sliver(piece)])


def apart(boundary: MultiPolygon) -> list[MultiPolygon]:
    """The parts of a boundary that do not touch.

    Raises:
        BadChange: there is only one.
    """
    parts = [to_multipolygon(part) for part in shapely.get_parts(boundary)]
    if len(parts) < 2:
        raise BadChange(_("Khu đất chỉ có một phần liền; hãy vẽ đường cắt."))
    _check_count(len(parts))
    return _ordered(parts)


def is_sliver(shape: BaseGeometry) -> bool:
    """Whether ground is as narrow as rounding leaves it: its mean width, twice the area by the perimeter."""
    return bool(shape.length == 0 or 2 * shape.area / shape.length < SLIVER_M)


def _cut_one(ground: Any, lines: Sequence[LineString]) -> list[Any]:
    drawn = [_drawn_out(line) for line in lines if line.intersects(ground)]
    if not drawn:
        return [ground]
    noded = shapely.union_all([ground.boundary, *drawn])
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = [piece for piece in found if ground.contains(piece.representative_point())]
    broad = [piece for piece in inside if not is_sliver(piece)]
    if len(broad) < 2:
        return [ground]
    _check_count(len(broad))
    slivers = [piece for piece in inside if is_sliver(piece)]
    return [shapely.get_parts(part)[0] if len(part.geoms) == 1 else part for part in _with_rest(broad, slivers)]


def _drawn_out(line: LineString) -> LineString:
    """The line, both ends drawn out by REACH_M in their own direction: hands rarely hit the boundary exactly."""
    points = [(x, y) for x, y in shapely.get_coordinates(line)]
    if points[0] == points[-1]:
        return line
    return LineString([_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])])


def _beyond(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5 or 1.0
    return end[0] + (end[0] - start[0]) / length * REACH_M, end[1] + (end[1] - start[1]) / length * REACH_M


def _fitted(number: int, shape: BaseGeometry, boundary: MultiPolygon, taken: Any) -> MultiPolygon:
    if not shape.is_valid:
        raise BadChange(
            _("Phần %(number)s có ranh giới không hợp lệ (%(why)s).")
            % {"number": number, "why": shapely.is_valid_reason(shape)}
        )
    outside = shapely.difference(shape, boundary).area
    if outside > shape.area * OUTSIDE_SHARE:
        raise BadChange(
            _("Phần %(number)s nằm ngoài ranh giới khu đất %(outside)s m². Hãy kiểm tra tọa độ.")
            % {"number": number, "outside": f"{outside:.1f}"}
        )
    shared = shapely.intersection(shape, taken).area
    if shared > shape.area * OUTSIDE_SHARE:
        raise BadChange(
            _("Phần %(number)s chồng lên các phần trước %(shared)s m².") % {"number": number, "shared": f"{shared:.1f}"}
        )
    inside = shapely.difference(shapely.intersection(shape, boundary), taken)
    try:
        return to_multipolygon(inside)
    except ValueError as error:
        raise BadChange(_("Phần %(number)s không có diện tích nằm trong khu đất.") % {"number": number}) from error


def _with_rest(parts: Sequence[Any], rest: Sequence[Any]) -> list[MultiPolygon]:
    """Give each leftover to the part it borders on longest, ground that borders on none to the largest."""
    joined: list[Any] = list(parts)
    for piece in rest:
        borders = [shapely.intersection(part, piece.boundary).length for part in joined]
        longest = max(borders)
        sizes = [part.area for part in joined]
        at = borders.index(longest) if longest > 0 else sizes.index(max(sizes))
        joined[at] = shapely.union(joined[at], piece)
    return [to_multipolygon(part) for part in joined]


def _ordered(parts: list[MultiPolygon]) -> list[MultiPolygon]:
    """From north to south, then west to east, as parcels are numbered on a sheet."""
    return sorted(parts, key=lambda part: (-round(part.centroid.y, 1), part.centroid.x))


def _check_count(count: int) -> None:
    if count > MOST_PARTS:
        raise BadChange(
            _("Chỉ tách được tối đa %(most_parts)s phần một lần; ở đây có %(count)s phần.")
            % {"most_parts": MOST_PARTS, "count": count}
        )
