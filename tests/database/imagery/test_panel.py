"""What a plot shows: its record, pictures, film, cuttings, to whom, and without a word too much."""

import csv
import io
import re
from datetime import date

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader
from rasterio.io import MemoryFile

from accounts.roles import Role
from gis import crs
from gis.db import versions
from imagery.actions import observations, scenes
from imagery.models import Observation
from land.workflow import LocationBasis, PublishLevel
from tests import places
from tests.database.imagery.pictures import as_reader, forget
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2024, 2, 10), date(2026, 2, 18)


@pytest.fixture
def plot(folder):
    """A hectare at Vũng Tàu: wood before, a roof after, with a cloud over its west between the two."""
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    clouds = np.full((80, 80), 4)
    clouds[:, :40] = 9
    made = [
        pictures.scene(folder, BEFORE, pictures.WOOD, scl=4),
        pictures.scene(folder, date(2025, 6, 15), pictures.WOOD, scl=clouds),
        pictures.scene(folder, AFTER, pictures.ROOF, scl=4),
    ]
    for scene in made:
        observations.observe_scene(scene_id=scene.pk)
    forget()
    plot.pictures = made
    return plot


def path(plot, part="", **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/plots/{plot.code}/imagery/{part}" + (f"?{text}" if text else "")


def record(plot, user=None):
    return as_reader(user).get(path(plot, f="json")).json()["observations"]


def test_pictures__are_not_drawn_again_for_whoever_holds_them(plot):
    for user in (None, land.person("officer", Role.OFFICER, plot.unit)):
        for address in (path(plot, f"{plot.pictures[0].pk}.webp"), path(plot, "film.webp")):
            tag = as_reader(user).get(address)["ETag"]
            assert as_reader(user).get(address, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert as_reader(None).get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200, "another reader's"


def test_record__dates_with_the_cloud_inside_the_plot(plot):
    rows = record(plot)
    assert [row["acquired_on"] for row in rows] == ["2024-02-10", "2025-06-15", "2026-02-18"]
    assert [row["cloud_percent"] for row in rows] == [0.0, pytest.approx(50, abs=7), 0.0]
    assert rows[1]["scene_cloud_percent"] == pytest.approx(50, abs=2)
    assert [row["usable"] for row in rows] == [True, False, True]
    assert rows[0]["ndvi"] == pytest.approx((3500 - 350) / (3500 + 350), abs=0.01)
    assert rows[2]["ndvi"] == pytest.approx((2400 - 2200) / (2400 + 2200), abs=0.01)
    assert rows[2]["ndbi"] == pytest.approx((2700 - 2400) / (2700 + 2400), abs=0.01)
    assert rows[0]["pixels"] == pytest.approx(10_000 / 91.3, rel=0.05)  # pixels of zoom 13 have 9.4 m here


def test_record__table_for_spreadsheets(plot):
    answer = as_reader().get(path(plot, f="csv"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{plot.code}-anh-ve-tinh.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Ngày chụp"
    assert rows[0][6] == "NDVI – Cây xanh"
    assert [row[0] for row in rows[1:]] == ["10/02/2024", "15/06/2025", "18/02/2026"]
    assert [row[5] for row in rows[1:]] == ["có", "không", "có"]


def test_page__works_without_scripts(plot):
    page = as_reader().get(f"/plots/{plot.code}/").content.decode()
    assert "Ảnh vệ tinh qua các năm" in page
    first, clouded, last = plot.pictures
    assert f'value="{first.pk}"' in page
    assert "Tỷ lệ mây tính trong ranh giới khu đất" in page
    assert "chỉ chụp được" not in page
    assert f"/plots/{plot.code}/imagery/film.webp" in page
    chosen = as_reader().get(path(plot, before=clouded.pk, after=first.pk, look="ndvi")).content.decode()
    assert "look=ndvi" in chosen
    assert f"before={clouded.pk}&amp;after={last.pk}" in chosen  # the calendar keeps what was chosen before
    for wrong in ({"before": "x"}, {"look": "b1*2"}, {"after": "0" * 36}):
        assert as_reader().get(path(plot, **wrong)).status_code == 200


def test_part__of_a_day_of_the_map(plot):
    first, clouded, last = (str(scene.pk) for scene in plot.pictures)

    def after(**query):
        part = as_reader().get(path(plot, f="part", **query)).content.decode()
        return re.search(r'data-day="([^"]+)"\s+aria-current', part)[1]

    assert after(after_on="2025-06-15") == clouded
    assert after(after_on="2025-06-15", after=first) == clouded, "the map's day goes before an older choice"
    for nothing in ("2025-06-16", "2025", "x"):
        assert after(after_on=nothing, after=first) == first
        assert after(after_on=nothing) == last


def test_part__colours_of_an_index_are_those_of_the_map(plot):
    part = as_reader().get(path(plot, f="part", look="ndwi")).content.decode()
    tiles = as_reader().get("/imagery/mosaics/latest/tiles/WebMercatorQuad?f=tilejson").json()["renderings"]
    legend = next(one["legend"] for one in tiles if one["name"] == "ndwi")
    assert re.findall(r'stop-color="(#\w+)"', part) == [stop["colour"] for stop in legend]
    told = [float(value.replace(",", ".")) for value in re.findall(r">(-?[\d,]+)</text>", part)]
    assert told == [stop["value"] for stop in legend]
    assert "panel-colours" not in as_reader().get(path(plot, f="part")).content.decode()


def test_page__says_when_there_is_nothing(folder):
    plot = land.plot(shape=places.square(places.CON_DAO, 100))
    assert "Chưa có ảnh nào chụp tới khu đất này" in as_reader().get(path(plot)).content.decode()
    assert "Ảnh vệ tinh qua các năm" not in as_reader().get(f"/plots/{plot.code}/").content.decode()
    assert as_reader().get(path(plot, "film.webp")).status_code == 404


def test_page__says_synthetic_and_too_small(folder):
    plot = land.plot(shape=places.square(places.VUNG_TAU, 15))
    scene = pictures.scene(folder, AFTER, synthetic=True)
    observations.observe_scene(scene_id=scene.pk)
    page = as_reader().get(path(plot)).content.decode()
    assert "Ảnh mô phỏng do chương trình sinh ra" in page
    assert "không đủ chi tiết" in page


def test_ground_at_the_edge_of_every_scene__is_said_and_has_its_film(folder):
    """Without a clear day nothing would be filmed, and the page offers the film."""
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, 380, 0))
    for day, ground in ((BEFORE, pictures.WOOD), (AFTER, pictures.ROOF)):
        observations.observe_scene(scene_id=pictures.scene(folder, day, ground, scl=4).pk)
    forget()
    page = as_reader().get(path(plot)).content.decode()
    assert re.search(r"chỉ chụp được khoảng (1|2|3)\d % khu đất", page)
    assert "sky-edge" in page
    assert "sky-clear" not in page.partition('<dl class="years"')[2], "a cloudless sky over the half that is not shown"
    film = Image.open(io.BytesIO(as_reader().get(path(plot, "film.webp")).content))
    assert film.n_frames == 2


def test_plot_without_a_boundary__the_page_says_that_no_picture_can_be_held_against_it(folder):
    pictures.scene(folder, BEFORE)
    page = as_reader().get(path(land.plot(geom=None, point=None, location_basis=LocationBasis.UNIT))).content.decode()
    assert "chưa có ranh giới" in page
    assert "Chưa có ảnh nào" not in page


def test_picture__shows_the_ground_and_the_border_on_request(plot):
    reader = as_reader()
    plain = reader.get(path(plot, f"{plot.pictures[0].pk}.webp", width=480))
    assert plain.headers["Content-Type"] == "image/jpeg"
    image = Image.open(io.BytesIO(plain.content))
    assert image.size == (480, 360)
    bordered = Image.open(
        io.BytesIO(reader.get(path(plot, f"{plot.pictures[0].pk}.webp", width=480, border=1)).content)
    )
    yellow = [(np.asarray(one.convert("RGB")).astype(int) @ [1, 1, -2] > 220).sum() for one in (image, bordered)]
    assert yellow[0] == 0
    assert yellow[1] > 300


def test_picture__before_and_after_differ(plot):
    def middle(scene):
        answer = as_reader().get(path(plot, f"{scene.pk}.webp", width=240))
        return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))[80:100, 110:130].mean()

    assert middle(plot.pictures[0]) + 60 < middle(plot.pictures[2])


def test_film__clear_days_in_their_order(plot):
    answer = as_reader().get(path(plot, "film.webp"))
    assert answer.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).n_frames == 2
    everything = as_reader().get(path(plot, "film.webp", all=1))
    assert Image.open(io.BytesIO(everything.content)).n_frames == 3


def test_cutting__own_pixels_in_the_system_of_the_cadastre(plot):
    answer = as_reader().get(path(plot, f"{plot.pictures[2].pk}.tif"))
    assert answer.headers["Content-Disposition"].endswith('.tif"')
    with MemoryFile(answer.content) as memory, memory.open() as file:
        assert file.crs.to_epsg() == crs.LEGAL.epsg
        assert file.descriptions == tuple(pictures.ROOF)
        assert file.scales[0] == pytest.approx(0.0001)
        row, column = file.index(*places.VUNG_TAU)
        assert file.read(4)[row, column] == pictures.ROOF["nir"]
        assert file.tags()["SCENE"] == plot.pictures[2].code
        assert file.res[0] == pytest.approx(10, abs=0.02)


@pytest.mark.parametrize("place", [places.WEST_OF_THE_LINE, places.EAST_OF_THE_LINE])
def test_cutting__lies_right_on_both_sides_of_the_line(folder, place):
    """West of 107.11 E PROJ alone would put it 0.80 m off; a bright pixel of 1 m tells."""
    ground = {"red": np.full((200, 200), 300)}
    ground["red"][100, 100] = 9000
    scene = pictures.scene(folder, AFTER, ground, size=200, around=place, pixel=1.0)
    plot = land.plot(shape=places.square(place, 40, -20, -20))
    answer = as_reader().get(path(plot, f"{scene.pk}.tif"))
    x, y = pictures.utm(place)
    marked = round(x / 20) * 20 - 100 + 100.5, round(y / 20) * 20 + 100 - 100.5
    wanted = crs.transform_points(*marked, crs.UTM48N, crs.LEGAL)
    with MemoryFile(answer.content) as memory, memory.open() as file:
        values = file.read(1).astype(float) - 300
        rows, columns = np.nonzero(values > 1000)
        weights = values[rows, columns]
        found = file.transform @ (np.average(columns, weights=weights) + 0.5, np.average(rows, weights=weights) + 0.5)
    assert np.hypot(found[0] - wanted[0], found[1] - wanted[1]) < 0.6  # half a pixel of the store's grid


@pytest.mark.parametrize(
    ("part", "query"),
    [
        ("{}.webp", {"look": "gif"}),
        ("{}.webp", {"width": "0"}),
        ("{}.webp", {"url": "http://example.org"}),
        ("film.webp", {"look": "b1+b2"}),
    ],
)
def test_picture__refuses_what_it_does_not_know(plot, part, query):
    answer = as_reader().get(
        path(plot, part.format(plot.pictures[0].pk), **query), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"]


# --- who may see ----------------------------------------------------------------------------------------------------

PARTS = ("", "?f=json", "?f=csv", "?f=part", "film.webp", "{}.webp", "{}.tif")


@pytest.fixture
def people(folder):
    return {
        "anonymous": None,
        "stranger": land.person("nobody"),
        "officer": land.person("officer", Role.OFFICER, land.unit()),
        "planner": land.person("planner", Role.PLANNER),
        "manager": land.person("manager", Role.LAND_MANAGER),
    }


@pytest.mark.parametrize("level", [PublishLevel.INTERNAL, PublishLevel.RESTRICTED])
@pytest.mark.parametrize("part", PARTS)
def test_rights__of_the_plot(plot, people, level, part):
    type(plot).objects.filter(pk=plot.pk).update(publish_level=level)
    seen = {"manager"} if level == PublishLevel.RESTRICTED else {"officer", "planner", "manager"}
    for name, user in people.items():
        answer = as_reader(user).get(path(plot, part.format(plot.pictures[0].pk)))
        assert answer.status_code == (200 if name in seen else 404), name


def test_rights__of_the_scene(plot, people):
    hidden = plot.pictures[2]
    scenes.publish_scene(actor=None, scene=hidden, level=PublishLevel.INTERNAL)
    forget()
    for name, user in people.items():
        seen = name in {"officer", "planner", "manager"}
        assert len(record(plot, user)) == (3 if seen else 2), name
        page = as_reader(user).get(path(plot)).content.decode()
        assert (str(hidden.pk) in page) is seen, name
        for part in ("{}.webp", "{}.tif"):
            assert as_reader(user).get(path(plot, part.format(hidden.pk))).status_code == (200 if seen else 404), name


def test_cache__public_pictures_never_change_under_their_address(plot):
    page = as_reader().get(path(plot)).content.decode()
    address = page.split('data-picture="')[1].split('"')[0].replace("&amp;", "&")
    assert as_reader().get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    answer = as_reader().get(path(plot, f"{plot.pictures[0].pk}.webp"))
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = as_reader().get(
        path(plot, f"{plot.pictures[0].pk}.webp"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert "private" in as_reader(land.person("x")).get(address).headers["Cache-Control"]


# --- observations ---------------------------------------------------------------------------------------------------


def test_observation__follows_the_boundary(plot):
    observations.refresh_plots()  # the mark of what was seen
    before = Observation.objects.get(plot=plot, scene=plot.pictures[0])
    moved = land.geos(places.square(places.VUNG_TAU, 200, -100, -100))
    type(plot).objects.filter(pk=plot.pk).update(geom=moved, updated_at=timezone.localtime())
    versions.bump("plots")
    versions.forget()
    assert observations.refresh_plots() == 1
    assert Observation.objects.get(plot=plot, scene=plot.pictures[0]).pixels == pytest.approx(
        4 * before.pixels, rel=0.01
    )
    assert observations.refresh_plots() == 0


def test_observation__twice_is_once(plot):
    count = Observation.objects.count()
    observations.observe_scene(scene_id=plot.pictures[0].pk)
    assert Observation.objects.count() == count


def test_observation__weighs_cut_pixels_by_their_share(folder):
    """A plot on the line between wood and water: the mean follows the areas, not the count of pixels."""
    half = {role: np.full((80, 80), value) for role, value in pictures.WOOD.items()}
    for role, value in pictures.WATER.items():
        half[role][:, 40:] = value
    scene = pictures.scene(folder, AFTER, half)
    x, _ = pictures.utm(places.VUNG_TAU)
    line = round(x / 20) * 20
    shift = (line + 6) - x  # six metres into the water
    plot = land.plot(shape=places.square(places.VUNG_TAU, 60, shift - 60, -30))
    observations.observe_scene(scene_id=scene.pk)
    found = Observation.objects.get(plot=plot)
    share = 6 / 60
    wanted = (pictures.WOOD["nir"] * (1 - share) + pictures.WATER["nir"] * share) / 10_000
    assert found.values["nir"]["mean"] == pytest.approx(wanted, abs=0.035)  # the grid's own pixels blur the line
    assert found.clear_percent == 100.0
    assert found.cloud_percent is None


def test_observation__hole_is_no_data(folder):
    scene = pictures.scene(folder, AFTER, hole=True)
    plot = land.plot(shape=places.square(places.VUNG_TAU, 200, -100, -100))
    away = land.plot(shape=places.square(places.VUNG_TAU, 50, -300, 200))
    observations.observe_scene(scene_id=scene.pk)
    assert Observation.objects.get(plot=plot).valid_percent == pytest.approx(75, abs=4)
    assert not Observation.objects.filter(plot=away).exists()


# --- on paper -------------------------------------------------------------------------------------------------------


def pages(plot, user=None, **query):
    answer = as_reader(user).get(f"/plots/{plot.code}/", {"f": "pdf", **query})
    return [page.extract_text() for page in PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages]


def test_pdf__has_a_page_of_pictures(plot):
    last = pages(plot)[-1]
    assert "ẢNH VỆ TINH KHU ĐẤT" in last
    assert "3 ảnh, 10/02/2024 đến 18/02/2026" in last
    assert "Tỷ lệ 1:2.000" in last  # a hectare on half of the width of A4
    assert "Copernicus Sentinel đã chỉnh sửa 2026" in last
    assert "Cây xanh (NDVI)" in last


def test_pdf__of_the_past_and_without_scenes_has_none(plot):
    assert "ẢNH VỆ TINH" not in "".join(pages(plot, datetime="2025-09-01"))
    elsewhere = land.plot(shape=places.square(places.CON_DAO, 100))
    assert "ẢNH VỆ TINH" not in "".join(pages(elsewhere))


def test_pdf__shows_nobody_a_hidden_scene(plot):
    for scene in plot.pictures:
        scenes.publish_scene(actor=None, scene=scene, level=PublishLevel.INTERNAL)
    assert "ẢNH VỆ TINH" not in "".join(pages(plot))
    assert "ẢNH VỆ TINH" in "".join(pages(plot, land.person("planner", Role.PLANNER)))


def test_pdf__a_broken_picture_does_not_keep_the_sheet_back(plot):
    (plot.pictures[0]._meta.model.objects.filter(pk=plot.pictures[0].pk)).update(data_key="gone/data.tif")
    assert "Chưa tải được ảnh này" in pages(plot)[-1]
