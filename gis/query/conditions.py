"""The one translation of CQL2 into a condition of the database, used by tiles, items, facets and exports."""

from collections.abc import Callable
from typing import Any

from django.db.models import Expression, F
from django.utils.translation import gettext as _

from gis.query import arrays, spatial, temporal
from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.scalars import same_kind, scalar
from gis.query.sql import Sql, condition, either, every, negation
from gis.query.terms import PLACE, Context, Term, arguments, described, operation, property_name

_COMPARISONS = {"=", "<>", "<", "<=", ">", ">="}


def translate(ctx: Context, node: Node) -> Expression:
    """The condition of a filter.

    Raises:
        QueryError: the filter is not a condition, or not one this reader may put.
    """
    if isinstance(node, bool):
        return condition("TRUE" if node else "FALSE")
    found = operation(node)
    if found is None:
        return _boolean_property(ctx, node)
    op, args = found
    for names, build in _FAMILIES:
        if op in names:
            return build(ctx.deeper(), op, args)
    raise QueryError(_("Không có phép “%(op)s”.") % {"op": op[:40]}, name=op[:40])


def _boolean_property(ctx: Context, node: Node) -> Expression:
    name = property_name(node)
    term = scalar(ctx, node)
    if name is None or term.kind != "boolean":
        raise QueryError(_("“%(node)s” không phải là điều kiện.") % {"node": described(node)}, name=described(node))
    return condition("{0}", term.value)


def _logical(ctx: Context, op: str, args: list[Node]) -> Expression:
    if op == "not":
        return negation(translate(ctx, arguments(op, args, 1)[0]))
    if not args:
        raise QueryError(_("Phép %(op)s cần ít nhất một điều kiện.") % {"op": op}, name=op)
    parts = [translate(ctx, arg) for arg in args]
    return every(parts) if op == "and" else either(parts)


def _comparison(ctx: Context, op: str, args: list[Node]) -> Sql:
    nodes = arguments(op, args, 2)
    first, second = (scalar(ctx, node) for node in nodes)
    same_kind(first, second, _property_first(nodes))
    return condition(f"({{0}} {op} {{1}})", first.value, second.value)


def _property_first(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: property_name(node) is None)


def _like(ctx: Context, op: str, args: list[Node]) -> Sql:
    nodes = arguments(op, args, 2)
    value, pattern = (scalar(ctx, node) for node in nodes)
    same_kind(value, Term("string", None), nodes)
    if not isinstance(pattern.literal, str):
        raise QueryError(_("LIKE cần một mẫu viết thẳng."), name=described(nodes[1]), mend="LIKE 'a%'")
    if (len(pattern.literal) - len(pattern.literal.rstrip("\\"))) % 2:
        raise QueryError(_("Mẫu của LIKE kết thúc bằng dấu \\ lẻ."), name=pattern.literal[:40], mend="\\\\")
    return condition("({0} LIKE {1})", value.value, pattern.value)


def _between(ctx: Context, op: str, args: list[Node]) -> Sql:
    if len(args) == 2 and isinstance(args[1], list):  # as drafts of the standard had it, and clients still write it
        args = [args[0], *args[1]]
    nodes = arguments(op, args, 3)
    value, low, high = (scalar(ctx, node) for node in nodes)
    same_kind(value, low, nodes)
    same_kind(value, high, nodes)
    if value.kind in ("string", "boolean"):
        raise QueryError(_("BETWEEN cần số hoặc ngày."), name=described(nodes[0]), mend=">= ... AND <= ...")
    return condition("({0} BETWEEN {1} AND {2})", value.value, low.value, high.value)


def _in(ctx: Context, op: str, args: list[Node]) -> Sql:
    node, items = arguments(op, args, 2)
    if not isinstance(items, list) or not items:
        raise QueryError(_("IN cần một danh sách."), name=described(node), mend="IN ('a', 'b')")
    value = scalar(ctx, node)
    terms = [scalar(ctx, item) for item in items]
    for term in terms:
        same_kind(value, term, [node])
    places = ", ".join(f"{{{index}}}" for index in range(1, len(terms) + 1))
    return condition(f"({{0}} IN ({places}))", value.value, *(term.value for term in terms))


def _is_null(ctx: Context, op: str, args: list[Node]) -> Sql:
    node = arguments(op, args, 1)[0]
    name = property_name(node)
    if name in ctx.shapes:
        shape = ctx.layer.shape
        if name == PLACE:
            return condition("({0} IS NULL AND {1} IS NULL)", F(shape.column), F(shape.anchor or shape.column))
        return condition("({0} IS NULL)", F(shape.column))
    term = scalar(ctx, node)
    return condition("({0} IS NULL)", term.value)


Builder = Callable[[Context, str, list[Any]], Expression]
_FAMILIES: tuple[tuple[Any, Builder], ...] = (
    ({"and", "or", "not"}, _logical),
    (_COMPARISONS, _comparison),
    ({"like"}, _like),
    ({"between"}, _between),
    ({"in"}, _in),
    ({"isnull"}, _is_null),
    ({*spatial.FUNCTIONS, spatial.WITHIN_METRES}, spatial.spatial),
    (temporal.RELATIONS, temporal.temporal),
    (arrays.FUNCTIONS, arrays.array),
)
