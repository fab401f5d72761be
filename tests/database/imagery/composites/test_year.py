"""The whole way: scenes of a year become a scene of their own, and another one when the year changes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from rio_cogeo.cogeo import cog_validate

from audit.models import Event
from imagery import store
from imagery.actions import composites, observations, scenes
from imagery.composites import making
from imagery.composites.wanted import wanted_of
from imagery.errors import BadComposite
from imagery.models import Collection, Scene
from imagery.tiles.mosaics import mosaic_of, scenes_of
from imagery.workflow import BandRole
from land.workflow import PublishLevel
from tests.database.imagery.composites.days import SERIES, Days, finished, made, ordered, pixels_of, quiet, series

HCM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def days(db, tmp_path):
    return Days(tmp_path / "files")


@pytest.fixture
def year(days):
    """Three days: one under cloud on its left half, one brighter than it is."""
    cloud = np.zeros((64, 64), dtype=bool)
    cloud[:, :32] = True
    return [
        days.put("2024-02-01"),
        days.put("2024-05-01", cloud=cloud),
        days.put("2024-11-01", light=1.3),
    ]


def test_a_year_becomes_a_scene_of_its_own(year):
    (scene,) = made(2024)
    assert scene.collection_id == f"composites-{SERIES}"
    assert scene.collection.title == "Ảnh ghép năm: Sentinel-2 (phản xạ mặt đất, 10 m)"
    assert scene.collection.title_en == "Yearly composites: Sentinel-2 (surface reflectance, 10 m)"
    assert scene.collection.stretch == series().stretch
    assert scene.title == "Ảnh ghép năm 2024"
    assert scene.acquired_at == datetime(2024, 7, 2, 12, tzinfo=HCM)
    assert not scene.time_known
    assert scene.starts_at == datetime(2024, 1, 1, tzinfo=HCM)
    assert scene.ends_at == datetime(2024, 12, 31, 23, 59, 59, tzinfo=HCM)
    assert (scene.data_type, scene.quality_key, scene.cloud_percent) == ("uint16", "", None)
    assert (scene.publish_level, scene.sample) == ("internal", False)
    orders = ProcrastinateJob.objects.filter(task_name=observations.TASK, args__scene=str(scene.pk))
    assert not orders.exists()  # curves are of days
    assert scene.zoom == year[0].zoom
    assert scene.gsd_m == pytest.approx(year[0].gsd_m)
    assert scene.bounds_3857 == pytest.approx(year[0].bounds_3857, abs=1)
    bands = list(scene.bands.values_list("role", "name", "scale", "offset"))
    assert bands == [(role, role, 0.0001, 0.0) for role in ("blue", "green", "red", "nir")] + [
        ("other", "clear_count", 1.0, 0.0)
    ]


def test_its_item_leads_to_the_items_that_it_is_made_of(year):
    (scene,) = made(2024)
    for one in (*year, scene):
        scenes.publish_scene(actor=None, scene=one, level=PublishLevel.PUBLIC)
    reader = Client()
    links = reader.get(f"/stac/collections/{scene.collection_id}/items/{scene.code}").json()["links"]
    sources = [link["href"] for link in links if link["rel"] == "derived_from"]
    assert [reader.get(href).json()["id"] for href in sources] == [one.code for one in year]
    links = reader.get(sources[0]).json()["links"]
    assert "derived_from" not in {link["rel"] for link in links}


def test_its_item__names_no_scene_that_the_reader_may_not_see(year):
    """A restricted one was left out of it; another was withdrawn after it was made."""
    (scene,) = made(2024)
    for one in (*year, scene):
        scenes.publish_scene(actor=None, scene=one, level=PublishLevel.PUBLIC)
    scene.lineage["processing"]["left_out"] = ["SECRET"]
    scene.save(update_fields=["lineage"])
    scenes.withdraw_scene(actor=None, scene=year[0], reason="Sai")
    answer = Client().get(f"/stac/collections/{scene.collection_id}/items/{scene.code}")
    text = answer.content.decode()
    assert "SECRET" not in text
    assert year[0].code not in text
    told = answer.json()
    assert [file["name"] for file in told["properties"]["datcong:lineage"]["files"]] == [one.code for one in year[1:]]
    assert len([link for link in told["links"] if link["rel"] == "derived_from"]) == 2
    page = Client().get(f"/scenes/{scene.pk}/").content.decode()
    assert year[1].code in page
    assert year[0].code not in page


def test_its_lineage_says_which_scenes_and_how(year):
    (scene,) = made(2024)
    lineage = scene.lineage
    assert [file["name"] for file in lineage["files"]] == [one.code for one in year]
    assert [file["id"] for file in lineage["files"]] == [str(one.pk) for one in year]
    assert [file["sha256"] for file in lineage["files"]] == [one.data_sha256 for one in year]
    assert lineage["processing"] == {
        "method": "geometric-median-1",
        "tolerance": 1e-06,
        "most_iterations": 10_000,
        "classes_seen": ["clear", "water"],
        "left_out": [],
        "computed_by": "threads",
    }
    assert set(lineage["software"]) == {"rasterio", "gdal", "geomad", "xarray", "dask"}
    assert lineage["resampling"] == {"overviews": "average"}


def test_its_pixels_are_the_median_of_what_was_seen(year):
    (scene,) = made(2024)
    values, valid = pixels_of(scene)
    (first, data), (second, _), (third, _) = (pixels_of(one, scene) for one in year)
    assert data.sum() == 64 * 64
    assert (valid == data).all()
    # On the right three were seen, of which two are equal: a point that two of three share is the median.
    three = valid & (values[-1] == 3)
    assert three.sum() == 64 * 32
    assert (values[:-1, three] == first[:, three]).all()
    # On the left the second day is under a cloud, and the middle of the two others is taken.
    two = valid & (values[-1] == 2)
    assert two.sum() == 64 * 32
    assert (second[:, two] == 8_000).all()
    assert np.abs(values[:-1, two] - (first[:, two].astype("float64") + third[:, two]) / 2).max() <= 0.51
    assert not values[:, ~valid].any()


def test_from_files_to_a_picture_of_the_year(days):
    """The whole way, also of the days: pixels bent onto the grid, masks of the producer."""
    cloud = np.zeros((64, 64), dtype=bool)
    cloud[:, :32] = True
    year = [days.load("2024-02-01"), days.load("2024-05-01", cloud=cloud), days.load("2024-11-01", light=1.3)]
    assert year[1].cloud_percent == pytest.approx(50, abs=3)
    (scene,) = made(2024)
    values, valid = pixels_of(scene)
    (first, data), (second, _), (third, _) = (pixels_of(one, scene) for one in year)
    assert (valid == data).all()
    equal = valid & (values[-1] == 3) & (np.abs(first.astype("int64") - second).max(axis=0) == 0)
    assert equal.sum() > 1_000  # a cloud shines through at its edge
    assert (values[:-1, equal] == first[:, equal]).all()
    two = valid & (values[-1] == 2)
    assert two.sum() > 1_000
    assert np.abs(values[:-1, two] - (first[:, two].astype("float64") + third[:, two]) / 2).max() <= 0.51
    _, errors, _ = cog_validate(store.address(scene.data_key), quiet=True)
    assert not [error for error in errors if not error.endswith("is not tiled")]


def test_nothing_is_done_when_nothing_changed(year):
    (scene,) = made(2024)
    assert ordered(2024) == []
    assert ordered() == []
    assert composites.keep_composites(collection=series()) == 0
    assert Scene.objects.composites().get() == scene


def test_a_new_scene_makes_the_year_anew(year, days):
    (old,) = made(2024)
    days.put("2024-12-05", light=0.9)
    (new,) = made(2024)
    old.refresh_from_db()
    assert old.withdrawn_at is not None
    assert new.withdrawn_at is None
    assert old.lineage["replaced_by"] == new.code
    assert len(new.lineage["files"]) == 4
    assert new.code != old.code
    event = Event.objects.get(verb="scene.withdrawn", subject_id=str(old.pk))
    assert new.code in event.reason
    assert Scene.objects.composites().filter(withdrawn_at=None).get() == new


def test_a_new_scene_that_comes_meanwhile_waits_for_the_next_round(year, days):
    (job,) = ordered(2024)
    loaded = making.make(job, quiet)
    days.put("2024-12-05")
    first = composites.finish_composite(job_id=job.pk, run=job.run, loaded=loaded)
    (second,) = made(2024)
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert len(second.lineage["files"]) == 4


def test_a_scene_that_is_withdrawn_meanwhile_stops_it(year):
    (job,) = ordered(2024)
    loaded = making.make(job, quiet)
    scenes.withdraw_scene(actor=None, scene=year[0], reason="Sai mặt nạ mây")
    with pytest.raises(BadComposite) as caught, transaction.atomic():
        composites.finish_composite(job_id=job.pk, run=job.run, loaded=loaded)
    assert caught.value.reason == "sources_moved"
    assert not Scene.objects.composites().exists()
    assert not Collection.objects.filter(pk=f"composites-{SERIES}").exists()
    with pytest.raises(BadComposite):
        making.make(job, quiet)


def test_other_years_stand_for_themselves(year, days):
    days.put("2023-03-01")
    days.put("2025-03-01")
    assert [scene.acquired_on.year for scene in made()] == [2024]


def test_a_year_under_way_is_no_day_to_come(days):
    newest = [days.put(f"2026-0{month}-10") for month in (1, 2, 3)][-1]
    (scene,) = made(2026)
    assert scene.acquired_at == newest.acquired_at
    assert scene.ends_at.year == 2026


def test_grounds_apart_are_composites_apart(year, days):
    for day in ("2024-02-03", "2024-05-03", "2024-11-03"):
        days.put(day, east=3)
    west, east = made(2024)
    assert not west.footprint.intersects(east.footprint)
    assert west.withdrawn_at is None
    assert ordered(2024) == []
    days.put("2024-12-03", east=3)
    (anew,) = made(2024)
    west.refresh_from_db()
    east.refresh_from_db()
    assert (west.withdrawn_at, east.lineage["replaced_by"]) == (None, anew.code)


def test_scenes_that_lack_a_band_are_left_out(year, days):
    poor = days.put("2024-06-01", roles=("blue", "green", "red"))
    (wanted,) = wanted_of(series(), 2024)
    assert wanted.roles == (BandRole.BLUE, BandRole.GREEN, BandRole.RED, BandRole.NIR)
    assert wanted.left_out == (poor.code,)
    (scene,) = made(2024)
    assert scene.lineage["processing"]["left_out"] == [poor.code]
    assert len(scene.lineage["files"]) == 3


def test_two_scenes_are_too_few(days):
    days.put("2024-02-01")
    days.put("2024-05-01")
    assert made(2024) == []


def test_everything_under_cloud_gives_nothing(days):
    for day in ("2024-02-01", "2024-05-01", "2024-11-01"):
        days.put(day, cloud=np.ones((64, 64), dtype=bool))
    with pytest.raises(BadComposite) as caught:
        made(2024)
    assert caught.value.reason == "nothing_clear"


def test_what_is_synthetic_stays_so(days):
    for day in ("2024-02-01", "2024-05-01", "2024-11-01"):
        days.put(day, collection="sample")
    (scene,) = made(2024, code="sample")
    assert scene.sample
    assert scene.collection_id == "composites-sample"
    assert scene.collection.sample


def test_a_cluster_makes_the_same_file(year, cluster, settings):
    (here,) = made(2024)
    scenes.withdraw_scene(actor=None, scene=here, reason="thử")
    settings.DASK_SCHEDULER_ADDRESS = cluster.scheduler_address
    (there,) = made(2024)
    assert there.data_sha256 == here.data_sha256
    assert there.lineage["processing"]["computed_by"] == "cluster"


def test_a_run_that_was_cut_off_goes_on_with_the_finished_file(year, monkeypatch):
    (job,) = ordered(2024)
    making.make(job, quiet)

    def never(*_arguments):
        raise AssertionError("composed twice")

    monkeypatch.setattr(making, "_compose", never)
    assert finished(job).bands.count() == 5


def test_composites_are_of_a_year_and_of_no_day(year):
    for one in year:
        scenes.publish_scene(actor=None, scene=one, level="public")
    (scene,) = made(2024)
    assert list(scenes_of(None, mosaic_of("2024", ""))) == [scene]
    assert list(scenes_of(None, mosaic_of("2024", scene.collection_id))) == [scene]
    assert not scenes_of(None, mosaic_of("2023", "")).exists()
    for name in ("latest", "2024-07", scene.acquired_on.isoformat()):
        assert scene not in scenes_of(None, mosaic_of(name, ""))
    assert set(Scene.objects.of_a_moment()) == set(year)


def test_a_year_is_drawn_on_the_map(year, client):
    for one in year:
        scenes.publish_scene(actor=None, scene=one, level="public")
    (scene,) = made(2024)
    tileset = client.get("/imagery/mosaics/2024/tiles/WebMercatorQuad?f=tilejson")
    assert tileset.status_code == 200
    z, row, column = scene.zoom, scene.row, scene.column
    tile = client.get(f"/imagery/mosaics/2024/tiles/WebMercatorQuad/{z}/{row}/{column}")
    assert (tile.status_code, tile.headers["Content-Type"]) == (200, "image/webp")
    own = client.get(f"/imagery/scenes/{scene.pk}/tiles/WebMercatorQuad/{z}/{row}/{column}")
    assert own.status_code == 200
    assert "image=2024&" in client.get(f"/scenes/{scene.pk}/").content.decode().replace("&amp;", "&")


def test_catalogues_tell_its_period(year, client):
    for one in year:
        scenes.publish_scene(actor=None, scene=one, level="public")
    (scene,) = made(2024)
    item = client.get(f"/stac/collections/{scene.collection_id}/items/{scene.code}").json()
    period = item["properties"]["datetime"], item["properties"]["start_datetime"], item["properties"]["end_datetime"]
    assert period == (None, "2023-12-31T17:00:00Z", "2024-12-31T16:59:59Z")
    assert [file["name"] for file in item["properties"]["datcong:lineage"]["files"]] == [one.code for one in year]
    for moment, there in (("2024-03-15T00:00:00Z", True), ("2025-03-15T00:00:00Z", False)):
        answer = client.get("/ogc/collections/scenes/items", {"f": "json", "datetime": moment})
        assert (scene.code in answer.getvalue().decode()) == there


def test_a_period_holds_its_moment(year):
    rows = Scene.objects.filter(pk=year[0].pk)
    start, early, end = (datetime(2024, *day, tzinfo=HCM) for day in ((1, 1), (1, 2), (12, 1)))
    for wrong in ({"starts_at": start, "ends_at": early}, {"starts_at": start}, {"ends_at": end}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
