"""Addresses and messages in any state, made without the actions."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from notices.kinds import Kind, declare
from notices.models import Contact, Message
from notices.workflow import MESSAGE_ENDED, ContactState, MessageState

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
ADDRESS, PHONE = "nguyen.van.a@gmail.com", "84912345678"
NEWS = "tests.news"
_numbers = count(1)


def declare_news(**values):
    """A kind as an app above declares one; its letters are those of the confirmation."""
    own = {
        "code": NEWS,
        "title": "Tin thử",
        "subject": "Lô đất %(code)s vừa được công bố",
        "template": "notices/mail/confirm",
        "lifetime": timedelta(days=7),
        "values": lambda message: {"confirm_url": "https://x.example/lots/1", "days": 1, **message.data},
        "zns_values": lambda message: {"code": message.data["code"]},
    }
    declare(Kind(**own | values))


def contact(address=ADDRESS, state=ContactState.CONFIRMED, channel="email", **values):
    """An address."""
    own = {"created_at": NOW, "asked_at": NOW, "confirmed_at": NOW if state == ContactState.CONFIRMED else None}
    if state == ContactState.STOPPED:
        own["stopped_at"] = NOW
    return Contact.objects.create(channel=channel, address=address, state=state, **own | values)


def message(to=None, state=MessageState.QUEUED, **values):
    """A message to an address, due now."""
    to = to or contact(f"somebody-{next(_numbers)}@example.com")
    own = {
        "kind": NEWS,
        "data": {"code": "LO-1"},
        "key": f"test:{uuid4()}",
        "language": to.language,
        "channel": to.channel,
        "next_attempt_at": NOW,
        "created_at": NOW,
        "changed_at": NOW,
        "expires_at": NOW + timedelta(days=7),
    }
    if state == MessageState.SENDING:
        own |= {"claim": uuid4(), "claimed_at": NOW}
    if state in MESSAGE_ENDED or state == MessageState.RETRYING:
        own |= {"attempts": 1, "first_attempt_at": NOW}
    return Message.objects.create(contact=to, state=state, **own | values)
