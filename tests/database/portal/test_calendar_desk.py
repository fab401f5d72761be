"""The desk of the calendar: who gets in, what is refused and where, and that what was seen is what is done."""

import re
from datetime import date, time
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accounts.roles import Role
from auctions import facts
from auctions.workflow import LotState
from audit.models import Event
from tests.database.auctions.desk import client_of, text_of
from tests.factories import auctions
from tests.factories.land import agency, person
from tests.factories.worktime import at
from worktime import reading
from worktime.actions import issue_notice, set_office_hours, start_term
from worktime.drafts import DayDraft, HoursChange, NoticeDraft
from worktime.lengths import Length, Unit
from worktime.models import CalendarDay, CalendarNotice, OfficeHours, Term, TermChange
from worktime.plans import Subject, TermPlan
from worktime.workflow import DayKind, Mark

pytestmark = pytest.mark.django_db
DESK = "/calendar/desk/"
NEW, HOURS = f"{DESK}notices/new/", f"{DESK}hours/"
NOTICE = {
    "title": "Nghỉ thêm",
    "number": "1/TB-BNV",
    "issued_on": "01/03/2026",
    "issuer": "Bộ Nội vụ",
    "signer": "Nguyễn Văn Ký",
    "source_url": "https://vanban.example.vn/1",
    "holiday": "10/03/2026; Nghỉ đột xuất",
}
CHANGE = {"agency": "", "weekdays": ["5"], "spans": "7:30-11:30, 13:00-16:00", "since": "01/03/2026", "source": "QĐ 5"}


@pytest.fixture(autouse=True)
def calendar(db):
    reading.forget()
    call_command("load_calendar", stdout=StringIO())
    yield
    reading.forget()


@pytest.fixture
def admin():
    return client_of(person("quantri", Role.ADMIN))


def started(subject="1", amount=3):
    plan = TermPlan("refund", "Trả tiền", Length(amount, Unit.WORKING_DAYS))
    return start_term(actor=None, subject=Subject("matter", subject), plan=plan, started_at=at("06/03 09:00"))


def seal_of(response):
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', response.content.decode())
    return found[1] if found else ""


def confirmed(client, path, data):
    """See first, then confirm what was seen."""
    seen = client.post(path, data)
    assert seen.status_code == 200, text_of(seen)
    return client.post(path, data | {"step": "confirm", "seen": seal_of(seen)})


@pytest.mark.parametrize("path", [DESK, NEW, HOURS, "notice", "replace"])
@pytest.mark.parametrize("role", [None, *Role])
def test_desk__exists_for_whom_the_policy_names(role, path):
    pk = CalendarNotice.objects.first().pk
    address = {"notice": f"{DESK}notices/{pk}/", "replace": f"{DESK}notices/{pk}/replace/"}.get(path, path)
    readers = {Role.ADMIN, Role.INSPECTOR} if path in {DESK, "notice"} else {Role.ADMIN}
    expected = 302 if role is None else 200 if role in readers else 404
    client = client_of(person("x", role) if role else None)
    assert client.get(address).status_code == expected
    if expected == 404:
        assert client.post(address, NOTICE | CHANGE).status_code == 404


def test_desk__no_such_notice(admin):
    assert admin.get(f"{DESK}notices/999999/").status_code == 404
    assert admin.get(f"{DESK}notices/999999/replace/").status_code == 404


def test_notice__is_seen_before_anything_is_written(admin):
    started()
    text = text_of(admin.post(NEW, NOTICE))
    assert "1 thời hạn đang chạy sẽ đổi ngày hết hạn" in text
    assert "1 thời hạn trong số đó thuộc hồ sơ mà tài khoản này không được xem" in text
    assert "<b>10/03/2026</b>, thứ 3: nghỉ lễ, tết (Nghỉ đột xuất)" in text
    assert not CalendarNotice.objects.filter(number="1/TB-BNV").exists()
    assert Term.objects.get().due_day == date(2026, 3, 11)


def test_notice__confirmed_is_entered_with_who_and_moves_what_was_seen(admin):
    term = started()
    answer = confirmed(admin, NEW, NOTICE)
    notice = CalendarNotice.objects.get(number="1/TB-BNV")
    assert answer["Location"] == f"{DESK}notices/{notice.pk}/"
    assert (notice.signer, notice.source_url, notice.actor_label, notice.mark) == (
        "Nguyễn Văn Ký", "https://vanban.example.vn/1", "quantri", Mark.READ,
    )  # fmt: skip
    term.refresh_from_db()
    assert term.due_day == date(2026, 3, 12)
    assert TermChange.objects.get(notice=notice).term == term
    text = text_of(admin.get(answer["Location"]))
    assert "1 thời hạn đã đổi ngày hết hạn" in text
    assert "quantri" in text
    listed = text_of(admin.get(DESK))
    assert "1/TB-BNV Nghỉ thêm" in listed
    assert "dữ liệu kèm theo hệ thống" in listed
    shown = text_of(client_of(None).get("/calendar/?year=2026"))
    assert "10/03/2026" in shown
    assert "quantri" not in shown


def test_notice__without_having_been_seen_writes_nothing(admin):
    for extra in ({"step": "confirm"}, {"step": "confirm", "seen": ""}, {"seen": "0" * 64}):
        assert admin.post(NEW, NOTICE | extra).status_code == 200
    forged = admin.post(NEW, NOTICE | {"step": "confirm", "seen": "0" * 64})
    assert forged.status_code == 409
    assert not CalendarNotice.objects.filter(number="1/TB-BNV").exists()


@pytest.mark.parametrize("what", ["form", "term", "notice"])
def test_notice__what_changed_since_it_was_seen_is_shown_again(admin, what):
    started()
    seen, data = seal_of(admin.post(NEW, NOTICE)), dict(NOTICE)
    if what == "form":
        data["holiday"] = "09/03/2026; Nghỉ đột xuất"
    elif what == "term":
        started("2")
    else:
        day = DayDraft(date(2026, 3, 10), DayKind.SWAPPED_OFF, "Nghỉ khác")
        issue_notice(actor=None, notice=NoticeDraft("Khác", "thử", Mark.READ), days=[day])
    again = admin.post(NEW, data | {"step": "confirm", "seen": seen})
    assert again.status_code == 409
    assert "Sau lần xem trước đã có thay đổi" in text_of(again)
    assert not CalendarNotice.objects.filter(number="1/TB-BNV").exists()
    assert seal_of(again) not in {"", seen}
    assert admin.post(NEW, data | {"step": "confirm", "seen": seal_of(again)}).status_code == 302


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": ""}, "title", "Hãy điền ô này."),
        ({"signer": ""}, "signer", "đánh dấu tạm tính"),
        ({"number": ""}, "number", "đánh dấu tạm tính"),
        ({"issued_on": "1/13/2026"}, "issued_on", ""),
        ({"source_url": "trang web"}, "source_url", "Hãy ghi địa chỉ đầy đủ"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "Hãy ghi địa chỉ đầy đủ"),
        ({"holiday": ""}, "holiday", "chưa nêu ngày nào"),
        ({"holiday": "10/03/2026; a\n99/03/2026; b"}, "holiday", "Dòng 2"),
        ({"compensation": "07/03/2026; x"}, "compensation", "nghỉ cuối tuần"),
        ({"swapped_on": "11/03/2026; x"}, "swapped_on", "vốn là ngày làm việc"),
        ({"swapped_off": "10/03/2026; x"}, "swapped_off", "có hai dòng"),
        ({"holiday": "01/01/2031; x"}, None, "còn thiếu ngày nghỉ 30/04"),
    ],
)
def test_notice__what_is_wrong_is_named_at_its_field(admin, changed, field, sentence):
    response = admin.post(NEW, NOTICE | changed)
    assert response.status_code == 400
    form = response.context["form"]
    errors = form.errors.get(field, []) if field else form.non_field_errors()
    assert errors
    assert sentence in str(errors[0])
    assert seal_of(response) == ""
    if field:
        assert f'href="#id_{field}"' in text_of(response)


def test_notice__provisional_needs_no_paper(admin):
    data = {"title": "Tạm tính", "provisional": "on", "holiday": NOTICE["holiday"]}
    assert confirmed(admin, NEW, data).status_code == 302
    notice = CalendarNotice.objects.get(title="Tạm tính")
    assert (notice.provisional, notice.mark, notice.source) == (True, Mark.UNKNOWN, "Tạm tính")


def file(text):
    return {"file": SimpleUploadedFile("lich.csv", text.encode(), "text/csv")}


def test_notice__rows_of_a_file_become_lines_to_be_looked_at(admin):
    days = ("2026-03-10,holiday,Nghỉ đột xuất", "2026-03-11,holiday,Nghỉ đột xuất", "14/03/2026,swapped_on,Bù")
    rows = "\n".join(("day,kind,name_vi", *days))
    seen = admin.post(NEW, NOTICE | {"holiday": ""} | file(rows))
    assert seen.status_code == 200
    lines = {"holiday": "10/03/2026 - 11/03/2026; Nghỉ đột xuất", "swapped_on": "14/03/2026; Bù; thứ 2"}
    for name, line in lines.items():
        assert line in text_of(seen), name
    done = admin.post(NEW, NOTICE | lines | {"step": "confirm", "seen": seal_of(seen)})
    assert done.status_code == 302
    assert CalendarDay.objects.standing().filter(notice__number="1/TB-BNV").count() == 3


def test_notice__rejected_rows_of_a_file_are_all_named_and_none_is_taken(admin):
    rows = "day,kind,name_vi\n2026-03-10,holiday,Nghỉ\n2026-03-11,feast,Nghỉ\n2026-99-99,holiday,Nghỉ\n"
    response = admin.post(NEW, NOTICE | file(rows))
    assert response.status_code == 400
    text = text_of(response)
    assert "dòng 3, cột kind (“feast”)" in text
    assert "dòng 4, cột day (“2026-99-99”)" in text
    assert not CalendarNotice.objects.filter(number="1/TB-BNV").exists()


def test_notice__a_file_that_is_too_large(admin):
    response = admin.post(NEW, NOTICE | file("x" * 1_100_000))
    assert response.status_code == 400
    assert "Tệp quá lớn" in text_of(response)


def test_replace__gives_back_what_stood_before_and_keeps_the_old_one(admin):
    term = started()
    confirmed(admin, NEW, NOTICE | {"holiday": "10/03/2026 - 11/03/2026; Nghỉ", "ordinary": "24/11/2026"})
    wrong = CalendarNotice.objects.get(number="1/TB-BNV")
    path = f"{DESK}notices/{wrong.pk}/replace/"
    form = text_of(admin.get(path))
    assert "10/03/2026 - 11/03/2026; Nghỉ</textarea>" in form
    data = NOTICE | {"number": "2/TB-BNV", "holiday": "11/03/2026; Nghỉ"}
    seen = text_of(admin.post(path, data))
    assert "<b>10/03/2026</b>, thứ 3: trở lại ngày thường (Nghỉ)" in seen
    assert confirmed(admin, path, data).status_code == 302
    mended = CalendarNotice.objects.get(number="2/TB-BNV")
    assert mended.replaces == wrong
    calendar = reading.calendar_of()
    days = [date(2026, 3, 10), date(2026, 3, 11), date(2026, 11, 24)]
    assert [calendar.is_working_day(day) for day in days] == [True, False, True]
    term.refresh_from_db()
    assert term.due_day == date(2026, 3, 12)
    assert Event.objects.get(verb="calendar.notice_replaced").before["notice"] == "1/TB-BNV Nghỉ thêm"
    old = text_of(admin.get(f"{DESK}notices/{wrong.pk}/"))
    assert "Đã được thay bởi" in old
    assert "Ghi thông báo thay thế" not in old
    assert "đã được thay bởi" in text_of(admin.post(path, data | {"number": "3/TB"}))
    assert not CalendarNotice.objects.filter(number="3/TB").exists()


def test_replace__a_day_that_the_notice_had_taken_from_another_is_that_ones_again(admin):
    data = NOTICE | {"holiday": "24/11/2026; Nghỉ khác\n10/03/2026; Nghỉ"}
    confirmed(admin, NEW, data)
    wrong = CalendarNotice.objects.get(number="1/TB-BNV")
    confirmed(admin, f"{DESK}notices/{wrong.pk}/replace/", NOTICE | {"number": "2/TB"})
    row = CalendarDay.objects.standing().get(day=date(2026, 11, 24))
    assert (row.name, row.name_en, row.notice.number) == ("Ngày Văn hóa Việt Nam", "Vietnamese Culture Day", "2/TB")


def test_lots__that_are_public_are_named_with_both_ends(admin):
    facts.load_facts(settings.BASE_DIR / "data" / "facts")
    who = auctions.people()
    lot = auctions.at_state(LotState.POSTED, who)
    term = Term.objects.get(subject_id=str(lot.pk))
    data = NOTICE | {"holiday": f"{term.due_day:%d/%m/%Y}; Nghỉ đột xuất"}
    text = text_of(admin.post(NEW, data))
    assert f'<a href="/lots/{lot.code}/">{lot.code}</a>' in text
    assert f"hết ngày {term.due_day:%d/%m/%Y}" in text
    assert "(sớm hơn)" in text
    answer = confirmed(admin, NEW, data)
    term.refresh_from_db()
    assert f"<strong>hết ngày {term.due_day:%d/%m/%Y}</strong>" in text
    assert f'<a href="/lots/{lot.code}/">{lot.code}</a>' in text_of(admin.get(answer["Location"]))


def test_hours__are_seen_first_then_set(admin):
    plan = TermPlan("x", "Trả lời", Length(8, Unit.WORKING_HOURS))
    term = start_term(actor=None, subject=Subject("matter", "1"), plan=plan, started_at=at("06/03 08:00"))
    assert term.due_at == at("09/03 08:00")
    assert "1 thời hạn đang chạy sẽ đổi" in text_of(admin.post(HOURS, CHANGE))
    assert confirmed(admin, HOURS, CHANGE).status_code == 302
    term.refresh_from_db()
    assert term.due_at == at("09/03 09:00")
    text = text_of(admin.get(DESK))
    assert "<strong>Thứ sáu</strong>: 07:30 – 11:30, 13:00 – 16:00, từ ngày 01/03/2026" in text
    assert "đến hết ngày trước 01/03/2026" in text


def test_hours__of_an_agency_that_goes_back_to_the_general_ones(admin):
    centre = agency()
    change = HoursChange(centre, [6], [(time(7, 30), time(11, 30))], date(2026, 1, 1), "QĐ 4", Mark.READ)
    set_office_hours(actor=None, change=change)
    data = CHANGE | {"agency": str(centre.pk), "weekdays": ["6"], "spans": ""}
    assert confirmed(admin, HOURS, data).status_code == 302
    assert OfficeHours.objects.get(agency=centre).period.upper == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"weekdays": []}, "weekdays", "ít nhất một thứ"),
        ({"spans": "7:30"}, "spans", "Hãy ghi từng khoảng"),
        ({"spans": "7:30-xx"}, "spans", "Hãy viết giờ:phút"),
        ({"spans": "11:30-7:30"}, "spans", "theo thứ tự"),
        ({"spans": ""}, "spans", "Hãy ghi giờ làm việc"),
        ({"since": ""}, "since", "Hãy điền ô này."),
        ({"source": ""}, "source", "Hãy điền ô này."),
        ({"agency": "0"}, "agency", ""),
    ],
)
def test_hours__what_is_wrong_is_named_at_its_field(admin, changed, field, sentence):
    count = OfficeHours.objects.count()
    response = admin.post(HOURS, CHANGE | changed)
    assert response.status_code == 400
    assert sentence in str(response.context["form"].errors[field][0])
    assert OfficeHours.objects.count() == count


def test_hours__that_hold_from_a_later_day_already(admin):
    confirmed(admin, HOURS, CHANGE)
    response = admin.post(HOURS, CHANGE | {"since": "01/02/2026"})
    assert "Đã có giờ làm việc áp dụng" in str(response.context["form"].errors["since"])
