"""The contact that a link or a signed-in person may see, and nobody else's."""

from typing import Any
from uuid import UUID

from notices import subscriptions
from notices.models import Contact
from notices.subscriptions import Held
from notices.tokens import read_confirm, read_mine, read_stop, require_current, require_kept


def contact_to_confirm(token: str) -> Contact:
    """Of a link to confirm. Raises LinkRefused."""
    said = read_confirm(token)
    contact = _known(said.contact_id)
    require_current(said, contact)
    return contact


def contact_to_stop(token: str) -> Contact:
    """Of a link to stop. Raises LinkRefused."""
    return _known(read_stop(token))


def contact_of_owner(token: str) -> Contact:
    """Of a link to one's subscriptions. Raises LinkRefused."""
    return _known(read_mine(token))


def contacts_of(user: Any) -> list[Contact]:
    """A signed-in person's own, without those that are forgotten."""
    return list(Contact.objects.visible_to(user).exclude(address="").order_by("channel", "created_at"))


def with_subscriptions(contacts: list[Contact]) -> list[tuple[Contact, list[tuple[str, Held]]]]:
    """Contacts with what each is subscribed to."""
    return [(contact, subscriptions.held_by(contact)) for contact in contacts]


def _known(contact_id: UUID) -> Contact:
    contact: Any = Contact.objects.filter(pk=contact_id).first()
    require_kept(contact)
    return contact
