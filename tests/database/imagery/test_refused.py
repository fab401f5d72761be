"""What gives no scene is refused with a sentence in both languages, and leaves nothing but the files as they came."""

import hashlib
import http.server
import re
import threading
from contextlib import suppress

import numpy as np
import pytest
import rasterio
from affine import Affine

from imagery import incoming
from imagery.actions import jobs
from imagery.errors import SENTENCES, BadScene
from imagery.models import Scene, SceneJob
from imagery.reading import unpacking
from imagery.reading.opening import opened
from imagery.reading.plan import plan_of
from imagery.reading.source import Said
from imagery.workflow import JobState
from land.loading.archives import Limits
from land.loading.errors import SENTENCES as ARCHIVES
from tests.database.imagery import refused, refused_names
from tests.database.imagery.conftest import NOW, left_on_disk
from tests.factories.imagery import plane, raster, tarred, zipped

CASES = refused.CASES | refused_names.CASES


@pytest.mark.parametrize("name", CASES)
def test_refused__with_a_sentence_and_nothing_left(desk, data_dir, name):
    reason, make = CASES[name]
    paths, options = refused.made(make, desk.folder)
    job = desk.attempt(*paths, **options)
    assert (job.state, job.error["code"]) == (JobState.FAILED, reason), job.error
    check_told(job, reason)
    check_left(job, data_dir)


def check_told(job, reason):
    """The sentence of the reason in both languages, without a place on this machine."""
    vi, en = SENTENCES.get(reason) or ARCHIVES[reason]
    for told, sentence in ((job.error["detail"], vi), (job.error["detail_en"], en)):
        assert told.startswith(sentence.split("{")[0])
        assert told.endswith(sentence.rsplit("}", 1)[-1])
        assert str(incoming.folder_of(job.pk).parent) not in told
        assert str(job.pk) not in told
    assert job.finished_at is not None


def check_left(job, data_dir):
    """No scene, nothing in the store, no draft; the files as they came."""
    assert not Scene.objects.exists()
    assert job.scene is None
    assert left_on_disk(data_dir / "scenes") == []
    kept = {str(path.relative_to(incoming.source_of(job.pk))): path for path in _files(job)}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in kept.items()} == {
        file["name"]: file["sha256"] for file in job.files
    }
    assert [path.name for path in incoming.folder_of(job.pk).iterdir()] == ["source"]


def _files(job):
    return [path for path in incoming.source_of(job.pk).rglob("*") if path.is_file()]


def test_every_sentence_is_in_both_languages_and_has_the_same_parts():
    for reason, (vi, en) in SENTENCES.items():
        assert vi != en, reason
        assert set(re.findall(r"{(\w+)}", vi)) == set(re.findall(r"{(\w+)}", en)), reason


# --- refused before anything is kept --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"acquired": "2026-13-45"}, "bad_day"),
        ({"acquired": "hôm qua"}, "bad_day"),
        ({"acquired": "2026-11-22T25:00"}, "bad_day"),
        ({"acquired": "11/2026"}, "bad_day"),
        ({"code": "a/b"}, "bad_code"),
        ({"code": "ảnh"}, "bad_code"),
        ({"code": "x" * 101}, "bad_code"),
        ({"collection": "../x"}, "bad_code"),
        ({"nodata": "không"}, "bad_number"),
    ],
)
def test_receive__what_was_said_cannot_be_understood(desk, data_dir, options, reason):
    with pytest.raises(BadScene) as refusal:
        desk.receive(raster(desk.folder / "anh.tif", plane(1)), **options)
    assert refusal.value.reason == reason
    assert not SceneJob.objects.exists()
    assert left_on_disk(data_dir) == []


def test_receive__two_files_of_one_name(desk, data_dir):
    paths = [raster(desk.folder / folder / "anh.tif", plane(1)) for folder in ("a", "b")]
    with pytest.raises(BadScene) as refusal:
        desk.receive(*paths)
    assert refusal.value.reason == "same_name"
    assert left_on_disk(data_dir) == []


def test_receive__no_such_file_and_none_at_all(desk, data_dir):
    for paths, reason in (([desk.folder / "khong-co.tif"], "missing"), ([], "nothing")):
        with pytest.raises(BadScene) as refusal:
            desk.receive(*paths)
        assert refusal.value.reason == reason
    assert left_on_disk(data_dir) == []


@pytest.mark.parametrize(("most", "reason"), [(1000, "too_large"), (None, "too_many")])
def test_receive__more_than_is_taken(desk, data_dir, most, reason):
    files = ((f"{number}.tif", [b"x" * 10]) for number in range(2_001))
    with pytest.raises(BadScene) as refusal:
        jobs.receive_files(actor=None, title="a", files=files, options={}, most_bytes=most or jobs.MOST_BYTES)
    assert refusal.value.reason == reason
    assert left_on_disk(data_dir) == []


def test_receive__the_same_files_again(desk, data_dir):
    path = raster(desk.folder / "anh.tif", plane(1))
    scene = desk.make(path)
    before = left_on_disk(data_dir / "scenes")
    for name in ("anh.tif", "ten-khac.tif"):
        with pytest.raises(BadScene) as refusal:
            desk.receive(path.rename(desk.folder / name))
        path = desk.folder / name
        assert refusal.value.reason == "known"
        assert scene.code in refusal.value.detail
    assert left_on_disk(data_dir / "scenes") == before


def test_receive__code_of_another_scene(desk, data_dir):
    desk.make(raster(desk.folder / "anh.tif", plane(1)))
    before = left_on_disk(data_dir / "scenes")
    job = desk.attempt(raster(desk.folder / "khac.tif", plane(1) + 1), code="anh")
    assert (job.state, job.error["code"]) == (JobState.FAILED, "code_taken")
    check_told(job, "code_taken")
    assert left_on_disk(data_dir / "scenes") == before  # it had been stored when that was found out
    assert Scene.objects.count() == 1


def test_receive__the_same_files_twice_at_once(worker, data_dir):
    path = raster(worker.folder / "anh.tif", plane(1))
    first, second = worker.receive(path, here=False), worker.receive(path, here=False)
    assert worker.work(first).state == JobState.DONE
    before = left_on_disk(data_dir / "scenes")
    assert worker.work(second).error["code"] == "known"
    assert left_on_disk(data_dir / "scenes") == before


def test_no_room__on_the_disk(desk, data_dir, monkeypatch):
    monkeypatch.setattr(incoming, "free_bytes", lambda folder: 100 << 20)
    job = desk.attempt(raster(desk.folder / "anh.tif", plane(1)))
    assert job.error["code"] == "no_room"
    check_told(job, "no_room")
    check_left(job, data_dir)


def test_no_room__whatever_failed_on_a_full_disk_failed_for_it(desk, monkeypatch):
    monkeypatch.setattr(incoming, "free_bytes", lambda folder: 1 << 20)
    job = desk.attempt(refused.made(CASES["torn tar"][1], desk.folder)[0][0])
    assert job.error["code"] == "no_room"


# --- nothing from elsewhere -----------------------------------------------------------------------------------------


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)

    def do_HEAD(self):
        self.do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture
def elsewhere():
    """A server of this machine that no file may reach; the requests that it got."""
    _Counting.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], _Counting.asked
    server.shutdown()
    server.server_close()


def test_nothing_is_fetched__by_sidecars_overviews_or_vrts(desk, elsewhere):
    port, asked = elsewhere
    address = f"http://127.0.0.1:{port}/x.tif"
    source = '<SimpleSource><SourceFilename relativeToVRT="0">{}</SourceFilename></SimpleSource>'
    band = '<VRTRasterBand dataType="Byte" band="1">' + source.format(f"/vsicurl/{address}") + "</VRTRasterBand>"
    vrt = f'<VRTDataset rasterXSize="60" rasterYSize="60">{band}</VRTDataset>'
    path = raster(desk.folder / "anh.tif", plane(1))
    pam = f'<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">{address}</MDI></Metadata></PAMDataset>'
    (desk.folder / "anh.tif.aux.xml").write_text(pam)
    for name in ("anh.tif.msk", "anh.tif.ovr", "anh.ovr"):
        (desk.folder / name).write_text(vrt)
    scene = desk.make(desk.folder)  # as if they were not there
    assert scene.valid_percent > 90
    for name in ("anh.vrt", "khac.vrt"):
        (desk.folder / name).write_text(vrt if name == "anh.vrt" else vrt.replace("/vsicurl/", ""))
        with pytest.raises(BadScene), opened(desk.folder / name):
            pass
    with rasterio.open(path, "r+") as file:
        file.update_tags(ns="OVERVIEWS", OVERVIEW_FILE=address)
    with pytest.raises(BadScene), opened(path):
        pass
    assert asked == []


def test_archives__are_unpacked_within_their_limits(desk, tmp_path):
    raster(desk.folder / "a" / "anh.tif", np.random.default_rng(1).integers(0, 255, (1, 300, 300)).astype("uint8"))
    place = tmp_path / "place"
    place.mkdir()
    zipped(desk.folder / "a", place / "a.zip")
    tarred(desk.folder / "a", place / "b.tar")
    for name in ("a.zip", "b.tar"):
        (place / name).rename(tmp_path / name)
    for name in ("a.zip", "b.tar"):
        alone = tmp_path / f"alone-{name}"
        alone.mkdir()
        (tmp_path / name).rename(alone / name)
        with pytest.raises(Exception, match="phình quá lớn"):
            unpacking.files_of(alone, tmp_path / "out", Limits(unpacked_bytes=50_000))
        assert [path.name for path in unpacking.files_of(alone, tmp_path / "out2")] == ["anh.tif"]


def test_archives__of_one_name_in_two_folders_are_two(desk, tmp_path):
    for number, folder in enumerate(("a", "b")):
        raster(desk.folder / folder / f"x_{number}.tif", plane(1))
        (tmp_path / "place" / folder).mkdir(parents=True)
        zipped(desk.folder / folder, tmp_path / "place" / folder / "anh.zip")
    found = unpacking.files_of(tmp_path / "place", tmp_path / "out")
    assert sorted(path.name for path in found) == ["x_0.tif", "x_1.tif"]


def test_opening__broken_headers_are_refused_or_read(desk, tmp_path):
    """Whatever stands in a file, it is a scene or a sentence; nothing else comes out."""
    path = raster(desk.folder / "anh_20240101.tif", plane(1, size=12), transform=Affine(10, 0, 729_000, 0, -10, 1e6))
    whole, numbers = path.read_bytes(), np.random.default_rng(7)
    for _time in range(300):
        content = bytearray(whole)
        for place in numbers.integers(0, min(len(content), 700), 3):
            content[place] = numbers.integers(0, 256)
        path.write_bytes(content)
        with suppress(BadScene):
            plan_of([path], Said(), NOW)
