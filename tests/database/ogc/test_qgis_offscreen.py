"""The project in QGIS itself, without a screen, against a live server. Optional: bootstrap does not install QGIS."""

import csv
import json
import os
import subprocess
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from gis import crs, layers
from tests.factories import land
from tests.places import square

SCRIPT = Path(__file__).with_name("qgis_reading.py")
FACTS = Path(__file__).resolve().parents[3] / "data/facts/land_use_codes.csv"
PYTHON = "/usr/bin/python3"  # QGIS's bindings belong to the system's Python
# West of 107.11 E, where PROJ left alone picks another datum operation, 0.80 m off.
WEST = (417_700.0, 1_161_250.0)


def _quiet(*command, timeout=60):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "no_proxy": "localhost,127.0.0.1"}
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, env=environment)


def _has_qgis():
    return os.path.exists(PYTHON) and _quiet(PYTHON, "-c", "import qgis.core").returncode == 0


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not _has_qgis(),
        reason="QGIS is not installed (apt-get install --no-install-recommends python3-qgis qgis-providers)",
    ),
]


@pytest.fixture
def western(world):
    call_command("load_facts", verbosity=0)
    return land.plot(name="Phía tây", shape=square(WEST, 37.3))


@pytest.fixture
def found(live_server, client, world, western, tmp_path):
    path = tmp_path / "dat-cong.qgz"
    host = live_server.url.removeprefix("http://")
    path.write_bytes(client.get("/ogc/qgis/project.qgz", headers={"Host": host}).content)
    done = _quiet(PYTHON, str(SCRIPT), str(path), western.code, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_qgis__opens_the_project_as_declared(found, world, western):
    assert found["read"]
    assert set(found["valid"].values()) == {True}
    assert found["systems"]["plots_features"] == "EPSG:4326"
    assert "Chỉ có giá trị tham khảo" in found["notice"]
    features, tiles = found["features"], found["tiles"]
    assert features["count"] == 6  # five of the world's plots and the western one; never the hidden one
    assert features["attribute"] == "land_use"
    with FACTS.open(encoding="utf-8") as file:
        official = {
            row["code"]: row["hex"].lower() for row in csv.DictReader(file) if row["status"].startswith("current")
        }
    assert {code: colour for code, colour in features["colours"].items() if code} == official
    declared = {field.name: str(field.title) for field in layers.get("plots").fields_for(None)}
    assert {name: alias for name, alias in features["aliases"].items() if name != "id"} == declared
    assert (features["widget"], features["labels"]["vacant"]) == ("ValueMap", "Đất trống")
    assert features["labelled"]
    assert features["scales"][0] == tiles["scales"][1] == 25_000
    assert tiles["layers"] == ["plots", "plots_cells", "plots_points"]


def test_qgis__coordinates_are_the_registers_to_the_millimetre(found, western):
    assert found["system"]["code"] == ""  # not EPSG:5899, whose datum shift PROJ would choose
    assert "+towgs84=-191.90441429,-39.30318279,-111.45032835" in found["system"]["text"]
    stored, shown = (
        shapely.from_wkb(bytes(western.geom.wkb)),
        shapely.from_wkb(bytes.fromhex(found["features"]["shape"])),
    )
    assert shapely.hausdorff_distance(stored, shown) < 0.001
    assert found["degrees"] == pytest.approx(crs.transform_points(107.0, 10.5, crs.CRS84, crs.LEGAL), abs=0.0001)
    assert found["west"] == pytest.approx([417710.315, 1161254.692], abs=0.001)  # a surveyor's own file lies right too
