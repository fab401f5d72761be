"""Reference layers on the printed map: drawn, named, of the day, and to each reader theirs."""

from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import MultiLineString

from land.actions import RoadRow
from land.exports import map_reference
from land.exports.map_drawing import LINE_WIDTHS
from land.exports.map_reference import read_reference
from land.exports.map_request import frame_of, layout_of
from land.workflow import ReferenceKind
from tests import places
from tests.database.exports.test_map_pdf import asked, outlines, printed, text_of
from tests.database.land.reference_sets import load, parcel, zone

pytestmark = pytest.mark.django_db
PLAN, ROADS, PARCELS = "land_use_plan", "road_lines", "parcels"


@pytest.fixture
def reference(register, plots):
    x, y = places.VUNG_TAU
    load([zone("ODT", 100), zone("DGD", 100, dx=100), zone("CGT", 10, dx=5_000)])
    road = RoadRow("Trần Phú", MultiLineString([[(x - 50, y), (x + 50, y)]]), Decimal(12))
    load([road], kind=ReferenceKind.ROAD_LINES, decision_number="2/QĐ")
    load([parcel("1", "1"), parcel("1", "2", 20)], kind=ReferenceKind.PARCELS, decision_number="3/QĐ")


def read(user=None, params=None, **options):
    request = asked(user, params, **options)
    return {str(one.kind): one for one in read_reference(request, frame_of(request, layout_of("A4", True).window))}


def test_plans_roads_and_parcels_are_drawn_and_named(reference, people):
    reader = printed(people["officer"], scale=2_000, reference=(PLAN, ROADS, PARCELS))
    text = text_of(reader)
    assert "Lớp tham chiếu" in text
    for name in ("Quy hoạch sử dụng đất", "Lộ giới", "Bản đồ địa chính (thửa đất)"):
        assert name in text
    assert "DGD ODT" in text
    assert "CGT" not in text.split("Lớp tham chiếu")[1].split("Màu nhạt")[0], "a zone outside the frame"
    road = outlines(reader, LINE_WIDTHS["roads"])
    # 100 m on the ground are 50 mm on paper.
    assert any(abs(points[-1][0] - points[0][0]) == pytest.approx(50, abs=0.2) for points in road)


def test_nothing_is_said_where_no_layer_is_on(reference):
    assert "Lớp tham chiếu" not in text_of(printed())


def test_parcels_stay_inside(reference, people):
    assert set(read(reference=(PLAN, PARCELS))) == {PLAN}
    assert set(read(people["other_officer"], reference=(PARCELS,))) == {PARCELS}
    assert len(read(people["other_officer"], reference=(PARCELS,))[PARCELS].shapes) == 0
    assert len(read(people["officer"], reference=(PARCELS,))[PARCELS].shapes) == 2


def test_the_day_is_that_of_the_data(reference):
    assert len(read(reference=(PLAN,))[PLAN].shapes) == 2
    assert len(read(params={"datetime": date(2020, 1, 1).isoformat()}, reference=(PLAN,))[PLAN].shapes) == 0


def test_what_would_fill_the_paper_is_told_instead(reference, monkeypatch, people):
    assert "(thửa đất): không vẽ ở tỷ lệ này" in text_of(
        printed(people["officer"], scale=100_000, reference=(PARCELS,))
    )
    monkeypatch.setattr(map_reference, "MOST_SHAPES", 1)
    assert "Quy hoạch sử dụng đất: không vẽ" in text_of(printed(reference=(PLAN,)))
