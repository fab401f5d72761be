"""Who is inside, and who of all people may do an act."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from gis.http.problems import NotAllowed

WRITERS = {"land_manager", "land_fund_officer"}
INSIDE = {*WRITERS, "planner", "inspector", "officer", "registration_office", "clerk", "leader"}


def who_may(people: dict[str, Any], act: Callable[[Any], Any]) -> set[str]:
    """Names of those whom the act does not refuse; what it writes is undone."""
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                act(user)
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    return allowed
