"""Writing versions: two periods, appended rows only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
ALWAYS = date.min  # a change that holds in every period, however early
_PLOT, _VERSION = sql.Identifier(Plot._meta.db_table), sql.Identifier(PlotVersion._meta.db_table)


@dataclass(frozen=True, slots=True)
class Members:
    """What a column that holds a set gained and lost."""

    added: list[str]
    gone: list[str]


@dataclass(frozen=True, slots=True)
class Undone:
    """A version that is taken back.

    Attributes:
        version: its number; `known` when it was recorded.
        since: the day from which it held.
        columns: those that are taken back.
    """

    version: int
    known: datetime
    since: date
    columns: tuple[str, ...]


def _identifiers(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


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
    changed: Mapping[str, Members | None],
    at: datetime,
    *,
    valid_from: date | None,
    change: str,
    reason: str,
    actor: str,
) -> None:
    """Record a change from `valid_from` on (None: for the whole current period; ALWAYS: for every period).

    Every known period that reaches past `valid_from` is closed as knowledge and written again: unchanged up to that
    day, with the changed columns after it. So a change told late does not undo what happened in between.

    Args:
        changed: names of columns; their new value is that of the plot's row. A set gets only its news: what else was
            in it in an earlier period is not what is in it today.
    """
    start = None if valid_from == ALWAYS else valid_from
    with connection.cursor() as cursor:
        closed = _close(cursor, plot, at, start, current=valid_from is None)
        cursor.execute(_changed_part(changed), [plot.version, at, start, change, reason, actor, plot.pk, closed])


def undo_version(plot: Plot, undone: Undone, at: datetime, *, change: str, reason: str, actor: str) -> None:
    """Take some columns of a version back: each of its periods says again what it said before.

    A column that somebody changed since keeps what it was changed to.
    """
    with connection.cursor() as cursor:
        closed = _close(cursor, plot, at, undone.since, current=False)
        told: list[Any] = [plot.version, at, undone.since, change, reason, actor, plot.pk, closed]
        cursor.execute(_undone_part(undone.columns), [*told, undone.version, undone.known, undone.known])


def _close(cursor: Any, plot: Plot, at: datetime, start: date | None, *, current: bool) -> list[Any]:
    """End the knowledge of the open periods from a day on, or of the current one; the days before are written again."""
    cursor.execute(
        sql.SQL(
            "UPDATE {version} SET recorded = tstzrange(lower(recorded), %s) WHERE plot_id = %s "
            "AND upper_inf(recorded) AND CASE WHEN %s THEN upper_inf(valid) "
            "ELSE valid && daterange(%s::date, NULL) END RETURNING id"
        ).format(version=_VERSION),
        [at, plot.pk, current, start],
    )
    closed = [row[0] for row in cursor.fetchall()]
    if start is not None:
        cursor.execute(_kept_part(), [at, start, closed, start])
    return closed


def _kept_part() -> sql.Composed:
    """The days before `valid_from` of the closed periods, as they were."""
    own = ("plot_id", "number", "code", "version", "change", "reason", "actor_label")
    return sql.SQL(
        "INSERT INTO {version} ({columns}, recorded, valid) "
        "SELECT {columns}, tstzrange(%s, NULL), valid * daterange(NULL, %s::date) FROM {version} "
        "WHERE id = ANY(%s) AND (lower_inf(valid) OR lower(valid) < %s::date)"
    ).format(version=_VERSION, columns=_identifiers((*_COLUMNS, *own)))


def _changed_part(changed: Mapping[str, Members | None]) -> sql.Composed:
    """The days from `valid_from` on of the closed periods, with what is new in them."""
    values = sql.SQL(", ").join(_value(column, changed) for column in _COLUMNS)
    return sql.SQL(
        "INSERT INTO {version} "
        "({columns}, plot_id, number, code, version, recorded, valid, change, reason, actor_label) "
        "SELECT {values}, plot.id, plot.number, plot.code, %s, tstzrange(%s, NULL), "
        "old.valid * daterange(%s::date, NULL), %s, %s, %s FROM {version} AS old "
        "JOIN {plot} AS plot ON plot.id = old.plot_id WHERE plot.id = %s AND old.id = ANY(%s)"
    ).format(version=_VERSION, plot=_PLOT, columns=_identifiers(_COLUMNS), values=values)


def _undone_part(columns: tuple[str, ...]) -> sql.Composed:
    """The closed periods from the day on, cut where the version's were, with what was said before the version.

    A version's own periods were recorded at once, and those that they replaced ended at that instant.
    """
    values = sql.SQL(", ").join(
        sql.SQL("CASE WHEN {old} IS NOT DISTINCT FROM {said} THEN {before} ELSE {old} END").format(
            old=sql.Identifier("old", column),
            said=sql.Identifier("said", column),
            before=sql.Identifier("before", column),
        )
        if column in columns
        else sql.Identifier("old", column)
        for column in _COLUMNS
    )
    return sql.SQL(
        "INSERT INTO {version} "
        "({columns}, plot_id, number, code, version, recorded, valid, change, reason, actor_label) "
        "SELECT {values}, old.plot_id, old.number, old.code, %s, tstzrange(%s, NULL), "
        "old.valid * daterange(%s::date, NULL) * said.valid, %s, %s, %s FROM {version} AS old "
        "JOIN {version} AS said ON said.plot_id = old.plot_id AND said.valid && old.valid "
        "JOIN {version} AS before ON before.plot_id = old.plot_id AND before.valid @> said.valid "
        "WHERE old.plot_id = %s AND old.id = ANY(%s) AND said.version = %s AND lower(said.recorded) = %s "
        "AND upper(before.recorded) = %s"
    ).format(version=_VERSION, columns=_identifiers(_COLUMNS), values=values)


def _value(column: str, changed: Mapping[str, Members | None]) -> sql.Composable:
    members = changed.get(column)
    if members is None:
        return sql.Identifier("plot" if column in changed else "old", column)
    return sql.SQL(
        'ARRAY(SELECT DISTINCT each COLLATE "C" FROM unnest({old} || {added}::varchar[]) AS each '
        "WHERE each <> ALL ({gone}::varchar[]) ORDER BY 1)"
    ).format(old=sql.Identifier("old", column), added=sql.Literal(members.added), gone=sql.Literal(members.gone))
