"""Reading reference layers: plans, roads and prices are public, parcels stay inside the house."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Role
from accounts.scopes import has_role, scope_of, units_of
from gis.db.wall import on_public
from land.workflow import PUBLIC_REFERENCES, ReferenceKind
from territory.models import AdminUnit

_PUBLIC_KINDS = sorted(PUBLIC_REFERENCES)


def _loadable(user: Any) -> Q:
    """Sets that the person may load, as `policies.can_load_reference` has it for one."""
    if has_role(user, Role.LAND_MANAGER, Role.PLANNER):
        return Q(kind__in=ReferenceKind.values)
    return Q(kind=ReferenceKind.PARCELS, unit__in=units_of(user, Role.REGISTRATION_OFFICE))


class ReferenceSetQuerySet(models.QuerySet[Any]):
    """Loaded sets with their decision and validity."""

    def visible_to(self, user: Any, *, withdrawn: bool = False) -> Self:
        """Public kinds for everybody, parcels for readers of internal data; withdrawn sets for nobody.

        Args:
            withdrawn: with those too that were withdrawn, for whoever may load such a set.
        """
        shown = Q(withdrawn_at=None)
        if scope_of(user).is_public_only:
            shown &= Q(kind__in=_PUBLIC_KINDS)
        if withdrawn:
            shown |= _loadable(user)
        return on_public(self.filter(shown), user)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def valid_on(self, day: date) -> Self:
        """In force on a day."""
        return self.filter(period__contains=day)


class ReferenceRowQuerySet(models.QuerySet[Any]):
    """Rows of a set that anyone may read."""

    def visible_to(self, user: Any) -> Self:
        """Rows of standing sets."""
        return on_public(self.filter(set__withdrawn_at=None, set__kind__in=_PUBLIC_KINDS), user)

    def valid_on(self, day: date) -> Self:
        """Rows of the sets in force on a day."""
        return self.filter(set__period__contains=day)

    def current(self) -> Self:
        """Rows of the sets in force today."""
        return self.valid_on(timezone.localdate())


class ParcelQuerySet(ReferenceRowQuerySet):
    """Cadastral parcels: read where a person reads internal data by place."""

    def visible_to(self, user: Any) -> Self:
        """All for those who read everywhere, those of the own units (and of what became them), else none.

        A land-fund officer's reach is plots, not ground, so parcels are not part of it.
        """
        scope, standing = scope_of(user), self.filter(set__withdrawn_at=None)
        if scope.everywhere:
            return standing
        if scope.units:
            old = AdminUnit.objects.filter(successors__in=scope.units).values("pk")
            return standing.filter(Q(unit__in=scope.units) | Q(unit__in=old))
        return on_public(self.none(), user)
