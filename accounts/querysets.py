"""Reading role assignments."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q

from territory.models import AdminUnit


class AssignmentQuerySet(models.QuerySet[Any]):
    """Roles given to people."""

    def held_on(self, day: date) -> Self:
        """Those that count on a day."""
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def coming_after(self, day: date) -> Self:
        """Those that are yet to begin."""
        return self.filter(starts_on__gt=day)

    def with_places(self) -> Self:
        """With their units and agencies, but without the units' polygons: a border is a hundred kilobytes."""
        return self.prefetch_related(Prefetch("units", AdminUnit.objects.light()), "agencies")
