"""Opting in and out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from gis.db.wall import is_known
from gis.http.problems import NotFound
from notices import policies, subscriptions
from notices.actions.queueing import enqueue
from notices.addresses import normalised
from notices.channels import in_use
from notices.errors import BadAddress
from notices.models import Contact, Message
from notices.tokens import read_confirm, read_stop, require_current, require_kept
from notices.workflow import CONFIRM, MESSAGE_WAITING, ContactState, Language, MessageState

_DAY = timedelta(days=1)
# Nobody's mailbox is filled by strangers who type its address. Ours (2026-11).
MOST_CONFIRMS, MOST_CONFIRMS_AFTER_STOP = 3, 1
MOST_BOUNCES = 3


@transaction.atomic
def ask(*, actor: Any, channel: str, address: str, language: str, now: datetime, wish: str = "") -> Contact:
    """Ask the owner of an address whether messages may go there; renews the question where it was asked before.

    Whoever types an address learns nothing about it: the contact is returned alike, and the door says the same
    sentence, whether it is new, waits, is confirmed, has stopped, or was asked too often today (then no message goes).

    Args:
        actor: who typed it, None for a stranger; it becomes theirs only when they confirm it signed in.
        address: as typed.
        wish: "source:key" of a subscription (`notices.subscriptions`) that the same answer confirms.

    Raises:
        BadAddress.
    """
    if channel not in in_use():
        raise BadAddress(_("Kênh gửi tin này chưa được dùng ở đây."))
    contact = _entered(channel, normalised(channel, address), language, now)
    if not _may_be_asked(contact, now):
        return contact
    if contact.state != ContactState.CONFIRMED:
        _renew(contact, language, now)
    key = f"{CONFIRM}:{contact.pk.hex}:{now.timestamp():.6f}"
    if enqueue(actor=actor, contact=contact, kind=CONFIRM, data={"wish": wish}, key=key, now=now):
        _tell(actor, contact, "contact.asked")
    return contact


def _entered(channel: str, address: str, language: str, now: datetime) -> Contact:
    """The contact of an address, locked; made where there is none."""
    known = Language(language if language in Language.values else Language.VI)
    fresh = Contact(channel=channel, address=address, language=known, created_at=now, asked_at=now)
    Contact.objects.bulk_create([fresh], ignore_conflicts=True)
    return Contact.objects.select_for_update(no_key=True).get(channel=channel, address=address)


def _may_be_asked(contact: Contact, now: datetime) -> bool:
    recent = Message.objects.filter(kind=CONFIRM, created_at__gt=now - _DAY)
    most = MOST_CONFIRMS_AFTER_STOP if contact.state == ContactState.STOPPED else MOST_CONFIRMS
    if contact.state == ContactState.STOPPED and contact.stopped_at and contact.stopped_at > now - _DAY:
        recent_own = recent.filter(contact=contact, created_at__gt=contact.stopped_at)
    else:
        recent_own = recent.filter(contact=contact)
    return recent_own.count() < most and recent.count() < settings.NOTICES_CONFIRMS_PER_DAY


def _renew(contact: Contact, language: str, now: datetime) -> None:
    """Ask anew: an address from which letters came back gets one more chance."""
    if contact.state == ContactState.STOPPED:
        contact.state, contact.opt_in, contact.stopped_at = ContactState.PENDING, contact.opt_in + 1, None
    if language in Language.values:
        contact.language = language
    if contact.unreachable_at is not None:
        contact.bounces, contact.unreachable_at = MOST_BOUNCES - 1, None
    contact.asked_at = now
    contact.save()


@transaction.atomic
def confirm(*, actor: Any, token: str, now: datetime) -> Contact:
    """Confirm an address, and the wish that its link carries. Done twice it changes nothing more.

    Args:
        actor: who is signed in; an address that is nobody's yet becomes theirs.

    Raises:
        LinkRefused: damaged, too old, or from before the last stop.
    """
    said = read_confirm(token)
    contact = _locked(said.contact_id)
    require_current(said, contact)
    if policies.can_move_contact(contact, ContactState.CONFIRMED):
        _tell(actor, contact, "contact.confirmed", {"state": contact.state}, {"state": ContactState.CONFIRMED})
        contact.state, contact.confirmed_at = ContactState.CONFIRMED, now
    contact.bounces, contact.unreachable_at = 0, None
    if contact.user_id is None and is_known(actor):
        contact.user = actor
    contact.save()
    if said.wish:
        subscriptions.fulfil(contact, said.wish, now)
    return contact


def stop(*, actor: Any, token: str, now: datetime, reason: str = "") -> Contact:
    """Stop all messages to an address, by the link of one of them.

    Raises:
        LinkRefused.
    """
    return stop_contact(actor=actor, contact_id=read_stop(token), now=now, reason=reason)


@transaction.atomic
def stop_contact(*, actor: Any, contact_id: UUID, now: datetime, reason: str = "") -> Contact:
    """Stop all messages to an address: what waits is cancelled, subscriptions end. Done twice it changes nothing.

    The caller has shown that the address is theirs: by a link (`stop`), or signed in as its user.

    Raises:
        LinkRefused: it is forgotten.
    """
    contact = _locked(contact_id)
    if policies.can_move_contact(contact, ContactState.STOPPED):
        _tell(actor, contact, "contact.stopped", {"state": contact.state}, {"state": ContactState.STOPPED}, reason)
        contact.state, contact.stopped_at = ContactState.STOPPED, now
        contact.save(update_fields=["state", "stopped_at"])
        cancel_waiting(contact, "stopped", now)
        subscriptions.end_all(contact, now)
    return contact


@transaction.atomic
def end_subscription(*, actor: Any, contact: Contact, source: str, key: str, now: datetime) -> None:
    """End one subscription of a contact that the caller has shown to be theirs.

    Raises:
        NotFound: no app has such subscriptions.
    """
    if not subscriptions.end(contact, source, key, now):
        raise NotFound(_("Không có đăng ký nào như vậy."))
    _tell(actor, contact, "contact.subscription_ended", after={"source": source, "key": key})


def cancel_waiting(contact: Contact, why: str, now: datetime) -> int:
    """Cancel what waits for a contact; what a worker has in hand is cancelled when it comes to it."""
    waiting = Message.objects.filter(contact=contact, state__in=MESSAGE_WAITING)
    return waiting.update(state=MessageState.CANCELLED, error=why, changed_at=now)


def _locked(contact_id: UUID) -> Contact:
    # Not FOR UPDATE: whoever queued a message to the contact would wait for it at the commit, where the key is checked.
    contact: Any = Contact.objects.select_for_update(no_key=True, of=("self",)).filter(pk=contact_id).first()
    require_kept(contact)
    return contact


def _tell(
    actor: Any,
    contact: Contact,
    verb: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    known = actor if is_known(actor) else None
    entry = Entry(verb, "contact", str(contact.pk), contact.masked, before=before, after=after, reason=reason)
    record(actor=known, entries=[entry])
