"""The reference layers of the sample: everywhere, valid, repeatable, and saying that they are a sample."""

from collections import Counter

import pytest
import shapely

from land.sample_reference import sets
from land.sample_reference.places import ZONES, street_of
from land.sample_reference.zones import plan_zones
from land.workflow import ReferenceKind


@pytest.fixture(scope="session")
def placed(plots):
    return sets.places(plots)


@pytest.fixture(scope="session")
def layers(ground, plots, placed):
    units, communes, _ = ground
    return list(sets.sets(units, communes, plots, placed))


def rows_of(layers, kind):
    return [row for draft, rows in layers if draft.kind == kind for row in rows]


def test_sets__every_kind_says_what_it_is(layers):
    kinds = Counter(draft.kind for draft, _rows in layers)
    assert set(kinds) == set(ReferenceKind) - {ReferenceKind.DETAILED_PLAN}
    for draft, rows in layers:
        assert draft.sample
        assert "mẫu minh họa" in draft.title
        assert draft.decision_number.endswith("MẪU")
        assert "minh họa" in draft.source
        assert rows
        assert draft.scale or draft.kind == ReferenceKind.LAND_PRICE


def test_sets__are_the_same_each_time(ground, plots, placed, layers):
    units, communes, _ = ground
    again = list(sets.sets(units, communes, plots, placed))
    assert [draft for draft, _rows in again] == [draft for draft, _rows in layers]
    for (_draft, one), (_same, other) in zip(layers, again, strict=True):
        assert one == other
    assert sets.places(plots) == placed


def test_shapes__are_valid(layers):
    shapes = [row.geom for draft, rows in layers if draft.kind != ReferenceKind.LAND_PRICE for row in rows]
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapes).any()


def test_plan__covers_the_land_once(ground, plots):
    _, communes, _ = ground
    land = {code: communes[code] for code in sorted(communes)[:6]}
    zones = plan_zones(land, frozenset(), plots, 1)
    assert sum(zone.geom.area for zone in zones) == pytest.approx(sum(shape.area for shape in land.values()), rel=1e-6)
    whole = shapely.union_all([zone.geom for zone in zones])
    assert whole.area == pytest.approx(sum(zone.geom.area for zone in zones), rel=1e-6)


def test_parcels__hold_plots_and_do_not_overlap(layers, plots):
    parcels = rows_of(layers, ReferenceKind.PARCELS)
    numbers = [(row.unit_id, row.sheet_number, row.parcel_number) for row in parcels]
    held = {
        (parcel.unit_uid, parcel.sheet_number, parcel.parcel_number)
        for plot in plots
        if plot.geom is None
        for parcel in plot.parcels
        if parcel.ends_on is None
    }
    assert held & set(numbers), "some plots without a boundary can be placed at their parcel"
    assert len(set(numbers)) == len(numbers)
    shapes = [row.geom for row in parcels]
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    apart = one < other
    shared = shapely.area(shapely.intersection(tree.geometries[one[apart]], tree.geometries[other[apart]]))
    # Sheets are filled one by one: their strips may meet, but a parcel of a plot is nobody else's.
    assert (shared > 5).mean() < 0.05


def test_prices__are_one_for_each_place(layers):
    prices = rows_of(layers, ReferenceKind.LAND_PRICE)
    places = [(row.unit_id, row.street, row.zone, row.position, row.land_use_code) for row in prices]
    assert len(set(places)) == len(places)
    assert all(row.price >= 1000 and row.price % 1000 == 0 for row in prices)
    assert all((row.zone == "") == (row.position is not None) for row in prices)
    assert {row.zone for row in prices if row.zone} == set(ZONES)


def test_roads__keep_beside_the_plots(layers, bounded):
    roads = rows_of(layers, ReferenceKind.ROAD_LINES)
    tree = shapely.STRtree([plot.geom for plot in bounded])
    crossed = 0.0
    for road in roads:
        hit = tree.geometries.take(tree.query(road.geom, predicate="intersects"))
        crossed += float(shapely.length(shapely.intersection(hit, road.geom)).sum())
    assert crossed < 0.12 * sum(road.geom.length for road in roads)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Số 307 đường Đá Bạc - Long Tân, ấp Tân Lập, xã Ngãi Giao", "Đường Đá Bạc - Long Tân"),
        ("Hẻm 540 đường Hạ Long, khu phố 4", "Đường Hạ Long"),
        ("Đường Hùng Vương, ấp Tân Thành", "Đường Hùng Vương"),
        ("Tổ 2, ấp Lộc Hòa, xã Hòa Hội", ""),
    ],
)
def test_street__is_read_from_the_address(address, street):
    assert street_of(address) == street
