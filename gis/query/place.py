"""The `bbox` parameter."""

import shapely
from django.db.models import BooleanField, Expression, F
from django.utils.translation import gettext as _

from gis import crs
from gis.layers import Geometry, Layer
from gis.query import literals
from gis.query.errors import QueryError
from gis.query.spatial import on_place
from gis.query.sql import Sql, condition, either
from gis.query.terms import Context

Corners = tuple[float, float, float, float]  # west, south, east, north


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
    parts = [_within(layer, source, one) for one in corners]
    return parts[0] if len(parts) == 1 else either(parts)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise QueryError(_("BBOX cần bốn hoặc sáu số."), name=text[:60], mend="107.0,10.3,107.2,10.5") from None


def _within(layer: Layer, source: crs.Crs, corners: Corners) -> Expression:
    if source in (crs.CRS84, crs.WGS84, crs.WEB_MERCATOR):
        return _in_mercator(layer, source, corners)
    return on_place(Context(layer, None, source), "s_intersects", shapely.box(*corners))


def _in_mercator(layer: Layer, source: crs.Crs, corners: Corners) -> "InBox":
    # Meridians and parallels are straight and upright in web Mercator: the box stays a box, without added points.
    west, south, east, north = corners
    if source != crs.WEB_MERCATOR:
        (west, east), (south, north) = crs.transform_points(
            [west, east], [max(south, -85.0), min(north, 85.0)], crs.CRS84, crs.WEB_MERCATOR
        )
    return InBox(layer.shape, (west, south, max(east, west), max(north, south)))


class InBox(Sql):
    """Rows of a layer whose boundary touches an upright box of EPSG:3857, or, without one, whose anchor lies in it.

    Attributes:
        geometry: of the layer.
        box: west, south, east, north.
    """

    def __init__(self, geometry: Geometry, box: Corners) -> None:
        self.geometry, self.box = geometry, box
        column, place = F(geometry.tiles[-1][1]), upright(box)
        # Whatever lies wholly in the box is told by its own box, which most rows do.
        touching = condition("({0} && {1} AND ({0} @ {1} OR ST_Intersects({0}, {1})))", column, place)
        if geometry.anchor:
            alone = condition("({0} IS NULL AND {1} && {2})", F(geometry.column), F(geometry.anchor), place)
            touching = either([touching, alone])
        super().__init__("{0}", touching, output_field=BooleanField())


def upright(box: Corners) -> Expression:
    """A box of EPSG:3857 as a constant."""
    return literals.stored(shapely.box(*box), crs.WEB_MERCATOR)
