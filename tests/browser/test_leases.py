"""An officer of the land-fund centre in a real browser: a lease from draft to payment, a document, a photo."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import RoleAssignment
from accounts.roles import Role
from land.lease_facts import load_lease_terms
from land.models import Plot
from tests.browser.conftest import PHONE
from tests.browser.desk_page import DeskPage, new_page
from tests.database.land.lease_desk import NAME, day, instalments, lease
from tests.database.land.test_documents import PDF, jpeg
from tests.factories import land


class Desk(DeskPage):
    """The desk in a browser; every page is looked at."""

    expected = ("status of 400",)  # the browser itself reports a form that was answered so

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)
        self.check()

    def press(self, words: str) -> None:
        self.page.locator("main").locator("a, button").filter(has_text=words).first.click()
        self.page.wait_for_load_state()
        self.check()


@pytest.fixture(params=["desktop", "phone"])
def desk(
    request: Any, browser: Browser, live_server: Any, transactional_db: None, settings: Any, tmp_path: Path
) -> Any:
    settings.DATA_DIR = tmp_path
    load_lease_terms()
    user = land.person("officer", Role.LAND_FUND_OFFICER)
    RoleAssignment.objects.get(user=user).agencies.set([land.agency()])
    user.first_name = "Viên chức phát triển quỹ đất"
    for number in (1, 2):
        land.plot(name=f"Khu đất {number}", number=number)
    with new_page(browser, request.param) as page:
        shown = Desk(page, live_server.url)
        shown.sign_in(user, "/desk/leases/")
        yield shown
    assert not shown.faults, shown.faults


def test_lease__from_draft_to_payment(desk: Desk) -> None:
    page, today = desk.page, timezone.localdate()
    desk.check()
    assert "Chưa có hợp đồng thuê nào" in desk.text()
    desk.press("Lập hợp đồng")
    page.fill("[name=plot]", "BRVT-000001")
    page.fill("[name=lessee]", NAME)
    page.fill("[name=start]", "31/02/2026")
    desk.press("Lưu dự thảo")
    assert "không có trong lịch" in desk.text()
    assert page.input_value("[name=lessee]") == NAME
    page.click(".faults a >> text=Số hợp đồng")
    page.keyboard.type("15/HĐ")
    for name, words in (
        ("contract_on", day(today)),
        ("purpose", "Bãi giữ xe"),
        ("start", day(today)),
        ("last_day", day(today + timedelta(20))),
        ("rent_amount", "5 triệu"),
        ("rent_first", day(today)),
    ):
        page.fill(f"[name={name}]", words)
    page.check("text=Cá nhân, hộ gia đình")
    page.select_option("[name=rent_every]", "0")
    desk.press("Lưu dự thảo")
    assert "Đã lưu dự thảo" in desk.text()
    desk.press("Ký hợp đồng")
    desk.press("Ký hợp đồng")
    assert "Hợp đồng đã có hiệu lực" in desk.text()
    assert "còn 20 ngày" in desk.text()
    desk.press("Ghi đã nộp")
    desk.press("Ghi đã nộp")
    assert "Đã ghi 5.000.000 đồng" in desk.text()
    assert NAME not in desk.text()
    desk.press("Xem họ tên bên thuê")
    desk.press("Xem họ tên")
    assert NAME in desk.text()
    desk.press("Ẩn đi")
    assert NAME not in desk.text()
    desk.open("/desk/leases/?ends=30")
    assert "15/HĐ" in desk.text()


def test_lists__dense_and_open_by_keyboard(desk: Desk) -> None:
    for plot, left in zip(Plot.objects.order_by("number"), (-2, 60), strict=True):
        lease(plot, f"0{plot.number}/HĐ", days_left=left, rent=instalments(-30, 10))
    desk.open("/desk/leases/?ends=over")
    assert "quá 2 ngày" in desk.text()
    desk.page.locator("tbody th a").focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/desk/leases/*-*/")
    desk.check()
    assert "chưa thanh lý hoặc gia hạn" in desk.text()
    desk.open("/desk/leases/rent/")
    assert "2 kỳ; phải nộp 10.000.000 đồng" in desk.text()


def test_list__the_filters_leave_room_for_the_first_row(desk: Desk) -> None:
    lease(Plot.objects.get(number=1), "01/HĐ", days_left=60, rent=instalments(-30, 10))
    desk.open("/desk/leases/")
    page, phone = desk.page, desk.page.viewport_size == PHONE
    chosen, opener = page.locator("[name=agency]"), page.locator("summary", has_text="Bộ lọc")
    row = page.locator("tbody tr").first.bounding_box()
    assert row is not None
    if phone:
        assert not chosen.is_visible()
        opener.click()
    else:
        assert not opener.is_visible()
        assert row["y"] < 900
    assert chosen.is_visible()
    page.fill("[name=q]", "01/HĐ")
    desk.press("Lọc")
    assert chosen.is_visible(), "a filter that is set is seen"
    assert "01/HĐ" in desk.text()
    desk.open("/desk/leases/rent/")
    assert page.locator("[name=agency]").is_visible() is not phone


def test_papers__document_and_photo_on_the_plot_page(desk: Desk) -> None:
    page = desk.page
    desk.open("/plots/BRVT-000001/")
    desk.press("Thêm tài liệu")
    page.set_input_files("[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("[name=title]", "Quyết định giao đất")
    desk.press("Đính kèm")
    assert "Đã đính kèm tài liệu" in desk.text()
    desk.press("Thêm ảnh")
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(400, 300)}
    page.set_input_files("[name=file]", picture)
    page.fill("[name=taken_on]", day(timezone.localdate()))
    page.locator("form.desk-form button[type=submit]").click()
    page.wait_for_url("**/plots/BRVT-000001/**")
    shown = page.locator(".photos img")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    desk.check()
    with page.expect_download() as got:
        page.click("text=Quyết định giao đất")
    assert Path(got.value.path()).read_bytes() == PDF
    assert got.value.suggested_filename.startswith("BRVT-000001-decision-")
