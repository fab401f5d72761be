"""Who may write and read leases; the lessee's name is read by few, and every reading is logged."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import Event
from gis.db import public
from gis.http.problems import NotAllowed, NotFound
from land.actions import advance_leases, create_plots, end_lease, read_lessee, record_payment, renew_lease, sign_lease
from land.errors import BadChange
from land.models import Lease, LeaseTermBound, LesseePerson, PlotVersion, RentDue
from land.reading_leases import leases_of, overdue_rent
from land.workflow import LesseeKind
from tests.database.land.lease_desk import NAME
from tests.database.land.lease_terms import RENT, TODAY, drafted, signed, terms
from tests.database.land.rights import INSIDE, WRITERS, who_may

pytestmark = pytest.mark.usefixtures("lease_bounds")


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
    assert [who_may(people, act) for act in acts] == [WRITERS] * len(acts)
    assert who_may(people, lambda user: advance_leases(actor=user, today=TODAY)) == {"land_manager"}


def test_permissions__the_officer_of_another_agency_keeps_out(register, people):
    plot = create_plots(actor=None, drafts=[register.draft(dx=50, managing_agency_id=register.other_agency.pk)])[0]
    with pytest.raises(NotAllowed):
        drafted(plot, actor=people["land_fund_officer"])
    assert leases_of(people["land_fund_officer"], plot, TODAY) == []


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
    lease = signed(plot, rent=RENT)
    record_payment(actor=None, rent=lease.rent.first(), amount=1, paid_on=TODAY, today=TODAY)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
