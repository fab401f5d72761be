"""The calendar for everybody: the year, files, and when a term ends and why."""

import json
from datetime import date, time
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar

from accounts.roles import Role
from tests.database.auctions.desk import text_of
from tests.factories.land import agency, person
from worktime import reading
from worktime.actions import issue_notice, set_office_hours
from worktime.drafts import DayDraft, HoursChange, NoticeDraft
from worktime.workflow import DayKind, Mark

PATH = "/calendar/"
TERM = {"day": "20/11/2026", "hour": "", "amount": "2", "unit": "working_days", "direction": "forward", "roll": "move"}


@pytest.fixture(autouse=True)
def calendar(db):
    reading.forget()
    call_command("load_calendar", stdout=StringIO())
    yield
    reading.forget()


def asked(client, **data):
    return client.get(PATH, TERM | data)


def test_year__months_days_off_names_and_notices(client):
    text = text_of(client.get(PATH, {"year": "2026"}))
    assert "Lịch làm việc năm 2026" in text
    assert text.count('<table class="calendar-month">') == 12
    assert '>24<span class="visually-hidden">, nghỉ lễ, tết: Ngày Văn hóa Việt Nam</span></td>' in text
    assert '<td class="is-swapped">22<span class="visually-hidden">, làm việc bù' in text
    assert "Nghị quyết 28/2026/QH16" in text
    assert "Lịch nghỉ lễ, tết năm 2026" in text
    assert "07:30 – 11:30, 13:00 – 17:00" in text
    assert "Asia/Ho_Chi_Minh" in text
    assert "tạm tính" not in text


def test_year__that_is_provisional_says_so(client):
    assert "Năm 2027 là lịch tạm tính." in text_of(client.get(PATH, {"year": "2027"}))


@pytest.mark.parametrize("year", ["1999", "x", "20261", "-1"])
def test_year__that_is_none_is_refused(client, year):
    response = client.get(PATH, {"year": year}, headers={"accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "year"


def test_year__without_a_calendar(client, monkeypatch):
    monkeypatch.setattr("portal.pages.calendar.years_covered", lambda user: [])
    assert client.get(PATH).status_code == 200


@pytest.mark.parametrize("role", [None, *Role])
def test_page__is_the_same_for_every_role(role):
    client = Client()
    if role:
        client.force_login(person("x", role))
    response = asked(client)
    assert response.status_code == 200
    assert "25/11/2026" in text_of(response)
    leads = 'href="/calendar/desk/"' in text_of(response)
    assert leads == (role in {Role.ADMIN, Role.INSPECTOR})


def test_footer__leads_to_it(client):
    assert f'href="{PATH}"' in text_of(client.get("/plots/"))


def test_hours__of_an_agency_with_its_own(client):
    change = HoursChange(agency(), [6], [(time(7, 30), time(11, 30))], date(2026, 1, 1), "Quyết định 5", Mark.READ)
    set_office_hours(actor=None, change=change)
    text = text_of(client.get(PATH, {"year": "2026"}))
    assert "Trung tâm Phát triển quỹ đất</h3>" in text
    assert '<strong>Thứ bảy</strong>: 07:30 – 11:30, từ ngày 01/01/2026. <span class="muted">Quyết định 5' in text
    hours = TERM | {"day": "06/03/2026", "hour": "15:00", "amount": "4", "unit": "working_hours"}
    assert "09:30, thứ 7, 07/03/2026" in text_of(client.get(PATH, hours | {"agency": "ttptqd"}))
    assert "09:30, thứ 2, 09/03/2026" in text_of(client.get(PATH, hours))


def test_term__says_which_days_were_not_counted_and_why(client):
    text = text_of(asked(client))
    assert 'Hết hạn khi hết ngày <strong><time datetime="2026-11-25">thứ 4, 25/11/2026</time></strong>' in text
    assert "trước giờ đóng cửa 17:00" in text
    assert "<b>20/11/2026</b> không tính: ngày bắt đầu" in text
    assert "<b>21/11/2026 – 22/11/2026</b> không tính: cuối tuần" in text
    assert "<b>24/11/2026</b> không tính: nghỉ lễ, tết: Ngày Văn hóa Việt Nam" in text
    assert "<td>tính, ngày thứ 2</td>" in text


def test_term__backward_rolls_to_the_working_day_before(client):
    text = text_of(asked(client, day="10/03/2026", amount="2", unit="calendar_days", direction="backward"))
    assert "Chậm nhất hết ngày" in text
    assert "thứ 6, 06/03/2026" in text
    assert "<b>07/03/2026</b> đã đủ thời hạn nhưng là ngày nghỉ (cuối tuần): dời" in text
    stays = text_of(
        asked(client, day="10/03/2026", amount="2", unit="calendar_days", direction="backward", roll="stay")
    )
    assert "chủ nhật, 08/03/2026" in stays


def test_term__in_a_provisional_year_says_so(client):
    assert "chưa có thông báo nghỉ lễ, tết: 2027" in text_of(asked(client, day="30/12/2026", amount="3"))
    assert "Kết quả là tạm tính" not in text_of(asked(client))


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("day", "40/11/2026", "term-day"),
        ("day", "", "Hãy điền ô này."),
        ("hour", "25:00", "Hãy viết giờ:phút"),
        ("amount", "x", "Hãy ghi một số"),
        ("amount", "NaN", "Thời hạn phải lớn hơn 0"),
        ("amount", "0", "Thời hạn phải lớn hơn 0"),
        ("amount", "1000000", "không quá 2000"),
        ("unit", "years", "term-unit"),
        ("direction", "up", "term-direction"),
        ("agency", "nobody", "term-agency"),
        ("day", "30/12/2030", "Thời hạn kéo sang năm 2031"),
    ],
)
def test_term__what_is_wrong_is_named_at_its_field(client, field, value, named):
    response = asked(client, **{field: value})
    assert response.status_code == 400
    text = text_of(response)
    assert "Chưa tính được." in text
    assert named in text
    assert 'aria-invalid="true"' in text


def test_term__half_a_calendar_day_is_none(client):
    assert "chỉ tính số nguyên" in text_of(asked(client, amount="1,5", unit="calendar_days"))
    assert "tính 4 giờ 00 phút" in text_of(asked(client, amount="0,5", hour="07:30"))


def test_json__years_days_notices_and_hours(client):
    body = client.get("/calendar/calendar.json").json()
    assert [year["year"] for year in body["years"]] == list(range(2022, 2031))
    assert [year["provisional"] for year in body["years"]] == [False] * 5 + [True] * 4
    day = next(one for one in body["years"][4]["days"] if one["day"] == "2026-11-24")
    assert (day["kind"], day["off"], day["name_en"], day["weekday"]) == ("holiday", True, "Vietnamese Culture Day", 2)
    assert day["notice"] in {notice["id"] for notice in body["notices"]}
    assert len(body["office_hours"]) == 10
    assert "actor" not in json.dumps(body)
    assert len(client.get("/calendar/calendar.json?year=2026").json()["years"]) == 1


@pytest.mark.parametrize("path", ["/calendar/calendar.json", "/calendar/calendar.ics"])
def test_files__are_asked_for_again_by_their_tag(client, path):
    first = client.get(path)
    assert first["ETag"]
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    days = [DayDraft(date(2026, 12, 31), DayKind.SWAPPED_OFF, "Nghỉ thêm")]
    issue_notice(actor=None, notice=NoticeDraft("Nghỉ thêm", "thử", Mark.READ), days=days)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.get(f"{path}?year=1999").status_code == 400
    assert client.get(f"{path}?yaer=2026").status_code == 400


def test_ics__whole_days_that_keep_their_names(client):
    found = Calendar.from_ical(client.get("/calendar/calendar.ics?year=2026").content)
    events = {event.decoded("dtstart"): event for event in found.walk("VEVENT")}
    holiday = events[date(2026, 11, 24)]
    assert holiday.decoded("dtend") == date(2026, 11, 25)
    assert str(holiday["uid"]) == "20261124-calendar@testserver"
    assert (str(holiday["status"]), str(holiday["transp"])) == ("CONFIRMED", "OPAQUE")
    assert str(events[date(2026, 8, 22)]["transp"]) == "TRANSPARENT"
    (later,) = Calendar.from_ical(client.get("/calendar/calendar.ics?year=2027").content).walk("VEVENT")[:1]
    assert (str(later["status"]), "tạm tính" in str(later["summary"])) == ("TENTATIVE", True)
