"""Order of rows and the token that continues after one: keyset paging that survives nulls and edits."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db.models import DecimalField, Expression, F, TextField, Value
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from gis.layers import Field, Layer, LayerError
from gis.query.errors import QueryError
from gis.query.sql import Sql, condition, either, every

_SALT = "gis.query.order"
MAX_KEYS = 5
_CASTS = {"date": "date", "date-time": "timestamptz", "integer": "numeric", "number": "numeric", "boolean": "boolean"}


@dataclass(frozen=True)
class SortKey:
    """One sort key. Rows without a value come last in either direction."""

    name: str
    value: Any
    kind: str
    descending: bool = False
    may_be_null: bool = True

    def order_by(self) -> OrderBy:
        """For `QuerySet.order_by`."""
        nulls: Any = {"nulls_last": True} if self.may_be_null else {}
        ordered = self.value if isinstance(self.value, F) else Sql("{0}", self.value, output_field=TextField())
        return OrderBy(ordered, descending=self.descending, **nulls)

    def after(self, value: Any) -> Expression | None:
        """Rows behind a value; None where there can be none."""
        if value is None:
            return None
        sign = "<" if self.descending else ">"
        template = f"({{0}} {sign} {{1}} OR {{0}} IS NULL)" if self.may_be_null else f"({{0}} {sign} {{1}})"
        return condition(template, self.value, self._constant(value))

    def equal(self, value: Any) -> Expression:
        """Rows with the same value."""
        if value is None:
            return condition("({0} IS NULL)", self.value)
        return condition("({0} = {1})", self.value, self._constant(value))

    def _constant(self, value: Any) -> Any:
        cast = _CASTS.get(self.kind)
        text = Value(str(value), output_field=TextField())
        return Sql(f"({{0}})::{cast}", text, output_field=DecimalField()) if cast else text


def read_order(layer: Layer, user: Any, text: str) -> tuple[SortKey, ...]:
    """The order asked for by `+name,-name`, always ending with the layer's key.

    Raises:
        QueryError: an unknown or unsortable name, or too many.
    """
    keys: list[SortKey] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        field = _sortable(layer, user, part.lstrip("+-"))
        keys.append(SortKey(field.name, layer.value(user, field), field.kind, part.startswith("-")))
    if len(keys) > MAX_KEYS:
        raise QueryError(_("Chỉ sắp xếp theo tối đa %(limit)d thuộc tính.") % {"limit": MAX_KEYS}, parameter="sortby")
    return (*keys, SortKey("", F(layer.key), "string", may_be_null=False))


def _sortable(layer: Layer, user: Any, name: str) -> Field:
    try:
        field = layer.field_for(user, name)
    except LayerError:
        field = None
    if field is None or not field.sortable:
        detail = _("Không sắp xếp được theo “%(name)s”.") % {"name": name[:80]}
        raise QueryError(detail, parameter="sortby", name=name[:80], mend="sortables")
    return field


def behind(order: Sequence[SortKey], values: Sequence[Any]) -> Expression:
    """Rows that come after the row with these sort values."""
    choices: list[Expression] = []
    for index, key in enumerate(order):
        after = key.after(values[index])
        if after is not None:
            equal = [one.equal(value) for one, value in zip(order[:index], values[:index], strict=True)]
            choices.append(every([*equal, after]))
    return either(choices)


def write_token(order: Sequence[SortKey], values: Sequence[Any]) -> str:
    """An opaque, signed text for the last row of a page."""
    plain = [str(v) if isinstance(v, date | datetime | Decimal) else v for v in values]
    return signing.Signer(salt=_SALT).sign(signing.b64_encode(json.dumps([_name(order), plain]).encode()).decode())


def read_token(order: Sequence[SortKey], token: str) -> list[Any]:
    """The sort values in a token.

    Raises:
        QueryError: not one of ours, or of another order.
    """
    try:
        name, values = json.loads(signing.b64_decode(signing.Signer(salt=_SALT).unsign(token).encode()))
    except (signing.BadSignature, ValueError, TypeError):
        raise QueryError(_("Mã trang không đúng."), parameter="token", mend="rel=next") from None
    if name != _name(order):
        raise QueryError(_("Mã trang thuộc về cách sắp xếp khác."), parameter="token", mend="rel=next")
    return list(values)


def _name(order: Sequence[SortKey]) -> str:
    return ",".join(f"{'-' if key.descending else '+'}{key.name}" for key in order)
