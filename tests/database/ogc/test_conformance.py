"""Every conformance class that is claimed answers a request of its own."""

import pytest

from gis.ogc.discovery import CONFORMANCE

ITEMS = "collections/plots/items"
TILES = "collections/plots/tiles"
SPEC = "http://www.opengis.net/spec"
CQL2 = f"{SPEC}/cql2/1.0/conf"
FEATURES = f"{SPEC}/ogcapi-features"
T_FUNCTIONS = [
    "AFTER",
    "BEFORE",
    "CONTAINS",
    "DISJOINT",
    "DURING",
    "EQUALS",
    "FINISHEDBY",
    "FINISHES",
    "INTERSECTS",
    "MEETS",
    "METBY",
    "OVERLAPPEDBY",
    "OVERLAPS",
    "STARTEDBY",
    "STARTS",
]
S_FUNCTIONS = ["INTERSECTS", "EQUALS", "DISJOINT", "TOUCHES", "WITHIN", "OVERLAPS", "CROSSES", "CONTAINS"]
A_FUNCTIONS = ["A_EQUALS", "A_CONTAINS", "A_CONTAINEDBY", "A_OVERLAPS"]
INTERVALS = "INTERVAL(decision_on,published_on),INTERVAL('2020-01-01','..')"


def asked(*texts, lang="cql2-text"):
    return [(ITEMS, {"filter": text, "filter-lang": lang}) for text in texts]


def found(*paths, **params):
    return [(path, params) for path in paths]


PROBES = {
    f"{SPEC}/ogcapi-common-1/1.0/conf/core": found("", "conformance", "api", f="json"),
    f"{SPEC}/ogcapi-common-2/1.0/conf/collections": found("collections", "collections/plots", f="json"),
    f"{FEATURES}-1/1.0/conf/core": [
        (ITEMS, {"limit": "1"}),
        (ITEMS, {"bbox": "107,10,108,11"}),
        (ITEMS, {"datetime": "2025-03-01"}),
        (ITEMS, {"datetime": "../2025-03-01T00:00:00Z"}),
        (ITEMS, {"land_use": "ODT"}),
    ],
    f"{FEATURES}-1/1.0/conf/oas30": found("api", f="json"),
    f"{FEATURES}-1/1.0/conf/html": found("", "conformance", "collections", "collections/plots", ITEMS, "api", f="html"),
    f"{FEATURES}-1/1.0/conf/geojson": found(ITEMS, f="json"),
    f"{FEATURES}-2/1.0/conf/crs": [
        (ITEMS, {"crs": "http://www.opengis.net/def/crs/EPSG/0/5899"}),
        (
            ITEMS,
            {"bbox": "10,107,11,108", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"},
        ),
    ],
    f"{FEATURES}-3/1.0/conf/filter": asked("land_use = 'ODT'"),
    f"{FEATURES}-3/1.0/conf/features-filter": [
        (ITEMS, {"filter": "TRUE", "filter-crs": "http://www.opengis.net/def/crs/EPSG/0/5899"})
    ],
    f"{FEATURES}-3/1.0/conf/queryables": found("collections/plots/queryables"),
    f"{FEATURES}-3/1.0/conf/queryables-query-parameters": found(ITEMS, use_state="vacant"),
    f"{FEATURES}-5/1.0/conf/schemas": found("collections/plots/schema"),
    f"{FEATURES}-5/1.0/conf/core-roles-features": found("collections/plots/schema"),
    f"{FEATURES}-5/1.0/conf/returnables-and-receivables": found("collections/plots/schema"),
    f"{FEATURES}-5/1.0/conf/queryables": found("collections/plots/queryables"),
    f"{FEATURES}-5/1.0/conf/sortables": [("collections/plots/sortables", {}), (ITEMS, {"sortby": "-area_m2"})],
    f"{CQL2}/cql2-text": asked("name = 'x' AND (area_m2 < 5 OR NOT area_m2 >= 7)"),
    f"{CQL2}/cql2-json": asked('{"op":"=","args":[{"property":"land_use"},"ODT"]}', lang="cql2-json"),
    f"{CQL2}/basic-cql2": asked(
        "area_m2 <> 1", "name IS NULL", "TRUE", "decision_on < DATE('2025-01-01')", "parcel_uid_provisional = FALSE"
    ),
    f"{CQL2}/advanced-comparison-operators": asked(
        "name LIKE 'K_u%'", "area_m2 BETWEEN 1 AND 2", "area_m2 NOT BETWEEN 1 AND 2", "land_use NOT IN ('ODT','DGT')"
    ),
    f"{CQL2}/case-insensitive-comparison": asked("CASEI(name) = CASEI('KHU')", "CASEI(name) LIKE CASEI('K%')"),
    f"{CQL2}/accent-insensitive-comparison": asked(
        "ACCENTI(name) = ACCENTI('Chợ')", "ACCENTI(name) LIKE ACCENTI('C%')"
    ),
    f"{CQL2}/basic-spatial-functions": asked(
        "S_INTERSECTS(geometry,POINT(107.1 10.3))", "S_INTERSECTS(geometry,BBOX(107,10,108,11))"
    ),
    f"{CQL2}/basic-spatial-functions-plus": asked(
        "S_INTERSECTS(geometry,MULTIPOINT((107.1 10.3),(107.2 10.4)))",
        "S_INTERSECTS(geometry,LINESTRING(107 10,108 11))",
        "S_INTERSECTS(geometry,MULTILINESTRING((107 10,108 11)))",
        "S_INTERSECTS(geometry,POLYGON((107 10,108 10,108 11,107 10)))",
        "S_INTERSECTS(geometry,MULTIPOLYGON(((107 10,108 10,108 11,107 10))))",
        "S_INTERSECTS(geometry,GEOMETRYCOLLECTION(POINT(107.1 10.3),LINESTRING(107 10,108 11)))",
    ),
    f"{CQL2}/spatial-functions": asked(*(f"S_{name}(geometry,POINT(107.1 10.3))" for name in S_FUNCTIONS)),
    f"{CQL2}/temporal-functions": asked(*(f"T_{name}({INTERVALS})" for name in T_FUNCTIONS)),
    f"{CQL2}/array-functions": asked(
        *(f"{name}(public_flags,('in_auction','planned_auction'))" for name in A_FUNCTIONS)
    ),
    f"{CQL2}/arithmetic": asked("area_m2 * 2 - 1 + area_legal_m2 / 4 > 3 ^ 2", "area_m2 % 2 = 1", "area_m2 div 2 = 1"),
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/core": found("tileMatrixSets/WebMercatorQuad", f"{TILES}/WebMercatorQuad/6/30/51"),
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/tileset": found(f"{TILES}/WebMercatorQuad"),
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/tilesets-list": found(TILES),
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/geodata-tilesets": found(TILES),
    f"{SPEC}/ogcapi-tiles-1/1.0/conf/mvt": found(f"{TILES}/WebMercatorQuad/6/30/51", f="mvt"),
}


def test_conformance__every_claim_has_its_probe():
    assert set(CONFORMANCE) == set(PROBES)
    assert len(CONFORMANCE) == len(set(CONFORMANCE))


@pytest.mark.parametrize("claim", CONFORMANCE)
def test_conformance__claims_are_answered(api, world, claim):
    for path, params in PROBES[claim]:
        answer = api.get(path, **params)
        assert answer.status in (200, 204), (path, params, answer.content)


def test_conformance__collections_link_what_the_classes_demand(api, world):
    links = {one["rel"] for one in api.get("collections/plots", f="json").json["links"]}
    rel = "http://www.opengis.net/def/rel/ogc/1.0"
    assert links >= {
        "items",
        "self",
        *(f"{rel}/{name}" for name in ("schema", "queryables", "sortables", "tilesets-vector")),
    }
    landing = {one["rel"] for one in api.get("", f="json").json["links"]}
    assert landing >= {"service-desc", "service-doc", "conformance", "data", f"{rel}/tiling-schemes"}


@pytest.mark.parametrize(
    ("system", "first", "said"),
    [
        ("OGC/1.3/CRS84", 107, "OGC/1.3/CRS84"),
        ("EPSG/0/4326", 107, "OGC/1.3/CRS84"),  # x, y order, whatever was asked
        ("EPSG/0/5899", 426_000, "EPSG/0/5899"),
    ],
)
def test_csv__says_the_order_of_its_coordinates(api, world, system, first, said):
    base = "http://www.opengis.net/def/crs"
    answer = api.get(ITEMS, f="csv", wkt="true", crs=f"{base}/{system}", properties="code", limit=1)
    assert answer.headers["Content-Crs"] == f"<{base}/{said}>"
    shape = answer.content.decode().split('"')[1]
    assert float(shape.split("(((")[1].split()[0]) == pytest.approx(first, rel=0.01)


def test_schema_tells_roles_types_and_codes(api, world):
    schema = api.get("collections/plots/schema").json["properties"]
    assert schema["geometry"]["x-ogc-role"] == "primary-geometry"
    assert [name for name, item in schema.items() if item.get("x-ogc-role") == "id"] == ["code"]
    assert schema["area_m2"]["type"] == "number"
    assert (schema["decision_on"]["type"], schema["decision_on"]["format"]) == ("string", "date")
    assert schema["public_flags"]["type"] == "array"
    assert schema["use_state"]["x-codes"]["vacant"] == "Đất trống"
    sortables = api.get("collections/plots/sortables").json["properties"]
    assert {"code", "area_m2", "published_on"} <= set(sortables)
    assert "geometry" not in sortables
