"""Reading what changed on plots: internal, for whoever reads the inside of the plot; the public knows nothing of it."""

from collections.abc import Sequence
from typing import Any, Final, Self

from django.db import models
from django.db.models import Q

from accounts.scopes import scope_of
from imagery.workflow import CHANGE_WAITING, ChangeState
from land.querysets import internal_reach
from land.workflow import PlotStatus

# In which order candidates are walked; the key of each in all of them, so that no two stand at one place.
ORDERS: Final = {
    "": ("-confidence", "-inside_m2", "pk"),
    "area": ("-inside_m2", "-confidence", "pk"),
    "day": ("-seen_on", "-confidence", "pk"),
}


class _OfPlotsQuerySet(models.QuerySet[Any]):
    """Rows about plots that only those see who read the plot from inside."""

    def visible_to(self, user: Any) -> Self:
        """Of plots whose internal side this person reads; never by the public connection, which has no such table."""
        reach = internal_reach(scope_of(user))
        if reach is None:
            return self.none()
        if reach is True:
            return self
        plots = self.model._meta.get_field("plot").related_model.objects.filter(reach)
        return self.filter(plot__in=plots)


class ChangeCandidateQuerySet(_OfPlotsQuerySet):
    """Lasting changes that may have happened."""

    def visible_to(self, user: Any) -> Self:
        """Also of scenes that this person may know of: a candidate tells their days and what they show."""
        scenes = self.model._meta.get_field("scene_before").related_model.objects.visible_to(user, withdrawn=True)
        return super().visible_to(user).filter(scene_before__in=scenes, scene_after__in=scenes)

    def waiting(self) -> Self:
        """What a person has still to decide on, on plots of today, the surest and then the largest first."""
        return self.filter(state__in=CHANGE_WAITING, plot__status=PlotStatus.ACTIVE).in_order()

    def in_order(self, name: str = "") -> Self:
        """In one of `ORDERS`."""
        return self.order_by(*ORDERS[name])

    def standing(self) -> Self:
        """Not dismissed, and not lapsed."""
        return self.exclude(state__in=(ChangeState.DISMISSED, ChangeState.LAPSED))

    def of_kind(self, kind: str) -> Self:
        """What a person, or until then the method, calls so."""
        return self.filter(Q(decided_kind=kind) | Q(decided_kind="", kind=kind))

    def before(self, candidate: Any, name: str = "") -> Any | None:
        """The one that stands before a candidate in one of `ORDERS`, None for the first."""
        order = ORDERS[name]
        back = [term.removeprefix("-") if term.startswith("-") else f"-{term}" for term in order]
        return self.filter(_beyond(order, candidate, ahead=True)).order_by(*back).first()

    def after(self, candidate: Any, name: str = "") -> Any | None:
        """The one that stands after it, None for the last."""
        order = ORDERS[name]
        return self.filter(_beyond(order, candidate, ahead=False)).order_by(*order).first()

    def with_names(self) -> Self:
        """With what a list shows: the plot, the scenes and the series, without their outlines."""
        heavy = [f"scene_{side}__{name}" for side in ("before", "after") for name in _HEAVY]
        return self.select_related("plot", "collection", "scene_before", "scene_after").defer(*heavy)


def _beyond(order: Sequence[str], candidate: Any, *, ahead: bool) -> Q:
    """What stands on one side of a candidate: the first of the order's fields that differs decides."""
    found, alike = Q(), Q()
    for term in order:
        name = term.removeprefix("-")
        larger = term.startswith("-") == ahead
        value = getattr(candidate, name)
        found |= alike & Q(**{f"{name}__{'gt' if larger else 'lt'}": value})
        alike &= Q(**{name: value})
    return found


_HEAVY = ("footprint", "footprint_3857", "lineage")


class ChangeLookQuerySet(_OfPlotsQuerySet):
    """Whether plots could be looked at."""
