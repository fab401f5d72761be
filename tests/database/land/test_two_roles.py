"""People with two roles: each role writes in its own places, the places of both are read, their fields add up."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from accounts.scopes import agencies_of, scope_of, units_of
from gis.http.problems import NotAllowed
from land import policies
from land.actions import (
    NewNumbers,
    NumberRow,
    ParcelDraft,
    create_plots,
    renumber_parcels,
    revise_plot,
    set_parcels,
    withdraw_reference,
)
from land.actions import imports as actions
from land.models import ImportJob, Plot, ReferenceSet
from land.workflow import ImportTarget
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import WARD, load, parcel

OTHER_UNIT_ROLES = (Role.OFFICER, Role.CLERK, Role.LEADER)


def give(user, role, *units, agencies=()):
    assignment = RoleAssignment.objects.create(user=user, role=role)
    assignment.units.set(units)
    assignment.agencies.set(agencies)


@pytest.fixture(params=OTHER_UNIT_ROLES)
def office(request, register):
    """Registration office of the ward, and reader of its neighbour by another role."""
    user = User.objects.create(username="two_roles")
    give(user, Role.REGISTRATION_OFFICE, register.unit)
    give(user, request.param, register.neighbour)
    return user


@pytest.fixture
def both(register):
    """Registration office of the ward and land fund officer of the first agency."""
    user = User.objects.create(username="office_and_fund")
    give(user, Role.REGISTRATION_OFFICE, register.unit)
    give(user, Role.LAND_FUND_OFFICER, agencies=[register.agency])
    return user


@pytest.fixture
def pair(register):
    """A plot of the ward, one of its neighbour; both internal."""
    inside = {"publish_level": "internal", "published_on": None, "sheet_number": "12"}
    near = register.draft(**inside, parcel_number="1", parcels=[(WARD, "12", "1")])
    unit = register.neighbour.pk
    far = register.draft(dx=800, unit_id=unit, **inside, parcel_number="2", parcels=[(unit, "12", "2")])
    return create_plots(actor=None, drafts=[near, far])


def sets(register):
    own = load([parcel("1", "1")], kind="parcels", unit_id=WARD).set
    unit = register.neighbour.pk
    return own, load([parcel("9", "9", unit=unit)], kind="parcels", unit_id=unit).set


def upload(user, unit):
    options = {"kind": "parcels", "unit_id": unit}
    return actions.upload_import(
        actor=user, file_name="a.csv", pieces=[b"a"], options=options, target=ImportTarget.REFERENCE
    )


def test_scope__the_units_of_a_role_are_its_own_and_all_are_read(office, register, pair):
    assert units_of(office, Role.REGISTRATION_OFFICE) == {register.unit.pk}
    assert scope_of(office).units == {register.unit.pk, register.neighbour.pk}
    assert set(Plot.objects.visible_to(office)) == set(pair)


def test_scope__two_assignments_of_one_role_add_up(office, register):
    give(office, Role.REGISTRATION_OFFICE, register.old_unit)
    assert units_of(office, Role.REGISTRATION_OFFICE) == {register.unit.pk, register.old_unit.pk}


def test_scope__agencies_of_a_role_that_is_given_for_units_count_for_nothing(register):
    user = User.objects.create(username="clerk_of_agency")
    give(user, Role.CLERK, register.unit, agencies=[register.agency])
    assert not agencies_of(user, Role.CLERK)
    assert not agencies_of(user, Role.LAND_FUND_OFFICER)


def test_policies__the_office_writes_in_its_own_units_alone(office, register, pair):
    for plot, own in zip(pair, (True, False), strict=True):
        unit = plot.unit_id
        assert policies.can_revise_plot(office, plot, {"legal_status"}) is own
        assert policies.can_set_parcels(office, plot) is own
        assert policies.can_renumber_parcels(office, {unit}) is own
        assert policies.can_load_reference(office, "parcels", unit) is own
        assert {"revise", "set_parcels"}.isdisjoint(policies.allowed_verbs(office, plot)) is not own
        assert not policies.can_manage_leases(office, plot)


def test_actions__the_office_is_refused_in_the_unit_it_only_reads(office, register, pair, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    far, (_own, theirs) = pair[1], sets(register)
    unit = far.unit_id
    table = NewNumbers(unit, unit, date(2026, 3, 1), [NumberRow(2, "12", "2", "57", "2")])
    for act in (
        lambda: revise_plot(actor=office, plot=far, changes={"legal_status": "registered"}, reason="r"),
        lambda: set_parcels(actor=office, plot=far, parcels=[ParcelDraft(unit, "12", "3")], reason="r"),
        lambda: renumber_parcels(actor=office, table=table, reason="r"),
        lambda: upload(office, unit),
        lambda: withdraw_reference(actor=office, reference=theirs, reason="r"),
    ):
        with pytest.raises(NotAllowed):
            act()
    revise_plot(actor=office, plot=pair[0], changes={"legal_status": "registered"}, reason="r")
    assert upload(office, WARD).pk


def test_pages__desk_and_plot_offer_what_the_role_may(client, office, people, register, pair, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    own, theirs = sets(register)
    uploads = [upload(people["land_manager"], unit) for unit in (WARD, register.neighbour.pk)]
    for reference in (own, theirs):
        withdraw_reference(actor=None, reference=reference, reason="r")
    client.force_login(office)
    assert client.get(reverse("plot-edit", args=[pair[0].code])).status_code == 200
    assert client.get(reverse("plot", args=[pair[1].code])).status_code == 200
    assert client.get(reverse("plot-edit", args=[pair[1].code])).status_code == 403
    form = text_of(client.get(reverse("reference-new")))
    assert register.unit.name in form
    assert register.neighbour.name not in form
    assert [client.get(reverse("reference-upload", args=[job.pk])).status_code for job in uploads] == [200, 404]
    assert list(ImportJob.objects.visible_to(office, ImportTarget.REFERENCE)) == uploads[:1]
    assert list(ReferenceSet.objects.visible_to(office, withdrawn=True)) == [own]


def test_desks__an_office_without_a_unit_is_offered_nothing(client, register):
    user = User.objects.create(username="no_unit")
    give(user, Role.REGISTRATION_OFFICE)
    give(user, Role.OFFICER, register.neighbour)
    client.force_login(user)
    assert [client.get(address).status_code for address in ("/desk/reference/", "/desk/renumber/")] == [404, 404]


def test_fields__of_office_and_fund_add_up_on_a_plot_of_both(client, both, pair):
    plot = pair[0]
    changes = {"note": "x", "legal_status": "registered"}
    assert policies.can_revise_plot(both, plot, changes)
    assert not policies.can_revise_plot(both, plot, {*changes, "geom"})
    client.force_login(both)
    fields = client.get(reverse("plot-edit", args=[plot.code])).context["form"].fields
    assert {"note", "name", "legal_status"} <= set(fields)
    assert "land_use" not in fields
    done = revise_plot(actor=both, plot=plot, changes=changes, reason="r")
    assert (done.note, done.legal_status) == ("x", "registered")


def test_fields__of_a_plot_of_one_role_are_that_roles(both, register, pair):
    far = pair[1]  # the agency's, in a ward that is not the office's
    assert policies.can_revise_plot(both, far, {"note"})
    assert not policies.can_revise_plot(both, far, {"legal_status"})
    [theirs] = create_plots(actor=None, drafts=[register.draft(dx=50, managing_agency_id=register.other_agency.pk)])
    assert policies.can_revise_plot(both, theirs, {"legal_status"})
    assert not policies.can_revise_plot(both, theirs, {"note", "legal_status"})
    assert not policies.can_manage_leases(both, theirs)
