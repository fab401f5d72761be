"""Reading uploaded files and saved mappings: whoever may load what they hold."""

from typing import Any, Self

from django.db import models

from accounts.roles import Role
from accounts.scopes import has_role, units_of
from land.workflow import ImportTarget, ReferenceKind


class ImportQuerySet(models.QuerySet[Any]):
    """Rows of the import desks, each shown where its files are loaded; saved mappings as they are."""

    def visible_to(self, user: Any, target: ImportTarget = ImportTarget.PLOTS) -> Self:
        """Those of plots, or of reference layers: the same people as `policies.can_load_reference` names."""
        rows = self.filter(target=target)
        if has_role(user, Role.LAND_MANAGER):
            return rows
        if target == ImportTarget.PLOTS:
            return rows.none()
        if has_role(user, Role.PLANNER):
            return rows
        return rows._of_office(units_of(user, Role.REGISTRATION_OFFICE))

    def _of_office(self, units: frozenset[str]) -> Self:
        """What is a registration office's own; a mapping names no unit, and serves whoever has one."""
        return self.filter(kind=ReferenceKind.PARCELS) if units else self.none()


class ImportJobQuerySet(ImportQuerySet):
    """Uploads."""

    def _of_office(self, units: frozenset[str]) -> Self:
        return self.filter(options__kind=ReferenceKind.PARCELS, options__unit_id__in=sorted(units))
