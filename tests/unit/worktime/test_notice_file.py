"""A file of a notice: what people write is read, and every row that cannot be is named with its place."""

from datetime import date

import pytest

from worktime.loading.notice_file import read_notice_file
from worktime.workflow import DayKind, Mark

HEADING = "day,kind,hours_of,name_vi,name_en,source,mark\n"


def test_read__as_the_facts_and_as_offices_write():
    text = (
        "\ufeffday;kind;name_vi;hours_of\n05/02/2027;Nghỉ lễ, tết;Tết Âm lịch;\n2027-02-20;swapped_on;Làm bù;2\n;;;\n"
    )
    found = read_notice_file(text.encode())
    assert found.rejected == []
    first, second = found.days
    assert (first.day, first.kind, first.name, first.hours_of, first.mark) == (
        date(2027, 2, 5), DayKind.HOLIDAY, "Tết Âm lịch", 1, Mark.READ,
    )  # fmt: skip
    assert (second.day, second.kind, second.hours_of) == (date(2027, 2, 20), DayKind.SWAPPED_ON, 2)


def test_read__names_every_row_that_is_wrong():
    rows = [
        "2027-13-05,holiday,,Tết,,,V",
        "2027-02-06,feast,,Tết,,,V",
        "2027-02-07,holiday,,,,,V",
        "2027-02-08,holiday,7,Tết,,,V",
        "2027-02-09,holiday,,Tết,,,X",
        "2027-02-10,holiday,,Tết,,,V",
        "10/02/2027,holiday,,Tết,,,V",
    ]
    found = read_notice_file((HEADING + "\n".join(rows)).encode())
    assert [(one.line, one.column) for one in found.rejected] == [
        (2, "day"), (3, "kind"), (4, "name_vi"), (5, "hours_of"), (6, "mark"), (8, "day"),
    ]  # fmt: skip
    assert [one.value for one in found.rejected] == ["2027-13-05", "feast", "", "7", "X", "10/02/2027"]
    assert "dòng 7" in found.rejected[-1].reason
    assert str(found.rejected[1]).startswith("dòng 3, cột kind (“feast”)")
    assert len(found.days) == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "day, kind, name_vi"),
        (b"day,kind\n", "name_vi"),
        ("ngày".encode("utf-16"), "UTF-8"),
        (HEADING.encode(), "tiêu đề"),
    ],
)
def test_read__a_file_that_is_none(content, named):
    (only,) = read_notice_file(content).rejected
    assert (only.line, named in str(only)) == (0, True)
