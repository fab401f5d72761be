"""Road lines that reach a plot: which, and how much of it lies inside."""

from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import MultiLineString

from land.actions import RoadRow, revise_plot
from land.reading_roads import roads_of
from land.workflow import LocationBasis, ReferenceKind
from tests import places
from tests.database.land.reference_sets import TODAY, create, load, without_boundary

X, Y = places.VUNG_TAU


def road(name, dy, width, x0=-100.0, x1=100.0) -> RoadRow:
    """A road from west to east, its centre line `dy` metres north of the plot's south edge."""
    line = MultiLineString([[(X + x0, Y + dy), (X + x1, Y + dy)]])
    return RoadRow(name, line, None if width is None else Decimal(width))


def told(user, plot, day=TODAY):
    return [(reach.road.name, reach.inside_m2) for reach in roads_of(user, plot, day)]


def test_roads_of__ground_of_the_plot_inside_each_planned_road(register, people):
    plot = create(register)  # 20 x 20 m
    rows = [road("Trần Phú", 0, 10), road("Hẻm 5", 21, 4), road("Xa", 26, 12), road("Chưa rõ", 1, None)]
    load(rows, kind=ReferenceKind.ROAD_LINES)
    for reader in (people["anonymous"], people["land_manager"]):
        assert told(reader, plot) == [("Trần Phú", pytest.approx(100)), ("Hẻm 5", pytest.approx(20))]


def test_roads_of__a_road_ends_where_its_line_ends(register, people):
    plot = create(register)
    load([road("Cụt", 10, 10, x0=-50, x1=-1)], kind=ReferenceKind.ROAD_LINES)
    assert told(people["anonymous"], plot) == []


def test_roads_of__a_road_of_two_parts_takes_its_ground_once(register, people):
    plot = create(register)
    parts = MultiLineString([[(X - 50, Y), (X + 12, Y)], [(X + 8, Y), (X + 50, Y)]])
    load([RoadRow("Trần Phú", parts, Decimal(10))], kind=ReferenceKind.ROAD_LINES)
    assert told(people["anonymous"], plot) == [("Trần Phú", pytest.approx(100))]


def test_roads_of__those_in_force_on_the_day(register, people):
    plot = create(register)
    load([road("Cũ", 0, 10)], kind=ReferenceKind.ROAD_LINES, end=date(2026, 1, 1))
    assert told(people["anonymous"], plot) == []
    assert told(people["anonymous"], plot, date(2025, 6, 1)) == [("Cũ", pytest.approx(100))]


def test_roads_of__a_point_lies_inside_or_not_and_a_unit_is_no_point(register, people):
    plot = without_boundary(register)
    load([road("Trần Phú", 10, 10), road("Bên kia", 20, 10)], kind=ReferenceKind.ROAD_LINES)
    assert told(people["anonymous"], plot) == []
    centre = places.square(places.VUNG_TAU).centroid
    plot = revise_plot(
        actor=None, plot=plot, changes={"point": centre, "location_basis": LocationBasis.POINT}, reason="Điểm"
    )
    assert told(people["anonymous"], plot) == [("Trần Phú", None)]
