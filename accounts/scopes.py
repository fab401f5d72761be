"""What a person may read, worked out once per request from the role assignments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import Agency
from accounts.roles import (
    FOR_AGENCIES,
    INTERNAL_EVERYWHERE,
    INTERNAL_IN_UNITS,
    INTERNAL_OF_AGENCY,
    RESTRICTED,
    Role,
)
from gis.db.wall import is_known
from territory.models import AdminUnit, Level


@dataclass(frozen=True)
class Scope:
    """The reach of a person.

    Attributes:
        roles: roles held today.
        everywhere: internal data of the whole territory.
        restricted: restricted data too.
        units_by_role: role that is given for units -> their uids, and those of all that stand below them.
        agencies_by_role: role that is given for agencies -> their ids, subordinate ones among them.
    """

    roles: frozenset[str] = frozenset()
    everywhere: bool = False
    restricted: bool = False
    units_by_role: Mapping[str, frozenset[str]] = field(default_factory=dict)
    agencies_by_role: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def units(self) -> frozenset[str]:
        """Uids of units whose internal data may be read, whatever the role; who writes asks `units_of`."""
        return frozenset[str]().union(*self.units_by_role.values())

    @cached_property
    def agencies(self) -> frozenset[int]:
        """Ids of agencies whose plots' internal data may be read, whatever the role; who writes asks `agencies_of`."""
        reading = (ids for role, ids in self.agencies_by_role.items() if role in INTERNAL_OF_AGENCY)
        return frozenset[int]().union(*reading)

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


def units_of(user: Any, role: Role) -> frozenset[str]:
    """Uids of the units that this role is held for; those of the person's other roles are not among them."""
    return scope_of(user).units_by_role.get(role, frozenset())


def agencies_of(user: Any, role: Role) -> frozenset[int]:
    """Ids of the agencies that this role is held for; those of the person's other roles are not among them."""
    return scope_of(user).agencies_by_role.get(role, frozenset())


def _read(user: Any, today: date) -> Scope:
    held = list(user.assignments.held_on(today).with_places())
    roles = frozenset(assignment.role for assignment in held)
    return Scope(
        roles=roles,
        everywhere=bool(roles & INTERNAL_EVERYWHERE),
        restricted=bool(roles & RESTRICTED),
        units_by_role={
            role: _units(unit for item in held if item.role == role for unit in item.units.all())
            for role in roles & INTERNAL_IN_UNITS
        },
        agencies_by_role={
            role: _agencies(agency.pk for item in held if item.role == role for agency in item.agencies.all())
            for role in roles & FOR_AGENCIES
        },
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
