"""The price reference: looked up by street, segment and position, with the table's decision; absence has a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from shapely.geometry import MultiLineString

from audit.models import Event
from gis.http.problems import NotAllowed
from land.actions import (
    PlaceDraft,
    PriceRow,
    RoadRow,
    create_plots,
    load_reference,
    place_in_price_table,
    remove_plot,
)
from land.errors import BadChange, PlotEnded
from land.models import PricePlace
from land.prices import price_of
from land.workflow import LocationBasis, ReferenceKind
from tests import places
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import TODAY, WARD, a_set

X, Y = places.VUNG_TAU


def line(street="Trần Phú", position=1, price=60_000_000, code="DGD", **values) -> PriceRow:
    return PriceRow(code, price, street=street, position=position, **values)


def load(rows, kind=ReferenceKind.LAND_PRICE, **values):
    return load_reference(actor=None, draft=a_set(kind, **values), rows=rows).set


def road(name="Đường Trần Phú", north=-10.0, width=16) -> RoadRow:
    return RoadRow(name, MultiLineString([[(X - 100, Y + north), (X + 100, Y + north)]]), Decimal(width))


def place(plot, actor=None, **values):
    return place_in_price_table(actor=actor, plot=plot, place=PlaceDraft(**values), reason="Theo biên bản xác định")


def answer(plot, people, day=TODAY):
    """The same for the public and for the department."""
    public, inside = (price_of(people[name], plot, day) for name in ("anonymous", "land_manager"))
    assert public == inside
    return public


def test_price__of_the_place_given_with_the_tables_decision(plot, people):
    table = load([line(), line(position=2, price=30_000_000), line(street="Quang Trung"), line(code="ODT", price=70)])
    place(plot, street="trần phú", position=2)
    found = answer(plot, people)
    assert found.found
    assert (found.price.price, found.place.basis, found.table) == (30_000_000, "given", table)
    assert (found.table.decision_number, found.table.decision_on) == ("123/QĐ-UBND", date(2025, 1, 1))


@pytest.mark.parametrize("written", ["ĐƯỜNG TRẦN PHÚ", "đường Trần Phú", "tran phu", "Trần  Phú"])
def test_price__street_names_meet_however_they_are_written(plot, people, written):
    load([line()])
    place(plot, street=written, position=1)
    assert answer(plot, people).found


def test_price__by_the_nearest_road_front_is_position_one(plot, people):
    load([line(), line(position=2, price=30_000_000)])
    load([road(), road("Lê Lợi", 60)], ReferenceKind.ROAD_LINES)
    found = answer(plot, people)
    assert (found.place.basis, found.place.street, found.place.position) == ("nearest", "Đường Trần Phú", 1)
    assert (found.price.price, found.place.distance_m) == (60_000_000, pytest.approx(10, abs=0.01))


def test_price__behind_the_front_the_position_is_not_guessed(plot, people):
    load([line(), line(position=2, price=30_000_000)])
    load([road(north=-40)], ReferenceKind.ROAD_LINES)
    found = answer(plot, people)
    assert (found.found, found.place.position, len(found.lines)) == (False, None, 2)
    assert "chưa ghi vị trí" in found.reason


def test_price__segments_are_not_guessed(plot, people):
    load([line(segment_from="Quang Trung", segment_to="Bãi Dâu"), line(segment_from="Bãi Dâu", segment_to="Bến Đá")])
    place(plot, street="Trần Phú", position=1)
    found = answer(plot, people)
    assert (found.found, found.segments) == (False, ("Bãi Dâu – Bến Đá", "Quang Trung – Bãi Dâu"))
    place(plot, street="Trần Phú", position=1, segment_from="bai dau", segment_to="BẾN ĐÁ")
    assert answer(plot, people).price.segment_to == "Bến Đá"


def test_price__zone_of_a_rural_table(plot, people):
    load([PriceRow("DGD", 500_000, zone="Khu vực 1"), PriceRow("DGD", 300_000, zone="Khu vực 2")])
    place(plot, zone="khu vực 2")
    assert answer(plot, people).price.price == 300_000


def test_price__table_of_the_former_commune_and_own_commune_first(register, plot, people):
    register.old_unit.successors.add(register.unit, through_defaults={"on_date": date(2025, 7, 1)})
    place(plot, street="Trần Phú", position=1)
    load([line(unit_id=register.old_unit.uid, price=1), line(unit_id=register.neighbour.uid, price=2)])
    assert answer(plot, people).price.price == 1
    load([line(unit_id=register.old_unit.uid, price=3), line(unit_id=WARD, price=4)], start=date(2026, 1, 1))
    assert answer(plot, people).price.price == 4
    assert answer(plot, people, date(2025, 12, 31)).price.price == 1


@pytest.mark.parametrize(
    ("prepared", "reason"),
    [
        ({}, "chưa có bảng giá"),
        ({"table": [line()]}, "chưa ghi tên đường"),
        ({"table": [line()], "place": {"street": "Hạ Long", "position": 1}}, "không có “Hạ Long”"),
        ({"table": [line(code="ODT")], "place": {"street": "Trần Phú", "position": 1}}, "loại đất DGD"),
    ],
)
def test_price__not_found_says_why(plot, people, prepared, reason):
    if "table" in prepared:
        load(prepared["table"])
    if "place" in prepared:
        place(plot, **prepared["place"])
    found = answer(plot, people)
    assert (found.found, found.price) == (False, None)
    assert reason in found.reason


def test_price__a_plot_placed_by_its_unit_has_no_nearest_road(register, people):
    load([line()])
    load([road()], ReferenceKind.ROAD_LINES)
    centre = places.square(places.VUNG_TAU).centroid
    draft = register.draft(geom=None, location_basis=LocationBasis.UNIT)
    draft.point = centre
    assert "chưa ghi tên đường" in answer(create_plots(actor=None, drafts=[draft])[0], people).reason


def test_table__two_prices_of_one_place_are_refused(register):
    with pytest.raises(BadChange, match="hai dòng"):
        load([line(), line(street="ĐƯỜNG TRẦN PHÚ", price=1)])


@pytest.mark.parametrize(
    "row", [line(price=0), line(position=5), line(street=""), PriceRow("DGD", 1), line(zone="Khu vực 1")]
)
def test_table__impossible_lines_are_refused(register, row):
    with pytest.raises((BadChange, DatabaseError)), transaction.atomic():
        load([row])


def test_place__is_dated_logged_and_never_overwritten(plot, people):
    place(plot, actor=people["land_manager"], street="Trần Phú", position=1)
    place(plot, actor=people["land_manager"], street="Trần Phú", position=2)
    first, second = PricePlace.objects.order_by("recorded")
    assert first.recorded.upper == second.recorded.lower
    event = Event.objects.filter(verb="plot.price_placed").latest("id")
    assert (event.before["position"], event.after["position"]) == (1, 2)
    with pytest.raises(BadChange, match="không có thay đổi"):
        place(plot, street="Trần Phú", position=2)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"street": "A", "zone": "B"},
        {"street": "A", "position": 5},
        {"street": "A", "position": 0},
        {"zone": "B", "position": 1},
    ],
)
def test_place__contradictions_are_refused(plot, values):
    with pytest.raises(BadChange):
        place(plot, **values)


def test_place__an_ended_plot_is_history(plot):
    remove_plot(actor=None, plot=plot, on_date=TODAY, reason="r")
    with pytest.raises(PlotEnded):
        place(plot, street="A")


def test_place__permissions_of_every_role(plot, people):
    allowed = set()
    for name, user in people.items():
        try:
            with transaction.atomic():
                place(plot, actor=user, street="A", position=1)
                allowed.add(name)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    assert allowed == {"land_manager", "land_fund_officer"}


def test_page__says_where_in_the_table_the_price_stands_and_what_is_a_guess(plot, client):
    load([line(segment_from="Hạ Long", segment_to="Lê Lợi"), line(position=2, price=30_000_000)])
    load([road()], ReferenceKind.ROAD_LINES)
    guessed = text_of(client.get(reverse("plot", args=[plot.code])))
    assert "Đường Trần Phú; đoạn Hạ Long – Lê Lợi; vị trí 1." in guessed
    assert "Suy từ tuyến đường gần nhất, cách 10 m; chưa có xác định của cơ quan." in guessed
    place(plot, street="Trần Phú", position=2)
    given = text_of(client.get(reverse("plot", args=[plot.code])))
    assert "> Trần Phú; vị trí 2." in given
    assert "Suy từ tuyến đường" not in given
