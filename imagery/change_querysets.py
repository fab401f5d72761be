"""Reading what changed on plots: internal, for whoever reads the inside of the plot; the public knows nothing of it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.scopes import scope_of
from imagery.workflow import CHANGE_WAITING, ChangeState
from land.querysets import internal_reach
from land.workflow import PlotStatus

ORDER = ("-confidence", "-inside_m2", "pk")


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
        return self.filter(state__in=CHANGE_WAITING, plot__status=PlotStatus.ACTIVE).order_by(*ORDER)

    def standing(self) -> Self:
        """Not dismissed, and not lapsed."""
        return self.exclude(state__in=(ChangeState.DISMISSED, ChangeState.LAPSED))

    def before(self, candidate: Any) -> Any | None:
        """The one that stands before a candidate in the order of `waiting`, None for the first."""
        sure, large = Q(confidence=candidate.confidence), Q(inside_m2=candidate.inside_m2)
        ahead = Q(confidence__gt=candidate.confidence) | (sure & Q(inside_m2__gt=candidate.inside_m2))
        ahead |= sure & large & Q(pk__lt=candidate.pk)
        return self.filter(ahead).order_by("confidence", "inside_m2", "-pk").first()

    def after(self, candidate: Any) -> Any | None:
        """The one that stands after it, None for the last."""
        sure, large = Q(confidence=candidate.confidence), Q(inside_m2=candidate.inside_m2)
        behind = Q(confidence__lt=candidate.confidence) | (sure & Q(inside_m2__lt=candidate.inside_m2))
        behind |= sure & large & Q(pk__gt=candidate.pk)
        return self.filter(behind).order_by(*ORDER).first()

    def with_names(self) -> Self:
        """With what a list shows: the plot, the scenes and the series, without their outlines."""
        heavy = [f"scene_{side}__{name}" for side in ("before", "after") for name in _HEAVY]
        return self.select_related("plot", "collection", "scene_before", "scene_after").defer(*heavy)


_HEAVY = ("footprint", "footprint_3857", "lineage")


class ChangeLookQuerySet(_OfPlotsQuerySet):
    """Whether plots could be looked at."""
