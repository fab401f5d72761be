"""Forgetting what is not needed any more (`notices.retention`)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from notices.actions.contacts import cancel_waiting
from notices.models import Contact, Message
from notices.retention import in_force
from notices.workflow import MESSAGE_ENDED, ContactState

_AT_ONCE = 5000


@dataclass(frozen=True)
class Forgotten:
    """How many contacts lost their address, messages what they said, and messages went altogether."""

    contacts: int
    said: int
    messages: int


def due(now: datetime) -> Forgotten:
    """What `forget` would do."""
    return Forgotten(_contacts(now).count(), _said(now).count(), _old(now).count())


def forget(*, now: datetime) -> Forgotten:
    """Forget what is due, in transactions of a few thousand rows."""
    said = messages = 0
    while count := _blank(now):
        said += count
    while count := _delete(now):
        messages += count
    return Forgotten(_forget_contacts(now), said, messages)


def _contacts(now: datetime) -> QuerySet[Contact]:
    periods = in_force(timezone.localdate(now))
    unanswered = Q(state=ContactState.PENDING, asked_at__lt=now - periods.unconfirmed)
    stopped = Q(state=ContactState.STOPPED, stopped_at__lt=now - periods.stopped)
    rows: QuerySet[Contact] = Contact.objects.filter(unanswered | stopped).exclude(address="")
    return rows


@transaction.atomic
def _forget_contacts(now: datetime) -> int:
    """The rows stay, without address and person: messages and upper apps' subscriptions point to them."""
    rows = list(_contacts(now).select_for_update(of=("self",), no_key=True))
    for contact in rows:
        contact.address, contact.user, contact.state = "", None, ContactState.STOPPED
        contact.stopped_at = contact.stopped_at or now
        cancel_waiting(contact, "forgotten", now)
    Contact.objects.bulk_update(rows, ["address", "user", "state", "stopped_at"], batch_size=500)
    return len(rows)


def _said(now: datetime) -> QuerySet[Message]:
    before = now - in_force(timezone.localdate(now)).said
    rows: QuerySet[Message] = Message.objects.filter(state__in=MESSAGE_ENDED, changed_at__lt=before, forgotten_at=None)
    return rows


@transaction.atomic
def _blank(now: datetime) -> int:
    keys = list(_said(now).values_list("pk", flat=True)[:_AT_ONCE])
    # The key may name what a person looked for; the message's own id takes its place.
    own = Concat(Value("forgotten:"), Cast("pk", TextField()))
    return Message.objects.filter(pk__in=keys).update(data={}, key=own, forgotten_at=now)


def _old(now: datetime) -> QuerySet[Message]:
    before = now - in_force(timezone.localdate(now)).messages
    rows: QuerySet[Message] = Message.objects.filter(state__in=MESSAGE_ENDED, changed_at__lt=before)
    return rows


@transaction.atomic
def _delete(now: datetime) -> int:
    keys = list(_old(now).values_list("pk", flat=True)[:_AT_ONCE])
    _total, by_model = Message.objects.filter(pk__in=keys).delete()
    return by_model.get("notices.Message", 0)
