"""Real clients against a live server: GDAL's OAPIF driver and OWSLib; schemathesis against the description."""

import json
import subprocess
import sys

import pytest
import requests
import schemathesis
import shapely
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from owslib.ogcapi.features import Features
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.roles import Role
from accounts.tokens import issue_token
from gis import crs
from tests.factories import land

pytestmark = pytest.mark.django_db(transaction=True)

# GDAL waits for the answer with the interpreter's lock held, so a server thread of the same process never gets to run.
READ = """
import json, sys, pyogrio
source, options = sys.argv[1], json.loads(sys.argv[2])
frame = pyogrio.read_dataframe(source, **options)
rows = [{"code": code, "area_m2": area, "wkb": shape.wkb_hex if shape is not None else None}
        for code, area, shape in zip(frame["code"], frame["area_m2"], frame.geometry)]
print(json.dumps({"rows": rows, "crs": frame.crs.to_epsg(), "area": str(frame["area_m2"].dtype)}))
"""


def gdal(source, **options):
    command = [sys.executable, "-c", READ, source, json.dumps(options)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def address(live_server, world):
    return f"{live_server.url}/ogc"


def test_gdal__reads_every_page_with_its_types(address, world):
    found = gdal(f"OAPIF:{address}", layer="plots", PAGE_SIZE="2", CRS="OGC:CRS84")
    rows = {row["code"]: row for row in found["rows"]}
    assert set(rows) == {world.plots[name].code for name in ("park", "road", "point", "other", "noted")}
    assert found["area"] == "float64"
    park = world.plots["park"]
    stored = crs.transform(shapely.from_wkt(park.geom.wkt), crs.LEGAL, crs.CRS84)
    assert shapely.from_wkb(rows[park.code]["wkb"]).hausdorff_distance(stored) < 1e-7


def test_gdal__filters_on_the_server(address, world):
    found = gdal(f"OAPIF:{address}", layer="plots", where="land_use = 'DGT' AND area_m2 > 1")
    assert [row["code"] for row in found["rows"]] == [world.plots["road"].code]


def test_gdal__takes_the_stored_system_by_itself(address, world):
    found = gdal(f"OAPIF:{address}", layer="plots")
    assert found["crs"] == 5899
    park = next(row for row in found["rows"] if row["code"] == world.plots["park"].code)
    assert shapely.from_wkb(park["wkb"]).area == pytest.approx(900, abs=0.01)


def test_owslib__finds_collections_and_items(address, world):
    client = Features(f"{address}/")
    assert {"plots", "units"} <= set(client.feature_collections())
    assert client.conformance()["conformsTo"]
    assert client.api()["openapi"].startswith("3.0")
    assert "land_use" in client.collection_queryables("plots")["properties"]
    found = client.collection_items("plots", limit=3, filter="land_use = 'ODT'")
    assert (found["numberMatched"], found["numberReturned"]) == (4, 3)
    item = client.collection_item("plots", world.plots["park"].code)
    assert item["properties"]["name"] == "Công viên Đống Đa"


def signed_in(world):
    """The header of an officer's program, who sees fields and rows that the public does not."""
    officer = land.person("officer", Role.OFFICER, world.ward)
    return {"Authorization": f"Bearer {issue_token(actor=officer, label='QGIS', now=timezone.localtime())}"}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("reader", "examples"), [("public", 30), ("officer", 12)])
def test_schemathesis__no_server_error_and_no_breach(address, world, mode, reader, examples):
    """Neither what the description allows nor what it does not brings the server down; errors are as described.

    Each reader is held to the description that is theirs. The officer's tour is shorter: the code is the same, what
    differs are fields and rows.
    """
    headers = signed_in(world) if reader == "officer" else {}
    seen = requests.get(f"{address}/collections/plots/items", headers=headers, timeout=30).text
    assert ("GHICHUMAT" in seen) == (reader == "officer"), "what is asked below is asked as this reader"
    schema = schemathesis.openapi.from_url(f"{address}/api?f=json", headers={**headers})  # it writes into them
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    quiet = list(HealthCheck)
    asked = 0
    for operation in (result.ok() for result in schema.get_all_operations()):
        if mode == GenerationMode.NEGATIVE and not (len(operation.query) or len(operation.path_parameters)):
            continue  # nothing to get wrong

        @bounded(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=quiet)
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate(checks=checks, headers={**headers}, timeout=30)

        ask()
        asked += 1
    assert asked > 20
