"""Landing page, collections and items: valid by the schemas of the standard, and saying what they should."""

import copy

import numpy as np
import pystac
import pytest
from django.utils import translation
from pystac.errors import STACValidationError

from gis.db import versions
from imagery import indices
from imagery.models import Collection
from imagery.stac.extensions import EXTENSIONS
from tests.database.stac import schemas
from tests.database.stac.conftest import PUBLIC
from tests.factories import scenes

SERIES = ["landsat-c2-l2", "orthophotos", "sentinel-2-l2a"]


def item(api, world, name="march"):
    scene = world.scenes[name]
    return api.get(f"collections/{scene.collection_id}/items/{scene.code}").json


def links(document, rel):
    return [one for one in document["links"] if one["rel"] == rel]


def test_landing__is_a_catalogue_with_its_doors(api, world):
    found = api.get().json
    assert schemas.validate(found)
    assert [one["href"].rsplit("/", 1)[1] for one in links(found, "child")] == SERIES
    assert {one["method"] for one in links(found, "search")} == {"GET", "POST"}
    rels = {one["rel"] for one in found["links"]}
    assert rels >= {"self", "root", "service-desc", "service-doc", "conformance", "data"}
    assert found["conformsTo"] == api.get("conformance").json["conformsTo"]


def test_landing__is_a_page_for_people(api, world):
    page = api.get(headers={"Accept": "text/html"})
    assert page.headers["Content-Type"].startswith("text/html")
    text = page.content.decode()
    assert "<h1>" in text
    assert "Sentinel-2" in text
    shown = api.get("collections/sentinel-2-l2a", headers={"Accept": "text/html"}).content.decode()
    assert "01/03/2026" in shown
    assert "10/05/2026" in shown
    assert api.get("api", f="html").status == 200


def test_collections__are_valid_and_told_by_their_visible_scenes(api, world):
    found = {one["id"]: one for one in api.get("collections").json["collections"]}
    assert sorted(found) == SERIES
    for one in found.values():
        assert schemas.validate(one)
    sentinel = found["sentinel-2-l2a"]
    assert sentinel == api.get("collections/sentinel-2-l2a").json
    # The internal scene of June and the withdrawn one are not in it.
    assert sentinel["extent"]["temporal"]["interval"] == [["2026-03-01T03:00:00Z", "2026-05-10T03:00:00Z"]]
    assert sentinel["extent"]["spatial"]["bbox"][0] == pytest.approx([107.05, 10.33, 107.3, 10.5])
    assert sentinel["summaries"]["platform"] == ["sentinel-2a", "sentinel-2b"]
    assert sentinel["summaries"]["eo:cloud_cover"] == {"minimum": 5.0, "maximum": 60.0}
    assert sentinel["summaries"]["instruments"] == ["msi"]
    names = [band["eo:common_name"] for band in sentinel["item_assets"]["data"]["bands"]]
    assert names == ["blue", "green", "red", "nir", "swir16"]
    assert sentinel["providers"][0]["roles"] == ["producer", "licensor"]
    assert links(sentinel, "license")


def test_collections__in_english(api, world):
    with translation.override("en"):
        found = api.get("collections/sentinel-2-l2a", headers={"Accept-Language": "en"}).json
    assert found["title"] == "Sentinel-2 (surface reflectance, 10 m)"


def test_items__are_valid_by_every_schema_they_name(api, world):
    held = set()
    for name in PUBLIC:
        held |= set(schemas.validate(item(api, world, name)))
    assert held >= set(EXTENSIONS.values())


def test_items__with_next_to_nothing_known_are_valid(api, world):
    bare = dict.fromkeys(("cloud_percent", "sun_azimuth", "sun_elevation", "off_nadir"))
    scenes.scene("BARE", lineage={}, roles=("other",), quality_key="", attribution="", **bare)
    found = api.get("collections/sentinel-2-l2a/items/BARE").json
    assert schemas.validate(found)
    named = {address for word, address in EXTENSIONS.items() if word in ("eo", "view", "processing", "classification")}
    assert not named & set(found["stac_extensions"])


def test_the_schemas_do_refuse(api, world):
    """The test can fail: a wrong word of any extension is found."""
    whole = item(api, world)
    breaks = {
        "eo": lambda one: one["properties"].update({"eo:cloud_cover": 101}),
        "view": lambda one: one["properties"].update({"view:off_nadir": -1}),
        "raster": lambda one: one["assets"]["data"]["bands"][0].update({"raster:scale": "x"}),
        "file": lambda one: one["assets"]["data"].update({"file:checksum": "ZZ"}),
        "projection": lambda one: one["assets"]["data"].update({"proj:shape": [1]}),
        "processing": lambda one: one["properties"].update({"processing:software": []}),
        "core": lambda one: one["properties"].pop("datetime"),
    }
    for name, wrong in breaks.items():
        broken = copy.deepcopy(whole)
        wrong(broken)
        with pytest.raises(STACValidationError):
            schemas.validate(broken)
        assert name


def test_item__says_what_the_scene_is(api, world):
    found, scene = item(api, world), world.scenes["march"]
    told = found["properties"]
    assert (found["id"], found["collection"]) == ("S2A_20260301", "sentinel-2-l2a")
    assert found["bbox"] == pytest.approx([107.05, 10.33, 107.1, 10.38])
    assert told["datetime"] == "2026-03-01T03:00:00Z"
    assert told["created"] == "2026-11-20T01:00:00Z"
    assert (told["platform"], told["instruments"], told["mission"]) == ("sentinel-2a", ["msi"], "sentinel-2")
    assert (told["gsd"], told["eo:cloud_cover"], told["view:sun_azimuth"]) == (10.0, 5.0, 120.5)
    assert told["datcong:synthetic"] is False
    data = found["assets"]["data"]
    assert data["href"].endswith(f"/imagery/scenes/{scene.pk}/data.tif")
    assert data["file:checksum"] == "1220" + "cd" * 32
    assert data["proj:code"] == "EPSG:3857"
    assert data["bands"][4]["eo:common_name"] == "swir16"
    assert data["bands"][0]["raster:scale"] == 0.0001
    assert data["bands"][0]["statistics"]["maximum"] == 9000.0


def test_item__tells_its_lineage(api, world):
    told = item(api, world)["properties"]
    assert "bilinear" in told["processing:lineage"]
    assert told["processing:software"] == {"rasterio": "1.4.4", "gdal": "3.9.3"}
    assert told["processing:datetime"] == "2026-11-20T01:00:00Z"
    lineage = told["datcong:lineage"]
    assert lineage["files"] == [{"name": "S2A_B04.jp2", "file:size": 1234, "file:checksum": "1220" + "ab" * 32}]
    assert lineage["systems"] == {"S2A_B04.jp2": "EPSG:32648"}


def test_item__of_a_day_makes_up_no_hour(api, world):
    told = item(api, world, "drone")["properties"]
    assert told["datetime"] is None
    assert told["start_datetime"] == "2026-02-13T17:00:00Z"
    assert told["end_datetime"] == "2026-02-14T16:59:59.999999Z"


def test_item__leads_to_its_tiles_and_its_page(api, world):
    found, scene = item(api, world), world.scenes["march"]
    tilejson = {one["render"]: one["href"] for one in links(found, "tilejson")}
    assert set(tilejson) == set(found["properties"]["renders"])
    told = api.client.get(tilejson["ndvi"]).json()
    assert told["tilejson"] == "3.0.0"
    assert "style=ndvi" in told["tiles"][0]
    assert "{z}/{y}/{x}?style=true" in links(found, "xyz")[0]["href"]
    assert links(found, "alternate")[0]["href"].endswith(f"/scenes/{scene.pk}/")
    assert api.client.get(links(found, "related")[0]["href"]).json()["id"] == scene.code


@pytest.mark.parametrize(("scale", "offset"), [(0.0001, 0.0), (0.0000275, -0.2)])
def test_item__renders_say_how_to_compute_an_index(api, world, scale, offset):
    """The way of the Render Extension: the expression over the stored numbers of the asset's bands."""
    scene = world.scenes["march"]
    scene.bands.update(scale=scale, offset=offset)
    bands = list(scene.bands.all())
    stored = {f"b{band.index}": 9_000.0 + 1_700 * band.index for band in bands}
    values = {band.role: np.float64(stored[f"b{band.index}"] * scale + offset) for band in bands}
    renders = item(api, world)["properties"]["renders"]
    for index in indices.of_roles(values):
        found = eval(renders[index.name]["expression"], {}, stored)
        assert found == pytest.approx(float(index.formula(values)), abs=1e-9)
    assert ("*" in renders["ndvi"]["expression"]) == bool(offset)


def test_item__synthetic_says_so(api, world):
    scenes.scene("MP_1", series="sample", sample=True, licence="CC0-1.0")
    assert api.get("collections/sample/items/MP_1").json["properties"]["datcong:synthetic"] is True
    assert api.get("collections/sample").json["datcong:synthetic"] is True


def test_item__is_read_by_pystac(api, world):
    read = pystac.Item.from_dict(item(api, world))
    assert read.collection_id == "sentinel-2-l2a"
    assert read.assets["data"].media_type == pystac.MediaType.COG
    assert read.assets["data"].extra_fields["bands"][3]["name"] == "B04"


@pytest.mark.parametrize(
    "path",
    [
        "collections/nothing",
        "collections/mat",
        "collections/nothing/items",
        "collections/nothing/queryables",
        "collections/sentinel-2-l2a/items/nothing",
        "collections/landsat-c2-l2/items/S2A_20260301",
        "collections/sentinel-2-l2a/items/KIN_20260601",
        "collections/sentinel-2-l2a/items/RUT_20260603",
    ],
)
def test_what_one_may_not_know_is_not_there(api, world, path):
    answer = api.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json["code"] == "not_found"


def test_queryables__speak_of_stac(api, world):
    found = api.get("queryables").json
    assert found["$schema"] == "https://json-schema.org/draft/2019-09/schema"
    assert found["$id"].endswith("/stac/queryables")
    assert set(found["properties"]) >= {"id", "collection", "geometry", "datetime", "eo:cloud_cover", "platform"}
    assert "datcong:publish_level" not in found["properties"]
    assert found["properties"]["collection"]["x-codes"].keys() == set(SERIES)
    assert Collection.objects.filter(code="mat").exists()


def test_documents__are_asked_for_again_by_their_tag(api, world):
    for path in ("", "collections", "queryables", "search", "collections/sentinel-2-l2a/items/S2A_20260301"):
        first = api.get(path)
        assert first.headers["Cache-Control"] == "public, no-cache", path
        assert first.headers["Access-Control-Allow-Origin"] == "*"
        again = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.content) == (304, b"")
    scenes.scene("NEU")
    versions.forget()
    assert api.get("search", headers={"If-None-Match": api.get("search").headers["ETag"]}).status == 304
    assert api.get("collections", headers={"If-None-Match": first.headers["ETag"]}).status == 200
