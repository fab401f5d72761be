"""Leases at set days, whatever day it is: their terms, and leases in any state."""

from datetime import date

from land.actions import Instalment, LeaseDraft, draft_lease, sign_lease
from land.models import Lease
from land.workflow import LeaseKind, LeaseState, LesseeKind
from tests.database.land.lease_desk import NAME

RENT = [Instalment(date(2026, 3, 31), 5_000_000), Instalment(date(2026, 12, 31), 5_000_000)]
TODAY = date(2026, 11, 22)


def terms(number="01/HĐ", start=date(2026, 1, 1), last=date(2026, 12, 31), **values) -> LeaseDraft:
    own = {
        "kind": LeaseKind.SHORT,
        "lessee_kind": LesseeKind.PERSON,
        "lessee": NAME,
        "contract_number": number,
        "contract_on": start,
        "purpose": "Bãi giữ xe",
        "start": start,
        "last_day": last,
    }
    return LeaseDraft(**own | values)


def drafted(plot, *args, rent=(), actor=None, **values) -> Lease:
    return draft_lease(actor=actor, plot=plot, draft=terms(*args, **values), rent=rent)


def signed(plot, *args, **values) -> Lease:
    return sign_lease(actor=None, lease=drafted(plot, *args, **values), today=TODAY)


def in_state(plot, state: LeaseState) -> Lease:
    lease = drafted(plot)
    Lease.objects.filter(pk=lease.pk).update(state=state, started=state != LeaseState.DRAFT)
    lease.refresh_from_db()
    return lease


def use_state(plot) -> str:
    plot.refresh_from_db()
    return plot.use_state
