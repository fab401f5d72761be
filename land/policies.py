"""Who may do what to the register (CONTRACT, rights table). `None` is an operator's own command on the server."""

from collections.abc import Iterable
from typing import Any

from accounts.roles import Role
from accounts.scopes import agencies_of, has_role, scope_of, units_of
from land.models import ImportJob, ImportProfile, Lease, Plot, ReferenceSet
from land.workflow import (
    IMPORT_AFTER,
    IMPORT_RUNNING,
    LEASE_AFTER,
    LEASE_MENDABLE,
    PROTECTED_FIELDS,
    STATUS_AFTER,
    ImportState,
    ImportTarget,
    LeaseState,
    PlotStatus,
    PublishLevel,
    ReferenceKind,
)

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


def can_work_import(user: Actor, job: ImportJob) -> bool:
    """Have to do with an uploaded file: whoever may load what it holds."""
    if job.target == ImportTarget.PLOTS:
        return can_import_plots(user)
    return can_load_reference(user, job.options.get("kind", ""), job.options.get("unit_id") or None)


def can_move_import(user: Actor, job: ImportJob, target: ImportState) -> bool:
    """Check, commit or abandon an uploaded file."""
    return can_work_import(user, job) and target in IMPORT_AFTER[ImportState(job.state)]


def can_resume_import(user: Actor, job: ImportJob) -> bool:
    """Hand a file whose worker died to another worker."""
    return can_work_import(user, job) and ImportState(job.state) in IMPORT_RUNNING


def can_keep_import_profile(user: Actor, target: str, kind: str) -> bool:
    """Save a mapping of columns: whoever may load such files somewhere."""
    if can_import_plots(user):
        return True
    if target == ImportTarget.PLOTS:
        return False
    return can_open_reference_desk(user) and (has_role(user, Role.PLANNER) or kind == ReferenceKind.PARCELS)


def can_drop_import_profile(user: Actor, profile: ImportProfile) -> bool:
    """Delete a saved mapping: its owner, or an operator's command."""
    own = user is None or profile.owner_id == user.pk
    return own and can_keep_import_profile(user, profile.target, profile.kind)


def can_create_plots(user: Actor) -> bool:
    """Enter new plots."""
    return can_manage_register(user)


def can_revise_plot(user: Actor, plot: Plot, fields: Iterable[str]) -> bool:
    """Change these fields of this plot; nobody but the department writes what only it reads."""
    if can_manage_register(user):
        return True
    office = _is_of_office(user, plot)
    wanted = set(fields) - (REGISTRATION_FIELDS if office else frozenset())
    if _is_of_fund(user, plot):
        return not wanted & PROTECTED_FIELDS
    return office and not wanted


def _is_of_fund(user: Actor, plot: Plot) -> bool:
    """Whether the person is land fund officer for the agency that manages the plot."""
    return not _is_restricted(plot) and plot.managing_agency_id in agencies_of(user, Role.LAND_FUND_OFFICER)


def _is_of_office(user: Actor, plot: Plot) -> bool:
    """Whether the person is of the registration office for the plot's unit."""
    return not _is_restricted(plot) and plot.unit_id in units_of(user, Role.REGISTRATION_OFFICE)


def _is_restricted(plot: Plot) -> bool:
    return plot.publish_level == PublishLevel.RESTRICTED


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


def can_set_parcels(user: Actor, plot: Plot) -> bool:
    """Say which parcel numbers a plot holds and held."""
    return can_revise_plot(user, plot, {"sheet_number", "parcel_number"})


def can_renumber_parcels(user: Actor, units: Iterable[str]) -> bool:
    """Renumber the parcels of a commune; whether each plot is the person's, `can_set_parcels` says."""
    return can_manage_register(user) or not units_of(user, Role.REGISTRATION_OFFICE).isdisjoint(units)


def can_open_renumbering(user: Actor) -> bool:
    """Be offered the renumbering; of which communes, `can_renumber_parcels` decides."""
    return user is not None and (can_manage_register(user) or bool(units_of(user, Role.REGISTRATION_OFFICE)))


def can_open_desk(user: Actor) -> bool:
    """The worklists of records to mend: whoever reads the inside of some plots; what each may do is asked per plot."""
    return user is not None and not scope_of(user).is_public_only


def can_date_values(user: Actor) -> bool:
    """Let a tolerance or a bound of lease terms hold from a day on."""
    return can_manage_register(user)


def can_read_audit(user: Actor) -> bool:
    """See who changed what."""
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)


def can_load_reference(user: Actor, kind: str, unit_id: str | None) -> bool:
    """Load a version of a reference layer: department and planners any, the registration office its units' parcels."""
    if can_manage_register(user) or has_role(user, Role.PLANNER):
        return True
    return kind == ReferenceKind.PARCELS and unit_id in units_of(user, Role.REGISTRATION_OFFICE)


def can_open_reference_desk(user: Actor) -> bool:
    """See which versions were loaded, and be offered to load: whoever may load some."""
    if user is None:
        return False
    return bool(units_of(user, Role.REGISTRATION_OFFICE)) or has_role(user, Role.LAND_MANAGER, Role.PLANNER)


def can_withdraw_reference(user: Actor, reference: ReferenceSet) -> bool:
    """Take a version back: whoever may load it, while it stands."""
    return reference.withdrawn_at is None and can_load_reference(user, reference.kind, reference.unit_id)


def can_place_price(user: Actor, plot: Plot) -> bool:
    """Say where a plot stands in the price table."""
    return can_revise_plot(user, plot, {"price_place"})


def can_locate_plot(user: Actor, plot: Plot) -> bool:
    """Place a plot without boundary at its parcel."""
    return can_revise_plot(user, plot, {"point", "location_basis"})


def can_manage_leases(user: Actor, plot: Plot) -> bool:
    """Draft, sign, renew and end leases of this plot, and book rent."""
    return can_manage_register(user) or _is_of_fund(user, plot)


def can_open_lease_desk(user: Actor) -> bool:
    """See the list of leases: whoever reads some plots from inside; which rows, `visible_to` decides."""
    return user is not None and not scope_of(user).is_public_only


def can_draft_some_lease(user: Actor) -> bool:
    """Be offered the form of a new lease; for which plots, `can_manage_leases` decides."""
    return can_manage_register(user) or bool(agencies_of(user, Role.LAND_FUND_OFFICER))


def can_change_lease(user: Actor, lease: Lease, target: LeaseState) -> bool:
    """Move a lease to another state; ground that is history is only given back."""
    has_ground = lease.plot.status == PlotStatus.ACTIVE or target == LeaseState.TERMINATED
    return has_ground and can_manage_leases(user, lease.plot) and target in LEASE_AFTER[LeaseState(lease.state)]


def can_amend_lease(user: Actor, lease: Lease) -> bool:
    """Put right what a lease says, and draw its part of the plot, while the plot is no history."""
    active = lease.plot.status == PlotStatus.ACTIVE
    return active and can_manage_leases(user, lease.plot) and lease.state in LEASE_MENDABLE


def lease_verbs(user: Actor, lease: Lease) -> list[str]:
    """The acts a screen may offer for this lease."""
    verbs = {
        "sign": can_change_lease(user, lease, LeaseState.ACTIVE),
        "renew": can_change_lease(user, lease, LeaseState.RENEWED),
        "end": can_change_lease(user, lease, LeaseState.TERMINATED),
        "pay": can_manage_leases(user, lease.plot) and lease.state != LeaseState.DRAFT,
        "amend": can_amend_lease(user, lease),
        "part": can_amend_lease(user, lease) and not lease.whole_plot,
    }
    return [verb for verb, allowed in verbs.items() if allowed]


def can_read_lessee(user: Actor, plot: Plot) -> bool:
    """Read the name of a person who leases; each reading is logged. An operator's command reads no names."""
    if user is None:
        return False
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR) or _is_of_fund(user, plot)


def must_reason_lessee(user: Actor) -> bool:
    """Whether reading a lessee needs a written reason: for the department and inspectors, not the plot's agency."""
    return has_role(user, Role.LAND_MANAGER, Role.INSPECTOR)


def can_decide_handling(user: Actor, plot: Plot) -> bool:
    """Record the decision on what becomes of a plot."""
    return can_revise_plot(user, plot, {"handling_plan"})


def can_record_handover(user: Actor, plot: Plot) -> bool:
    """Record a handover: it changes the manager, a protected field."""
    return can_revise_plot(user, plot, {"managing_agency_id", "using_agency_id"})


def can_attach(user: Actor, plot: Plot, level: str) -> bool:
    """Attach documents and photos; straight to the public only by those who publish."""
    if level == PublishLevel.INTERNAL:
        return can_revise_plot(user, plot, {"documents"})
    return can_manage_register(user)


def can_publish_file(user: Actor) -> bool:
    """Change the publication level of a document or photo."""
    return can_manage_register(user)


def can_withdraw_file(user: Actor, plot: Plot) -> bool:
    """Take a document or photo back."""
    return can_revise_plot(user, plot, {"documents"})


def can_review_plot(user: Actor, plot: Plot, fields: Iterable[str] = ()) -> bool:
    """Clear the notes of a record that needs review, changing these fields on the way."""
    return can_revise_plot(user, plot, {*fields, "review_state", "review_notes"})


def allowed_verbs(user: Actor, plot: Plot) -> list[str]:
    """The verbs a screen may offer for this plot; one that ended is only read, or taken back."""
    active = plot.status == PlotStatus.ACTIVE
    verbs = {
        "revise": active and (can_revise_plot(user, plot, {"note"}) or can_revise_plot(user, plot, {"legal_status"})),
        "redraw": active and plot.geom is not None and can_revise_plot(user, plot, {"geom"}),
        "publish": active and can_publish_plot(user, plot),
        "flag": active and can_flag_plot(user, plot),
        "split": can_change_status(user, plot, PlotStatus.SPLIT),
        "merge": can_change_status(user, plot, PlotStatus.MERGED),
        "remove": can_change_status(user, plot, PlotStatus.REMOVED),
        "restore": can_change_status(user, plot, PlotStatus.ACTIVE),
        "set_parcels": active and can_set_parcels(user, plot),
        "accept_overlap": active and can_accept_overlap(user),
        "locate": active and plot.geom is None and can_locate_plot(user, plot),
        "read_audit": can_read_audit(user),
        "lease": active and can_manage_leases(user, plot),
        "read_lessee": can_read_lessee(user, plot),
        "decide_handling": can_decide_handling(user, plot),
        "hand_over": can_record_handover(user, plot),
        "attach": can_attach(user, plot, PublishLevel.INTERNAL),
        "publish_file": can_publish_file(user),
        "withdraw_file": can_withdraw_file(user, plot),
        "place_price": active and can_place_price(user, plot),
        "review": active and can_review_plot(user, plot),
    }
    return [verb for verb, allowed in verbs.items() if allowed]
