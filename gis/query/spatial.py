"""Spatial predicates on the stored geometry, and on the place of a row that has no boundary."""

from django.db.models import F, Value
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gis import crs
from gis.query import literals
from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.scalars import scalar
from gis.query.sql import Sql, condition, either
from gis.query.terms import GEOMETRY, PLACE, Context, arguments, property_name

FUNCTIONS = {
    "s_intersects": "ST_Intersects",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
    "s_equals": "ST_Equals",
    "s_disjoint": "ST_Disjoint",
    "s_touches": "ST_Touches",
    "s_crosses": "ST_Crosses",
    "s_overlaps": "ST_Overlaps",
}
_MIRRORED = {"s_within": "s_contains", "s_contains": "s_within"}
WITHIN_METRES = "s_dwithin"
MAX_METRES = 100_000.0


def spatial(ctx: Context, op: str, args: list[Node]) -> Sql:
    """The condition of a spatial operator.

    Raises:
        QueryError: the arguments are not one geometry property and one literal.
    """
    distance = None
    if op == WITHIN_METRES:
        distance = _metres(ctx, arguments(op, args, 3)[2])
        args = args[:2]
    first, second = arguments(op, args, 2)
    name = property_name(first)
    if name is None:
        op, name, second = _MIRRORED.get(op, op), property_name(second), first
    if name is None or property_name(second) is not None:
        raise QueryError(_("Phép %(op)s cần một thuộc tính hình và một hình.") % {"op": op}, name=op, mend=GEOMETRY)
    if name not in ctx.shapes:
        ctx.field(name)  # an unknown name is told as such first
        raise QueryError(_("“%(name)s” không phải là hình.") % {"name": name}, name=name, mend=f"{GEOMETRY}, {PLACE}")
    made = literals.parse(second, ctx.crs)
    return on_place(ctx, op, made, distance) if name == PLACE else _on_boundary(ctx, op, made, distance)


def _metres(ctx: Context, node: Node) -> float:
    value = scalar(ctx, node).literal
    if isinstance(value, bool | str) or value is None or not 0 <= float(value) <= MAX_METRES:
        raise QueryError(_("Khoảng cách phải là số mét từ 0 đến 100000."), name=WITHIN_METRES)
    return float(value)


def on_place(ctx: Context, op: str, made: BaseGeometry, distance: float | None = None) -> Sql:
    """The condition on the boundary, or on the anchor point of a row that has none."""
    boundary, shape = _on_boundary(ctx, op, made, distance), ctx.layer.shape
    if not shape.anchor:
        return boundary
    anchor = _on_column(ctx, op, made, F(shape.anchor), crs.WEB_MERCATOR, distance)
    without = condition("({0} IS NULL AND {1})", F(shape.column), anchor)
    return either([boundary, without])


def _on_boundary(ctx: Context, op: str, made: BaseGeometry, distance: float | None) -> Sql:
    return _on_column(ctx, op, made, F(ctx.layer.shape.column), ctx.layer.shape.system, distance)


def _on_column(ctx: Context, op: str, made: BaseGeometry, column: F, system: crs.Crs, distance: float | None) -> Sql:
    constant = literals.stored(literals.to_system(made, ctx.crs, system), system)
    if distance is None:
        return condition(f"{FUNCTIONS[op]}({{0}}, {{1}})", column, constant)
    if system.metres:
        return condition("ST_DWithin({0}, {1}, {2})", column, constant, Value(distance))
    if system != crs.WEB_MERCATOR:
        return condition("ST_DWithin({0}::geography, {1}::geography, {2})", column, constant, Value(distance))
    # The anchor is stored in web Mercator, whose metres are not metres: widen by scale, then measure in the legal zone.
    legal = literals.stored(literals.to_system(made, ctx.crs, crs.LEGAL), crs.LEGAL)
    template = (
        f"({{0}} && ST_Expand({{1}}, {{2}} * 1.1) AND ST_DWithin(ST_Transform({{0}}, {crs.LEGAL.srid}), {{3}}, {{2}}))"
    )
    return condition(template, column, constant, Value(distance), legal)
