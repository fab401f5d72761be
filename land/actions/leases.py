"""Drafting, signing, renewing and ending leases; start and end change the plot's use state with a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from land import policies
from land.actions import changes
from land.actions.lease_rows import log, plot_to_lease, save, with_lessee
from land.actions.lease_states import tell_end, tell_start
from land.actions.lease_terms import Instalment, LeaseDraft, check_draft, check_ground, check_term, values_of
from land.actions.plots import require
from land.errors import BadChange, LeaseStep
from land.models import Lease, LesseePerson, Plot, RentDue
from land.workflow import LEASE_AFTER, LeaseState, LesseeKind


@dataclass(frozen=True)
class Advanced:
    """What a day brought: contracts told to their plots, contracts whose term ended."""

    started: tuple[str, ...]
    expired: tuple[str, ...]


@transaction.atomic
def draft_lease(*, actor: Any, plot: Plot, draft: LeaseDraft, rent: Sequence[Instalment] = ()) -> Lease:
    """Enter a lease as a draft, with its rent schedule. It keeps nobody out until it is signed.

    Raises:
        NotAllowed: the plot is not the actor's.
        BadChange, PlotEnded: the draft contradicts itself, or the plot is history.
    """
    current = plot_to_lease(actor, plot)
    return _enter(actor, current, draft, rent, renews=None)


@transaction.atomic
def sign_lease(*, actor: Any, lease: Lease, today: date) -> Lease:
    """Make a draft binding; from its first day on the plot is leased.

    Raises:
        NotAllowed: the plot is not the actor's.
        LeaseStep: it is no draft.
        LeaseOverlap: the ground is leased to somebody else at that time.
        BadChange: the term is outside the bounds.
    """
    plot = plot_to_lease(actor, lease.plot)
    current = _moved(lease, LeaseState.ACTIVE)
    check_term(current)
    check_ground(current, plot)
    save(current, "state")
    if current.period.lower <= today:
        tell_start(actor, current, plot)
    log(actor, "lease.signed", current)
    return current


@transaction.atomic
def renew_lease(*, actor: Any, lease: Lease, draft: LeaseDraft, rent: Sequence[Instalment] = (), today: date) -> Lease:
    """Follow a lease by a new one for the same plot. Returns the new one, signed.

    The old term ends on the new one's first day at the latest; a gap between the two is kept as it is. An empty
    `draft.lessee` means the lessee of the old lease: nobody has to read a person's name to renew.

    Raises:
        NotAllowed, LeaseStep, LeaseOverlap, BadChange: as for `sign_lease`; also when the new term does not go on.
    """
    plot = plot_to_lease(actor, lease.plot)
    old = _moved(lease, LeaseState.RENEWED)
    if draft.start <= old.period.lower:
        raise BadChange.at("start", _("Hợp đồng gia hạn phải bắt đầu sau ngày bắt đầu của hợp đồng cũ."))
    if draft.start < old.period.upper:
        old.agreed_end, old.period = old.period.upper, DateRange(old.period.lower, draft.start)
    save(old, "state", "period", "agreed_end")
    log(actor, "lease.renewed", old)
    made = _enter(actor, plot, with_lessee(draft, old), rent, renews=old)
    return sign_lease(actor=actor, lease=made, today=today)


@transaction.atomic
def end_lease(*, actor: Any, lease: Lease, on_date: date, today: date, reason: str) -> Lease:
    """Terminate or settle a lease; `on_date` is the first day without it. A draft is dropped the same way.

    A lease that ends on or before its first day never held: its term stays written as agreed, and the lease that it
    renewed holds again.

    Raises:
        NotAllowed: the plot is not the actor's.
        LeaseStep: it is over already.
        LeaseOverlap: the ground of the lease that it renewed was leased to somebody else since.
        BadChange: no reason, a day ahead, or a day before a term that has begun.
    """
    plot = plot_to_lease(actor, lease.plot, ended_too=True)
    was = Lease.objects.get(pk=lease.pk).state
    current = _moved(lease, LeaseState.TERMINATED)
    if not reason.strip():
        raise BadChange.at("reason", _("Hãy ghi lý do chấm dứt hợp đồng."))
    if was != LeaseState.DRAFT:
        _check_end(current, LeaseState(was), on_date, today)
        if current.period.lower < on_date < current.period.upper:
            current.period = DateRange(current.period.lower, on_date)
    current.ended_on, current.end_reason = on_date, reason
    save(current, "state", "period", "ended_on", "end_reason")
    if was == LeaseState.ACTIVE:
        if on_date <= current.period.lower and current.renews is not None:
            _revive(actor, current.renews, reason)
        tell_end(actor, current, plot, on_date, reason)
    log(actor, "lease.terminated", current, reason)
    return current


@transaction.atomic
def advance_leases(*, actor: Any, today: date) -> Advanced:
    """Do what the day brings: leases that begin are told to their plots, terms that are over become "hết hạn".

    Raises:
        NotAllowed: a daily command of the server or the department runs it.
    """
    require(policies.can_manage_register(actor), _("Chỉ hệ thống hoặc chuyên viên sở được chạy việc này."))
    due = Lease.objects.due_to_start(today) | Lease.objects.due_to_expire(today)
    plots = changes.locked(Plot.objects.filter(leases__in=due))
    started, expired = [], []
    for lease in Lease.objects.due_to_start(today).order_by("pk").select_for_update():
        tell_start(actor, lease, plots[lease.plot_id])
        started.append(lease.contract_number)
    for lease in Lease.objects.due_to_expire(today).order_by("pk").select_for_update():
        lease.state = LeaseState.EXPIRED
        save(lease, "state")
        tell_end(actor, lease, plots[lease.plot_id], lease.period.upper, f"Hết hạn hợp đồng {lease.contract_number}")
        log(actor, "lease.expired", lease)
        expired.append(lease.contract_number)
    return Advanced(tuple(started), tuple(expired))


def _check_end(lease: Lease, was: LeaseState, on_date: date, today: date) -> None:
    first = lease.period.lower
    if first > today:
        if on_date != today:
            raise BadChange.at("on_date", _("Hợp đồng chưa bắt đầu: ngày chấm dứt là hôm nay."))
        return
    if was == LeaseState.EXPIRED:
        first += timedelta(days=1)  # it held to its end; on its first day it would be as if nothing was ever owed
    if not first <= on_date <= today:
        raise BadChange.at("on_date", _("Ngày chấm dứt phải từ ngày bắt đầu thuê và không sau hôm nay."))


def _revive(actor: Any, renewed: Lease, reason: str) -> None:
    """The lease whose renewal never held goes on with the term that was agreed; if that is over, the day ends it.

    No step of LEASE_AFTER: what the renewal did is undone.
    """
    old: Lease = Lease.objects.select_for_update().get(pk=renewed.pk)
    if old.state != LeaseState.RENEWED:
        return
    old.state = LeaseState.ACTIVE
    if old.agreed_end is not None:
        old.period, old.agreed_end = DateRange(old.period.lower, old.agreed_end), None
    save(old, "state", "period", "agreed_end")
    log(actor, "lease.revived", old, reason)


def _moved(lease: Lease, target: LeaseState) -> Lease:
    current: Lease = Lease.objects.select_for_update().get(pk=lease.pk)
    if target not in LEASE_AFTER[LeaseState(current.state)]:
        raise LeaseStep(
            _("Hợp đồng %(contract_number)s đang ở tình trạng “%(state)s”, không chuyển sang “%(label)s” được.")
            % {"contract_number": current.contract_number, "state": current.get_state_display(), "label": target.label}
        )
    current.state = target
    return current


def _enter(actor: Any, plot: Plot, draft: LeaseDraft, rent: Sequence[Instalment], renews: Lease | None) -> Lease:
    area = check_draft(plot, draft, list(rent))
    is_person = draft.lessee_kind == LesseeKind.PERSON
    made: Lease = Lease.objects.create(
        **values_of(draft),
        plot=plot,
        organisation="" if is_person else draft.lessee,
        area_m2=area,
        period=DateRange(draft.start, draft.last_day + timedelta(days=1)),
        renews=renews,
    )
    if is_person:
        LesseePerson.objects.create(lease=made, name=draft.lessee)
    RentDue.objects.bulk_create(RentDue(lease=made, due_on=item.due_on, amount=item.amount) for item in rent)
    log(actor, "lease.drafted", made)
    return made
