"""From the sample register to plots and land."""

from datetime import date
from types import SimpleNamespace

from shapely.geometry import MultiPolygon, box

from gis import crs
from imagery.sample.areas import CRS, SMALL
from imagery.sample.landscape import PAINTERS
from imagery.sample.register import plots_of


def sample(key, geom, retired_on=None):
    return SimpleNamespace(key=key, geom=geom, retired_on=retired_on, land_use_current="CGT", use_state="vacant")


def test_plots__active_ones_with_a_boundary():
    shape = MultiPolygon([box(0, 0, 1, 1)])
    found = plots_of([sample(7, shape), sample(8, None), sample(9, shape, date(2024, 1, 1))])
    assert [(plot.code, plot.land_use, plot.use_state) for plot in found] == [("BRVT-000007", "CGT", "vacant")]


def test_land__has_regions_that_can_all_be_drawn(inputs):
    _, land = inputs
    legal = crs.transform(SMALL.box, CRS, crs.LEGAL)
    themes = {region.theme for region in land.regions}
    assert {"town", "coast"} <= themes <= set(PAINTERS)
    assert len({region.name for region in land.regions}) == len(land.regions)
    assert 0.3 < land.ground.intersection(legal).area / legal.area < 0.9
    assert all(0 <= region.density <= 1 for region in land.regions)
