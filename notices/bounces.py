"""Reading what mail servers send back: delivery status notifications, RFC 3464."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import compat32
from typing import Any
from uuid import UUID

MOST_BYTES = 10_000_000
_ID = re.compile(r"<([0-9a-f]{32})@")
_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Bounce:
    """A letter of ours that will not arrive: its id, and the status of RFC 3463 that says why."""

    message_id: UUID
    status: str


def read_bounce(raw: bytes) -> Bounce | None:
    """What a notification says of one of our letters; None where it is none, or tells of a delay or of success."""
    mail = message_from_bytes(raw[:MOST_BYTES], policy=compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    status = next(_failures(mail), None)
    ours = next(_originals(mail), None)
    return Bounce(ours, status) if status and ours else None


def _failures(mail: Mail) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for block in blocks if part.is_multipart() else []:
            told = _STATUS.match(str(block.get("Status", "")).strip())
            if told and str(block.get("Action", "")).strip().lower() == "failed":
                yield told[0]


def _originals(mail: Mail) -> Iterator[UUID]:
    """Ids of the letters that are sent back, whole or as headers."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            yield from _ids(message_from_bytes(content) if isinstance(content, bytes) else part)
        elif kind == "message/rfc822":
            inner: Any = part.get_payload()
            yield from _ids(inner[0] if isinstance(inner, list) and inner else part)


def _ids(mail: Mail) -> Iterator[UUID]:
    found = _ID.search(str(mail.get("Message-ID", "")))
    if found:
        yield UUID(found[1])
