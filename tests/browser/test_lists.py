"""The pages that are equal to the map: list, search, sheet, API. Readable by everybody, worked without a script."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.desk_page import violations

Visit = Callable[..., Page]
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "english": {"locale": "en-GB"},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}


@pytest.fixture
def visit(browser: Browser, live_server: Any, plots: dict) -> Iterator[Visit]:
    """Opens a page of the site in a context of its own."""
    contexts: list[BrowserContext] = []

    def opening(address: str, **options: Any) -> Page:
        own = {"viewport": DESKTOP, "locale": "vi-VN", "base_url": live_server.url}
        contexts.append(browser.new_context(**(own | options)))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield opening
    for context in contexts:
        context.close()


PAGES = (
    "/plots/",
    "/plots/?land_use=ODT&area_m2=100..&filter=area_m2>1",
    "/search?q=bai+truoc",
    "/search?q=zzzz",
    "/plots/BRVT-000001/",
    "/plots/BRVT-000001/?datetime=2025-09-01",
    "/plots/BRVT-000001/?datetime=2019-09-01",
    "/plots/?area_m2=x",
    "/nowhere/",
    "/summary/",
    "/accounts/sign-in/",
    "/ogc/?f=html",
    "/ogc/collections/plots?f=html",
    "/ogc/collections/plots/items?f=html",
    "/ogc/collections/plots/items/BRVT-000001?f=html",
)


@pytest.mark.parametrize("look", LOOKS)
def test_pages__have_no_violations(visit: Visit, look: str) -> None:
    page = visit(PAGES[0], **LOOKS[look])
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = violations(page)
        if look == "phone" and page.evaluate("document.documentElement.scrollWidth > screen.width"):
            found[address].append("wider than the phone")
    assert {address: faults for address, faults in found.items() if faults} == {}


def test_list__is_filtered_without_a_script(visit: Visit) -> None:
    page = visit("/plots/", java_script_enabled=False)
    page.select_option("[name=land_use]", "TSC")
    page.fill("[name=area_from]", "100")
    page.click(".list-tools button[type=submit]")
    page.wait_for_url("**/plots/?land_use=TSC&area_m2=100..")
    assert page.locator("table.plots tbody tr").count() == 2
    assert page.locator("[name=land_use]").input_value() == "TSC"
    page.select_option("[name=use_state]", "leased_short")
    page.click(".list-tools button[type=submit]")
    page.wait_for_url("**/plots/?land_use=TSC&use_state=leased_short&area_m2=100..")
    assert page.locator("table.plots tbody tr").count() == 1


def test_list__the_filters_are_folded_on_a_phone_alone(visit: Visit) -> None:
    choice = "[name=land_use]"
    assert visit("/plots/").locator(choice).is_visible()
    page = visit("/plots/", **LOOKS["phone"])
    assert not page.locator(choice).is_visible()
    page.click(".list-filters > summary")
    assert page.locator(choice).is_visible()
    page.goto("/plots/?land_use=TSC")
    assert page.locator(choice).is_visible(), "filters in use stand open"


def test_list__the_way_to_the_map_and_back_keeps_the_conditions(visit: Visit, open_map: Open, plots: dict) -> None:
    link = visit("/plots/?q=khu&location_basis=boundary,point&land_use=ODT").locator(".list-tools a.button")
    href = link.get_attribute("href")
    assert href == "/?q=khu&location_basis=boundary,point&land_use=ODT"
    shown = open_map(href)
    shown.count_is("2")
    shown.until(lambda: "“khu”" in shown.text("#filters"), "the words have a chip")
    assert shown.page.locator('[data-filter="location_basis"]').is_visible()
    kept = {"q": "khu", "land_use": "ODT", "location_basis": "boundary,point"}
    shown.until(lambda: shown.query().items() >= kept.items(), "the conditions stay in the address")
    back = shown.page.locator(".site-places a", has_text="Danh sách")
    assert (back.get_attribute("href") or "").endswith("/plots/?q=khu&land_use=ODT&location_basis=boundary,point")
    shown.page.locator(".chip-pair", has_text="“khu”").locator(".chip-remove").click()
    shown.until(lambda: "q" not in shown.query(), "the words are dropped")


def test_map__the_words_of_the_list_can_be_changed(open_map: Open) -> None:
    shown = open_map("/?q=khu")
    shown.count_is("3")
    shown.page.click('[data-filter="q"]')
    assert violations(shown.page) == []
    shown.page.fill(".popover input", "nha van hoa")
    shown.page.press(".popover input", "Enter")
    shown.count_is("1")
    assert shown.query()["q"] == "nha van hoa"


def test_print__the_sheet_is_asked_for_with_paper_and_scale(visit: Visit) -> None:
    page = visit("/plots/BRVT-000001/?datetime=2025-09-01", java_script_enabled=False)
    page.click("summary:has-text('In phiếu')")
    page.select_option(".plot-print [name=paper]", "A3")
    page.select_option(".plot-print [name=scale]", "2000")
    with page.expect_download() as download:
        page.click(".plot-print button")
    assert download.value.url.endswith("/plots/BRVT-000001/?f=pdf&datetime=2025-09-01&paper=A3&scale=2000")
    assert download.value.suggested_filename == "BRVT-000001_phieu-thong-tin_A3.pdf"
