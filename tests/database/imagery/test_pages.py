"""The desk where scenes are loaded, and the catalogue: who sees them, what they say, what they do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from imagery import incoming, tasks
from imagery.actions import jobs
from imagery.actions import scenes as actions
from imagery.loading import load
from imagery.models import Scene, SceneJob
from imagery.pages.scene_wish import places_of
from imagery.workflow import JobState
from land.workflow import PublishLevel
from tests.database.imagery.pictures import as_reader, forget
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 18)


@pytest.fixture
def manager(folder):
    return land.person("manager", Role.LAND_MANAGER)


def upload(user, *paths, **fields):
    files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    return as_reader(user).post(reverse("scene-loads"), {"file": files, **fields})


def work(job):
    """What the worker does, without its heartbeat."""
    job.refresh_from_db()
    loaded = load(job, pictures.NOW, lambda *told: None)
    return jobs.finish_job(job_id=job.pk, run=job.run, loaded=loaded)


def test_desk__upload_becomes_a_scene(folder, manager):
    paths = pictures.write(folder / "anh.tif", pictures.WOOD, scl=4)
    answer = upload(manager, *paths, acquired="18/02/2026", title="Ảnh thử", publish="on")
    job = SceneJob.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("scene-load", args=[job.pk]))
    assert job.options == {"acquired": "2026-02-18", "title": "Ảnh thử", "publish": True}
    page = as_reader(manager).get(reverse("scene-load", args=[job.pk])).content.decode()
    assert "Đang xử lý ảnh" in page
    assert "anh_SCL.tif" in page
    far = as_reader(manager).get(reverse("scene-load", args=[job.pk]), {"f": "json"}).json()
    assert (far["state"], far["text"], far["stalled"]) == ("running", "Chờ máy xử lý …", False)
    scene = work(job)
    assert (scene.acquired_on, scene.title, scene.publish_level) == (DAY, "Ảnh thử", "public")
    assert "Ảnh đã vào kho" in as_reader(manager).get(reverse("scene-load", args=[job.pk])).content.decode()
    assert "Ảnh thử" in as_reader().get(reverse("scenes")).content.decode()


def test_desk__script_gets_addresses_and_sentences(folder, manager):
    path = pictures.write(folder / "anh.tif", pictures.WOOD)[0]
    files = {"file": [SimpleUploadedFile("anh.tif", path.read_bytes())], "acquired": "18/02/2026"}
    answer = as_reader(manager).post(reverse("scene-loads"), files, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert answer.json()["address"] == reverse("scene-load", args=[SceneJob.objects.get().pk])
    wrong = {"file": [SimpleUploadedFile("anh.docx", b"x")]}
    answer = as_reader(manager).post(reverse("scene-loads"), wrong, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "imagery.bad_scene")
    assert "anh.docx" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Hãy chọn tệp"), ({"acquired": "31/02/2026"}, "Ngày chụp"), ({"bands": "blue, violet"}, "violet")],
)
def test_desk__says_what_to_mend(folder, manager, fields, words):
    paths = pictures.write(folder / "anh.tif", pictures.WOOD) if fields else []
    answer = upload(manager, *paths, **fields)
    assert answer.status_code >= 400
    assert words in answer.content.decode()
    assert not SceneJob.objects.exists()
    assert not list((folder.parent / "incoming").glob("*-*"))


def test_desk__failed_load_asks_and_is_tried_again(folder, manager):
    path = pictures.write(folder / "khong-ngay.tif", pictures.WOOD)[0]
    upload(manager, path)
    job = SceneJob.objects.get()
    jobs.fail_job(
        job_id=job.pk, run=job.run, error={"code": "no_day", "detail": "Không biết ngày", "detail_en": "No day"}
    )
    page = as_reader(manager).get(reverse("scene-load", args=[job.pk])).content.decode()
    assert "Không biết ngày" in page
    assert "Tệp vẫn được giữ" in page
    as_reader(manager).post(reverse("scene-load-retry", args=[job.pk]), {"acquired": "18/02/2026"})
    assert work(job).acquired_on == DAY


def test_desk__abandoned_load_leaves_no_file(folder, manager, django_capture_on_commit_callbacks):
    path = pictures.write(folder / "anh.tif", pictures.WOOD)[0]
    upload(manager, path)
    job = SceneJob.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_reader(manager).post(reverse("scene-load-abandon", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.ABANDONED
    assert not incoming.folder_of(job.pk).exists()
    assert "đã được bỏ" in as_reader(manager).get(reverse("scene-load", args=[job.pk])).content.decode()


def test_task__ordered_twice_or_after_the_end_does_nothing(folder, manager):
    path = pictures.write(folder / "anh.tif", pictures.WOOD)[0]
    upload(manager, path, acquired="18/02/2026")
    job = SceneJob.objects.get()
    work(job)
    tasks.run_scene_job(job=str(job.pk), run=job.run)
    assert Scene.objects.count() == 1


# --- rights ---------------------------------------------------------------------------------------------------------

ROLES = [None, *Role]
DESK = {Role.LAND_MANAGER, Role.ADMIN}


@pytest.mark.parametrize("role", ROLES)
def test_rights__the_desk_is_there_for_two_roles_only(folder, role):
    user = land.person("someone", role, land.unit())
    job = jobs.receive_files(
        actor=None,
        title="anh",
        files=incoming.from_disk(pictures.write(folder / "anh.tif", pictures.WOOD)),
        options={"acquired": "2026-02-18"},
    )
    reader = as_reader(user)
    for name, arguments in (("scene-loads", []), ("scene-load", [job.pk])):
        assert reader.get(reverse(name, args=arguments)).status_code == (200 if role in DESK else 404)
    may = role == Role.LAND_MANAGER
    for name in ("scene-load-retry", "scene-load-abandon", "scene-load-resume"):
        status = reader.post(reverse(name, args=[job.pk])).status_code
        assert status == (302 if may else 403 if role == Role.ADMIN else 404), name
    path = pictures.write(folder / "khac.tif", pictures.ROOF)[0]
    answer = upload(user, path, acquired="18/02/2026")
    assert answer.status_code == (302 if may else 404)
    assert SceneJob.objects.count() == (2 if may else 1)
    assert ("Nạp ảnh" in reader.get("/").content.decode()) is (role in DESK)


def test_rights__strangers_are_asked_to_sign_in(folder):
    assert as_reader().get(reverse("scene-loads")).headers["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("role", ROLES)
def test_rights__publish_and_withdraw_are_the_managers(folder, role):
    scene = pictures.scene(folder, DAY)
    user = land.person("someone", role, land.unit())
    may = role == Role.LAND_MANAGER
    page = as_reader(user).get(reverse("scene", args=[scene.pk])).content.decode()
    assert (reverse("scene-withdraw", args=[scene.pk]) in page) is may
    reader = as_reader(user)
    answer = reader.post(reverse("scene-withdraw", args=[scene.pk]), {"reason": "Ảnh lệch"})
    assert answer.status_code == (302 if may else 404)
    scene.refresh_from_db()
    assert (scene.withdrawn_at is not None) is may
    if may:
        assert reader.get(reverse("scene", args=[scene.pk])).status_code == 200
        assert Event.objects.get(verb="scene.withdrawn").reason == "Ảnh lệch"
    other = pictures.scene(folder, date(2026, 3, 1), pictures.ROOF)
    answer = reader.post(reverse("scene-publish", args=[other.pk]), {"level": "internal"})
    assert answer.status_code == (302 if may else 403)
    other.refresh_from_db()
    assert other.publish_level == ("internal" if may else "public")


def test_page__tells_source_licence_and_lineage(folder):
    scene = pictures.scene(folder, DAY, scl=4)
    page = as_reader().get(reverse("scene", args=[scene.pk])).content.decode()
    for words in ("Copernicus Sentinel đã chỉnh sửa 2026", scene.lineage["files"][0]["sha256"], "bilinear", "10 m"):
        assert words in page


def test_withdrawn__its_record_and_the_reason_stay_for_who_manages_scenes(folder, manager):
    path = pictures.write(folder / "anh.tif", pictures.WOOD)[0]
    upload(manager, path, acquired="18/02/2026", publish="on")
    scene = work(SceneJob.objects.get())
    actions.withdraw_scene(actor=manager, scene=scene, reason="Ảnh lệch 20 m")
    forget()
    address, load_page = reverse("scene", args=[scene.pk]), reverse("scene-load", args=[SceneJob.objects.get().pk])
    shown = as_reader(manager).get(address)
    text = " ".join(shown.content.decode().split())
    assert "<strong>Đã rút</strong>" in text
    assert "Lý do: Ảnh lệch 20 m" in text
    assert [band.role for band in shown.context["bands"]] == list(pictures.WOOD)
    for closed in ("Dùng trong QGIS", "Xem trên bản đồ", "Chuyển sang"):
        assert closed not in text
    assert as_reader(land.person("admin", Role.ADMIN)).get(address).status_code == 404
    assert as_reader().get(address).status_code == 404
    for name in ("scene-data", "scene-thumbnail", "imagery:scene-tileset"):
        assert as_reader(manager).get(reverse(name, args=[scene.pk])).status_code == 404, name
    for user, linked in ((manager, True), (land.person("operator", Role.ADMIN), False)):
        for listed in (reverse("scene-loads"), load_page):
            text = as_reader(user).get(listed).content.decode()
            assert "Đã rút" in text
            assert (f'href="{address}"' in text) == linked
    log = as_reader(manager).get("/audit/", {"verb": "scene.withdrawn"}).content.decode()
    assert f'href="{address}"' in log


def test_page__addresses_for_programs_work(folder, manager):
    scene = pictures.scene(folder, DAY)
    page = as_reader().get(reverse("scene", args=[scene.pk]))
    ways = {name: address for name, _words, address in page.context["addresses"]}
    assert page.content.decode().count("data-copy=") == len(ways) == 4
    for name, address in ways.items():
        assert address.startswith("http://testserver/")
        at = address.replace("{z}/{y}/{x}", f"{scene.zoom}/{scene.row}/{scene.column}")
        assert as_reader().get(at.removeprefix("http://testserver")).status_code == 200, name
    assert "mã truy cập thay cho mật khẩu" not in page.content.decode()
    scene.publish_level = PublishLevel.INTERNAL
    scene.save()
    forget()
    text = as_reader(manager).get(reverse("scene", args=[scene.pk])).content.decode()
    assert "mã truy cập thay cho mật khẩu" in text
    assert f'<span class="tag warn">{PublishLevel.INTERNAL.label}</span>' in text


def test_page__in_english_has_no_vietnamese_of_ours(folder, manager):
    scene = pictures.scene(folder, DAY)
    reader = as_reader(manager)
    reader.cookies["django_language"] = "en"
    assert "Contains modified Copernicus Sentinel data 2026" in reader.get(f"/scenes/{scene.pk}/").content.decode()
    assert "Orthophotos and drone images" in reader.get(reverse("scene-loads")).content.decode()
    assert "Giấy phép khác / chưa rõ" in as_reader().get(f"/scenes/{scene.pk}/").content.decode()


def test_list__leads_with_day_and_place(folder):
    land.unit()
    scene = pictures.scene(folder, DAY)
    forget()
    text = as_reader().get(reverse("scenes")).content.decode()
    address = reverse("scene", args=[scene.pk])
    assert f'<a href="{address}">18/02/2026 · Phường Vũng Tàu</a>' in text
    assert f'src="{reverse("scene-thumbnail", args=[scene.pk])}"' in text


def test_places__two_by_name_and_how_many_more(folder, manager):
    scene = pictures.scene(folder, DAY)
    names = ["Phường Một", "Phường Hai", "Phường Ba", "Phường Bốn"]
    scene.units = [land.unit(f"2650{n}@2025-07-01", name).pk for n, name in enumerate(names)]
    assert places_of(manager, [scene]) == ["Phường Một, Phường Hai và 2 nơi khác"]
    scene.units = scene.units[:2]
    assert places_of(manager, [scene, type(scene)(units=["x"])]) == ["Phường Một, Phường Hai", ""]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"year": "2026"}, {"P_20260218", "P_20260301"}),
        ({"year": "2025"}, {"P_20250301"}),
        ({"year": "x"}, {"P_20260218", "P_20260301", "P_20250301"}),
        ({"year": "\u00b2026"}, {"P_20260218", "P_20260301", "P_20250301"}),
        ({"year": "0000"}, {"P_20260218", "P_20260301", "P_20250301"}),
        ({"year": "1999"}, set()),
        ({"cloud": "10"}, {"P_20260218"}),
        ({"cloud": "60", "year": "2026"}, {"P_20260218", "P_20260301"}),
        ({"collection": "x"}, set()),
    ],
)
def test_list__by_year_and_cloud(folder, manager, asked, found):
    for day, ground, cloud in (
        (DAY, pictures.WOOD, 5),
        (date(2026, 3, 1), pictures.ROOF, 60),
        (date(2025, 3, 1), {**pictures.ROOF, "red": 1}, None),
    ):
        scene = pictures.scene(folder, day, ground)
        scene.cloud_percent = cloud
        scene.save()
    page = as_reader(manager).get(reverse("scenes"), asked)
    assert {scene.code for scene in page.context["page"]} == found
    assert page.context["years"] == ["2026", "2025"]
    if not found:
        assert "Không có cảnh ảnh nào như vậy" in page.content.decode()


def test_list__by_series_and_level(folder, manager):
    pictures.scene(folder, DAY)
    pictures.scene(folder, date(2026, 3, 1), pictures.ROOF, publish=False)
    forget()
    assert "P_20260301" not in as_reader().get(reverse("scenes")).content.decode()
    page = as_reader(manager).get(reverse("scenes"), {"collection": "sentinel-2-l2a"}).content.decode()
    assert "P_20260301" in page
    assert str(PublishLevel.INTERNAL.label) in page
    assert f'<span class="tag warn">{PublishLevel.INTERNAL.label}</span>' in page


def test_list__empty(db):
    assert "Chưa có cảnh ảnh nào" in as_reader().get(reverse("scenes")).content.decode()
