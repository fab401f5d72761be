"""What a person may read, worked out once per request from the role assignments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Agency
from accounts.roles import INTERNAL_EVERYWHERE, INTERNAL_IN_UNITS, INTERNAL_OF_AGENCY, RESTRICTED, Role
from gis.db.wall import is_known
from territory.models import AdminUnit, Level


@dataclass(frozen=True)
class Scope:
    """The reach of a person.

    Attributes:
        roles: roles held today.
        everywhere: internal data of the whole territory.
        restricted: restricted data too.
        units: uids of units whose internal data may be read: those of the roles and all that stand below them.
        agencies: ids of agencies whose plots' internal data may be read, subordinate ones among them.
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
    held = list(user.assignments.held_on(today).with_places())
    roles = frozenset(assignment.role for assignment in held)
    return Scope(
        roles=roles,
        everywhere=bool(roles & INTERNAL_EVERYWHERE),
        restricted=bool(roles & RESTRICTED),
        units=_units(unit for item in held if item.role in INTERNAL_IN_UNITS for unit in item.units.all()),
        agencies=_agencies(
            agency.pk for item in held if item.role in INTERNAL_OF_AGENCY for agency in item.agencies.all()
        ),
    )


def _units(given: Iterable[AdminUnit]) -> frozenset[str]:
    """With all units below; nothing stands below a commune, so most people cost no question."""
    levels = {unit.uid: unit.level for unit in given}
    found = set(levels)
    while parents := [uid for uid, level in levels.items() if level != Level.COMMUNE]:
        below = AdminUnit.objects.standing_below(parents).exclude(pk__in=found)
        levels = dict(below.values_list("uid", "level"))
        found |= levels.keys()
    return frozenset(found)


def _agencies(given: Iterable[int]) -> frozenset[int]:
    """With all subordinate agencies, each once whatever circle they were entered in."""
    found = parents = set(given)
    while parents:
        below = Agency.objects.filter(parent__in=parents).exclude(pk__in=found)
        parents = set(below.values_list("pk", flat=True))
        found = found | parents
    return frozenset(found)
