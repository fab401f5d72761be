"""What every door of pictures stands on: offsets, pixels under their ground, what is a measurement, both walls."""

from datetime import date

import numpy as np
import pytest
import rasterio
import shapely
from django.db import connections

from accounts.roles import Role
from gis import crs
from gis.tiles.matrix import SIZE, Tile, side
from imagery import store
from imagery.actions import observations, scenes
from imagery.changes.reading import source_of
from imagery.models import Observation, SceneBand
from imagery.observing import extracting
from imagery.tiles import pixels
from imagery.tiles.drawing import picture_of
from imagery.tiles.renderings import named
from imagery.tiles.sheets import sheet_from
from land.workflow import PublishLevel
from tests import places
from tests.database.imagery.pictures import forget
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 2, 18), date(2026, 2, 28)


def middle(scene, zoom):
    """The tile of a zoom over the scenes' middle."""
    x, y = crs.transform_points(*places.VUNG_TAU, crs.LEGAL, crs.WEB_MERCATOR)
    return Tile(zoom, int((float(x) + SIZE) // side(zoom)), int((SIZE - float(y)) // side(zoom)))


@pytest.fixture
def shifted(folder):
    """The same ground twice: as reflectance x 10,000, and 1,000 above it with an offset of -0.1, as Sentinel-2 has been
    delivered since baseline 04.00."""
    plain = pictures.scene(folder, DAY, pictures.WOOD, scl=4)
    above = {role: value + 1000 for role, value in pictures.WOOD.items()}
    raised = pictures.scene(folder, NEXT, above, scl=4)
    SceneBand.objects.filter(scene=raised).update(offset=-0.1)
    forget()
    return plain, raised


def test_offset__in_tiles(shifted):
    for style in ("ndvi", "ndbi"):
        drawn = []
        for scene in shifted:
            colours, valid = picture_of(sheet_from(scene), named(style), pixels.View.of_tile(middle(scene, 13), 512))
            drawn.append(np.unique(colours[valid], axis=0).tolist())
        assert drawn[0] == drawn[1], style


def test_offset__in_observations(shifted):
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    for scene in shifted:
        observations.observe_scene(scene_id=scene.pk)
    one, other = Observation.objects.filter(plot=plot).order_by("acquired_on")
    assert one.ndvi == pytest.approx((3500 - 350) / (3500 + 350), abs=1e-4)
    assert (other.ndvi, other.ndwi) == (pytest.approx(one.ndvi, abs=1e-4), pytest.approx(one.ndwi, abs=1e-4))
    assert other.values["nir"]["mean"] == pytest.approx(0.35, abs=1e-4)


def test_offset__in_the_search_for_changes(shifted):
    land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    source = source_of(shifted[0].collection)
    (window,) = source.windows()
    first, second = (
        np.median(window.stack.bands[number][:, window.stack.quality[number] > 0], axis=1) for number in (0, 1)
    )
    assert first == pytest.approx(second, abs=1e-4)


@pytest.mark.parametrize("zoom", [13, 14, 16, 18])
def test_pixels__lie_where_the_file_has_them(folder, zoom):
    """A pixel of a tile has the value of the file's pixel under its middle: half a pixel aside, a border is 5 m off."""
    checks = np.add.outer(np.arange(80), np.arange(80)) % 2 * 3000 + 500
    scene = pictures.scene(folder, DAY, {"red": checks, "green": checks, "blue": checks})
    forget()
    sheet = sheet_from(scene)
    view = pixels.View.of_tile(middle(scene, zoom), 512)
    (values,), valid = pixels.read(sheet, view, [1])
    west, _, _, north = view.box
    at = (np.arange(512) + 0.5) * view.pixel
    with rasterio.Env(**store.environment()), rasterio.open(store.address(scene.data_key)) as file:
        columns, _ = ~file.transform @ (west + at, np.zeros(512))
        _, rows = ~file.transform @ (np.zeros(512), north - at)
        whole = file.read(1)
    inside = (rows[:, None] >= 0) & (rows[:, None] < whole.shape[0]) & (columns >= 0) & (columns < whole.shape[1])
    expected = whole[
        np.clip(rows.astype(int), 0, whole.shape[0] - 1)[:, None], np.clip(columns.astype(int), 0, whole.shape[1] - 1)
    ]
    compared = valid & inside
    assert compared.sum() > 1000
    assert (values[compared] == expected[compared]).all()


@pytest.mark.parametrize(("scl", "clear", "cloud"), [(4, 100, 0), (6, 100, 0), (9, 0, 100), (3, 0, 100)])
def test_observation__clouds_and_shadows_are_no_measurement(folder, scl, clear, cloud):
    """Classes of Sentinel-2: vegetation, water, cloud, its shadow."""
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    observations.observe_scene(scene_id=pictures.scene(folder, DAY, scl=scl).pk)
    row = Observation.objects.get(plot=plot)
    assert row.clear_percent == pytest.approx(clear, abs=0.1)
    assert (row.ndvi is None) == (clear == 0)
    assert row.cloud_percent == pytest.approx(cloud, abs=0.1)


def test_observation__what_the_mask_calls_snow_is_none_at_all(folder):
    """On this coast it is foam or salt: neither ground nor cloud."""
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    half = np.full((80, 80), 4)
    half[:, :40] = 11
    observations.observe_scene(scene_id=pictures.scene(folder, DAY, scl=half).pk)
    row = Observation.objects.get(plot=plot)
    assert row.valid_percent == row.clear_percent == pytest.approx(50, abs=7)
    assert row.cloud_percent == pytest.approx(0, abs=0.1)


def test_sheet__of_a_withdrawn_scene_is_gone_in_a_moment(folder):
    """What a process remembers of a scene must not outlive the promise of a second."""
    from imagery.tiles import sheets

    assert sheets._FRESH_FOR_S <= 0.5
    scene = pictures.scene(folder, DAY)
    forget()
    assert sheets.sheet_of(None, scene.pk).code == scene.code
    scenes.withdraw_scene(actor=None, scene=scene, reason="Thử")
    sheets._kept.update({key: (when - sheets._FRESH_FOR_S, sheet) for key, (when, sheet) in sheets._kept.items()})
    with pytest.raises(sheets.NotFound):
        sheets.sheet_of(None, scene.pk)


def test_observation__beside_a_large_plot_is_as_by_itself(folder, monkeypatch):
    """A plot of many pixels is measured on an overview; its small neighbours are not."""
    monkeypatch.setattr(extracting, "_BLOCK", 32)
    monkeypatch.setattr(extracting, "_MOST", 32)
    checks = np.add.outer(np.arange(80), np.arange(80)) % 2 * 3000 + 500
    scene = pictures.scene(folder, DAY, {**pictures.WOOD, "nir": checks}, scl=4)
    small = land.plot(shape=places.square(places.VUNG_TAU, 30, -15, -15))
    observations.observe_scene(scene_id=scene.pk)
    alone = Observation.objects.get(plot=small)
    around = places.square(places.VUNG_TAU, 600, -300, -300) - places.square(places.VUNG_TAU, 60, -30, -30)
    land.plot(geom=land.geos(shapely.MultiPolygon([around])))
    observations.observe_scene(scene_id=scene.pk)
    beside = Observation.objects.get(plot=small)
    assert Observation.objects.count() == 2
    assert (beside.pixels, beside.values) == (alone.pixels, alone.values)


# --- both walls of observations -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [PublishLevel.PUBLIC, PublishLevel.INTERNAL, PublishLevel.RESTRICTED])
def test_observation__of_a_hidden_plot_is_hidden(folder, level):
    """The scene is public; what it says of the plot is not, unless the plot is."""
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50), publish_level=level)
    observations.observe_scene(scene_id=pictures.scene(folder, DAY, scl=4).pk)
    readers = {
        "nobody": None,
        "officer": land.person("officer", Role.OFFICER, plot.unit),
        "manager": land.person("m", Role.LAND_MANAGER),
    }
    seen = {name for name, user in readers.items() if Observation.objects.visible_to(user).exists()}
    assert (
        seen
        == {
            PublishLevel.PUBLIC: {"nobody", "officer", "manager"},
            PublishLevel.INTERNAL: {"officer", "manager"},
            PublishLevel.RESTRICTED: {"manager"},
        }[level]
    )


@pytest.mark.django_db(databases=["default", "public"], transaction=True)
def test_public_wall__has_no_observation_of_hidden_plots_or_scenes(public_wall, folder):
    shown = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    land.plot(shape=places.square(places.VUNG_TAU, 100, 60, -50), publish_level=PublishLevel.INTERNAL)
    public, hidden = pictures.scene(folder, DAY, scl=4), pictures.scene(folder, NEXT, pictures.ROOF, scl=4)
    for scene in (public, hidden):
        observations.observe_scene(scene_id=scene.pk)
    scenes.publish_scene(actor=None, scene=hidden, level=PublishLevel.INTERNAL)
    assert Observation.objects.count() == 4
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT plot_id, scene_id FROM imagery_observation")
        assert cursor.fetchall() == [(shown.pk, public.pk)]
