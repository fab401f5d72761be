"""The desk of auctions in a real browser: the officer from drawing to a session, two auctioneers on a result."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser

from auctions import facts
from auctions.models import Lot
from auctions.workflow import LotState
from tests.browser.desk_page import DeskPage, new_page
from tests.factories import auctions, land
from worktime import reading


class Desk(DeskPage):
    """The desk in a browser; every page is looked at."""

    expected = ("status of 400", "status of 409")  # the browser itself reports a form that was answered so

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def press(self, words: str) -> None:
        self.page.locator("main").locator("a, button").filter(has_text=words).first.click()
        self.page.wait_for_load_state()
        self.check()

    def decide(self, number: str) -> None:
        """Fill in the decision of an act, and do it."""
        self.page.fill("[name=decision_number]", number)
        self.page.fill("[name=decision_on]", "03/11/2026")
        self.page.locator("main form button[type=submit]").last.click()
        self.page.wait_for_load_state()
        self.check()


@pytest.fixture
def who(transactional_db: None, settings: Any, tmp_path: Path) -> auctions.People:
    settings.DATA_DIR = tmp_path
    reading.forget()
    call_command("load_calendar", verbosity=0)
    facts.load_facts(django_settings.BASE_DIR / "data" / "facts")
    return auctions.people()


@pytest.fixture(params=["desktop", "phone"])
def desk(request: Any, browser: Browser, live_server: Any, who: auctions.People) -> Any:
    with new_page(browser, request.param) as page:
        shown = Desk(page, live_server.url)
        yield shown
    assert not shown.faults, shown.faults


def test_officer__draws_lots_and_puts_them_into_a_session(desk: Desk, who: auctions.People) -> None:
    auctions.plan(who)
    plot = land.plot(managing_agency=who.owner, side=60)
    page = desk.page
    desk.sign_in(who.fund, "/auctions/desk/")
    desk.check()
    desk.press("Lập lô")
    page.fill("[name=plot]", plot.code)
    desk.press("Tiếp tục")
    page.check("[name=method][value=whole]")
    page.fill("[name=names]", "Lô A1")
    desk.press("Xem trước các lô")
    page.select_option("[name=land_use_id]", "ODT")
    page.fill("[name=deposit_percent]", "20")
    page.locator("main button[value=commit]").click()
    page.wait_for_load_state()
    desk.check()
    lot = Lot.objects.get()
    assert f"Đã lập: {lot.code}" in desk.text()
    desk.press("Lập cuộc đấu giá cho lô")
    page.fill("[name=title]", "Đấu giá đợt 4")
    page.select_option("[name=organisation_id]", str(who.organisation.pk))
    page.fill("[name=session_at_day]", f"16/03/{timezone.localdate().year + 1}")
    page.fill("[name=session_at_hour]", "9:00")
    desk.press("Điền theo luật")
    assert page.input_value("[name=files_until_day]") != ""
    page.locator("main form .record-tools button").first.click()
    page.wait_for_load_state()
    desk.check()
    lot.refresh_from_db()
    assert lot.auction is not None
    assert lot.name in desk.text()


def test_auctioneers__enter_and_confirm_a_result(desk: Desk, who: auctions.People) -> None:
    lot = auctions.brought_to(LotState.IN_SESSION, who)
    page, path = desk.page, f"/auctions/desk/lots/{lot.code}/"
    desk.sign_in(who.auctioneer, path)
    desk.press("Nhập kết quả theo biên bản")
    page.fill("[name=minutes_number]", "15/BB-ĐG")
    page.fill("[name=minutes_on]", "11/09/2026")
    page.fill("[name=registrants]", "3")
    page.fill("[name=participants]", "2")
    page.fill("[name=bids]", "1\t1\t4.900.000.000\n1\t2\t5.000.000.000\n2\t1\t5.010.000.000\n")
    page.check("[name=conclusion][value=sold]")
    page.fill("[name=winner]", "1")
    page.fill("[name=price]", "5.010.000.000")
    page.check("[name=kind][value=person]")
    page.fill("[name=name]", "Trần Thị Người Trúng")
    desk.press("Kiểm tra với quy định")
    assert "4.900.000.000 đồng thấp hơn giá khởi điểm" in desk.text()
    assert "chưa hơn giá trước 5.000.000.000 đồng ít nhất một bước giá" in desk.text()
    page.fill("[name=bids]", "1\t1\t5.000.000.000\n1\t2\t5.100.000.000\n")
    page.fill("[name=price]", "5.000.000.000")
    desk.press("Kiểm tra với quy định")
    assert "không phải giá hợp lệ cao nhất" in desk.text()
    page.fill("[name=winner]", "2")
    page.fill("[name=price]", "5.100.000.000")
    page.locator("main button[value=enter]").click()
    page.wait_for_load_state()
    assert "Chờ đấu giá viên thứ hai" in desk.text()
    page.context.clear_cookies()
    desk.sign_in(who.second, f"{path}decide/")
    desk.check()
    assert "5.100.000.000" in desk.text()
    page.check("[name=choice][value=confirm]")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    lot.refresh_from_db()
    assert lot.state == LotState.SOLD_PROVISIONAL
    assert lot.sold_price_amount == 5_100_000_000
    desk.check()
    desk.open(f"/auctions/desk/sessions/{lot.auction.code}/")
    refunds = page.get_by_role("link", name="Danh sách hoàn trả tiền đặt trước").get_attribute("href") or ""
    assert page.request.get(desk.site + refunds).body().startswith(b"%PDF-")
    page.context.clear_cookies()
    assert page.request.get(desk.site + refunds).status == 404, "who gets money back is nobody else's to know"
    desk.open(f"/lots/{lot.code}/")
    assert "5,1 tỷ đồng" in desk.text()
    assert "Trần Thị Người Trúng" not in page.content()
