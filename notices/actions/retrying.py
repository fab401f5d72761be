"""Trying again what was given up."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.http.problems import NotAllowed
from notices import policies
from notices.actions.queueing import order_sending
from notices.errors import MessageStep
from notices.kinds import declared
from notices.models import Message
from notices.workflow import MessageState


@transaction.atomic
def retry(*, actor: Any, messages: Iterable[Message], now: datetime) -> int:
    """Queue messages anew that were given up, all or none; the time in which they are tried begins again.

    Raises:
        NotAllowed.
        MessageStep: one was not given up, or what it said is forgotten.
    """
    if not policies.can_operate(actor):
        raise NotAllowed(_("Chỉ quản trị hệ thống được cho gửi lại tin."))
    keys = sorted(message.pk for message in messages)
    rows = list(Message.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if not all(policies.can_retry(actor, message) for message in rows):
        raise MessageStep(_("Chỉ tin không gửi được, và chưa bị xóa nội dung, mới gửi lại được. Hãy tải lại trang."))
    for message in rows:
        _requeue(message, now)
    record(actor=actor, entries=[_entry(message) for message in rows])
    for channel in sorted({message.channel for message in rows}):
        transaction.on_commit(partial(order_sending, channel), robust=True)
    return len(rows)


def _requeue(message: Message, now: datetime) -> None:
    kind = declared().get(message.kind)
    message.state, message.error, message.changed_at = MessageState.QUEUED, "", now
    message.next_attempt_at, message.first_attempt_at = now, None
    if message.expires_at <= now and kind is not None:
        message.expires_at = now + kind.lifetime
    message.save()


def _entry(message: Message) -> Entry:
    return Entry("message.retried", "message", str(message.pk), message.kind, before={"state": MessageState.FAILED})
