"""Corners as papers list them."""

import math

import pytest
from shapely.geometry import MultiPolygon, Polygon, box

from gis import crs
from land.corners import corners, count
from tests import places

X, Y = places.VUNG_TAU


def test_x_is_north_y_is_east_from_the_north_west_clockwise():
    ring = corners(MultiPolygon([box(X, Y, X + 30, Y + 40)]))[0]
    assert [(corner.number, corner.x, corner.y) for corner in ring.corners] == [
        (1, Y + 40, X),
        (2, Y + 40, X + 30),
        (3, Y, X + 30),
        (4, Y, X),
    ]
    assert [corner.edge_m for corner in ring.corners] == [30.0, 40.0, 30.0, 40.0]
    assert ring.numbers == (1, 2, 3, 4, 1)
    assert ring.length_m == 140.0


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("reverse", [False, True])
def test_start_and_direction_of_the_file_do_not_matter(turn, reverse):
    points = [(X, Y), (X + 10, Y + 1), (X + 9, Y + 12), (X - 1, Y + 11)]
    points = points[turn:] + points[:turn]
    ring = corners(Polygon(points[::-1] if reverse else points))[0]
    assert [(corner.y, corner.x) for corner in ring.corners] == [
        (X - 1, Y + 11),
        (X + 9, Y + 12),
        (X + 10, Y + 1),
        (X, Y),
    ]


def test_parts_and_holes_are_told_apart_and_numbered_through():
    big = Polygon(box(X, Y, X + 100, Y + 100).exterior, [box(X + 10, Y + 10, X + 20, Y + 20).exterior])
    small = box(X + 200, Y, X + 210, Y + 10)
    rings = corners(MultiPolygon([small, big]))
    assert [(ring.part, ring.hole) for ring in rings] == [(1, 0), (1, 1), (2, 0)]
    assert [corner.number for ring in rings for corner in ring.corners] == list(range(1, 13))
    assert count(rings) == 12


def test_a_vertex_written_twice_is_one_corner():
    ring = corners(Polygon([(X, Y), (X, Y + 5), (X, Y + 5), (X + 5, Y + 5)]))[0]
    assert len(ring.corners) == 3


def test_edges_to_the_centimetre():
    ring = corners(Polygon([(X, Y), (X + 1, Y + 1), (X + 2, Y)]))[0]
    assert sorted(corner.edge_m for corner in ring.corners) == [1.41, 1.41, 2.0]


def test_wgs84_by_the_pinned_transformation():
    for origin in (places.WEST_OF_THE_LINE, places.EAST_OF_THE_LINE, places.CON_DAO):
        corner = corners(places.square(origin))[0].corners[0]
        back = crs.transform_points(corner.longitude, corner.latitude, crs.CRS84, crs.LEGAL)
        assert math.dist(back, (corner.y, corner.x)) < 0.001
