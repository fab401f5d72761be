"""A file that was uploaded is checked, and what the person approved is written."""

import json
from datetime import date

import geopandas as gpd
import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from gis import crs
from land import import_files, tasks
from land.actions import imports as actions
from land.actions import revise_plot
from land.errors import ImportMoved
from land.models import ImportProfile, Plot, PlotVersion
from land.workflow import ImportState
from tests.database.land.import_desk import REASON, desk  # noqa: F401 - fixtures

DGN_V8 = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)

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
    english = desk.client.get(reverse("import", args=[job.pk]), headers={"Accept-Language": "en"}).content.decode()
    assert "The system failed while it worked on the file" in english
    assert "Lỗi hệ thống" not in english
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


def changed_again(desk):  # noqa: F811
    """Two plots in the register, and a file in which one of them has become vacant."""
    desk.commit(desk.upload(desk.loader.frame(2)))
    frame = desk.loader.frame(2, HIENTRANG=["trống", None])
    return desk.upload(frame)


def test_commit__changes_hold_from_the_day_given(desk):  # noqa: F811
    job = changed_again(desk)
    page = desk.text(job)
    assert "Có hiệu lực từ ngày" in page
    assert f'value="{timezone.localdate():%d/%m/%Y}"' in page
    job = desk.commit(job, approve="all", valid_from="01/03/2026")
    assert job.state == "committed", job.error
    plot = Plot.objects.get(name="Khu đất 1")
    assert plot.use_state == "vacant"
    rows = PlotVersion.objects.filter(plot=plot)
    assert rows.valid_on(date(2026, 2, 28)).get().use_state == ""
    assert rows.valid_on(date(2026, 3, 1)).get().use_state == "vacant"


def test_commit__without_a_day_the_record_was_wrong_all_the_time(desk):  # noqa: F811
    desk.commit(changed_again(desk), approve="all", valid_from="")
    rows = PlotVersion.objects.filter(plot__name="Khu đất 1")
    assert rows.valid_on(date(2026, 2, 28)).get().use_state == "vacant"


@pytest.mark.parametrize(
    ("day", "said"), [("01/01/2099", "Ngày có hiệu lực không được sau hôm nay"), ("hôm qua", "hôm qua")]
)
def test_commit__a_day_that_cannot_be_is_said(desk, day, said):  # noqa: F811
    job = changed_again(desk)
    answer = desk.post("commit", job, run=job.run, reason="QĐ 1", approve="all", valid_from=day)
    assert said in answer.content.decode()
    job.refresh_from_db()
    assert job.state == "checked"


def test_commit__somebody_elses_change_meanwhile_is_still_noticed(desk):  # noqa: F811
    job = changed_again(desk)
    revise_plot(actor=None, plot=Plot.objects.get(name="Khu đất 1"), changes={"address": "Đường A"}, reason="r")
    job = desk.commit(job, approve="all", valid_from="01/03/2026")
    assert (job.state, job.error["code"]) == ("failed", "land.import_moved")
