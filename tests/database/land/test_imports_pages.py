"""The import desk: who may enter, what it shows, what it writes."""

import json
from itertools import product
from uuid import uuid4

import geopandas as gpd
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.roles import Role
from gis import crs
from land import import_files, policies, tasks
from land.actions import imports as actions
from land.actions import revise_plot
from land.errors import ImportMoved, ImportStep
from land.models import ImportJob, ImportProfile, Plot, PlotVersion
from land.pages import uploads
from land.workflow import IMPORT_AFTER, ImportState
from tests.database.land.import_desk import REASON, data_dir, desk  # noqa: F401 - fixtures
from tests.factories import land as factories

DGN_V8 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


# --- who ----------------------------------------------------------------------------------------------------------

ADDRESSES = [
    ("get", "imports", ()),
    ("post", "imports", ()),
    *[("get", name, "job") for name in ("import",)],
    *[("post", f"import-{name}", "job") for name in ("check", "commit", "abandon", "resume", "profile")],
    ("get", "import-refused", "csv"),
    ("post", "import-profile-drop", "profile"),
]


@pytest.fixture
def kept(db, data_dir):  # noqa: F811
    """One upload and one profile of a land manager."""
    owner = factories.person("owner", Role.LAND_MANAGER)
    job = actions.upload_import(actor=owner, file_name="a.csv", pieces=[b"Ten\nA\n"])
    profile = actions.save_import_profile(actor=owner, name="Mẫu", mapping={"columns": {"name": "Ten"}})
    return {"job": [job.pk], "csv": [job.pk, "csv"], "profile": [profile.pk], (): []}


@pytest.mark.parametrize(("method", "name", "arguments"), ADDRESSES)
@pytest.mark.parametrize("role", [None, *[role for role in Role if role != Role.LAND_MANAGER]])
def test_desk__does_not_exist_for_others(client, kept, role, method, name, arguments):
    client.force_login(factories.person("somebody", role))
    address = reverse(name, args=kept[arguments])
    assert getattr(client, method)(address).status_code == 404
    assert ImportJob.objects.get().state == ImportState.UPLOADED


@pytest.mark.parametrize(("method", "name", "arguments"), ADDRESSES)
def test_desk__anonymous_is_asked_to_sign_in(client, kept, method, name, arguments):
    response = getattr(client, method)(reverse(name, args=kept[arguments]))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/?next=/imports/")


def test_desk__another_land_manager_sees_the_upload(client, kept):
    client.force_login(factories.person("colleague", Role.LAND_MANAGER))
    assert "a.csv" in client.get("/imports/").content.decode()
    assert client.get(reverse("import", args=kept["job"])).status_code == 200
    assert client.get(reverse("import", args=[uuid4()])).status_code == 404
    refusal = client.post(reverse("import-profile-drop", args=kept["profile"]))
    assert refusal.status_code == 403
    assert ImportProfile.objects.exists()


def test_menu__entry_for_land_managers_only(client, kept):
    client.force_login(factories.person("colleague", Role.LAND_MANAGER))
    assert 'href="/imports/"' in client.get("/accounts/").content.decode()
    client.force_login(factories.person("planner", Role.PLANNER))
    assert 'href="/imports/"' not in client.get("/accounts/").content.decode()


# --- the table of states ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "target"), list(product(ImportState, ImportState)))
def test_states__only_the_listed_arrows(kept, source, target):
    job = ImportJob.objects.get()
    job.state = source
    job.report = {"counts": {"new": 1}, "blocked": False}
    job.save()
    verbs = {
        ImportState.CHECKING: lambda: actions.start_check(actor=job.actor, job=job),
        ImportState.COMMITTING: lambda: actions.start_commit(actor=job.actor, job=job, decisions={}, reason="r"),
        ImportState.ABANDONED: lambda: actions.abandon_import(actor=job.actor, job=job),
    }
    allowed = target in IMPORT_AFTER[source]
    assert policies.can_move_import(job.actor, job, target) is allowed
    assert not policies.can_move_import(factories.person("clerk", Role.CLERK), job, target)
    if target not in verbs:
        return
    if allowed:
        assert verbs[target]().state == target
    else:
        with pytest.raises(ImportStep):
            verbs[target]()
        assert ImportJob.objects.get().state == source


# --- uploading ----------------------------------------------------------------------------------------------------


def test_upload__job_and_order_to_the_worker_stand_or_fall_together(kept):
    job = ImportJob.objects.get()
    orders = ProcrastinateJob.objects.filter(task_name=actions.TASK)
    with transaction.atomic():
        actions.start_check(actor=job.actor, job=job)
        assert orders.filter(args={"job": str(job.pk), "run": 1}).exists()
        transaction.set_rollback(True)
    assert ImportJob.objects.get().state == ImportState.UPLOADED
    assert not orders.filter(args__job=str(job.pk)).exists()


def test_upload__file_lies_in_its_own_folder_under_a_plain_name(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1), name="Đợt 3: phường; “Vũng Tàu”.gpkg", work=False)
    path = import_files.source_of(job)
    assert path.parent.parent == import_files.folder_of(job.pk)
    assert path.name == "Đợt 3_ phường_ _Vũng Tàu_.gpkg"
    assert path.stat().st_size == job.size
    assert len(job.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF", "Dùng được: .csv"),
        ("a.shp", b"x", ".zip"),
        ("a.xls", b"x", ".xlsx"),
        ("khong_duoi", b"x", "Không nhận tệp"),
        ("a.csv", b"", "rỗng"),
    ],
)
def test_upload__wrong_kind_says_what_to_do(desk, name, content, sentence):  # noqa: F811
    response = desk.client.post("/imports/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ImportJob.objects.exists()


def test_upload__too_large_is_said_and_leaves_nothing(desk, monkeypatch):  # noqa: F811
    for module in (uploads, import_files):
        monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    for headers in ({}, {"Accept": "application/json"}):
        file = SimpleUploadedFile("a.csv", b"x" * 300_000)
        response = desk.client.post("/imports/", {"file": file}, headers=headers)
        assert response.status_code == 400
        assert "Tệp lớn hơn" in response.content.decode()
    assert not ImportJob.objects.exists()
    assert not list((django_settings.DATA_DIR / "imports").glob("*"))


def test_upload__no_file(desk):  # noqa: F811
    response = desk.client.post("/imports/", {})
    assert "Hãy chọn một tệp" in response.content.decode()


def test_upload__needs_the_csrf_token(desk):  # noqa: F811
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.user)
    file = SimpleUploadedFile("a.csv", b"Ten\nA\n")
    assert strict.post("/imports/", {"file": file}).status_code == 403
    assert not ImportJob.objects.exists()
    strict.get("/imports/")
    file.seek(0)
    token = strict.cookies["csrftoken"].value
    assert strict.post("/imports/", {"file": file, "csrfmiddlewaretoken": token}).status_code == 302


def test_upload__by_script_answers_with_the_address(desk):  # noqa: F811
    file = SimpleUploadedFile("a.csv", b"Ten\nA\n")
    response = desk.client.post("/imports/", {"file": file}, headers={"Accept": "application/json"})
    assert response.status_code == 201
    assert response.json()["address"] == reverse("import", args=[ImportJob.objects.get().pk])


# --- checking -----------------------------------------------------------------------------------------------------


def test_check__report_without_writing(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(3, LOAIDAT=["ODT", "QQQ", "ODT"]))
    assert job.state == ImportState.CHECKED
    assert (job.report["counts"]["new"], job.report["counts"]["refused"]) == (2, 1)
    assert not Plot.objects.exists()
    text = desk.text(job)
    assert "Mã loại đất “QQQ” không có trong danh mục." in text
    assert "EPSG:5899" in text
    assert str(django_settings.DATA_DIR) not in text
    shapes = json.loads(b"".join(desk.page(job, f="geojson").streaming_content))["features"]
    assert sorted(shape["properties"]["kind"] for shape in shapes) == ["new", "new", "refused"]
    longitude, latitude = shapes[0]["geometry"]["coordinates"][0][0][0]
    assert (longitude, latitude) == pytest.approx((107.08, 10.35), abs=0.01)
    assert len(desk.page(job, f="borders").json()["features"]) == 2


def test_check__refused_rows_as_files(desk, tmp_path):  # noqa: F811
    job = desk.upload(desk.loader.frame(2, LOAIDAT=["QQQ", "ODT"]))
    sheet = b"".join(desk.client.get(reverse("import-refused", args=[job.pk, "csv"])).streaming_content)
    assert "Mã loại đất “QQQ”" in sheet.decode("utf-8-sig")
    package = tmp_path / "refused.gpkg"
    answer = desk.client.get(reverse("import-refused", args=[job.pk, "gpkg"]))
    package.write_bytes(b"".join(answer.streaming_content))
    assert len(gpd.read_file(package)) == 1
    assert desk.client.get(reverse("import-refused", args=[job.pk, "txt"])).status_code == 404


def test_check__dgn_v8_is_kept_with_its_sentence(desk):  # noqa: F811
    job = desk.upload(DGN_V8, name="ban_ve.dgn")
    assert job.state == ImportState.FAILED
    assert "DGN V8" in desk.text(job)
    assert "V7 hoặc DXF" in desk.text(job)
    assert import_files.source_of(job).is_file()


def test_check__system_error_is_told_and_can_be_tried_again(desk, monkeypatch):  # noqa: F811
    def broken(*_arguments, **_options):
        raise RuntimeError("secret detail")

    job = desk.upload(desk.loader.frame(1), work=False)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "import_plots", broken)
        with pytest.raises(RuntimeError):
            desk.work(job)
    assert "Lỗi hệ thống" in desk.text(job)
    assert "secret detail" not in desk.text(job)
    assert desk.check(job).state == ImportState.CHECKED


def test_check__wrong_zone_blocks_until_confirmed(desk):  # noqa: F811
    frame = desk.loader.frame(3).set_crs(f"EPSG:{crs.VN2000_HCMC.epsg}", allow_override=True)
    job = desk.upload(frame)
    text = desk.text(job)
    assert "Sai múi chiếu" in text
    assert "Đọc lại theo VN-2000 / TM-3 107-45 (EPSG:5899)" in text
    assert "commit-form" not in text
    assert "Chưa ghi được" in desk.post("commit", job, run=job.run, reason=REASON).content.decode()
    job = desk.check(job, srid="5899")
    assert not job.report["blocked"]
    assert desk.commit(job).state == ImportState.COMMITTED
    assert Plot.objects.count() == 3


def test_check__mapping_by_hand_saved_and_used_again(desk):  # noqa: F811
    frame = desk.loader.frame(2).rename(columns={"TEN": "COT_A", "PHUONG": "COT_B"})
    job = desk.upload(frame)
    columns = job.report["file"]["columns"]
    assert {"COT_A", "COT_B"}.isdisjoint(job.report["file"]["profile"]["columns"].values())
    by_name = {column: field for field, column in job.report["file"]["profile"]["columns"].items()}
    chosen = by_name | {"COT_A": "name", "COT_B": "unit", "LOAIDAT": ""}
    job = desk.check(job, **{f"map-{n}": chosen.get(column, "") for n, column in enumerate(columns)})
    mapped = job.report["file"]["profile"]["columns"]
    assert (mapped["name"], mapped["unit"]) == ("COT_A", "COT_B")
    assert "land_use" not in mapped  # switched off, though its name is known
    assert "Đã lưu hồ sơ" in desk.post("profile", job, name="Bảng kê").content.decode()
    again = desk.upload(frame, profile=ImportProfile.objects.get().pk)
    assert again.report["file"]["profile"]["columns"] == mapped
    assert desk.client.post(reverse("import-profile-drop", args=[ImportProfile.objects.get().pk])).status_code == 302
    assert not ImportProfile.objects.exists()


def test_check__one_field_for_two_columns_is_refused(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1))
    response = desk.post("check", job, **{"map-0": "name", "map-1": "name"})
    assert "cùng được chọn" in response.content.decode()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_check__common_value_for_all_rows(desk):  # noqa: F811
    frame = desk.loader.frame(1).drop(columns="PHUONG")
    job = desk.upload(frame.drop(columns="geometry").to_csv(index=False).encode(), name="bang.csv")
    assert job.report["counts"]["refused"] == 1
    by_name = {column: field for field, column in job.report["file"]["profile"]["columns"].items()}
    fields = {f"map-{n}": by_name.get(column, "") for n, column in enumerate(job.report["file"]["columns"])}
    job = desk.check(job, **fields, **{"common-unit": "Phường Vũng Tàu"})
    assert job.report["counts"]["new"] == 1


# --- committing ---------------------------------------------------------------------------------------------------


def test_commit__writes_with_the_reason_and_links_the_plots(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(2))
    assert "Hãy ghi số quyết định" in desk.post("commit", job, run=job.run, reason=" ").content.decode()
    job = desk.commit(job)
    assert job.state == ImportState.COMMITTED
    version = PlotVersion.objects.filter(code="BRVT-000001").get()
    assert (version.reason, version.actor_label) == (REASON, "manager")
    assert "/plots/BRVT-000001/" in desk.text(job)
    assert desk.client.get("/plots/BRVT-000001/").status_code == 200


def test_commit__same_file_again_changes_nothing(desk):  # noqa: F811
    content = desk.loader.write(desk.loader.frame(2)).read_bytes()
    desk.commit(desk.upload(content))
    again = desk.upload(content)
    text = desk.text(again)
    assert "Không thay đổi." in text
    assert "Đúng tệp này đã được ghi vào sổ" in text
    assert "commit-form" not in text
    assert "Không có gì để ghi" in desk.post("commit", again, run=again.run, reason=REASON).content.decode()


@pytest.mark.parametrize(
    ("fields", "renamed"),
    [
        ({"approve": "chosen", "accept": ["BRVT-000002"]}, {"BRVT-000002"}),
        ({"approve": "all"}, {"BRVT-000001", "BRVT-000002"}),
    ],
)
def test_commit__only_approved_changes_become_versions(desk, fields, renamed):  # noqa: F811
    desk.commit(desk.upload(desk.loader.frame(2)))
    job = desk.upload(desk.loader.frame(2, TEN=["Tên mới", "Tên mới"]))
    text = desk.text(job)
    assert "<del>Khu đất 1</del>" in text
    assert "<ins>Tên mới</ins>" in text
    job = desk.commit(job, **fields)
    assert set(Plot.objects.filter(name="Tên mới").values_list("code", flat=True)) == renamed
    assert set(job.report["waiting"]) == {"BRVT-000001", "BRVT-000002"} - renamed


def test_commit__plot_changed_since_the_check_stops_everything(desk):  # noqa: F811
    desk.commit(desk.upload(desk.loader.frame(2)))
    job = desk.upload(desk.loader.frame(2, TEN=["Tên mới", "Tên mới"]))
    revise_plot(actor=None, plot=Plot.objects.get(code="BRVT-000001"), changes={"name": "Người khác sửa"}, reason="r")
    job = desk.commit(job, approve="all")
    assert job.state == ImportState.FAILED
    assert "BRVT-000001" in job.error["detail"]
    assert not Plot.objects.filter(name="Tên mới").exists()
    job = desk.check(job)
    assert desk.commit(job, approve="all").state == ImportState.COMMITTED


def test_commit__register_changed_since_the_check_stops_everything(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(2))
    other = desk.upload(desk.loader.frame(1), name="khac.gpkg")
    desk.commit(other)
    job = desk.commit(job)
    assert job.error["code"] == "land.import_moved"
    assert Plot.objects.count() == 1


def test_commit__form_of_an_older_check_is_refused(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1))
    seen = job.run
    job = desk.check(job)
    assert "kiểm tra lại ở nơi khác" in desk.post("commit", job, run=seen, reason=REASON).content.decode()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_commit__checked_again_between_the_look_and_the_lock_is_refused(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(1))
    with pytest.raises(ImportMoved):
        actions.start_commit(actor=job.actor, job=job, decisions={}, reason=REASON, seen_run=job.run - 1)
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_commit__faulty_rows_are_kept_for_review_when_asked(desk):  # noqa: F811
    job = desk.upload(desk.loader.frame(2, DIENTICH=[99_999, 1]), keep_faulty="on")
    assert job.report["counts"]["kept"] == 2
    desk.commit(job)
    assert set(Plot.objects.values_list("review_state", flat=True)) == {"needs_review"}


@pytest.mark.parametrize("state", list(ImportState))
def test_pages__strict_policy_in_both_languages(client, kept, state):
    ImportJob.objects.update(state=state, report={**_REPORT}, error={"code": "damaged", "detail": "Tệp hỏng"})
    client.force_login(factories.person("colleague", Role.LAND_MANAGER))
    for language in ("vi", "en"):
        response = client.get(reverse("import", args=kept["job"]), headers={"Accept-Language": language})
        assert response.status_code == 200
        assert "unsafe" not in response["Content-Security-Policy"]
        assert " style=" not in response.content.decode()


_REPORT = {
    "file": {
        "format": "CSV",
        "columns": ["Ten"],
        "profile": {"columns": {"name": "Ten"}},
        "system": "",
        "encoding": "",
    },
    "file_findings": [],
    "findings": [],
    "counts": {"read": 1, "new": 1, "changed": 0, "same": 0, "kept": 0, "refused": 0},
    "by_code": {},
    "changes": [],
    "blocked": False,
    "shapes": 0,
    "files": [],
    "run": 1,
    "created": [],
    "revised": [],
    "written": {"created": 0, "revised": 0},
}
