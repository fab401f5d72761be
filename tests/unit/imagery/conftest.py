"""The small series is made once for all tests here, on the sample's own sites: the whole register takes longer."""

import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest
from shapely.geometry import MultiPolygon

from gis import crs
from imagery.sample.areas import CRS, SMALL
from imagery.sample.inputs import Plot
from imagery.sample.register import land_around
from imagery.sample.series import Series
from land.sample.generate import SEED
from land.sample.landscape import Landscape
from land.sample.sites import sites_of
from tests.unit.sample.conftest import land as illustrative

ROOT = Path(__file__).resolve().parents[3]
USES = cycle(
    [
        ("CGT", "vacant"),
        ("HNK", "leased_short"),
        ("BCS", "unmanaged"),
        ("DGD", "agency_used"),
        ("CGT", "vacant"),
        ("CLN", "lent"),
        ("DKV", "public_work"),
    ]
)


def plots_in(box):
    """Plots on the sites of the communes that a box (EPSG:32648) touches, and the land around them."""
    units, communes, _ = illustrative()
    legal = crs.transform(box, CRS, crs.LEGAL)
    near = [commune for commune in Landscape(communes, units, SEED).communes if commune.land.intersects(legal)]
    sites = [site for commune in near for site in sites_of(commune, SEED, 150) if site.shape.intersects(legal)]
    uses = zip(sites, USES, strict=False)
    made = [
        Plot(f"BRVT-{number:06d}", MultiPolygon([site.shape]), use, state)
        for number, (site, (use, state)) in enumerate(uses, start=1)
    ]
    return made, land_around(SMALL, communes, units)


@pytest.fixture(scope="session")
def inputs():
    return plots_in(SMALL.box)


@pytest.fixture(scope="session")
def plots(inputs):
    return inputs[0]


@pytest.fixture(scope="session")
def second_run():
    """Another process makes the same series meanwhile, with another hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "DJANGO_SETTINGS_MODULE": "gis.settings.testing"}
    command = [sys.executable, "-m", "tests.unit.imagery.digest"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture(scope="session")
def series(inputs, second_run):
    return Series(SMALL, *inputs)


@pytest.fixture(scope="session")
def scenes(series):
    return list(series.scenes())
