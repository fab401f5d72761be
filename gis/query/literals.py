"""Geometry written in a request, brought to the system of the stored column so that the index is used."""

from collections.abc import Sequence
from typing import Any

import shapely
from django.contrib.gis.db.models import GeometryField
from django.db.models import Value
from django.utils.translation import gettext as _
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from gis import crs
from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.sql import Sql

MAX_COORDINATES = 5_000
# Longitudes and latitudes round the territory in which the transverse Mercator zones are exact; what a reader draws
# beyond it (a whole-world box) is cut off, which no predicate on rows inside can notice.
WINDOW = (100.0, 2.0, 115.0, 24.0)
WORLD = (-180.0, -85.0, 180.0, 85.0)  # what web Mercator can show
STEP_DEGREES = 0.02  # a straight line on the map bends on the plane by 2 cm at most between such points
_TYPES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})


def geometry(node: Node, source: crs.Crs, target: crs.Crs) -> BaseGeometry:
    """A geometry literal in the target system, x east.

    Raises:
        QueryError: malformed, invalid or too large.
    """
    return to_system(parse(node, source), source, target)


def parse(node: Node, source: crs.Crs) -> BaseGeometry:
    """A GeoJSON geometry or {"bbox": [...]} with x east, in its own system.

    Raises:
        QueryError: malformed, invalid or too large.
    """
    if not isinstance(node, dict):
        raise QueryError(_("Ở đây cần một hình."), mend="POLYGON((...)), BBOX(...)")
    made = _from_bbox(node["bbox"], source) if "bbox" in node else _from_geojson(node, source)
    if made.is_empty or not made.is_valid:
        reason = _("hình rỗng") if made.is_empty else explain_validity(made)
        raise QueryError(_("Hình không hợp lệ: %(reason)s.") % {"reason": reason}, name=str(node.get("type", "bbox")))
    return made


def _from_geojson(node: dict[str, Any], source: crs.Crs) -> BaseGeometry:
    kind = node.get("type")
    if kind == "GeometryCollection" and isinstance(node.get("geometries"), list):
        return shapely.GeometryCollection([_from_geojson(part, source) for part in _simple(node["geometries"])])
    coordinates = node.get("coordinates")
    if kind not in _TYPES or not isinstance(coordinates, list):
        raise QueryError(_("Không đọc được hình."), name=str(kind)[:40], mend=", ".join(sorted(_TYPES)))
    _count(coordinates)
    try:
        made = shapely.force_2d(shape(node))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        raise QueryError(_("Tọa độ của hình không đúng."), name=str(kind)) from None
    if source.latitude_first:
        made = shapely.transform(made, lambda points: points[:, ::-1])
    _guard_range(made.bounds if not made.is_empty else (), source)
    return made


def _simple(parts: list[Any]) -> list[Any]:
    if not all(isinstance(part, dict) and part.get("type") in _TYPES for part in parts):
        raise QueryError(_("Không đọc được hình."), name="GeometryCollection", mend=", ".join(sorted(_TYPES)))
    return parts


def _count(coordinates: Any) -> int:
    """Positions in nested coordinates; refuses what is no number before a library meets it."""
    if not isinstance(coordinates, list):
        raise QueryError(_("Tọa độ của hình không đúng."), name=str(coordinates)[:40])
    if coordinates and all(isinstance(part, int | float) and not isinstance(part, bool) for part in coordinates):
        return 1
    total = sum(_count(part) for part in coordinates)
    if total > MAX_COORDINATES:
        raise QueryError(_("Hình có quá %(limit)d điểm.") % {"limit": MAX_COORDINATES})
    return total


def _from_bbox(numbers: Any, source: crs.Crs) -> BaseGeometry:
    if not isinstance(numbers, list) or not all(isinstance(n, int | float) for n in numbers):
        raise QueryError(_("BBOX cần bốn hoặc sáu số."), name="bbox")
    boxes = [box(*corners) for corners in split_box([float(n) for n in numbers], source)]
    return boxes[0] if len(boxes) == 1 else shapely.MultiPolygon(boxes)


def split_box(numbers: Sequence[float], source: crs.Crs) -> list[tuple[float, float, float, float]]:
    """A bounding box of 4 or 6 numbers in the system's own axis order as (west, south, east, north).

    One that crosses the 180th meridian gives two.

    Raises:
        QueryError: another count, south above north, or outside the system.
    """
    if len(numbers) not in (4, 6):
        raise QueryError(_("BBOX cần bốn hoặc sáu số."), name="bbox")
    half = len(numbers) // 2
    first, second = (numbers[0], numbers[1]), (numbers[half], numbers[half + 1])
    (west, south), (east, north) = (first[::-1], second[::-1]) if source.latitude_first else (first, second)
    _guard_range((min(west, east), south, max(west, east), north), source)
    if south > north or (west > east and source.metres):
        raise QueryError(_("BBOX có cạnh dưới cao hơn cạnh trên hoặc cạnh trái lệch sang phải."), name="bbox")
    if west > east:
        return [(west, south, 180.0, north), (-180.0, south, east, north)]
    return [(west, south, east, north)]


def _guard_range(bounds: Sequence[float], source: crs.Crs) -> None:
    in_degrees = source in (crs.CRS84, crs.WGS84, crs.VN2000_GEO)
    limits = (180.0, 90.0, 180.0, 90.0) if in_degrees else (3e7, 3e7, 3e7, 3e7)
    if not all(abs(value) <= limit for value, limit in zip(bounds, limits, strict=False)):  # NaN fails too
        raise QueryError(_("Tọa độ nằm ngoài hệ %(crs)s.") % {"crs": source.code}, mend=source.code)


def to_system(made: BaseGeometry, source: crs.Crs, target: crs.Crs) -> BaseGeometry:
    """The geometry in another system, with points added where straight lines would bend; may come back empty."""
    if source.srid == target.srid:
        return made
    if not source.metres:
        made = _to_window(made, source, WINDOW if target.metres else WORLD)
    if made.is_empty:
        return made
    step = _step(made, source)
    return crs.transform(shapely.segmentize(made, step) if step else made, source, target)


def _to_window(made: BaseGeometry, source: crs.Crs, bounds: tuple[float, float, float, float]) -> BaseGeometry:
    window = box(*bounds)
    if source == crs.WEB_MERCATOR:
        window = crs.transform(window, crs.CRS84, crs.WEB_MERCATOR)
    return made if window.contains(made) else shapely.intersection(made, window)


def _step(made: BaseGeometry, source: crs.Crs) -> float:
    if source.metres:
        return 0.0  # between two zones of one plane the bend of a plot-sized line is under a millimetre
    step = STEP_DEGREES if source != crs.WEB_MERCATOR else STEP_DEGREES * 111_000
    return max(step, float(made.length) / MAX_COORDINATES)


def stored(made: BaseGeometry, system: crs.Crs) -> Any:
    """The geometry, whose coordinates are of `system` already, as a constant of the database."""
    return constant(Value(ewkb(made, system)), system)


def ewkb(made: BaseGeometry, system: crs.Crs) -> str:
    """The geometry as the database takes it for a text."""
    return str(shapely.to_wkb(shapely.set_srid(made, system.srid), hex=True, include_srid=True))


def constant(text: Value, system: crs.Crs) -> Any:
    """A geometry of the database from the text that `ewkb` gives."""
    return Sql("{0}::geometry", text, output_field=GeometryField(srid=system.srid))


def mercator_box(bounds: tuple[float, float, float, float]) -> Any:
    """A box of EPSG:3857 (west, south, east, north) as a constant of the database."""
    return stored(box(*bounds), crs.WEB_MERCATOR)
