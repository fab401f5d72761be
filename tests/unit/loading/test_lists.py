"""Office lists: titles above, sums below, corners and points, numbers and dates as people write them."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import shapely

from gis.text.charsets import Encoding, encode_text
from land.exports import shapefile
from land.loading.columns import map_columns
from land.loading.errors import Unreadable
from land.loading.reading import read
from land.loading.understanding import understand
from tests.unit.loading.conftest import parcel


def workbook(path, rows, merged=(), title="Danh sách", extra=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for name in extra:
        book.create_sheet(name)
    book.save(path)
    return path


def rows_of(path, places, **options):
    with read(path, **{key: value for key, value in options.items() if key != "profile"}) as table:
        candidates = understand(table, places=places, profile=options.get("profile"))
        return candidates, [row for chunk in candidates.chunks() for row in chunk]


OFFICE = [
    ["ỦY BAN NHÂN DÂN PHƯỜNG VŨNG TÀU", None, None, None, None, None, None, None],
    ["DANH SÁCH KHU ĐẤT CÔNG", None, None, None, None, None, None, None],
    [None, None, None, None, None, None, None, None],
    ["STT", "Tên khu đất", "Địa chỉ", "Số tờ", "Số thửa", "Diện tích (m2)", "Hiện trạng", "Đơn vị quản lý"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    [1, "Trường mầm non", "12 Lê Lợi, P. Thắng Tam", 12, "05", "2.159,6", "Đất trống", "TT Phát triển quỹ đất"],
    [2, "Nhà văn hóa", "5 Hạ Long, phường 2, TP. Vũng Tàu", 12.0, "6, 7", "1.234", "đang làm kho", "Công ty X"],
    ["Tổng cộng", None, None, None, None, "3.393,6", None, None],
    ["Người lập biểu", None, None, None, None, None, "Thủ trưởng", None],
]


def test_xlsx__office_list_with_title_rows_and_sums(tmp_path, places):
    path = workbook(tmp_path / "ds.xlsx", OFFICE, merged=("A1:H1", "A2:H2"))
    candidates, rows = rows_of(path, places)
    assert [row.row for row in rows] == [6, 7]
    first, second = (row.values for row in rows)
    assert first["area_legal_m2"] == Decimal("2159.6")
    assert second["area_legal_m2"] == Decimal("1234.0")
    assert (first["sheet_number"], first["parcel_number"]) == ("12", "5")
    assert rows[1].parcels == [("12", "6"), ("12", "7")]
    assert first["use_state"] == "vacant"
    assert first["managing_agency_id"] == 1
    assert (first["unit_id"], first["unit_at_record_id"]) == ("26506@2025-07-01", "26508@initial")
    assert second["unit_at_record_id"] == "26509@initial"
    assert second["use_state"] == ""
    assert second["managing_agency_id"] is None
    assert second["note"] == "Hiện trạng: đang làm kho"
    assert {finding.code for finding in rows[1].findings} == {"choice_unknown", "agency_unknown"}
    assert candidates.mapping.ignored == ("STT",)


def test_xlsx__heading_of_two_rows(tmp_path, places):
    path = workbook(
        tmp_path / "ds.xlsx",
        [
            ["DANH SÁCH"],
            ["STT", "Tên khu đất", "Thửa đất", None, "Diện tích", None],
            [None, None, "Số tờ", "Số thửa", "Diện tích pháp lý", "Diện tích đo đạc"],
            [1, "Chợ", 3, 44, 500, 510.5],
        ],
    )
    _candidates, rows = rows_of(path, places)
    assert len(rows) == 1
    assert rows[0].parcels == [("3", "44")]
    assert rows[0].values["area_legal_m2"] == Decimal("500.0")
    assert rows[0].values["area_surveyed_m2"] == Decimal("510.5")


def test_xlsx__group_rows_name_the_unit_of_the_rows_below(tmp_path, places):
    path = workbook(
        tmp_path / "ds.xlsx",
        [
            ["STT", "Tên khu đất", "Số tờ", "Số thửa"],
            ["I", "Phường Rạch Dừa", None, None],
            [1, "Chợ", 3, 44],
            ["II", "Xã Long Sơn", None, None],
            [2, "Trạm y tế", 5, 6],
        ],
    )
    _candidates, rows = rows_of(path, places)
    assert [row.values["unit_id"] for row in rows] == ["26536@2025-07-01", "26545@2025-07-01"]


def test_xlsx__without_headings_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(Unreadable) as refusal:
        read(workbook(tmp_path / "ds.xlsx", [[1, 2], [3, 4]]))
    assert refusal.value.reason == "no_header"
    assert "header_row" in refusal.value.detail
    assert "header_row" in refusal.value.detail_en


def test_xlsx__dates_and_hectares(tmp_path, places):
    path = workbook(
        tmp_path / "ds.xlsx",
        [
            ["Tên khu đất", "Diện tích (ha)", "Ngày quyết định", "Số quyết định"],
            ["A", 1.25, date(2024, 7, 3), "12/QĐ-UBND"],
            ["B", "0,5", "ngày 03 tháng 7 năm 2024", ""],
            ["C", "2000 m2", "13/25/2024", None],
        ],
    )
    _candidates, rows = rows_of(path, places)
    assert [row.values["area_legal_m2"] for row in rows] == [Decimal(12500), Decimal(5000), Decimal(2000)]
    assert [row.values["decision_on"] for row in rows] == [date(2024, 7, 3), date(2024, 7, 3), None]
    fault = rows[2].findings[0]
    assert (fault.code, fault.column, fault.row) == ("value_unreadable", "Ngày quyết định", 4)
    assert "13/25/2024" in fault.text()


CORNERS = """STT;Tên khu đất;Số hiệu điểm;X (m);Y (m)
1;Khu A;1;1144644,00;426432,00
;;2;1144649,00;426472,00
;;3;1144674,00;426474,00
;;4;1144679,00;426442,00
;;1;1144644,00;426432,00
2;Khu B;1;1144644,00;426532,00
;;2;1144649,00;426572,00
"""


def test_csv__corners_one_row_each_become_polygons(tmp_path, places):
    path = tmp_path / "goc.csv"
    path.write_text(CORNERS, encoding="utf-8-sig")
    candidates, rows = rows_of(path, places)
    assert len(rows) == 2
    assert rows[0].values["name"] == "Khu A"
    assert shapely.area(shapely.symmetric_difference(rows[0].geom, parcel())) < 1e-6
    assert "corners_too_few" in [finding.code for finding in rows[1].findings]
    assert "crs_assumed" in [finding.code for finding in candidates.findings]


def test_csv__corners_repeating_the_plots_key(tmp_path, places):
    lines = ["Tên khu đất,x,y"]
    lines += [f"A,{y},{x}" for x, y in parcel().exterior.coords[:-1]]
    lines += [f"B,{y},{x}" for x, y in parcel(100).exterior.coords[:-1]]
    path = tmp_path / "goc.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    _candidates, rows = rows_of(path, places)
    assert [row.values["name"] for row in rows] == ["A", "B"]
    assert rows[1].geom.area == pytest.approx(parcel().area)


def test_csv__wkt_column(tmp_path, places):
    path = tmp_path / "wkt.csv"
    path.write_text(f'SOTO,SOTHUA,WKT\n1,2,"{parcel().wkt}"\n1,3,"POLYGON((0 0"\n', encoding="utf-8")
    _candidates, rows = rows_of(path, places, srid="5899")
    assert rows[0].geom.equals(shapely.MultiPolygon([parcel()]))
    assert [finding.code for finding in rows[1].findings] == ["wkt_unreadable"]


def test_csv__points_in_degrees(tmp_path, places):
    path = tmp_path / "diem.csv"
    path.write_text('Tên khu đất,Vĩ độ,Kinh độ\nA,"10,35","107,08"\nB,10.36,107.09\n', encoding="utf-8")
    _candidates, rows = rows_of(path, places)
    assert rows[0].point.distance(shapely.Point(426432.3715, 1144643.9082)) < 0.001
    assert rows[1].geom is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_csv__encodings_and_delimiters(encoding, tmp_path, places):
    text = "Tên khu đất\tSố tờ\nTrường Tiểu học Hạ Long\t5\nNhà văn hóa phường Thắng Tam\t6\n"
    raw = encode_text(text, Encoding.CP1258) if encoding == "cp1258" else text.encode(encoding)
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    _candidates, rows = rows_of(path, places)
    assert [row.values["name"] for row in rows] == ["Trường Tiểu học Hạ Long", "Nhà văn hóa phường Thắng Tam"]


@pytest.mark.parametrize(
    ("text", "code", "remark"),
    [
        ("ODT", "ODT", None),
        ("odt", "ODT", None),
        ("Đất ở tại đô thị", "ODT", None),
        ("LNQ", "CLN", "land_use_replaced"),
        ("ODT+CLN", "ODT", "land_use_mixed"),
        ("XYZ", None, "land_use_unknown"),
        ("ODT (đất ở)", "ODT", None),
        ("ODT: đất ở đô thị", "ODT", None),
        ("ODT2", None, "land_use_unknown"),  # a misspelt code is not the code it begins with
        ("ODTX", None, "land_use_unknown"),
        ("ODT+XYZ", None, "land_use_unknown"),
        ("ODT/ZZ9", None, "land_use_unknown"),
    ],
)
def test_values__land_use(text, code, remark, tmp_path, places):
    path = tmp_path / "a.csv"
    path.write_text(f"Tên khu đất,Loại đất\nA,{text}\n", encoding="utf-8")
    _candidates, (row,) = rows_of(path, places)
    assert row.values["land_use_id"] == code
    assert [finding.code for finding in row.findings] == ([remark] if remark else [])


@pytest.mark.parametrize(
    ("text", "unit", "at_record"),
    [
        ("Phường Vũng Tàu", "26506@2025-07-01", None),
        ("P. Thắng Tam", "26506@2025-07-01", "26508@initial"),
        ("phuong rach dua", "26536@2025-07-01", None),
        ("26536@initial", "26536@2025-07-01", "26536@initial"),
        ("Đặc khu Côn Đảo", "26732@2025-07-01", None),
        ("Xã Không Có", "", None),
    ],
)
def test_places__units_old_and_new(text, unit, at_record, tmp_path, places):
    path = tmp_path / "a.csv"
    path.write_text(f"Tên khu đất,Phường xã\nA,{text}\n", encoding="utf-8")
    _candidates, (row,) = rows_of(path, places)
    assert row.values["unit_id"] == unit
    assert row.values["unit_at_record_id"] == at_record


def test_places__as_of_chooses_between_an_old_and_a_new_unit_of_one_name(tmp_path, places):
    path = tmp_path / "a.csv"
    path.write_text("Tên khu đất,Phường xã\nA,Phường Rạch Dừa\n", encoding="utf-8")
    _candidates, (row,) = rows_of(path, places, profile={"as_of": "2024-06-01"})
    assert row.values["unit_at_record_id"] == "26535@initial"


def test_profile__stands_over_names_and_is_checked(tmp_path, places):
    path = tmp_path / "a.csv"
    path.write_text("COT_A,COT_B,SOTO\nChợ cũ,kho,9\n", encoding="utf-8")
    profile = {"columns": {"name": "COT_A", "sheet_number": ""}, "constants": {"unit": "Phường Vũng Tàu"}}
    candidates, (row,) = rows_of(path, places, profile=profile)
    assert row.values["name"] == "Chợ cũ"
    assert "sheet_number" not in row.values
    assert row.values["unit_id"] == "26506@2025-07-01"
    assert candidates.mapping.as_dict()["columns"] == {"name": "COT_A"}
    for broken in ({"columns": {"nope": "COT_A"}}, {"columns": {"name": "COT_Z"}}, {"colums": {}}):
        with pytest.raises(Unreadable) as refusal:
            rows_of(path, places, profile=broken)
        assert refusal.value.reason == "bad_profile"


def test_codes__of_somebody_else_go_to_the_note(tmp_path, places):
    path = tmp_path / "a.csv"
    path.write_text("Mã khu đất,Tên khu đất\nVT-07,Chợ\nVT-08,Kho\n", encoding="utf-8")
    candidates, rows = rows_of(path, places)
    assert [row.code for row in rows] == ["", ""]
    assert rows[0].values["note"] == "Mã khu đất: VT-07"
    assert "codes_not_ours" in [finding.code for finding in candidates.findings]
    path.write_text("Mã khu đất,Tên khu đất\nBRVT-000007,Chợ\n,Kho\n", encoding="utf-8")
    _candidates, rows = rows_of(path, places)
    assert [row.code for row in rows] == ["BRVT-000007", ""]


def test_map_columns__issuer_and_geodesic_area_of_our_own_shapefile_are_known():
    names = [shapefile._KNOWN[field] for field in ("decision_issuer", "area_geodesic_m2")]
    mapping = map_columns(names)
    assert (mapping.fields, mapping.derived, mapping.ignored) == ({"decision_issuer": names[0]}, (names[1],), ())


STRANGE = [["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"], ["Danh sách"], ["Cột A", "Cột B", "Cột C"], ["Chợ", "kho", "x"]]


@pytest.mark.parametrize("encoding", [Encoding.UNICODE, Encoding.TCVN3])
def test_xlsx__a_heading_row_that_nobody_knows_is_said_with_the_way_to_name_it(encoding, tmp_path, places):
    cells = [[encode_text(text, encoding).decode("cp1252") for text in row] for row in STRANGE]
    path = workbook(tmp_path / "ds.xlsx", STRANGE if encoding is Encoding.UNICODE else cells)
    candidates, _rows = rows_of(path, places)
    [told] = [finding for finding in candidates.findings if finding.code == "heading_guessed"]
    assert "dòng 1 (ỦY BAN NHÂN DÂN, CỘNG HÒA XÃ HỘI)" in told.text("vi")
    assert "header_row" in told.mend("vi")
    assert "--mapping" in told.mend("en")
    named = {"header_row": 3, "columns": {"name": "Cột A"}}
    with read(path, mapping=named) as table:
        candidates = understand(table, places=places, profile=named)
    assert candidates.columns == ("Cột A", "Cột B", "Cột C")
    assert "heading_guessed" not in [finding.code for finding in candidates.findings]
