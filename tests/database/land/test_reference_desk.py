"""The desk of reference layers: who is let in, a file from upload to commit, refusals with their mend, withdrawal."""

import json
from datetime import date

import geopandas as gpd
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from shapely.geometry import LineString

from audit.models import Event
from gis import crs
from land import reference_preview, tasks
from land.actions import imports as actions
from land.actions import withdraw_reference
from land.actions.import_profiles import drop_import_profile, save_import_profile
from land.models import CadastralParcel, ImportJob, ImportProfile, PlanZone, ReferenceSet
from land.workflow import ImportState, ImportTarget, ReferenceKind
from tests import places
from tests.database.land.lease_desk import text_of
from tests.database.land.reference_sets import ROWS, WARD, load, parcel, zone
from tests.database.land.rights import who_may

pytestmark = pytest.mark.django_db(transaction=True)

LOADERS = {"land_manager", "planner", "registration_office"}
ANY_LAYER = {"land_manager", "planner"}
DETAILS = {
    "kind": "land_use_plan",
    "unit": WARD,
    "title": "Quy hoạch sử dụng đất đến 2030",
    "decision_number": "12/QĐ-UBND",
    "decision_on": "01/02/2026",
    "issuer": "UBND Thành phố",
    "factor": "1",
}


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


@pytest.fixture
def planner(client, people):
    client.force_login(people["planner"])
    return client


def plan(tmp_path, name="qh.gpkg", srid=crs.LEGAL.epsg, **columns):
    columns = columns or {"LoaiDat": ["ODT", "CGT"]}
    shapes = [places.square(places.VUNG_TAU, 20, 20 * n).geoms[0] for n in range(len(next(iter(columns.values()))))]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=f"EPSG:{srid}").to_file(tmp_path / name)
    return tmp_path / name


def send(client, path, **values):
    content = path if isinstance(path, SimpleUploadedFile) else SimpleUploadedFile(path.name, path.read_bytes())
    return client.post("/desk/reference/new/", {**DETAILS, **values, "file": content})


def uploaded(client, path, **values):
    """An upload that was checked."""
    answer = send(client, path, **values)
    assert answer.status_code == 302, text_of(answer)
    return work(ImportJob.objects.latest("uploaded_at"))


def work(job):
    job.refresh_from_db()
    tasks.run_import(job=str(job.pk), run=job.run)
    job.refresh_from_db()
    return job


def post(client, verb, job, **fields):
    return client.post(reverse(f"reference-{verb}", args=[job.pk]), fields, follow=True)


def commit(client, job, **fields):
    told = post(client, "commit", job, run=job.run, **fields)
    return work(job), told


def page(client, job):
    return text_of(client.get(reverse("reference-upload", args=[job.pk])))


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


def content(answer):
    return b"".join(answer.streaming_content)


def shapes_of(client, job):
    return json.loads(content(client.get(reverse("reference-upload", args=[job.pk]), {"f": "geojson"})))["features"]


def test_preview__good_and_refused_shapes_apart_before_anything_is_loaded(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", "", "CGT"], TenKhu=["Khu ở", "", ""]))
    told = [
        (shape["properties"]["kind"], shape["properties"]["row"], shape["properties"].get("name"))
        for shape in shapes_of(planner, job)
    ]
    assert told == [("refused", 2, None), ("new", 1, "ODT Khu ở"), ("new", 3, "CGT")]
    longitude, latitude = shapes_of(planner, job)[1]["geometry"]["coordinates"][0][0][0]
    assert (longitude, latitude) == pytest.approx((107.08, 10.35), abs=0.01)
    shown = page(planner, job)
    address = reverse("reference-upload", args=[job.pk])
    assert f'data-shapes="{address}?f=geojson"' in shown, "the page of a wrong form has another address"
    assert "Khu đất mới" not in shown
    assert shown.count("data-at=") == 1
    assert planner.get(address, {"f": "borders"}).json()["type"] == "FeatureCollection"
    job, _told = commit(planner, job, skip_refused="on")
    assert "data-shapes" not in page(planner, job)


def test_preview__lines_of_roads_and_a_row_for_a_price_table_without_shapes(planner, tmp_path):
    x, y = places.VUNG_TAU
    lines = [LineString([(x, y), (x + 50, y)]), LineString([(x, y + 30), (x + 50, y + 30)])]
    path = tmp_path / "lo_gioi.gpkg"
    gpd.GeoDataFrame({"TenDuong": ["Lê Lợi", ""]}, geometry=lines, crs=f"EPSG:{crs.LEGAL.epsg}").to_file(path)
    job = uploaded(planner, path, kind="road_lines")
    kinds = [(shape["properties"]["kind"], shape["geometry"]["type"]) for shape in shapes_of(planner, job)]
    assert kinds == [("refused", "LineString"), ("new", "MultiLineString")]
    prices = SimpleUploadedFile("gia.csv", "Khu vực;Loại đất;Giá\nKhu vực 1;ONT;500000\nKhu vực 2;ONT;\n".encode())
    job = uploaded(planner, prices, kind="land_price")
    assert (job.report["shapes"], job.report["files"]) == (0, ["refused_csv"])
    assert "data-shapes" not in page(planner, job)
    assert planner.get(reverse("reference-refused", args=[job.pk, "gpkg"])).status_code == 404


def test_preview__of_a_large_file_reaches_its_end(planner, tmp_path, monkeypatch):
    monkeypatch.setattr(reference_preview, "MOST_FEATURES", 3)
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT"] * 5))
    assert [shape["properties"]["row"] for shape in shapes_of(planner, job)] == [1, 3, 5]


def test_preview__is_of_nobody_who_may_not_see_the_upload(planner, people, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", ""]))
    for name, user in people.items():
        planner.logout()
        if name != "anonymous":
            planner.force_login(user)
        expected = 302 if name == "anonymous" else 200 if name in ANY_LAYER else 404
        for address in (
            reverse("reference-upload", args=[job.pk]) + "?f=geojson",
            reverse("reference-upload", args=[job.pk]) + "?f=borders",
            reverse("reference-refused", args=[job.pk, "gpkg"]),
        ):
            assert planner.get(address).status_code == expected, (name, address)


def test_load__refused_shapes_are_mended_in_a_gis_and_come_back(planner, tmp_path):
    job = uploaded(planner, plan(tmp_path, LoaiDat=["ODT", "", "?!"], TENCHU=["Ông A", "Bà B", "Bà C"]))
    package = tmp_path / "dong-bi-tu-choi.gpkg"
    package.write_bytes(content(planner.get(reverse("reference-refused", args=[job.pk, "gpkg"]))))
    frame = gpd.read_file(package)
    assert list(frame.columns) == ["Dòng", "Lý do", "LoaiDat", "geometry"], "no person's name is repeated"
    assert list(frame["Dòng"]) == ["2", "3"]
    assert "thiếu mã loại đất" in frame["Lý do"][0]
    assert [round(area) for area in frame.area] == [400, 400]
    frame["LoaiDat"] = ["CGT", "TSC"]
    frame.to_file(package, layer="qh")
    again = uploaded(planner, package, title="Phần đã sửa", decision_on="02/02/2026")
    assert again.report["counts"] == {"read": 2, "new": 2, "refused": 0, "mended": 0}


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


# --- saved mappings ---------------------------------------------------------------------------------------------------


def keep(user, name, kind="land_use_plan", **mapping):
    """A saved mapping of a reference layer."""
    columns = mapping.pop("columns", {"code": "F1", "label": ""})
    return save_import_profile(
        actor=user, name=name, mapping={"columns": columns, **mapping}, target=ImportTarget.REFERENCE, kind=kind
    )


def test_profile__mapped_once_by_hand_and_used_for_the_next_file(planner, tmp_path):
    assert 'name="profile"' not in text_of(planner.get("/desk/reference/new/"))
    path = plan(tmp_path, F1=["ODT", "CGT"], TenKhu=["a", "b"])
    job = uploaded(planner, path)
    columns = {"column-0": "code", "column-1": ""}
    post(planner, "check", job, **DETAILS, **columns, encoding="utf-8")
    job = work(job)
    told = text_of(post(planner, "profile", job, name=" Sở  NN&MT "))
    assert "Đã lưu hồ sơ ánh xạ “Sở NN&amp;MT”" in told
    assert Event.objects.get(verb="import.profile_saved").subject_label == "Sở NN&MT"
    kept = ImportProfile.objects.get()
    assert (kept.kind, kept.mapping["columns"]["code"], kept.mapping["encoding"]) == ("land_use_plan", "F1", "utf-8")
    again = uploaded(planner, path, kind="zoning_plan", profile=kept.pk)
    assert again.state == ImportState.CHECKED, again.error
    assert again.report["file"]["fields"] == {"code": "F1"}, "the name of a zone was switched off"
    listed = text_of(planner.get("/desk/reference/"))
    assert "Sở NN&amp;MT" in listed
    assert planner.post(reverse("reference-profile-drop", args=[kept.pk])).status_code == 302
    assert Event.objects.filter(verb="import.profile_dropped").exists()
    assert not ImportProfile.objects.exists()


def test_profile__what_the_form_says_stands_over_it(planner, people, tmp_path):
    kept = keep(people["planner"], "Múi 105", srid="9210")
    path = plan(tmp_path, F1=["ODT"])
    assert uploaded(planner, path, profile=kept.pk).error["code"] == "reference_system"
    assert uploaded(planner, path, profile=kept.pk, srid="5899").state == ImportState.CHECKED


def test_profile__of_a_layer_with_other_fields_is_said_at_the_field(planner, people, tmp_path):
    kept = keep(people["planner"], "Thửa", kind="parcels", columns={"sheet_number": "A", "parcel_number": "B"})
    answer = send(planner, plan(tmp_path), profile=kept.pk)
    assert answer.status_code == 400
    assert "là của lớp “Bản đồ địa chính (thửa đất)”" in text_of(answer)
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize("kind", ReferenceKind)
def test_profile__kept_by_whoever_may_load_the_layer(people, kind):
    own = ANY_LAYER | ({"registration_office"} if kind == ReferenceKind.PARCELS else set())
    assert who_may(people, lambda user: keep(user, "A", kind=kind)) == own
    kept = keep(people["planner"], "A", kind=kind)
    seen = {
        name
        for name, user in people.items()
        if ImportProfile.objects.visible_to(user, ImportTarget.REFERENCE).filter(pk=kept.pk).exists()
    }
    assert seen == own
    assert who_may(people, lambda user: drop_import_profile(actor=user, profile=kept)) == {"planner"}


def test_profile__of_plots_and_of_layers_do_not_meet(client, people):
    keep(people["land_manager"], "Mẫu")
    plots = save_import_profile(actor=people["land_manager"], name="Mẫu", mapping={"columns": {"name": "TEN"}})
    client.force_login(people["planner"])
    assert str(plots.pk) not in text_of(client.get("/desk/reference/new/"))
    assert client.post(reverse("reference-profile-drop", args=[plots.pk])).status_code == 404
    client.force_login(people["land_manager"])
    assert text_of(client.get("/imports/")).count("<option") == 2
    assert ImportProfile.objects.count() == 2


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
