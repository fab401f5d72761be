"""Real clients against a live server: pystac-client, the validator of STAC APIs, schemathesis."""

import json
from datetime import UTC, datetime

import pystac_client
import pytest
import requests
import responses
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from pystac.validation import set_validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from stac_api_validator.validations import QueryConfig, validate_api

from tests.database.stac import schemas
from tests.factories import scenes

pytestmark = pytest.mark.django_db(transaction=True)

NOT_ASKED = QueryConfig(*(None for _ in QueryConfig.__dataclass_fields__))
CLASSES = [
    "core",
    "collections",
    "features",
    "item-search",
    "filter",
    "features#filter",
    "item-search#filter",
    "item-search#sort",
    "item-search#fields",
]
HERE = {"type": "Polygon", "coordinates": [[[107, 10.3], [107.4, 10.3], [107.4, 10.6], [107, 10.6], [107, 10.3]]]}


@pytest.fixture
def address(live_server, world):
    return f"{live_server.url}/stac/"


@pytest.fixture
def catalogue(address):
    return pystac_client.Client.open(address)


def test_pystac_client__finds_its_way(catalogue, world):
    assert {one.id for one in catalogue.get_collections()} == {"landsat-c2-l2", "orthophotos", "sentinel-2-l2a"}
    collection = catalogue.get_collection("sentinel-2-l2a")
    assert {one.id for one in collection.get_items()} == {"S2A_20260301", "S2B_20260405", "S2A_20260510"}
    item = collection.get_item("S2A_20260301")
    assert item.datetime == datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert item.assets["data"].href.endswith("data.tif")
    assert "eo:cloud_cover" in collection.get_queryables()["properties"]
    assert "eo:cloud_cover" in catalogue.get_queryables()["properties"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pystac_client__searches(catalogue, world, method):
    def found(**asked):
        return [one["id"] for one in catalogue.search(method=method, **asked).items_as_dicts()]

    assert len(found(limit=2)) == 5, "over several pages"
    assert found(collections=["landsat-c2-l2"]) == ["LC08_20260312"]
    assert found(ids=["S2A_20260301", "S2A_20260510"]) == ["S2A_20260510", "S2A_20260301"]
    assert found(bbox=[107.15, 10.3, 107.4, 10.6]) == ["S2A_20260510"]
    assert found(intersects={"type": "Point", "coordinates": [107.25, 10.45]}) == ["S2A_20260510"]
    assert found(datetime="2026-03") == ["LC08_20260312", "S2A_20260301"]
    assert found(datetime="2026-02-14") == ["drone-2026-02-14"]
    assert found(filter="eo:cloud_cover < 20 AND platform = 'sentinel-2a'") == ["S2A_20260301"]
    tree = {"op": ">", "args": [{"property": "eo:cloud_cover"}, 20]}
    assert found(filter=tree, filter_lang="cql2-json") == ["S2B_20260405"]
    assert found(sortby="+properties.datetime", max_items=1) == ["drone-2026-02-14"]
    assert found(sortby=[{"field": "properties.eo:cloud_cover", "direction": "desc"}], limit=2)[0] == "S2B_20260405"
    search = catalogue.search(method=method, fields=["id", "properties.eo:cloud_cover"], filter="id = 'S2A_20260301'")
    assert search.matched() == 1
    assert next(search.items_as_dicts())["properties"] == {"eo:cloud_cover": 5.0}


def test_pystac_client__items_are_valid(catalogue, world):
    for item in catalogue.search().items_as_dicts():
        assert schemas.validate(item)
    for collection in catalogue.get_collections():
        assert collection.validate(validator=schemas.Offline())


@pytest.fixture
def offline(live_server):
    """Requests go to the live server and nowhere else; schemas that validators ask for are answered from files."""
    set_validator(schemas.Offline())
    with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
        net.add_passthru(live_server.url)
        for address, schema in schemas.EVERY.items():
            net.get(address, json=schema)
        yield net
    set_validator(schemas.Offline())


def test_stac_api_validator__finds_no_error(offline, address, world):
    scenes.write_files(world.scenes["may"])  # the first of its series, whose files it opens
    _warnings, errors = validate_api(
        root_url=address,
        ccs_to_validate=CLASSES,
        collection="sentinel-2-l2a",
        geometry=json.dumps(HERE),
        auth_bearer_token=None,
        auth_query_parameter=None,
        fields_nested_property="properties.gsd",
        validate_pagination=True,
        query_config=NOT_ASKED,
        transaction_collection=None,
        headers={},
    )
    assert list(errors) == []


def test_stac_api_validator__can_fail(offline, address, world):
    """What it is given is what it validates: a wrong collection is found."""
    found = validate_api(
        address, ["core", "collections"], "nothing", None, None, None, None, False, NOT_ASKED, None, {}
    )
    assert list(found[1])


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_schemathesis__no_server_error_and_no_breach(address, world, mode):
    """Neither what the description allows nor what it does not brings the server down; errors are as described."""
    assert requests.get(f"{address}api", timeout=30).json()["openapi"].startswith("3.0")
    schema = schemathesis.openapi.from_url(f"{address}api?f=json")
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    asked = 0
    for operation in (result.ok() for result in schema.get_all_operations()):
        if mode == GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
            continue

        @bounded(
            max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            case.call_and_validate(checks=checks, timeout=30)

        ask()
        asked += 1
    assert asked >= 7
