"""Leases and rent as one reader sees them: of a plot, one by one, near their end, overdue. No person is named here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum

from land import policies
from land.models import Lease, LeaseTermBound, Plot, RentDue
from land.workflow import LeaseState, LesseeKind

BUCKETS = (0, 30, 90)  # days before the end of a lease at which somebody is told


@dataclass(frozen=True)
class LeaseView:
    """A lease without a person's name.

    Attributes:
        lessee: the organisation, or the words for a person.
        may_read_lessee: offer the act `read_lessee`; `needs_reason` when it asks why.
        verbs: acts to offer: sign, renew, end, pay.
        days_left: to the last day of the term, negative after it.
        band: over, 0, 30 or 90 as `band_of`, "" for a lease that nobody need look at.
        bound: the law's bound on the term on the day of the contract, None where none is on record.
    """

    lease: Lease
    lessee: str
    may_read_lessee: bool
    needs_reason: bool
    verbs: list[str]
    last_day: date
    days_left: int
    band: str
    bound: LeaseTermBound | None
    rent: list["Instalment"]
    overdue: int

    @property
    def days_late(self) -> int:
        """Days since the last day of the term."""
        return -self.days_left


@dataclass(frozen=True)
class Instalment:
    """An instalment: what is still owed of it in đồng, and whether its day is past."""

    rent: RentDue
    balance: int
    is_overdue: bool
    is_owed: bool


def leases_of(user: Any, plot: Plot, today: date) -> list[LeaseView]:
    """Leases of a plot, newest first; [] for whoever does not read the plot from inside."""
    rows = Lease.objects.visible_to(user).filter(plot=plot.pk).with_names().select_related("renews")
    return [_view(user, lease, today) for lease in rows.order_by("-period__startswith", "pk")]


def lasting_leases(user: Any, plots: list[Plot], today: date) -> list[tuple[Lease, date]]:
    """Leases that whoever ends these plots must think of, each with its last day; they stay with the ended plot."""
    rows = Lease.objects.visible_to(user).filter(plot__in=[plot.pk for plot in plots]).lasting(today).with_names()
    return [(lease, last_day(lease)) for lease in rows.order_by("period__endswith", "pk")]


def lease_of(user: Any, pk: UUID, today: date) -> LeaseView | None:
    """One lease, None where there is none that the reader may know of."""
    lease = Lease.objects.visible_to(user).with_names().select_related("renews").filter(pk=pk).first()
    return None if lease is None else _view(user, lease, today)


def follower_of(user: Any, lease: Lease) -> Lease | None:
    """The lease that renews this one."""
    found: Lease | None = Lease.objects.visible_to(user).filter(renews=lease.pk).first()
    return found


def _view(user: Any, lease: Lease, today: date) -> LeaseView:
    last = last_day(lease)
    rent = _instalments(lease, today)
    return LeaseView(
        lease=lease,
        lessee=lessee_words(lease),
        may_read_lessee=lease.lessee_kind == LesseeKind.PERSON and policies.can_read_lessee(user, lease.plot),
        needs_reason=policies.must_reason_lessee(user),
        verbs=policies.lease_verbs(user, lease),
        last_day=last,
        days_left=(last - today).days,
        band=band_of(lease, today),
        bound=LeaseTermBound.objects.of_lease(lease.kind, lease.lessee_kind, lease.contract_on),
        rent=rent,
        overdue=sum(item.balance for item in rent if item.is_overdue),
    )


def _instalments(lease: Lease, today: date) -> list[Instalment]:
    owed = set(RentDue.objects.owed().filter(lease=lease).values_list("pk", flat=True))
    found = []
    for row in lease.rent.order_by("due_on"):
        balance = row.amount - (row.paid_amount or 0)
        is_owed = row.pk in owed
        found.append(Instalment(row, balance, is_owed and balance > 0 and row.due_on < today, is_owed))
    return found


def lessee_words(lease: Lease) -> str:
    """The organisation, or the words for a person."""
    if lease.lessee_kind == LesseeKind.PERSON:
        return str(LesseeKind.PERSON.label)
    return lease.organisation


def last_day(lease: Lease) -> date:
    """The last day of the term."""
    end: date = lease.period.upper
    return end - timedelta(days=1)


def band_of(lease: Lease, today: date) -> str:
    """How near the end is: over (and not settled), 0 (today), 30, 90; "" for a lease that nobody need look at."""
    left = (last_day(lease) - today).days
    if lease.state == LeaseState.EXPIRED or (lease.state == LeaseState.ACTIVE and left < 0):
        return "over"
    if lease.state != LeaseState.ACTIVE:
        return ""
    return next((str(most) for most in BUCKETS if left <= most), "")


def term_bounds(day: date) -> list[LeaseTermBound]:
    """The law's bounds in force on a day, to be read beside the form of a lease."""
    return list(LeaseTermBound.objects.holding(day).order_by("kind", "lessee_kind"))


@dataclass(frozen=True)
class Expiring:
    """A lease near its end; `bucket` is 90, 30 or 0 (the last day is today or past)."""

    lease: Lease
    last_day: date
    days_left: int
    bucket: int


def expiring_leases(user: Any, today: date, within_days: int = BUCKETS[-1]) -> list[Expiring]:
    """The list for a desk: leases that end within so many days, soonest first. `None` is the server's own command."""
    rows = Lease.objects.all() if user is None else Lease.objects.visible_to(user)
    return [
        Expiring(lease, last_day(lease), left, next((step for step in BUCKETS if left <= step), within_days))
        for lease in rows.expiring(today, within_days).with_names()
        for left in [(last_day(lease) - today).days]
    ]


@dataclass(frozen=True)
class Overdue:
    """An instalment overdue, and what is still owed of it in đồng."""

    rent: RentDue
    balance: int


def overdue_rent(user: Any, today: date) -> list[Overdue]:
    """Instalments overdue, oldest first. `None` is the server's own command."""
    rows = RentDue.objects.all() if user is None else RentDue.objects.visible_to(user)
    return [Overdue(rent, rent.balance) for rent in rows.overdue(today).select_related("lease", "lease__plot")]


def overdue_by_lease(user: Any, leases: list[Lease], today: date) -> dict[UUID, int]:
    """Overdue rent in đồng of these leases, where there is any."""
    rows = RentDue.objects.visible_to(user).overdue(today).filter(lease__in=[lease.pk for lease in leases])
    return dict(rows.order_by().values_list("lease").annotate(sum=Sum("balance")))
