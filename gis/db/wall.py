"""Which of the two connections a reader gets."""

from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet

Q = TypeVar("Q", bound=QuerySet[Any])


def is_known(user: Any) -> bool:
    """A signed-in, active person; None and AnonymousUser are the public."""
    return bool(user is not None and user.is_authenticated and user.is_active)


def database_of(user: Any) -> str:
    """Alias of the connection that this reader's rows come by."""
    return "default" if is_known(user) else settings.PUBLIC_DATABASE


def on_public(queryset: Q, user: Any) -> Q:
    """The queryset on the public connection for the public, unchanged for people who signed in."""
    return queryset if is_known(user) else queryset.using(settings.PUBLIC_DATABASE)
