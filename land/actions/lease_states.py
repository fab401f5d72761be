"""What leases tell the use state of their plot: when they begin and end, and when the plot was away meanwhile."""

from datetime import date
from typing import Any

from land.actions import changes
from land.actions.changes import Why
from land.actions.drafts import PlotRevision
from land.actions.lease_rows import save
from land.models import Lease, Plot
from land.workflow import USE_STATE_OF_LEASE, ChangeKind, LeaseKind, LeaseState, PlotStatus, UseState


def tell_start(actor: Any, lease: Lease, plot: Plot) -> None:
    """Tell the plot that it is leased; a part that is leased says nothing of the whole."""
    before = lease.renews.use_state_before if lease.renews is not None and lease.renews.started else ""
    lease.use_state_before = before or plot.use_state
    lease.started = True
    save(lease, "started", "use_state_before")
    if lease.whole_plot:
        _hold(actor, lease, plot)


def tell_end(actor: Any, lease: Lease, plot: Plot, on_date: date, reason: str) -> None:
    """Give the plot back the state from before, unless another lease holds it or somebody changed it since."""
    holds = _held_by(lease)
    others = Lease.objects.running_on(on_date).filter(plot=plot, whole_plot=True).exclude(pk=lease.pk)
    if not lease.started or not lease.whole_plot or plot.use_state != holds or others.exists():
        return
    back = lease.use_state_before if lease.use_state_before not in {"", holds} else UseState.VACANT
    _turn(plot, back, on_date, Why(actor, ChangeKind.CHANGED, reason))


def catch_up(actor: Any, plot: Plot, since: date, reason: str) -> None:
    """Tell a plot that came back what its leases did from the day it was removed: nothing reached it then."""
    for day, lease, ends in sorted(_told_since(plot, since), key=lambda told: (told[0], not told[2])):
        if ends:
            tell_end(actor, lease, plot, day, reason)
        else:
            _hold(actor, lease, plot)


def _told_since(plot: Plot, since: date) -> list[tuple[date, Lease, bool]]:
    """Day, lease, and whether it ends (or begins) then. One that never held did neither."""
    told = []
    for lease in Lease.objects.filter(plot=plot, started=True, whole_plot=True):
        first, over = lease.period.lower, lease.ended_on or lease.period.upper
        if over <= first:
            continue
        if first >= since:
            told.append((first, lease, False))
        if over >= since and lease.state in {LeaseState.EXPIRED, LeaseState.TERMINATED}:
            told.append((over, lease, True))
    return told


def _held_by(lease: Lease) -> UseState:
    return USE_STATE_OF_LEASE[LeaseKind(lease.kind)]


def _hold(actor: Any, lease: Lease, plot: Plot) -> None:
    if plot.use_state != _held_by(lease):
        why = Why(actor, ChangeKind.CHANGED, f"Hợp đồng thuê {lease.contract_number}")
        _turn(plot, _held_by(lease), lease.period.lower, why)


def _turn(plot: Plot, state: str, since: date, why: Why) -> None:
    if plot.status == PlotStatus.ACTIVE:
        changes.apply([PlotRevision(plot, {"use_state": str(state)}, valid_from=since)], why)
        plot.use_state = str(state)
