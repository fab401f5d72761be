"""Reference layers: versions by validity, planned uses by overlay, parcels that place plots."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from shapely import affinity
from shapely.geometry import MultiLineString, MultiPolygon, Polygon

from audit.models import Event
from gis import layers
from gis.db.models import DataVersion
from gis.http.problems import NotAllowed
from gis.layers import Audience
from land.actions import (
    ParcelRow,
    PriceRow,
    RoadRow,
    SetDraft,
    ZoneRow,
    create_plots,
    load_reference,
    locate_plots,
    refresh_planned_uses,
    remove_plot,
    revise_plot,
    withdraw_reference,
)
from land.errors import BadChange, ReferenceTaken
from land.models import CadastralParcel, PlannedUse, PlanZone, Plot, ReferenceSet, RoadLine
from land.reading_details import plans_of
from land.reference_layers import PARCELS, PLANS, ROADS
from land.workflow import PLAN_KINDS, LocationBasis, ReferenceKind
from tests import places

WARD = "26506@2025-07-01"
TODAY = date(2026, 11, 22)


def a_set(kind=ReferenceKind.LAND_USE_PLAN, start=date(2025, 1, 1), **values) -> SetDraft:
    own = {
        "kind": kind,
        "title": "Quy hoạch sử dụng đất đến năm 2030",
        "decision_number": "123/QĐ-UBND",
        "decision_on": start,
        "issuer": "UBND tỉnh",
        "start": start,
        "source": "Tệp kiểm thử",
    }
    return SetDraft(**own | values)


def zone(code: str, side: float = 20, dx: float = 0, dy: float = 0, shape=None) -> ZoneRow:
    return ZoneRow(code, shape or places.square(places.VUNG_TAU, side, dx, dy), f"Ô {code}")


def parcel(sheet: str, number: str, dx: float = 0, unit: str = WARD, **values) -> ParcelRow:
    return ParcelRow(unit, sheet, number, places.square(places.VUNG_TAU, 20, dx), **values)


def load(rows, actor=None, **values):
    return load_reference(actor=actor, draft=a_set(**values), rows=rows)


def create(register, **values) -> Plot:
    return create_plots(actor=None, drafts=[register.draft(**values)])[0]


def shares(plot: Plot) -> dict[str, float]:
    rows = PlannedUse.objects.filter(plot=plot.pk)
    return {row.land_use_code or row.part: float(row.area_m2) for row in rows}


ROWS = {
    ReferenceKind.PARCELS: [parcel("1", "1")],
    ReferenceKind.ROAD_LINES: [
        RoadRow("Trần Phú", MultiLineString([[(426400, 1144644), (426500, 1144644)]]), Decimal(12))
    ],
    ReferenceKind.LAND_PRICE: [PriceRow("ODT", 60_000_000, street="Trần Phú", position=1)],
    **{kind: [zone("ODT")] for kind in PLAN_KINDS},
}


# --- versions ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ReferenceKind)
def test_load__every_kind_keeps_its_decision_and_leaves_an_event(register, kind):
    made = load(ROWS[kind], kind=kind, scale=2000)
    assert made.created
    assert (made.set.row_count, made.set.scale, made.set.decision_number) == (1, 2000, "123/QĐ-UBND")
    assert Event.objects.get(verb="reference.loaded").subject_label == made.set.code
    with pytest.raises(BadChange, match="không thuộc lớp"):
        load(ROWS[next(other for other in ReferenceKind if type(ROWS[other][0]) is not type(ROWS[kind][0]))], kind=kind)


def test_load__a_new_version_ends_the_old_one_and_overwrites_nothing(register):
    old = load([zone("ODT")]).set
    made = load([zone("CGT")], start=date(2026, 1, 1))
    old.refresh_from_db()
    assert (made.ended, old.period.upper) == ((old.code,), date(2026, 1, 1))
    valid = PlanZone.objects.valid_on
    assert [row.land_use_code for row in valid(date(2025, 12, 31))] == ["ODT"]
    assert [row.land_use_code for row in valid(date(2026, 1, 1))] == ["CGT"]


def test_load__an_older_version_loaded_late_ends_where_the_known_one_begins(register):
    load([zone("CGT")], start=date(2026, 1, 1))
    assert load([zone("ODT")], start=date(2021, 1, 1)).set.period.upper == date(2026, 1, 1)


def test_load__the_same_file_twice_changes_nothing(register):
    first = load([zone("ODT")], file_sha256="a" * 64)
    again = load([zone("ODT")], file_sha256="a" * 64)
    assert (again.created, again.set.pk) == (False, first.set.pk)
    assert PlanZone.objects.count() == 1


def test_load__two_versions_of_one_day_are_refused_until_one_is_withdrawn(register):
    first = load([zone("ODT")]).set
    with pytest.raises(ReferenceTaken, match="cùng ngày"):
        load([zone("CGT")])
    withdraw_reference(actor=None, reference=first, reason="Nạp nhầm tệp")
    load([zone("CGT")])
    assert [row.land_use_code for row in PlanZone.objects.visible_to(None)] == ["CGT"]
    assert PlanZone.objects.count() == 2


def test_load__series_stand_side_by_side(register):
    load([zone("ODT")], kind=ReferenceKind.DETAILED_PLAN, series="Khu A")
    assert not load([zone("ODT", dx=50)], kind=ReferenceKind.DETAILED_PLAN, series="Khu B").ended


@pytest.mark.parametrize(
    "values",
    [{"title": " "}, {"issuer": ""}, {"decision_number": ""}, {"source": ""}, {"end": date(2025, 1, 1)}],
)
def test_load__incomplete_sets_are_refused(register, values):
    with pytest.raises(BadChange):
        load([zone("ODT")], **values)


def test_load__broken_shapes_are_named(register):
    bow = MultiPolygon([Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])])
    with pytest.raises(BadChange, match="Đối tượng thứ 2"):
        load([zone("ODT"), zone("CGT", shape=bow)])
    assert not ReferenceSet.objects.exists()


def test_load__tiles_of_the_ground_are_new(register):
    load([zone("ODT")])
    cells = set(DataVersion.objects.filter(layer="plans").values_list("x", "y"))
    assert (-1, -1) in cells
    assert len(cells) > 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE land_planzone SET land_use_code = 'X'",
        "DELETE FROM land_planzone",
        "DELETE FROM land_referenceset",
        "UPDATE land_referenceset SET decision_number = 'X'",
        "UPDATE land_referenceset SET period = daterange('2020-01-01', NULL)",
    ],
)
def test_database__loaded_rows_are_kept(register, statement):
    load([zone("ODT")])
    with pytest.raises(DatabaseError, match=r"never|only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database__two_standing_versions_at_a_time_are_impossible(register):
    made = load([zone("ODT")]).set
    with pytest.raises(IntegrityError, match="one_reference_set_at_a_time"), transaction.atomic():
        ReferenceSet.objects.create(
            **{f.name: getattr(made, f.name) for f in ReferenceSet._meta.fields if f.name not in {"id", "code"}},
            code="X",
        )


# --- planned uses --------------------------------------------------------------------------------------------------
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


# --- parcels that place plots --------------------------------------------------------------------------------------
def without_boundary(register, **values) -> Plot:
    own = {"geom": None, "location_basis": LocationBasis.UNIT}
    return create(register, **own | values)


def located(plots, actor=None):
    return [
        (answer.outcome, answer.numbers)
        for answer in locate_plots(actor=actor, plots=plots, reason="Định vị theo thửa")
    ]


def test_locate__at_the_parcel_of_today_with_a_version(register):
    plot = without_boundary(register, parcels=[(WARD, "05", "0012", date(2025, 7, 1))])
    load([parcel("5", "12", dx=40)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("located", 1)]
    plot.refresh_from_db()
    assert (plot.location_basis, plot.version, plot.geom) == ("parcel", 2, None)
    assert CadastralParcel.objects.filter(geom__covers=plot.point).exists()
    assert located([plot]) == [("unchanged", 1)]


def test_locate__at_the_parcel_of_the_former_commune(register):
    former = register.old_unit.uid
    plot = without_boundary(
        register, parcels=[(former, "3", "7", None, date(2025, 7, 1)), (WARD, "88", "7", date(2025, 7, 1))]
    )
    load([parcel("3", "7", unit=former), parcel("3", "8", unit=former, dx=30)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("located", 1)]


def test_locate__the_numbers_held_now_go_before_those_held_before(register):
    former, until = register.old_unit.uid, date(2025, 7, 1)
    held = [(former, "3", "7", None, until), (former, "3", "8", None, until), (WARD, "88", "7", until)]
    plot = without_boundary(register, parcels=held)
    load([parcel("88", "7", dx=500)], kind=ReferenceKind.PARCELS, series="mới")
    load([parcel("3", n, unit=former) for n in "78"], kind=ReferenceKind.PARCELS, series="cũ", start=date(2026, 1, 1))
    assert located([plot]) == [("located", 1)]
    plot.refresh_from_db()
    assert CadastralParcel.objects.get(geom__covers=plot.point).sheet_number == "88"


def test_locate__the_same_number_in_another_commune_is_another_parcel(register):
    plot = without_boundary(register, parcels=[(WARD, "3", "7", None)])
    load([parcel("3", "7", unit=register.neighbour.uid)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("not_found", 0)]


def test_locate__a_repeated_number_is_not_guessed(register):
    plot = without_boundary(register, parcels=[(WARD, "3", "7", None)])
    load([parcel("3", "7"), parcel("3", "7", dx=50)], kind=ReferenceKind.PARCELS)
    assert located([plot]) == [("ambiguous", 1)]
    assert Plot.objects.get().location_basis == "unit"


def test_locate__by_the_numbers_on_the_plot_and_none_without_numbers(register):
    load([parcel("3", "7")], kind=ReferenceKind.PARCELS)
    plots = [without_boundary(register, sheet_number="03", parcel_number="7"), without_boundary(register)]
    assert located(plots) == [("located", 1), ("no_number", 0)]


def test_locate__a_plot_with_a_boundary_is_refused(register):
    with pytest.raises(BadChange):
        located([create(register)])


# --- who may -------------------------------------------------------------------------------------------------------
LOADERS = {
    ReferenceKind.PARCELS: {"land_manager", "planner", "registration_office"},
    **{kind: {"land_manager", "planner"} for kind in ReferenceKind if kind != ReferenceKind.PARCELS},
}


@pytest.mark.parametrize("kind", ReferenceKind)
def test_load__permissions_of_every_role(register, people, kind):
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                load(ROWS[kind], actor=user, kind=kind, unit_id=WARD)
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    assert allowed == LOADERS[kind]


def test_load__the_registration_office_keeps_to_its_units(register, people):
    office = people["registration_office"]
    with pytest.raises(NotAllowed):
        load(ROWS[ReferenceKind.PARCELS], actor=office, kind=ReferenceKind.PARCELS, unit_id=register.neighbour.uid)
    with pytest.raises(NotAllowed):
        load(ROWS[ReferenceKind.PARCELS], actor=office, kind=ReferenceKind.PARCELS)
    smuggled = [parcel("1", "1", unit=register.neighbour.uid)]
    with pytest.raises(BadChange, match="đơn vị khác"):
        load(smuggled, actor=office, kind=ReferenceKind.PARCELS, unit_id=WARD)


@pytest.mark.parametrize("role", ["anonymous", "stranger", "planner", "officer", "inspector", "admin", "leader"])
def test_withdraw_and_locate__permissions(register, people, role):
    made = load([zone("ODT")]).set
    if role != "planner":
        with pytest.raises(NotAllowed):
            withdraw_reference(actor=people[role], reference=made, reason="r")
    with pytest.raises(NotAllowed):
        locate_plots(actor=people[role], plots=[without_boundary(register)], reason="r")


PARCEL_READERS = {"land_manager", "planner", "inspector", "officer", "registration_office", "clerk", "leader"}


def test_layers__parcels_are_read_inside_only_plans_and_roads_by_all(register, people):
    for kind in (ReferenceKind.PARCELS, ReferenceKind.ROAD_LINES, ReferenceKind.LAND_USE_PLAN):
        load(ROWS[kind], kind=kind)
    readers = {name for name, user in people.items() if PARCELS.rows(user).exists()}
    assert readers == PARCEL_READERS
    for name, user in people.items():
        assert bool(PARCELS.fields_for(user)) is (name in PARCEL_READERS | {"other_officer"})
        assert PLANS.rows(user).count() == ROADS.rows(user).count() == 1
        assert len(ROADS.rows(user).values(**{f"c_{k}": v for k, v in ROADS.columns(user).items()})) == 1


def test_layers__an_officer_reads_the_parcels_of_what_the_ward_was_made_of(register, people):
    register.old_unit.successors.add(register.unit, through_defaults={"on_date": date(2025, 7, 1)})
    load([parcel("1", "1", unit=register.old_unit.uid)], kind=ReferenceKind.PARCELS)
    assert PARCELS.rows(people["officer"]).exists()
    assert not PARCELS.rows(people["other_officer"]).exists()


def test_layers__parcels_name_no_person_and_are_all_internal():
    assert {field.audience for field in PARCELS.fields} == {Audience.INTERNAL}
    columns = {field.name for field in CadastralParcel._meta.fields}
    assert columns == {
        "id", "set", "code", "unit", "sheet_number", "parcel_number", "identifier", "identifier_provisional",
        "land_use", "land_use_text", "area_legal_m2", "area_planar_m2", "geom", "geom_3857",
    }  # fmt: skip


def test_layers__are_registered_and_follow_the_day(register, people):
    assert {layer.name for layer in layers.every()} >= {"plots", "parcels", "plans", "roads"}
    load([zone("ODT")], end=date(2026, 1, 1))
    assert not PLANS.rows(people["anonymous"]).exists()
    assert PLANS.as_of(people["anonymous"], date(2025, 6, 1)).get().land_use_code == "ODT"
    assert not RoadLine.objects.exists()
