"""No door shows what another hides: registry x doors x readers, with planted values."""

import gzip
import io
import zipfile

import pytest

from gis import layers
from gis.tiles.matrix import SIZE
from tests.database.ogc.conftest import Api

PLANTED = {"hidden": ("BIMATTEN", "GHICHUMAT"), "noted": ("GHICHUKIN",)}
# What each reader may come to see of the planted words. The hidden plot lies in the ward of `officer`.
MAY_SEE = {
    "anonymous": set(),
    "stranger": set(),
    "other_officer": set(),
    "officer": {"BIMATTEN", "GHICHUMAT", "GHICHUKIN"},
    "land_manager": {"BIMATTEN", "GHICHUMAT", "GHICHUKIN"},
}
INTERNAL = ("note", "publish_level", "review_state", "confidence", "flags")
READERS = list(MAY_SEE)


def tile_paths(world, name):
    x, y = world.plots["hidden"].anchor_3857.coords
    for z in (6, 11, 12, 16):
        side = 2 * SIZE / (1 << z)
        col, row = int((x + SIZE) // side), int((SIZE - y) // side)
        yield f"collections/{name}/tiles/WebMercatorQuad/{z}/{row}/{col}", {}


def doors(world, name):
    """Every address that answers for a layer."""
    items = f"collections/{name}/items"
    for form in ("json", "html", "csv", "fgb", "gpkg"):
        yield items, {"f": form, "limit": "1000"}
    yield items, {"f": "csv", "wkt": "true"}
    yield items, {"datetime": "2026-01-01", "limit": "1000"}
    if name == "plots":
        yield items, {"recorded": "2026-01-01", "limit": "1000"}
        yield f"{items}/{world.plots['noted'].code}", {"recorded": "2026-01-01", "f": "json"}
        yield f"collections/{name}/facets", {"recorded": "2026-01-01"}
    yield items, {"q": "bimatten"}
    yield f"{items}/{world.plots['hidden'].code}", {}
    yield f"{items}/{world.plots['noted'].code}", {}
    yield f"{items}/{world.plots['noted'].code}", {"datetime": "2026-01-01", "f": "json"}
    yield f"{items}/{world.plots['noted'].code}", {"f": "html"}
    yield f"collections/{name}/facets", {}
    for path in ("", "/schema", "/queryables", "/sortables", "/tiles", "/tiles/WebMercatorQuad"):
        yield f"collections/{name}{path}", {}
    yield f"collections/{name}/tiles/WebMercatorQuad", {"f": "tilejson"}
    yield "api", {}
    yield "qgis/project.qgz", {}
    for form in ("qlr", "qml", "sld"):
        yield f"qgis/{name}.{form}", {}
    yield from tile_paths(world, name)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("layer", [one.name for one in layers.every()])
def test_doors__show_planted_words_only_to_whom_they_belong(world, readers, reader, layer):
    api = Api(readers[reader])
    seen = set()
    for path, params in doors(world, layer):
        answer = api.get(path, **params)
        assert answer.status in ((200, 204, 404) if "q" not in params else (200, 400)), (path, params, answer.content)
        content = gzip.decompress(answer.content) if answer.content[:2] == b"\x1f\x8b" else answer.content
        shown = {word for words in PLANTED.values() for word in words if word.encode() in content}
        assert shown <= MAY_SEE[reader], (path, params)
        seen |= shown
    if layer == "plots":
        assert seen == MAY_SEE[reader]  # the words do travel where they may: the test can fail


@pytest.mark.parametrize("reader", ["anonymous", "stranger"])
@pytest.mark.parametrize("field", INTERNAL)
def test_side_channels__internal_names_do_not_exist_for_the_public(world, readers, reader, field):
    api = Api(readers[reader])
    items = "collections/plots/items"
    tile, _ = next(tile_paths(world, "plots"))
    for path in (items, "collections/plots/facets", tile):
        for params in (
            {"filter": f"{field} IS NULL"},
            {"filter": f"{field} LIKE '%'"},
            {field: "x"},
            {"sortby": field},
        ):
            assert api.get(path, **params).status == 400, (path, params)
    assert api.get(items, properties=field).status == 400
    assert field not in api.get("collections/plots/queryables").json["properties"]
    assert field not in api.get("collections/plots/schema").json["properties"]
    assert field not in api.get("collections/plots/facets").json["facets"]
    packed = zipfile.ZipFile(io.BytesIO(api.get("qgis/project.qgz").content))
    files = [packed.read(packed.namelist()[0]), *(api.get(f"qgis/plots.{form}").content for form in ("qlr", "qml"))]
    for content in files:
        assert b'field="name"' in content  # the columns of the public are there
        assert f'field="{field}"'.encode() not in content


def test_side_channels__a_filter_cannot_ask_for_notes_of_another_ward(world, readers):
    """An officer of the other ward may name `note`, but rows outside the ward answer as if it were empty."""
    code = world.plots["noted"].code
    guesses = ("note LIKE 'GHICHU%'", "note IS NOT NULL", "CASEI(note) = CASEI('GHICHUKIN')", "confidence = 'low'")
    for guess in guesses:
        assert code not in Api(readers["other_officer"]).codes(guess), guess
        assert code in Api(readers["officer"]).codes(guess), guess


def test_side_channels__sorting_by_notes_tells_nothing(world, readers):
    api = Api(readers["other_officer"])
    up, down = api.codes(sortby="confidence"), api.codes(sortby="-confidence")
    noted, road = world.plots["noted"].code, world.plots["road"].code
    assert (up.index(noted) < up.index(road)) == (down.index(noted) < down.index(road))


def test_side_channels__facets_count_only_shown_values(world, readers):
    def low(reader):
        answer = Api(readers[reader]).get("collections/plots/facets").json["facets"]
        return {one["value"]: one["count"] for one in answer["confidence"]["values"]}

    assert "low" not in low("other_officer")
    assert low("officer")["low"] == 1


def test_side_channels__hidden_plots_are_in_no_count(world, readers):
    for reader, expected in {
        "anonymous": 5,
        "stranger": 5,
        "other_officer": 5,
        "officer": 6,
        "land_manager": 6,
    }.items():
        api = Api(readers[reader])
        assert api.get("collections/plots/items", limit=1).json["numberMatched"] == expected, reader
        assert api.get("collections/plots/facets").json["numberMatched"] == expected, reader


def test_answers_for_people_stay_private(world, readers):
    tile, _ = next(tile_paths(world, "plots"))
    for path in ("collections/plots/items", "collections/plots/facets", tile, "collections/plots"):
        assert "public" in Api().get(path).headers["Cache-Control"], path
        assert "private" in Api(readers["officer"]).get(path).headers["Cache-Control"], path


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_the_public_reads_through_the_second_wall(public_wall, world):
    """The same doors on the real public role, whose schema has neither the rows nor the columns."""
    api = Api()
    for path, params in doors(world, "plots"):
        answer = api.get(path, **params)
        assert answer.status in (200, 204, 404), (path, params, answer.content)
        assert b"GHICHU" not in answer.content
        assert b"BIMAT" not in answer.content
    assert api.get("collections/plots/facets").json["numberMatched"] == 5
    for text in (
        "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%dong da'))",
        "S_DWITHIN(place, POINT(107.08 10.35), 50000)",
    ):
        assert api.get("collections/plots/items", filter=text).status == 200, text
