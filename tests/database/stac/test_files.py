"""Files of scenes: read in parts, by whoever may, from a folder and from an object store."""

import io
import json
import subprocess
import sys

import boto3
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from imagery import store
from imagery.models import Scene
from tests.factories import scenes

SMALL = (107.05, 10.33, 107.06, 10.34)
# GDAL holds the interpreter's lock while it waits, so a server thread of the same process never gets to run.
READ = """
import json, sys, rasterio
with rasterio.Env(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", CPL_VSIL_CURL_CHUNK_SIZE="16384"):
    with rasterio.open("/vsicurl/" + sys.argv[1]) as file:
        part = file.read(1)
        print(json.dumps({"bands": file.count, "crs": file.crs.to_epsg(), "overviews": file.overviews(1),
                          "highest": int(part.max())}))
"""


@pytest.fixture
def scene(db):
    return scenes.scene("KLEIN", box=SMALL, files=True)


def address(scene, name="data.tif"):
    return f"/imagery/scenes/{scene.pk}/{name}"


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def whole(scene):
    with open(store.address(scene.data_key), "rb") as file:
        return file.read()


def test_data__is_the_file(client, scene, whole):
    answer = client.get(address(scene))
    assert answer.status_code == 200
    assert content(answer) == whole
    assert answer["Content-Length"] == str(len(whole))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Type"].startswith("image/tiff")
    assert answer["ETag"] == f'"{scene.data_sha256}"'
    assert answer["Cache-Control"] == "public, no-cache"
    assert 'filename="KLEIN.tif"' in answer["Content-Disposition"]
    assert content(client.get(address(scene, "quality.tif")))[:4] == b"II*\x00"


def test_data__head_tells_the_size_alone(client, scene, whole):
    answer = client.head(address(scene), headers={"Range": "bytes=0-9"})
    assert (answer.status_code, content(answer)) == (200, b"")
    assert answer["Content-Length"] == str(len(whole))


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-50", -50, None)]
)
def test_data__in_parts(client, scene, whole, asked, first, last):
    answer = client.get(address(scene), headers={"Range": asked})
    wanted = whole[first:] if last is None else whole[first : last + 1]
    assert answer.status_code == 206
    assert content(answer) == wanted
    begin = first % len(whole)
    assert answer["Content-Range"] == f"bytes {begin}-{begin + len(wanted) - 1}/{len(whole)}"
    assert answer["Content-Length"] == str(len(wanted))


def test_data__a_part_that_reaches_over_the_end(client, scene, whole):
    answer = client.get(address(scene), headers={"Range": f"bytes=10-{len(whole) + 5}"})
    assert content(answer) == whole[10:]


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_data__a_part_behind_the_end(client, scene, whole, asked):
    answer = client.get(address(scene), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(whole)}")


NO_RANGE = ["bytes=5-2", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b"]
NO_RANGE += [f"bytes={'9' * 4400}-", f"bytes=-{'9' * 4400}", f"bytes=0-{'9' * 4400}"]


@pytest.mark.parametrize("asked", NO_RANGE, ids=lambda asked: asked[:12])
def test_data__what_is_no_range_is_answered_by_the_whole(client, scene, whole, asked):
    answer = client.get(address(scene), headers={"Range": asked})
    assert (answer.status_code, len(content(answer))) == (200, len(whole))


def test_data__if_range_holds_the_parts_together(client, scene, whole):
    first = client.get(address(scene))
    for held, status in [
        (first["ETag"], 206),
        (first["Last-Modified"], 206),
        ('"another"', 200),
        (f"W/{first['ETag']}", 200),
        ("Mon, 01 Jan 2024 00:00:00 GMT", 200),
    ]:
        answer = client.get(address(scene), headers={"Range": "bytes=0-9", "If-Range": held})
        assert answer.status_code == status, held


def test_data__is_sent_by_nginx_where_it_has_the_folder(client, scene, settings, readers):
    settings.SCENES_ACCEL = "/scenes-store/"
    streamed = {"ETag": f'"{scene.data_sha256}"', "Cache-Control": "public, no-cache"}
    for answer in (client.get(address(scene), headers={"Range": "bytes=0-9"}), client.head(address(scene))):
        assert (answer.status_code, content(answer)) == (200, b"")
        assert answer["X-Accel-Redirect"] == f"/scenes-store/{scene.data_key}"
        assert answer["Content-Type"].startswith("image/tiff")
        assert 'filename="KLEIN.tif"' in answer["Content-Disposition"]
        assert {name: answer[name] for name in streamed} == streamed
        assert "Accept-Ranges" not in answer  # nginx says so, too
    held = client.get(address(scene), headers={"If-None-Match": streamed["ETag"]})
    assert held.status_code == 304
    assert "X-Accel-Redirect" not in held
    lost = scenes.scene("WEG", box=SMALL)
    assert client.get(address(lost)).status_code == 500
    Scene.objects.filter(pk=scene.pk).update(publish_level="internal", units=["26506@2025-07-01"])
    hidden = client.get(address(scene))
    assert hidden.status_code == 404
    assert "X-Accel-Redirect" not in hidden
    client.force_login(readers["officer"])
    assert client.get(address(scene))["Cache-Control"] == "private, no-cache"


def test_data__is_not_sent_to_who_has_it(client, scene):
    first = client.get(address(scene))
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(address(scene), headers=headers).status_code == 304
    assert client.get(address(scene), {"v": "1"}).status_code == 400


@pytest.mark.parametrize("name", ["data.tif", "quality.tif", "thumbnail"])
def test_files__of_hidden_scenes_are_not_there(client, scene, readers, name):
    Scene.objects.filter(pk=scene.pk).update(publish_level="internal", units=["26506@2025-07-01"])
    for reader, status in {"anonymous": 404, "stranger": 404, "other_officer": 404, "officer": 200}.items():
        client.logout()
        if user := readers[reader]:
            client.force_login(user)
        answer = client.get(address(scene, name))
        assert answer.status_code == status, reader
        if status == 200:
            assert answer["Cache-Control"] == "private, no-cache"
        else:
            assert answer["Content-Type"] == "application/problem+json"


def test_quality__of_a_scene_without_mask_is_not_there(client, db):
    bare = scenes.scene("OHNE", box=SMALL, quality_key="")
    assert client.get(address(bare, "quality.tif")).status_code == 404


def test_data__a_lost_file_is_told_as_such(client, db):
    lost = scenes.scene("WEG", box=SMALL)
    for name in ("data.tif", "thumbnail"):
        answer = client.get(address(lost, name))
        assert (answer.status_code, answer.json()["code"]) == (500, "imagery.scene_broken")


def picture(client, scene):
    answer = client.get(address(scene, "thumbnail"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_thumbnail__is_all_of_the_scene_and_small(client, db):
    wide = scenes.scene("BREIT", box=(107.0, 10.3, 107.2, 10.35), files=True)
    shown = picture(client, wide)
    assert shown.size[0] == 512
    assert 100 < shown.size[1] < 160
    left, right = shown.getpixel((20, 60)), shown.getpixel((490, 60))
    assert sum(left) < sum(right)  # the values rise to the east


def test_thumbnail__of_a_synthetic_scene_says_so(client, db):
    plain = scenes.scene("ECHT", box=SMALL, files=True)
    made_up = scenes.scene("MP", box=SMALL, files=True, sample=True)
    real, synthetic = picture(client, plain), picture(client, made_up)
    corner = (0, real.size[1] - 14, 80, real.size[1])
    assert real.crop(corner).tobytes() != synthetic.crop(corner).tobytes()
    top = (0, 0, 40, 20)
    assert real.crop(top).tobytes() == synthetic.crop(top).tobytes()


def test_thumbnail__is_asked_for_again_by_its_tag(client, scene):
    first = client.get(address(scene, "thumbnail"))
    assert client.get(address(scene, "thumbnail"), headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_gdal__reads_the_data_in_parts(live_server, scene):
    command = [sys.executable, "-c", READ, live_server.url + address(scene)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["bands"], found["crs"]) == (5, 3857)
    assert found["highest"] > 500


@pytest.fixture
def bucket(settings, monkeypatch):
    """An object store on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    keys = {
        "key": "test",
        "secret": "test",
        "region": "us-east-1",
        "bucket": "anh",
        "endpoint": f"http://{host}:{port}",
    }
    boto3.client(
        "s3", endpoint_url=keys["endpoint"], aws_access_key_id="test", aws_secret_access_key="test"
    ).create_bucket(Bucket="anh")
    options = {
        "bucket_name": keys["bucket"],
        "endpoint_url": keys["endpoint"],
        "region_name": keys["region"],
        "access_key": "test",
        "secret_key": "test",
        "file_overwrite": True,
    }
    settings.SCENES_S3 = {**keys, "public": keys["endpoint"]}
    settings.STORAGES = {
        **settings.STORAGES,
        "scenes": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options},
    }
    yield
    server.stop()


def test_data__in_an_object_store_is_at_a_short_lived_address(client, bucket, db):
    import requests

    scene = scenes.scene("WOLKE", box=SMALL, files=True)
    for method, ask in (("get", client.get), ("head", client.head)):
        answer = ask(address(scene))
        assert answer.status_code == 302
        assert answer["Cache-Control"] == "private, no-store"
        target = answer["Location"]
        assert "Expires" in target
        there = requests.request(method, target, headers={"Range": "bytes=0-3"}, timeout=30)
        assert there.status_code in (200, 206)
        if method == "get":
            assert there.content == b"II*\x00"
            assert "WOLKE.tif" in there.headers["Content-Disposition"]
    Scene.objects.filter(pk=scene.pk).update(publish_level="internal")
    assert client.get(address(scene)).status_code == 404


def test_data__in_an_object_store_inside_the_house_is_handed_on(client, bucket, db, settings):
    settings.SCENES_S3 = {**settings.SCENES_S3, "public": ""}
    scene = scenes.scene("DRINNEN", box=SMALL, files=True)
    whole = content(client.get(address(scene)))
    assert whole[:4] == b"II*\x00"
    part = client.get(address(scene), headers={"Range": "bytes=4-19"})
    assert (part.status_code, content(part)) == (206, whole[4:20])
    lost = scenes.scene("WEG", box=SMALL)
    assert client.get(address(lost)).status_code == 500
