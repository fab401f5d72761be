"""What providers tell later: it arrived, or it came back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from audit.actions import Entry, record
from notices.actions.contacts import MOST_BOUNCES, cancel_waiting
from notices.models import Attempt, Contact, Message
from notices.workflow import Ended, MessageState


@transaction.atomic
def note_delivery(*, message_id: UUID, now: datetime) -> bool:
    """Keep that a message reached its person. Told twice, or of one that is none, it changes nothing and is False."""
    message = _locked(message_id, MessageState.SENT)
    if message is None:
        return False
    Attempt.objects.create(message=message, at=now, outcome=Ended.DELIVERED)
    message.state, message.delivered_at, message.changed_at = MessageState.DELIVERED, now, now
    message.save(update_fields=["state", "delivered_at", "changed_at"])
    Contact.objects.filter(pk=message.contact_id).exclude(bounces=0).update(bounces=0)
    return True


@transaction.atomic
def note_bounce(*, message_id: UUID, status: str, now: datetime) -> bool:
    """Keep that a letter came back for good; after MOST_BOUNCES in a row nothing more goes to the address.

    Args:
        status: of RFC 3463, such as "5.1.1".

    Returns:
        False when it was told before, or of a letter that is none of ours or not sent.
    """
    message = _locked(message_id, MessageState.SENT)
    if message is None:
        return False
    code = f"dsn_{status}"[:60]
    Attempt.objects.create(message=message, at=now, outcome=Ended.BOUNCED, code=code)
    message.state, message.error, message.changed_at = MessageState.FAILED, code, now
    message.save(update_fields=["state", "error", "changed_at"])
    _count_bounce(message.contact, now)
    return True


def _count_bounce(contact: Contact, now: datetime) -> None:
    contact.bounces = min(contact.bounces + 1, 1000)
    if contact.bounces >= MOST_BOUNCES and contact.unreachable_at is None:
        contact.unreachable_at = now
        cancel_waiting(contact, "unreachable", now)
        entry = Entry("contact.unreachable", "contact", str(contact.pk), contact.masked)
        record(actor=None, entries=[entry])
    contact.save(update_fields=["bounces", "unreachable_at"])


def _locked(message_id: UUID, state: MessageState) -> Message | None:
    """The message in a state; its contact is locked first, as by whoever stops it: two orders would deadlock."""
    contact_id = Message.objects.filter(pk=message_id).values_list("contact_id", flat=True).first()
    contact = Contact.objects.select_for_update(no_key=True).filter(pk=contact_id).first()
    if contact is None:
        return None
    message = Message.objects.select_for_update().filter(pk=message_id, state=state).first()
    if message is not None:
        message.contact = contact
    return message
