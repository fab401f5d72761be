"""Raster tiles: what they show, in which format, to whom, and how long they may be kept."""

import io
from datetime import date, timedelta

import numpy as np
import pytest
from PIL import Image

from accounts.roles import Role
from gis import crs
from gis.db import versions
from gis.tiles.matrix import SIZE, side
from imagery.actions import scenes as actions
from imagery.tiles import mosaics, sheets
from land.workflow import PublishLevel
from tests import places
from tests.database.imagery.pictures import as_reader, forget
from tests.factories import land, pictures
from tests.factories.imagery import plane, raster

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 18)


def tile_of(point=places.VUNG_TAU, zoom=13):
    """Address part {z}/{row}/{col} of the tile that holds a place of the legal CRS."""
    x, y = crs.transform_points(*point, crs.LEGAL, crs.WEB_MERCATOR)
    return f"{zoom}/{int((SIZE - y) // side(zoom))}/{int((x + SIZE) // side(zoom))}"


def address(scene, place=None, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return (
        f"/imagery/scenes/{scene.pk}/tiles/WebMercatorQuad"
        + (f"/{place}" if place else "")
        + (f"?{text}" if text else "")
    )


def picture(answer):
    return Image.open(io.BytesIO(answer.content))


def colour_at(answer, point=places.VUNG_TAU, zoom=13):
    """Colour of the pixel of a place, as a tuple."""
    image = picture(answer)
    x, y = crs.transform_points(*point, crs.LEGAL, crs.WEB_MERCATOR)
    column, row = ((x + SIZE) / side(zoom)) % 1, ((SIZE - y) / side(zoom)) % 1
    return image.getpixel((int(column * image.width), int(row * image.height)))


def test_tile__edges_are_webp_with_transparency(folder):
    answer = as_reader().get(address(pictures.scene(folder, DAY), tile_of()))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    image = picture(answer)
    assert (image.mode, image.size) == ("RGBA", (512, 512))
    assert colour_at(answer)[3] == 255
    assert image.getpixel((0, 0))[3] == 0 or image.getpixel((511, 511))[3] == 0


def test_tile__inside_is_jpeg(folder):
    scene = pictures.scene(folder, DAY, size=1500)
    answer = as_reader().get(address(scene, tile_of()))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert picture(answer).size == (512, 512)


@pytest.mark.parametrize(("kind", "media"), [("png", "image/png"), ("jpeg", "image/jpeg"), ("webp", "image/webp")])
@pytest.mark.parametrize("size", [256, 512, 1024])
def test_tile__formats_and_sizes_on_request(folder, kind, media, size):
    answer = as_reader().get(address(pictures.scene(folder, DAY), tile_of(), f=kind, size=size))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
    assert picture(answer).size == (size, size)


def test_tile__index_is_its_ramp(folder):
    scene = pictures.scene(folder, DAY)
    red, green, blue = colour_at(as_reader().get(address(scene, tile_of(), f="png", style="ndvi")))[:3]
    assert green > red + 60  # NDVI of 0.82 is the dark green end
    assert green > blue + 20
    water = pictures.scene(folder, date(2026, 3, 1), pictures.WATER)
    red, green, blue = colour_at(as_reader().get(address(water, tile_of(), f="png", style="ndwi")))[:3]
    assert blue > red + 60
    assert blue > green + 30


def test_tile__values_are_drawn_with_the_series_stretch(folder):
    dark = pictures.scene(folder, DAY, pictures.WOOD)
    bright = pictures.scene(folder, date(2026, 3, 1), pictures.ROOF)
    forget()
    colours = [colour_at(as_reader().get(address(one, tile_of(), f="png"))) for one in (dark, bright)]
    assert sum(colours[0][:3]) + 200 < sum(colours[1][:3])  # alone, each would fill the whole range


@pytest.mark.parametrize("zoom", [8, 11, 12, 13, 14, 16, 18])
def test_tile__same_place_on_every_zoom(folder, zoom):
    half = np.full((80, 80), 300)
    half[:, 40:] = 3000
    ground = {"red": half, "green": half, "blue": half}
    scene = pictures.scene(folder, DAY, ground)
    west = places.VUNG_TAU[0] - 100, places.VUNG_TAU[1]
    east = places.VUNG_TAU[0] + 100, places.VUNG_TAU[1]
    reader = as_reader()
    left = colour_at(reader.get(address(scene, tile_of(west, zoom), f="png")), west, zoom)
    right = colour_at(reader.get(address(scene, tile_of(east, zoom), f="png")), east, zoom)
    if zoom >= 12:
        assert left[0] + 150 < right[0]
    else:  # the whole picture is a few pixels
        assert right[3] == 255 or left[3] == 255


def test_tile__nothing_there_is_204_and_no_such_tile_is_404(folder):
    scene = pictures.scene(folder, DAY)
    reader = as_reader()
    assert reader.get(address(scene, tile_of(places.CON_DAO))).status_code == 204
    assert reader.get(address(scene, "13/9000/9000")).status_code == 404
    assert reader.get(address(scene, "25/0/0")).status_code == 404


def test_tile__hole_is_transparent(folder):
    scene = pictures.scene(folder, DAY, hole=True)
    here = places.VUNG_TAU[0] - 200, places.VUNG_TAU[1] + 200
    there = places.VUNG_TAU[0] + 200, places.VUNG_TAU[1] - 200
    answer = as_reader().get(address(scene, tile_of(here), f="png"))
    assert colour_at(answer, here)[3] == 0
    assert colour_at(as_reader().get(address(scene, tile_of(there), f="png")), there)[3] == 255


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ({"style": "ndvi"}, "imagery.no_rendering", "Cận hồng ngoại"),
        ({"style": "b1/b2"}, "imagery.no_rendering", "Dùng được"),
        ({"expression": "b1*2"}, "query_invalid", "expression"),
        ({"url": "file:///etc/passwd"}, "query_invalid", "url"),
        ({"size": "4096"}, "query_invalid", "256"),
        ({"f": "gif"}, "query_invalid", "gif"),
    ],
)
def test_tile__refuses_what_it_does_not_know(folder, query, code, words):
    rgb = {role: pictures.WOOD[role] for role in ("red", "green", "blue")}
    answer = as_reader().get(address(pictures.scene(folder, DAY, rgb), tile_of(), **query))
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, code)
    assert words in str(body)


def test_tile__synthetic_says_so_in_its_pixels(folder):
    plain = pictures.scene(folder, DAY, size=1500)
    made = pictures.scene(folder, DAY, size=1500, code="SYN", synthetic=True)
    rows = [
        np.asarray(picture(as_reader().get(address(one, tile_of(), f="png"))))[-30:, :200, :3] for one in (plain, made)
    ]
    assert rows[0].std() < 2
    assert rows[1].std() > 20


# --- who may see, and how long it may be kept -----------------------------------------------------------------------


@pytest.fixture
def readers(folder):
    ward = land.unit()
    other = land.unit(uid="26560@2025-07-01", name="Xã Long Điền", geom=None)
    return {
        "anonymous": None,
        "stranger": land.person("nobody"),
        "officer": land.person("officer", Role.OFFICER, ward),
        "other officer": land.person("other", Role.OFFICER, other),
        "planner": land.person("planner", Role.PLANNER),
        "manager": land.person("manager", Role.LAND_MANAGER),
        "inspector": land.person("inspector", Role.INSPECTOR),
        "admin": land.person("admin", Role.ADMIN),
    }


INSIDE = {"officer", "planner", "manager", "inspector"}
SEES = {
    PublishLevel.PUBLIC: {
        "anonymous",
        "stranger",
        "officer",
        "other officer",
        "planner",
        "manager",
        "inspector",
        "admin",
    },
    PublishLevel.INTERNAL: {"officer", "planner", "manager", "inspector"},
    PublishLevel.RESTRICTED: {"manager", "inspector"},
}


@pytest.mark.parametrize("level", list(PublishLevel))
def test_rights__tile_tilejson_and_mosaic_as_the_scene(folder, readers, level):
    scene = pictures.scene(folder, DAY, publish=False)
    if level != PublishLevel.INTERNAL:
        actions.publish_scene(actor=None, scene=scene, level=level)
    forget()
    mosaic = f"/imagery/mosaics/{DAY}/tiles/WebMercatorQuad"
    for name, user in readers.items():
        seen = name in SEES[level]
        reader = as_reader(user)
        assert reader.get(address(scene, tile_of())).status_code == (200 if seen else 404), name
        assert reader.get(address(scene)).status_code == (200 if seen else 404), name
        assert reader.get(f"{mosaic}/{tile_of()}").status_code == (200 if seen else 204), name
        assert reader.get(mosaic).status_code == (200 if seen else 404), name


def test_rights__withdrawn_is_gone(folder, readers):
    scene = pictures.scene(folder, DAY)
    reader = as_reader()
    assert reader.get(address(scene, tile_of())).status_code == 200
    actions.withdraw_scene(actor=readers["manager"], scene=scene, reason="Ảnh lệch")
    forget()
    for user in readers.values():
        assert as_reader(user).get(address(scene, tile_of())).status_code == 404


def test_cache__versioned_public_tiles_never_change(folder):
    scene = pictures.scene(folder, DAY)
    reader = as_reader()
    template = reader.get(address(scene, f="tilejson")).json()["tiles"][0]
    z, row, column = tile_of().split("/")
    kept = reader.get(template.replace("{z}", z).replace("{y}", row).replace("{x}", column))
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    plain = reader.get(address(scene, tile_of()))
    assert plain.headers["Cache-Control"] == "public, no-cache"
    assert reader.get(address(scene, tile_of()), headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304


def test_cache__internal_and_personal_answers_are_private(folder, readers):
    scene = pictures.scene(folder, DAY, publish=False)
    reader = as_reader(readers["manager"])
    template = reader.get(address(scene)).json()["tiles"][0]
    z, row, column = tile_of().split("/")
    answer = reader.get(template.replace("{z}", z).replace("{y}", row).replace("{x}", column))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not list(folder.parent.rglob("*.img"))


def test_store__keeps_public_tiles_alone_and_draws_them_once(folder, settings, monkeypatch):
    settings.TILE_CACHE_DIR = folder.parent / "tiles"
    scene = pictures.scene(folder, DAY)
    first = as_reader().get(address(scene, tile_of())).content
    assert len(list(settings.TILE_CACHE_DIR.rglob("*.img"))) == 1
    monkeypatch.setattr("imagery.tiles.pixels.read", lambda *args: pytest.fail("the tile was drawn again"))
    assert as_reader().get(address(scene, tile_of())).content == first


def test_store__nothing_is_kept_of_the_world_beside_a_scene(folder, settings):
    settings.TILE_CACHE_DIR = folder.parent / "tiles"
    scene = pictures.scene(folder, DAY)
    for place in ("13/0/0", "20/9/9", "24/7/7"):
        assert as_reader().get(address(scene, place)).status_code == 204
    assert not settings.TILE_CACHE_DIR.exists()


def test_store__keeps_mosaics_of_public_scenes_until_another_scene_comes(folder, settings, monkeypatch):
    settings.TILE_CACHE_DIR = folder.parent / "tiles"
    kept = lambda: list(settings.TILE_CACHE_DIR.rglob("*.img"))  # noqa: E731
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.2))
    first = mosaic_tile(DAY).content
    assert len(kept()) == 1
    with monkeypatch.context() as patch:
        patch.setattr("imagery.tiles.pixels.read", lambda *args: pytest.fail("the tile was drawn again"))
        assert mosaic_tile(DAY).content == first
    pictures.scene(folder, DAY, pictures.ROOF, code="B")
    forget()
    assert mosaic_tile(DAY).content != first
    assert len(kept()) == 1


def test_store__keeps_no_mosaic_with_an_internal_scene(folder, settings, readers):
    settings.TILE_CACHE_DIR = folder.parent / "tiles"
    pictures.scene(folder, DAY, pictures.WOOD)
    pictures.scene(folder, DAY, pictures.ROOF, code="B", publish=False)
    path = f"/imagery/mosaics/{DAY}/tiles/WebMercatorQuad/{tile_of()}?f=png"
    assert as_reader(readers["manager"]).get(path).status_code == 200
    assert not settings.TILE_CACHE_DIR.exists()


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
@pytest.mark.usefixtures("public_wall")
def test_versions__of_the_public_say_nothing_of_internal_scenes(folder, readers, monkeypatch):
    monkeypatch.setattr(actions, "_STRETCH_OF", 1)  # else the second scene would settle how the first is drawn
    pictures.scene(folder, DAY, pictures.WOOD)
    mosaic = f"/imagery/mosaics/{DAY}/tiles/WebMercatorQuad"

    def told(user):
        forget()
        versions.forget()
        reader = as_reader(user)
        tag = reader.get(f"{mosaic}/{tile_of()}")["ETag"]
        return tag, reader.get(mosaic).json()["tiles"], reader.get("/ogc/collections/scenes/items?f=json")["ETag"]

    public, inside = told(None), told(readers["manager"])
    hidden = pictures.scene(folder, DAY, pictures.ROOF, code="B", publish=False)
    assert told(None) == public
    assert all(one != other for one, other in zip(told(readers["manager"]), inside, strict=True))
    actions.publish_scene(actor=None, scene=hidden, level=PublishLevel.PUBLIC)
    shown = told(None)
    assert shown[0] != public[0]
    assert (shown[1], shown[2]) != (public[1], public[2])
    actions.publish_scene(actor=None, scene=hidden, level=PublishLevel.INTERNAL)
    assert told(None)[0] == public[0]
    assert told(None)[1] != shown[1]


# --- mosaics --------------------------------------------------------------------------------------------------------


def mosaic_tile(name, **query):
    text = "&".join(f"{key}={value}" for key, value in {"f": "png", **query}.items())
    return as_reader().get(f"/imagery/mosaics/{name}/tiles/WebMercatorQuad/{tile_of()}?{text}")


def test_mosaic__clear_pixels_of_the_cloudier_scene_before_clouds(folder):
    """The least cloudy scene first; where it is clouded, the other one is seen."""
    clouds = np.full((80, 80), 4)
    clouds[:, :20] = 9
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouds)
    clouds = np.full((80, 80), 9)
    clouds[:, :40] = 4
    pictures.scene(folder, DAY, pictures.ROOF, scl=clouds, code="B")
    forget()
    answer = mosaic_tile(DAY)
    west = places.VUNG_TAU[0] - 350, places.VUNG_TAU[1]
    middle = places.VUNG_TAU[0] - 100, places.VUNG_TAU[1]
    assert sum(colour_at(answer, west)[:3]) > sum(colour_at(answer, middle)[:3]) + 150


def test_mosaic__by_day_month_and_lately(folder):
    pictures.scene(folder, date(2025, 2, 18), pictures.ROOF)
    pictures.scene(folder, DAY, pictures.WOOD)
    forget()
    dark = sum(colour_at(mosaic_tile(DAY))[:3])
    assert sum(colour_at(mosaic_tile("2025-02"))[:3]) > dark + 150
    assert sum(colour_at(mosaic_tile("latest"))[:3]) == dark
    assert mosaic_tile("2025-03").status_code == 204
    assert mosaic_tile("2025").status_code == 204  # no composite of that year
    for wrong in ("2025-13", "2025-02-30", "yesterday", "0000"):
        assert mosaic_tile(wrong).status_code == 404
    assert mosaic_tile(DAY, collection="landsat-c2-l2").status_code == 204


def clouded(share, rows=80):
    """Classes of a scene whose first rows lie under cloud."""
    classes = np.full((80, 80), 4)
    classes[: round(rows * share)] = 9
    return classes


NORTH = places.VUNG_TAU[0], places.VUNG_TAU[1] + 300


def test_latest__where_all_of_late_is_clouded_what_was_clear_before(folder):
    old, older = date(2024, 1, 1), date(2022, 1, 1)
    pictures.scene(folder, older, pictures.WATER, scl=4)
    pictures.scene(folder, old, pictures.ROOF, scl=4)
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.4))
    forget()
    latest, wood, roof = mosaic_tile("latest"), mosaic_tile(DAY), mosaic_tile(old)
    assert colour_at(latest, NORTH) == colour_at(roof, NORTH) != colour_at(wood, NORTH)
    south = places.VUNG_TAU[0], places.VUNG_TAU[1] - 300
    assert colour_at(latest, south) == colour_at(wood, south) != colour_at(roof, south)


@pytest.mark.parametrize(("days", "shown"), [(300, pictures.ROOF), (301, pictures.WOOD)])
def test_latest__of_the_last_300_days_the_clearest_as_long_as_it_is_clear(folder, days, shown):
    """Both are clear here; the newer one has a cloud elsewhere."""
    pictures.scene(folder, DAY - timedelta(days=days), pictures.ROOF, scl=4)
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.2))
    forget()
    other = mosaic_tile(DAY if shown is pictures.WOOD else DAY - timedelta(days=days))
    assert colour_at(mosaic_tile("latest")) == colour_at(other)


def test_mosaic__thin_edges_of_clouds_come_from_another_scene(folder):
    """The mask ends at the cloud; two pixels beside it are taken from the scene that sees the ground."""
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.5))
    more = clouded(0.3)
    more[56:] = 9
    pictures.scene(folder, DAY, pictures.ROOF, scl=more, code="B")
    forget()
    shown = mosaic_tile(DAY)
    x, y = places.VUNG_TAU
    wood, roof = (sum(colour_at(shown, (x, y + dy))[:3]) for dy in (-100, -30))
    assert sum(colour_at(shown, (x, y - 12))[:3]) > wood + 150, "12 m from the edge the other scene is seen"
    assert roof == wood, "30 m from it the first one"


# --- clouds and light -----------------------------------------------------------------------------------------------


def test_index__says_nothing_under_cloud(folder):
    """Vegetation under a cloud is not low: grey and striped, as no ramp is."""
    scene = pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.4))
    forget()
    for answer in (
        as_reader().get(address(scene, tile_of(), style="ndvi", f="png")),
        mosaic_tile(DAY, style="ndvi"),
    ):
        image = np.asarray(picture(answer)).astype(int)
        seen = image[..., 3] > 0
        grey = seen & (np.ptp(image[..., :3], axis=2) == 0)
        assert {*np.unique(image[grey][:, :3])} == {150, 198}
        assert 0.3 < grey.sum() / seen.sum() < 0.5
        green = colour_at(answer)
        assert green[1] > green[0] + 50
    body = as_reader().get(address(scene)).json()
    assert [one.get("hidden") for one in body["renderings"] if one["name"] in ("true", "ndvi")] == [None, "#c6c6c6"]


def test_reflectances__are_brightened_and_photographs_are_not(folder, desk):
    scene = pictures.scene(folder, DAY, pictures.WOOD)
    assert {band.gamma for band in sheets.sheet_from(scene).bands.values()} == {1.4}
    photo = desk.make(raster(desk.folder / "photo.tif", plane(3).astype("uint8")), bands=["red", "green", "blue"])
    assert {band.gamma for band in sheets.sheet_from(photo).bands.values()} == {1.0}


def test_mosaic__tag_follows_the_scenes(folder):
    pictures.scene(folder, DAY)
    forget()
    before = mosaic_tile(DAY)
    pictures.scene(folder, DAY, pictures.ROOF, code="B")
    sheets.forget()

    versions.forget()
    assert mosaic_tile(DAY).headers["ETag"] != before.headers["ETag"]


def test_mosaic__tag_follows_how_the_series_is_drawn(folder, monkeypatch):
    """The second scene settles the stretch anew, so the first one's ground is drawn otherwise, wherever it lies."""
    far = places.VUNG_TAU[0] + 12_000, places.VUNG_TAU[1]
    pictures.scene(folder, DAY, pictures.ROOF)
    forget()
    before = mosaic_tile(DAY)
    pictures.scene(folder, DAY, pictures.WOOD, code="B", around=far)
    forget()
    versions.forget()
    after = mosaic_tile(DAY)
    assert colour_at(after) != colour_at(before)
    assert after["ETag"] != before["ETag"]
    monkeypatch.setattr(mosaics, "FORMAT", mosaics.FORMAT + 1)
    assert mosaic_tile(DAY)["ETag"] != after["ETag"]


def test_latest__of_one_place_does_not_depend_on_another(folder):
    far = places.VUNG_TAU[0] + 12_000, places.VUNG_TAU[1]
    pictures.scene(folder, DAY - timedelta(days=200), pictures.ROOF, scl=4)
    pictures.scene(folder, DAY, pictures.WOOD, scl=clouded(0.2))
    forget()
    before = mosaic_tile("latest")
    pictures.scene(folder, DAY + timedelta(days=250), pictures.WATER, around=far)
    forget()
    versions.forget()
    assert colour_at(mosaic_tile("latest")) == colour_at(before)


def test_mosaic__scene_without_the_bands_is_left_out(folder):
    pictures.scene(folder, DAY, {role: pictures.ROOF[role] for role in ("red", "green", "blue")})
    forget()
    assert mosaic_tile(DAY, style="ndvi").status_code == 204
    assert mosaic_tile(DAY).status_code == 200


def test_tilejson__tells_renderings_and_bounds(folder):
    scene = pictures.scene(folder, DAY)
    body = as_reader().get(address(scene)).json()
    assert body["tilejson"] == "3.0.0"
    assert {"true", "false", "ndvi", "ndwi", "ndbi", "bsi"} <= {one["name"] for one in body["renderings"]}
    ndvi = next(one for one in body["renderings"] if one["name"] == "ndvi")
    assert (ndvi["title"], ndvi["index"]) == ("Cây xanh", "NDVI")
    west, south, east, north = body["bounds"]
    lon, lat = crs.transform_points(*places.VUNG_TAU, crs.LEGAL, crs.CRS84)
    assert west < lon < east
    assert south < lat < north
    english = as_reader().get(address(scene), headers={"Accept-Language": "en"}).json()
    assert next(one for one in english["renderings"] if one["name"] == "ndvi")["title"] == "Vegetation"
