"""Two at once: the same ground leased twice, a plan loaded while a boundary moves, a plan loaded twice."""

import time
from datetime import date
from threading import Event
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from land.actions import (
    Instalment,
    LeaseDraft,
    amend_lease,
    create_plots,
    draft_lease,
    lease_amend,
    load_reference,
    record_payment,
    reference,
    refresh_planned_uses,
    revise_plot,
    sign_lease,
)
from land.actions import rent as rent_actions
from land.errors import BadChange, LeaseOverlap, ReferenceTaken
from land.models import Lease, PlannedUse, Plot, ReferenceSet, RentDue
from land.workflow import LeaseKind, LesseeKind
from tests import places
from tests.concurrency.conftest import hold
from tests.database.land.conftest import register  # noqa: F401 - the fixture
from tests.database.land.reference_sets import a_set, zone

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2026, 11, 22)


def a_plot(register) -> Plot:  # noqa: F811
    return create_plots(actor=None, drafts=[register.draft()])[0]


def a_lease(plot, number, **values) -> Lease:
    draft = LeaseDraft(
        kind=LeaseKind.SHORT,
        lessee_kind=LesseeKind.ORGANISATION,
        lessee="Công ty",
        contract_number=number,
        contract_on=TODAY,
        purpose="Kho",
        start=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        **values,
    )
    return draft_lease(actor=None, plot=plot, draft=draft, rent=[Instalment(TODAY, 100)])


def sign(lease):
    return lambda: sign_lease(actor=None, lease=lease, today=TODAY)


def test_two_leases_of_one_plot__one_is_signed(register, at_once):  # noqa: F811
    plot = a_plot(register)
    results = at_once(*(sign(a_lease(plot, f"{n}")) for n in range(3)))
    assert sum(isinstance(result, LeaseOverlap) for result in results) == 2
    assert Lease.objects.filter(state="active").count() == 1


def test_two_parts_that_do_not_fit__one_is_signed(register, at_once):  # noqa: F811
    """No constraint of the database sees the sum of the areas: the lock of the plot's row alone keeps it."""
    plot = a_plot(register)
    leases = [a_lease(plot, f"{n}", whole_plot=False, area_m2=250) for n in range(2)]
    results = at_once(*map(sign, leases))
    assert sum(isinstance(result, LeaseOverlap) for result in results) == 1


def test_two_payments_of_one_instalment__no_more_than_is_owed(register, at_once):  # noqa: F811
    plot = a_plot(register)
    rent = sign(a_lease(plot, "1"))().rent.get()
    pay = lambda: record_payment(actor=None, rent=rent, amount=60, paid_on=TODAY, today=TODAY)  # noqa: E731
    results = at_once(pay, pay)
    assert sum(isinstance(result, BadChange) for result in results) == 1
    assert RentDue.objects.get().paid_amount == 60


def payment_beside_new_plan(register, at_once, monkeypatch):  # noqa: F811
    """Money comes in for an instalment while somebody, who saw it unpaid, writes another sum for its day."""
    lease = sign(a_lease(a_plot(register), "1"))()
    rent = lease.rent.get()
    looked, done, check = Event(), Event(), lease_amend.check_words

    def slowly(*args):
        check(*args)
        looked.set()
        hold(done)

    def amend():
        draft = LeaseDraft(
            kind=LeaseKind.SHORT,
            lessee_kind=LesseeKind.ORGANISATION,
            lessee="",
            contract_number="1",
            contract_on=TODAY,
            purpose="Kho",
            start=date(2026, 1, 1),
            last_day=date(2026, 12, 31),
        )
        return amend_lease(actor=None, lease=lease, draft=draft, rent=[Instalment(TODAY, 90)], reason="r")

    def pay():
        assert looked.wait(10)
        try:
            return record_payment(actor=None, rent=rent, amount=60, paid_on=TODAY, today=TODAY)
        finally:
            done.set()

    monkeypatch.setattr(lease_amend, "check_words", slowly)
    return [result for result in at_once(amend, pay) if isinstance(result, Exception)]


def test_a_payment_beside_a_new_plan_of_the_rent__one_is_told(register, at_once, monkeypatch):  # noqa: F811
    (error,) = payment_beside_new_plan(register, at_once, monkeypatch)
    assert isinstance(error, BadChange)
    assert list(RentDue.objects.values_list("amount", "paid_amount")) == [(90, None)]


def test_the_plan_breaks_without_the_lock_of_the_payment(register, at_once, monkeypatch):  # noqa: F811
    """If this fails, the test above proves nothing."""
    monkeypatch.setattr(rent_actions, "changes", SimpleNamespace(locked=lambda plots: None))
    (error,) = payment_beside_new_plan(register, at_once, monkeypatch)
    assert isinstance(error, IntegrityError)


def test_two_versions_of_one_day__one_is_loaded(register, at_once):  # noqa: F811
    load = lambda: load_reference(actor=None, draft=a_set(), rows=[zone("ODT")])  # noqa: E731
    results = at_once(load, load)
    assert sum(isinstance(result, ReferenceTaken) for result in results) == 1
    assert ReferenceSet.objects.count() == 1


def plan_beside_boundary(register, at_once) -> float:  # noqa: F811
    """A boundary grows from 400 to 900 m² and is not committed yet when a plan is loaded over it."""
    plot = a_plot(register)
    moved, done = Event(), Event()

    def move():
        with transaction.atomic():
            geom = places.square(places.VUNG_TAU, 30)
            revise_plot(actor=None, plot=plot, changes={"geom": geom}, reason="Đo lại")
            refresh_planned_uses(plots=[plot.pk])
            moved.set()
            hold(done)

    def load():
        assert moved.wait(10)
        try:
            load_reference(actor=None, draft=a_set(), rows=[zone("ODT", 100)])
        finally:
            done.set()

    results = at_once(move, load)
    assert [result for result in results if isinstance(result, Exception)] == []
    return float(PlannedUse.objects.get().area_m2)


def test_race_appears_without_lock(register, at_once, monkeypatch):  # noqa: F811
    """If this fails, the test below proves nothing."""
    monkeypatch.setattr("land.actions.overlay.lock_planned_uses", lambda *, alone: None)
    assert plan_beside_boundary(register, at_once) == 400


def test_a_plan_loaded_beside_a_moving_boundary__sees_the_new_one(register, at_once):  # noqa: F811
    assert plan_beside_boundary(register, at_once) == 900


def test_a_new_version_beside_a_moving_boundary__no_deadlock(register, at_once, monkeypatch):  # noqa: F811
    """The loader has locked the old version when the editor writes a planned use that points at it."""
    plot = a_plot(register)
    load_reference(actor=None, draft=a_set(), rows=[zone("ODT", 100)])
    locked, enter = Event(), reference._entered

    def slowly(*args):
        locked.set()
        time.sleep(0.7)
        return enter(*args)

    def load():
        return load_reference(actor=None, draft=a_set(start=date(2026, 1, 1)), rows=[zone("CGT", 100)])

    def move():
        assert locked.wait(10)
        with transaction.atomic():
            geom = places.square(places.VUNG_TAU, 30)
            revise_plot(actor=None, plot=plot, changes={"geom": geom}, reason="Đo lại")
            refresh_planned_uses(plots=[plot.pk])

    monkeypatch.setattr(reference, "_entered", slowly)
    results = at_once(load, move)
    assert [result for result in results if isinstance(result, Exception)] == []
    uses = PlannedUse.objects.values_list("land_use_code", "area_m2")
    assert sorted((code, float(area)) for code, area in uses) == [("CGT", 900), ("ODT", 900)]
