"""Who may do what to calendars. `None` is an operator's own command on the server.

Terms have no policy here: they begin, rest and end by acts on what they are about, and those acts ask their own.
"""

from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role

Actor = Any


def can_manage_calendar(user: Actor) -> bool:
    """Enter notices of days off, office hours and terms of the law: the system administrator."""
    return user is None or has_role(user, Role.ADMIN)


def can_open_calendar_desk(user: Any) -> bool:
    """See who entered which notice and which terms it moved: who manages the calendar, and inspectors."""
    return has_role(user, Role.ADMIN, Role.INSPECTOR)


def can_read_log(user: Any) -> bool:
    """See who entered which days: inspectors."""
    return has_role(user, Role.INSPECTOR)
