"""Who looks after the service."""

from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role


def can_operate(user: Any) -> bool:
    """See how the service is and have failed work done again: administrators, and who loads what workers work on."""
    return has_role(user, Role.ADMIN, Role.LAND_MANAGER)
