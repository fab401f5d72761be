"""The second wall: schema `public_read`, whose views bear the tables' names.

A queryset runs unchanged on both connections: on the public one the search path holds only this schema, whose views
give the published rows and, for every column that is not public, a NULL of the column's type.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connections, models
from psycopg import sql

SCHEMA = "public_read"


@dataclass(frozen=True)
class PublicTable:
    """What the public role may read of one table.

    Attributes:
        model: the table's model.
        columns: database columns shown; the others read NULL.
        where: SQL condition on the table's own columns (and unqualified sub-selects) that a published row meets.
    """

    model: type[models.Model]
    columns: frozenset[str]
    where: str = "true"


_tables: dict[str, PublicTable] = {}


def declare(model: type[models.Model], columns: Iterable[str] | None = None, where: str = "true") -> None:
    """Let the public role read a table; called from `AppConfig.ready()`.

    Args:
        model: whose table.
        columns: field names to show; None shows all (reference data without people in it).
        where: which rows.

    Raises:
        ValueError: a name is not a concrete field of the model.
    """
    fields = {field.name: str(field.column) for field in model._meta.concrete_fields}
    chosen = set(fields) if columns is None else set(columns)
    if unknown := chosen - set(fields):
        raise ValueError(f"{model.__name__} has no fields {sorted(unknown)}")
    shown = frozenset(fields[name] for name in chosen)
    _tables[model._meta.db_table] = PublicTable(model, shown, where)


def declared() -> dict[str, PublicTable]:
    """Tables by name, as declared."""
    return dict(_tables)


def drop(using: str) -> None:
    """Remove the schema; the public door then answers "not ready" until `rebuild`."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(SCHEMA)))


def rebuild(using: str) -> None:
    """Create every declared view anew and give the public role its rights on them."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    drop(using)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(SCHEMA)))
        for name, table in _tables.items():
            if name in existing:
                cursor.execute(_view(table))
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.PUBLIC_ROLE])
        if cursor.fetchone():
            names = {"schema": sql.Identifier(SCHEMA), "role": sql.Identifier(settings.PUBLIC_ROLE)}
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
            cursor.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}").format(**names))


def _view(table: PublicTable) -> sql.Composed:
    # No security_barrier: it keeps `&&` (not leakproof) out of the GiST index and every tile would scan the table. The
    # role runs our statements only and may create no function that could watch the rows go by.
    columns = sql.SQL(", ").join([_column(table, field) for field in table.model._meta.concrete_fields])
    return sql.SQL("CREATE VIEW {}.{} AS SELECT {} FROM public.{} WHERE {}").format(
        sql.Identifier(SCHEMA),
        sql.Identifier(table.model._meta.db_table),
        columns,
        sql.Identifier(table.model._meta.db_table),
        sql.SQL(table.where),  # declared in code, never from a request
    )


def _column(table: PublicTable, field: "models.Field[object, object]") -> sql.Composed:
    name = sql.Identifier(str(field.column))
    if field.column in table.columns:
        return sql.SQL("{}").format(name)
    return sql.SQL("NULL::{} AS {}").format(sql.SQL(_type(field)), name)


def _type(field: "models.Field[object, object]") -> str:
    kind = field.db_type(connections["default"])
    return {"bigserial": "bigint", "serial": "integer"}.get(str(kind), str(kind))
