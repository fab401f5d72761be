"""An inspector reads the log in a real browser: from a plot's page, narrowed, page by page, empty."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.roles import Role
from audit.actions import Entry, record
from land.actions import read_lessee, revise_plot
from land.lease_facts import load_lease_terms
from portal.log.asking import PAGE
from tests.browser.desk_page import DeskPage, new_page
from tests.database.land.lease_desk import NAME, lease
from tests.factories import land


@pytest.fixture(params=["desktop", "phone"])
def log(request: Any, browser: Browser, live_server: Any, transactional_db: None, settings: Any, tmp_path: Path) -> Any:
    settings.DATA_DIR = tmp_path
    load_lease_terms()
    inspector, manager = land.person("inspector", Role.INSPECTOR), land.person("manager", Role.LAND_MANAGER)
    plots = [land.plot(name=f"Khu đất {number}", number=number) for number in (1, 2)]
    changes = {"use_state": "lent", "name": "Bãi giữ xe", "address": "12 Trần Phú", "source": "Kiểm kê 2026"}
    revise_plot(actor=manager, plot=plots[0], changes=changes, reason="Theo biên bản kiểm tra hiện trạng số 45/BB-KT")
    read_lessee(actor=inspector, lease=lease(plots[0]), reason="Đơn đề nghị số 12")
    record(actor=None, entries=[Entry("units.loaded", "units", "facts", f"Lần {number}") for number in range(PAGE)])
    with new_page(browser, request.param) as page:
        shown = DeskPage(page, live_server.url)
        shown.sign_in(inspector, "/plots/BRVT-000001/")
        yield shown
    assert not shown.faults, shown.faults


def test_log__from_a_plot_to_the_whole_and_to_nothing(log: DeskPage) -> None:
    page = log.page
    page.locator("main").get_by_role("link", name="Nhật ký").click()
    page.wait_for_url("**/audit/?about=BRVT-000001")
    log.check()
    assert "Bãi giữ xe" not in log.text() or page.locator("details[open]").count()  # long lists open on demand
    page.locator(".log details summary").first.click()
    assert "Khu đất 1 → Bãi giữ xe" in log.text()
    assert "Xem tên người thuê" in log.text()
    assert NAME not in page.content()
    log.check()

    page.select_option("[name=verb]", "personal.read")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_load_state()
    assert page.locator(".log tbody tr").count() == 1
    assert "Đơn đề nghị số 12" in log.text()

    page.get_by_role("link", name="Bỏ lọc").click()
    page.wait_for_load_state()
    assert page.locator(".log tbody tr").count() == PAGE
    page.get_by_role("link", name="Trang sau").click()
    page.wait_for_load_state()
    assert "Đính chính" in log.text()
    log.check()

    page.fill("[name=about]", "BRVT-999999")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_load_state()
    assert "Không có sự kiện nào khớp" in log.text()
    log.check()
