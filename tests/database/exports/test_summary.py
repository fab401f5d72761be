"""The summary adds up to the register, to the last tenth of a square metre, on screen, in XLSX and on paper."""

import io
from collections import Counter
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.db.models import Sum

from land.exports.downloads import ExportError
from land.exports.summary import Amount, summarise
from land.exports.summary_files import export_summary
from land.exports.summary_table import roman, rows
from tests.database.exports.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(plots, people, register):
    """What an officer sees, one of them without an area and one with a broken tenth."""
    queryset = plots["simple"].__class__.objects.visible_to(people["officer"]).active()
    queryset.filter(pk=plots["point"].pk).update(area_m2=None)
    queryset.filter(pk=plots["parts"].pk).update(area_m2=Decimal("499.9"))
    return queryset


@pytest.mark.parametrize("era", ["current", "record"])
def test_lines_subtotals_and_total_equal_the_register(shown, era):
    summary = summarise(shown, era=era)
    register = Amount(shown.count(), shown.aggregate(Sum("area_m2"))["area_m2__sum"], 1)
    assert summary.amount == register
    assert sum((line.amount for line in summary.lines()), Amount()) == register
    assert sum((unit.amount for unit in summary.units), Amount()) == register
    assert sum((block.amount for unit in summary.units for block in unit.land_uses), Amount()) == register


def test_a_line_for_each_combination_that_occurs(shown, plots):
    lines = [
        (line.unit, line.land_use_code, line.use_state, line.agency, line.amount.plots)
        for line in summarise(shown).lines()
    ]
    centre, commune = "Trung tâm Phát triển quỹ đất", "Ủy ban nhân dân phường"
    assert lines == [
        ("Phường Vũng Tàu", "CGT", "Đất trống", centre, 1),
        ("Phường Vũng Tàu", "DGD", "Đất trống", centre, 3),
        ("Phường Vũng Tàu", "DGD", "Đất trống", commune, 1),
        ("Phường Vũng Tàu", "ODT", "Cho thuê ngắn hạn", centre, 1),
    ]


def test_by_the_unit_of_the_record(shown):
    summary = summarise(shown, era="record")
    assert {unit.name: unit.amount.plots for unit in summary.units} == {
        "Chưa rõ đơn vị hành chính": 5,
        "Phường 10": 1,
    }


def test_only_what_the_reader_may_know_is_counted(plots, people):
    public = plots["simple"].__class__.objects.visible_to(people["anonymous"]).active()
    assert summarise(public).amount.plots == 5


def test_units_of_one_name_are_told_apart(shown, register, plots):
    register.neighbour.name = register.unit.name
    register.neighbour.save()
    shown.filter(pk=plots["hole"].pk).update(unit=register.neighbour)
    assert [unit.name for unit in summarise(shown).units] == ["Phường Vũng Tàu (26506)", "Phường Vũng Tàu (26536)"]


def test_nothing_to_count(shown):
    summary = summarise(shown.none())
    assert summary.amount == Amount()
    assert [row.kind for row in rows(summary)] == ["total"]


def test_rows_of_the_table(shown):
    kinds = Counter(row.kind for row in rows(summarise(shown)))
    assert kinds == {"total": 1, "unit": 1, "land_use": 3, "line": 4}
    assert next(iter(rows(summarise(shown)))).share == 100


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (19, "XIX"), (30, "XXX"), (168, "CLXVIII")])
def test_roman(number, text):
    assert roman(number) == text


def test_xlsx__official_table(shown):
    content = export_summary(
        "xlsx", queryset=shown, filter_text="Tất cả", issuer="Sở Nông nghiệp", today=TODAY
    ).content()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {
        "SỞ NÔNG NGHIỆP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BIỂU TỔNG HỢP QUỸ ĐẤT CÔNG",
        "(Số liệu đến ngày 22/11/2026)",
        "Đơn vị tính diện tích: m²",
        "(10)",
        "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ",
    } <= set(cells)
    total = cells["TỔNG SỐ"].row
    area = sheet.cell(total, 9)
    assert Decimal(str(area.value)) == shown.aggregate(Sum("area_m2"))["area_m2__sum"]
    assert area.number_format == "#,##0.0"
    assert sheet.cell(total, 7).value == 6
    lines = [row for row in sheet.iter_rows(min_row=total + 1, values_only=True) if row[4]]
    assert sum((Decimal(str(row[8])) for row in lines), Decimal()) == Decimal(str(area.value))


def test_pdf__landscape_with_the_same_total(shown):
    content = export_summary("pdf", queryset=shown, filter_text="Tất cả", today=TODAY).content()
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    text = page.extract_text()
    assert page.mediabox.width > page.mediabox.height
    assert "BIỂU TỔNG HỢP QUỸ ĐẤT CÔNG" in text
    assert "2.577,4" in text
    assert shown.aggregate(Sum("area_m2"))["area_m2__sum"] == Decimal("2577.4")


def test_unknown_format(shown):
    with pytest.raises(ExportError, match="docx"):
        export_summary("docx", queryset=shown, filter_text="", today=TODAY)
