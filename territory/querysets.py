"""Reading units."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.gis.geos import Point
from django.db import models
from django.db.models import Exists, OuterRef, Q

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

    def told_apart(self) -> dict[str, str]:
        """Uid -> name; of units of one name the ended say until when, and what is still alike shows its code."""
        units = list(self.values_list("uid", "code", "name", "valid"))  # bare rows: asked for at every page and count
        names = Counter(name for _uid, _code, name, _valid in units)
        labels = {
            uid: str(self.model(name=name, valid=valid)) if names[name] > 1 else name
            for uid, _code, name, valid in units
        }
        alike = Counter(labels.values())
        return {
            uid: f"{labels[uid]} ({code})" if alike[labels[uid]] > 1 else labels[uid]
            for uid, code, _name, _valid in units
        }

    def communes(self) -> Self:
        """Wards, communes, townships and special zones."""
        return self.filter(level="commune")

    def on_papers(self) -> Self:
        """Communes of any time, and districts that had none (Côn Đảo until 2025): papers name them as communes."""
        inside = self.model.objects.filter(
            level="commune", parent_code=OuterRef("code"), valid__overlap=OuterRef("valid")
        )
        return self.filter(Q(level="commune") | Q(level="district") & ~Exists(inside))
