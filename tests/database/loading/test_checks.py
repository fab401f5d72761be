"""Every check finds its fault, names the place, and lets the good rows through."""

import json
import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from django.contrib.postgres.fields.ranges import DateRange
from shapely.geometry import LineString, Point, Polygon

from accounts.models import RoleAssignment, User
from accounts.roles import Role
from gis import crs
from gis.http.problems import NotAllowed
from gis.systems import guess
from land.actions import ParcelRow, SetDraft, load_reference
from land.loading import checks
from land.loading.checks import FAULTS, HARD
from land.loading.sentences_of_files import FILE
from land.loading.sentences_of_rows import ROW
from land.models import Plot, PlotFlag, PlotParcel
from land.workflow import ReferenceKind
from tests.database.loading.conftest import NEIGHBOUR, OLD_WARD, WARD, codes, plot


def test_import__good_rows_become_plots(loader):
    report = loader.load(loader.frame(3, HIENTRANG=["Đất trống", "cho thuê", "kho chứa cũ"]))
    assert report.counts == {"read": 3, "new": 3, "kept": 0, "refused": 0, "same": 0, "changed": 0}
    assert report.created == list(Plot.objects.values_list("code", flat=True))
    first = Plot.objects.get(name="Khu đất 1")
    assert first.unit_id == WARD
    assert first.land_use_id == "ODT"
    assert first.use_state == "vacant"
    assert first.location_basis == "boundary"
    assert first.publish_level == "internal"
    assert first.source == "Tệp khu_dat.gpkg"
    assert float(first.area_legal_m2) == pytest.approx(plot().area, abs=0.1)
    assert first.versions.get().change == "imported"
    assert PlotParcel.objects.get(plot=first).parcel_number == "1"
    assert "HIENTRANG: kho chứa cũ" in Plot.objects.get(name="Khu đất 3").note


def test_import__dry_run_writes_nothing(loader):
    report = loader.load(loader.frame(), commit=False)
    assert report.counts["new"] == 3
    assert not report.committed
    assert not Plot.objects.exists()


def test_import__same_file_twice_changes_nothing(loader):
    frame = loader.frame(3)
    loader.load(frame)
    report = loader.load(frame, decisions={"*": "accept"})
    assert (report.counts["same"], report.counts["new"], report.counts["changed"]) == (3, 0, 0)
    assert report.revised == []
    assert set(Plot.objects.values_list("version", flat=True)) == {1}


@pytest.mark.parametrize("drop", [["SOTO", "SOTHUA"], ["SOTO", "SOTHUA", "TEN"]], ids=["no numbers", "shape only"])
def test_import__twice_without_numbers_matches_by_shape(loader, drop):
    frame = loader.frame(2).drop(columns=drop)
    if "TEN" in drop:
        frame["DIACHI"] = ["1 Hạ Long", "2 Hạ Long"]
    loader.load(frame)
    moved = frame.copy()
    moved.geometry = shapely.transform(frame.geometry.to_numpy(), lambda points: points + 0.004)  # as formats round
    assert loader.load(moved).counts["same"] == 2
    assert Plot.objects.count() == 2


def test_import__list_twice_matches_by_words(loader, tmp_path):
    path = tmp_path / "ds.xlsx"
    book = openpyxl.Workbook()
    for row in [("Tên khu đất", "Địa chỉ", "Phường xã"), ("Chợ", "1 Lê Lợi", "P. Thắng Tam"), ("Kho", "", "Rạch Dừa")]:
        book.active.append(row)
    book.save(path)
    report = loader.load(path)
    assert report.counts["new"] == 2
    shop = Plot.objects.get(name="Chợ")
    assert (shop.unit_id, shop.unit_at_record_id, shop.location_basis) == (WARD, OLD_WARD, "unit")
    assert shop.point is not None
    assert shop.geom is None
    assert loader.load(path).counts["same"] == 2


def test_import__list_is_placed_by_a_parcel_the_register_once_held(loader):
    loader.load(loader.frame(1))
    ended = Plot.objects.get()
    path = loader.folder / "ds.csv"
    path.write_text("Tên khu đất,Phường xã,Số tờ,Số thửa\nChợ,Phường Vũng Tàu,12,1\n", encoding="utf-8")
    Plot.objects.update(status="removed")
    held = loader.load(path)
    assert codes(held) == ["parcel_held"]
    assert ended.code in held.findings[0].text()
    PlotParcel.objects.update(period=DateRange(None, date(2026, 1, 1)))
    loader.load(path)
    shop = Plot.objects.get(name="Chợ")
    assert shop.location_basis == "parcel"
    assert shop.point.equals_exact(ended.point, 0.01)
    assert PlotParcel.objects.get(plot=shop).period.lower == date(2026, 1, 1)


FAULTY = [
    ("bow tie", Polygon([(0, 0), (40, 40), (40, 0), (0, 40)]), "geometry_crossing"),
    ("line", LineString([(0, 0), (40, 40)]), "geometry_not_area"),
    ("flat", Polygon([(0, 0), (40, 40), (80, 80)]), "geometry_collapsed"),
]


@pytest.mark.parametrize(("shape", "code"), [fault[1:] for fault in FAULTY], ids=[fault[0] for fault in FAULTY])
def test_check__bad_shapes(loader, shape, code):
    placed = shapely.transform(shape, lambda points: np.add(points, (426_432.0, 1_144_744.0)))
    frame = loader.frame(2, geometry=[placed, plot(100)], DIENTICH=[None, None])
    report = loader.load(frame)
    assert codes(report, 1) == [code]
    assert codes(report, 2) == []
    fault = next(finding for finding in report.findings if finding.code == code)
    assert fault.x == pytest.approx(426_450, abs=60)
    assert fault.mend()
    kept = loader.load(frame, keep_faulty=True)
    assert kept.counts["kept"] == 1
    entered = Plot.objects.get(review_state="needs_review")
    assert entered.review_notes[0]["code"] == code
    assert entered.publish_level == "internal"


def test_check__rounding_faults_are_mended_and_told(loader):
    x, y = plot().exterior.coords[0]
    knot = [(x + 40.0, y + 20.0), (x + 40.01, y + 20.02), (x + 39.99, y + 20.02), (x + 40.01, y + 20.0)]
    crossing = Polygon([(x, y), (x + 40, y), *knot, (x + 40, y + 40), (x, y + 40)])
    assert not crossing.is_valid
    report = loader.load(loader.frame(1, geometry=[crossing], DIENTICH=[None]))
    assert report.by_code == {"geometry_mended": 1}
    assert Plot.objects.get().geom.valid


def test_check__duplicates_in_the_file(loader):
    frame = loader.frame(4, SOTHUA=["1", "1", "3", "4"])
    frame.loc[3, "geometry"] = frame.loc[2, "geometry"]
    report = loader.load(frame)
    assert codes(report, 1) == codes(report, 2) == ["duplicate_parcel"]
    assert codes(report, 3) == codes(report, 4) == ["duplicate_shape"]
    assert "dòng 2" in next(finding for finding in report.findings if finding.row == 1).text()
    assert not Plot.objects.exists()


def test_check__overlaps_in_the_file_and_with_the_register(loader):
    loader.load(loader.frame(1))
    frame = loader.frame(3, SOTHUA=["7", "8", "9"], geometry=[plot(20), plot(300), plot(320)])
    report = loader.load(frame)
    assert codes(report, 1) == ["overlap_plot"]
    assert codes(report, 2) == codes(report, 3) == ["overlap_row"]
    shared = plot().intersection(plot(20))
    fault = next(finding for finding in report.findings if finding.row == 1)
    assert f"{shared.area:.1f}".replace(".", ",") in fault.text()
    assert shared.contains(Point(fault.x, fault.y))
    assert Plot.objects.count() == 1


def test_check__neighbours_that_touch_do_not_overlap(loader):
    x, y = plot().exterior.coords[0]
    left, right = shapely.box(x, y, x + 30, y + 30), shapely.box(x + 29.99, y, x + 60, y + 30)
    report = loader.load(loader.frame(2, geometry=[left, right], DIENTICH=[900, 900]))
    assert codes(report) == []


def test_check__outside_its_unit_and_outside_the_territory(loader):
    frame = loader.frame(3, geometry=[plot(), plot(2000), plot(30_000)], PHUONG=["Phường Vũng Tàu"] * 3)
    report = loader.load(frame, commit=False)
    assert codes(report, 1) == []
    assert codes(report, 2) == ["outside_unit"]
    assert codes(report, 3) == ["outside_territory"]
    assert "Phường Rạch Dừa" in next(finding for finding in report.findings if finding.row == 2).text()


def test_check__unit_is_taken_from_the_ground_when_the_file_has_none(loader):
    loader.load(loader.frame(2, geometry=[plot(), plot(2000)]).drop(columns="PHUONG"))
    assert list(Plot.objects.order_by("number").values_list("unit_id", flat=True)) == [WARD, NEIGHBOUR]


def test_check__row_without_unit_and_place_is_refused(loader, tmp_path):
    path = tmp_path / "ds.csv"
    path.write_text("Tên khu đất,Địa chỉ\nChợ,1 Lê Lợi\n", encoding="utf-8")
    assert codes(loader.load(path, keep_faulty=True)) == ["unit_missing"]


@pytest.mark.parametrize(("paper", "wrong"), [(0.0, False), (1.5, False), (60.0, True)])
def test_check__area_against_paper_by_size(loader, paper, wrong):
    report = loader.load(loader.frame(1, DIENTICH=[plot().area + paper]), commit=False)
    assert codes(report) == (["area_differs"] if wrong else [])


def test_check__unknown_codes_and_empty_rows(loader):
    frame = loader.frame(2, LOAIDAT=["QQQ", "ODT"], TEN=["A", None], SOTO=["1", None], SOTHUA=["1", None])
    report = loader.load(frame)
    assert codes(report, 1) == ["land_use_unknown"]
    assert codes(report, 2) == ["required_empty"]


def test_check__flags_of_new_plots_are_raised(loader):
    loader.load(loader.frame(1, TINHTRANG=["Bị lấn, chiếm; Tranh chấp"]))
    assert set(PlotFlag.objects.values_list("kind", flat=True)) == {"encroached", "disputed"}
    assert Plot.objects.get().flags == ["disputed", "encroached"]


def test_refused__rows_come_back_with_their_faults(loader, tmp_path):
    folder = tmp_path / "bao_cao"
    frame = loader.frame(3, LOAIDAT=["ODT", "QQQ", "ODT"], TEN=["A", "=2+2", "C"])
    report = loader.load(frame, report_dir=folder)
    assert report.counts["refused"] == 1
    raw = (folder / "dong-bi-tu-choi.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "'=2+2" in raw.decode("utf-8-sig")
    assert "QQQ" in raw.decode("utf-8-sig")
    back = pyogrio.read_dataframe(folder / "dong-bi-tu-choi.gpkg")
    assert list(back["Dòng"]) == ["2"]
    assert "QQQ" in back["Lỗi"][0]
    assert back.crs.to_epsg() == crs.LEGAL.epsg
    assert back.geometry[0].equals(plot(100))
    told = json.loads((folder / "bao-cao.json").read_text(encoding="utf-8"))
    assert told["counts"]["refused"] == 1
    fault = next(item for item in told["findings"] if item["severity"] == "error")
    assert fault["place"]["row"] == 2
    assert fault["detail"] != fault["detail_en"]


def test_refused__mended_file_goes_in(loader, tmp_path):
    loader.load(loader.frame(2, LOAIDAT=["ODT", "QQQ"]), report_dir=tmp_path / "r")
    back = pyogrio.read_dataframe(tmp_path / "r" / "dong-bi-tu-choi.gpkg")
    back["LOAIDAT"] = "CLN"
    report = loader.load(loader.write(back, "sua.gpkg"))
    assert report.counts["new"] == 1
    assert Plot.objects.get(name="Khu đất 2").land_use_id == "CLN"


def test_import__blocked_file_writes_nothing_and_says_what_to_confirm(loader):
    frame = loader.frame(2)
    frame.geometry = crs.transform(frame.geometry.to_numpy(), crs.LEGAL, crs.VN2000_HCMC)
    path = loader.write(frame)
    report = loader.load(path)
    assert report.blocked
    assert report.file["proposal"] == {"srid": "9210"}
    assert not Plot.objects.exists()
    assert loader.load(path, srid="9210").counts["new"] == 2
    stored = shapely.from_wkb(bytes(Plot.objects.get(name="Khu đất 1").geom.wkb))
    assert stored.hausdorff_distance(plot()) < 0.001


def test_import__lost_shift_is_found_against_registered_plots(loader):
    loader.load(loader.frame(4))
    frame = loader.frame(4)
    frame.geometry = crs.transform(frame.geometry.to_numpy(), crs.LEGAL, crs.VN2000_GEO)
    frame = gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=frame.geometry.to_numpy(), crs="EPSG:4326")
    path = loader.write(frame, "wgs.gpkg")
    report = loader.load(path, decisions={"*": "accept"})
    assert report.blocked
    assert [finding.code for finding in report.file_findings if finding.severity == "error"] == ["shift_missing"]
    right = loader.load(path, srid="4756")
    assert right.counts["same"] == 4


def test_import__only_the_department_may(loader):
    officer = User.objects.create(username="officer")
    RoleAssignment.objects.create(user=officer, role=Role.OFFICER)
    manager = User.objects.create(username="manager")
    RoleAssignment.objects.create(user=manager, role=Role.LAND_MANAGER)
    with pytest.raises(NotAllowed):
        loader.load(loader.frame(1), actor=officer)
    assert loader.load(loader.frame(1), actor=manager).counts["new"] == 1
    assert Plot.objects.get().versions.get().actor_label == str(manager)


def test_findings__every_code_that_is_declared_is_said_somewhere():
    folders = [Path(checks.__file__).parent, Path(guess.__file__).parent]
    files = [path for folder in folders for path in folder.iterdir() if path.suffix in {".py", ".sql"}]
    text = "".join(path.read_text(encoding="utf-8") for path in files if "sentences" not in path.name)
    assert [code for code in (*FILE, *ROW) if f'"{code}"' not in text and f"'{code}'" not in text] == []


def test_findings__every_code_of_the_sql_is_declared():
    text = Path(checks.__file__).with_suffix(".sql").read_text(encoding="utf-8")
    written = set(re.findall(r"SELECT (?:DISTINCT ON \(\w\.row\) )?(?:\w+\.)?(?:row|one), '(\w+)'", text))
    assert {"outside_unit", "area_differs", "overlap_row", "duplicate_parcel"} <= written <= set(ROW)
    assert not set(HARD) & set(FAULTS)
    for sentence in (*FILE.values(), *ROW.values()):
        assert sentence.vi != sentence.en


def test_import__list_is_placed_by_loaded_cadastral_parcels(loader):
    draft = SetDraft(
        kind=ReferenceKind.PARCELS,
        title="Bản đồ địa chính",
        decision_number="1",
        decision_on=date(2025, 1, 1),
        issuer="Sở",
        start=date(2025, 1, 1),
        source="thử",
    )
    shapes = {"7": plot(400), "8": plot(600)}
    rows = [ParcelRow(WARD, "12", number, shapely.MultiPolygon([shape])) for number, shape in shapes.items()]
    load_reference(actor=None, draft=draft, rows=rows)
    path = loader.folder / "ds.csv"
    path.write_text(
        "Tên khu đất,Phường xã,Số tờ,Số thửa\nChợ,Phường Vũng Tàu,12,7\nKho,Phường Vũng Tàu,12,99\n", encoding="utf-8"
    )
    loader.load(path)
    shop, store = Plot.objects.get(name="Chợ"), Plot.objects.get(name="Kho")
    assert (shop.location_basis, store.location_basis) == ("parcel", "unit")
    assert plot(400).contains(shapely.from_wkb(bytes(shop.point.wkb)))
