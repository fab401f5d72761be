"""Full addresses of the pages that messages lead to."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from notices.tokens import confirm_token, mine_token, stop_token


def full(path: str) -> str:
    """An address of this site as a message needs it."""
    return f"{settings.SITE_URL}{path}"


def confirm_link(contact: Any, wish: str = "") -> str:
    """Where an address is confirmed."""
    return full(reverse("notices:confirm", args=[confirm_token(contact, wish)]))


def stop_link(contact: Any) -> str:
    """Where messages are stopped."""
    return full(reverse("notices:stop", args=[stop_token(contact)]))


def mine_link(contact: Any) -> str:
    """Where a contact's subscriptions are listed."""
    return full(reverse("notices:mine", args=[mine_token(contact)]))
