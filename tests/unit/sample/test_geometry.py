"""Shapes of the sample: valid, apart, inside their units, and not squares."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest
import shapely

GRID_M = 0.001


@pytest.fixture(scope="module")
def shapes(bounded):
    return np.array([plot.geom for plot in bounded])


def test_count_and_total_are_exact(plots):
    assert len(plots) == 7_500
    assert sum(plot.area_m2 for plot in plots) == Decimal("111040000.0")
    assert all(plot.area_m2.as_tuple().exponent == -1 for plot in plots)
    assert all(plot.area_m2 >= 50 for plot in plots)


def test_shapes__valid_multipolygons_on_the_grid(shapes):
    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) == {shapely.GeometryType.MULTIPOLYGON}
    points = shapely.get_coordinates(shapes)
    assert np.abs(points / GRID_M - np.round(points / GRID_M)).max() < 1e-3


def test_shapes__no_two_overlap_but_many_touch(shapes):
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    overlapping = shapely.relate_pattern(shapes[first], shapes[second], "T********")
    assert not overlapping.any()
    shared = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    assert (shared > 1).sum() > 2_500


def test_shapes__inside_unit_of_today_and_commune_of_the_record(bounded, ground):
    units, _, every = ground
    by_unit: dict = {}
    for plot in bounded:
        by_unit.setdefault((plot.unit_uid, plot.unit_at_record_uid), []).append(plot.geom)
    for (now, then), inside in by_unit.items():
        shapely.prepare([units[now], every[then]])
        assert shapely.covers(units[now], inside).all()
        assert shapely.covers(every[then], inside).all()


def test_points__lie_in_their_plot_or_unit(plots, ground):
    units, _, _ = ground
    for plot in plots:
        assert (plot.geom or units[plot.unit_uid]).intersects(plot.point)


def test_sizes__small_median_and_heavy_tail(plots):
    areas = np.array([float(plot.area_m2) for plot in plots])
    assert 900 <= np.median(areas) <= 1_700
    assert np.quantile(areas, 0.05) < 150
    assert areas.max() > 1_000_000
    assert np.sort(areas)[-75:].sum() > 0.2 * areas.sum()


def test_vertices__between_4_and_300(shapes):
    vertices = shapely.get_num_coordinates(shapes) - 1
    assert vertices.min() >= 4
    assert vertices.max() <= 300
    assert 12 <= vertices.mean() <= 40


def test_shapes__few_are_rectangles_and_streets_turn(shapes):
    boxes = shapely.minimum_rotated_rectangle(shapes)
    filled = shapely.area(shapes) / shapely.area(boxes)
    assert (filled > 0.9995).mean() < 0.05
    upright = shapely.area(shapes) / shapely.area(shapely.envelope(shapes))
    assert (upright > 0.98).mean() < 0.05


def test_every_unit_has_plots_and_wards_more_to_the_hectare(plots, ground):
    units, _, _ = ground
    count = Counter(plot.unit_uid for plot in plots)
    assert set(count) == set(units)
    density = {uid: count[uid] / units[uid].area for uid in units}
    vung_tau, binh_chau = density["26506@2025-07-01"], density["26656@2025-07-01"]
    assert vung_tau > 10 * binh_chau


def test_planar_area__is_that_of_the_shape(bounded):
    for plot in bounded:
        assert float(plot.area_planar_m2) == pytest.approx(plot.geom.area, abs=0.051)
