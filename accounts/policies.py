"""Who may read of accounts (CONTRACT, rights table)."""

from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role


def can_read_log(user: Any) -> bool:
    """See who gave which rights to whom: inspectors."""
    return has_role(user, Role.INSPECTOR)
