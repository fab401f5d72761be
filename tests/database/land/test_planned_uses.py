"""Planned uses of a plot: areas and shares by plan, kept in step with the boundary."""

from datetime import date

import pytest
from django.utils import translation
from shapely import affinity
from shapely.geometry import MultiPolygon

from land.actions import create_plots, refresh_planned_uses, remove_plot, revise_plot
from land.models import LandUse, PlannedUse
from land.reading_details import plans_of
from land.workflow import LocationBasis, ReferenceKind
from tests import places
from tests.database.land.reference_sets import TODAY, create, load, shares, zone


def test_planned_uses__codes_with_area_and_share_and_the_rest_named(register):
    plot = create(register)
    load([zone("ODT", 10), zone("CGT", 10, dx=10), zone("CGT", 10, dx=10, dy=5)])  # the two of one code overlap
    assert shares(plot) == {"ODT": 100, "CGT": 150, "uncovered": 150}
    assert PlannedUse.objects.get(land_use_code="CGT").share == pytest.approx(0.375)


def test_planned_uses__ground_that_two_codes_claim_is_named_so(register):
    plot = create(register)
    load([zone("ODT", 12), zone("CGT", 20, dx=10)])
    assert shares(plot) == pytest.approx({"ODT": 120, "CGT": 176, "CGT,ODT": 24, "uncovered": 80}, abs=0.01)
    assert PlannedUse.objects.get(part="contested").land_use_code == "CGT,ODT"


def test_planned_uses__an_uncontested_code_beside_contested_ones(register):
    plot = create(register)
    load([zone("ODT", 10), zone("CGT", 10, dx=5), zone("DGD", 5, dy=15)])
    assert shares(plot) == pytest.approx({"ODT": 50, "CGT": 50, "CGT,ODT": 50, "DGD": 25, "uncovered": 225}, abs=0.01)


def test_planned_uses__parts_add_up_to_the_planar_area(register):
    """Odd angles, a hole, zones that nearly share edges: the sum stays within 0.1 m²."""
    square = places.square(places.VUNG_TAU, 137.3)
    shape = affinity.rotate(square, 23.7).difference(affinity.rotate(square, 11, "centroid").buffer(-50))
    plot = create(register, geom=MultiPolygon([shape]))
    strips = [
        affinity.rotate(places.square(places.VUNG_TAU, 45.07, 31.07 * n - 60, 17 * n - 60), 7 * n) for n in range(9)
    ]
    load([zone(("ODT", "CGT", "DGD")[n % 3], shape=strip) for n, strip in enumerate(strips)])
    parts = shares(plot)
    assert len(parts) > 4
    assert sum(parts.values()) == pytest.approx(float(plot.area_planar_m2), abs=0.1)
    assert sum(PlannedUse.objects.values_list("share", flat=True)) == pytest.approx(1, abs=1e-6)


def test_planned_uses__follow_the_boundary_and_end_with_the_plot(register):
    plot = create(register)
    load([zone("ODT", 100)])
    plot = revise_plot(
        actor=None, plot=plot, changes={"geom": places.square(places.VUNG_TAU, 30)}, reason="Đo lại ranh giới"
    )
    refresh_planned_uses(plots=[plot.pk])
    assert shares(plot) == {"ODT": 900}
    remove_plot(actor=None, plot=plot, on_date=TODAY, reason="Đưa ra")
    refresh_planned_uses(plots=[plot.pk])
    assert shares(plot) == {}


def test_planned_uses__one_plot_is_refreshed_alone(register):
    first, second = create(register), create(register, dx=30)
    load([zone("ODT", 100)])
    PlannedUse.objects.all().delete()
    assert refresh_planned_uses(plots=[second.pk]) == 1
    assert (shares(first), shares(second)) == ({}, {"ODT": 400})


def test_plans_of__each_plan_in_force_with_its_decision(register, people):
    plot = create(register)
    load([zone("ODT", 100)], end=date(2026, 1, 1))
    load([zone("CGT", 100)], start=date(2026, 1, 1), decision_number="9/QĐ")
    load([zone("DGD", 10)], kind=ReferenceKind.DETAILED_PLAN)
    load([zone("DGD", 10, dx=5000)], kind=ReferenceKind.ZONING_PLAN)  # far away: says nothing of this plot
    for reader in (people["anonymous"], people["land_manager"]):
        answers = plans_of(reader, plot, TODAY)
        assert [(a.set.kind, [u.code for u in a.uses]) for a in answers] == [
            ("detailed_plan", ["", "DGD"]),
            ("land_use_plan", ["CGT"]),
        ]
        assert (answers[1].set.decision_number, answers[1].uses[0].area_m2, answers[1].uses[0].percent) == (
            "9/QĐ",
            400,
            100,
        )
        assert [use.code for use in plans_of(reader, plot, date(2025, 6, 1))[1].uses] == ["ODT"]


def test_plans_of__a_plot_without_boundary_is_asked_at_its_point(register, people):
    point = places.square(places.VUNG_TAU).centroid
    plot = create_plots(actor=None, drafts=[register.draft(geom=None, location_basis=LocationBasis.POINT)])[0]
    assert plans_of(people["anonymous"], plot, TODAY) == []
    plot = revise_plot(actor=None, plot=plot, changes={"point": point}, reason="Điểm")
    load([zone("ODT", 100)])
    (answer,) = plans_of(people["anonymous"], plot, TODAY)
    assert (answer.basis, answer.uses[0].code, answer.uses[0].area_m2) == ("point", "ODT", None)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("vi", {"CGT": "Đất chưa giao", "KDTM": "Ô KDTM", "": "Ngoài ranh giới quy hoạch"}),
        ("en", {"CGT": "Land not yet allocated", "KDTM": "Ô KDTM", "": "Outside the plan"}),
    ],
)
def test_plans_of__in_the_readers_language(register, people, language, wanted):
    LandUse.objects.filter(code="CGT").update(name_vi="Đất chưa giao", name_en="Land not yet allocated")
    plot = create(register)
    load([zone("CGT", 10), zone("KDTM", 5, dx=12)])
    assert not PlannedUse.objects.filter(label="Đất chưa giao").exists(), "a name is looked up, not kept"
    with translation.override(language):
        (answer,) = plans_of(people["anonymous"], plot, TODAY)
    assert {use.code: use.label for use in answer.uses} == wanted
    assert all(type(use.label) is str for use in answer.uses)


def test_plans_of__ground_of_several_codes_is_named_in_the_readers_language(register, people):
    plot = create(register)
    load([zone("ODT", 12), zone("CGT", 20, dx=10)])
    with translation.override("en"):
        (answer,) = plans_of(people["anonymous"], plot, TODAY)
    assert {use.code: use.label for use in answer.uses}["CGT,ODT"] == "Zones of the plan overlap"


def test_plans_of__a_point_is_named_in_the_readers_language(register, people):
    LandUse.objects.filter(code="ODT").update(name_en="Urban residential land")
    point = places.square(places.VUNG_TAU).centroid
    plot = create_plots(actor=None, drafts=[register.draft(geom=None, location_basis=LocationBasis.POINT)])[0]
    plot = revise_plot(actor=None, plot=plot, changes={"point": point}, reason="Điểm")
    load([zone("ODT", 100)])
    with translation.override("en"):
        assert plans_of(people["anonymous"], plot, TODAY)[0].uses[0].label == "Urban residential land"
