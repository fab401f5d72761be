"""Who may do what to accounts (CONTRACT, rights table). `None` is an operator's own command on the server."""

from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role

Actor = Any


def can_manage_people(user: Actor) -> bool:
    """Accounts, roles and agencies: the system administrator."""
    return user is None or has_role(user, Role.ADMIN)


def can_read_log(user: Any) -> bool:
    """See who gave which rights to whom: inspectors."""
    return has_role(user, Role.INSPECTOR)
