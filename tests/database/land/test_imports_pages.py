"""The import desk: who gets in, the table of states, uploading, no page that needs a laxer policy."""

from itertools import product
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.roles import Role
from land import import_files, policies
from land.actions import imports as actions
from land.actions.import_profiles import save_import_profile
from land.errors import ImportStep
from land.models import ImportJob, ImportProfile
from land.pages import uploads
from land.workflow import IMPORT_AFTER, ImportState
from tests.database.land.import_desk import REASON, desk  # noqa: F401 - fixtures
from tests.factories import land as factories

DGN_V8 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)

# --- who ----------------------------------------------------------------------------------------------------------

ADDRESSES = [
    ("get", "imports", ()),
    ("post", "imports", ()),
    *[("get", name, "job") for name in ("import",)],
    *[("post", f"import-{name}", "job") for name in ("check", "commit", "changes", "abandon", "resume", "profile")],
    ("get", "import-refused", "csv"),
    ("get", "import-changes-table", "job"),
    ("post", "import-profile-drop", "profile"),
]


@pytest.fixture
def kept(db, data_dir):
    """One upload and one profile of a land manager."""
    owner = factories.person("owner", Role.LAND_MANAGER)
    job = actions.upload_import(actor=owner, file_name="a.csv", pieces=[b"Ten\nA\n"])
    profile = save_import_profile(actor=owner, name="Mẫu", mapping={"columns": {"name": "Ten"}})
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
        ImportState.COMMITTING: lambda: actions.start_commit(
            actor=job.actor, job=job, decisions={}, reason="r", seen_run=job.run
        ),
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


def test_desk__older_uploads_are_on_the_next_page(client, kept, monkeypatch):
    monkeypatch.setattr("land.pages.imports._LISTED", 2)
    owner = ImportJob.objects.get().actor
    for name in ("b.csv", "c.csv"):
        actions.upload_import(actor=owner, file_name=name, pieces=[b"Ten\nA\n"])
    client.force_login(owner)
    first, second = (client.get(f"/imports/?page={page}").content.decode() for page in (1, 2))
    assert [name for name in ("a.csv", "b.csv", "c.csv") if name in first] == ["b.csv", "c.csv"]
    assert [name for name in ("a.csv", "b.csv", "c.csv") if name in second] == ["a.csv"]
    assert 'href="?page=2"' in first
