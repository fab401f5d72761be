"""The desk of reference layers: who is let in, a file from upload to commit, refusals with their mend, withdrawal."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Event
from land.actions import imports as actions
from land.actions import withdraw_reference
from land.models import CadastralParcel, ImportJob, PlanZone, ReferenceSet
from land.workflow import ImportState, ImportTarget, ReferenceKind
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_desk import (
    ANY_LAYER,
    DETAILS,
    LOADERS,
    commit,
    content,
    page,
    plan,
    post,
    send,
    shapes_of,
    uploaded,
    work,
)
from tests.database.land.reference_sets import ROWS, WARD, load, parcel, zone
from tests.database.land.rights import who_may

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("data_dir")]

# --- who ----------------------------------------------------------------------------------------------------------


def test_desk__open_to_whoever_may_load_and_to_nobody_else(client, people):
    for name, user in people.items():
        client.logout()
        if name == "anonymous":
            assert client.get("/desk/reference/")["Location"].startswith("/accounts/sign-in/")
            continue
        client.force_login(user)
        for address in ("/desk/reference/", "/desk/reference/new/"):
            assert client.get(address).status_code == (200 if name in LOADERS else 404), (name, address)
        assert ('href="/desk/reference/"' in text_of(client.get("/accounts/"))) is (name in LOADERS), name


@pytest.mark.parametrize("kind", ReferenceKind)
def test_actions__uploading_and_withdrawing_of_every_role(people, kind):
    own = ANY_LAYER | ({"registration_office"} if kind == ReferenceKind.PARCELS else set())
    made = load(ROWS[kind], kind=kind, unit_id=WARD).set
    options = {"kind": kind.value, "unit_id": WARD}

    def upload(user):
        actions.upload_import(
            actor=user, file_name="a.csv", pieces=[b"a"], options=options, target=ImportTarget.REFERENCE
        )

    assert who_may(people, upload) == own
    assert who_may(people, lambda user: withdraw_reference(actor=user, reference=made, reason="r")) == own


def test_actions__another_unit_is_not_the_registration_offices(people, register):
    other = {"kind": "parcels", "unit_id": register.neighbour.pk}

    def upload(user):
        actions.upload_import(
            actor=user, file_name="a.csv", pieces=[b"a"], options=other, target=ImportTarget.REFERENCE
        )

    assert who_may(people, upload) == ANY_LAYER
    assert (
        who_may(
            people,
            lambda user: actions.upload_import(
                actor=user,
                file_name="a.csv",
                pieces=[b"a"],
                options={"kind": "parcels", "unit_id": ""},
                target=ImportTarget.REFERENCE,
            ),
        )
        == ANY_LAYER
    )


def test_pages__registration_office_sees_its_own_uploads_and_withdraws_its_own_sets(client, people, register, tmp_path):
    client.force_login(people["planner"])
    plans = uploaded(client, plan(tmp_path))
    theirs = load([parcel("9", "9", unit=register.neighbour.pk)], kind="parcels", unit_id=register.neighbour.pk).set
    own = load([parcel("1", "1")], kind="parcels", unit_id=WARD).set
    client.force_login(people["registration_office"])
    assert client.get(reverse("reference-upload", args=[plans.pk])).status_code == 404
    assert post(client, "commit", plans, run=plans.run).status_code == 404
    assert client.get(reverse("reference-withdraw", args=[theirs.pk])).status_code == 403
    assert client.post(reverse("reference-withdraw", args=[own.pk]), {"reason": "Nạp nhầm tờ"}).status_code == 302
    assert ReferenceSet.objects.get(pk=own.pk).withdrawn_at
    assert "Nạp nhầm tờ" in text_of(client.get("/desk/reference/?state=withdrawn"))
    form = text_of(client.get("/desk/reference/new/"))
    assert "Quy hoạch phân khu" not in form
    assert register.neighbour.name not in form
    answer = send(client, plan(tmp_path), kind="parcels", unit=register.neighbour.pk)
    assert answer.status_code == 400


def test_import_desk__shows_no_reference_upload(client, people, tmp_path):
    client.force_login(people["land_manager"])
    job = uploaded(client, plan(tmp_path))
    assert client.get(reverse("import", args=[job.pk])).status_code == 404
    assert "qh.gpkg" not in text_of(client.get("/imports/"))


# --- a file's way ---------------------------------------------------------------------------------------------------


def test_load__checked_looked_at_and_committed_by_the_worker(planner, people, tmp_path):
    old = load([zone("TSC")], unit_id=WARD, end=date(2031, 1, 1)).set
    job = uploaded(planner, plan(tmp_path), scale="5000", last_day="31/12/2030")
    assert (job.state, job.report["counts"]["new"]) == (ImportState.CHECKED, 2)
    told = page(planner, job)
    assert f"{old.code}." in told
    assert not PlanZone.objects.exclude(set=old).exists()
    job, _told = commit(planner, job, reason="Theo công văn 5")
    assert job.state == ImportState.COMMITTED, job.error
    made = ReferenceSet.objects.exclude(pk=old.pk).get()
    assert (made.row_count, made.scale, made.unit_id, made.source) == (2, 5000, WARD, "qh.gpkg")
    assert (str(made.period.lower), str(made.period.upper)) == ("2026-02-01", "2031-01-01")
    assert made.loaded_by == "planner"
    event = Event.objects.get(verb="reference.loaded", subject_id=str(made.pk))
    assert (event.actor_label, event.reason) == ("planner", "Theo công văn 5")
    assert made.code in page(planner, job)
    listed = text_of(planner.get("/desk/reference/"))
    assert all(words in listed for words in (made.code, old.code, "12/QĐ-UBND", "planner", "Hết hiệu lực"))


def test_load__refused_rows_need_a_word_and_come_as_a_file(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", "", "?!"], TENCHU=["Ông A", "Bà B", "Bà C"]))
    told = page(planner, job)
    assert "thiếu mã loại đất quy hoạch" in told
    assert "the planned land-use code is missing" in page(_english(planner), job)
    del planner.cookies["django_language"]
    lines = content(planner.get(reverse("reference-refused", args=[job.pk, "csv"]))).decode("utf-8-sig").splitlines()
    assert lines[0] == "Dòng,Lý do,LoaiDat"
    assert [line.split(",")[0] for line in lines[1:]] == ["2", "3"]
    assert "Bà B" not in str(job.report) + "".join(lines), "no person's name is repeated"
    job_after, told = commit(planner, job)
    assert job_after.state == ImportState.CHECKED
    assert "Có dòng bị từ chối" in text_of(told)
    job, _told = commit(planner, job, skip_refused="on")
    assert PlanZone.objects.count() == 1


def _english(client):
    client.cookies["django_language"] = "en"
    return client


def test_load__columns_that_are_not_known_are_chosen_on_the_page(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, F1=["ODT", "CGT"], F2=["a", "b"]))
    assert job.state == ImportState.FAILED
    told = page(planner, job)
    assert "Không tìm thấy cột cho: Mã loại đất" in told
    assert "--column" not in told
    post(planner, "check", job, **DETAILS, **{"column-0": "code", "column-1": "code"})
    job.refresh_from_db()
    assert job.state == ImportState.FAILED, "one field twice"
    post(planner, "check", job, **DETAILS, **{"column-0": "code", "column-1": "label"})
    job, _told = commit(planner, work(job))
    assert list(PlanZone.objects.values_list("land_use_code", "label")) == [("ODT", "a"), ("CGT", "b")]


def test_load__what_names_told_is_kept_where_a_person_adds_the_rest(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, srid=9210, SOTO=["1"], F2=["7"]), kind="parcels")
    assert job.error["code"] == "reference_columns"
    assert '<option value="sheet_number" selected>' in page(planner, job)
    columns = {"column-0": "sheet_number", "column-1": "parcel_number"}
    post(planner, "check", job, **DETAILS | {"kind": "parcels"}, **columns)
    job = work(job)
    assert job.error["code"] == "reference_system"
    assert '<option value="parcel_number" selected>' in page(planner, job)
    post(planner, "check", job, **DETAILS | {"kind": "parcels"}, **columns, srid="5899")
    commit(planner, work(job))
    assert CadastralParcel.objects.get().parcel_number == "7"


def test_load__another_layer_finds_its_columns_anew(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT"], SOTO=["1"], SOTHUA=["7"]))
    post(planner, "check", job, **DETAILS | {"kind": "parcels"}, **{"column-0": "code"})
    commit(planner, work(job))
    assert CadastralParcel.objects.get().parcel_number == "7"


def test_load__a_wrong_zone_is_told_and_the_right_one_offered(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, srid=9210))
    assert job.state == ImportState.FAILED
    told = page(planner, job)
    assert "--srid" not in told
    assert '<option value="5899" selected>' in told
    assert " data-whole" in told
    assert "Hình theo cách đọc hiện tại" in told
    assert [shape["properties"]["kind"] for shape in shapes_of(planner, job)] == ["kept", "kept"]
    area, dot = shapes_of(planner, job)[0]["geometry"]["geometries"]
    assert (area["type"], dot["type"]) == ("Polygon", "Point")
    assert dot["coordinates"][0] == pytest.approx(105.08, abs=0.01), "where the file says it is, two degrees off"
    post(planner, "check", job, **DETAILS, **{"column-0": "code"}, srid="5899")
    job, _told = commit(planner, work(job))
    assert PlanZone.objects.count() == 2


def test_load__what_breaks_in_telling_a_refusal_ends_the_run_and_is_told(planner, tmp_path, monkeypatch):
    """Otherwise the upload would stand as being checked until it is given up as stalled."""

    def full(*_args):
        raise OSError("no space left")

    monkeypatch.setattr("land.reference_runs.write_doubtful", full)
    with pytest.raises(OSError, match="no space"):
        uploaded(planner, plan(tmp_path, srid=9210))
    job = ImportJob.objects.get()
    assert job.state == ImportState.FAILED
    assert "Lỗi hệ thống khi xử lý tệp" in page(planner, job)


def test_load__another_version_of_the_same_day_is_told_in_the_readers_language(planner, tmp_path):
    load([zone("TSC")], unit_id=WARD, start=date(2026, 2, 1))
    job = uploaded(planner, plan(tmp_path))
    assert job.state == ImportState.FAILED
    assert "đã có hiệu lực từ cùng ngày" in page(planner, job)
    assert "same day" in page(_english(planner), job)


def test_load__the_same_file_again_has_nothing_to_load(planner, tmp_path):
    path = plan(tmp_path)
    commit(planner, uploaded(planner, path))
    again = uploaded(planner, path)
    assert "đã được nạp vào TC-" in page(planner, again)
    job_after, _told = commit(planner, again)
    assert job_after.state == ImportState.CHECKED
    assert ReferenceSet.objects.count() == 1


def test_load__a_series_of_another_layer_cannot_be_ended(client, people, tmp_path):
    victim = load([zone("TSC")], kind="zoning_plan", unit_id=WARD).set
    client.force_login(people["registration_office"])
    path = plan(tmp_path, SOTO=["1"], SOTHUA=["2"])
    job = uploaded(client, path, kind="parcels", series=victim.series)
    assert job.state == ImportState.FAILED
    assert "lớp hoặc địa bàn khác" in page(client, job)
    assert ReferenceSet.objects.get(pk=victim.pk).period.upper is None


def test_load__parcels_of_the_office(client, people, tmp_path):
    client.force_login(people["registration_office"])
    job, _told = commit(client, uploaded(client, plan(tmp_path, SOTO=["1"], SOTHUA=["2"]), kind="parcels"))
    assert CadastralParcel.objects.get().unit_id == WARD
    assert job.state == ImportState.COMMITTED


def test_upload__wrong_details_are_said_at_the_field_and_nothing_is_stored(planner, tmp_path, data_dir):
    answer = send(planner, plan(tmp_path), last_day="01/01/2026", decision_number="")
    assert answer.status_code == 400
    told = text_of(answer)
    assert "phải sau ngày có hiệu lực" in told
    assert "Hãy điền ô này" in told
    answer = send(planner, SimpleUploadedFile("anh.pdf", b"%PDF-1.7"))
    assert "Không nhận tệp" in text_of(answer)
    assert not ImportJob.objects.exists()
    assert not (data_dir / "imports").exists() or not list((data_dir / "imports").iterdir())


def test_upload__given_up(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path))
    assert "đã được bỏ" in text_of(post(planner, "abandon", job))
    assert "qh.gpkg" not in text_of(planner.get("/desk/reference/"))
    assert not ReferenceSet.objects.exists()


# --- withdrawal -----------------------------------------------------------------------------------------------------


def test_withdraw__needs_a_reason_and_is_done_once(planner):
    made = load([zone("ODT")], unit_id=WARD).set
    address = reverse("reference-withdraw", args=[made.pk])
    assert planner.post(address, {"reason": " "}).status_code == 400
    assert planner.post(address, {"reason": "Nạp nhầm tệp"}).status_code == 302
    assert Event.objects.get(verb="reference.withdrawn").reason == "Nạp nhầm tệp"
    assert planner.post(address, {"reason": "lại"}).status_code == 403
    standing = text_of(planner.get("/desk/reference/"))
    assert "Không có bộ dữ liệu nào khớp" in standing
    assert "Nạp nhầm tệp" in text_of(planner.get("/desk/reference/?state=all"))


def test_desk__empty_says_what_to_do(planner):
    assert "Chưa nạp bộ dữ liệu nào" in text_of(planner.get("/desk/reference/"))
