"""Leases: steps between states, what start and end do to the plot, terms, ground leased once."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.models import Event
from land import reading_lease_desk as desk
from land import tasks
from land.actions import (
    Instalment,
    advance_leases,
    end_lease,
    record_payment,
    remove_plot,
    renew_lease,
    revise_plot,
    sign_lease,
)
from land.errors import BadChange, LeaseOverlap, LeaseStep, PlotEnded
from land.lease_facts import load_lease_terms
from land.models import Lease, LeaseTermBound, PlotVersion, RentDue
from land.workflow import LEASE_AFTER, LeaseKind, LeaseState
from tests import places
from tests.database.land.lease_terms import TODAY, drafted, in_state, signed, terms, use_state

pytestmark = pytest.mark.usefixtures("lease_bounds")


# --- states --------------------------------------------------------------------------------------------------------
def move(lease: Lease, target: LeaseState) -> None:
    if target == LeaseState.ACTIVE:
        sign_lease(actor=None, lease=lease, today=TODAY)
    elif target == LeaseState.TERMINATED:
        end_lease(actor=None, lease=lease, on_date=date(2026, 6, 1), today=TODAY, reason="Thanh lý")
    elif target == LeaseState.RENEWED:
        renew_lease(actor=None, lease=lease, draft=terms("02/HĐ", date(2027, 1, 1), date(2027, 12, 31)), today=TODAY)
    else:
        done = advance_leases(actor=None, today=date(2027, 1, 1))
        if lease.contract_number not in done.expired:
            raise LeaseStep("advance_leases left it alone")


ARROWS = {(source, target) for source, targets in LEASE_AFTER.items() for target in targets}
BY_ACT = [pair for pair in product(LeaseState, LeaseState) if pair[1] != LeaseState.DRAFT]  # no act leads to a draft


def test_states__every_state_has_its_row():
    assert set(LEASE_AFTER) == set(LeaseState)
    assert not {target for _, target in ARROWS if target == LeaseState.DRAFT}


@pytest.mark.parametrize(("source", "target"), [pair for pair in BY_ACT if pair in ARROWS])
def test_states__listed_steps_succeed(plot, source, target):
    lease = in_state(plot, source)
    move(lease, target)
    assert Lease.objects.get(pk=lease.pk).state == target


@pytest.mark.parametrize(("source", "target"), [pair for pair in BY_ACT if pair not in ARROWS])
def test_states__unlisted_steps_are_refused(plot, source, target):
    lease = in_state(plot, source)
    with pytest.raises(LeaseStep):
        move(lease, target)
    assert Lease.objects.get(pk=lease.pk).state == source


def test_database__an_unknown_state_is_impossible(plot):
    with pytest.raises(IntegrityError, match="known_lease_state"):
        Lease.objects.filter(pk=drafted(plot).pk).update(state="lost")


# --- start and end tell the plot -----------------------------------------------------------------------------------
def test_start_and_end__change_the_use_state_with_versions(plot):
    lease = signed(plot)
    assert use_state(plot) == "leased_short"
    end_lease(actor=None, lease=lease, on_date=date(2026, 6, 1), today=TODAY, reason="Trả đất")
    assert use_state(plot) == "vacant"
    on = PlotVersion.objects.valid_on
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [on(day).get().use_state for day in days] == ["vacant", "leased_short", "leased_short", "vacant"]
    lease.refresh_from_db()
    assert (lease.period.upper, lease.ended_on) == (date(2026, 6, 1), date(2026, 6, 1))


def test_start__a_lease_of_the_future_waits_for_its_day(plot):
    signed(plot, "F", date(2027, 1, 1), date(2027, 6, 30))
    assert use_state(plot) == "vacant"
    assert advance_leases(actor=None, today=date(2026, 12, 31)).started == ()
    assert advance_leases(actor=None, today=date(2027, 1, 1)).started == ("F",)
    assert use_state(plot) == "leased_short"
    assert advance_leases(actor=None, today=date(2027, 1, 1)).started == ()
    assert advance_leases(actor=None, today=date(2027, 7, 1)).expired == ("F",)
    assert use_state(plot) == "vacant"


def test_end__gives_back_the_state_from_before_unless_somebody_changed_it(plot):
    plot = revise_plot(actor=None, plot=plot, changes={"use_state": "lent"}, reason="r")
    lease = signed(plot)
    end_lease(actor=None, lease=lease, on_date=date(2026, 6, 1), today=TODAY, reason="r")
    assert use_state(plot) == "lent"
    lease = signed(plot, "02", date(2026, 7, 1))
    plot = revise_plot(actor=None, plot=plot, changes={"use_state": "public_work"}, reason="Làm công viên")
    end_lease(actor=None, lease=lease, on_date=date(2026, 8, 1), today=TODAY, reason="r")
    assert use_state(plot) == "public_work"


def test_renewal__keeps_the_plot_leased_across_the_seam(plot):
    old = signed(plot)
    new = renew_lease(actor=None, lease=old, draft=terms("02", date(2027, 1, 1), date(2027, 12, 31)), today=TODAY)
    assert (new.state, new.renews_id, new.started) == ("active", old.pk, False)
    assert advance_leases(actor=None, today=date(2027, 1, 1)).expired == ()
    assert use_state(plot) == "leased_short"
    advance_leases(actor=None, today=date(2028, 1, 1))
    assert use_state(plot) == "vacant"


def test_day__is_turned_by_the_worker(plot, monkeypatch):
    lease = signed(plot)
    plot.refresh_from_db()
    assert plot.use_state == "leased_short"
    for _ in range(2):  # every hour
        monkeypatch.setattr(tasks.timezone, "localdate", lambda: date(2027, 1, 1))
        tasks.turn_the_day(timestamp=0)
    lease.refresh_from_db()
    plot.refresh_from_db()
    assert (lease.state, plot.use_state) == ("expired", "vacant")
    assert Event.objects.filter(verb="lease.expired").count() == 1


def test_renewal__before_the_end_cuts_the_old_term(plot):
    old = signed(plot)
    renew_lease(actor=None, lease=old, draft=terms("02", date(2026, 10, 1), date(2027, 9, 30)), today=TODAY)
    old.refresh_from_db()
    assert old.period.upper == date(2026, 10, 1)
    assert [lease.contract_number for lease in Lease.objects.running_on(date(2026, 9, 30))] == ["01/HĐ"]
    assert [lease.contract_number for lease in Lease.objects.running_on(date(2026, 10, 1))] == ["02"]


def test_part__says_nothing_of_the_whole_plot(plot):
    signed(plot, whole_plot=False, area_m2=Decimal(100))
    assert use_state(plot) == "vacant"


# --- terms and ground ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "last", "fits"),
    [
        (LeaseKind.COMMUNE_FUND, date(2035, 12, 31), True),
        (LeaseKind.COMMUNE_FUND, date(2036, 1, 1), False),
        (LeaseKind.SHORT, date(2030, 12, 31), True),
        (LeaseKind.SHORT, date(2031, 1, 1), False),
    ],
)
def test_term__bounds_of_the_day_of_the_contract(plot, kind, last, fits):
    lease = drafted(plot, kind=kind, last=last)
    if fits:
        assert sign_lease(actor=None, lease=lease, today=TODAY).state == "active"
        return
    with pytest.raises(BadChange, match=r"vượt \d+ tháng"):
        sign_lease(actor=None, lease=lease, today=TODAY)


def test_term__bounds_are_data_the_one_for_the_lessee_goes_first(plot):
    LeaseTermBound.objects.create(
        kind="short", lessee_kind="person", least_months=6, most_months=12, period=DateRange(date(2024, 8, 1), None),
        source="Quyết định của tỉnh", mark="U",
    )  # fmt: skip
    with pytest.raises(BadChange, match="12 tháng"):
        signed(plot, last=date(2027, 1, 1))
    with pytest.raises(BadChange, match="ngắn hơn 6 tháng"):
        signed(plot, last=date(2026, 6, 29))
    assert signed(plot, last=date(2026, 6, 30)).state == "active"
    assert load_lease_terms() == 0  # an official's entry is left alone


def test_ground__a_whole_plot_is_leased_once_at_a_time(plot):
    signed(plot)
    second = drafted(plot, "02", date(2026, 12, 31), date(2027, 12, 30))
    with pytest.raises(LeaseOverlap, match="01/HĐ"):
        sign_lease(actor=None, lease=second, today=TODAY)
    assert signed(plot, "03", date(2027, 1, 1), date(2027, 12, 31)).state == "active"


def test_database__two_leases_of_a_plot_are_impossible(plot):
    signed(plot)
    second = drafted(plot, "02")
    with pytest.raises(IntegrityError, match="one_lease_of_a_whole_plot_at_a_time"):
        Lease.objects.filter(pk=second.pk).update(state="active")


def test_ground__parts_stand_side_by_side_but_not_on_each_other(plot):
    def part(dx, side=10):
        return {"whole_plot": False, "part": places.square(places.VUNG_TAU, side, dx)}

    signed(plot, "A", **part(0))
    signed(plot, "B", **part(10))
    with pytest.raises(LeaseOverlap, match="hợp đồng A"):
        signed(plot, "C", **part(5))
    with pytest.raises(LeaseOverlap):
        signed(plot, "D")
    with pytest.raises(LeaseOverlap, match="Tổng diện tích"):
        signed(plot, "E", whole_plot=False, area_m2=Decimal(201))
    with pytest.raises(BadChange, match="nằm ngoài"):
        signed(plot, "F", **part(15))


@pytest.mark.parametrize(
    "values",
    [
        {"lessee": " "},
        {"number": ""},
        {"purpose": ""},
        {"last": date(2025, 1, 1)},
        {"area_m2": Decimal(401)},
        {"area_m2": Decimal(0)},
        {"part": places.square(places.VUNG_TAU, 5)},
        {"rent": [Instalment(TODAY, 0)]},
        {"rent": [Instalment(TODAY, 5), Instalment(TODAY, 6)]},
    ],
)
def test_draft__contradictions_are_refused(plot, values):
    with pytest.raises(BadChange):
        drafted(plot, **values)


def test_draft__an_ended_plot_is_history(plot):
    remove_plot(actor=None, plot=plot, on_date=TODAY, reason="r")
    with pytest.raises(PlotEnded):
        drafted(plot)


def test_end__on_or_before_its_first_day_it_never_held(plot):
    """Signed today by mistake, or for a day to come: nobody has to wait for it to begin."""
    today = signed(plot, start=TODAY, last=date(2027, 6, 30))
    end_lease(actor=None, lease=today, on_date=TODAY, today=TODAY, reason="Ký nhầm")
    ahead = signed(plot, "02/HĐ", start=date(2026, 12, 15), last=date(2027, 6, 30), rent=[Instalment(TODAY, 100)])
    end_lease(actor=None, lease=ahead, on_date=TODAY, today=TODAY, reason="Bên thuê từ chối")
    assert [(row.state, row.ended_on) for row in Lease.objects.all()] == [("terminated", TODAY)] * 2
    assert use_state(plot) == "vacant"
    assert not RentDue.objects.owed().exists()
    assert signed(plot, "03/HĐ", start=TODAY, last=date(2027, 6, 30)).state == "active"


def test_end__a_renewal_that_never_held_leaves_the_lease_before_as_it_was(plot):
    old = signed(plot)
    made = renew_lease(actor=None, lease=old, draft=terms("02/HĐ", date(2026, 12, 1), date(2027, 11, 30)), today=TODAY)
    old.refresh_from_db()
    assert (old.state, old.period.upper, old.agreed_end) == ("renewed", date(2026, 12, 1), date(2027, 1, 1))
    end_lease(actor=None, lease=made, on_date=TODAY, today=TODAY, reason="Bên thuê không ký")
    old.refresh_from_db()
    assert (old.state, old.period.upper, old.agreed_end) == ("active", date(2027, 1, 1), None)
    assert use_state(plot) == "leased_short"
    assert advance_leases(actor=None, today=date(2027, 1, 1)).expired == ("01/HĐ",)
    assert use_state(plot) == "vacant"


def test_end__a_renewal_ended_on_its_first_day_too(plot):
    old = signed(plot, last=TODAY + timedelta(20))
    made = renew_lease(actor=None, lease=old, draft=terms("02/HĐ", TODAY, date(2027, 11, 30)), today=TODAY)
    end_lease(actor=None, lease=made, on_date=TODAY, today=TODAY, reason="Ký nhầm")
    old.refresh_from_db()
    assert (old.state, old.period.upper) == ("active", TODAY + timedelta(21))
    assert use_state(plot) == "leased_short"


def test_end__what_held_to_its_end_is_not_made_never_to_have_held(plot):
    over = in_state(plot, LeaseState.EXPIRED)
    with pytest.raises(BadChange, match="từ ngày bắt đầu"):
        end_lease(actor=None, lease=over, on_date=over.period.lower, today=TODAY, reason="r")
    ahead = signed(plot, "02/HĐ", start=date(2027, 2, 1), last=date(2027, 6, 30))
    with pytest.raises(BadChange, match="hôm nay"):
        end_lease(actor=None, lease=ahead, on_date=date(2027, 2, 1), today=TODAY, reason="r")


def test_rent__money_on_a_lease_that_never_held_is_not_lost_from_sight(plot, people):
    ahead = signed(
        plot,
        start=date(2026, 12, 15),
        last=date(2027, 6, 30),
        rent=[Instalment(TODAY, 100), Instalment(date(2027, 1, 1), 50)],
    )
    record_payment(actor=None, rent=ahead.rent.order_by("due_on").first(), amount=60, paid_on=TODAY, today=TODAY)
    end_lease(actor=None, lease=ahead, on_date=TODAY, today=TODAY, reason="r")
    for asked in ("paid", "all"):
        listed, sums = desk.rent(people["land_manager"], desk.Wish(rent=asked), TODAY)
        assert ([row.balance for row in listed.rows], sums) == ([0], desk.RentSums(60, 60, 0)), asked
    assert desk.rent(people["land_manager"], desk.Wish(rent="unpaid"), TODAY)[0].rows == []


def test_end__needs_a_reason_and_a_day_of_the_term(plot):
    lease = signed(plot)
    for on_date, reason in ((TODAY, " "), (TODAY + timedelta(1), "r"), (date(2025, 12, 31), "r")):
        with pytest.raises(BadChange):
            end_lease(actor=None, lease=lease, on_date=on_date, today=TODAY, reason=reason)
