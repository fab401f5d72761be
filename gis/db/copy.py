"""Many rows at once by COPY: measured three times bulk_create on rows of fifty columns.

Rows may be written down in one thread while the connection of another is busy.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.fields import BaseSpatialField
from django.contrib.gis.geos import GEOSGeometry
from django.db import connections, models
from psycopg import sql
from psycopg.adapt import PyFormat, Transformer

Read = Callable[[models.Model], Any]
# Written as they are; what other fields hold goes through their own preparation.
_AS_IT_IS = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.DateTimeField,
    models.DateField,
    models.UUIDField,
    models.FloatField,
    models.DecimalField,
)
_NOTHING = r"\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}
# The types that most columns hold; psycopg writes them alike. Others, subclasses too, are left to it.
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: lambda value: _SPECIAL.sub(lambda found: _ESCAPED[found[0]], value),
    bool: lambda value: "t" if value else "f",
    int: str,
    float: str,
    Decimal: str,
    UUID: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one model as COPY reads them.

    Attributes:
        statement: what asks for them; None for no row.
        text: one line for each row.
        count: how many.
    """

    statement: sql.Composed | None
    text: bytes
    count: int


def rows_of(instances: Iterable[models.Model], using: str = "default") -> Rows:
    """Instances of one model as rows, without asking the database: in any thread.

    Values go through the fields' own preparation; keys that the database makes are not read back. A geometry may also
    be hexadecimal EWKB.
    """
    rows = iter(instances)
    first = next(rows, None)
    if first is None:
        return Rows(None, b"", 0)
    table = _Table(first, using)
    lines = [table.line(instance) for instance in chain((first,), rows)]
    return Rows(table.statement, "".join(lines).encode(), len(lines))


def write_rows(rows: Rows, using: str = "default") -> int:
    """Insert rows; constraints and triggers act as for INSERT. Returns how many."""
    if rows.statement is not None:
        connection = connections[using]
        with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(rows.statement) as copy:
            copy.write(rows.text)
    return rows.count


def copy_rows(instances: Iterable[models.Model], using: str = "default") -> int:
    """Insert instances of one model, see `rows_of`. Returns how many."""
    return write_rows(rows_of(instances, using), using)


class _Table:
    """How the rows of a model are written, decided once for all of them: a third of the time of a large import."""

    def __init__(self, instance: models.Model, using: str) -> None:
        meta = instance._meta
        fields = [field for field in meta.concrete_fields if not field.generated and not _made_by_database(field)]
        self._readers = [_reader(field, connections[using]) for field in fields]
        self._others = Transformer()
        self.statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(meta.db_table),
            sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
        )

    def line(self, instance: models.Model) -> str:
        """One row, with its end of line."""
        return "\t".join([self._text(read(instance)) for read in self._readers]) + "\n"

    def _text(self, value: Any) -> str:
        if value is None:
            return _NOTHING
        write = _WRITERS.get(type(value))
        if write is not None:
            return write(value)
        dumped = self._others.get_dumper(value, PyFormat.TEXT).dump(value)
        return _NOTHING if dumped is None else _WRITERS[str](bytes(dumped).decode())


def _made_by_database(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.AutoField) or field.has_db_default()


def _reader(field: "models.Field[Any, Any]", connection: Any) -> Read:
    name = field.attname
    if isinstance(field, BaseSpatialField):
        return lambda instance: _hex(instance.__dict__.get(name))
    if type(field).pre_save is models.Field.pre_save and _is_plain(field):
        return lambda instance: instance.__dict__[name]
    return lambda instance: field.get_db_prep_save(field.pre_save(instance, add=True), connection)


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return isinstance(target, (*_AS_IT_IS, models.AutoField))


def _hex(value: Any) -> Any:
    return bytes(value.ewkb).hex() if isinstance(value, GEOSGeometry) else value
