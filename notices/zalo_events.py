"""Events that Zalo sends: signed, and of all only "it reached the person" is of use here.

As public clients of the Official Account API verify it (read 2026-11; not tried with a real account): the header
X-ZEvent-Signature is SHA-256 of application id, body, timestamp and the account's secret, one after the other.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from notices.errors import SignatureRefused
from notices.models import Message

_ARRIVED = "user_received_message"


def signature(body: bytes, timestamp: str, app_id: str, secret: str) -> str:
    """What Zalo signs an event with, as hexadecimal digits."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def read_event(body: bytes, signed: str) -> Mapping[str, Any]:
    """An event.

    It may be an old one that somebody sends again: what it brings about is the same twice.

    Raises:
        SignatureRefused: not Zalo's, or no account is configured here.
    """
    refusal = SignatureRefused(_("Chữ ký của sự kiện không đúng."))
    zns = settings.ZNS
    try:
        event = json.loads(body)
        timestamp = str(event["timestamp"])
    except (ValueError, KeyError, TypeError):
        raise refusal from None
    wanted = signature(body, timestamp, zns["app_id"], zns["oa_secret"])
    if not zns["oa_secret"] or not constant_time_compare(signed.removeprefix("mac="), wanted):
        raise refusal
    found: Mapping[str, Any] = event
    return found


def arrived(event: Mapping[str, Any]) -> UUID | None:
    """The message that an event says has arrived; None for other events and other people's messages.

    The same name of event stands for messages of a conversation: those have no time of delivery.
    """
    told = event.get("message")
    if event.get("event_name") != _ARRIVED or not isinstance(told, dict) or "delivery_time" not in told:
        return None
    try:
        return UUID(hex=str(told.get("tracking_id") or ""))
    except ValueError:
        named = str(told.get("msg_id") or "")
    rows = Message.objects.filter(provider_id=named) if named else Message.objects.none()
    return rows.values_list("pk", flat=True).first()
