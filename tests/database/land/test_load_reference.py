"""Loading real files of reference layers by the command."""

from datetime import date
from io import StringIO

import geopandas as gpd
import pytest
import shapely
from django.core.management import call_command
from django.core.management.base import CommandError
from shapely.geometry import LineString, Point, Polygon

from audit.models import Event
from gis import crs
from land.actions.import_profiles import save_import_profile
from land.loading.refused import CSV_NAME, GPKG_NAME
from land.models import CadastralParcel, LandPrice, PlanZone, ReferenceSet, RoadLine
from land.workflow import ImportTarget
from tests import places

WARD = "26506@2025-07-01"
DECISION = ["--title", "QH 2030", "--decision", "12/QĐ-UBND", "--decision-on", "01/02/2026", "--issuer", "UBND"]
LEGAL = crs.LEGAL.epsg
X, Y = places.VUNG_TAU

pytestmark = pytest.mark.usefixtures("data_dir")


def run(kind, path, *args) -> str:
    out, err = StringIO(), StringIO()
    call_command("load_reference", kind, str(path), *DECISION, *args, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def square(dx=0.0, side=20.0) -> Polygon:
    return places.square(places.VUNG_TAU, side, dx).geoms[0]


def write(path, shapes, srid=LEGAL, **columns):
    """A file whose coordinates are those of the system it names."""
    target = crs.by_srid(srid)
    moved = [crs.transform(shape, crs.LEGAL, target) for shape in shapes]
    gpd.GeoDataFrame(columns, geometry=moved, crs=f"EPSG:{srid}").to_file(path)
    return path


def test_plan__zones_with_their_decision(register, tmp_path):
    path = write(tmp_path / "qh.gpkg", [square(), square(20)], LoaiDat=["odt", "CGT"], TenKhu=["Khu ở", "Công viên"])
    out = run("land_use_plan", path, "--unit", WARD, "--scale", "5000", "--source", "Sở NN&MT")
    assert "Đã nạp 2 đối tượng" in out
    made = ReferenceSet.objects.get()
    assert (made.decision_on, made.period.lower, made.scale, made.unit_id) == (
        date(2026, 2, 1),
        date(2026, 2, 1),
        5000,
        WARD,
    )
    assert (made.source, made.issuer, len(made.file_sha256)) == ("Sở NN&MT", "UBND", 64)
    rows = list(PlanZone.objects.values_list("land_use_code", "land_use_id", "label"))
    assert rows == [("ODT", "ODT", "Khu ở"), ("CGT", "CGT", "Công viên")]


@pytest.mark.parametrize("srid", [5899, 4326, 3405, 9210])
def test_plan__any_system_lands_on_the_millimetre(register, tmp_path, srid):
    run("zoning_plan", write(tmp_path / "qh.gpkg", [square()], srid, code=["ODT"]))
    stored = shapely.from_wkb(bytes(PlanZone.objects.get().geom.wkb))
    assert shapely.hausdorff_distance(stored, square()) < 0.001


def test_plan__the_same_file_twice_changes_nothing(register, tmp_path):
    path = write(tmp_path / "qh.gpkg", [square()], code=["ODT"])
    run("land_use_plan", path)
    assert "không có gì thay đổi" in run("land_use_plan", path)
    assert PlanZone.objects.count() == 1


def test_plan__dry_run_writes_nothing(register, tmp_path):
    out = run("land_use_plan", write(tmp_path / "qh.gpkg", [square()], code=["ODT"]), "--dry-run")
    assert "Đọc được 1 đối tượng" in out
    assert not ReferenceSet.objects.exists()


def test_plan__refused_rows_stop_the_load_and_are_reported(register, tmp_path):
    bow = Polygon([(X, Y), (X + 30, Y + 30), (X + 30, Y), (X, Y + 30)])
    path = write(tmp_path / "qh.gpkg", [square(), square(20), bow], code=["ODT", "", "CGT"])
    report = tmp_path / "report" / CSV_NAME
    with pytest.raises(CommandError, match="2 dòng bị từ chối"):
        run("land_use_plan", path, "--report-dir", str(report.parent))
    assert not ReferenceSet.objects.exists()
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert sorted(line.split(",")[0] for line in lines[1:]) == ["2", "3"]
    shapes = gpd.read_file(report.parent / GPKG_NAME)
    assert (list(shapes["Dòng"]), shapes.crs.to_epsg()) == (["2", "3"], LEGAL)
    assert shapes.geometry[0].equals(square(20))
    assert not shapes.is_valid[1], "the shape comes back with the fault that is to be mended"
    shown = [line for line in told(report.parent, path).splitlines() if line.startswith("Các dòng bị từ chối")]
    assert [line.rpartition("/")[2] for line in shown] == [CSV_NAME, GPKG_NAME]
    assert "Đã nạp 1 đối tượng" in run("land_use_plan", path, "--skip-refused")


def told(folder, path):
    return run("land_use_plan", path, "--report-dir", str(folder), "--skip-refused", "--dry-run")


def test_plan__shapes_of_an_earlier_try_do_not_stay_in_the_folder(register, tmp_path):
    folder = tmp_path / "report"
    told(folder, write(tmp_path / "qh.gpkg", [square(), square(20)], code=["ODT", ""]))
    assert (folder / GPKG_NAME).is_file()
    assert GPKG_NAME not in told(folder, write(tmp_path / "sach.gpkg", [square()], code=["ODT"]))
    assert not (folder / GPKG_NAME).exists()


def test_plan__wrong_zone_is_named_and_not_guessed(register, tmp_path):
    path = tmp_path / "qh.gpkg"
    gpd.GeoDataFrame({"code": ["ODT"]}, geometry=[square()], crs="EPSG:9210").to_file(path)
    with pytest.raises(CommandError, match="--srid 5899"):
        run("land_use_plan", path)
    assert "Đã nạp 1" in run("land_use_plan", path, "--srid", "5899")


def test_plan__columns_are_asked_for_and_can_be_named(register, tmp_path):
    path = write(tmp_path / "qh.gpkg", [square()], F1=["ODT"], F2=["x"])
    with pytest.raises(CommandError, match="--column code="):
        run("land_use_plan", path)
    assert "Các cột không đọc: F2" in run("land_use_plan", path, "--column", "code=F1")
    with pytest.raises(CommandError, match="không có cột"):
        run("land_use_plan", path, "--column", "code=F9")


def test_parcels__numbers_area_identifier_and_no_person(register, tmp_path):
    path = write(
        tmp_path / "thua.gpkg",
        [square(), square(20)],
        SHBANDO=["05", "5"],
        SHTHUA=["0012", "13"],
        LOAIDAT=["ODT", "ODT+CLN"],
        DIENTICHPHAPLY=["1.400,5", None],
        MADINHDANH=["w3gv7dk5q2xz", ""],
        TENCHU=["Nguyễn Văn A", "Trần Thị B"],
    )
    out = run("parcels", path, "--unit", WARD)
    assert "Các cột không đọc: TENCHU" in out
    first, second = CadastralParcel.objects.order_by("id")
    assert (first.sheet_number, first.parcel_number, first.unit_id) == ("5", "12", WARD)
    assert (str(first.area_legal_m2), first.identifier, first.identifier_provisional) == (
        "1400.5",
        "w3gv7dk5q2xz",
        False,
    )
    assert (second.land_use_id, second.land_use_text, second.identifier_provisional) == (None, "ODT+CLN", True)
    assert len(second.identifier) == 12
    assert "Nguyễn" not in str(list(CadastralParcel.objects.values()))


def test_parcels__the_unit_of_a_row_goes_before_the_option(register, tmp_path):
    path = write(tmp_path / "thua.gpkg", [square()], SOTO=["1"], SOTHUA=["2"], XA=["26536"])
    run("parcels", path)
    assert CadastralParcel.objects.get().unit == register.neighbour
    with pytest.raises(CommandError, match="từ chối"):
        run("parcels", write(tmp_path / "t2.gpkg", [square()], SOTO=["1"], SOTHUA=["2"], XA=["Phường Không Có"]))
    with pytest.raises(CommandError, match="từ chối"):
        run("parcels", write(tmp_path / "t3.gpkg", [square()], SOTO=["1"], SOTHUA=["2"]))


def test_roads__lines_with_width_from_a_shapefile(register, tmp_path):
    line = LineString([(X, Y), (X + 100, Y)])
    path = write(tmp_path / "logioi.shp", [line, line], TenDuong=["Trần Phú", "Lê Lợi"], LoGioi=["16,5", "20"])
    run("road_lines", path)
    assert [(row.name, float(row.width_m)) for row in RoadLine.objects.order_by("id")] == [
        ("Trần Phú", 16.5),
        ("Lê Lợi", 20),
    ]
    assert "Đã nạp" in run("road_lines", path, "--start", "01/01/2027", "--decision", "13/QĐ")


def test_roads__points_and_silly_widths_are_refused(register, tmp_path):
    line = LineString([(X, Y), (X + 100, Y)])
    for name, shape, width in (("a", Point(X, Y), "16"), ("b", line, "-3"), ("c", line, "rộng")):
        with pytest.raises(CommandError, match="từ chối"):
            run("road_lines", write(tmp_path / f"{name}.gpkg", [shape], name=["Trần Phú"], width=[width]))


PRICES = """Tên đường;Từ;Đến;Loại đất;VT1;VT2;VT3;VT4
Trần Phú;Quang Trung;Bãi Dâu;ODT;60.000;30.000;20.000;10.000
Trần Phú;Quang Trung;Bãi Dâu;TMD;36.000;18.000;;
"""


def test_prices__a_column_for_each_position_in_thousands(register, tmp_path):
    path = tmp_path / "gia.csv"
    path.write_text(PRICES, encoding="utf-8-sig")
    run("land_price", path, "--price-unit", "1000", "--unit", WARD)
    rows = LandPrice.objects.order_by("id").values_list("land_use_code", "position", "price")
    assert list(rows) == [
        ("ODT", 1, 60_000_000),
        ("ODT", 2, 30_000_000),
        ("ODT", 3, 20_000_000),
        ("ODT", 4, 10_000_000),
        ("TMD", 1, 36_000_000),
        ("TMD", 2, 18_000_000),
    ]
    row = LandPrice.objects.first()
    assert (row.street, row.segment_from, row.segment_to, row.unit_id) == ("Trần Phú", "Quang Trung", "Bãi Dâu", WARD)


def test_prices__zones_and_faults(register, tmp_path):
    path = tmp_path / "gia.csv"
    path.write_text("Khu vực;Loại đất;Giá;Vị trí\nKhu vực 1;ONT;500000;\nKhu vực 2;ONT;;\nKhu vực 3;ONT;5;2\n")
    with pytest.raises(CommandError, match="2 dòng bị từ chối"):
        run("land_price", path)
    run("land_price", path, "--skip-refused")
    assert LandPrice.objects.get().price == 500_000


@pytest.mark.parametrize(
    ("args", "sentence"),
    [(["--unit", "Phường Không Có"], "Không có đơn vị"), (["--end", "01/01/2026"], "hết hiệu lực")],
)
def test_command__wrong_options_are_named(register, tmp_path, args, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("land_use_plan", write(tmp_path / "qh.gpkg", [square()], code=["ODT"]), *args)


def test_command__a_broken_file_is_named(register, tmp_path):
    path = tmp_path / "qh.gpkg"
    path.write_bytes(b"not a geopackage")
    with pytest.raises(CommandError, match=r"qh\.gpkg"):
        run("land_use_plan", path)


def test_command__refused_rows_lie_in_the_named_folder_and_progress_is_told(register, tmp_path, data_dir):
    path = write(tmp_path / "qh.gpkg", [square(), square(20)], code=["ODT", ""])
    told = run("land_use_plan", path, "--skip-refused")
    [report] = (data_dir / "reports").glob(f"qh-*/{CSV_NAME}")
    assert str(report) in told
    assert "Đọc 2/2" in told
    assert "thiếu mã loại đất" in report.read_text(encoding="utf-8-sig")


def keep(owner, name, kind, **columns):
    return save_import_profile(
        actor=owner, name=name, mapping={"columns": columns}, target=ImportTarget.REFERENCE, kind=kind
    )


def test_command__a_mapping_saved_in_the_browser_is_named(register, people, tmp_path):
    keep(people["planner"], "Sở", "zoning_plan", code="F1", label="")
    keep(people["planner"], "Thửa", "parcels", sheet_number="F1", parcel_number="F2")
    path = write(tmp_path / "qh.gpkg", [square()], F1=["ODT"], TenKhu=["Khu ở"])
    with pytest.raises(CommandError, match="Đã lưu: “Sở” \\(planner\\)") as failure:
        run("land_use_plan", path, "--profile", "Thửa")
    assert "“Thửa” (planner)" not in str(failure.value), "a mapping of other fields is not offered"
    run("land_use_plan", path, "--profile", "Sở")
    assert list(PlanZone.objects.values_list("land_use_code", "label")) == [("ODT", "")]
    run("land_use_plan", path, "--profile", "Sở", "--column", "label=TenKhu", "--start", "01/03/2026")
    assert PlanZone.objects.filter(label="Khu ở").exists(), "what the line says stands over the mapping"


def test_command__dry_run_says_what_would_end_and_refuses_what_would_be_refused(register, tmp_path):
    run("land_use_plan", write(tmp_path / "cu.gpkg", [square()], code=["ODT"]))
    path = write(tmp_path / "moi.gpkg", [square(20)], code=["ODT"])
    told = run("land_use_plan", path, "--start", "01/03/2026", "--dry-run")
    assert "sẽ nạp 1 đối tượng" in told
    assert "Hết hiệu lực từ 01/03/2026: TC-" in told
    assert ReferenceSet.objects.get().period.upper is None
    with pytest.raises(CommandError, match="cùng ngày"):
        run("land_use_plan", path, "--dry-run")


def test_command__works_in_a_persons_name_and_with_her_rights(people, tmp_path):
    path = write(tmp_path / "qh.gpkg", [square()], code=["ODT"])
    for name in ("officer", "registration_office", "admin", "nobody"):
        with pytest.raises(CommandError, match=r"quyền|người dùng"):
            run("land_use_plan", path, "--user", name)
    run("land_use_plan", path, "--user", "planner", "--reason", "Công văn 5")
    assert ReferenceSet.objects.get().loaded_by == "planner"
    event = Event.objects.get(verb="reference.loaded")
    assert (event.actor_label, event.reason) == ("planner", "Công văn 5")


def withdraw(code, *args) -> str:
    out = StringIO()
    call_command("load_reference", "--withdraw", code, *args, stdout=out)
    return out.getvalue()


def test_withdraw__by_code_with_a_reason_and_rights(people, tmp_path):
    run("land_use_plan", write(tmp_path / "qh.gpkg", [square()], code=["ODT"]))
    code = ReferenceSet.objects.get().code
    assert "chưa thu hồi" in withdraw(code, "--dry-run")
    for args, word in ((["--reason", " "], "lý do"), (["--user", "officer", "--reason", "r"], "quyền")):
        with pytest.raises(CommandError, match=word):
            withdraw(code, *args)
    with pytest.raises(CommandError, match="Không có bộ dữ liệu"):
        withdraw("TC-999999", "--reason", "r")
    assert ReferenceSet.objects.get().withdrawn_at is None
    assert f"Đã thu hồi {code}" in withdraw(code.lower(), "--user", "planner", "--reason", "Nạp nhầm")
    assert Event.objects.get(verb="reference.withdrawn").actor_label == "planner"


def test_command__what_is_missing_is_named(register, tmp_path):
    with pytest.raises(CommandError, match="--title, --decision, --decision-on, --issuer"):
        call_command("load_reference", "land_use_plan", str(write(tmp_path / "qh.gpkg", [square()], code=["ODT"])))
