"""Rent owed and paid, leases that end soon."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from audit.models import Event
from land.actions import record_payment
from land.errors import BadChange
from land.models import RentDue
from land.reading_leases import expiring_leases, leases_of, overdue_rent
from tests.database.land.lease_desk import NAME
from tests.database.land.lease_terms import RENT, TODAY, drafted, signed

pytestmark = pytest.mark.usefixtures("lease_bounds")


def test_rent__overdue_until_paid_in_full(plot, people):
    lease = signed(plot, rent=RENT)
    officer = people["land_fund_officer"]
    (due,) = overdue_rent(officer, TODAY)
    assert (due.balance, due.rent.lease.contract_number) == (5_000_000, "01/HĐ")
    pay = {"actor": officer, "paid_on": TODAY, "today": TODAY}
    record_payment(rent=due.rent, amount=3_000_000, **pay)
    assert overdue_rent(officer, TODAY)[0].balance == leases_of(officer, plot, TODAY)[0].overdue == 2_000_000
    with pytest.raises(BadChange, match="2000000"):
        record_payment(rent=due.rent, amount=2_000_001, **pay)
    record_payment(rent=due.rent, amount=2_000_000, **pay)
    assert overdue_rent(officer, TODAY) == []
    assert RentDue.objects.filter(lease=lease, paid_amount=5_000_000).count() == 1
    assert Event.objects.filter(verb="rent.paid").count() == 2


@pytest.mark.parametrize(("amount", "paid_on"), [(0, TODAY), (-5, TODAY), (5, TODAY + timedelta(1))])
def test_rent__impossible_payments_are_refused(plot, amount, paid_on):
    rent = signed(plot, rent=RENT).rent.first()
    with pytest.raises(BadChange):
        record_payment(actor=None, rent=rent, amount=amount, paid_on=paid_on, today=TODAY)


def test_rent__a_draft_owes_nothing(plot, people):
    lease = drafted(plot, rent=RENT)
    assert overdue_rent(None, TODAY) == []
    with pytest.raises(BadChange):
        record_payment(actor=None, rent=lease.rent.first(), amount=1, paid_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("last", "bucket"), [(0, 0), (-3, 0), (1, 30), (30, 30), (31, 90), (90, 90), (91, None)], ids=str
)
def test_expiring__buckets_by_the_last_day(plot, people, last, bucket):
    signed(plot, last=TODAY + timedelta(last))
    found = expiring_leases(people["land_fund_officer"], TODAY)
    assert [(item.bucket, item.days_left) for item in found] == ([] if bucket is None else [(bucket, last)])


def test_expiring__command_lists_without_names(plot):
    signed(plot, last=TODAY + timedelta(20), rent=RENT)
    out = StringIO()
    call_command("list_expiring_leases", "--today", "2026-11-22", stdout=out)
    assert "01/HĐ" in out.getvalue()
    assert plot.code in out.getvalue()
    assert "5.000.000" in out.getvalue()
    assert NAME not in out.getvalue()


def test_expiring__advance_can_be_rehearsed(plot):
    lease = signed(plot, last=TODAY - timedelta(3))
    told = {}
    for options in (["--dry-run"], []):
        out = StringIO()
        call_command("list_expiring_leases", "--today", "2026-11-22", "--advance", *options, stdout=out)
        lease.refresh_from_db()
        told[lease.state] = out.getvalue()
    assert "Chạy thử, chưa ghi gì" in told["active"]
    assert all("1 hợp đồng hết hạn" in words for words in told.values())
    assert set(told) == {"active", "expired"}
