"""What a message says, in its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template import Context, loader
from django.utils.translation import override

from notices import links
from notices.kinds import kind_of
from notices.models import Message


@dataclass(frozen=True)
class Letter:
    """Subject on one line, body as plain text and as HTML."""

    subject: str
    text: str
    html: str


def letter_of(message: Message) -> Letter:
    """The letter of a message.

    Raises:
        KeyError: its kind is declared no more.
        Exception: as templates and values of the kind raise.
    """
    kind = kind_of(message.kind)
    with override(message.language):
        values = dict(kind.values(message))
        subject = " ".join((str(kind.subject) % values).split())
        shown = values | _frame(message) | {"subject": subject}
        text = _rendered(f"{kind.template}.txt", shown, escape=False)
        return Letter(subject, text.strip() + "\n", _rendered(f"{kind.template}.html", shown, escape=True))


def zns_values(message: Message) -> dict[str, str] | None:
    """What the ZNS template is filled with; None where Zalo does not carry the kind."""
    kind = kind_of(message.kind)
    if kind.zns_values is None:
        return None
    with override(message.language):
        return {name: str(value) for name, value in kind.zns_values(message).items()}


def message_id(message: Message) -> str:
    """The Message-ID, the same at every attempt: whoever gets a letter twice can see that it is one."""
    _name, address = parseaddr(settings.NOTICES_FROM)
    return f"<{message.pk.hex}@{address.rpartition('@')[2] or 'localhost'}>"


def _frame(message: Message) -> dict[str, Any]:
    contact = message.contact
    return {
        "language": message.language,
        "site_url": settings.SITE_URL,
        "masked": contact.masked,
        "stop_url": links.stop_link(contact),
        "mine_url": links.mine_link(contact),
    }


def _rendered(name: str, values: Mapping[str, Any], *, escape: bool) -> str:
    template: Any = loader.get_template(name)
    return str(template.template.render(Context(dict(values), autoescape=escape)))
