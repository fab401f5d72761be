"""Leases: the table of states both ways, terms, ground, rent, the plot's use state, and the lessee's name."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from audit.models import Event
from gis.db import public
from gis.http.problems import NotAllowed, NotFound
from land import tasks
from land.actions import (
    Instalment,
    LeaseDraft,
    advance_leases,
    create_plots,
    draft_lease,
    end_lease,
    read_lessee,
    record_payment,
    remove_plot,
    renew_lease,
    revise_plot,
    sign_lease,
)
from land.errors import BadChange, LeaseOverlap, LeaseStep, PlotEnded
from land.lease_facts import load_lease_terms
from land.models import Lease, LeaseTermBound, LesseePerson, PlotVersion, RentDue
from land.reading_leases import expiring_leases, leases_of, overdue_rent
from land.workflow import LEASE_AFTER, LeaseKind, LeaseState, LesseeKind
from tests import places

TODAY = date(2026, 11, 22)
NAME = "Nguyễn Văn Bí Mật"


@pytest.fixture
def plot(register):
    load_lease_terms()
    return create_plots(actor=None, drafts=[register.draft()])[0]


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


def test_end__needs_a_reason_and_a_day_of_the_term(plot):
    lease = signed(plot)
    for on_date, reason in ((TODAY, " "), (TODAY + timedelta(1), "r"), (date(2025, 12, 31), "r")):
        with pytest.raises(BadChange):
            end_lease(actor=None, lease=lease, on_date=on_date, today=TODAY, reason=reason)


# --- rent and lists ------------------------------------------------------------------------------------------------
RENT = [Instalment(date(2026, 3, 31), 5_000_000), Instalment(date(2026, 12, 31), 5_000_000)]


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


# --- who may -------------------------------------------------------------------------------------------------------
KEEPERS = {"land_manager", "land_fund_officer"}


def who_may(people, act):
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                act(user)
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    return allowed


def test_permissions__writing_of_every_role(plot, people):
    draft = drafted(plot, "D", date(2028, 1, 1), date(2028, 12, 31), rent=RENT)
    lease = signed(plot, rent=RENT)
    acts = [
        lambda user: drafted(plot, actor=user),
        lambda user: sign_lease(actor=user, lease=draft, today=TODAY),
        lambda user: end_lease(actor=user, lease=lease, on_date=TODAY, today=TODAY, reason="r"),
        lambda user: record_payment(actor=user, rent=lease.rent.first(), amount=1, paid_on=TODAY, today=TODAY),
        lambda user: renew_lease(
            actor=user, lease=lease, draft=terms("N", date(2027, 1, 1), date(2027, 12, 31)), today=TODAY
        ),
    ]
    assert [who_may(people, act) for act in acts] == [KEEPERS] * len(acts)
    assert who_may(people, lambda user: advance_leases(actor=user, today=TODAY)) == {"land_manager"}


def test_permissions__the_officer_of_another_agency_keeps_out(register, people):
    plot = create_plots(actor=None, drafts=[register.draft(dx=50, managing_agency_id=register.other_agency.pk)])[0]
    with pytest.raises(NotAllowed):
        drafted(plot, actor=people["land_fund_officer"])
    assert leases_of(people["land_fund_officer"], plot, TODAY) == []


INSIDE = {*KEEPERS, "planner", "inspector", "officer", "registration_office", "clerk", "leader"}


def test_permissions__contracts_are_read_inside_names_by_few(plot, people):
    lease = signed(plot, rent=RENT)
    assert {name for name, user in people.items() if leases_of(user, plot, TODAY)} == INSIDE
    assert {name for name, user in people.items() if overdue_rent(user, TODAY)} == INSIDE
    readers = who_may(people, lambda user: read_lessee(actor=user, lease=lease, reason="Lập biên bản"))
    assert readers == {"land_manager", "land_fund_officer", "inspector"}
    offered = {name for name, user in people.items() for view in leases_of(user, plot, TODAY) if view.may_read_lessee}
    assert offered == readers


def test_lessee__every_reading_is_logged_and_the_log_names_nobody(plot, people):
    lease = signed(plot)
    assert read_lessee(actor=people["land_manager"], lease=lease, reason="Đơn khiếu nại số 5") == NAME
    event = Event.objects.get(verb="personal.read")
    assert (event.actor_id, event.reason) == (str(people["land_manager"].pk), "Đơn khiếu nại số 5")
    for name in ("land_manager", "inspector"):
        with pytest.raises(BadChange, match="lý do"):
            read_lessee(actor=people[name], lease=lease)
    read_lessee(actor=people["land_fund_officer"], lease=lease)
    assert Event.objects.filter(verb="personal.read").count() == 2
    told = str(list(Event.objects.values())) + str(list(PlotVersion.objects.values("reason", "note")))
    assert NAME not in told


def test_lessee__a_person_is_named_in_one_table_only(plot):
    lease = signed(plot)
    assert NAME not in str(Lease.objects.filter(pk=lease.pk).values().get())
    with pytest.raises(IntegrityError, match="person_is_not_named"), transaction.atomic():
        Lease.objects.filter(pk=lease.pk).update(organisation=NAME)
    view = leases_of(None, plot, TODAY)
    assert view == []
    assert str(LesseePerson.objects.get()) != NAME


def test_lessee__an_organisation_is_named_in_the_lease(plot, people):
    lease = signed(plot, lessee_kind=LesseeKind.ORGANISATION, lessee="Công ty A")
    assert leases_of(people["planner"], plot, TODAY)[0].lessee == "Công ty A"
    with pytest.raises(NotFound):
        read_lessee(actor=people["land_manager"], lease=lease, reason="r")


def test_wall__nothing_of_leases_is_public():
    tables = {model._meta.db_table for model in (Lease, LesseePerson, RentDue, LeaseTermBound)}
    assert not tables & set(public.declared())


@pytest.mark.parametrize("table", ["land_lease", "land_lesseeperson", "land_rentdue"])
def test_database__records_are_kept(plot, table):
    signed(plot, rent=RENT)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
