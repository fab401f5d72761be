"""Reference layers: versions by validity, planned uses by overlay, parcels that place plots."""

from datetime import date
from decimal import Decimal
from itertools import product

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
    ReferenceKind.ROAD_LINES: [RoadRow("Trần Phú", MultiLineString([[(426400, 1144644), (426500, 1144644)]]), Decimal(12))],
    ReferenceKind.LAND_PRICE: [PriceRow("ODT", 60_000_000, street="Trần Phú", position=1)],
    **dict.fromkeys(PLAN_KINDS, [zone("ODT")]),
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
    with pytest.raises(DatabaseError, match="never|only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_database__two_standing_versions_at_a_time_are_impossible(register):
    made = load([zone("ODT")]).set
    with pytest.raises(IntegrityError, match="one_reference_set_at_a_time"), transaction.atomic():
        ReferenceSet.objects.create(
            **{f.name: getattr(made, f.name) for f in ReferenceSet._meta.fields if f.name not in {"id", "code"}}, code="X"
        )


# --- planned uses --------------------------------------------------------------------------------------------------
def test_planned_uses__codes_with_area_and_share_and_the_rest_named(register):
    plot = create(register)
    load([zone("ODT", 10), zone("CGT", 10, dx=10), zone("CGT", 10, dx=10, dy=5)])
    assert shares(plot) == {}  # not one row: the plot lay still while the plan came, until the plan is laid over it
