"""Days of a notice as lines: read, written, read again."""

from datetime import date

import pytest

from portal.pages.calendar_lines import BadLine, read_lines, written
from worktime.workflow import DayKind, Mark

K = DayKind


def test_read__a_span_a_day_and_names():
    days = read_lines(K.HOLIDAY, "05/02/2027 - 07/02/2027; Tết; Lunar New Year\n\n2/9/2027", Mark.READ)
    assert [(one.day, one.name, one.name_en) for one in days] == [
        (date(2027, 2, 5), "Tết", "Lunar New Year"),
        (date(2027, 2, 6), "Tết", "Lunar New Year"),
        (date(2027, 2, 7), "Tết", "Lunar New Year"),
        (date(2027, 9, 2), "Nghỉ lễ, tết", ""),
    ]


@pytest.mark.parametrize(("text", "weekday"), [("thứ 6", 5), ("Thứ hai", 1), ("T4", 3), ("", 1)])
def test_read__whose_hours_a_swapped_day_has(text, weekday):
    (one,) = read_lines(K.SWAPPED_ON, f"20/02/2027; Làm bù; {text}", Mark.READ)
    assert (one.hours_of, one.name_en) == (weekday, "")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("01/01/2027\n40/02/2027", "Dòng 2"),
        ("07/02/2027 - 05/02/2027", "ngày đầu - ngày cuối"),
        ("01/01/2027 - 01/06/2027", "dài nhất 31 ngày"),
        ("01/01/2027; a; b; c", "chấm phẩy"),
        (f"01/01/2027; {'x' * 121}", "120"),
    ],
)
def test_read__refusals_name_the_line(text, named):
    with pytest.raises(BadLine, match=named):
        read_lines(K.HOLIDAY, text, Mark.READ)


def test_read__a_weekday_that_is_none():
    with pytest.raises(BadLine, match="thứ bảy"):
        read_lines(K.SWAPPED_ON, "20/02/2027; Làm bù; thứ bảy", Mark.READ)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.HOLIDAY, "05/02/2027 - 09/02/2027; Tết; Lunar New Year\n02/09/2027; Quốc khánh"),
        (K.SWAPPED_ON, "20/02/2027; Làm bù; thứ 3"),
    ],
)
def test_written__is_read_again(kind, text):
    days = read_lines(kind, text, Mark.READ)
    assert written(days) == text
    assert read_lines(kind, written(days), Mark.READ) == days
