"""Reading uploaded files and saved mappings: whoever may load what they hold."""

from typing import Any, Self

from django.db import models

from accounts.roles import Role
from accounts.scopes import has_role, scope_of
from land.workflow import ImportTarget, ReferenceKind


class ImportQuerySet(models.QuerySet[Any]):
    """Rows of the import desk."""

    def visible_to(self, user: Any) -> Self:
        """All of them to a land manager, none to anybody else."""
        return self if has_role(user, Role.LAND_MANAGER) else self.none()


class ImportJobQuerySet(ImportQuerySet):
    """Uploads, each shown at the desk of what it is loaded into."""

    def visible_to(self, user: Any, target: ImportTarget = ImportTarget.PLOTS) -> Self:
        """Files of plots, or of reference layers: the same people as `policies.can_load_reference` names."""
        uploads = self.filter(target=target)
        if has_role(user, Role.LAND_MANAGER):
            return uploads
        if target == ImportTarget.PLOTS:
            return uploads.none()
        if has_role(user, Role.PLANNER):
            return uploads
        if has_role(user, Role.REGISTRATION_OFFICE):
            own = sorted(scope_of(user).units)
            return uploads.filter(options__kind=ReferenceKind.PARCELS, options__unit_id__in=own)
        return uploads.none()
