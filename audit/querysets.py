"""Reading the log."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from audit.readers import kinds_for


class EventQuerySet(models.QuerySet[Any]):
    """Events, newest first."""

    def visible_to(self, user: Any) -> Self:
        """Events about the kinds of subject that this person may read of."""
        kinds = kinds_for(user)
        return self.filter(subject_type__in=sorted(kinds)) if kinds else self.none()

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        """From one moment to before another; None leaves the side open."""
        rows = self if since is None else self.filter(at__gte=since)
        return rows if until is None else rows.filter(at__lt=until)

    def before(self, key: int) -> Self:
        """Older than an event, newest first: the next page."""
        return self.filter(pk__lt=key)
