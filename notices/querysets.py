"""Reading contacts and messages: nobody but the owner; operators see the masked rows that the admin shows."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from accounts.roles import Role
from accounts.scopes import has_role
from gis.db.wall import is_known
from notices.workflow import MESSAGE_WAITING


class ContactQuerySet(models.QuerySet[Any]):
    """Addresses."""

    def visible_to(self, user: Any) -> Self:
        """The person's own, and none to strangers: those come with the link of a message."""
        return self.filter(user=user) if is_known(user) else self.none()

    def for_operators(self, user: Any) -> Self:
        """All, for who looks after the service; shown masked."""
        return self if has_role(user, Role.ADMIN) else self.none()


class MessageQuerySet(models.QuerySet[Any]):
    """Messages."""

    def visible_to(self, user: Any) -> Self:
        """Those to the person's own addresses."""
        return self.filter(contact__user=user) if is_known(user) else self.none()

    def for_operators(self, user: Any) -> Self:
        """All, for who looks after the service; without what they say."""
        return self if has_role(user, Role.ADMIN) else self.none()

    def waiting(self) -> Self:
        """Not with a provider yet, or not any more."""
        return self.filter(state__in=MESSAGE_WAITING)

    def due(self, channel: str, now: datetime) -> Self:
        """To be sent now, in the order in which they go."""
        rows = self.waiting().filter(channel=channel, next_attempt_at__lte=now)
        return rows.order_by("priority", "next_attempt_at", "pk")
