"""A queryset as SQL with parameters, for statements that wrap it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DataError, connections
from django.db.models import F, TextField
from django.utils.translation import gettext as _

from gis.layers import Rows
from gis.query.errors import QueryError
from gis.query.sql import Sql

Params = tuple[Any, ...]


def compiled(rows: Rows) -> tuple[str, Params] | None:
    """SQL and parameters; None where the rows cannot be any."""
    try:
        sql, params = rows.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def aliased(rows: Rows, columns: Mapping[str, Any]) -> Rows:
    """The rows with these expressions as columns c_<name>; the prefix keeps clear of the model's own names."""
    return rows.values(**{f"c_{name}": raw(expression) for name, expression in columns.items()})


def raw(expression: Any) -> Sql:
    """The bare column: Django would wrap a geometry of the select list for its own reading."""
    plain = F(expression) if isinstance(expression, str) else expression
    return Sql("{0}", plain, output_field=TextField())


def fetch(using: str, sql: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows of a statement.

    Raises:
        QueryError: a value left the range of its type on the way, which only a reader's arithmetic can do.
    """
    with connections[using].cursor() as cursor:
        try:
            cursor.execute(sql, params)
            return list(cursor.fetchall())
        except DataError:
            raise out_of_range() from None


def out_of_range() -> QueryError:
    """What a reader is told when arithmetic overflowed."""
    return QueryError(_("Phép tính trong bộ lọc vượt quá miền giá trị."), parameter="filter")
