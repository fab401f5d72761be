"""Kinds of messages. An app declares its own in `AppConfig.ready()`; this one knows only the question to confirm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from notices.workflow import ContactState, Priority

Values = Callable[[Any], Mapping[str, Any]]
CONFIRMED_ONLY = frozenset({ContactState.CONFIRMED})
# For an answer that the person asked for: the confirmation itself, a reply to a question. Never after a stop.
ASKED_FOR = frozenset({ContactState.PENDING, ContactState.CONFIRMED})


def _data(message: Any) -> Mapping[str, Any]:
    data: Mapping[str, Any] = message.data
    return data


@dataclass(frozen=True)
class Kind:
    """A kind of message.

    Attributes:
        code: stable, `app.name`; also the name of its ZNS template in the setting ZNS_TEMPLATES.
        title: for operators, marked by gettext_lazy.
        subject: of a letter, marked by gettext_lazy, with places such as `%(code)s`.
        template: path without ending; `.txt` extends "notices/mail/base.txt", `.html` "notices/mail/base.html", and
            both are rendered in the contact's language. The `.txt` is plain text: nothing is escaped in it.
        lifetime: after that it is not worth sending any more.
        may_go_to: states of a contact.
        values: what subject and templates are filled with, made of the message when it is sent.
        zns_values: what the ZNS template is filled with, all texts; None where Zalo does not carry this kind.
    """

    code: str
    title: Any
    subject: Any
    template: str
    lifetime: timedelta
    priority: Priority = Priority.IMMEDIATE
    may_go_to: frozenset[ContactState] = CONFIRMED_ONLY
    values: Values = _data
    zns_values: Values | None = None


_kinds: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Make kinds known; called from `AppConfig.ready()`. The same code again replaces the kind."""
    _kinds.update((kind.code, kind) for kind in kinds)


def kind_of(code: str) -> Kind:
    """The kind of a code.

    Raises:
        KeyError: nobody declared it.
    """
    return _kinds[code]


def declared() -> Mapping[str, Kind]:
    """All, by code."""
    return dict(_kinds)
