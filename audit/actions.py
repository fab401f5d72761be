"""Writing to the log: the only way in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from audit.models import Event
from gis.db.copy import Rows, rows_of, write_rows

_json = DjangoJSONEncoder()


@dataclass(frozen=True)
class Entry:
    """What happened to one subject; `before` and `after` hold the changed fields only."""

    verb: str
    subject_type: str
    subject_id: str
    subject_label: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record(*, actor: Any, entries: Iterable[Entry]) -> None:
    """Append entries in the caller's transaction, so that an act and its record stand or fall together.

    Args:
        actor: the user, or None for the system itself.
        entries: one per subject.
    """
    write_rows(prepared(actor=actor, entries=entries))


def prepared(*, actor: Any, entries: Iterable[Entry]) -> Rows:
    """Entries as rows, in any thread; `record_prepared` appends them."""
    actor_id = str(actor.pk) if actor is not None else ""
    actor_label = str(actor) if actor is not None else "hệ thống"
    return rows_of(
        Event(
            actor_id=actor_id,
            actor_label=actor_label[:200],
            verb=entry.verb,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
            subject_label=entry.subject_label[:200],
            before=_plain(entry.before),
            after=_plain(entry.after),
            reason=entry.reason,
        )
        for entry in entries
    )


def record_prepared(rows: Rows) -> None:
    """Append what `prepared` made, in the caller's transaction."""
    write_rows(rows)


def _plain(values: Mapping[str, Any] | None) -> Any:
    if values is None:
        return None
    return {key: _scalar(value) for key, value in values.items()}


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    try:
        return _json.default(value)
    except TypeError:
        return str(value)
