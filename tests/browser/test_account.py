"""One's own account in a real browser: a new password, and an administrator who gives a role for a unit."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.roles import Role
from accounts.scopes import scope_of
from tests.browser.desk_page import PASSWORD, DeskPage, new_page
from tests.factories import land

NEW = "bien-vung-tau-xanh-2026"


@pytest.fixture(params=["desktop", "phone"])
def device(request: Any) -> str:
    return request.param


def test_password__is_changed_on_the_way_from_the_account_page(
    device: str, browser: Browser, live_server: Any, transactional_db: None
) -> None:
    officer = land.person("officer", Role.OFFICER, land.unit())
    with new_page(browser, device) as page:
        shown = DeskPage(page, live_server.url)
        shown.sign_in(officer, "/accounts/")
        shown.check()
        assert "Cán bộ địa chính: Phường Vũng Tàu" in shown.text()
        page.get_by_role("link", name="Đổi mật khẩu").click()
        page.wait_for_url("**/accounts/password/")
        shown.check()
        for label, value in (("hiện nay", PASSWORD), ("Mật khẩu mới", "ngan"), ("Nhập lại", "ngan")):
            page.get_by_label(label).first.fill(value)
        page.get_by_role("button", name="Đổi mật khẩu").click()
        expect(page.get_by_role("alert")).to_contain_text("ít nhất 10 ký tự")
        shown.check()
        for label, value in (("hiện nay", PASSWORD), ("Mật khẩu mới", NEW), ("Nhập lại", NEW)):
            page.get_by_label(label).first.fill(value)
        page.get_by_role("button", name="Đổi mật khẩu").click()
        page.wait_for_url("**/accounts/")
        expect(page.get_by_role("status")).to_contain_text("Đã đổi mật khẩu")
        shown.check()
        assert not shown.faults, shown.faults
    officer.refresh_from_db()
    assert officer.check_password(NEW)


def test_role__is_given_by_typing_an_old_name_without_tone_marks(
    browser: Browser, live_server: Any, transactional_db: None
) -> None:
    land.unit("26536@2025-07-01", "Phường Rạch Dừa")
    admin, person = land.person("quantri", Role.ADMIN), land.person("hoa")
    admin.is_staff = True
    admin.save()
    with new_page(browser, "desktop") as page:
        shown = DeskPage(page, live_server.url)
        shown.expected = ("status of 404",)  # the admin's pages name no icon, so the browser asks for /favicon.ico
        shown.sign_in(admin, "/accounts/")
        page.goto(f"{live_server.url}/admin/accounts/user/{person.pk}/change/")
        page.locator(".add-row a").click()
        page.locator("#id_assignments-0-role").select_option("officer")
        row = page.locator("#assignments-0")
        row.locator(".field-units .select2-selection").click()
        page.keyboard.type("rach dua")
        page.locator(".select2-results__option", has_text="Phường Rạch Dừa").click()
        page.locator("[name=_save]").click()
        page.wait_for_url("**/admin/accounts/user/")
        assert not shown.faults, shown.faults
    assert scope_of(person).units == {"26536@2025-07-01"}
