"""Whose every field of a plot is: CONTRACT's rights table, field by field."""

import pytest

from gis.http.problems import NotAllowed
from land import policies
from land.actions import revise_plot
from land.models.state import PlotState
from tests.database.land.reference_sets import create

# A field of both offices stands in both; what stands in neither is the department's alone.
FUND = {
    "name",
    "address",
    "unit_id",
    "unit_at_record_id",
    "sheet_number",
    "parcel_number",
    "parcel_uid",
    "parcel_uid_provisional",
    "origin",
    "using_agency_id",
    "decision_number",
    "decision_on",
    "decision_issuer",
    "use_state",
    "flags",
    "handling_plan",
    "review_state",
    "review_notes",
    "source",
    "surveyed_on",
    "confidence",
    "note",
    "location_basis",
    "point",
}
OFFICE = {"sheet_number", "parcel_number", "parcel_uid", "parcel_uid_provisional", "legal_status"}
DEPARTMENT = {
    "status",
    "area_m2",
    "area_method",
    "area_legal_m2",
    "area_surveyed_m2",
    "area_planar_m2",
    "area_geodesic_m2",
    "land_use_id",
    "land_use_current_id",
    "managing_agency_id",
    "publish_level",
    "published_on",
    "geom",
}


def test_fields__every_one_is_decided():
    assert set(PlotState.state_fields()) == FUND | OFFICE | DEPARTMENT
    assert DEPARTMENT.isdisjoint(FUND | OFFICE)


@pytest.mark.parametrize("field", PlotState.state_fields())
def test_fields__who_may_change_each(register, people, field):
    plot = create(register)
    allowed = {name for name, user in people.items() if policies.can_revise_plot(user, plot, {field})}
    fund = {"land_fund_officer"} if field in FUND else set()
    office = {"registration_office"} if field in OFFICE else set()
    assert allowed == {"land_manager"} | fund | office


@pytest.mark.parametrize("changes", [{"land_use_current_id": "CGT"}, {"area_method": "planar"}])
def test_fields__of_the_department_are_refused_by_the_act(register, people, changes):
    plot = create(register, area_legal_m2=398)
    for name in ("land_fund_officer", "registration_office"):
        with pytest.raises(NotAllowed):
            revise_plot(actor=people[name], plot=plot, changes=changes, reason="r")
    assert revise_plot(actor=people["land_manager"], plot=plot, changes=changes, reason="r").version == 2
