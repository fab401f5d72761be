"""An export that was edited comes back: shown as before and after, and only what was approved becomes versions."""

from decimal import Decimal

import openpyxl
import pytest
import shapely
from django.utils import translation

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from gis import crs
from land.exports.register import export
from land.layers import FIELDS, PLOTS
from land.loading import changed
from land.models import Plot
from tests.database.loading.conftest import codes, plot


def exported(loader, name="xuat.gpkg", headings="name"):
    """What the export gives a land manager: every field of the layer, and the boundary."""
    with translation.override("vi"):
        titles = {item.name: str(item.title) if headings == "title" else item.name for item in FIELDS}
    rows = list(Plot.objects.active().order_by("number").values(**{f"f_{f.name}": f.expression() for f in FIELDS}))
    shapes = [shapely.from_wkb(bytes(plot.geom.wkb)) for plot in Plot.objects.order_by("number")]
    columns = {titles[f.name]: [_plain(row[f"f_{f.name}"]) for row in rows] for f in FIELDS}
    return columns, shapes


def _plain(value):
    if isinstance(value, Decimal):
        return float(value)
    return ";".join(value) if isinstance(value, list) else value


@pytest.fixture
def stored(loader):
    loader.load(loader.frame(3, GHICHU=["a", "b", "c"], TINHTRANG=["Tranh chấp", None, None]))
    return loader


def frame_of(loader, count=3):
    columns, shapes = exported(loader)
    return loader.frame(count, geometry=shapes).iloc[:, -1:].assign(**columns)


def test_round_trip__untouched_export_changes_nothing(stored):
    report = stored.load(frame_of(stored), decisions={"*": "accept"})
    assert report.changes == []
    assert report.counts["same"] == 3
    assert report.revised == []


def test_round_trip__xlsx_with_vietnamese_headings_changes_nothing(stored, tmp_path):
    columns, _shapes = exported(stored, headings="title")
    book = openpyxl.Workbook()
    book.active.append(list(columns))
    for row in zip(*columns.values(), strict=True):
        book.active.append(list(row))
    book.save(tmp_path / "xuat.xlsx")
    report = stored.load(tmp_path / "xuat.xlsx", decisions={"*": "accept"})
    assert report.changes == []
    assert report.counts["same"] == 3


def test_round_trip__geojson_in_degrees_changes_nothing(stored):
    frame = frame_of(stored)
    frame.geometry = crs.transform(frame.geometry.to_numpy(), crs.LEGAL, crs.CRS84)
    frame = frame.set_crs("EPSG:4326", allow_override=True)
    path = stored.folder / "xuat.geojson"
    frame.to_file(path, driver="GeoJSON", engine="pyogrio")
    assert stored.load(path, decisions={"*": "accept"}).counts["same"] == 3


def test_round_trip__changes_wait_until_somebody_approves(stored):
    frame = frame_of(stored)
    first, second = (Plot.objects.get(name=f"Khu đất {number}") for number in (1, 2))
    frame.loc[0, "use_state"] = "vacant"
    frame.loc[0, "note"] = ""
    frame.loc[1, "land_use"] = "CLN"
    frame.loc[1, "geometry"] = shapely.box(*plot(100).bounds)
    frame.loc[1, "area_legal_m2"] = 1470.0
    path = stored.write(frame, "sua.gpkg")
    waiting = stored.load(path)
    assert waiting.waiting == [first.code, second.code]
    assert set(Plot.objects.values_list("version", flat=True)) == {1}
    told = {change["code"]: change for change in waiting.changes}
    assert [(item["name"], item["before"], item["after"]) for item in told[first.code]["fields"]] == [
        ("note", "a", ""),
        ("use_state", "", "vacant"),
    ]
    moved = plot(100).symmetric_difference(shapely.box(*plot(100).bounds)).area
    assert told[second.code]["geometry"]["moved_m2"] == pytest.approx(moved, abs=0.1)
    assert told[second.code]["geometry"]["after"]["type"] == "MultiPolygon"
    report = stored.load(path, decisions={second.code: "accept"}, reason="Đo lại")
    assert report.revised == [second.code]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.version, first.use_state) == (1, "")
    assert (second.version, second.land_use_id) == (2, "CLN")
    assert second.geom.area == pytest.approx(shapely.box(*plot(100).bounds).area)
    assert second.versions.get(version=2).reason == "Đo lại"


def test_round_trip__neighbours_may_exchange_ground(stored):
    frame = frame_of(stored)
    frame["area_legal_m2"] = None
    frame.loc[[0, 1], "geometry"] = [frame.loc[1, "geometry"], frame.loc[0, "geometry"]]
    report = stored.load(frame, decisions={"*": "accept"})
    assert codes(report) == []
    assert len(report.revised) == 3
    assert Plot.objects.get(name="Khu đất 1").geom.extent[0] == pytest.approx(plot(100).bounds[0])


def test_round_trip__list_of_another_office_does_not_empty_fields(stored, tmp_path):
    path = tmp_path / "ds.csv"
    path.write_text("Phường xã,Số tờ,Số thửa,Ghi chú,Hiện trạng\nPhường Vũng Tàu,12,1,,trống\n", encoding="utf-8")
    report = stored.load(path)
    assert [item["name"] for item in report.changes[0]["fields"]] == ["use_state"]


def test_round_trip__code_of_nobody_and_code_twice(stored):
    frame = frame_of(stored)
    frame.loc[0, "code"] = "BRVT-999999"
    frame.loc[2, "code"] = frame.loc[1, "code"]
    report = stored.load(frame)
    assert "code_unknown" in codes(report, 1)
    assert "duplicate_code" in codes(report, 2)
    assert "duplicate_code" in codes(report, 3)


def test_round_trip__ended_plot(stored):
    frame = frame_of(stored)
    Plot.objects.filter(name="Khu đất 1").update(status="removed")
    assert codes(stored.load(frame), 1) == ["code_ended"]


def test_round_trip__a_record_that_needed_review_is_settled_by_a_good_row(loader):
    loader.load(loader.frame(1, LOAIDAT=["QQQ"]), keep_faulty=True)
    assert Plot.objects.get().review_state == "needs_review"
    report = loader.load(loader.frame(1), decisions={"*": "accept"})
    entered = Plot.objects.get()
    assert report.revised == [entered.code]
    assert (entered.review_state, entered.review_notes, entered.land_use_id) == ("checked", [], "ODT")


DOORS = {"xlsx": ".xlsx", "gpkg": ".gpkg", "geojson": ".geojson", "shp": ".zip", "csv": ".csv", "csv-machine": ".csv"}


@pytest.fixture
def mixed(loader):
    """Plots with and without a boundary, with agencies, dates, flags and a long note."""
    frame = loader.frame(
        3,
        GHICHU=["a", "dài " * 90, None],
        DONVIQUANL=["ttptqd", None, "ttptqd"],
        SOQD=["12/QĐ-UBND", None, None],
        NGAYQD=["2024-07-03", None, None],
        HIENTRANG=["Đất trống", "Cho thuê ngắn hạn", None],
        TINHTRANG=["Tranh chấp; Bị lấn, chiếm", None, None],
    )
    loader.load(frame)
    path = loader.folder / "ds.csv"
    path.write_text('Tên khu đất,Phường xã,Diện tích\nChợ,P. Thắng Tam,"1.234,5"\n', encoding="utf-8")
    loader.load(path)
    return loader


@pytest.mark.parametrize("door", DOORS)
def test_round_trip__every_door_out_leads_back_in(door, mixed, people):
    rows = PLOTS.rows(people).order_by("number")
    download = export(door, layer=PLOTS, queryset=rows, user=people, title="Khu đất", filter_text="", today=mixed.today)
    path = mixed.folder / f"xuat{DOORS[door]}"
    path.write_bytes(download.content())
    report = mixed.load(path, decisions={"*": "accept"})
    assert report.counts["read"] == 4
    assert codes(report) == []
    assert report.changes == []
    assert report.counts["same"] == 4


def test_round_trip__edited_label_beside_a_code_is_told(mixed, people):
    rows = PLOTS.rows(people).order_by("number")
    download = export("xlsx", layer=PLOTS, queryset=rows, user=people, title="K", filter_text="", today=mixed.today)
    path = mixed.folder / "xuat.xlsx"
    path.write_bytes(download.content())
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == "Hiện trạng (tên)")
    sheet.cell(2, column).value = "Cho mượn"
    book.save(path)
    report = mixed.load(path)
    assert report.by_code["label_differs"] == 1
    assert report.changes == []


@pytest.fixture
def people(db):
    manager = User.objects.create(username="manager")
    RoleAssignment.objects.create(user=manager, role=Role.LAND_MANAGER)
    return manager


def test_round_trip__the_report_folder_holds_every_change_and_none_of_an_earlier_check(stored, monkeypatch):
    monkeypatch.setattr(changed, "PER_PAGE", 1)
    monkeypatch.setattr(changed, "SHOWN", 1)
    frame, folder = frame_of(stored), stored.folder / "bao-cao"
    frame.loc[0, "note"], frame.loc[1, "note"] = "x", "y"
    path = stored.write(frame, "sua.gpkg")
    report = stored.load(path, report_dir=folder, commit=False)
    pages = [changed.read_page(folder, number) for number in (1, 2, 3)]
    assert [[change["code"] for change in page] for page in pages] == [[report.waiting[0]], [report.waiting[1]], []]
    assert report.changes == pages[0], "the report itself lists the first"
    frame.loc[1, "note"] = Plot.objects.get(code=report.waiting[1]).note
    stored.load(stored.write(frame, "sua.gpkg"), report_dir=folder, commit=False)
    assert [len(changed.read_page(folder, number)) for number in (1, 2)] == [1, 0]
