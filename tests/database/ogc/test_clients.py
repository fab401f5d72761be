"""Real clients against a live server: GDAL's OAPIF driver and OWSLib; schemathesis against the description."""

import pyogrio
import pytest
import schemathesis
from hypothesis import HealthCheck, settings as hypothesis_settings
from owslib.ogcapi.features import Features
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from gis import crs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server, world):
    return f"{live_server.url}/ogc"


def test_gdal__reads_every_page_with_its_types(address, world):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}", layer="plots", PAGE_SIZE="2")
    assert sorted(frame["code"]) == sorted(world.plots[name].code for name in ("park", "road", "point", "other", "noted"))
    assert frame["area_m2"].dtype == float
    park = frame.set_index("code").loc[world.plots["park"].code]
    stored = crs.transform(__import__("shapely").from_wkt(world.plots["park"].geom.wkt), crs.LEGAL, crs.CRS84)
    assert park.geometry.hausdorff_distance(stored) < 1e-7


def test_gdal__filters_on_the_server(address, world):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}", layer="plots", where="land_use = 'DGT' AND area_m2 > 1")
    assert list(frame["code"]) == [world.plots["road"].code]


def test_gdal__reads_in_the_legal_system(address, world):
    frame = pyogrio.read_dataframe(f"OAPIF:{address}/collections/plots", CRS="EPSG:5899")
    assert frame.crs.to_epsg() == 5899
    assert frame.set_index("code").loc[world.plots["park"].code].geometry.area == pytest.approx(900, abs=0.01)


def test_owslib__finds_collections_and_items(address, world):
    client = Features(f"{address}/")
    assert client.feature_collections() == ["plots", "units"]
    assert client.conformance()["conformsTo"]
    assert client.api()["openapi"].startswith("3.0")
    assert "land_use" in client.collection_queryables("plots")["properties"]
    found = client.collection_items("plots", limit=3, filter="land_use = 'ODT'")
    assert (found["numberMatched"], found["numberReturned"]) == (4, 3)
    item = client.collection_item("plots", world.plots["park"].code)
    assert item["properties"]["name"] == "Công viên Đống Đa"


def test_schemathesis__no_server_error_and_no_breach(address, world):
    schema = schemathesis.openapi.from_url(f"{address}/api?f=json")
    checks = (not_a_server_error, status_code_conformance, response_schema_conformance)

    for operation in schema.get_all_operations():

        @hypothesis_settings(
            max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @__import__("hypothesis").given(case=operation.ok().as_strategy())
        def ask(case):
            case.call_and_validate(checks=checks)

        ask()
