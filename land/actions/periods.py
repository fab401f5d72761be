"""Writing versions: two periods, appended rows only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from land.models import Plot, PlotState, PlotVersion

_COLUMNS = tuple(
    str(field.column)
    for field in PlotState._meta.get_fields()
    if field.concrete and not getattr(field, "generated", False)
)
_PLOT, _VERSION = sql.Identifier(Plot._meta.db_table), sql.Identifier(PlotVersion._meta.db_table)


def _identifiers(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def clock() -> datetime:
    """The database's clock, later at every call: two acts in one transaction must not share an instant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def open_versions(
    plot_ids: Sequence[UUID], starts: Sequence[date | None], at: datetime, change: str, reason: str, actor: str
) -> None:
    """First version of new plots, copied from their rows inside the database.

    Args:
        plot_ids: plots just inserted.
        starts: since when each was so in the world, in step with `plot_ids`.
        at: when the register came to know.
    """
    statement = sql.SQL(
        "INSERT INTO {version} "
        "({columns}, plot_id, number, code, version, valid, recorded, change, reason, actor_label) "
        "SELECT {columns}, plot.id, plot.number, plot.code, plot.version, daterange(start, NULL), tstzrange(%s, NULL), "
        "%s, %s, %s FROM {plot} AS plot JOIN unnest(%s::uuid[], %s::date[]) AS new(id, start) ON new.id = plot.id"
    ).format(version=_VERSION, plot=_PLOT, columns=_identifiers(_COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(statement, [at, change, reason, actor, list(plot_ids), list(starts)])


def append_version(
    plot: Plot,
    changed: Mapping[str, Any],
    at: datetime,
    *,
    valid_from: date | None,
    change: str,
    reason: str,
    actor: str,
) -> None:
    """Record a change from `valid_from` on (None: for the whole current period).

    Every known period that reaches past `valid_from` is closed as knowledge and written again: unchanged up to that
    day, with the changed columns after it. So a change told late does not undo what happened in between.

    Args:
        changed: column names to values as the plot's row now has them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE {version} SET recorded = tstzrange(lower(recorded), %s) WHERE plot_id = %s "
                "AND upper_inf(recorded) AND CASE WHEN %s::date IS NULL THEN upper_inf(valid) "
                "ELSE valid && daterange(%s::date, NULL) END RETURNING id"
            ).format(version=_VERSION),
            [at, plot.pk, valid_from, valid_from],
        )
        closed = [row[0] for row in cursor.fetchall()]
        if valid_from is not None:
            cursor.execute(_kept_part(), [at, valid_from, closed, valid_from, valid_from])
        cursor.execute(
            _changed_part(tuple(changed)), [plot.version, at, valid_from, change, reason, actor, plot.pk, closed]
        )


def _kept_part() -> sql.Composed:
    """The days before `valid_from` of the closed periods, as they were."""
    own = ("plot_id", "number", "code", "version", "change", "reason", "actor_label")
    return sql.SQL(
        "INSERT INTO {version} ({columns}, recorded, valid) "
        "SELECT {columns}, tstzrange(%s, NULL), valid * daterange(NULL, %s::date) FROM {version} "
        "WHERE id = ANY(%s) AND (lower_inf(valid) OR lower(valid) < %s::date) AND %s::date IS NOT NULL"
    ).format(version=_VERSION, columns=_identifiers((*_COLUMNS, *own)))


def _changed_part(changed: tuple[str, ...]) -> sql.Composed:
    """The days from `valid_from` on of the closed periods, with the changed columns taken from the plot's row."""
    values = sql.SQL(", ").join(sql.Identifier("plot" if column in changed else "old", column) for column in _COLUMNS)
    return sql.SQL(
        "INSERT INTO {version} "
        "({columns}, plot_id, number, code, version, recorded, valid, change, reason, actor_label) "
        "SELECT {values}, plot.id, plot.number, plot.code, %s, tstzrange(%s, NULL), "
        "old.valid * daterange(%s::date, NULL), %s, %s, %s FROM {version} AS old "
        "JOIN {plot} AS plot ON plot.id = old.plot_id WHERE plot.id = %s AND old.id = ANY(%s)"
    ).format(version=_VERSION, plot=_PLOT, columns=_identifiers(_COLUMNS), values=values)
