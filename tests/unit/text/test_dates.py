from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.text.dates import Precision, excel_serial_to_date, parse_date, parse_day
from gis.text.errors import DateError

THIRD_OF_JULY = date(2026, 7, 3)


@pytest.mark.parametrize(
    "text",
    [
        "03/07/2026", "3/7/2026", "3-7-2026", "03.07.2026", "3 / 7 / 2026", "2026-07-03", "2026/7/3",
        "ngày 03 tháng 7 năm 2026", "Ngày 3 tháng 07 năm 2026.", "3 tháng 7, năm 2026", "ngày 3/7/2026",
        "2026-07-03T08:30:00", "2026-07-03T08:30:00Z", "03/07/2026 08:30", "20260703", "03072026", "46206",
        46206, 46206.75, THIRD_OF_JULY, datetime(2026, 7, 3, 8, 30),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_parse_date__day(text: str | float | date) -> None:
    parsed = parse_date(text)
    assert (parsed.first, parsed.last, parsed.precision) == (THIRD_OF_JULY, THIRD_OF_JULY, Precision.DAY)
    assert parse_day(text) == THIRD_OF_JULY


@pytest.mark.parametrize("text", ["07/2026", "7-2026", "tháng 7 năm 2026", "Tháng 7/2026", "2026-07"])
def test_parse_date__month(text: str) -> None:
    parsed = parse_date(text)
    assert (parsed.first, parsed.last) == (date(2026, 7, 1), date(2026, 7, 31))
    assert parsed.precision is Precision.MONTH


@pytest.mark.parametrize("text", ["2024", "năm 2024", 2024, 2024.0])
def test_parse_date__year(text: str | float) -> None:
    parsed = parse_date(text)
    assert (parsed.first, parsed.last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert parsed.precision is Precision.YEAR


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text.date_unreadable"),
        ("hôm qua", "text.date_unreadable"),
        ("03/07-2026", "text.date_unreadable"),
        ("1/2/3/2026", "text.date_unreadable"),
        ("31/02/2026", "text.date_impossible"),
        ("29/2/2025", "text.date_impossible"),
        ("00/00/2026", "text.date_impossible"),
        ("0/2026", "text.date_impossible"),
        ("13/2026", "text.date_impossible"),
        ("07/25/2026", "text.date_day_first"),
        ("03/07/26", "text.date_short_year"),
        ("03/07/1700", "text.date_out_of_range"),
        ("9999", "text.date_out_of_range"),
    ],
)
def test_parse_date__refuses_and_names_the_text(text: str, code: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert caught.value.code == code
    assert f"“{text}”" in caught.value.message("vi")
    assert f"“{text}”" in str(caught.value)


@pytest.mark.parametrize("number", [float("nan"), 2024.5, -5, 100, 10**9])
def test_parse_date__refuses_numbers_that_are_no_date(number: float) -> None:
    with pytest.raises(DateError):
        parse_date(number)


def test_parse_day__needs_a_day() -> None:
    with pytest.raises(DateError):
        parse_day("07/2026")


@pytest.mark.parametrize(
    ("serial", "day"), [(61, date(1900, 3, 1)), (25569, date(1970, 1, 1)), (45292, date(2024, 1, 1))]
)
def test_excel_serial__known_days(serial: int, day: date) -> None:
    assert excel_serial_to_date(serial) == day


@pytest.mark.parametrize("serial", [-1, 0, 60, 10**7, float("nan"), float("inf")])
def test_excel_serial__refuses(serial: float) -> None:
    with pytest.raises(DateError):
        excel_serial_to_date(serial)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
def test_parse_date__reads_every_day_in_every_form(day: date) -> None:
    forms = (
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day:%d%m%Y}",
    )
    for form in (*forms, f"ngày {day.day:02} tháng {day.month} năm {day.year}"):
        assert parse_date(form).first == day


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
def test_partial_date__month_ends_before_the_next_begins(day: date) -> None:
    last = parse_date(f"{day.month}/{day.year}").last
    assert (last + timedelta(days=1)).day == 1
    assert last.month == day.month
