"""The sample register is made once for all tests here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from land.sample.generate import generate
from territory.illustrative import commune_polygons, unit_polygons

FACTS = Path(__file__).resolve().parents[3] / "data/facts"


def land():
    """Today's thirty units and the communes of 2024."""
    communes = commune_polygons(FACTS / "unit_points.csv")
    every = unit_polygons(communes, FACTS / "admin_units.csv", FACTS / "commune_succession.csv")
    units = {uid: shape for uid, shape in every.items() if uid.endswith("@2025-07-01") and not uid.startswith("79@")}
    return units, communes, every


@pytest.fixture(scope="session")
def ground():
    return land()


@pytest.fixture(scope="session")
def second_run():
    """Another process makes the same register meanwhile, with another hash seed."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "DJANGO_SETTINGS_MODULE": "gis.settings.testing"}
    command = [sys.executable, "-m", "tests.unit.sample.digest"]
    with subprocess.Popen(command, cwd=FACTS.parents[1], env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture(scope="session")
def register(ground, second_run):
    units, communes, _ = ground
    return generate(units, communes)


@pytest.fixture(scope="session")
def plots(register):
    """The active ones."""
    return [plot for plot in register if plot.retired_on is None]


@pytest.fixture(scope="session")
def bounded(plots):
    """Active ones with a boundary."""
    return [plot for plot in plots if plot.geom is not None]
