"""Where the map cannot be drawn, or its tiles do not come, the list, the search and the filters work all the same."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import DESKTOP
from tests.browser.map_page import MapPage

NEAR = "/?at=10.35100,107.08300,15.5"
NO_WEBGL = """
const own = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : own.call(this, kind, ...more);
};
"""


@pytest.fixture
def page(browser: Browser, live_server: Any, plots: dict[str, Any]) -> Any:
    context = browser.new_context(viewport=DESKTOP, locale="vi-VN", base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_no_webgl__is_said_and_the_list_shows_all_that_matches(page: Page, live_server: Any) -> None:
    page.add_init_script(NO_WEBGL)
    shown = MapPage(page, live_server.url)
    page.goto(f"{NEAR}&land_use=TSC")
    shown.until(lambda: page.locator(".no-map").count(), "the message")
    assert "WebGL" in shown.text(".no-map")
    shown.count_is("2")
    shown.until(lambda: len(shown.rows()) == 2, "two rows")
    assert page.get_attribute(".no-map a", "href") == "/plots/?land_use=TSC"
    page.click(".chip-remove")
    shown.count_is("6")
    assert page.get_attribute(".no-map a", "href") == "/plots/"
    page.fill("#search-input", "bai truoc")
    shown.until(lambda: page.locator('[role="option"]').count(), "results")
    page.press("#search-input", "Enter")
    shown.until(lambda: "Bãi Trước" in shown.text("#view-card"), "the card")
    assert not page.locator("#control-in").is_visible()
    assert page.locator("#control-date").is_visible()
    shown.check_clean()


def test_tiles_whose_address_never_comes__leave_map_and_list_usable(page: Page, live_server: Any) -> None:
    waiting: list[Route] = []
    page.route("**/tiles/WebMercatorQuad?*", lambda route: waiting.append(route))
    shown = MapPage(page, live_server.url)
    page.goto(NEAR)
    shown.count_is("6")
    shown.until(lambda: len(shown.rows()) == 6, "six rows")
    shown.until(lambda: len(waiting) == 2, "both addresses asked for")
    shown.until(lambda: page.locator("#map-progress").is_visible(), "that the layers are late")
    page.click("#control-in")
    shown.until(lambda: float(shown.query().get("at", "0,0,0").split(",")[2]) > 16, "the map moves")
    for route in waiting:
        route.continue_()
    shown.until(lambda: shown.drawn("plots-fill"), "the plots, once their address has come")
