"""What every act on a lease shares: the plot's row locked, the lessee kept unread, the guards of the table, the log."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actions import Entry, record
from land import policies
from land.actions import changes
from land.actions.lease_terms import LeaseDraft
from land.actions.plots import require
from land.errors import LeaseOverlap, PlotEnded
from land.models import Lease, LesseePerson, Plot
from land.workflow import PlotStatus


def plot_to_lease(actor: Any, plot: Plot, *, ended_too: bool = False) -> Plot:
    """The plot, its row locked.

    Raises:
        NotAllowed: it is not the actor's.
        PlotEnded: it is history, and the act needs ground.
    """
    require(
        policies.can_manage_leases(actor, plot),
        _("Bạn không có quyền ghi hợp đồng thuê của khu đất %(code)s.") % {"code": plot.code},
    )
    current = changes.locked([plot])[plot.pk]
    if current.status != PlotStatus.ACTIVE and not ended_too:
        raise PlotEnded.of(current)
    return current


def with_lessee(draft: LeaseDraft, old: Lease) -> LeaseDraft:
    """A draft without a name takes that of the lease; nobody has to read it for that."""
    if draft.lessee.strip() or draft.lessee_kind != old.lessee_kind:
        return draft
    person = LesseePerson.objects.filter(lease=old.pk).first()
    return replace(draft, lessee=person.name if person else old.organisation)


def save(lease: Lease, *fields: str) -> None:
    """Write some fields.

    Raises:
        LeaseOverlap: the plot is leased to somebody else at that time.
    """
    try:
        with transaction.atomic():
            lease.save(update_fields=fields)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint == "one_lease_of_a_whole_plot_at_a_time":
            raise LeaseOverlap(
                _("Khu đất %(code)s đã có hợp đồng thuê khác trong thời gian này.") % {"code": lease.plot.code}
            ) from error
        raise


def facts(lease: Lease) -> dict[str, Any]:
    """What the log says of a lease."""
    return {
        "contract_number": lease.contract_number,
        "plot": lease.plot.code,
        "state": str(lease.state),
        "period": str(lease.period),
        "lessee_kind": str(lease.lessee_kind),
        "area_m2": lease.area_m2,
    }


def log(
    actor: Any,
    verb: str,
    lease: Lease,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The log names the contract and the kind of lessee, never a person."""
    label = f"{lease.plot.code}: {lease.contract_number}"
    record(
        actor=actor, entries=[Entry(verb, "lease", str(lease.pk), label, before, facts(lease) | (after or {}), reason)]
    )
