"""Who may do what to the register (CONTRACT, rights table). `None` is an operator's own command on the server."""

from collections.abc import Iterable
from typing import Any

from accounts.roles import Role
from accounts.scopes import has_role, scope_of
from land.models import Plot
from land.workflow import PROTECTED_FIELDS, STATUS_AFTER, PlotStatus

Actor = Any

REGISTRATION_FIELDS = frozenset(
    {"legal_status", "parcel_uid", "parcel_uid_provisional", "sheet_number", "parcel_number"}
)


def can_manage_register(user: Actor) -> bool:
    """All of land: the department's land manager."""
    return user is None or has_role(user, Role.LAND_MANAGER)


def can_import_plots(user: Actor) -> bool:
    """Load files into the register."""
    return can_manage_register(user)


def can_create_plots(user: Actor) -> bool:
    """Enter new plots."""
    return can_manage_register(user)


def can_revise_plot(user: Actor, plot: Plot, fields: Iterable[str]) -> bool:
    """Change these fields of this plot."""
    if can_manage_register(user):
        return True
    wanted, scope = set(fields), scope_of(user)
    if has_role(user, Role.REGISTRATION_OFFICE) and plot.unit_id in scope.units:
        return wanted <= REGISTRATION_FIELDS
    if has_role(user, Role.LAND_FUND_OFFICER) and plot.managing_agency_id in scope.agencies:
        return not wanted & PROTECTED_FIELDS
    return False


def can_publish_plot(user: Actor, _plot: Plot) -> bool:
    """Change the publication level: an act of its own."""
    return can_manage_register(user)


def can_change_status(user: Actor, plot: Plot, target: PlotStatus) -> bool:
    """Split, merge, remove or take back."""
    return can_manage_register(user) and target in STATUS_AFTER[PlotStatus(plot.status)]


def can_flag_plot(user: Actor, plot: Plot) -> bool:
    """Raise and close dated flags."""
    return can_revise_plot(user, plot, {"flags"})


def can_accept_overlap(user: Actor) -> bool:
    """Accept a documented overlap of two plots."""
    return can_manage_register(user)


def can_read_audit(user: Actor) -> bool:
    """See who changed what."""
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)


def allowed_verbs(user: Actor, plot: Plot) -> list[str]:
    """The verbs a screen may offer for this plot."""
    verbs = {
        "revise": can_revise_plot(user, plot, {"note"}) or can_revise_plot(user, plot, {"legal_status"}),
        "publish": can_publish_plot(user, plot),
        "flag": can_flag_plot(user, plot),
        "split": can_change_status(user, plot, PlotStatus.SPLIT),
        "remove": can_change_status(user, plot, PlotStatus.REMOVED),
        "read_audit": can_read_audit(user),
    }
    return [verb for verb, allowed in verbs.items() if allowed]
