"""The calendar in a real browser: read and asked without JavaScript on a phone; a notice seen, confirmed, replaced."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page

from accounts.roles import Role
from tests.browser.conftest import PHONE
from tests.browser.desk_page import DeskPage, new_page
from tests.factories import land
from tests.factories.worktime import at
from worktime import reading
from worktime.actions import start_term
from worktime.lengths import Length, Unit
from worktime.models import CalendarNotice, Term
from worktime.plans import Subject, TermPlan


@pytest.fixture(autouse=True)
def calendar(transactional_db: None) -> Iterator[None]:
    reading.forget()
    call_command("load_calendar", verbosity=0)
    yield
    reading.forget()


@pytest.fixture
def plain(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A phone without JavaScript."""
    context = browser.new_context(
        viewport=PHONE, locale="vi-VN", base_url=live_server.url, java_script_enabled=False, is_mobile=True
    )
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the right edge."""
    widths = page.locator("main table, main section, main form, main .note").evaluate_all(
        "items => items.map((item) => Math.round(item.getBoundingClientRect().right))"
    )
    return bool(widths) and max(widths) <= PHONE["width"]


def test_phone__reads_the_year_and_counts_a_term_without_javascript(plain: Page) -> None:
    plain.goto("/calendar/?year=2026")
    assert plain.locator(".calendar-month").count() == 12
    assert fits(plain)
    assert plain.locator(".calendar-month .is-off").first.is_visible()
    plain.get_by_text("Nhập ngày và thời hạn").click()
    plain.fill("[name=day]", "20/11/2026")
    plain.fill("[name=amount]", "2")
    plain.get_by_role("button", name="Tính", exact=True).click()
    plain.wait_for_url("**/calendar/?**amount=2**")
    assert "thứ 4, 25/11/2026" in plain.locator("#term .note.ok").inner_text()
    assert "Ngày Văn hóa Việt Nam" in plain.locator(".calendar-why").inner_text()
    plain.get_by_text("Từng ngày").click()
    assert plain.locator(".calendar-days tbody tr").count() == 6
    assert fits(plain)


@pytest.mark.parametrize("look", ["desktop", "phone"])
def test_pages__have_no_violations(browser: Browser, live_server: Any, look: str) -> None:
    with new_page(browser, look) as page:
        shown = DeskPage(page, live_server.url)
        for query in ("?year=2026", "?year=2027&day=29/01/2027&amount=5&unit=working_days&direction=forward&roll=move"):
            page.goto(f"{live_server.url}/calendar/{query}")
            shown.check()
        assert not shown.faults, shown.faults


@pytest.mark.parametrize("look", ["desktop", "phone"])
def test_admin__sees_confirms_and_replaces_a_notice(browser: Browser, live_server: Any, look: str) -> None:
    plan = TermPlan("refund", "Trả tiền", Length(3, Unit.WORKING_DAYS))
    start_term(actor=None, subject=Subject("matter", "1"), plan=plan, started_at=at("06/03 09:00"))
    user = land.person("quantri", Role.ADMIN)
    with new_page(browser, look) as page:
        shown = DeskPage(page, live_server.url)
        shown.sign_in(user, "/calendar/desk/notices/new/")
        shown.check()
        paper = {"title": "Nghỉ thêm", "number": "1/TB", "issued_on": "01/03/2026", "issuer": "Bộ", "signer": "Ký"}
        for name, value in paper.items():
            page.fill(f"[name={name}]", value)
        page.fill("[name=holiday]", "10/03/2026; Nghỉ")
        page.get_by_text("Xem trước, chưa ghi").last.click()
        page.wait_for_load_state()
        shown.check()
        assert "1 thời hạn đang chạy sẽ đổi" in page.locator(".preview").inner_text()
        assert not CalendarNotice.objects.filter(number="1/TB").exists()
        page.get_by_text("Ghi và tính lại các thời hạn").click()
        page.wait_for_url("**/calendar/desk/notices/*/")
        shown.check()
        assert f"{Term.objects.get().due_day}" == "2026-03-12"
        page.get_by_text("Ghi thông báo thay thế").click()
        page.wait_for_url("**/replace/")
        assert page.input_value("[name=holiday]") == "10/03/2026; Nghỉ"
        assert not shown.faults, shown.faults
