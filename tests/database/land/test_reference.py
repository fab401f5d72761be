"""Reference data: versions of plans, parcels, roads and prices; who may load, withdraw and read them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from shapely.geometry import MultiPolygon, Polygon

from audit.models import Event
from gis import layers
from gis.db.models import DataVersion
from gis.http.problems import NotAllowed
from gis.layers import Audience
from land.actions import locate_plots, withdraw_reference
from land.errors import BadChange, ReferenceTaken
from land.models import CadastralParcel, PlanZone, ReferenceSet, RoadLine
from land.reference_layers import PARCELS, PLANS, ROADS
from land.workflow import ReferenceKind
from tests.database.land.reference_sets import ROWS, WARD, load, parcel, without_boundary, zone


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
