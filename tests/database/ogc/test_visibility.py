"""Side doors: filters, sorting, facets and counts tell nothing of what a reader may not see.

That no door shows a hidden value is tests/database/doors.
"""

import io
import zipfile

import pytest

from gis.tiles.matrix import SIZE
from tests.database.ogc.conftest import Api

INTERNAL = ("note", "publish_level", "review_state", "confidence", "flags")


def tile_paths(world, name):
    x, y = world.plots["hidden"].anchor_3857.coords
    for z in (6, 11, 12, 16):
        side = 2 * SIZE / (1 << z)
        col, row = int((x + SIZE) // side), int((SIZE - y) // side)
        yield f"collections/{name}/tiles/WebMercatorQuad/{z}/{row}/{col}", {}


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
def test_questions_of_the_public_are_answered_behind_the_second_wall(public_wall, world):
    """Functions that a filter needs exist for the public role, and counts know nothing of what it may not read."""
    api = Api()
    assert api.get("collections/plots/facets").json["numberMatched"] == 5
    for text in (
        "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('%dong da'))",
        "S_DWITHIN(place, POINT(107.08 10.35), 50000)",
    ):
        assert api.get("collections/plots/items", filter=text).status == 200, text
