"""Office lists with a letterhead, in old fonts too, and what of them may not reach the texts of the register."""

from decimal import Decimal

import openpyxl
import pytest

from gis.text.charsets import Encoding, encode_text
from land.loading.refused import CSV_NAME
from land.models import Plot

WIDTH = 9
LETTERHEAD = [
    ["ỦY BAN NHÂN DÂN PHƯỜNG VŨNG TÀU", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH KHU ĐẤT CÔNG DO PHƯỜNG QUẢN LÝ"],
]
HEADINGS = [
    "STT", "Tên khu đất", "Địa chỉ", "Số tờ", "Số thửa", "Diện tích (m2)", "Phường, xã", "Đơn vị quản lý", "Ghi chú",
]  # fmt: skip
ROWS = [
    [
        "1",
        "Trường mầm non",
        "12 Lê Lợi",
        "12",
        "5",
        "1.135,5",
        "Phường Thắng Tam",
        "TT Phát triển quỹ đất",
        "Đã rà soát",
    ],
    ["2", "Nhà văn hóa", "5 Hạ Long", "12", "6", "640", "Phường Vũng Tàu", "TT Phát triển quỹ đất", None],
]
BELOW = [
    ["Tổng cộng", None, None, None, None, "1.775,5"],
    ["Người lập biểu", None, None, None, None, "Thủ trưởng đơn vị"],
]
NUMBERS = [f"({number})" for number in range(1, WIDTH + 1)]
OFFICE = [*LETTERHEAD, HEADINGS, NUMBERS, *ROWS, *BELOW]


def typed(rows, encoding):
    """Cells as a spreadsheet shows the bytes of an old font; Unicode stays."""
    if encoding is Encoding.UNICODE:
        return rows
    return [[value and encode_text(value, encoding).decode("cp1252") for value in row] for row in rows]


def written(path, rows, encoding=Encoding.UNICODE):
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in typed(rows, encoding):
            book.active.append(row)
        book.save(path)
    else:
        lines = [";".join(value or "" for value in [*row, *[None] * (WIDTH - len(row))]) for row in rows]
        path.write_bytes(encode_text("\n".join(lines) + "\n", encoding))
    return path


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI, Encoding.UNICODE])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_import__a_letterhead_is_no_heading_in_any_encoding(suffix, encoding, loader, tmp_path):
    report = loader.load(written(tmp_path / f"ds{suffix}", OFFICE, encoding))
    assert report.file["columns"] == HEADINGS
    assert (report.counts["read"], report.counts["new"], report.counts["refused"]) == (2, 2, 0)
    assert {finding.code for finding in report.file_findings} <= {"columns_ignored", "encoding_found"}
    first, second = Plot.objects.order_by("number")
    assert (first.name, first.address, first.note) == ("Trường mầm non", "12 Lê Lợi", "Đã rà soát")
    assert (first.sheet_number, first.parcel_number) == ("12", "5")
    assert (first.area_legal_m2, second.area_legal_m2) == (Decimal("1135.5"), Decimal("640.0"))
    assert (first.unit_id, first.unit_at_record_id) == ("26506@2025-07-01", "26508@initial")
    assert first.managing_agency.code == "ttptqd"
    assert (second.name, second.note, second.unit_at_record_id) == ("Nhà văn hóa", "", None)


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_import__headings_of_two_rows_under_a_letterhead(encoding, loader, tmp_path):
    rows = [
        *LETTERHEAD,
        ["STT", "Tên khu đất", "Thửa đất", None, "Phường, xã"],
        [None, None, "Số tờ", "Số thửa", None],
        ["1", "Chợ Hạ Long", "3", "44", "Phường Vũng Tàu"],
    ]
    report = loader.load(written(tmp_path / "ds.xlsx", rows, encoding))
    assert report.file["columns"] == ["STT", "Tên khu đất", "Số tờ", "Số thửa", "Phường, xã"]
    plot = Plot.objects.get()
    assert (plot.name, plot.sheet_number, plot.parcel_number) == ("Chợ Hạ Long", "3", "44")


def test_import__a_letterhead_in_unicode_over_a_list_in_an_old_font(loader, tmp_path):
    rows = [*LETTERHEAD, *typed([HEADINGS, *ROWS, *BELOW], Encoding.TCVN3)]
    report = loader.load(written(tmp_path / "ds.xlsx", rows))
    assert report.file["columns"] == HEADINGS
    assert [plot.name for plot in Plot.objects.order_by("number")] == ["Trường mầm non", "Nhà văn hóa"]


PERSON = "Nguyễn Văn An"
TEXTS = ("name", "address", "note", "source", "decision_issuer")


def texts_of(plot):
    return " ".join(str(getattr(plot, name)) for name in TEXTS)


@pytest.mark.parametrize("heading", ["Người sử dụng", "Đơn vị quản lý", "Đối tượng sử dụng", "NGUOISUDUN"])
def test_import__what_is_no_agency_is_told_and_stays_out_of_the_note(heading, loader, tmp_path):
    rows = [["Tên khu đất", "Phường, xã", "Ghi chú", heading], ["Chợ", "Phường Vũng Tàu", "Đã rà soát", PERSON]]
    report = loader.load(written(tmp_path / "ds.xlsx", rows))
    [told] = report.findings
    assert (told.code, told.row, told.column) == ("agency_unknown", 2, heading)
    assert PERSON in told.text("vi")
    assert PERSON in told.text("en")
    assert "không được ghi vào sổ" in told.text("vi")
    assert "chọn cột khác" in told.mend("vi")
    plot = Plot.objects.get()
    assert (plot.note, plot.managing_agency, plot.using_agency) == ("Đã rà soát", None, None)
    assert PERSON not in texts_of(plot)


def test_import__a_refused_row_comes_back_with_the_text_that_is_no_agency(loader, tmp_path):
    rows = [["Tên khu đất", "Phường, xã", "Người sử dụng"], ["Chợ", "Phường Không Có", PERSON]]
    loader.load(written(tmp_path / "ds.xlsx", rows), report_dir=tmp_path / "report")
    assert PERSON in (tmp_path / "report" / CSV_NAME).read_text(encoding="utf-8-sig")


PERSONS = ["Chủ sử dụng", "Người thuê", "Họ tên", "Họ và tên", "Tên (chủ sử dụng)", "Địa chỉ (người sử dụng đất)",
           "Ghi chú (họ tên người thuê)", "Nguồn (chủ đất)", "Hiện trạng (người thuê)", "CCCD"]  # fmt: skip


@pytest.mark.parametrize("heading", PERSONS)
def test_import__columns_of_persons_are_read_by_no_field(heading, loader, tmp_path):
    rows = [["Phường, xã", "Số tờ", "Số thửa", heading], ["Phường Vũng Tàu", "12", "5", PERSON]]
    report = loader.load(written(tmp_path / "ds.xlsx", rows))
    [told] = [finding for finding in report.file_findings if finding.code == "columns_ignored"]
    assert heading in told.text()
    assert PERSON not in texts_of(Plot.objects.get())


GROUPED = {
    "gaps": [
        ["STT", "Người sử dụng đất", None, "Thửa đất", None, "Phường, xã"],
        [None, "Tên", "Địa chỉ", "Số tờ", "Số thửa", None],
    ],
    "full": [
        ["Người sử dụng đất", None, None, "Thửa đất", None, None],
        ["STT", "Tên", "Địa chỉ", "Số tờ", "Số thửa", "Phường, xã"],
    ],
}


@pytest.mark.parametrize("headings", GROUPED.values(), ids=GROUPED)
def test_import__a_persons_name_and_address_are_not_the_plots(headings, loader, tmp_path):
    rows = [["DANH SÁCH"], *headings, ["1", PERSON, "9 Ba Cu", "12", "5", "Phường Vũng Tàu"]]
    report = loader.load(written(tmp_path / "ds.xlsx", rows))
    assert "Địa chỉ (Người sử dụng đất)" in report.file["columns"]
    plot = Plot.objects.get()
    assert (plot.name, plot.address, plot.sheet_number, plot.parcel_number) == ("", "", "12", "5")
    assert PERSON not in texts_of(plot)
