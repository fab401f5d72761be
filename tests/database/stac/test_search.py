"""Search by every parameter, in addresses and bodies."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.database.stac.conftest import PUBLIC

NEWEST_FIRST = ["may", "april", "landsat", "march", "drone"]
HERE = {"type": "Polygon", "coordinates": [[[107, 10.3], [107.15, 10.3], [107.15, 10.39], [107, 10.39], [107, 10.3]]]}


def codes(world, *names):
    return [world.scenes[name].code for name in names]


def test_search__gives_everything_newest_first(api, world):
    answer = api.get("search")
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert answer.ids == codes(world, *NEWEST_FIRST)
    assert (answer.json["numberMatched"], answer.json["numberReturned"]) == (5, 5)
    assert answer.json["context"] == {"matched": 5, "returned": 5, "limit": 10}


# What an address asks, the same in a body, and what is found.
QUESTIONS = [
    ({"ids": "S2A_20260301,LC08_20260312"}, {"ids": ["S2A_20260301", "LC08_20260312"]}, ["landsat", "march"]),
    (
        {"collections": "landsat-c2-l2,orthophotos"},
        {"collections": ["landsat-c2-l2", "orthophotos"]},
        ["landsat", "drone"],
    ),
    ({"bbox": "107.15,10.3,107.4,10.6"}, {"bbox": [107.15, 10.3, 107.4, 10.6]}, ["may"]),
    ({"bbox": "107.15,10.3,-5,107.4,10.6,90"}, {"bbox": [107.15, 10.3, -5, 107.4, 10.6, 90]}, ["may"]),
    ({"bbox": "-10,-10,10,10"}, {"bbox": [-10, -10, 10, 10]}, []),
    ({"intersects": json.dumps(HERE)}, {"intersects": HERE}, ["april", "landsat", "march", "drone"]),
    (
        {"datetime": "2026-03-01T00:00:00Z/2026-03-31T23:59:59Z"},
        {"datetime": "2026-03-01T00:00:00Z/2026-03-31T23:59:59Z"},
        ["landsat", "march"],
    ),
    ({"datetime": "2026-04-01T00:00:00Z/.."}, {"datetime": "2026-04-01T00:00:00Z/"}, ["may", "april"]),
    ({"datetime": "../2026-03-01T03:00:00Z"}, {"datetime": "/2026-03-01T03:00:00Z"}, ["march", "drone"]),
    ({"datetime": "2026-03-01T03:00:00Z"}, {"datetime": "2026-03-01T10:00:00+07:00"}, ["march"]),
    # The whole local day of a picture whose hour nobody knows.
    ({"datetime": "2026-02-13T17:00:00Z"}, {"datetime": "2026-02-14T16:59:59Z"}, ["drone"]),
    ({"datetime": "2026-02-14T17:00:00Z"}, {"datetime": "2026-02-13T16:59:59Z"}, []),
    (
        {"filter": "eo:cloud_cover <= 20"},
        {"filter": {"op": "<=", "args": [{"property": "eo:cloud_cover"}, 20]}},
        ["landsat", "march"],
    ),
    (
        {"filter": "eo:cloud_cover IS NULL AND collection = 'orthophotos'"},
        {"filter": "eo:cloud_cover IS NULL AND collection = 'orthophotos'", "filter-lang": "cql2-text"},
        ["drone"],
    ),
    (
        {"filter": "S_INTERSECTS(geometry, POINT(107.25 10.45)) OR id LIKE 'LC%'"},
        {
            "filter": {
                "op": "or",
                "args": [
                    {
                        "op": "s_intersects",
                        "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [107.25, 10.45]}],
                    },
                    {"op": "like", "args": [{"property": "id"}, "LC%"]},
                ],
            }
        },
        ["may", "landsat"],
    ),
    (
        {"filter": "A_CONTAINS(instruments, ('tirs'))"},
        {"filter": {"op": "a_contains", "args": [{"property": "instruments"}, ["tirs"]]}},
        ["landsat"],
    ),
    (
        {"filter": "datetime >= TIMESTAMP('2026-04-01T00:00:00Z') AND platform = 'sentinel-2a'"},
        {
            "filter": {
                "op": "and",
                "args": [
                    {"op": ">=", "args": [{"property": "datetime"}, {"timestamp": "2026-04-01T00:00:00Z"}]},
                    {"op": "=", "args": [{"property": "platform"}, "sentinel-2a"]},
                ],
            }
        },
        ["may"],
    ),
    (
        {"filter": "eo:cloud_cover BETWEEN 10 AND 70 AND mission = 'sentinel-2'"},
        {"filter": {"op": "between", "args": [{"property": "eo:cloud_cover"}, [50, 70]]}, "filter-lang": "cql2-json"},
        ["april"],
    ),
    ({"collections": "sentinel-2-l2a", "ids": "LC08_20260312"}, {"collections": ["a"], "ids": ["LC08_20260312"]}, []),
]


@pytest.mark.parametrize(("address", "body", "names"), QUESTIONS)
def test_search__the_same_in_an_address_and_in_a_body(api, world, address, body, names):
    assert api.search(**address) == codes(world, *names)
    answer = api.post(body)
    assert answer.ids == codes(world, *names)
    assert answer.json["numberMatched"] == len(names)


@pytest.mark.parametrize(
    ("address", "body", "names"),
    [
        ("properties.datetime", [{"field": "properties.datetime", "direction": "asc"}], NEWEST_FIRST[::-1]),
        ("+datetime", [{"field": "datetime"}], NEWEST_FIRST[::-1]),
        (
            "-properties.eo:cloud_cover,id",
            [{"field": "properties.eo:cloud_cover", "direction": "desc"}, {"field": "id", "direction": "asc"}],
            ["april", "landsat", "march", "drone", "may"],
        ),
        ("collection,-id", [{"field": "collection"}, {"field": "id", "direction": "desc"}], None),
    ],
)
def test_search__sorts(api, world, address, body, names):
    found = api.search(sortby=address)
    assert found == api.post({"sortby": body}).ids
    if names:
        assert found == codes(world, *names)
    else:
        assert found[:2] == codes(world, "landsat", "drone")


@pytest.mark.parametrize("order", ["", "-eo:cloud_cover", "eo:cloud_cover", "platform,-datetime", "-id"])
def test_search__pages_are_the_whole_in_order(api, world, order):
    asked = {"sortby": order} if order else {}
    whole, found, answer = api.search(**asked), [], api.get("search", limit=2, **asked)
    for _page in range(5):
        found += answer.ids
        following = [one for one in answer.json["links"] if one["rel"] == "next"]
        if not following:
            break
        assert following[0]["method"] == "GET"
        answer = api.get("search", **dict(parse_qsl(urlsplit(following[0]["href"]).query)))
    assert found == whole


def test_search__pages_of_a_body_are_merged(api, world):
    body = {"limit": 2, "collections": ["sentinel-2-l2a"], "sortby": [{"field": "id", "direction": "asc"}]}
    answer, found = api.post(body), []
    for _page in range(3):
        found += answer.ids
        following = [one for one in answer.json["links"] if one["rel"] == "next"]
        if not following:
            break
        assert (following[0]["method"], following[0]["merge"]) == ("POST", True)
        answer = api.post({**body, **following[0]["body"]})
    assert found == codes(world, "march", "may", "april")


@pytest.mark.parametrize(
    ("address", "body", "left", "gone"),
    [
        ("id,bbox", {"include": ["id", "bbox"]}, ["bbox"], ["geometry", "properties", "assets", "links"]),
        ("-geometry,-assets", {"exclude": ["geometry", "assets"]}, ["properties", "links"], ["geometry", "assets"]),
        ("", {}, ["geometry", "bbox", "links", "assets", "properties"], []),
        ("+geometry,-geometry", {"include": ["geometry"], "exclude": ["geometry"]}, ["geometry"], ["bbox", "assets"]),
    ],
)
def test_search__gives_the_fields_wanted(api, world, address, body, left, gone):
    for answer in (api.get("search", fields=address), api.post({"fields": body})):
        for item in answer.json["features"]:
            assert set(left) <= set(item)
            assert not set(gone) & set(item)
            assert set(item) >= {"type", "stac_version", "id", "collection"}


def test_search__gives_one_property_of_an_item(api, world):
    asked = "-properties,+properties.eo:cloud_cover"
    bodies = {"include": ["properties.eo:cloud_cover"], "exclude": ["properties"]}
    for answer in (api.get("search", fields=asked, ids="S2A_20260301"), api.post({"fields": bodies, "limit": 5})):
        assert [one["properties"] for one in answer.json["features"] if one["id"] == "S2A_20260301"] == [
            {"eo:cloud_cover": 5.0}
        ]


def test_search__an_empty_choice_leaves_a_small_valid_item(api, world):
    for fields in ({}, {"include": None, "exclude": None}, {"include": [], "exclude": []}):
        found = api.post({"fields": fields, "ids": ["S2A_20260301"]}).json["features"][0]
        assert found["properties"] == {"datetime": "2026-03-01T03:00:00Z"}
    day = api.post({"fields": {}, "ids": ["drone-2026-02-14"]}).json["features"][0]
    assert set(day["properties"]) == {"datetime", "start_datetime", "end_datetime"}


def test_items__of_a_collection_take_the_same_parameters(api, world):
    path = "collections/sentinel-2-l2a/items"
    assert api.get(path).ids == codes(world, "may", "april", "march")
    assert api.get(path, filter="eo:cloud_cover < 50", fields="id").ids == codes(world, "march")
    assert api.get(path, sortby="datetime", limit=1).ids == codes(world, "march")
    rels = {one["rel"] for one in api.get(path, limit=1).json["links"]}
    assert rels >= {"self", "root", "parent", "collection", "next"}
    assert api.get(path, intersects=json.dumps(HERE)).ids == codes(world, "april", "march")
    assert api.get(path, ids="S2A_20260301", collections="sentinel-2-l2a").ids == codes(world, "march")
    assert api.get(path, collections="landsat-c2-l2").ids == []


WRONG = [
    ({"bbox": "[1,2,3,4]"}, {"bbox": "1,2,3,4"}, "bbox"),
    ({"bbox": "1,2,3"}, {"bbox": [1, 2, 3]}, "bbox"),
    ({"bbox": "1,5,3,2"}, {"bbox": [1, 5, 3, 2]}, "bbox"),
    ({"bbox": "1,1,2,2", "intersects": json.dumps(HERE)}, {"bbox": [1, 1, 2, 2], "intersects": HERE}, "intersects"),
    ({"limit": "-1"}, {"limit": -1}, "limit"),
    ({"limit": "x"}, {"limit": "10"}, "limit"),
    ({"datetime": "2026-03-01"}, {"datetime": "2026-03-01"}, "datetime"),
    ({"datetime": "2026-03-01T00:00:00"}, {"datetime": ["2026-03-01T00:00:00Z"]}, "datetime"),
    ({"datetime": "2026-03-01T00:00:00,5Z"}, {"datetime": "2026-03-01T00:00:00+0700"}, "datetime"),
    ({"datetime": "../.."}, {"datetime": "/"}, "datetime"),
    ({"datetime": "2026-03-02T00:00:00Z/2026-03-01T00:00:00Z"}, {"datetime": 5}, "datetime"),
    ({"intersects": "{"}, {"intersects": []}, "intersects"),
    ({"intersects": '{"type":"Circle"}'}, {"intersects": {"type": "Circle"}}, "intersects"),
    ({"sortby": "nothing"}, {"sortby": "datetime"}, "sortby"),
    ({"sortby": "datcong:publish_level"}, {"sortby": [{"field": "id", "direction": "up"}]}, "sortby"),
    ({"filter": "nothing = 1"}, {"filter": {"op": "=", "args": [{"property": "nothing"}, 1]}}, "filter"),
    ({"filter": "datcong:publish_level = 'public'"}, {"filter": 5}, "filter"),
    ({"filter-lang": "sql"}, {"filter-lang": "sql"}, "filter-lang"),
    ({"token": "x"}, {"token": "x"}, "token"),
    ({"colour": "red"}, {"colour": "red"}, "colour"),
    ({"title": "x"}, {"fields": None}, None),
    ({"ids": "a\x00"}, {"ids": 5}, "ids"),
]


@pytest.mark.parametrize(("address", "body", "parameter"), WRONG)
def test_search__says_which_parameter_is_wrong(api, world, address, body, parameter):
    for answer in (api.get("search", **address), api.post(body)):
        assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
        assert answer.json["code"] == "query_invalid"
        if parameter:
            assert answer.json["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "[" * 5000, b"\xff", '{"limit": NaN}', '{"ids": ["\\ud800"]}'])
def test_search__a_body_that_is_none(api, world, body):
    assert api.post(body).status == 400


def test_search__takes_systems_of_the_filter(api, world):
    found = api.search(
        filter="S_INTERSECTS(geometry, BBOX(10.44,107.24,10.46,107.26))",
        **{"filter-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"},
    )
    assert found == codes(world, "may")
    assert api.search(filter="S_DWITHIN(geometry, POINT(107.19 10.45), 1200)") == codes(world, "may")
    assert api.search(filter="S_DWITHIN(geometry, POINT(107.19 10.45), 1000)") == []


def test_search__limit_over_the_most_is_the_most(api, world):
    assert api.get("search", limit=1_000_000).json["context"]["limit"] == 1000


def test_search__for_pages_of_other_origins(api, world):
    answer = api.client.options("/stac/search")
    assert answer.status_code == 204
    assert "POST" in answer["Access-Control-Allow-Methods"]
    assert api.post({}).headers["Cache-Control"] == "no-store"
    assert api.client.delete("/stac/search").status_code == 405
    assert api.client.post("/stac/collections").status_code in (403, 405)


def test_everything_public_is_found(api, world):
    assert sorted(api.search()) == sorted(codes(world, *PUBLIC))
