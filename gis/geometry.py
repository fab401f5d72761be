"""Pure geometry on shapely objects: areas, repair, the characteristic point and its GeoHash."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.crs import CRS84, Crs, transform_points

_BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"
IDENTIFIER_LENGTH = 12  # Circular 19/2026/TT-BNNMT, Appendix I
_IDENTIFIER = re.compile(f"[{_BASE32}]{{{IDENTIFIER_LENGTH}}}")


def to_multipolygon(geometry: BaseGeometry) -> MultiPolygon:
    """The polygons of a geometry as one MultiPolygon; lines and points that a repair left over are dropped.

    Raises:
        ValueError: when no polygon is left.
    """
    if isinstance(geometry, Polygon):
        parts: list[Any] = [geometry]
    else:
        parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    parts = [part for part in parts if not part.is_empty]
    if not parts:
        raise ValueError("no polygon")
    return MultiPolygon(parts)


def characteristic_point(geometry: BaseGeometry, tolerance_m: float = 0.1) -> Point:
    """The point deepest inside (pole of inaccessibility) of the largest part, in the geometry's own system.

    Circular 19/2026/TT-BNNMT names the algorithm "Polygonlabel" but no precision; 0.1 m is ours, so a code made from
    this point is provisional until the registration office issues one.
    """
    return Point(_characteristic_points([geometry], tolerance_m)[0])


def _characteristic_points(geometries: Sequence[BaseGeometry], tolerance_m: float = 0.1) -> Any:
    """As `characteristic_point` for many geometries in one call. Returns an array of shape (n, 2)."""
    parts, owner = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    order = np.lexsort((shapely.area(parts), owner))
    largest = order[np.flatnonzero(np.diff(owner[order], append=-1))]  # the last of each owner
    return shapely.get_coordinates(
        shapely.get_point(shapely.maximum_inscribed_circle(parts[largest], tolerance=tolerance_m), 0)
    )


def geohash(longitude: float, latitude: float, length: int = IDENTIFIER_LENGTH) -> str:
    """GeoHash of a WGS 84 point; equal to PostGIS's ST_GeoHash (tested)."""
    bounds = [[-180.0, 180.0], [-90.0, 90.0]]
    values = (longitude, latitude)
    digits, number = [], 0
    for bit in range(length * 5):
        low_high = bounds[bit % 2]
        middle = sum(low_high) / 2
        upper = values[bit % 2] >= middle
        low_high[0 if upper else 1] = middle
        number = number * 2 + upper
        if bit % 5 == 4:
            digits.append(_BASE32[number])
            number = 0
    return "".join(digits)


def is_parcel_identifier(text: str) -> bool:
    """Whether a text can be a mã định danh thửa đất: 12 characters of GeoHash's alphabet."""
    return _IDENTIFIER.fullmatch(text) is not None


def parcel_identifier(geometry: BaseGeometry, source: Crs) -> str:
    """Mã định danh thửa đất, computed (provisional): GeoHash of the characteristic point, 12 characters.

    Args:
        geometry: a polygon or several, in metres of `source`.
    """
    return parcel_identifiers([geometry], source)[0]


def parcel_identifiers(geometries: Sequence[BaseGeometry], source: Crs) -> list[str]:
    """As `parcel_identifier` for many geometries, transformed in one call."""
    if not geometries:
        return []
    points = _characteristic_points(geometries)
    xs, ys = transform_points(points[:, 0], points[:, 1], source, CRS84)
    return [geohash(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
