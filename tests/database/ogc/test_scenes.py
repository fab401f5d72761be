"""The layer of scenes, whose shapes are kept in degrees and whose rows happened at a moment."""

import csv
import io

import pyogrio
import pytest

from accounts.roles import Role
from gis import crs
from tests.database.ogc.conftest import Api
from tests.factories import land, mvt, scenes

ITEMS = "collections/scenes/items"
FAR = (139.6, 35.6, 139.8, 35.8)  # a scene of another country is no less a scene


@pytest.fixture
def pictures(db):
    ward = land.unit()
    return {
        "march": scenes.scene("MAERZ", "2026-03-01", units=[ward.uid]),
        "may": scenes.scene("MAI", "2026-05-10", cloud_percent=80.0, box=(107.2, 10.4, 107.3, 10.5)),
        "day": scenes.scene(
            "TAG", "2026-02-14", time_known=False, box=(107.2, 10.4, 107.3, 10.5), series="orthophotos"
        ),
        "far": scenes.scene("FERN", "2026-04-01", box=FAR),
        "hidden": scenes.scene("KIN", "2026-06-01", publish_level="internal", units=[ward.uid]),
    }


def ids(api, **asked):
    answer = api.get(ITEMS, limit=100, **asked)
    assert answer.status == 200, answer.content.decode()
    return {feature["id"] for feature in answer.json["features"]}


def test_scenes__are_listed_with_where_and_when(api, pictures):
    found = {one["id"]: one for one in api.get("collections").json["collections"]}["scenes"]
    assert found["storageCrs"] == crs.CRS84.uri
    assert found["extent"]["temporal"]["interval"] == [["2026-02-13T17:00:00Z", "2026-05-10T03:00:00Z"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"bbox": "107.15,10.3,107.4,10.6"}, {"MAI", "TAG"}),
        ({"bbox": "139,35,140,36"}, {"FERN"}),
        ({"filter": "S_INTERSECTS(geometry, POINT(107.07 10.35))"}, {"MAERZ"}),
        ({"filter": "S_WITHIN(geometry, BBOX(139,35,140,36))"}, {"FERN"}),
        ({"filter": "S_INTERSECTS(place, BBOX(-180,-90,180,90))"}, {"MAERZ", "MAI", "TAG", "FERN"}),
        ({"filter": "S_DWITHIN(geometry, POINT(107.19 10.45), 1200)"}, {"MAI", "TAG"}),
        ({"filter": "S_DWITHIN(footprint, POINT(139.59 35.7), 1000)"}, {"FERN"}),
        ({"filter": "S_DWITHIN(footprint, POINT(139.59 35.7), 800)"}, set()),
        ({"datetime": "2026-03-01"}, {"MAERZ"}),
        ({"datetime": "2026-02-14"}, {"TAG"}),
        ({"datetime": "2026-02-13T17:00:00Z"}, {"TAG"}),
        ({"datetime": "2026-03-01T03:00:01Z"}, set()),
        ({"datetime": "2026-03-01/2026-04-01"}, {"MAERZ", "FERN"}),
        ({"datetime": "../2026-02-28"}, {"TAG"}),
        ({"datetime": "2026-05-01/"}, {"MAI"}),
        ({"cloud_percent": "50..", "collection": "sentinel-2-l2a"}, {"MAI"}),
        ({"filter": "acquired_on > DATE('2026-03-15') AND cloud_percent < 50"}, {"FERN"}),
        ({"sample": "true"}, set()),
    ],
)
def test_scenes__are_found_by_place_time_and_facts(api, pictures, asked, found):
    assert ids(api, **asked) == found
    assert api.get(ITEMS, **asked).json["numberMatched"] == len(found)


@pytest.mark.parametrize("system", crs.SERVED, ids=lambda one: one.code)
def test_scenes__in_every_system(api, pictures, system):
    box = pictures["march"].footprint.extent
    (west, east), (south, north) = crs.transform_points(
        [box[0] + 0.01, box[2] - 0.01], [box[1] + 0.01, box[3] - 0.01], crs.CRS84, system
    )
    corners = (south, west, north, east) if system.latitude_first else (west, south, east, north)
    text = ",".join(f"{value:.9f}" for value in corners)
    assert ids(api, bbox=text, **{"bbox-crs": system.uri}) == {"MAERZ"}
    assert ids(api, filter=f"S_INTERSECTS(geometry,BBOX({text}))", **{"filter-crs": system.uri}) == {"MAERZ"}
    answer = api.get(f"{ITEMS}/MAERZ", crs=system.uri)
    assert answer.headers["Content-Crs"] == f"<{system.uri}>"
    x, y = crs.transform_points(box[0], box[1], crs.CRS84, system)
    corner = (y, x) if system.latitude_first else (x, y)
    points = answer.json["geometry"]["coordinates"][0][0]
    nearest = min(abs(a - corner[0]) + abs(b - corner[1]) for a, b in points)
    assert nearest < (1e-3 if system.metres or system == crs.WEB_MERCATOR else 1e-7)


def test_scenes__as_files_pages_and_facets(api, pictures, tmp_path):
    rows = list(csv.DictReader(io.StringIO(api.get(ITEMS, f="csv", wkt="true").content.decode("utf-8-sig"))))
    assert {row["code"] for row in rows} == {"MAERZ", "MAI", "TAG", "FERN"}
    assert rows[0]["geometry"].startswith("MULTIPOLYGON")
    for name, system in (("gpkg", crs.CRS84), ("gpkg", crs.LEGAL), ("fgb", crs.CRS84)):
        path = tmp_path / f"{system.epsg}.{name}"
        path.write_bytes(api.get(ITEMS, f=name, crs=system.uri).content)
        frame = pyogrio.read_dataframe(path, layer="scenes").set_index("code")
        assert len(frame) == 4
        assert frame.crs.to_epsg() == (system.epsg or crs.WGS84.epsg)
        assert frame.loc["MAERZ"].geometry.area > 0
        assert "publish_level" not in frame
    for path in (ITEMS, f"{ITEMS}/MAERZ", "collections/scenes", "collections/scenes/queryables"):
        assert b"<h1>" in api.get(path, headers={"Accept": "text/html"}).content
    facets = api.get("collections/scenes/facets", facets="collection").json
    assert facets["numberMatched"] == 4
    assert {one["value"]: one["count"] for one in facets["facets"]["collection"]["values"]} == {
        "sentinel-2-l2a": 3,
        "orthophotos": 1,
    }


def test_scenes__as_tiles(api, pictures):
    told = api.get("collections/scenes/tiles/WebMercatorQuad", f="tilejson").json
    assert told["vector_layers"][0]["id"] == "scenes"
    codes = {tags["code"] for tags in drawn(api)}
    assert codes == {"MAERZ", "MAI", "TAG", "FERN"}
    assert {tags["code"] for tags in drawn(api, datetime="2026-05-10")} == {"MAI"}


def drawn(api, **asked):
    """What the tiles that hold the scenes show."""
    found = []
    for row, column in ((7, 12), (6, 14)):
        answer = api.get(f"collections/scenes/tiles/WebMercatorQuad/4/{row}/{column}", **asked)
        if answer.status == 200:
            found += [feature.properties for feature in mvt.read(answer.content)["scenes"]]
    return found


def test_series__without_a_published_scene_keep_their_names(api, pictures):
    scenes.scene("GEHEIM", series="mat", publish_level="internal")
    codes = api.get("collections/scenes/queryables").json["properties"]["collection"]["x-codes"]
    assert set(codes) == {"sentinel-2-l2a", "orthophotos"}


def test_scenes__that_are_hidden_are_their_readers_alone(api, pictures):
    officer = land.person("officer", Role.OFFICER, land.unit())
    assert "KIN" in ids(Api(officer))
    assert "KIN" not in ids(api)
    assert api.get(f"{ITEMS}/KIN").status == 404
