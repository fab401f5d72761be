"""Shapes of a file as boundaries of the register: one MultiPolygon each, flat, valid, in the legal CRS."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from gis.geometry import to_multipolygon
from land.loading.findings import Finding

# A mend that changes less than this is a rounding fault of the file, not a question for a person. Ours.
MEND_M2 = 0.5
MEND_SHARE = 0.0005
GRID_M = 0.0001  # finer digits than a tenth of a millimetre are the noise of transformations
_REASON = re.compile(r"(?P<reason>[^\[]+)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")
_REASONS_VI = {
    "Self-intersection": "tự cắt",
    "Ring Self-intersection": "vòng tự chạm",
    "Hole lies outside shell": "lỗ nằm ngoài vùng",
    "Nested shells": "các vùng lồng nhau",
    "Nested holes": "các lỗ lồng nhau",
    "Interior is disconnected": "phần trong bị chia cắt",
    "Too few points in geometry component": "quá ít đỉnh",
    "Duplicate Rings": "vòng trùng nhau",
}


@dataclass
class Boundaries:
    """Boundaries and points in step with the rows, and what was found."""

    geoms: list[MultiPolygon | None] = field(default_factory=list)
    points: list[Point | None] = field(default_factory=list)
    findings: list[list[Finding]] = field(default_factory=list)


def boundaries_of(shapes: Any, rows: Any, to_legal: Callable[[Any], Any], expected: bool) -> Boundaries:
    """Bring shapes into the legal CRS and make boundaries of them.

    Args:
        shapes: geometries in the file's coordinates, None where a row has none.
        rows: row numbers.
        to_legal: see `Reading.to_legal`.
        expected: a row without a shape is a fault (map formats), not a row of a list.
    """
    result = Boundaries()
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    moved = shapely.set_precision(to_legal(flat), GRID_M, mode="pointwise")
    valid = shapely.is_valid(moved)
    finite = _are_finite(moved)
    for shape, row, is_valid, is_finite in zip(moved, rows, valid, finite, strict=True):
        geom, point, findings = _boundary(shape, int(row), bool(is_valid), bool(is_finite), expected)
        result.geoms.append(geom)
        result.points.append(point)
        result.findings.append(findings)
    return result


def _are_finite(shapes: Any) -> Any:
    finite = np.ones(len(shapes), dtype=bool)
    places, index = shapely.get_coordinates(shapes, return_index=True)
    finite[index[~np.isfinite(places).all(axis=1)]] = False
    return finite


def _boundary(
    shape: Any, row: int, valid: bool, finite: bool, expected: bool
) -> tuple[MultiPolygon | None, Point | None, list[Finding]]:
    if shape is None:
        return None, None, []
    if not finite:
        return None, None, [Finding("geometry_impossible", row)]
    if shape.is_empty:
        return None, None, [Finding("geometry_empty", row)] if expected else []
    area = _closed(shape)
    if area is None:
        if shape.geom_type in {"Point", "MultiPoint"}:
            return None, Point(shapely.centroid(shape).coords[0]), []
        middle = Point(shapely.centroid(shape).coords[0])
        return None, middle, [Finding("geometry_not_area", row, x=middle.x, y=middle.y)]
    if valid and area is shape and area.area > 0:
        return to_multipolygon(area), None, []
    if area.is_valid and area.area > 0:
        return to_multipolygon(area), None, []
    return _mended(area, row)


def _closed(shape: Any) -> Any:
    """The areas of a shape; closed lines count, as drawings and some shapefiles have them."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    polygons = []
    for part in shapely.get_parts(shape):
        if part.geom_type in {"Polygon", "MultiPolygon"}:
            polygons += list(shapely.get_parts(part))
        elif part.geom_type in {"LineString", "LinearRing"} and part.is_closed and len(part.coords) > 3:
            polygons.append(Polygon(part.coords))
    return MultiPolygon(polygons) if polygons else None


def _mended(shape: Any, row: int) -> tuple[MultiPolygon | None, Point | None, list[Finding]]:
    reason, x, y = _reason(shape)
    fixed = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    try:
        geom = to_multipolygon(fixed)
    except ValueError:
        middle = Point(shape.centroid.coords[0]) if not shape.centroid.is_empty else None
        return None, middle, [Finding("geometry_collapsed", row, params={"reason": reason}, x=x, y=y)]
    change = abs(geom.area - shape.area)
    params = {"reason": reason, "change": f"{change:,.1f}".translate(str.maketrans(",.", ".,"))}
    small = change <= max(MEND_M2, MEND_SHARE * geom.area)
    return geom, None, [Finding("geometry_mended" if small else "geometry_crossing", row, params=params, x=x, y=y)]


def _reason(shape: Any) -> tuple[str, float | None, float | None]:
    match = _REASON.match(shapely.is_valid_reason(shape))
    if match is None or match["x"] is None:
        first = LineString(shapely.get_coordinates(shape)[:2]) if len(shapely.get_coordinates(shape)) > 1 else None
        place = first.coords[0] if first is not None else (None, None)
        return (match["reason"].strip() if match else "?"), place[0], place[1]
    english = match["reason"].strip()
    return _REASONS_VI.get(english, english), float(match["x"]), float(match["y"])
