"""Two investors: one on a phone, without an account, from the list to the last letter; one at a desk, signed in."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page

from accounts.roles import Role
from auctions.actions import deciding, watching
from auctions.models import Inquiry, Lot, Watch
from auctions.workflow import BidderKind
from audit.models import Event
from gis.db.clock import clock
from notices.actions import send_due
from tests.browser.lot_site import ANSWERS, FOLD, LONG, Visitor, context_of, lots, who  # noqa: F401 - fixtures
from tests.browser.map_page import MapPage
from tests.factories import auctions, smtp

NEAR = "at=10.35100,107.08300,16"


@pytest.fixture
def letters(settings: Any) -> Any:
    settings.NOTICES_PER_MINUTE = {"email": 0, "zalo": 0}
    with smtp.serving(settings) as server:
        yield server


def link_of(mail: Any, page: str) -> str:
    """The path of a link in the text of a letter."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(rf"https?://\S+/notices/{page}/\S+", text)
    assert found, text
    return urlsplit(found[0]).path


def finds_the_lot(at: Visitor, lot: Lot) -> None:
    page = at.page
    at.go("/lots/")
    at.press("Đang nhận hồ sơ", within=".stages")
    page.click(".list-filters > summary")
    page.fill("[name=price_from]", "4000000000")
    page.fill("[name=price_to]", "6000000000")
    page.select_option("[name=unit]", lot.unit_id)
    at.press("Lọc", within=".lots-tools")
    assert "start_price=4000000000..6000000000" in page.url.replace("%2C", ",")
    assert page.locator(".lot-card").count() == 2
    way = page.locator(".lots-tools a", has_text="Xem trên bản đồ").get_attribute("href") or ""
    carried = dict(parse_qsl(urlsplit(way).query))
    assert carried == {"of": "lots", "stage": "open", "start_price": "4000000000..6000000000", "unit": lot.unit_id}


def reads_the_answers(at: Visitor, lot: Lot) -> None:
    page = at.page
    at.press(LONG)
    assert page.evaluate("scrollY") == 0
    for name in ANSWERS:
        box = page.locator(f'[data-answer="{name}"]').bounding_box()
        assert box
        assert box["y"] + box["height"] <= FOLD, f"{name} is answered below the first screen"
    assert f"DAT TRUOC {lot.code.replace('-', ' ')}" in at.text()
    assert page.locator(".transfer-code svg").count() == 1


def asks_whether_one_may(at: Visitor) -> None:
    page = at.page
    logged = Event.objects.count()
    at.press("Tôi có được tham gia?")
    page.check(f"[name=kind][value={BidderKind.PERSON.value}]")
    page.check("[name=banned]")
    at.press("Xem kết quả")
    assert "bạn không được tham gia" in at.text()
    page.uncheck("[name=banned]")
    at.press("Xem kết quả")
    assert "Không thấy điều gì cản trở" in at.text()
    assert not urlsplit(page.url).query, "answers stand in no address"
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert (Event.objects.count(), Session.objects.count()) == (logged, 0)


def saves_files(at: Visitor, lot: Lot) -> None:
    at.go(f"/lots/{lot.code}/")
    assert b"BEGIN:VEVENT" in at.saved("Lịch")
    at.go(f"/lots/{lot.code}/")
    assert at.saved("PDF").startswith(b"%PDF-")


def follows(at: Visitor, lot: Lot, letters: Any) -> None:
    at.go(f"/lots/{lot.code}/")
    at.press("Báo cho tôi")
    at.page.fill("[name=address]", "nha.dau.tu@example.vn")
    at.press("Theo dõi")
    assert "Hãy mở tin xác nhận" in at.text()
    assert send_due(channel="email", now=clock()).sent == 1
    at.go(link_of(letters.mail(), "confirm"))
    at.press("Đồng ý nhận tin")
    assert Watch.objects.standing().get().lot == lot


def is_told_and_stops(at: Visitor, lot: Lot, who: auctions.People, letters: Any) -> None:  # noqa: F811
    reason = "Có đơn kiến nghị về ranh giới"
    today = timezone.localdate()
    deciding.suspend_lot(actor=who.manager, lot=lot, decision=auctions.decision("77/QĐ", today), reason=reason)
    assert watching.match_news(now=clock()) == 1
    assert send_due(channel="email", now=clock()).sent == 1
    told = letters.mail()
    assert lot.code in told.get_body(("plain",)).get_content()
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    at.go(f"/lots/{lot.code}/")
    assert reason in at.text()
    assert "Các hạn đã niêm yết không còn hiệu lực" in at.text()
    assert at.page.locator("[data-countdown]").count() == 0, "nothing is counted down to"
    at.go(link_of(told, "stop"))
    at.press("Dừng mọi tin")
    assert not Watch.objects.standing().exists()


def test_investor_on_a_phone__from_the_list_to_the_last_letter(
    context_of: Any,  # noqa: F811
    live_server: Any,
    lots: dict[str, Lot],  # noqa: F811
    who: auctions.People,  # noqa: F811
    letters: Any,
) -> None:
    at = Visitor(context_of(phone=True).new_page(), live_server.url)
    lot = lots["open"]
    finds_the_lot(at, lot)
    reads_the_answers(at, lot)
    asks_whether_one_may(at)
    saves_files(at, lot)
    follows(at, lot, letters)
    is_told_and_stops(at, lot, who, letters)
    assert not at.faults, at.faults


def goes_from_map_to_lot(at: Visitor, lots: dict[str, Lot]) -> None:  # noqa: F811
    page, lot = at.page, lots["open"]
    shown = MapPage(page, at.site)
    shown.open(f"/?of=lots&{NEAR}")
    shown.count_is("4")
    page.click('[data-filter="stage"]')
    page.locator(".option", has_text="Đang nhận hồ sơ").click()
    shown.count_is("2")
    shown.until(lambda: set(shown.rows()) == {lot.code, lots["other"].code}, "the list goes along")
    page.keyboard.press("Escape")
    back = page.locator('a[data-keeps-filters="lots"]').first.get_attribute("href") or ""
    assert back.removeprefix(at.site) == "/lots/?stage=open", "the list opens with what is filtered here"
    page.click(f'#list a[data-code="{lot.code}"]')
    shown.until(lambda: page.locator(".card-answer").count() == 6, "the card")
    page.locator(".card-ways a").click()
    at.settle()


def keeps_and_compares(at: Visitor, lots: dict[str, Lot]) -> None:  # noqa: F811
    page, codes = at.page, [lot.code for lot in lots.values()]
    at.press("Lưu")
    assert "Đã lưu" in at.text()
    at.go("/lots/kept/")
    assert LONG in at.text()

    at.go("/lots/")
    for code in codes:
        page.check(f'[name=lots][value="{code}"]')
    at.press("So sánh các lô đã đánh dấu")
    assert page.locator(".compare thead th").count() == len(codes)
    page.emulate_media(media="print")
    assert page.locator(".compare").is_visible()
    assert not page.locator(".no-print").is_visible()
    page.emulate_media(media="screen")
    at.go(f"/lots/compare/?lots={','.join([*codes, 'LDG-900001', 'LDG-900002', 'LDG-900003'])}")
    assert "So sánh được nhiều nhất 6 lô" in at.text()


def looks_around(at: Visitor, lots: dict[str, Lot]) -> None:  # noqa: F811
    session = lots["open"].auction
    assert session is not None
    for path in (f"/lots/{lots['sold'].code}/", f"/auctions/{session.code}/", "/auctions/log/", "/lots/?q=khongco"):
        at.go(path)
    assert "Không có lô nào khớp" in at.text()
    assert "So sánh các lô" not in at.text(), "there is nothing to compare"


def saves_a_search(at: Visitor) -> None:
    at.go("/lots/?stage=upcoming")
    at.press("Báo cho tôi khi có lô mới")
    at.page.fill("[name=address]", "nhadautu@example.vn")
    at.press("Lưu tìm kiếm và theo dõi")
    assert Watch.objects.get().query == "stage=upcoming"


def asks_and_is_answered(at: Visitor, lot: Lot, who: auctions.People) -> None:  # noqa: F811
    page = at.page
    at.go(f"/lots/{lot.code}/ask/")
    assert "Website" not in at.text(), "what catches programs is for them alone"
    page.fill("[name=text]", "Đường vào lô có đủ rộng cho xe tải không? Gọi tôi 0912 345 678.")
    at.press("Gửi")
    assert "1 câu chưa trả lời" in at.text()
    page.context.clear_cookies()
    at.sign_in(who.fund, f"/auctions/desk/questions/{Inquiry.objects.get().pk}/")
    page.fill("[name=answer]", "Đường rộng 12 m, xe tải vào được.")
    at.press("Trả lời và công bố")
    assert "0912 345 678” giống số căn cước hoặc số điện thoại" in at.text()
    page.fill("[name=public_text]", "Đường vào lô có đủ rộng cho xe tải không?")
    at.press("Trả lời và công bố")
    at.go(f"/lots/{lot.code}/")
    assert f"Trả lời, {timezone.localdate():%d/%m/%Y}" in at.text()
    assert "Đường rộng 12 m" in at.text()


def reads_without_scripts(plain: Page, lots: dict[str, Lot]) -> None:  # noqa: F811
    lot, codes = lots["open"], [one.code for one in lots.values()]
    for path, words in (
        (f"/lots/{lot.code}/", ("Đường rộng 12 m", "DAT TRUOC", "Bảng tọa độ góc ranh", "chưa công bố")),
        ("/lots/", (LONG, "Sắp đấu giá", "Kết quả gần đây", "5,25 tỷ đồng")),
        (f"/lots/compare/?lots={','.join(codes)}", (LONG, "Lô A4 Bãi Sau", "Tiền đặt trước")),
    ):
        plain.goto(path)
        read = " ".join(plain.locator("main").inner_text().split())
        assert [word for word in words if word not in read] == [], path


def test_investor_at_a_desk__map_compare_keep_follow_ask(
    context_of: Any,  # noqa: F811
    live_server: Any,
    lots: dict[str, Lot],  # noqa: F811
    who: auctions.People,  # noqa: F811
) -> None:
    at = Visitor(context_of().new_page(), live_server.url)
    at.sign_in(auctions.person("nhadautu", Role.INVESTOR), "/lots/kept/")
    assert "Chưa lưu lô nào" in at.text()
    goes_from_map_to_lot(at, lots)
    keeps_and_compares(at, lots)
    looks_around(at, lots)
    saves_a_search(at)
    asks_and_is_answered(at, lots["open"], who)
    assert not at.faults, at.faults
    reads_without_scripts(context_of(scripts=False).new_page(), lots)
