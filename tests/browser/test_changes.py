"""A land manager walks through what seems to have changed: by keyboard, by thumb, and without scripts."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.roles import Role
from imagery.models import ChangeCandidate
from tests.browser.conftest import PHONE
from tests.browser.desk_page import DeskPage, new_page
from tests.database.imagery.pictures import picture_store  # noqa: F401 - the fixture
from tests.factories import changes as factory
from tests.factories import land, pictures

TOUCH = 44  # pixels
BEFORE, AFTER = date(2024, 2, 10), date(2026, 2, 18)
CURVE = [
    {"day": "2024-02-10", "usable": True, "ndvi": 0.82, "ndbi": -0.4},
    {"day": "2025-02-10", "usable": False, "ndvi": 0.3, "ndbi": 0.0},
    {"day": "2026-02-18", "usable": True, "ndvi": 0.04, "ndbi": 0.06},
]


@pytest.fixture
def candidates(plots: dict[str, Any], picture_store: Path) -> list[ChangeCandidate]:  # noqa: F811
    """Three on three plots, the surest first: wood before, roofs after."""
    folder = picture_store / "files"
    folder.mkdir()
    scenes = tuple(
        pictures.scene(folder, day, ground, size=200, scl=4, synthetic=True)
        for day, ground in ((BEFORE, pictures.WOOD), (AFTER, pictures.ROOF))
    )
    return [
        factory.candidate(
            plot,
            scenes=scenes,
            confidence=confidence,
            last_clear_on=BEFORE,
            seen_on=AFTER,
            evidence={"curve": CURVE, "features": {}},
        )
        for plot, confidence in zip(plots["public"][:3], (0.95, 0.9, 0.8), strict=True)
    ]


@pytest.fixture(params=["desktop", "phone"])
def desk(request: Any, browser: Browser, live_server: Any, candidates: list[ChangeCandidate]) -> Iterator[DeskPage]:
    with new_page(browser, request.param) as page:
        shown = DeskPage(page, live_server.url)
        shown.expected = ("status of 400",)  # the browser itself reports a form that was answered so
        shown.sign_in(land.person("land_manager", Role.LAND_MANAGER), "/changes/")
        yield shown
    assert not shown.faults, shown.faults


def at(page: Page, candidate: ChangeCandidate) -> None:
    page.wait_for_url(f"**/changes/{candidate.pk}/")
    page.locator("[data-handle]:not([hidden])").wait_for()


def test_review__from_the_list_to_the_last_by_keyboard(desk: DeskPage, candidates: list[ChangeCandidate]) -> None:
    page, (first, second, third) = desk.page, candidates
    desk.check()
    page.click("text=Xem lần lượt")
    at(page, first)
    page.locator("[data-numbers]").scroll_into_view_if_needed()
    page.locator("[data-curves] canvas").wait_for()
    desk.check()
    assert "Ảnh 10 m, chưa kiểm tra thực địa" in desk.text()
    assert page.locator("[data-swipe] figcaption").all_text_contents() == ["10/02/2024", "18/02/2026"]
    assert page.locator("[data-side=after] .swipe-border .extent").count() == 1
    page.keyboard.press("b")
    assert page.locator("[data-handle]").input_value() == "100"
    page.keyboard.press("b")
    assert page.locator("[data-handle]").input_value() == "0"
    page.keyboard.press("j")
    at(page, second)
    page.keyboard.press("k")
    at(page, first)
    page.keyboard.press("x")
    since = page.locator("[name=since]")
    assert not since.is_visible()
    page.keyboard.press("3")
    since.wait_for()
    desk.check()
    page.keyboard.press("Enter")
    at(page, second)
    assert "đã xác nhận “Lấn qua ranh giới”, đã gắn cờ “Bị lấn, chiếm” từ 18/02/2026" in desk.text()
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    page.keyboard.press("2")  # nothing is open: it chooses nothing
    page.keyboard.press("l")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    at(page, third)
    states = [ChangeCandidate.objects.get(pk=one.pk).state for one in candidates]
    assert states == ["confirmed", "dismissed", "candidate"]


def test_review__a_flag_takes_a_choice_of_its_own(desk: DeskPage, candidates: list[ChangeCandidate]) -> None:
    """Two keys must not be enough for what the law knows as a fact of the plot."""
    page, (first, *_others) = desk.page, candidates
    ChangeCandidate.objects.filter(pk=first.pk).update(kind="encroachment")
    page.goto(f"{desk.site}/changes/{first.pk}/?kind=encroachment")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    page.locator("[data-step=confirm] [role=alert]").wait_for()
    assert ChangeCandidate.objects.get(pk=first.pk).state == "candidate"
    seen(page, "[data-step=confirm] [role=alert]")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/changes/?kind=encroachment")
    assert ChangeCandidate.objects.get(pk=first.pk).decided_kind == "encroachment"


def test_review__bar_of_a_phone(desk: DeskPage, candidates: list[ChangeCandidate]) -> None:
    page, (first, second, third) = desk.page, candidates
    page.goto(f"{desk.site}/changes/{second.pk}/")
    bar = page.locator(".review-bar")
    phone = page.viewport_size == PHONE
    assert bar.is_visible() == phone
    if not phone:
        return
    seen(page, ".review-bar")  # without a scroll, on every screen of the page
    bar.get_by_text("Loại").click()
    seen(page, "[data-step=dismiss] button")
    bar.get_by_text("Xác nhận").click()
    seen(page, "[data-step=confirm] button")
    desk.check()
    bar.get_by_text("Sau").click()
    at(page, third)
    page.goto(f"{desk.site}/changes/")
    row = page.locator("tbody tr").first.bounding_box()
    assert row
    assert row["height"] >= TOUCH
    page.mouse.click(row["x"] + row["width"] - 20, row["y"] + row["height"] - 20)  # not on the link's own words
    at(page, first)


def seen(page: Page, what: str) -> None:
    """It stands in the window as it is scrolled now."""
    expect(page.locator(what)).to_be_in_viewport(ratio=1)


def test_review__by_thumb_and_what_is_missing_is_said(desk: DeskPage, candidates: list[ChangeCandidate]) -> None:
    page, (first, second, _third) = desk.page, candidates
    page.goto(f"{desk.site}/changes/{first.pk}/")
    page.click("summary:has-text('Loại nghi vấn')")
    page.click("button:text-is('Loại')")
    page.wait_for_load_state()
    desk.check()
    assert page.locator("[data-step=dismiss]").evaluate("step => step.open")
    seen(page, "[data-step=dismiss] [role=alert]")
    assert page.evaluate("document.activeElement.name") == "cause"
    page.check("text=Lý do khác")
    page.fill("[data-step=dismiss] [name=note]", "j k x")  # letters in a field are letters
    page.click("button:text-is('Loại')")
    at(page, second)
    assert ChangeCandidate.objects.get(pk=first.pk).reason == "j k x"
    page.click("text=Nhận xem xét")
    page.wait_for_load_state()
    assert "Đang xem xét" in desk.text()
    page.goto(f"{desk.site}/changes/?state=dismissed")
    desk.check()
    assert "j k x" in desk.text()


def test_review__works_without_scripts(browser: Browser, live_server: Any, candidates: list[ChangeCandidate]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    shown = DeskPage(context.new_page(), live_server.url)
    shown.sign_in(land.person("land_manager", Role.LAND_MANAGER), f"/changes/{candidates[0].pk}/")
    page = shown.page
    assert page.locator("[data-swipe] img").count() == 2
    page.click("summary:has-text('Xác nhận có biến động')")
    page.check("text=Đào ao, ngập nước")
    page.click("button:text-is('Xác nhận')")
    page.wait_for_url(f"**/changes/{candidates[1].pk}/")
    assert ChangeCandidate.objects.get(pk=candidates[0].pk).decided_kind == "pond"
    context.close()
    assert not shown.faults
