"""Putting messages into the outbox, in the caller's transaction or not at all."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from psycopg import sql
from uuid6 import uuid7

from gis.work.queue import order_once
from notices.channels import QUEUES, TASKS
from notices.kinds import Kind, kind_of
from notices.models import Contact, Message
from notices.workflow import Channel, MessageState


@dataclass(frozen=True)
class Draft:
    """One message to be.

    Attributes:
        data: what the text is filled with; no more of a person than the text needs. Kept 90 days after the end.
        key: names the occasion, such as "auctions.alert:<search>:<lot>"; the same is queued once.
        expires_at: None for the kind's lifetime.
    """

    contact_id: UUID
    data: Mapping[str, Any]
    key: str
    expires_at: datetime | None = None


def enqueue(
    *,
    actor: Any,
    contact: Contact,
    kind: str,
    data: Mapping[str, Any],
    key: str,
    expires_at: datetime | None = None,
    now: datetime,
) -> Message | None:
    """Queue one message; it is sent when the caller's transaction has ended well.

    Returns:
        The message; None where the key was queued before, or the contact takes none of this kind (not confirmed,
        stopped, unreachable, forgotten): the caller's work goes on.

    Raises:
        KeyError: nobody declared the kind.
    """
    del actor
    queued = _queue(kind, [Draft(contact.pk, data, key, expires_at)], now)
    return Message.objects.get(pk=queued[0]) if queued else None


def enqueue_many(*, actor: Any, kind: str, drafts: Iterable[Draft], now: datetime) -> int:
    """Queue messages of one kind, thousands at once, as `enqueue` does for one.

    Args:
        actor: who brought it about; the messages are their own record, so the log has no entry for each.

    Returns:
        How many were queued.
    """
    del actor
    return len(_queue(kind, list(drafts), now))


def _queue(kind: str, drafts: list[Draft], now: datetime) -> list[UUID]:
    """Ids of what was queued."""
    rows = _insert(kind_of(kind), drafts, now) if drafts else []
    for channel in sorted({channel for _pk, channel in rows}):
        transaction.on_commit(partial(order_sending, channel), robust=True)
    return [pk for pk, _channel in rows]


def order_sending(channel: str, *, delay_s: int = 0) -> None:
    """Have a worker look at a channel.

    Not in the transaction that queues: the queueing lock would make every other that queues wait for its end. An order
    that is lost with its process is made up for by the rounds of every minute.
    """
    name = Channel(channel)
    order_once(TASKS[name], QUEUES[name], TASKS[name], delay_s=delay_s)


_INSERT = sql.SQL(
    """
    INSERT INTO {message} (id, contact_id, channel, language, kind, data, key, priority, state, attempts,
                           next_attempt_at, provider_id, error, created_at, changed_at, expires_at)
    SELECT draft.id, contact.id, contact.channel, contact.language, %(kind)s, draft.data::jsonb, draft.key,
           %(priority)s, %(state)s, 0, %(now)s, '', '', %(now)s, %(now)s, draft.expires_at
    FROM unnest(%(ids)s::uuid[], %(contacts)s::uuid[], %(data)s::text[], %(keys)s::text[], %(ends)s::timestamptz[])
         AS draft (id, contact_id, data, key, expires_at)
    JOIN {contact} contact ON contact.id = draft.contact_id
    WHERE contact.state = ANY(%(may_go_to)s) AND contact.address <> '' AND contact.unreachable_at IS NULL
    ON CONFLICT (key) DO NOTHING
    RETURNING id, channel
    """
).format(message=sql.Identifier(Message._meta.db_table), contact=sql.Identifier(Contact._meta.db_table))


def _insert(kind: Kind, drafts: list[Draft], now: datetime) -> list[tuple[UUID, str]]:
    """Id and channel of each message that was queued."""
    values: dict[str, Any] = {
        "kind": kind.code,
        "priority": int(kind.priority),
        "state": MessageState.QUEUED.value,
        "now": now,
        "may_go_to": [state.value for state in kind.may_go_to],
        "ids": [uuid7() for _draft in drafts],
        "contacts": [draft.contact_id for draft in drafts],
        "data": [json.dumps(draft.data, cls=DjangoJSONEncoder, ensure_ascii=False) for draft in drafts],
        "keys": [draft.key for draft in drafts],
        "ends": [draft.expires_at or now + kind.lifetime for draft in drafts],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        return list(cursor.fetchall())
