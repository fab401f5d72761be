"""Who may do what to messages and addresses. `None` is the system itself, or an operator's command on the server."""

from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role
from gis.db.wall import is_known
from notices.workflow import CONTACT_AFTER, ContactState, MessageState

Actor = Any


def can_read_contact(user: Actor, contact: Any) -> bool:
    """Its owner, signed in; the holder of a link of one of its messages is let in by the link."""
    return is_known(user) and contact.user_id == user.pk


def can_move_contact(contact: Any, target: ContactState) -> bool:
    """Whether the address may go from its state to that one."""
    return target in CONTACT_AFTER[ContactState(contact.state)]


def can_operate(user: Actor) -> bool:
    """See counts and masked rows, and have a message tried again: who looks after the service."""
    return user is None or has_role(user, Role.ADMIN)


def can_retry(user: Actor, message: Any) -> bool:
    """Have a message that was given up tried again."""
    was_given_up = message.state == MessageState.FAILED  # what is being sent may be queued again, too: by workers
    return can_operate(user) and was_given_up and message.forgotten_at is None


def can_read_audit(user: Actor) -> bool:
    """See who confirmed and stopped which masked address, and which messages were tried again."""
    return has_role(user, Role.INSPECTOR)
