"""The `bbox` parameter."""

from typing import Any

from django.db.models import Expression, F
from django.utils.translation import gettext as _
from shapely.geometry import box

from gis import crs
from gis.layers import Layer
from gis.query import literals
from gis.query.errors import QueryError
from gis.query.spatial import on_place
from gis.query.sql import Sql, condition, either
from gis.query.terms import Context


def read_bbox(layer: Layer, text: str, source: crs.Crs) -> Expression:
    """Rows whose boundary touches the box, or, where they have none, whose anchor lies in it.

    Raises:
        QueryError: not four or six numbers, or outside the system.
    """
    try:
        corners = literals.split_box(_numbers(text), source)
    except QueryError as error:
        raise error.within("bbox", text) from None
    if layer.geometry is None:
        return condition("FALSE")  # only features with a shape in the box are asked for (OGC API - Features, 7.15.3)
    return either([_within(layer, source, one) for one in corners])


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise QueryError(_("BBOX cần bốn hoặc sáu số."), name=text[:60], mend="107.0,10.3,107.2,10.5") from None


def _within(layer: Layer, source: crs.Crs, corners: tuple[float, float, float, float]) -> Expression:
    if source in (crs.CRS84, crs.WGS84, crs.WEB_MERCATOR):
        return _in_mercator(layer, source, corners)
    return on_place(Context(layer, None, source), "s_intersects", box(*corners))


def _in_mercator(layer: Layer, source: crs.Crs, corners: tuple[float, float, float, float]) -> Expression:
    # Meridians and parallels are straight and upright in web Mercator: the box stays a box, without added points.
    west, south, east, north = corners
    if source != crs.WEB_MERCATOR:
        (west, east), (south, north) = crs.transform_points(
            [west, east], [max(south, -85.0), min(north, 85.0)], crs.CRS84, crs.WEB_MERCATOR
        )
    constant = literals.stored(box(west, south, max(east, west), max(north, south)), crs.WEB_MERCATOR)
    geometry = layer.shape
    boundary = _touching_box(F(geometry.tiles[-1][1]), constant)
    if not geometry.anchor:
        return boundary
    return either(
        [boundary, condition("({0} IS NULL AND {1} && {2})", F(geometry.column), F(geometry.anchor), constant)]
    )


def _touching_box(column: Any, upright: Any) -> Sql:
    """A column touches an upright box; whatever lies wholly in it is told by its own box, which most rows do."""
    return condition("({0} && {1} AND ({0} @ {1} OR ST_Intersects({0}, {1})))", column, upright)
