"""Queryables as plain parameters: `?land_use=ODT,ONT&area_m2=1000..5000`."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import BooleanField, DateField, Expression, TextField, Value
from django.utils.translation import gettext as _

from gis.layers import Audience, Field, Layer
from gis.query import arrays
from gis.query.errors import QueryError
from gis.query.params import Params
from gis.query.scalars import calendar_day, instant, number
from gis.query.sql import condition
from gis.query.terms import NUMBERS

_RANGE = re.compile(r"(.*?)\.\.(.*)")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
MAX_VALUES = 200
NOTHING = "none"  # among the values of a coded field: rows without one


def simple_conditions(layer: Layer, user: Any, params: Params) -> dict[str, Expression]:
    """One condition for each field that is named as a parameter.

    Raises:
        QueryError: a value does not fit its field.
    """
    conditions: dict[str, Expression] = {}
    for field in layer.fields_for(user):
        text = params.one(field.name)
        if text:
            try:
                conditions[field.name] = _condition(layer, user, field, text)
            except QueryError as error:
                raise error.within(field.name, text) from None
    return conditions


def _condition(layer: Layer, user: Any, field: Field, text: str) -> Expression:
    value = layer.value(user, field)
    span = _RANGE.fullmatch(text) if field.kind in (*NUMBERS, "date", "date-time") else None
    if span:
        return _range(value, field, span[1], span[2])
    words = _split(field, text)
    if field.kind == "string-array":
        return condition("(({0})::varchar[] && {1})", value, arrays.strings(words))
    constants = [_constant(field, word) for word in words if not (word == NOTHING and can_be_nothing(field))]
    tests = [_is_nothing(field)] if len(constants) < len(words) else []
    if constants:
        places = ", ".join(f"{{{index}}}" for index in range(1, len(constants) + 1))
        tests.append(f"{{0}} IN ({places})")
    return condition(f"({' OR '.join(tests)})", value, *constants)


def can_be_nothing(field: Field) -> bool:
    """Whether rows without a value can be asked for; in a name or an address the word would be a word."""
    return field.kind == "string" and (field.facet or field.codes is not None)


def _is_nothing(field: Field) -> str:
    # A row that hides an internal field from this reader reads as NULL: "none" must not mean that.
    return "{0} = ''" if field.audience != Audience.PUBLIC else "{0} IS NULL OR {0} = ''"


def _split(field: Field, text: str) -> list[str]:
    """Several values for coded fields only: a name or an address may hold a comma."""
    several = field.facet or field.codes is not None or field.kind == "string-array"
    words = text.split(",") if several else [text]
    if len(words) > MAX_VALUES:
        raise QueryError(_("Quá %(limit)d giá trị.") % {"limit": MAX_VALUES})
    return words


def _range(value: Any, field: Field, low: str, high: str) -> Expression:
    if not low and not high:
        raise QueryError(_("Khoảng cần ít nhất một đầu."), mend="1000..5000, 1000.., ..5000")
    ends = [_constant(field, end) if end else None for end in (low, high)]
    if ends[0] is not None and ends[1] is not None:
        return condition("({0} BETWEEN {1} AND {2})", value, *ends)
    if ends[0] is not None:
        return condition("({0} >= {1})", value, ends[0])
    return condition("({0} <= {1})", value, ends[1])


def _constant(field: Field, text: str) -> Any:
    if field.kind in NUMBERS:
        return _number(text)
    if field.kind == "date":
        return Value(calendar_day(text), output_field=DateField())
    if field.kind == "date-time":
        return Value(instant(text))
    if field.kind == "boolean":
        if text not in ("true", "false"):
            raise QueryError(_("“%(text)s” phải là true hoặc false.") % {"text": text[:40]}, mend="true, false")
        return Value(text == "true", output_field=BooleanField())
    return Value(text, output_field=TextField())


def _number(text: str) -> Any:
    try:
        if _NUMBER.fullmatch(text):
            exact = Decimal(text)
            number(float(exact))  # refuses what is out of range
            return Value(exact)
    except InvalidOperation:
        pass
    raise QueryError(_("“%(text)s” không phải là số.") % {"text": text[:40]}, mend="1234.5")
