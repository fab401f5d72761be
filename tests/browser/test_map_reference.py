"""Reference layers on the map: switched on in the layer menu, explained in the legend, kept in the address."""

from datetime import date
from typing import Any

import pytest

from land.actions import SetDraft, ZoneRow, load_reference
from land.workflow import ReferenceKind
from tests import places
from tests.browser.conftest import Open


@pytest.fixture
def plan(plots: dict[str, Any]) -> None:
    draft = SetDraft(
        ReferenceKind.LAND_USE_PLAN, "Quy hoạch", "1/QĐ", date(2021, 1, 1), "UBND", date(2021, 1, 1), "Tệp"
    )
    zone = places.square(places.VUNG_TAU, 900, -100, -100)
    load_reference(actor=None, draft=draft, rows=[ZoneRow("TSC", zone)])


@pytest.mark.parametrize("phone", [False, True])
def test_reference__is_switched_on_explained_and_kept(plan: None, open_map: Open, phone: bool) -> None:
    shown = open_map("/?at=10.345,107.085,15", phone=phone)
    page = shown.page
    page.click("summary[aria-label='Lớp bản đồ']")
    choices = page.locator("#reference-choices")
    shown.until(lambda: choices.locator("label").count(), "the choices")
    assert choices.locator("label").all_text_contents() == ["Quy hoạch sử dụng đất"], (
        "what is not loaded is not offered"
    )
    choices.locator("input").check()
    shown.until(lambda: shown.query().get("layers") == "land_use_plan", "the layer in the address")
    legend = page.locator("#reference-legend")
    shown.until(lambda: "Lớp tham chiếu" in (legend.text_content() or ""), "the legend")
    shown.until(lambda: "TSC" in (legend.text_content() or ""), "the planned use in view")
    again = open_map("/?at=10.345,107.085,15&layers=land_use_plan", phone=phone)
    legend = again.page.locator("#reference-legend")
    again.until(lambda: legend.get_attribute("hidden") is None, "the legend after a reload")
    again.page.click("summary[aria-label='Lớp bản đồ']")
    box = again.page.locator("#reference-choices input")
    assert box.is_checked()
    box.uncheck()
    again.until(lambda: "layers" not in again.query(), "the layer leaves the address")


def test_reference__no_group_without_layers(open_map: Open) -> None:
    page = open_map().page
    page.click("summary[aria-label='Lớp bản đồ']")
    assert not page.locator("#reference-group").is_visible()


def test_reference__says_that_its_tiles_failed(plan: None, open_map: Open) -> None:
    shown = open_map("/?at=10.345,107.085,15")
    shown.expected = ["503", "Failed to load resource"]
    shown.page.route("**/plans/tiles/WebMercatorQuad/**", lambda route: route.fulfill(status=503, body=""))
    shown.page.click("summary[aria-label='Lớp bản đồ']")
    shown.page.check("#reference-choices input")
    shown.until(lambda: "Chưa tải được lớp quy hoạch" in shown.text("#map-notices"), "the notice")
    shown.wait_until_answered()
    shown.page.unroute("**/plans/tiles/WebMercatorQuad/**")
    shown.page.click("#map-notices button")
    shown.until(lambda: shown.drawn("plans-fill"), "the plan")
    assert "Chưa tải được" not in shown.text("#map-notices")


@pytest.mark.parametrize("phone", [False, True])
def test_card__tells_what_is_planned_today_and_nothing_of_a_past_day(
    plan: None, plots: dict[str, Any], open_map: Open, phone: bool
) -> None:
    code = plots["public"][0].code
    shown = open_map(f"/?plot={code}", phone=phone)
    shown.until(lambda: "TSC" in shown.text(".card-planning"), "the planned use")
    assert "3.600,0 m² (100,0 %) (quyết định 1/QĐ, 01/01/2021)" in shown.text(".card-planning")
    assert "Giá theo bảng giá đất" in shown.text(".card-planning")
    past = open_map(f"/?date=2025-09-01&plot={code}", phone=phone)
    past.until(lambda: past.page.locator(".card-ways a.primary").count(), "the card of a day")
    past.page.wait_for_load_state("networkidle")
    asked = past.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert asked
    assert not [url for url in asked if f"/plots/{code}/" in url]
    assert not past.page.locator(".card-planning div").count()
