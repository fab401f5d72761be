"""Reading units."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.gis.geos import Point
from django.db import models
from django.db.models import Exists, OuterRef

from gis.db.wall import on_public


class UnitQuerySet(models.QuerySet[Any]):
    """Administrative units; all of them are public."""

    def visible_to(self, user: Any) -> Self:
        """Every unit; anonymous readers come through the public connection."""
        return on_public(self, user)

    def on_day(self, day: date) -> Self:
        """Units that existed on a day."""
        return self.filter(valid__contains=day)

    def holding(self, point: Point, day: date) -> Self:
        """Which units held this point (any system with its SRID) on this day: one query, all levels."""
        return self.on_day(day).filter(geom__covers=point)

    def standing_below(self, uids: Iterable[str]) -> Self:
        """Units whose parent one of these was while both existed: codes of parents are used again too."""
        parents = self.model.objects.filter(
            pk__in=list(uids), code=OuterRef("parent_code"), valid__overlap=OuterRef("valid")
        )
        return self.filter(Exists(parents))

    def light(self) -> Self:
        """Without polygons."""
        return self.defer("geom", "geom_3857", "geom_low")

    def communes(self) -> Self:
        """Wards, communes, townships and special zones."""
        return self.filter(level="commune")
