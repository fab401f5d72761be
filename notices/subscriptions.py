"""What a contact is subscribed to: each app above tells it for its own, and ends one when asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Held:
    """One subscription.

    Attributes:
        key: names it within its source.
        title, detail: words in the language of the request.
        address: path of the page that it is about, or "".
    """

    key: str
    title: str
    detail: str = ""
    address: str = ""


def _nothing(contact: Any, key: str, now: datetime) -> None:
    """For sources whose subscriptions wait for nothing."""


@dataclass(frozen=True)
class Source:
    """An app's subscriptions.

    Attributes:
        name: the app's; wishes begin with it.
        held: contact -> what it is subscribed to.
        end: (contact, key, now) ends one; one that is none of this contact's is ignored.
        fulfil: (contact, key, now) is called when the person confirmed a wish `name:key`.
    """

    name: str
    held: Callable[[Any], Sequence[Held]]
    end: Callable[[Any, str, datetime], None]
    fulfil: Callable[[Any, str, datetime], None] = _nothing


_sources: dict[str, Source] = {}


def declare(source: Source) -> None:
    """Make a source known; called from `AppConfig.ready()`."""
    _sources[source.name] = source


def withdraw(name: str) -> None:
    """Forget a source."""
    _sources.pop(name, None)


def held_by(contact: Any) -> list[tuple[str, Held]]:
    """Name of the source and the subscription, for all."""
    return [(source.name, held) for source in _sources.values() for held in source.held(contact)]


def end(contact: Any, name: str, key: str, now: datetime) -> bool:
    """End one; False where no such source is."""
    source = _sources.get(name)
    if source is not None:
        source.end(contact, key, now)
    return source is not None


def end_all(contact: Any, now: datetime) -> None:
    """End every subscription: a later opt-in must not bring them back unasked."""
    for name, held in held_by(contact):
        end(contact, name, held.key, now)


def fulfil(contact: Any, wish: str, now: datetime) -> None:
    """Tell the app of a wish that its person confirmed it."""
    name, _colon, key = wish.partition(":")
    source = _sources.get(name)
    if source is not None:
        source.fulfil(contact, key, now)
