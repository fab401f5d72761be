"""Rent owed and paid, leases that end soon."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from audit.models import Event
from gis.http.problems import NotAllowed
from land.actions import correct_payment, record_payment
from land.errors import BadChange
from land.models import RentDue
from land.reading_leases import expiring_leases, leases_of, overdue_rent
from tests.database.land.lease_desk import NAME, client_of
from tests.database.land.lease_terms import RENT, TODAY, drafted, signed
from tests.database.land.rights import WRITERS

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


def test_rent__what_was_booked_wrongly_is_put_right(plot, people):
    rent = signed(plot, rent=RENT).rent.first()
    officer = people["land_fund_officer"]
    put = {"actor": officer, "rent": rent, "paid_on": TODAY, "today": TODAY, "reason": "Gõ nhầm"}
    with pytest.raises(BadChange, match="chưa ghi"):
        correct_payment(paid=1, **put)
    record_payment(actor=officer, rent=rent, amount=3_000_000, paid_on=TODAY, today=TODAY)
    for wrong in ({"paid": -1}, {"paid": 5_000_001}, {"paid": 1, "paid_on": None}, {"paid": 3_000_000}):
        with pytest.raises(BadChange):
            correct_payment(**{**put, **wrong})
    for wrong in ({"reason": " "}, {"paid_on": TODAY + timedelta(1)}):
        with pytest.raises(BadChange):
            correct_payment(**{**put, "paid": 300_000, **wrong})
    with pytest.raises(NotAllowed):
        correct_payment(**{**put, "paid": 300_000, "actor": people["other_officer"]})
    assert correct_payment(paid=300_000, **put).paid_amount == 300_000
    assert correct_payment(paid=0, **put).paid_on is None
    told = Event.objects.filter(verb="rent.corrected").order_by("pk").values_list("before", "after", "reason")
    assert [(before["paid_amount"], after["paid_amount"], reason) for before, after, reason in told] == [
        (3_000_000, 300_000, "Gõ nhầm"),
        (300_000, None, "Gõ nhầm"),
    ]


def test_rent__is_corrected_on_its_page(client, plot, people):
    rent = signed(plot, rent=RENT).rent.first()
    client.force_login(people["land_fund_officer"])
    address = reverse("lease-correct", args=[rent.lease.pk, rent.pk])
    assert client.get(address).status_code == 404
    record_payment(actor=None, rent=rent, amount=3_000_000, paid_on=TODAY, today=TODAY)
    for name, user in people.items():
        status = client_of(user).get(address).status_code
        assert (status == 200) is (name in WRITERS), name
        if name not in WRITERS:
            assert client_of(user).post(address, {"paid": "0", "reason": "r"}).status_code in {302, 403, 404}, name
    assert RentDue.objects.get(pk=rent.pk).paid_amount == 3_000_000
    assert address in client.get(reverse("lease", args=[rent.lease.pk])).content.decode()
    sent = {"paid": "300.000", "paid_on": f"{TODAY:%d/%m/%Y}", "reason": "Gõ nhầm"}
    assert client.post(address, sent).status_code == 302
    assert RentDue.objects.get(pk=rent.pk).paid_amount == 300_000


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
