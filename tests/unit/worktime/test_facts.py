"""The days of data/facts against a public library, and against themselves."""

import csv
from collections import Counter
from datetime import date, timedelta

import holidays

from tests.factories.worktime import FACTS
from worktime.loading.facts import read_days, read_hours, read_notices, read_rules
from worktime.workflow import DayKind

YEARS = range(2022, 2031)
ADJACENT = "Tết of a year without a notice: two days before and three after there, one and four here; both are lawful"
# Days that one of the two has off and the other has not, and why.
DIFFERENCES = {
    date(2025, 2, 1): "a Saturday, so off either way: Tết 2025 was 27 to 31 January, five days",
    date(2026, 1, 2): "off by swap with Saturday 10 January, which the library does not know",
    date(2027, 2, 4): ADJACENT,
    date(2027, 2, 11): ADJACENT,
    date(2028, 1, 24): ADJACENT,
    date(2028, 1, 31): ADJACENT,
    date(2030, 1, 31): ADJACENT,
    date(2030, 2, 7): ADJACENT,
}


def days():
    return read_days(FACTS / "working_calendar.csv")


def test_days_off__as_a_public_library_has_them():
    theirs = set(holidays.country_holidays("VN", years=YEARS))
    ours = {one.day for one in days() if one.kind != DayKind.SWAPPED_ON}
    assert theirs ^ ours == set(DIFFERENCES)


def test_swapped_days__as_a_public_library_has_them():
    theirs = {day for day in holidays.country_holidays("VN", years=YEARS).weekend_workdays if day.year in YEARS}
    ours = {one.day for one in days() if one.kind == DayKind.SWAPPED_ON}
    assert ours - theirs == {date(2026, 1, 10)}
    assert theirs <= ours


def test_days__five_of_tet_and_two_of_the_national_day_each_year():
    count = Counter((one.day.year, one.name) for one in days() if one.kind == DayKind.HOLIDAY)
    for year in YEARS:
        assert count[year, "Tết Âm lịch"] == 5
        assert count[year, "Quốc khánh"] == 2
        assert count[year, "Ngày Văn hóa Việt Nam"] == (year >= 2026)


def test_days__a_holiday_on_a_weekend_is_made_good():
    for year in YEARS:
        own = [one for one in days() if one.day.year == year]
        lost = [one for one in own if one.kind == DayKind.HOLIDAY and one.day.isoweekday() > 5]
        assert len(lost) == sum(one.kind == DayKind.COMPENSATION for one in own), year


def test_days__each_swap_has_two_ends_of_one_weekday():
    swaps = Counter()
    for one in days():
        if one.kind == DayKind.SWAPPED_OFF:
            swaps[one.day.year, one.day.isoweekday()] += 1
        elif one.kind == DayKind.SWAPPED_ON:
            swaps[one.day.year, one.hours_of] -= 1
            assert one.day.isoweekday() == 6
    assert swaps
    assert set(swaps.values()) == {0}


def test_marks__years_without_a_notice_are_provisional_and_unknown():
    with (FACTS / "working_calendar.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {(row["day"] >= "2027", row["mark"] == "U", row["provisional"] == "true") for row in rows}
    assert told == {(False, False, False), (True, True, True)}
    notices = read_notices(FACTS / "calendar_notices.csv")
    assert {year: notice.provisional for year, notice in notices.items()} == {year: year >= 2027 for year in YEARS}


def test_hours__a_working_day_has_eight():
    spans = [(one.weekday, one.opens, one.closes) for one in read_hours(FACTS / "office_hours.csv")]
    total = Counter()
    for weekday, opens, closes in spans:
        total[weekday] += timedelta(hours=closes.hour - opens.hour, minutes=closes.minute - opens.minute).seconds / 3600
    assert total == {weekday: 8 for weekday in range(1, 6)}


def test_rules__all_of_auctions_are_there():
    facts = read_rules(FACTS / "term_rules.csv")
    rules = {one.code: (int(one.amount), one.unit.value, one.direction.value) for one in facts}
    assert rules["auction.posting"] == (15, "calendar_days", "backward")
    assert rules["auction.posting_project"] == (30, "calendar_days", "backward")
    assert rules["auction.posting_short"] == (5, "working_days", "backward")
    assert rules["auction.files_until"] == (2, "calendar_days", "backward")
    assert rules["auction.deposit_within"] == (3, "working_days", "backward")
    assert rules["auction.refund"] == rules["auction.dossier_to_owner"] == (3, "working_days", "forward")
    assert rules["auction.tax_notice"] == (5, "working_days", "forward")
    assert rules["auction.first_payment"] == (30, "calendar_days", "forward")
    assert rules["auction.full_payment"] == (90, "calendar_days", "forward")
    assert rules["auction.result_in_register"] == (1, "working_days", "forward")
    assert rules["auction.viewing"] == (2, "calendar_days", "forward")
