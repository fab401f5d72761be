"""The command: facts at every set-up, the file of a notice by an operator."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gis.db import public
from tests.factories.worktime import FACTS, at
from worktime import reading
from worktime.actions import issue_notice, load_calendar_facts, start_term
from worktime.drafts import DayDraft, NoticeDraft
from worktime.lengths import Length, Unit
from worktime.loading.facts import read_days, read_notices
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, Term, TermRule
from worktime.plans import Subject, TermPlan
from worktime.workflow import DayKind, Mark

pytestmark = pytest.mark.django_db
HEADING = "day,kind,hours_of,name_vi,name_en,source,mark,provisional\n"


def load(*words, **options):
    out = StringIO()
    call_command("load_calendar", *words, stdout=out, **options)
    return out.getvalue()


def test_facts__enter_once_and_again_nothing():
    assert load().startswith("137 ngày của lịch làm việc, 10 dòng giờ làm việc, 13 thời hạn")
    assert load().startswith("0 ngày của lịch làm việc, 0 dòng giờ làm việc, 0 thời hạn")
    assert CalendarDay.objects.standing().count() == CalendarDay.objects.count() == 137
    assert CalendarNotice.objects.count() == 9
    assert (OfficeHours.objects.count(), TermRule.objects.count()) == (10, 13)
    assert reading.years_covered() == list(range(2022, 2031))


def test_facts__dry_run_writes_nothing():
    assert "chưa ghi gì" in load(dry_run=True)
    assert not CalendarDay.objects.exists()
    assert not TermRule.objects.exists()


def test_facts__leave_an_officials_day_alone(calendar):
    day = date(2027, 2, 4)
    notice = NoticeDraft("Tết 2027", "Thông báo", Mark.READ, "9/TB")
    issue_notice(actor=None, notice=notice, days=[DayDraft(day, DayKind.HOLIDAY, "Tết Âm lịch"),
                                                  DayDraft(date(2027, 2, 11), DayKind.ORDINARY, "Đi làm")])  # fmt: skip
    load()
    assert CalendarDay.objects.standing().get(day=day).notice.number == "9/TB"
    assert reading.calendar_of().is_working_day(date(2027, 2, 11))


def test_facts__that_have_changed_replace_their_own(calendar):
    days = [one for one in read_days(FACTS / "working_calendar.csv") if one.day != date(2026, 1, 2)]
    notices = read_notices(FACTS / "calendar_notices.csv")
    notices[2027] = NoticeDraft("Lịch nghỉ năm 2027", "Thông báo", Mark.TOLD, "7/TB")
    of_2027 = sum(one.day.year == 2027 for one in days)
    assert load_calendar_facts(actor=None, notices=notices, days=days) == of_2027 + 1
    assert reading.calendar_of().is_working_day(date(2026, 1, 2))
    assert reading.year_table(2027).provisional is False
    assert load_calendar_facts(actor=None, notices=notices, days=days) == 0


def test_file__of_a_notice_moves_terms(calendar, tmp_path):
    plan = TermPlan("refund", "Trả tiền", Length(3, Unit.WORKING_DAYS))
    start_term(actor=None, subject=Subject("matter", "1", "Lô 1"), plan=plan, started_at=at("06/03 09:00"))
    file = tmp_path / "them.csv"
    file.write_text(f"{HEADING}2026-03-10,holiday,,Nghỉ đột xuất,,,V,false\n", encoding="utf-8")
    options = {"number": "1/TB", "issued_on": date(2026, 3, 1), "issuer": "Bộ Nội vụ", "title": "Nghỉ thêm"}
    said = load(str(file), dry_run=True, **options)
    assert "Lô 1: Trả tiền: 12/03/2026 00:00 -> 13/03/2026 00:00" in said
    assert Term.objects.get().due_day == date(2026, 3, 11)
    assert "1 ngày đã nạp, 1 thời hạn" in load(str(file), **options)
    assert Term.objects.get().due_day == date(2026, 3, 12)
    notice = CalendarNotice.objects.get(number="1/TB")
    assert (notice.source, notice.mark, notice.from_facts, notice.issued_on) == (
        "them.csv",
        "V",
        False,
        date(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("text", "title", "named"),
    [
        ("2026-03-10,holiday,,x,,,V,false", "", "--title"),
        ("2026-13-10,holiday,,x,,,V,false", "x", "dòng 2"),
        ("2026-03-10,feast,,x,,,V,false", "x", "dòng 2.*feast"),
        ("2026-03-10,swapped_on,1,x,,,V,false", "x", "vốn là ngày làm việc"),
    ],
)
def test_file__what_is_wrong_is_named(calendar, tmp_path, text, title, named):
    file = tmp_path / "sai.csv"
    file.write_text(HEADING + text + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=named):
        load(str(file), title=title)


def test_file__that_is_not_there(calendar):
    with pytest.raises(CommandError, match="khong-co"):
        load("khong-co.csv", title="x")


def test_year_table__for_a_page(calendar):
    table = reading.year_table(2026)
    assert len(table.days) == 17
    assert table.days[1].local_name == "Nghỉ hoán đổi dịp Tết Dương lịch"
    assert table.days[1].source.startswith("Thông báo nghỉ lễ, tết năm 2026")
    assert (table.provisional, reading.year_table(2027).provisional) == (False, True)
    assert table.updated_at == CalendarNotice.objects.get(title__contains="2026").recorded_at
    assert len(table.hours) == 10
    assert reading.year_table(2040).days == []


def test_public_wall__law_is_open_and_terms_are_not():
    tables = {name for name in public.declared() if name.startswith("worktime_")}
    assert tables == {f"worktime_{name}" for name in ("calendarnotice", "calendarday", "officehours", "termrule")}


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_year_table__strangers_read_it_through_the_wall(public_wall):
    load()
    assert len(reading.year_table(2026, None).days) == 17
    assert reading.calendar_of(using="public").is_working_day(date(2026, 8, 22))
    assert reading.rules_on(date(2026, 1, 1))
