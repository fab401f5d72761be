"""Reading uploaded files and saved mappings: land managers only."""

from typing import Any, Self

from django.db import models

from accounts.roles import Role
from accounts.scopes import has_role


class ImportQuerySet(models.QuerySet[Any]):
    """Rows of the import desk."""

    def visible_to(self, user: Any) -> Self:
        """All of them to a land manager, none to anybody else."""
        return self if has_role(user, Role.LAND_MANAGER) else self.none()
