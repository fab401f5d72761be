"""Scalar values: properties, literals, arithmetic, CASEI and ACCENTI."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, DateField, DateTimeField, DecimalField, TextField, Value
from django.utils.translation import gettext as _

from gis.query.errors import QueryError
from gis.query.parser import Node
from gis.query.sql import Sql
from gis.query.terms import NUMBERS, Context, Term, arguments, described, operation, property_name

MAX_NUMBER = Decimal(10) ** 18
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# Python reads other writings of ISO 8601 too, decimal commas and zones without a colon among them.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
_NUMERIC = DecimalField()
# Case folding by ICU whatever the database's own locale; NFC first, or two spellings of one letter would differ.
_CASEI = 'lower(normalize({0}, NFC) COLLATE "und-x-icu")'
# Canonical decomposition without the combining marks; đ is a letter of its own to Unicode, not to a reader.
_ACCENTI = "translate(regexp_replace(normalize({0}, NFD), '[\u0300-\u036f]+', '', 'g'), 'đĐ', 'dD')"
_ARITHMETIC = {
    "+": "({0}::numeric + {1}::numeric)",
    "-": "({0}::numeric - {1}::numeric)",
    "*": "({0}::numeric * {1}::numeric)",
    "/": "({0}::numeric / NULLIF({1}::numeric, 0))",
    "%": "mod({0}::numeric, NULLIF({1}::numeric, 0))",
    "div": "div({0}::numeric, NULLIF({1}::numeric, 0))",
    # Outside the domain or the range of a double the answer is unknown, never an error of the database.
    "^": "(CASE WHEN {0}::numeric = 0 THEN CASE WHEN {1}::numeric > 0 THEN 0 WHEN {1}::numeric = 0 THEN 1 END "
    "WHEN {0}::numeric < 0 AND {1}::numeric <> trunc({1}::numeric) THEN NULL "
    "WHEN abs({0}::numeric) > 1e200 OR abs({1}::numeric) * abs(ln(abs({0}::numeric))) > 400 THEN NULL "
    "ELSE power({0}::float8, {1}::float8) END)::numeric",
}


def scalar(ctx: Context, node: Node) -> Term:
    """The term of a scalar expression.

    Raises:
        QueryError: not a scalar, or of the wrong kind.
    """
    name = property_name(node)
    if name is not None:
        return _property(ctx, name)
    found = operation(node)
    if found:
        return _operation(ctx.deeper(), *found)
    return literal(node)


def _property(ctx: Context, name: str) -> Term:
    if name in ctx.shapes:
        raise QueryError(
            _("“%(name)s” chỉ dùng trong phép không gian.") % {"name": name}, name=name, mend="S_INTERSECTS"
        )
    field = ctx.field(name)
    return Term("number" if field.kind in NUMBERS else field.kind, ctx.value(field))


def _operation(ctx: Context, op: str, args: list[Node]) -> Term:
    if op in _ARITHMETIC:
        left, right = (of_kind(ctx, node, "number") for node in arguments(op, args, 2))
        return Term("number", Sql(_ARITHMETIC[op].replace("%", "%%"), left.value, right.value, output_field=_NUMERIC))
    if op in ("casei", "accenti"):
        term = of_kind(ctx, arguments(op, args, 1)[0], "string")
        template = _CASEI if op == "casei" else _ACCENTI
        return Term("string", Sql(template, term.value, output_field=TextField()), term.literal)
    raise QueryError(_("Không có phép “%(op)s”.") % {"op": op[:40]}, name=op[:40])


def of_kind(ctx: Context, node: Node, kind: str) -> Term:
    """The term of a scalar expression that has to be of one kind.

    Raises:
        QueryError: it is of another.
    """
    term = scalar(ctx, node)
    if term.kind != kind:
        text = _("“%(name)s” phải là kiểu %(kind)s, đang là %(found)s.")
        raise QueryError(
            text % {"name": described(node), "kind": kind, "found": term.kind}, name=described(node), mend=kind
        )
    return term


def literal(node: Node) -> Term:
    """The term of a value written in the filter.

    Raises:
        QueryError: no scalar value.
    """
    if isinstance(node, bool):
        return Term("boolean", Value(node, output_field=BooleanField()), node)
    if isinstance(node, int | float):
        return number(node)
    if isinstance(node, str):
        return Term("string", Value(node, output_field=TextField()), node)
    if isinstance(node, dict) and len(node) == 1:
        kind, text = next(iter(node.items()))
        if kind in _TEMPORAL and isinstance(text, str):
            return _TEMPORAL[kind](text)
    mend = "IS NULL" if node is None else ""
    raise QueryError(_("Giá trị “%(value)s” không dùng được ở đây.") % {"value": described(node)}, mend=mend)


def number(value: float) -> Term:
    """A number, exact as written.

    Raises:
        QueryError: infinite or of more than 18 digits before the point.
    """
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) > MAX_NUMBER:
        raise QueryError(_("Số quá lớn."), mend=f"|x| <= {MAX_NUMBER:.0e}")
    plain = int(exact) if exact == exact.to_integral_value() else exact
    return Term("number", Value(plain), plain)


def calendar_day(text: str) -> date:
    """A day written YYYY-MM-DD.

    Raises:
        QueryError: no such day.
    """
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise QueryError(_("“%(text)s” không phải là ngày.") % {"text": text[:40]}, name=text[:40], mend="YYYY-MM-DD")


def instant(text: str) -> datetime:
    """A moment written as RFC 3339.

    Raises:
        QueryError: no such moment, or without a time zone.
    """
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise QueryError(
        _("“%(text)s” không phải là thời điểm.") % {"text": text[:40]}, name=text[:40], mend="YYYY-MM-DDThh:mm:ssZ"
    )


def _date_term(text: str) -> Term:
    day = calendar_day(text)
    return Term("date", Value(day, output_field=DateField()), day)


def _instant_term(text: str) -> Term:
    moment = instant(text)
    return Term("date-time", Value(moment, output_field=DateTimeField()), moment)


_TEMPORAL: dict[str, Callable[[str], Term]] = {"date": _date_term, "timestamp": _instant_term}


def same_kind(first: Term, second: Term, nodes: list[Any]) -> None:
    """Refuse to compare two kinds.

    Raises:
        QueryError: they differ.
    """
    if first.kind == second.kind and first.kind != "string-array":
        return
    name = described(nodes[0])
    text = _("Không so sánh được %(first)s với %(second)s (“%(name)s”).")
    mend = {"date": "DATE('YYYY-MM-DD')", "date-time": "TIMESTAMP('...Z')", "string-array": "A_CONTAINS"}
    raise QueryError(
        text % {"first": first.kind, "second": second.kind, "name": name},
        name=name,
        mend=mend.get(first.kind, first.kind),
    )
