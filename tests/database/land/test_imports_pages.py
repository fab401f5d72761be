"""The import desk: who may enter, what it shows, what it writes, and that nothing is lost when a worker dies."""

import os
import subprocess
import sys
from datetime import timedelta
from itertools import product
from uuid import uuid4

import geopandas as gpd
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.conninfo import make_conninfo

from accounts.roles import Role
from gis import crs
from land import import_files, policies, tasks
from land.actions import imports as actions
from land.actions import revise_plot
from land.errors import ImportStep
from land.models import ImportJob, ImportProfile, Plot, PlotVersion
from land.pages import uploads
from land.workflow import IMPORT_AFTER, ImportState
from tests.database.loading.conftest import Loader, prepare_register
from tests.factories import land as factories

DGN_V8 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
REASON = "Quyết định 123/QĐ-STNMT"


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


class Desk:
    """A land manager at the desk."""

    def __init__(self, loader):
        self.loader = loader
        self.user = factories.person("manager", Role.LAND_MANAGER)
        self.client = Client()
        self.client.force_login(self.user)

    def upload(self, source, name=None, work=True, **fields):
        content = source if isinstance(source, bytes) else self.loader.write(source).read_bytes()
        file = SimpleUploadedFile(name or "khu_dat.gpkg", content)
        response = self.client.post("/imports/", {"file": file, **fields})
        assert response.status_code == 302, response.content.decode()
        job = ImportJob.objects.latest("uploaded_at")
        return self.work(job) if work else job

    def work(self, job):
        job.refresh_from_db()
        tasks.run_import(job=str(job.pk), run=job.run)
        job.refresh_from_db()
        return job

    def post(self, verb, job, **fields):
        return self.client.post(reverse(f"import-{verb}", args=[job.pk]), fields, follow=True)

    def check(self, job, **fields):
        self.post("check", job, **fields)
        return self.work(job)

    def commit(self, job, **fields):
        self.post("commit", job, **{"run": job.run, "reason": REASON, **fields})
        return self.work(job)

    def page(self, job, **query):
        return self.client.get(reverse("import", args=[job.pk]), query)

    def text(self, job):
        return " ".join(self.page(job).content.decode().split())


@pytest.fixture
def desk(transactional_db, data_dir, tmp_path, today):
    prepare_register()
    return Desk(Loader(tmp_path, today))


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
def kept(db, data_dir):
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
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.start_check(actor=job.actor, job=job)
        assert orders.filter(args={"job": str(job.pk), "run": 1}).exists()
        raise RuntimeError("power cut")
    assert ImportJob.objects.get().state == ImportState.UPLOADED
    assert not orders.filter(args__job=str(job.pk)).exists()


def test_upload__file_lies_in_its_own_folder_under_a_plain_name(desk):
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
def test_upload__wrong_kind_says_what_to_do(desk, name, content, sentence):
    response = desk.client.post("/imports/", {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ImportJob.objects.exists()


def test_upload__too_large_is_said_and_leaves_nothing(desk, monkeypatch):
    for module in (uploads, import_files):
        monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    for headers in ({}, {"Accept": "application/json"}):
        file = SimpleUploadedFile("a.csv", b"x" * 300_000)
        response = desk.client.post("/imports/", {"file": file}, headers=headers)
        assert response.status_code == 400
        assert "Tệp lớn hơn" in response.content.decode()
    assert not ImportJob.objects.exists()
    assert not list((django_settings.DATA_DIR / "imports").glob("*"))


def test_upload__no_file(desk):
    response = desk.client.post("/imports/", {})
    assert "Hãy chọn một tệp" in response.content.decode()


def test_upload__needs_the_csrf_token(desk):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.user)
    file = SimpleUploadedFile("a.csv", b"Ten\nA\n")
    assert strict.post("/imports/", {"file": file}).status_code == 403
    assert not ImportJob.objects.exists()
    strict.get("/imports/")
    file.seek(0)
    token = strict.cookies["csrftoken"].value
    assert strict.post("/imports/", {"file": file, "csrfmiddlewaretoken": token}).status_code == 302


def test_upload__by_script_answers_with_the_address(desk):
    file = SimpleUploadedFile("a.csv", b"Ten\nA\n")
    response = desk.client.post("/imports/", {"file": file}, headers={"Accept": "application/json"})
    assert response.status_code == 201
    assert response.json()["address"] == reverse("import", args=[ImportJob.objects.get().pk])


# --- checking -----------------------------------------------------------------------------------------------------


def test_check__report_without_writing(desk):
    job = desk.upload(desk.loader.frame(3, LOAIDAT=["ODT", "QQQ", "ODT"]))
    assert job.state == ImportState.CHECKED
    assert (job.report["counts"]["new"], job.report["counts"]["refused"]) == (2, 1)
    assert not Plot.objects.exists()
    text = desk.text(job)
    assert "Mã loại đất “QQQ” không có trong danh mục." in text
    assert "EPSG:5899" in text
    assert str(django_settings.DATA_DIR) not in text
    shapes = desk.page(job, f="geojson")
    kinds = [feature["properties"]["kind"] for feature in _json(shapes)["features"]]
    assert sorted(kinds) == ["new", "new", "refused"]
    longitude, latitude = _json(shapes)["features"][0]["geometry"]["coordinates"][0][0][0]
    assert (round(longitude, 1), round(latitude, 1)) == (107.1, 10.3)
    assert len(desk.page(job, f="borders").json()["features"]) == 2


def _json(response):
    import json

    return json.loads(b"".join(response.streaming_content))


def test_check__refused_rows_as_files(desk, tmp_path):
    job = desk.upload(desk.loader.frame(2, LOAIDAT=["QQQ", "ODT"]))
    sheet = b"".join(desk.client.get(reverse("import-refused", args=[job.pk, "csv"])).streaming_content)
    assert "Mã loại đất “QQQ”" in sheet.decode("utf-8-sig")
    package = tmp_path / "refused.gpkg"
    answer = desk.client.get(reverse("import-refused", args=[job.pk, "gpkg"]))
    package.write_bytes(b"".join(answer.streaming_content))
    assert len(gpd.read_file(package)) == 1
    assert desk.client.get(reverse("import-refused", args=[job.pk, "txt"])).status_code == 404


def test_check__dgn_v8_is_kept_with_its_sentence(desk):
    job = desk.upload(DGN_V8, name="ban_ve.dgn")
    assert job.state == ImportState.FAILED
    assert "DGN V8" in desk.text(job)
    assert "V7 hoặc DXF" in desk.text(job)
    assert import_files.source_of(job).is_file()


def test_check__system_error_is_told_and_can_be_tried_again(desk, monkeypatch):
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


def test_check__wrong_zone_blocks_until_confirmed(desk):
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


def test_check__mapping_by_hand_saved_and_used_again(desk):
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


def test_check__one_field_for_two_columns_is_refused(desk):
    job = desk.upload(desk.loader.frame(1))
    response = desk.post("check", job, **{"map-0": "name", "map-1": "name"})
    assert "cùng được chọn" in response.content.decode()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_check__common_value_for_all_rows(desk):
    frame = desk.loader.frame(1).drop(columns="PHUONG")
    job = desk.upload(frame.drop(columns="geometry").to_csv(index=False).encode(), name="bang.csv")
    assert job.report["counts"]["refused"] == 1
    by_name = {column: field for field, column in job.report["file"]["profile"]["columns"].items()}
    fields = {f"map-{n}": by_name.get(column, "") for n, column in enumerate(job.report["file"]["columns"])}
    job = desk.check(job, **fields, **{"common-unit": "Phường Vũng Tàu"})
    assert job.report["counts"]["new"] == 1


# --- committing ---------------------------------------------------------------------------------------------------


def test_commit__writes_with_the_reason_and_links_the_plots(desk):
    job = desk.upload(desk.loader.frame(2))
    assert "Hãy ghi số quyết định" in desk.post("commit", job, run=job.run, reason=" ").content.decode()
    job = desk.commit(job)
    assert job.state == ImportState.COMMITTED
    version = PlotVersion.objects.filter(code="BRVT-000001").get()
    assert (version.reason, version.actor_label) == (REASON, "manager")
    assert "/plots/BRVT-000001/" in desk.text(job)
    assert desk.client.get("/plots/BRVT-000001/").status_code == 200


def test_commit__same_file_again_changes_nothing(desk):
    frame = desk.loader.frame(2)
    desk.commit(desk.upload(frame))
    again = desk.upload(frame)
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
def test_commit__only_approved_changes_become_versions(desk, fields, renamed):
    desk.commit(desk.upload(desk.loader.frame(2)))
    job = desk.upload(desk.loader.frame(2, TEN=["Tên mới", "Tên mới"]))
    text = desk.text(job)
    assert "<del>Khu đất 1</del>" in text
    assert "<ins>Tên mới</ins>" in text
    job = desk.commit(job, **fields)
    assert set(Plot.objects.filter(name="Tên mới").values_list("code", flat=True)) == renamed
    assert set(job.report["waiting"]) == {"BRVT-000001", "BRVT-000002"} - renamed


def test_commit__plot_changed_since_the_check_stops_everything(desk):
    desk.commit(desk.upload(desk.loader.frame(2)))
    job = desk.upload(desk.loader.frame(2, TEN=["Tên mới", "Tên mới"]))
    revise_plot(actor=None, plot=Plot.objects.get(code="BRVT-000001"), changes={"name": "Người khác sửa"}, reason="r")
    job = desk.commit(job, approve="all")
    assert job.state == ImportState.FAILED
    assert "BRVT-000001" in job.error["detail"]
    assert not Plot.objects.filter(name="Tên mới").exists()
    job = desk.check(job)
    assert desk.commit(job, approve="all").state == ImportState.COMMITTED


def test_commit__register_changed_since_the_check_stops_everything(desk):
    job = desk.upload(desk.loader.frame(2))
    other = desk.upload(desk.loader.frame(1), name="khac.gpkg")
    desk.commit(other)
    job = desk.commit(job)
    assert job.error["code"] == "land.import_moved"
    assert Plot.objects.count() == 1


def test_commit__form_of_an_older_check_is_refused(desk):
    job = desk.upload(desk.loader.frame(1))
    seen = job.run
    job = desk.check(job)
    assert "kiểm tra lại ở nơi khác" in desk.post("commit", job, run=seen, reason=REASON).content.decode()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_commit__faulty_rows_are_kept_for_review_when_asked(desk):
    job = desk.upload(desk.loader.frame(2, DIENTICH=[99_999, 1]), keep_faulty="on")
    assert job.report["counts"]["kept"] == 2
    desk.commit(job)
    assert set(Plot.objects.values_list("review_state", flat=True)) == {"needs_review"}


# --- workers that die, people who change their mind -----------------------------------------------------------------


def test_run__ordered_twice_works_once(desk):
    job = desk.commit(desk.upload(desk.loader.frame(1)))
    tasks.run_import(job=str(job.pk), run=job.run)
    assert Plot.objects.count() == 1


def test_run__abandoned_while_committing_is_undone(desk):
    job = desk.upload(desk.loader.frame(1))
    desk.post("commit", job, run=job.run, reason=REASON)
    job.refresh_from_db()
    claimed = actions.claim_run(job_id=job.pk, run=job.run)
    desk.post("abandon", job)
    with pytest.raises(actions.RunSuperseded), tasks.Pulse(claimed) as pulse:
        actions.finish_commit(job_id=job.pk, run=job.run, load=lambda: tasks._commit(claimed, pulse))
    assert not Plot.objects.exists()
    assert "đã được bỏ" in desk.text(ImportJob.objects.get())


def test_run__silent_worker_is_replaced_and_comes_too_late(desk):
    job = desk.upload(desk.loader.frame(1), work=False)
    dead = actions.claim_run(job_id=job.pk, run=job.run)
    assert "không bị dừng" in desk.post("resume", job).content.decode()
    _silence(job)
    assert desk.page(job, f="json").json()["stalled"]
    desk.post("resume", job)
    job = desk.work(job)
    assert job.state == ImportState.CHECKED
    assert job.run == dead.run + 1
    with pytest.raises(actions.RunSuperseded):
        actions.finish_check(job_id=job.pk, run=dead.run, load=lambda: {"counts": {}})


def test_run__worker_rounds_resume_and_give_up(desk):
    job = desk.upload(desk.loader.frame(1), work=False)
    for _time in range(actions.MOST_RESUMES):
        actions.claim_run(job_id=job.pk, run=job.run)
        _silence(job)
        tasks.resume_imports(0)
        job.refresh_from_db()
        assert job.state == ImportState.CHECKING
    actions.claim_run(job_id=job.pk, run=job.run)
    _silence(job)
    tasks.resume_imports(0)
    job.refresh_from_db()
    assert job.state == ImportState.FAILED
    assert "dừng giữa chừng" in desk.text(job)


def _silence(job):
    job.refresh_from_db()
    past = job.heartbeat_at - timedelta(seconds=actions.STALLED_S + 5)
    ImportJob.objects.filter(pk=job.pk).update(heartbeat_at=past)


def test_progress__as_page_and_as_json(desk):
    job = desk.upload(desk.loader.frame(1), work=False)
    told = desk.page(job, f="json").json()
    assert (told["state"], told["total"]) == ("checking", None)
    assert '<meta http-equiv="refresh"' in desk.text(job)
    actions.claim_run(job_id=job.pk, run=job.run)
    assert actions.beat(job_id=job.pk, run=job.run, step="read", done=2000, total=7500)
    told = desk.page(job, f="json").json()
    assert (told["text"], told["done"], told["total"]) == ("Đọc tệp: 2.000/7.500 dòng", 2000, 7500)


def test_worker__real_process_checks_and_commits(desk):
    job = desk.upload(desk.loader.frame(2), work=False)
    _run_worker()
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED, job.error
    desk.post("commit", job, run=job.run, reason=REASON)
    _run_worker()
    job.refresh_from_db()
    assert job.state == ImportState.COMMITTED, job.error
    assert Plot.objects.count() == 2


def _run_worker():
    database = connection.settings_dict
    parts = {"dbname": database["NAME"], "user": database["USER"], "password": database["PASSWORD"]}
    parts |= {"host": database["HOST"], "port": database["PORT"]}
    environment = os.environ | {
        "DATABASE_URL": make_conninfo("", **{name: value for name, value in parts.items() if value}),
        "DATA_DIR": str(django_settings.DATA_DIR),
        "SECRET_KEY": "tests",
        "DJANGO_SETTINGS_MODULE": "gis.settings.base",
    }
    arguments = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot", "-q", actions.QUEUE]
    done = subprocess.run(
        arguments, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, timeout=90, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


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
    "file": {"format": "CSV", "columns": ["Ten"], "profile": {"columns": {"name": "Ten"}}, "system": "", "encoding": ""},
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
