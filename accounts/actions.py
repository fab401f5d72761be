"""Writing accounts and their roles."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import Agency, RoleAssignment, User
from accounts.roles import AT_A_DESK, Role
from audit.actions import Entry, record
from gis.http.problems import NotAllowed
from territory.models import AdminUnit


def rights_of(person: User) -> dict[str, Any]:
    """What a person may do and where, in words that outlive the rows."""
    return {
        "is_active": person.is_active,
        "is_staff": person.is_staff,
        "roles": [
            {
                "role": item.role,
                "units": sorted(unit.uid for unit in item.units.all()),
                "agencies": sorted(agency.code for agency in item.agencies.all()),
                "starts_on": item.starts_on and item.starts_on.isoformat(),
                "ends_on": item.ends_on and item.ends_on.isoformat(),
            }
            for item in person.assignments.with_places().order_by("pk")
        ],
    }


@transaction.atomic
def create_account(*, actor: User | None, username: str, password: str) -> User:
    """A new account without any role.

    Raises:
        NotAllowed: the actor is no administrator.
        ValidationError: the name is taken or cannot be one, or the password is too weak.
    """
    _require(actor)
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(_("Đã có tài khoản mang tên này."))
    person = User(username=username)
    validate_password(password, person)
    person.set_password(password)
    person.full_clean()
    person.save()
    record(actor=actor, entries=[_entry("account.created", person, after=rights_of(person))])
    return person


@transaction.atomic
def grant_role(
    *,
    actor: User | None,
    person: User,
    role: Role,
    units: Iterable[AdminUnit] = (),
    agencies: Iterable[Agency] = (),
    today: date,
) -> bool:
    """Give a role without an end, or widen the one that is held by these units and agencies.

    Returns:
        Whether anything has changed.

    Raises:
        NotAllowed: the actor is no administrator.
    """
    _require(actor)
    person = User.objects.select_for_update().get(pk=person.pk)
    before = rights_of(person)
    held = person.assignments.held_on(today).filter(role=role, ends_on=None).order_by("pk").first()
    held = held or RoleAssignment.objects.create(user=person, role=role)
    held.units.add(*units)
    held.agencies.add(*agencies)
    if role in AT_A_DESK and not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    after = rights_of(person)
    if after == before:
        return False
    record(actor=actor, entries=[_entry("account.role_granted", person, before=before, after=after)])
    return True


def record_password_change(*, actor: User) -> None:
    """That a person has set a password of their own; in the transaction that writes it."""
    record(actor=actor, entries=[_entry("account.password_changed", actor)])


def _entry(verb: str, person: User, **states: Any) -> Entry:
    return Entry(verb, "account", str(person.pk), person.username, **states)


def _require(actor: User | None) -> None:
    if not policies.can_manage_people(actor):
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))
