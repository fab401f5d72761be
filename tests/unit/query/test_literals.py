"""Geometry and boxes written in a request."""

import pytest
from shapely.geometry import Polygon, box

from gis import crs
from gis.query import literals
from gis.query.errors import QueryError


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


def test_geometry__reaches_the_legal_system_by_the_pinned_shift():
    x, y = crs.transform_points(107.1, 10.35, crs.CRS84, crs.LEGAL)
    made = literals.geometry(point(107.1, 10.35), crs.CRS84, crs.LEGAL)
    assert (made.x, made.y) == pytest.approx((x, y), abs=1e-6)


def test_parse__epsg_4326_is_latitude_first():
    assert literals.parse(point(10.35, 107.1), crs.WGS84).x == 107.1


@pytest.mark.parametrize(
    "node",
    [
        point(),
        point("a", "b"),
        point(None, 1),
        point(1000, 10),
        point(float("nan"), 1),
        {"type": "Point"},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "MultiPoint", "coordinates": [[1, 2]] * 6_000},
        {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]},
        {"bbox": [1, 2, 3]},
        {"bbox": [1, 4, 3, 2]},
        {"bbox": ["a", 2, 3, 4]},
        "POINT(1 2)",
        None,
    ],
)
def test_parse__refuses_what_is_no_valid_geometry(node):
    with pytest.raises(QueryError):
        literals.parse(node, crs.CRS84)


def test_to_system__the_whole_world_is_cut_to_the_window():
    made = literals.geometry({"bbox": [-180, -90, 180, 90]}, crs.CRS84, crs.LEGAL)
    assert made.is_valid
    assert made.covers(literals.geometry(point(106.45, 8.55), crs.CRS84, crs.LEGAL))


def test_to_system__a_parallel_bends_on_the_plane():
    made = literals.to_system(box(106.5, 10.3, 107.6, 10.6), crs.CRS84, crs.LEGAL)
    straight = Polygon(
        [crs.transform_points(x, y, crs.CRS84, crs.LEGAL) for x, y in box(106.5, 10.3, 107.6, 10.6).exterior.coords]
    )
    assert made.symmetric_difference(straight).area > 100_000  # what four corners alone would get wrong, in m²


def test_split_box__across_the_antimeridian():
    assert literals.split_box([170, -5, -170, 5], crs.CRS84) == [(170, -5, 180.0, 5), (-180.0, -5, -170, 5)]


def test_split_box__six_numbers():
    assert literals.split_box([1, 2, 0, 3, 4, 9], crs.CRS84) == [(1, 2, 3, 4)]
