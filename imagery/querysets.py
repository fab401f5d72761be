"""Reading scenes: what exists for a person is decided here and nowhere else."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.functions import Coalesce

from accounts.roles import Role
from accounts.scopes import Scope, has_role, scope_of
from gis.db.wall import on_public
from land.workflow import PublishLevel

_CLOUD = Coalesce("cloud_percent", models.Value(50.0))
PUBLISHED = Q(publish_level=PublishLevel.PUBLIC)


def internal_reach(scope: Scope) -> Q | bool | None:
    """Which scenes a person sees beside the published ones: True all, None none, else a condition.

    An internal scene is seen by whoever reads internal data of the whole territory, or of a unit that it shows; the
    land fund's officers read by agency, and a picture belongs to none.
    """
    if scope.everywhere:
        return True if scope.restricted else ~Q(publish_level=PublishLevel.RESTRICTED)
    if scope.units:
        return Q(units__overlap=sorted(scope.units)) & ~Q(publish_level=PublishLevel.RESTRICTED)
    return None


class SceneQuerySet(models.QuerySet[Any]):
    """Scenes in the store."""

    def visible_to(self, user: Any, *, withdrawn: bool = False) -> Self:
        """Scenes this person may know of; the public reads through the public connection.

        Args:
            withdrawn: with those that were withdrawn, for whoever manages scenes.
        """
        rows = self if withdrawn and has_role(user, Role.LAND_MANAGER) else self.filter(withdrawn_at=None)
        reach = internal_reach(scope_of(user))
        if reach is True:
            return on_public(rows, user)
        return on_public(rows.filter(PUBLISHED | reach if isinstance(reach, Q) else PUBLISHED), user)

    def faulty_for(self, user: Any) -> Self:
        """In the catalogue, but their files cannot be read: of every level, for whoever looks after the store."""
        rows = self.filter(withdrawn_at=None).exclude(fault="")
        return rows if has_role(user, Role.LAND_MANAGER, Role.ADMIN) else self.none()

    def of_a_moment(self) -> Self:
        """What was taken, without what was composed of it: days, curves and changes are of these."""
        return self.filter(starts_at=None)

    def composites(self) -> Self:
        """What stands for a period."""
        return self.filter(starts_at__isnull=False)

    def made_of(self, scene: Any) -> Self:
        """Composites in the catalogue that a scene went into."""
        named = [{"id": str(scene.pk)}]
        return self.composites().filter(withdrawn_at=None, lineage__files__contains=named)

    def on_day(self, day: date) -> Self:
        """Taken on a local day."""
        return self.filter(acquired_on=day)

    def least_cloud_first(self) -> Self:
        """Clear pictures before cloudy ones; where nobody said, as if half were cloud; the newest of equals first."""
        return self.order_by(_CLOUD.asc(), "-acquired_at", "code")

    def lately_first(self, since: date) -> Self:
        """Those of a day and later, the least cloudy first; then the older ones, the newest first."""
        lately = Q(acquired_on__gte=since)
        cloud = Case(When(lately, then=_CLOUD), default=models.Value(101.0))
        return self.order_by(cloud.asc(), "-acquired_at", "code")


class ScenePartQuerySet(models.QuerySet[Any]):
    """What belongs to a scene."""

    def visible_to(self, user: Any, *, withdrawn: bool = False) -> Self:
        """Of scenes that the person may know of; `withdrawn` as for those."""
        scenes = self.model._meta.get_field("scene").related_model.objects.visible_to(user, withdrawn=withdrawn)
        own = on_public(self, user)
        return own.filter(scene__in=scenes.using(own.db))


class ObservationQuerySet(models.QuerySet[Any]):
    """What scenes say of plots."""

    def visible_to(self, user: Any) -> Self:
        """Of plots and scenes that the person may know of, both."""
        plots, scenes = (self.model._meta.get_field(name).related_model for name in ("plot", "scene"))
        own = on_public(self, user)
        return own.filter(
            plot__in=plots.objects.visible_to(user).using(own.db),
            scene__in=scenes.objects.visible_to(user).using(own.db),
        )


class CollectionQuerySet(models.QuerySet[Any]):
    """Series of scenes."""

    def visible_to(self, user: Any) -> Self:
        """Series of which the person may know a scene."""
        scenes = self.model._meta.get_field("scenes").related_model.objects.visible_to(user)
        own = on_public(self, user)
        return own.filter(Exists(scenes.using(own.db).filter(collection=OuterRef("pk"))))


class SceneJobQuerySet(models.QuerySet[Any]):
    """Files on their way."""

    def visible_to(self, user: Any) -> Self:
        """For whoever loads scenes, and for the operators who look after the machines."""
        return self if has_role(user, Role.LAND_MANAGER, Role.ADMIN) else self.none()
