"""What a person may read, worked out once per request from the role assignments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.roles import INTERNAL_EVERYWHERE, INTERNAL_IN_UNITS, INTERNAL_OF_AGENCY, RESTRICTED, Role
from gis.db.wall import is_known


@dataclass(frozen=True)
class Scope:
    """The reach of a person.

    Attributes:
        roles: roles held today.
        everywhere: internal data of the whole territory.
        restricted: restricted data too.
        units: uids of units whose internal data may be read.
        agencies: ids of agencies whose plots' internal data may be read.
    """

    roles: frozenset[str] = frozenset()
    everywhere: bool = False
    restricted: bool = False
    units: frozenset[str] = frozenset()
    agencies: frozenset[int] = frozenset()

    @property
    def is_public_only(self) -> bool:
        """No internal data anywhere."""
        return not (self.everywhere or self.units or self.agencies)


PUBLIC = Scope()


def scope_of(user: Any, today: date | None = None) -> Scope:
    """The scope of a person; the public and people without an assignment get the empty one."""
    if not is_known(user):
        return PUBLIC
    cached: Scope | None = getattr(user, "_scope", None)
    if cached is None:
        cached = _read(user, today or timezone.localdate())
        user._scope = cached
    return cached


def has_role(user: Any, *roles: Role) -> bool:
    """Whether the person holds one of the roles today."""
    return bool(scope_of(user).roles.intersection(roles))


def _read(user: Any, today: date) -> Scope:
    current = user.assignments.filter(
        Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
    )
    held = list(current.prefetch_related("units", "agencies"))
    roles = frozenset(assignment.role for assignment in held)
    return Scope(
        roles=roles,
        everywhere=bool(roles & INTERNAL_EVERYWHERE),
        restricted=bool(roles & RESTRICTED),
        units=frozenset(unit.uid for item in held if item.role in INTERNAL_IN_UNITS for unit in item.units.all()),
        agencies=frozenset(
            agency.pk for item in held if item.role in INTERNAL_OF_AGENCY for agency in item.agencies.all()
        ),
    )
