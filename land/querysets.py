"""Reading plots: what exists for a person is decided here and nowhere else."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Min, Q

from accounts.scopes import Scope, scope_of
from gis.db.wall import on_public
from land.workflow import PlotStatus, PublishLevel, ReviewState

PUBLISHED = Q(publish_level=PublishLevel.PUBLIC)


def internal_reach(scope: Scope) -> Q | bool | None:
    """Which plots show their internal side: True all, None none, else a condition."""
    if scope.everywhere:
        return True if scope.restricted else ~Q(publish_level=PublishLevel.RESTRICTED)
    parts = []
    if scope.units:
        parts.append(Q(unit__in=scope.units))
    if scope.agencies:
        parts.append(Q(managing_agency__in=scope.agencies))
    if not parts:
        return None
    reach = parts[0] if len(parts) == 1 else parts[0] | parts[1]
    return reach & ~Q(publish_level=PublishLevel.RESTRICTED)


def whole_levels(scope: Scope) -> frozenset[str] | None:
    """The publication levels that a person sees wholly, and no others; None where it depends on the single plot."""
    if scope.everywhere:
        hidden = set() if scope.restricted else {PublishLevel.RESTRICTED}
        return frozenset(set(PublishLevel) - hidden)
    return None if scope.units or scope.agencies else frozenset({PublishLevel.PUBLIC})


class _StateQuerySet(models.QuerySet[Any]):
    """What plots and their versions share."""

    def visible_to(self, user: Any) -> Self:
        """Plots this person may know of; the public reads through the public connection."""
        reach = internal_reach(scope_of(user))
        if reach is True:
            return on_public(self, user)
        shown = PUBLISHED | reach if isinstance(reach, Q) else PUBLISHED
        return on_public(self.filter(shown), user)

    def active(self) -> Self:
        """On the map and in the sums; a plot that was split, merged or removed is not."""
        return self.filter(status=PlotStatus.ACTIVE)


RELATED = ("unit", "unit_at_record", "land_use", "managing_agency", "using_agency")
_HEAVY = tuple(f"{unit}__{column}" for unit in RELATED[:2] for column in ("geom", "geom_3857", "geom_low"))


class PlotQuerySet(_StateQuerySet):
    """Plots as the register has them today."""

    def with_names(self) -> Self:
        """With the rows that give names, but without the units' polygons: a commune's border is a hundred kilobytes."""
        return self.select_related(*RELATED).defer(
            *_HEAVY, "geom_3857", "geom_z13", "anchor_3857", "search_text", "search_words"
        )

    def needing_review(self) -> Self:
        """The worklist of records kept with a mendable fault."""
        return self.filter(review_state=ReviewState.NEEDS_REVIEW)


class PlotVersionQuerySet(_StateQuerySet):
    """What the register said, and says of the past."""

    def visible_to(self, user: Any) -> Self:
        """Versions that were published or in reach, of plots that still are."""
        plots = self.model._meta.get_field("plot").related_model.objects.visible_to(user)
        own = super().visible_to(user)
        return own.filter(plot__in=plots.using(own.db))

    def with_names(self) -> Self:
        """As for plots."""
        return self.select_related(*RELATED).defer(*_HEAVY, "geom_3857", "anchor_3857")

    def first_day(self) -> date | None:
        """The earliest day of which the register says anything now."""
        known = self.filter(recorded__endswith=None).aggregate(day=Min("valid__startswith"))
        day: date | None = known["day"]
        return day

    def valid_on(self, day: date) -> Self:
        """The state of the world on a day, as the register knows it now."""
        return self.filter(valid__contains=day, recorded__endswith=None)

    def said_at(self, moment: datetime, day: date) -> Self:
        """What the register said at a moment about a day."""
        return self.filter(valid__contains=day, recorded__contains=moment)
