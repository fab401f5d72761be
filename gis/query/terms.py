"""Typed values of a filter, and what a filter is read against."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Expression, F
from django.utils.translation import gettext as _

from gis.crs import CRS84, Crs
from gis.layers import Field, Layer, LayerError
from gis.query.errors import QueryError
from gis.query.parser import MAX_DEPTH, Node

NUMBERS = frozenset({"integer", "number"})
GEOMETRY = "geometry"
PLACE = "place"


@dataclass(frozen=True)
class Term:
    """A value of known kind.

    Attributes:
        kind: as `Field.kind`, with "integer" written "number".
        value: expression for the database.
        literal: the value itself where the filter wrote it out.
    """

    kind: str
    value: Any
    literal: Any = None


@dataclass(frozen=True)
class Context:
    """Whose filter on which layer.

    Attributes:
        crs: system of the coordinates written in the filter.
        depth: how deep the walk is.
    """

    layer: Layer
    user: Any
    crs: Crs = CRS84
    depth: int = 0

    @property
    def shapes(self) -> frozenset[str]:
        """Names that stand for shapes; none for a table."""
        geometry = self.layer.geometry
        return frozenset({GEOMETRY, PLACE, geometry.column} if geometry else ())

    def deeper(self) -> "Context":
        """The context one level down.

        Raises:
            QueryError: too deep.
        """
        if self.depth >= MAX_DEPTH:
            raise QueryError(_("Bộ lọc lồng nhau quá sâu."))
        return replace(self, depth=self.depth + 1)

    def field(self, name: str) -> Field:
        """A field this reader may name.

        Raises:
            QueryError: there is none.
        """
        try:
            return self.layer.field_for(self.user, name)
        except LayerError:
            raise unknown_property(name) from None

    def value(self, field: Field) -> Expression | F:
        """What this reader sees of the field."""
        return self.layer.value(self.user, field)


def unknown_property(name: str) -> QueryError:
    """Worded alike for a field that does not exist and for one that is hidden."""
    return QueryError(_("Không có thuộc tính “%(name)s”.") % {"name": name}, name=name, mend="queryables")


def property_name(node: Node) -> str | None:
    """The name in {"property": name}, else None."""
    if isinstance(node, dict) and set(node) == {"property"} and isinstance(node["property"], str):
        return str(node["property"])
    return None


def operation(node: Node) -> tuple[str, list[Node]] | None:
    """The operator (lower case) and arguments of {"op": ..., "args": [...]}; None for a node without `op`.

    Raises:
        QueryError: there is an `op`, but without a name or a list of arguments.
    """
    if not isinstance(node, dict) or "op" not in node:
        return None
    name, args = node["op"], node.get("args")
    if not isinstance(name, str) or not isinstance(args, list):
        raise QueryError(_("Phép toán phải có op và args."), name=str(name)[:40])
    return name.lower(), args


def arguments(op: str, args: list[Node], count: int) -> list[Node]:
    """The arguments of an operator that takes exactly `count`.

    Raises:
        QueryError: it got another number.
    """
    if len(args) != count:
        text = _("Phép %(op)s cần %(count)d đối số, có %(found)d.")
        raise QueryError(text % {"op": op, "count": count, "found": len(args)}, name=op)
    return args


def described(node: Node) -> str:
    """A short name of a node for an error."""
    return property_name(node) or (node["op"] if isinstance(node, dict) and "op" in node else str(node))[:40]
