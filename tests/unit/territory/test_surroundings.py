"""The sketch round the territory: it calls no land sea, leaves no own coast dry, and names neighbours by the day."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import shapely

from gis import crs
from territory import surroundings
from territory.illustrative import commune_polygons

FACTS = Path(__file__).resolve().parents[3] / "data/facts"
# Places on other shores, longitude and latitude.
ASHORE = {
    "Cần Thạnh": (106.967, 10.413),
    "Tân Thành (Gò Công)": (106.79, 10.29),
    "Ba Động": (106.58, 9.68),
    "Mũi Cà Mau": (104.72, 8.62),
    "Hà Tiên": (104.48, 10.38),
    "Phú Quốc": (103.97, 10.22),
    "Phú Quý": (108.94, 10.53),
    "La Gi": (107.77, 10.66),
    "Mũi Né": (108.30, 10.93),
    "Nha Trang": (109.20, 12.25),
    "Quy Nhơn": (109.23, 13.77),
    "Đà Nẵng": (108.25, 16.07),
    "Đồng Hới": (106.63, 17.48),
    "Đồ Sơn": (106.80, 20.70),
}
OFF_OUR_COAST = {
    "Bãi Sau": (107.13, 10.31),
    "Long Hải": (107.24, 10.34),
    "Phước Hải": (107.31, 10.36),
    "Hồ Tràm": (107.42, 10.43),
    "Côn Đảo": (106.60, 8.60),
}
NAMED = {"Biển Đông": (112.3, 12.9), "Hoàng Sa": (112.0, 16.5), "Trường Sa": (113.8, 9.6)}


@pytest.fixture(scope="module")
def territory():
    shapes = [
        crs.transform(shape, crs.LEGAL, crs.CRS84) for shape in commune_polygons(FACTS / "unit_points.csv").values()
    ]
    return shapely.union_all(shapes)


@pytest.mark.parametrize("place", ASHORE)
def test_sea__is_claimed_on_no_foreign_shore(place):
    assert not surroundings.sea()[0][1].intersects(shapely.Point(ASHORE[place]))


@pytest.mark.parametrize("place", OFF_OUR_COAST | NAMED)
def test_sea__is_whole_off_our_coast_and_under_its_names(place):
    assert surroundings.sea()[-1][1].contains(shapely.Point((OFF_OUR_COAST | NAMED)[place]))


def test_sea__bands_grow_fuller_inwards():
    shares = [share for share, _band in surroundings.sea()]
    bands = [band for _share, band in surroundings.sea()]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert all(band.is_valid for band in bands)
    assert all(wide.buffer(0.01).contains(narrow) for wide, narrow in pairwise(bands))


def test_sea__stays_south_of_the_border_with_the_neighbours(territory):
    """North of the shore the sea's edge runs under own land; nothing of it looks out on the other side."""
    inland = surroundings.sea()[0][1].intersection(shapely.box(107.05, 10.56, 107.54, 10.9))
    assert inland.difference(territory.buffer(0.002)).area < 1e-4


def test_neighbours__stand_outside_the_territory_and_off_the_sea(territory):
    for item in surroundings.neighbours():
        point = shapely.Point(item.longitude, item.latitude)
        assert not territory.intersects(point), item
        assert not surroundings.sea()[0][1].intersects(point), item


@pytest.mark.parametrize(
    ("on", "east"),
    [(date(2025, 6, 30), {"Bình Thuận"}), (date(2025, 7, 1), {"Lâm Đồng"}), (date(2026, 11, 25), {"Lâm Đồng"})],
)
def test_neighbours__are_those_of_the_day(on, east):
    names = {item.name for item in surroundings.neighbours() if item.stood(on)}
    assert names & {"Bình Thuận", "Lâm Đồng"} == east
    assert {"Đồng Nai", "Cần Giờ (TP. Hồ Chí Minh)"} <= names
