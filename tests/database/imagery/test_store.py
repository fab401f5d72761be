"""Where finished scenes lie: a folder, or an object store that speaks S3 (a server of this machine)."""

import os
from pathlib import Path

import boto3
import numpy as np
import pytest
import rasterio
from moto.server import ThreadedMotoServer

from gis.tiles.matrix import Tile
from imagery import loading, store, tasks
from imagery.actions import jobs
from imagery.models import Scene
from imagery.tiles import pixels
from imagery.tiles.sheets import sheet_from, sheet_of
from imagery.workflow import JobState
from tests.database.imagery.conftest import left_on_disk, picture_of
from tests.database.imagery.test_jobs import DEATH, killed, silence
from tests.database.imagery.test_products import sentinel
from tests.factories.imagery import north_up, plane, raster

BUCKET = "canh-anh"


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server, settings):
    """Scenes go to a bucket of the local server; its keys."""
    chosen = {"bucket": BUCKET, "endpoint": server, "region": "us-east-1", "key": "khoa", "secret": "bi-mat"}
    settings.SCENES_S3 = chosen
    settings.STORAGES = settings.STORAGES | {
        "scenes": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": BUCKET,
                "endpoint_url": server,
                "region_name": "us-east-1",
                "access_key": "khoa",
                "secret_key": "bi-mat",
                "file_overwrite": True,
            },
        }
    }
    client = boto3.client(
        "s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="khoa", aws_secret_access_key="bi-mat"
    )
    client.create_bucket(Bucket=BUCKET)

    def keys():
        return sorted(item["Key"] for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", []))

    yield keys
    for key in keys():
        client.delete_object(Bucket=BUCKET, Key=key)
    client.delete_bucket(Bucket=BUCKET)


def view_of(scene):
    """The tile in the middle of a scene, at its own resolution."""
    grid = sheet_from(scene).grid
    west, south, east, north = scene.bounds_3857
    column, row = ~grid.transform @ ((west + east) / 2, (south + north) / 2)
    tile = Tile(grid.zoom, grid.column + int(column) // 512, grid.row + int(row) // 512)
    return pixels.View.of_tile(tile, 512)


def read_tile(scene):
    return pixels.read(sheet_of(None, scene.pk), view_of(scene), [1])


def test_folder__put_replace_and_remove(data_dir, tmp_path):
    for content in (b"first", b"second"):
        (tmp_path / "x.tif").write_bytes(content)
        store.put("a/1/x.tif", tmp_path / "x.tif")
        assert Path(store.address("a/1/x.tif")).read_bytes() == content
        assert not (tmp_path / "x.tif").exists()  # moved: a scene may have many gigabytes
    assert left_on_disk(data_dir / "scenes") == ["a/1/x.tif"]
    store.remove("a/1/x.tif", "a/1/y.tif", "")
    assert list((data_dir / "scenes").iterdir()) == []


def test_folder__other_files_of_a_folder_stay(data_dir, tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).write_bytes(b"1")
        store.put(f"a/{name}", tmp_path / name)
    store.remove("a/x")
    assert left_on_disk(data_dir / "scenes") == ["a/y"]


def test_s3__put_read_replace_and_remove(bucket, tmp_path):
    for value in (7, 9):
        path = raster(tmp_path / "x.tif", np.full((1, 16, 16), value, dtype="uint8"))
        store.put("a/1/x.tif", path)
        assert bucket() == ["a/1/x.tif"]
        assert store.address("a/1/x.tif") == f"/vsis3/{BUCKET}/a/1/x.tif"
    with rasterio.Env(**store.environment()), rasterio.open(store.address("a/1/x.tif")) as file:
        assert (file.read(1) == 9).all()
    store.remove("a/1/x.tif", "a/1/khong-co.tif")
    assert bucket() == []


def test_s3__a_whole_import_and_its_tiles(bucket, worker, data_dir):
    job = worker.send(sentinel().write(worker.folder), acquired=None, publish=True)
    assert job.state == JobState.DONE, job.error
    scene = job.scene
    assert bucket() == [f"{job.pk}/1/data.tif", f"{job.pk}/1/quality.tif"]
    assert left_on_disk(data_dir) == []  # nothing stays on this machine
    assert len(picture_of(scene).values) == 6
    sheet = sheet_of(None, scene.pk)
    assert sheet.data == f"/vsis3/{BUCKET}/{scene.data_key}"
    values, valid = read_tile(scene)
    assert valid.any()
    assert 1000 < np.median(values[0][valid]) < 1130
    assert pixels.read_quality(sheet, view_of(scene)).any()


def test_s3__same_pixels_as_from_a_folder(bucket, desk, settings):
    """Two stores, one scene each of the same numbers."""
    over_there = desk.make(raster(desk.folder / "a.tif", plane(1)), bands=["red"])
    there = picture_of(over_there).values
    settings.STORAGES = settings.STORAGES | {
        "scenes": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.DATA_DIR / "scenes"},
        }
    }
    here = desk.make(raster(desk.folder / "b.tif", plane(1), tiled=True, blockxsize=16, blockysize=16), bands=["red"])
    assert (picture_of(here).values == there).all()
    assert here.data_sha256 == over_there.data_sha256


def test_s3__failed_and_abandoned_loads_leave_nothing(bucket, worker, data_dir, monkeypatch):
    worker.send(raster(worker.folder / "anh.tif", plane(1)))
    before = bucket()
    taken = worker.send(raster(worker.folder / "khac.tif", plane(1) + 1), code="anh")
    assert taken.error["code"] == "code_taken"
    assert bucket() == before
    jobs.abandon_job(actor=None, job=taken)
    assert (bucket(), left_on_disk(data_dir)) == (before, [])


def test_s3__store_that_is_away_fails_the_load_and_not_the_program(bucket, worker, settings):
    job = worker.receive(raster(worker.folder / "anh.tif", plane(1)), here=False)
    options = settings.STORAGES["scenes"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = settings.STORAGES | {"scenes": settings.STORAGES["scenes"] | {"OPTIONS": options}}
    with pytest.raises(Exception, match=r"127\.0\.0\.1:9"):
        worker.work(job)
    job.refresh_from_db()
    assert (job.state, job.error["code"]) == (JobState.FAILED, "error")
    assert not Scene.objects.exists()


def test_s3__worker_that_died_after_storing(bucket, worker, monkeypatch):
    job = worker.receive(raster(worker.folder / "anh.tif", plane(1)), here=False)
    real = store.put

    def put_and_die(key, path):
        real(key, path)
        raise DEATH

    with monkeypatch.context() as patch:
        patch.setattr(loading.store, "put", put_and_die)
        with pytest.raises(DEATH):
            worker.work(job)
    assert bucket() == [f"{job.pk}/1/data.tif"]
    silence(job)
    tasks.resume_scene_jobs(0)
    assert worker.work(job).state == JobState.DONE
    assert bucket() == [f"{job.pk}/2/data.tif"]
    assert picture_of(job.scene).valid.any()


def test_s3__worker_killed_before_it_registers(bucket, worker, server, monkeypatch):
    """What it stored is no scene's, and goes when the next worker has finished."""
    data = np.random.default_rng(1).integers(1, 60_000, (3, 600, 600)).astype("uint16")
    path = raster(worker.folder / "anh.tif", data, transform=north_up(1))
    job = worker.receive(path, bands=["red", "green", "blue"], here=False)
    chosen = {"BUCKET": BUCKET, "ENDPOINT": server, "REGION": "us-east-1", "KEY": "khoa", "SECRET": "bi-mat"}
    for name, value in chosen.items():
        monkeypatch.setitem(os.environ, f"SCENES_S3_{name}", value)
    with killed(job, bucket):
        assert bucket() == [f"{job.pk}/1/data.tif"]
    assert worker.work(job).state == JobState.DONE
    assert bucket() == [f"{job.pk}/2/data.tif"]
    assert picture_of(job.scene).valid.mean() > 0.9
