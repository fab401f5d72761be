"""The summary adds up to the register, to the last tenth of a square metre, on screen, in XLSX and on paper."""

import io
from collections import Counter
from datetime import date
from decimal import Decimal

import openpyxl
import pypdf
import pytest
from django.db.models import Sum
from django.utils import translation

from land.exports.downloads import ExportError
from land.exports.summary import Amount, summarise
from land.exports.summary_cross import condense
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


def whole(shown) -> Amount:
    """What the register itself adds up to."""
    unplaced = shown.filter(geom=None).count()
    assert unplaced
    return Amount(shown.count(), shown.aggregate(Sum("area_m2"))["area_m2__sum"], 1, unplaced)


@pytest.mark.parametrize("era", ["current", "record"])
def test_lines_subtotals_and_total_equal_the_register(shown, era):
    summary = summarise(shown, era=era)
    register = whole(shown)
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
    assert [(unit.name, unit.amount.plots) for unit in summary.units] == [
        ("Phường 10", 1),
        ("Chưa ghi đơn vị khi lập", 5),
    ]


def test_what_names_no_unit_is_counted_apart_and_told_with_every_table(shown):
    """The place is known of each of them, and would have told the old unit: the paper did not."""
    summary = summarise(shown, era="record")
    assert summary.without_unit.plots == 5
    assert summary.amount == summary.without_unit + summary.units[0].amount
    assert condense(summary).units.rows[-1].name == "Chưa ghi đơn vị khi lập"
    told = "Trong đó hồ sơ chưa ghi đơn vị khi lập: 5 khu đất, xếp ở mục cuối"
    files = {fmt: export_summary(fmt, queryset=shown, filter_text="", era="record") for fmt in ("xlsx", "pdf")}
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content())).active
    assert told in {cell.value for row in sheet.iter_rows() for cell in row}
    assert told in _tables(files["pdf"].content())[1]


def test_by_the_units_of_today_nothing_is_without_one(shown):
    summary = summarise(shown)
    assert summary.without_unit == Amount()
    assert "chưa ghi" not in _tables(export_summary("pdf", queryset=shown, filter_text="").content())[1]


def test_an_old_unit_and_its_namesake_of_today_are_two(shown, register, plots):
    register.old_unit.name = register.unit.name
    register.old_unit.save()
    shown.filter(pk=plots["hole"].pk).update(unit_at_record=register.unit)
    names = [unit.name for unit in summarise(shown, era="record").units]
    assert names == ["Phường Vũng Tàu", "Phường Vũng Tàu (đến 30/06/2025)", "Chưa ghi đơn vị khi lập"]


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
        "Trong đó chưa có ranh giới: 1 khu đất",
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


def test_condensed__every_table_equals_the_register(shown):
    register = whole(shown)
    for era in ("current", "record"):
        condensed = condense(summarise(shown, era=era))
        for table in (condensed.units, condensed.land_uses, condensed.agencies):
            assert table.total.amount == register
            assert _sum(row.amount for row in table.rows) == register
            assert _sum(cell for row in table.rows for cell in row.cells) == register
        assert _sum(chapter.total.amount for chapter in condensed.chapters) == register
        assert _sum(row.amount for chapter in condensed.chapters for row in chapter.rows) == register
        assert [chapter.total.amount for chapter in condensed.chapters] == [row.amount for row in condensed.units.rows]


def test_condensed__agencies_are_added_up_and_states_stand_side_by_side(shown):
    condensed = condense(summarise(shown))
    assert condensed.states == ("Đất trống", "Cho thuê ngắn hạn")  # official order, only those that occur
    rows_of = {(row.code, row.amount.plots): [cell.plots for cell in row.cells] for row in condensed.chapters[0].rows}
    assert rows_of == {("CGT", 1): [1, 0], ("DGD", 4): [4, 0], ("ODT", 1): [0, 1]}
    assert [row.name for row in condensed.agencies.rows] == ["Trung tâm Phát triển quỹ đất", "Ủy ban nhân dân phường"]


def _sum(amounts):
    return sum(amounts, Amount())


def _tables(content):
    """Pages, and all their text: what the paper itself says."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return pages, " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_pdf__landscape_with_the_same_total_in_every_part(shown):
    content = export_summary("pdf", queryset=shown, filter_text="Tất cả", today=TODAY).content()
    pages, text = _tables(content)
    assert pages[0].mediabox.width > pages[0].mediabox.height
    assert "BIỂU TỔNG HỢP QUỸ ĐẤT CÔNG" in text
    assert shown.aggregate(Sum("area_m2"))["area_m2__sum"] == Decimal("2577.4")
    assert text.count("TỔNG SỐ 6 1 2.577,4") == 3  # by unit, by land use, by agency
    assert "I Phường Vũng Tàu 6 1 2.577,4" in text  # the one chapter


def test_pdf__says_its_language(shown):
    with translation.override("en"):
        content = export_summary("pdf", queryset=shown, filter_text="", today=TODAY).content()
    assert pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == "en"


def test_pdf__a_chapter_for_each_unit_and_few_pages(shown, register, plots):
    shown.filter(pk=plots["hole"].pk).update(unit=register.neighbour)
    content = export_summary("pdf", queryset=shown, filter_text="", today=TODAY).content()
    pages, text = _tables(content)
    units = [unit.name for unit in summarise(shown).units]
    assert len(units) == 2
    for number, name in zip(("I", "II"), units, strict=True):
        assert f"{number} {name}" in text
    assert len(pages) <= 2


def test_the_day_of_the_data_is_not_the_day_of_the_print(shown):
    files = [
        export_summary("pdf", queryset=shown, filter_text="", today=TODAY, as_of=date(2025, 6, 30)).content(),
        export_summary("pdf", queryset=shown, filter_text="", today=TODAY).content(),
    ]
    past, now = (_tables(content)[1] for content in files)
    assert "(Số liệu đến ngày 30/06/2025)" in past
    assert "In ngày 22/11/2026" in past
    assert "(Số liệu đến ngày 22/11/2026)" in now


def test_unknown_format(shown):
    with pytest.raises(ExportError, match="docx"):
        export_summary("docx", queryset=shown, filter_text="", today=TODAY)
