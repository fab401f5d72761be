"""Messages in the hands of a worker: taken, begun, ended. Each step commits before the next talks to anybody."""

from datetime import datetime
from typing import Any

from django.db import transaction
from uuid6 import uuid7

from notices import pace
from notices.kinds import declared
from notices.models import Attempt, Line, Message
from notices.outcomes import Outcome
from notices.pace import Allowance
from notices.workflow import MESSAGE_WAITING, Ended, MessageState


@transaction.atomic(durable=True)
def claim(*, channel: str, now: datetime, most: int) -> tuple[list[Message], Allowance]:
    """Take messages that are due, as many as the channel's breaker and rate allow, for this worker alone."""
    Line.objects.bulk_create([Line(channel=channel)], ignore_conflicts=True)
    line = Line.objects.select_for_update().get(channel=channel)
    allowed = pace.allowance(line, now, most)
    if not allowed.number:
        return [], allowed
    rows = Message.objects.due(channel, now)
    if allowed.probe:  # a message that has failed often would tell of itself more than of the provider
        rows = rows.order_by("attempts", "priority", "next_attempt_at", "pk")
    taken = list(rows.select_for_update(skip_locked=True, of=("self",))[: allowed.number])
    if taken:
        line.next_slot_at = pace.next_slot(line, now, len(taken))
        line.waits_until = now + pace.PROBE if allowed.probe else line.waits_until
        line.save(update_fields=["next_slot_at", "waits_until"])
        _take(taken, now)
    return taken, allowed


def _take(messages: list[Message], now: datetime) -> None:
    hand = uuid7()
    values = {"state": MessageState.SENDING, "claim": hand, "claimed_at": now, "begun_at": None, "changed_at": now}
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(**values)
    for message in messages:
        message.state, message.claim = MessageState.SENDING, hand


@transaction.atomic(durable=True)
def begin(*, taken: Message, now: datetime) -> Message | None:
    """Turn to the provider with a message: from here on it may have gone out.

    Returns:
        The message with its contact; None where it is not this worker's any more, or must not go: its person stopped,
        it is too old. Then it is cancelled.
    """
    message = _own(taken)
    if message is None:
        return None
    why = _why_not(message, now)
    if why:
        _end(message, MessageState.CANCELLED, why, now)
        return None
    message.attempts += 1
    message.first_attempt_at = message.first_attempt_at or now
    message.begun_at = message.claimed_at = now
    message.save(update_fields=["attempts", "first_attempt_at", "begun_at", "claimed_at"])
    return message


def _own(taken: Message) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("contact")
    found: Message | None = rows.filter(pk=taken.pk, claim=taken.claim, state=MessageState.SENDING).first()
    return found


def _why_not(message: Message, now: datetime) -> str:
    contact, kind = message.contact, declared().get(message.kind)
    if message.expires_at <= now:
        return "expired"
    if kind is not None and contact.state not in kind.may_go_to:
        return "stopped"
    if not contact.address or contact.unreachable_at is not None:
        return "unreachable"
    return ""


@transaction.atomic(durable=True)
def finish(*, message: Message, outcome: Outcome, now: datetime) -> MessageState:
    """Keep what became of an attempt: as a fact in any case, in the message's state if it is still this worker's.

    Returns:
        The state of the message now.
    """
    Attempt.objects.create(message=message, at=now, outcome=outcome.ended, code=outcome.code)
    current = _own(message)
    if current is None:
        return _told_late(message, outcome, now)
    _keep_line(message, outcome, now)
    return _apply(current, outcome, now)


def _told_late(message: Message, outcome: Outcome, now: datetime) -> MessageState:
    """Another worker may have it by now; a message that only waits was sent after all."""
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.RETRYING)
    if outcome.ended == Ended.ACCEPTED:
        sent = {"state": MessageState.SENT, "provider_id": outcome.provider_id, "error": ""}
        waiting.update(**sent, sent_at=now, changed_at=now)
    return MessageState(Message.objects.values_list("state", flat=True).get(pk=message.pk))


def _apply(message: Message, outcome: Outcome, now: datetime) -> MessageState:
    if outcome.ended == Ended.ACCEPTED:
        message.provider_id, message.sent_at = outcome.provider_id[:80], now
        return _end(message, MessageState.SENT, "", now)
    if outcome.ended == Ended.REFUSED:
        return _end(message, MessageState.FAILED, outcome.code, now)
    again = _again_at(message, outcome, now)
    last = min(message.expires_at, (message.first_attempt_at or now) + pace.GIVE_UP)
    if again >= last:
        return _end(message, MessageState.FAILED, f"gave_up:{outcome.code}", now)
    message.next_attempt_at = again
    return _end(message, MessageState.RETRYING, outcome.code, now)


def _again_at(message: Message, outcome: Outcome, now: datetime) -> datetime:
    again = now + pace.wait_after(message.attempts, message.pk)
    if outcome.ended == Ended.UNKNOWN:
        again = max(again, now + pace.LEASE)
    return max(again, outcome.not_before or again)


def _end(message: Message, state: MessageState, error: str, now: datetime) -> MessageState:
    message.state, message.error, message.changed_at = state, error[:60], now
    message.claim = None
    message.save()
    return state


def _keep_line(message: Message, outcome: Outcome, now: datetime) -> None:
    if not outcome.of_provider:
        well = {"failures": 0, "openings": 0, "waits_until": None, "error": ""}
        Line.objects.filter(channel=message.channel).exclude(**well).update(**well)
        return
    line = Line.objects.select_for_update().get(channel=message.channel)
    line.error, line.failed_at = outcome.code[:60], now
    # One message at which a provider always hangs must not close the channel to all others.
    line.failures += message.attempts <= 2
    if line.failures >= pace.MOST_FAILURES or line.openings:
        line.openings += 1
        line.waits_until = now + pace.open_for(line.openings)
    line.save()


def is_open(channel: str, now: datetime) -> bool:
    """Whether the breaker of a channel keeps messages back."""
    return Line.objects.filter(channel=channel, waits_until__gt=now).exists()


@transaction.atomic(durable=True)
def release(*, messages: list[Message], now: datetime) -> int:
    """Give back what was taken and not begun."""
    return sum(
        _back(Message.objects.filter(pk=message.pk, claim=message.claim, state=MessageState.SENDING), now)
        for message in messages
    )


def _back(rows: Any, now: datetime) -> int:
    free = {"claim": None, "changed_at": now}
    fresh: int = rows.filter(attempts=0).update(state=MessageState.QUEUED, **free)
    tried: int = rows.filter(attempts__gt=0).update(state=MessageState.RETRYING, **free)
    return fresh + tried


@transaction.atomic(durable=True)
def recover(*, channel: str, now: datetime) -> int:
    """Give back what a worker took that then died; what it had begun may have gone out, and is tried again."""
    lost = Message.objects.filter(channel=channel, state=MessageState.SENDING, claimed_at__lt=now - pace.LEASE)
    rows = list(lost.select_for_update(skip_locked=True, of=("self",)))
    begun = [message for message in rows if message.begun_at is not None]
    Attempt.objects.bulk_create(
        Attempt(message=message, at=now, outcome=Ended.UNKNOWN, code="worker_lost") for message in begun
    )
    return _back(Message.objects.filter(pk__in=[message.pk for message in rows]), now)


def cancel_expired(*, channel: str, now: datetime) -> int:
    """Cancel what is not worth sending any more, also while the channel waits."""
    old = Message.objects.filter(channel=channel, state__in=MESSAGE_WAITING, expires_at__lte=now)
    return old.update(state=MessageState.CANCELLED, error="expired", changed_at=now)
