"""Scenes whose files cannot be read: who is told, what is kept of it, and that maps and films go on without them."""

import io
from datetime import date
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from audit.models import Event
from gis.db import versions
from imagery import faults as reports
from imagery import store, tasks
from imagery.actions import faults, observations, scenes
from imagery.models import Scene
from imagery.workflow import SceneFault
from tests import places
from tests.database.imagery.pictures import as_reader, forget
from tests.database.imagery.test_store import bucket, server  # noqa: F401 - fixtures
from tests.database.imagery.test_tiles import address, colour_at, mosaic_tile, tile_of
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 2, 18), date(2026, 2, 20)


def file_of(scene, key="data_key"):
    return Path(store.address(getattr(scene, key)))


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


def turn_a_byte(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def behead(path):
    path.write_bytes(b"\0" * path.stat().st_size)


def ordered(scene):
    return ProcrastinateJob.objects.filter(task_name=reports.TASK, args__scene=str(scene.pk)).count()


def checked(scene, *, whole=True):
    faults.check_scene(scene_id=scene.pk, whole=whole)
    scene.refresh_from_db()
    return scene.fault


# --- readers --------------------------------------------------------------------------------------------------------


def test_tile__of_a_broken_file_is_told_and_checked_once(folder, caplog):
    scene = pictures.scene(folder, DAY)
    behead(file_of(scene))
    forget()
    for _ in range(2):
        answer = as_reader().get(address(scene, tile_of()))
        assert (answer.status_code, answer.json()["code"]) == (500, "imagery.scene_broken")
        assert "Không đọc được ảnh" in answer.json()["detail"]
        assert str(folder.parent) not in answer.content.decode()
    assert str(scene.pk) in caplog.text
    assert ordered(scene) == 1


def test_mosaic__goes_on_without_a_broken_file(folder):
    clear = pictures.scene(folder, DAY, pictures.ROOF, scl=4)
    other = pictures.scene(folder, DAY, pictures.WOOD, scl=9, code="CLOUDED")
    kept, before = file_of(clear).read_bytes(), version_of(DAY)
    behead(file_of(clear))
    forget()
    answer = mosaic_tile(DAY)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert (ordered(clear), ordered(other)) == (1, 0)
    shown = colour_at(answer)
    assert checked(clear) == SceneFault.DAMAGED
    versions.forget()
    forget()
    answer = mosaic_tile(DAY)
    assert colour_at(answer) == shown
    assert "no-store" not in answer["Cache-Control"], "known to be broken, it is not even opened"
    assert ordered(clear) == 1
    file_of(clear).write_bytes(kept)
    assert checked(clear) == ""
    versions.forget()
    forget()
    again = mosaic_tile(DAY, v=version_of(DAY))
    assert colour_at(again) != shown, "with its file back it is in the mosaic again, under another tag and address"
    assert again["ETag"] != answer["ETag"]
    assert version_of(DAY) != before


def version_of(day):
    (template,) = as_reader().get(f"/imagery/mosaics/{day}/tiles/WebMercatorQuad").json()["tiles"]
    return template.rpartition("v=")[2]


def test_panel__pictures_film_and_crop(folder):
    plot = land.plot(shape=places.square(places.VUNG_TAU, 100, -50, -50))
    broken, whole = pictures.scene(folder, DAY, scl=4), pictures.scene(folder, NEXT, pictures.ROOF, scl=4)
    for scene in (broken, whole):
        observations.observe_scene(scene_id=scene.pk)
    behead(file_of(broken))
    forget()
    at = f"/plots/{plot.code}/imagery/"
    assert as_reader().get(f"{at}{broken.pk}.webp").status_code == 500
    assert as_reader().get(f"{at}{whole.pk}.webp").status_code == 200
    assert as_reader().get(f"{at}{broken.pk}.tif").status_code == 500
    film = as_reader().get(f"{at}film.webp?all=1")
    assert film.status_code == 200
    assert getattr(Image.open(io.BytesIO(film.content)), "n_frames", 1) == 1
    assert film["Cache-Control"] == "no-store"
    assert as_reader().get(at).status_code == 200
    assert ordered(broken) == 1


def test_files__of_the_catalogue(folder):
    scene = pictures.scene(folder, DAY)
    file_of(scene).unlink()
    forget()
    for part in ("data.tif", "thumbnail"):
        answer = as_reader().get(f"/imagery/scenes/{scene.pk}/{part}")
        assert (answer.status_code, answer.json()["code"]) == (500, "imagery.scene_broken"), part
    assert ordered(scene) == 1


def test_report__that_cannot_be_ordered_hides_nothing(folder, monkeypatch, caplog):
    scene = pictures.scene(folder, DAY)
    behead(file_of(scene))
    forget()
    monkeypatch.setattr(reports, "order_check", raising(reports.ConnectorException("away")))
    assert as_reader().get(address(scene, tile_of())).json()["code"] == "imagery.scene_broken"
    assert "no check could be ordered" in caplog.text


def raising(error):
    def act(*_args, **_kwargs):
        raise error

    return act


# --- the check ------------------------------------------------------------------------------------------------------

WRONG = {
    "gone": (lambda scene: file_of(scene).unlink(), SceneFault.MISSING, SceneFault.MISSING),
    "cut": (lambda scene: cut(file_of(scene)), SceneFault.DAMAGED, SceneFault.DAMAGED),
    "no head": (lambda scene: behead(file_of(scene)), SceneFault.DAMAGED, SceneFault.DAMAGED),
    "one byte": (lambda scene: turn_a_byte(file_of(scene), -200), "", SceneFault.DAMAGED),
    "mask gone": (lambda scene: file_of(scene, "quality_key").unlink(), SceneFault.MISSING, SceneFault.MISSING),
    "mask beheaded": (
        lambda scene: behead(file_of(scene, "quality_key")),
        SceneFault.DAMAGED,
        SceneFault.DAMAGED,
    ),
    "mask cut": (lambda scene: cut(file_of(scene, "quality_key")), SceneFault.DAMAGED, SceneFault.DAMAGED),
    "one byte of the mask": (lambda scene: turn_a_byte(file_of(scene, "quality_key"), -8), "", SceneFault.DAMAGED),
    "nothing": (lambda scene: None, "", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_check__says_what_is_wrong(folder, name):
    spoil, quick, whole = WRONG[name]
    scene = pictures.scene(folder, DAY, scl=4)
    spoil(scene)
    assert checked(scene, whole=False) == quick
    assert checked(scene) == whole
    assert (scene.fault_since is not None) == bool(whole)


def test_check__a_mask_without_a_digest_is_read(folder):
    """As all were before masks had one."""
    scene = pictures.scene(folder, DAY, scl=4)
    assert (len(scene.quality_sha256), scene.quality_size) == (64, file_of(scene, "quality_key").stat().st_size)
    Scene.objects.update(quality_sha256="", quality_size=0)
    assert checked(scene) == ""
    behead(file_of(scene, "quality_key"))
    assert checked(scene) == SceneFault.DAMAGED


def test_check__a_glance_does_not_take_back_what_reading_found(folder):
    scene = pictures.scene(folder, DAY)
    turn_a_byte(file_of(scene), -200)
    assert checked(scene) == SceneFault.DAMAGED
    assert checked(scene, whole=False) == SceneFault.DAMAGED


@pytest.mark.parametrize("left", [None, "lost+found"])
def test_store__that_is_not_mounted_blames_no_scene(folder, left):
    for day in (DAY, NEXT):
        pictures.scene(folder, day, pictures.ROOF if day == NEXT else pictures.WOOD)
    root = Path(store.store().location)
    root.rename(root.with_name("away"))
    if left:
        (root / left).mkdir(parents=True)
    with pytest.raises(store.StoreAway):
        tasks.check_store(timestamp=0)
    assert set(Scene.objects.values_list("fault", flat=True)) == {""}


def test_check__is_written_down_once_and_taken_back(folder):
    scene = pictures.scene(folder, DAY)
    kept = file_of(scene).read_bytes()
    file_of(scene).unlink()
    checked(scene)
    since = scene.fault_since
    file_of(scene).write_bytes(b"\0" * len(kept))
    assert (checked(scene), scene.fault_since) == (SceneFault.DAMAGED, since)
    file_of(scene).write_bytes(kept)
    assert (checked(scene), scene.fault_since) == ("", None)
    checked(scene)
    told = Event.objects.filter(subject_id=str(scene.pk), verb__in=["scene.broken", "scene.readable"]).order_by("pk")
    assert [(event.verb, event.after["fault"], event.actor_label) for event in told] == [
        ("scene.broken", "missing", "hệ thống"),
        ("scene.broken", "damaged", "hệ thống"),
        ("scene.readable", "", "hệ thống"),
    ]


def test_check__leaves_withdrawn_scenes_alone(folder):
    scene = pictures.scene(folder, DAY)
    file_of(scene).unlink()
    scenes.withdraw_scene(actor=None, scene=scene, reason="Thử")
    assert checked(scene) == ""


def test_task__checks_every_byte(folder):
    scene = pictures.scene(folder, DAY)
    turn_a_byte(file_of(scene), -200)
    tasks.check_scene(scene=str(scene.pk))
    scene.refresh_from_db()
    assert scene.fault == SceneFault.DAMAGED


def test_round__looks_at_all_and_reads_a_part_whole(folder):
    made = [pictures.scene(folder, DAY), pictures.scene(folder, NEXT, pictures.ROOF)]
    for scene in made:
        turn_a_byte(file_of(scene), -200)
    part = made[0].pk.int % faults.PARTS
    expected = {scene.code for scene in made if scene.pk.int % faults.PARTS == part}
    assert set(faults.check_store(part=part)) == expected
    file_of(made[1]).unlink()
    assert made[1].code in faults.check_store(part=(part + 1) % faults.PARTS)


def test_round__of_a_month_reads_everything(monkeypatch):
    asked = []
    monkeypatch.setattr(faults, "check_store", lambda part: asked.append(part) or [])
    for day in range(30):
        tasks.check_store(timestamp=1_790_000_000 + day * 86_400)
    assert sorted(asked) == list(range(faults.PARTS))


def test_s3__a_missing_object_and_a_store_that_is_away(folder, bucket, settings):  # noqa: F811
    scene = pictures.scene(folder, DAY)
    assert checked(scene) == ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "size_of", raising(EndpointConnectionError(endpoint_url="http://away")))
        with pytest.raises(EndpointConnectionError):
            faults.check_scene(scene_id=scene.pk)
    assert Scene.objects.get().fault == "", "nothing is known of a scene whose store is away"
    chosen = settings.STORAGES["scenes"]
    gone = {**chosen, "OPTIONS": {**chosen["OPTIONS"], "bucket_name": "no-such-bucket"}}
    settings.STORAGES = settings.STORAGES | {"scenes": gone}
    with pytest.raises(ClientError):
        faults.check_scene(scene_id=scene.pk)
    assert Scene.objects.get().fault == "", "nor of one whose bucket is gone"
    settings.STORAGES = settings.STORAGES | {"scenes": chosen}
    assert bucket() == [scene.data_key]
    store.remove(scene.data_key)
    assert checked(scene) == SceneFault.MISSING
