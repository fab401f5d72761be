"""Whatever the command can be told about a file can be told in the browser, and disputed rows are kept from there."""

import json
from decimal import Decimal

import ezdxf
import openpyxl
import pytest
import shapely

from gis import crs
from gis.text.numbers import format_number
from land.actions.import_profiles import save_import_profile
from land.models import Plot, PlotParcel
from land.workflow import ImportState
from tests import places
from tests.database.land.import_desk import desk  # noqa: F401 - fixtures
from tests.database.loading.conftest import NEIGHBOUR, WARD, plot

X, Y = places.VUNG_TAU


def sheet(folder):
    """A cadastral sheet: two parcels on one layer, a house on another; its number stands nowhere in it."""
    document = ezdxf.new("R2000")
    space = document.modelspace()
    for line in (
        [(0, 0), (60, 0), (60, 30), (0, 30), (0, 0)],
        [(30, 0), (30, 30)],
    ):
        space.add_lwpolyline([(X + x, Y + y) for x, y in line], dxfattribs={"layer": "RANH"})
    house = [(5, 20), (15, 20), (15, 28), (5, 28), (5, 20)]
    space.add_lwpolyline([(X + x, Y + y) for x, y in house], dxfattribs={"layer": "NHA"})
    for text, place in (("12/900,0 ODT", (18, 10)), ("7/900,0 CLN", (40, 15)), ("99", (10, 24))):
        layer = "NHA" if text == "99" else "NHAN"
        space.add_text(text, dxfattribs={"layer": layer, "insert": (X + place[0], Y + place[1])})
    path = folder / "to5.dxf"
    document.saveas(path)
    return path.read_bytes()


def workbook(folder, rows):
    """An Excel list as an office sends it: a title above the headings."""
    book = openpyxl.Workbook()
    for row in [["DANH SÁCH KHU ĐẤT"], *rows]:
        book.active.append(row)
    path = folder / "ds.xlsx"
    book.save(path)
    return path.read_bytes()


def mapped(job):
    """The columns as the form shows them."""
    file = job.report["file"]
    by_name = {column: field for field, column in file["profile"]["columns"].items()}
    return {f"map-{number}": by_name.get(column, "") for number, column in enumerate(file["columns"])}


def test_check__a_drawing_gets_its_sheet_number_and_layers_from_the_form(desk, tmp_path):  # noqa: F811
    job = desk.upload(sheet(tmp_path), name="to5.dxf")
    text = desk.text(job)
    assert 'name="common-sheet_number"' in text
    assert 'name="cad_layers"' in text
    assert 'name="header_row"' not in text
    common = {"common-unit": "Phường Vũng Tàu", "common-sheet_number": "5"}
    job = desk.check(job, **mapped(job), **common, cad_layers="RANH; NHAN")
    assert job.report["counts"]["new"] == 2
    assert 'value="RANH, NHAN"' in desk.text(job)
    assert desk.commit(job).state == ImportState.COMMITTED
    held = PlotParcel.objects.values_list("unit_id", "sheet_number", "parcel_number")
    assert set(held) == {(WARD, "5", "12"), (WARD, "5", "7")}
    assert round(Plot.objects.get(parcel_number="12").geom.area) == 900


@pytest.mark.parametrize(("as_of", "recorded"), [("", None), ("31/12/2024", "26535@initial")])
def test_check__a_name_that_is_old_and_new_is_read_as_of_the_day_given(desk, as_of, recorded):  # noqa: F811
    job = desk.upload("Tên khu đất,Phường xã\nChợ,Phường Rạch Dừa\n".encode(), name="ds.csv")
    job = desk.check(job, as_of=as_of)
    assert f'value="{as_of}"' in desk.text(job)
    desk.commit(job)
    shop = Plot.objects.get()
    assert (shop.unit_id, shop.unit_at_record_id) == (NEIGHBOUR, recorded)


def test_check__excel_with_a_column_of_wkt(desk, tmp_path):  # noqa: F811
    rows = [["SOTO", "SOTHUA", "Tên khu đất", "Phường xã", "WKT"]]
    rows += [[12, number, f"Khu {number}", "Phường Vũng Tàu", plot(100 * number).wkt] for number in (1, 2)]
    rows += [[12, 3, "Khu 3", "Phường Vũng Tàu", "POLYGON((0 0"]]
    job = desk.upload(workbook(tmp_path, rows), name="ds.xlsx")
    assert (job.report["counts"]["new"], job.report["counts"]["refused"]) == (2, 1)
    assert "WKT" in desk.text(job)
    [fault] = [finding for finding in job.report["findings"] if finding["severity"] == "error"]
    assert (fault["code"], fault["place"]["row"], fault["place"]["column"]) == ("wkt_unreadable", 5, "WKT")
    assert kinds_on_the_map(desk, job) == ["refused", "new", "new"]
    assert desk.commit(job).state == ImportState.COMMITTED
    assert outline("Khu 2").equals(plot(200))


def test_check__excel_with_a_row_for_each_vn2000_corner(desk, tmp_path):  # noqa: F811
    rows = [["STT", "Tên khu đất", "Phường xã", "Số hiệu điểm", "X (m)", "Y (m)"]]
    for number, shape in enumerate((plot(), plot(100)), start=1):
        for corner, (east, north) in enumerate(shape.exterior.coords[:-1], start=1):
            first = [number, f"Khu {number}", "Phường Vũng Tàu"] if corner == 1 else [None, None, None]
            rows.append([*first, corner, north, east])
    rows += [[3, "Khu 3", "Phường Vũng Tàu", 1, Y, X + 300], [None, None, None, 2, Y, X + 340]]
    job = desk.upload(workbook(tmp_path, rows), name="ds.xlsx")
    text = desk.text(job)
    assert "Ghép 10 điểm góc thành 3 khu đất" in text
    assert "EPSG:5899" in text
    assert (job.report["counts"]["new"], job.report["counts"]["refused"]) == (2, 1)
    assert "Chỉ có 2 điểm góc" in text
    assert kinds_on_the_map(desk, job) == ["refused", "new", "new"]
    assert desk.commit(job).state == ImportState.COMMITTED
    for name, shape in (("Khu 1", plot()), ("Khu 2", plot(100))):
        assert shapely.area(shapely.symmetric_difference(outline(name), shape)) < 0.01


def outline(name):
    """The boundary that the register keeps for a plot."""
    return shapely.from_wkb(bytes(Plot.objects.get(name=name).geom.wkb))


def shapes_on_the_map(desk, job):  # noqa: F811
    return json.loads(b"".join(desk.page(job, f="geojson").streaming_content))["features"]


def kinds_on_the_map(desk, job):  # noqa: F811
    return [shape["properties"]["kind"] for shape in shapes_on_the_map(desk, job)]


def test_preview__an_edited_boundary_shows_before_and_after(desk, tmp_path):  # noqa: F811
    desk.commit(desk.upload(desk.loader.frame(2)))
    moved, still = Plot.objects.order_by("code")
    edited = desk.loader.frame(2, MAKHUDAT=[moved.code, still.code], geometry=[plot(0, 5), plot(100)])
    job = desk.upload(edited, name="sua.gpkg")
    assert (job.report["counts"]["changed"], job.report["counts"]["same"]) == (1, 1)
    assert shapes_on_the_map(desk, job) == []
    told = {shape["properties"]["kind"]: shape for shape in desk.page(job, f="changes").json()["features"]}
    assert set(told) == {"before", "after"}
    assert {shape["properties"]["code"] for shape in told.values()} == {moved.code}
    for kind, shape in (("before", plot()), ("after", plot(0, 5))):
        seen = shapely.from_geojson(json.dumps(told[kind]["geometry"]))
        legal = crs.transform(seen, crs.CRS84, crs.LEGAL)
        assert shapely.area(shapely.symmetric_difference(legal, shape)) < 1, kind
    text = desk.text(job)
    assert f'data-code="{moved.code}"' in text
    assert f'data-code="{still.code}"' not in text
    moved_m2 = shapely.area(shapely.symmetric_difference(plot(), plot(0, 5)))
    assert f"Ranh giới thay đổi {format_number(Decimal(str(round(moved_m2, 1))), 'vi')} m²" in text
    desk.commit(job, approve="all")
    assert outline(moved.name).equals(plot(0, 5))


def test_check__the_heading_row_may_be_named(desk):  # noqa: F811
    content = "Tên khu đất,Địa chỉ,Phường xã\nBảng kê,năm,2026\nCột A,Cột B,Cột C\nChợ,1 Lê Lợi,Phường Vũng Tàu\n"
    job = desk.upload(content.encode(), name="ds.csv")
    assert job.report["counts"]["read"] == 3
    job = desk.check(job, header_row="3")
    assert job.report["file"]["columns"] == ["Cột A", "Cột B", "Cột C"]
    assert job.report["counts"]["read"] == 1
    job = desk.check(job, header_row="")
    assert job.report["counts"]["read"] == 3


@pytest.mark.parametrize("content", ["Cột A,Cột B\nChợ,1 Lê Lợi\n", "1,2\n3,4\n"], ids=["guessed", "none"])
def test_check__unknown_headings_are_said_with_the_field_that_names_them(desk, content):  # noqa: F811
    text = desk.text(desk.upload(content.encode(), name="ds.csv"))
    assert "vào ô “Dòng tiêu đề cột” ở phần “Cách đọc tệp”" in text
    assert 'name="header_row"' in text
    assert "--mapping" not in text


@pytest.mark.parametrize("fields", [{"as_of": "hôm qua"}, {"header_row": "ba"}, {"header_row": "0"}])
def test_check__what_cannot_be_read_is_said_and_the_check_stays(desk, fields):  # noqa: F811
    job = desk.upload("Tên khu đất,Phường xã\nChợ,Phường Vũng Tàu\n".encode(), name="ds.csv")
    answer = desk.post("check", job, **fields).content.decode()
    assert "Dòng tiêu đề cột" in answer if "header_row" in fields else "Tên phường, xã theo ngày: " in answer
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


@pytest.mark.parametrize(("axes", "blocked"), [("", True), ("plain", False), ("swapped", True)])
def test_upload__swapped_axes_of_a_saved_mapping_may_be_denied_at_once(desk, axes, blocked):  # noqa: F811
    assert 'name="axes"' not in desk.client.get("/imports/").content.decode()
    mapping = {"columns": {"name": "TEN"}, "swap_axes": True}
    kept = save_import_profile(actor=desk.user, name="Bắc trước", mapping=mapping)
    assert 'name="axes"' in desk.client.get("/imports/").content.decode()
    job = desk.upload(desk.loader.frame(1), profile=str(kept.pk), axes=axes)
    assert job.report["blocked"] == blocked, job.report


def test_commit__disputed_ground_is_kept_by_the_browsers_choice(desk):  # noqa: F811
    desk.commit(desk.upload(desk.loader.frame(1)))
    job = desk.upload(desk.loader.frame(2, SOTHUA=["7", "7"], TEN=["A", "B"], geometry=[plot(20), plot(300)]))
    assert job.report["counts"]["refused"] == 2
    job = desk.check(job, keep_faulty="on")
    assert (job.report["counts"]["kept"], job.report["counts"]["refused"]) == (2, 0)
    desk.commit(job)
    first, second = Plot.objects.get(name="A"), Plot.objects.get(name="B")
    assert (first.location_basis, first.parcel_number) == ("point", "7")
    assert (second.location_basis, second.parcel_number) == ("boundary", "")
    assert "Ranh giới trong tệp, chưa nhận" in desk.client.get(f"/plots/{first.code}/review/").content.decode()


def test_check__a_common_unit_places_rows_whose_own_is_unknown(desk):  # noqa: F811
    job = desk.upload("Tên khu đất,Phường xã\nChợ,Phường Không Có\n".encode(), name="ds.csv")
    job = desk.check(job, **mapped(job), **{"common-unit": "Phường Vũng Tàu"}, keep_faulty="on")
    assert job.report["counts"]["kept"] == 1
    desk.commit(job)
    assert Plot.objects.get().unit_id == WARD
