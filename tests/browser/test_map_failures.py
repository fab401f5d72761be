"""What the page says while the server is slow, busy, broken or away: a sentence, a way on, and nothing of before."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from land.exports import report
from tests.browser.conftest import Open
from tests.browser.map_page import MapPage

NEAR = "/?at=10.35100,107.08300,15.5"
ITEMS = re.compile(r"/plots/items\?")
FACETS = re.compile(r"/plots/facets")
ITEM = re.compile(r"/plots/items/BRVT")
SEARCH = re.compile(r"/search\?q=")
TO_BE_HEARD = ["Failed to load resource", "500 http", "429 http"]
Answer = Callable[[Route], None]
# A server that breaks, one shielded from too many requests, one that is away: what is answered, what is said.
FAILURES: dict[str, tuple[Answer, str]] = {
    "broken": (lambda route: route.fulfill(status=500, body="<h1>500</h1>"), "Máy chủ chưa trả lời được"),
    "busy": (lambda route: route.fulfill(status=429, body="too many"), "quá nhiều yêu cầu"),
    "away": (lambda route: route.abort("connectionrefused"), "Máy chủ chưa trả lời được"),
}


def _type(shown: MapPage, words: str) -> None:
    shown.page.fill("#search-input", "")
    shown.page.locator("#search-input").press_sequentially(words)


def _lists_failure(shown: MapPage, answer: Answer, said: str) -> None:
    """The filter is dropped while nothing can be counted or listed, and asked for again."""
    shown.count_is("2")
    shown.until(lambda: len(shown.rows()) == 2, "two rows")
    shown.until(lambda: shown.text("#result-area"), "their area")
    for asked in (ITEMS, FACETS):
        shown.page.route(asked, answer)
    shown.page.click(".chip-remove")
    shown.until(lambda: said in shown.text("#list-foot"), "the list's sentence")
    assert "Chưa tải được danh sách" in shown.text("#list-foot [role=alert]")
    assert shown.rows() == [], "no rows of the other filter"
    shown.count_is("–")
    assert shown.text("#result-area") == ""
    shown.until(lambda: said in shown.text("#legend-classes"), "the legend's sentence")
    shown.page.click("#downloads summary")
    shown.until(lambda: said in shown.text(".download-count"), "the sentence in the menu")
    shown.page.click("#downloads summary")
    shown.page.click('[data-filter="land_use"]')
    assert said in shown.text(".popover")
    for asked in (ITEMS, FACETS):
        shown.page.unroute(asked)
    shown.page.click(".popover .link-button")
    shown.until(lambda: shown.page.locator(".popover [data-code]").count() == 2, "the choices")
    shown.page.keyboard.press("Escape")
    shown.page.click("#list-foot button")
    shown.count_is("6")
    shown.until(lambda: len(shown.rows()) == 6, "six rows")
    shown.until(lambda: shown.page.evaluate("document.activeElement.closest('#list') !== null"), "the focus is kept")
    assert "Chưa tải được" not in shown.text("#view-list")


def test_list__says_why_and_comes_back_with_its_numbers(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&land_use=TSC")
    shown.expected = TO_BE_HEARD
    for answer, said in FAILURES.values():
        _lists_failure(shown, answer, said)
        shown.page.click('[data-filter="land_use"]')
        shown.page.check('.popover [data-code="TSC"]')
        shown.page.keyboard.press("Escape")


def test_card_and_search__say_why_and_can_be_asked_again(open_map: Open, plots: dict[str, Any]) -> None:
    first, other, third = plots["public"][:3]
    shown = open_map(f"{NEAR}&list=all")
    shown.expected = TO_BE_HEARD
    for answer, said in FAILURES.values():
        shown.page.click(f'#list a[data-code="{first.code}"]')
        shown.until(lambda: first.name in shown.text("#view-card"), "the card")
        shown.page.click(".card-back")
        _type(shown, "bai truoc")
        shown.until(lambda: first.name in shown.text("#search-results"), "results")
        for asked in (ITEM, SEARCH):
            shown.page.route(asked, answer)
        _type(shown, "ha long")
        shown.until(lambda said=said: said in shown.text("#search-results"), "the search's sentence")
        assert shown.page.locator('#search-results [role="option"]').count() == 0, "no results of the other words"
        shown.until(lambda said=said: said in (shown.page.text_content("#announcer") or ""), "it is said aloud")
        shown.page.unroute(SEARCH)
        shown.page.click("#search-results button")
        shown.until(lambda: third.name in shown.text("#search-results"), "the results")
        assert shown.page.evaluate("document.activeElement.id") == "search-input"
        shown.page.keyboard.press("Escape")
        shown.page.click(f'#list a[data-code="{other.code}"]')
        shown.until(lambda said=said: said in shown.text("#view-card [role=alert]"), "the card's sentence")
        assert first.name not in shown.text("#view-card"), "nothing of the plot before"
        shown.page.unroute(ITEM)
        shown.page.click("#view-card [role=alert] button")
        shown.until(lambda: other.name in shown.text("#view-card"), "the card of the other plot")
        shown.page.click(".card-back")


def test_download__refused_says_why_and_leads_back(open_map: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_PLOTS", 1)
    shown = open_map(f"{NEAR}&land_use=ODT")
    shown.expected = ["Failed to load resource", "400 http", "ERR_INTERNET_DISCONNECTED"]
    shown.count_is("4")
    link = shown.page.locator("#download-links a", has_text="Báo cáo")
    shown.page.click("#downloads summary")
    shown.page.context.set_offline(True)
    link.click()
    shown.page.wait_for_timeout(300)  # the count of the view, which comes later, must not take its place
    assert "chưa tải được tệp" in shown.text(".download-count")
    shown.page.context.set_offline(False)
    shown.until(lambda: "Sẽ tải 4" in shown.text(".download-count"), "the count again")
    link.click()
    shown.page.wait_for_url("**/plots/?f=report*")
    assert "nhiều nhất 1 khu đất" in shown.text("main")
    shown.page.get_by_role("link", name="Quay lại trang trước").click()
    shown.wait_until_drawn()
    assert shown.query()["land_use"] == "ODT"
    shown.count_is("4")


def test_slow_server__is_seen_to_be_asked(open_map: Open, plots: dict[str, Any]) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    shown = open_map(NEAR, routes={"**/plots/items?*": hold})
    shown.until(lambda: waiting, "the list is asked for")
    assert shown.page.get_attribute("#list", "aria-busy") == "true"
    assert shown.page.locator("#list .skeleton").count() > 0
    shown.page.route(SEARCH, hold)
    _type(shown, "ha long")
    shown.until(lambda: "Đang tìm" in shown.text("#search-results"), "the search says that it goes on")
    for route in waiting:
        route.continue_()
    shown.until(lambda: len(shown.rows()) == 6, "the rows")
    shown.until(lambda: plots["public"][2].name in shown.text("#search-results"), "the results")


def test_search__enter_takes_what_is_typed_not_what_was_typed_before(open_map: Open, plots: dict[str, Any]) -> None:
    first, third = plots["public"][0], plots["public"][2]
    shown = open_map(NEAR)
    _type(shown, "bai truoc")
    shown.until(lambda: first.name in shown.text("#search-results"), "results")
    shown.page.fill("#search-input", "ha long")
    shown.page.press("#search-input", "Enter")
    shown.until(lambda: "plot" in shown.query(), "a plot is chosen")
    assert shown.query()["plot"] == third.code
    shown.page.wait_for_timeout(600)
    assert not shown.page.locator("#search-results").is_visible(), "what was typed is not asked once more"


def test_locate__denied_is_said_and_pressed_again_it_works(open_map: Open) -> None:
    here = {"latitude": 10.3512, "longitude": 107.0834, "accuracy": 8}
    shown = open_map(NEAR, geolocation=here)
    shown.page.clock.install()
    shown.page.click("#control-locate")
    shown.until(lambda: "chưa cho phép dùng vị trí" in shown.text("#map-notices"), "the sentence")
    shown.page.context.grant_permissions(["geolocation"])
    shown.page.click("#control-locate")
    shown.until(lambda: "10.351200, 107.083400" in shown.text("#map-notices"), "the place")
    shown.until(lambda: shown.drawn("place"), "the place on the map")
    shown.page.clock.fast_forward(20_000)
    assert "10.351200" in shown.text("#map-notices"), "it stays until it is closed"
    shown.page.context.clear_permissions()
    shown.page.click("#control-locate")
    shown.until(lambda: "chưa cho phép dùng vị trí" in shown.text("#map-notices"), "the sentence")
    assert "10.351200" not in shown.text("#map-notices")
    shown.until(lambda: not shown.drawn("place"), "no place of before on the map")
    shown.page.click("#map-notices .map-notice button")
    assert shown.text("#map-notices") == ""
