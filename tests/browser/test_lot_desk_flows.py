"""At the desk of auctions: from a planned lot to its posting by three people, and from the win to the handover."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from auctions.models import Lot
from auctions.workflow import LotState
from tests.browser.desk_page import new_page
from tests.browser.lot_site import who  # noqa: F401 - the fixture
from tests.browser.test_auction_desk import Desk
from tests.factories import auctions


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Any:
    with new_page(browser, "desktop") as page:
        shown = Desk(page, live_server.url)
        yield shown
    assert not shown.faults, shown.faults


def at_the_desk(lot: Lot) -> str:
    return f"/auctions/desk/lots/{lot.code}/"


def decided(desk: Desk, lot: Lot, act: str, number: str, **fields: str) -> None:
    """Open an act of the lot by its button, fill it in, do it."""
    desk.open(at_the_desk(lot))
    desk.press(act)
    for name, text in fields.items():
        desk.page.fill(f"[name={name}]", text)
    desk.decide(number)


def decides(desk: Desk, lot: Lot) -> None:
    """The department: plan, price, auction, publication."""
    page = desk.page
    decided(desk, lot, "Phê duyệt phương án đấu giá", "1/QĐ-UBND")
    decided(desk, lot, "Quyết định giá khởi điểm", "2/QĐ-UBND", amount="5.000.000.000")
    assert "1.000.000.000" in desk.text(), "the deposit follows from the price"
    decided(desk, lot, "Quyết định đấu giá", "3/QĐ-UBND")
    desk.open(at_the_desk(lot))
    desk.press("Công khai là lô dự kiến đấu giá")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def sets_up_the_session(desk: Desk, lot: Lot, who: auctions.People) -> None:  # noqa: F811
    """The owner: session with lawful days, contract."""
    page = desk.page
    desk.press("Lập cuộc đấu giá cho lô")
    page.fill("[name=title]", "Đấu giá đợt 4")
    page.select_option("[name=organisation_id]", str(who.organisation.pk))
    page.select_option("[name=form]", "ballot")
    page.fill("[name=session_at_day]", f"16/03/{timezone.localdate().year + 1}")
    page.fill("[name=session_at_hour]", "9:00")
    page.fill("[name=venue]", "Hội trường tầng 2")
    desk.press("Điền theo luật")
    page.locator("main form .record-tools button").first.click()
    page.wait_for_load_state()
    decided(desk, lot, "Ký hợp đồng dịch vụ đấu giá", "4/HĐ")


def mends_what_blocks(desk: Desk, lot: Lot, session: str) -> None:
    """The owner: what keeps the lot back is named, and recorded without numbers of persons."""
    page = desk.page
    desk.open(session)
    blocked = " ".join(page.locator(".has-faults").inner_text().split())
    assert "Pháp lý thửa đất rõ ràng" in blocked, "what keeps the lot from being posted is named"
    desk.open(at_the_desk(lot))
    desk.press("Ghi điều kiện sẵn sàng")
    for box in page.locator("select[name$=_state]").all():
        box.select_option("met")
    for box in page.locator("[name$=_basis]").all():
        box.fill("Biên bản 12/BB-TTPTQĐ")
    page.locator("[name$=_basis]").first.fill("Bà B, số căn cước 077085001234")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert "077085001234” giống số căn cước" in desk.text()
    page.locator("[name$=_basis]").first.fill("Giấy chứng nhận CT 123456")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    desk.open(session)
    assert page.locator(".has-faults").count() == 0, desk.text()


def posts(desk: Desk, lot: Lot, session: str) -> None:
    """The auctioneer: posting, and its papers."""
    page = desk.page
    desk.press("Niêm yết")
    page.fill("[name=notice_code]", "TB-2026-0001")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    lot.refresh_from_db()
    assert lot.state == LotState.POSTED
    desk.open(session)
    for words in ("Thông báo đấu giá (PDF)", "Danh sách lô (PDF)"):
        paper = page.request.get(desk.site + (page.get_by_role("link", name=words).get_attribute("href") or ""))
        assert paper.body().startswith(b"%PDF-"), words


def test_planned_to_posted__by_department_owner_and_auctioneer(desk: Desk, who: auctions.People) -> None:  # noqa: F811
    lot, cookies = auctions.planned(who, name="Lô A1"), desk.page.context
    desk.sign_in(who.manager, at_the_desk(lot))
    decides(desk, lot)
    cookies.clear_cookies()
    desk.sign_in(who.fund, at_the_desk(lot))
    sets_up_the_session(desk, lot, who)
    lot.refresh_from_db()
    assert lot.auction is not None
    session = f"/auctions/desk/sessions/{lot.auction.code}/"
    mends_what_blocks(desk, lot, session)
    cookies.clear_cookies()
    desk.sign_in(who.auctioneer, session)
    posts(desk, lot, session)
    cookies.clear_cookies()
    desk.open(f"/auctions/{lot.auction.code}/")
    assert "TB-2026-0001" in desk.text()
    assert "5.000.000.000" in desk.text()


def test_won_to_handed_over__payments_are_confirmed(desk: Desk, who: auctions.People) -> None:  # noqa: F811
    lot, page = auctions.brought_to(LotState.RECOGNISED, who), desk.page
    won = lot.sold_price_amount or 0
    desk.sign_in(who.fund, at_the_desk(lot))
    desk.press("Ghi thông báo nộp tiền của cơ quan thuế")
    page.fill("[name=number]", "9/TB-CCT")
    page.fill("[name=issued_on]", "16/09/2026")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    for paid, state in ((won // 2, LotState.PAYMENT_50), (won - won // 2, LotState.PAID)):
        desk.open(at_the_desk(lot))
        desk.press("Ghi số tiền đã nộp")
        page.fill("[name=amount]", f"{paid}")
        page.fill("[name=paid_on]", f"{date(2026, 9, 18):%d/%m/%Y}")
        page.fill("[name=receipt]", f"CT-{state}")
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_load_state()
        lot.refresh_from_db()
        assert lot.state == state
    decided(desk, lot, "Bàn giao đất trên thực địa", "6/BB-BG")
    lot.refresh_from_db()
    assert lot.state == LotState.HANDED_OVER
    page.context.clear_cookies()
    desk.open(f"/lots/{lot.code}/")
    assert "Bàn giao đất trên thực địa" in desk.text()
    assert "Trần Thị Người Trúng" not in page.content(), "no person is named in public"
