"""Pictures in the browser: under the plots on the map, and on the page of a plot, on a desktop and on a phone."""

from typing import Any

import pytest

from tests.browser.conftest import Open, Visit
from tests.browser.desk_page import violations


@pytest.mark.parametrize("phone", [False, True])
def test_map__picture_of_a_day_is_chosen_drawn_told_and_kept(scenes: list[Any], open_map: Open, phone: bool) -> None:
    shown = open_map("/?at=10.3465,107.0875,15", phone=phone)
    page = shown.page
    page.click("#image-control")
    days = page.locator("#image-day option")
    shown.until(lambda: days.count() == 5, "none, lately and three days")
    assert days.all_text_contents()[2:] == ["18/02/2026 – mây 0 %", "15/06/2025 – mây 55 %", "10/02/2024 – mây 0 %"]
    with page.expect_response(lambda answer: "/imagery/mosaics/2026-02-18/tiles/WebMercatorQuad/" in answer.url):
        page.select_option("#image-day", "2026-02-18")
    shown.until(lambda: shown.query().get("image") == "2026-02-18", "the day in the address")
    told = page.locator("#image-attribution")
    shown.until(lambda: "18/02/2026 · ảnh mô phỏng" in (told.text_content() or ""), "what is seen, in the status bar")
    if phone:
        assert not page.locator("#image-day").is_visible(), "the menu would lie over the picture"
        page.click("#image-control")
    with page.expect_response(lambda answer: "style=ndvi" in answer.url and "/15/" not in answer.url):
        page.select_option("#image-look", "ndvi")
    shown.until(lambda: shown.query().get("look") == "ndvi", "the look in the address")
    shown.until(lambda: "Cây xanh" in (page.locator("#image-legend").text_content() or ""), "the legend of the index")
    if phone:
        page.click("#image-control")
    page.select_option("#image-day", "")
    shown.until(lambda: "image" not in shown.query(), "the picture leaves the address")
    assert page.locator("#image-attribution").is_hidden()
    again = open_map("/?at=10.3465,107.0875,15&image=2024-02-10", phone=phone)
    again.until(lambda: "10/02/2024" in (again.page.locator("#image-attribution").text_content() or ""), "kept")


def test_map__failed_pictures_are_told_and_the_plots_stay(scenes: list[Any], open_map: Open) -> None:
    shown = open_map("/?at=10.3465,107.0875,15")
    shown.expected = ["503", "Failed to load resource"]
    shown.page.route("**/imagery/mosaics/*/tiles/WebMercatorQuad/**", lambda route: route.fulfill(status=503, body=""))
    shown.page.click("#image-control")
    shown.page.select_option("#image-day", "latest")
    shown.until(lambda: "Chưa tải được lớp ảnh vệ tinh" in shown.text("#map-notices"), "the notice")
    assert shown.drawn("plots-fill")
    shown.page.unroute("**/imagery/mosaics/*/tiles/WebMercatorQuad/**")
    with shown.page.expect_response(lambda answer: "/imagery/mosaics/latest/tiles/" in answer.url and answer.ok):
        shown.page.click("#map-notices button")
    shown.until(lambda: "ảnh vệ tinh" not in shown.text("#map-notices"), "the notice is gone")


@pytest.mark.parametrize("phone", [False, True])
def test_panel__two_days_under_a_handle(visit: Visit, scenes: list[Any], phone: bool) -> None:
    page = visit("/plots/BRVT-000001/", phone=phone)
    box = page.locator("[data-swipe]")
    box.scroll_into_view_if_needed()
    captions = page.locator("[data-swipe] figcaption")
    assert captions.all_text_contents() == ["10/02/2024", "18/02/2026"]
    at = "getComputedStyle(document.querySelector('[data-swipe]')).getPropertyValue('--at')"
    place = box.bounding_box() or {}
    page.mouse.move(place["x"] + place["width"] * 0.5, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.25, place["y"] + place["height"] / 2, steps=4)
    page.mouse.up()
    assert float(page.evaluate(at).rstrip("%")) == pytest.approx(25, abs=2)
    page.locator("[data-handle]").focus()
    page.keyboard.press("ArrowRight")
    assert float(page.evaluate(at).rstrip("%")) == pytest.approx(26, abs=2)
    page.select_option("[name=before]", str(scenes[1].pk))
    page.wait_for_url("**before=*")
    assert captions.all_text_contents()[0] == "15/06/2025"
    kept = page.url
    page.goto(kept)
    assert captions.all_text_contents() == ["15/06/2025", "18/02/2026"]
    page.locator(".years [data-day]").last.click()
    assert captions.all_text_contents()[1] == "10/02/2024"
    assert page.locator(".years [aria-current]").count() == 1


@pytest.mark.parametrize("phone", [False, True])
def test_panel__curves_film_and_numbers(visit: Visit, phone: bool) -> None:
    page = visit("/plots/BRVT-000001/imagery/", phone=phone)
    page.locator("[data-curves]").scroll_into_view_if_needed()
    page.locator("[data-curves] canvas").wait_for()
    assert "Cây xanh" in page.locator(".curves-readout").inner_text()
    hollow = page.locator("tr[data-clouded]")
    assert hollow.count() == 1
    assert "15/06/2025" in (hollow.text_content() or "")
    page.click("[data-film]")
    page.locator("[data-film-place] img").wait_for()
    loaded = "[...document.querySelectorAll('.imagery img')].every((one) => one.loading === 'lazy' || one.naturalWidth)"
    page.wait_for_load_state("networkidle")
    assert page.evaluate(loaded)
    with page.expect_download() as download:
        page.click("text=Tải số liệu (CSV)")
    assert download.value.suggested_filename == "BRVT-000001-anh-ve-tinh.csv"
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")


@pytest.mark.parametrize("phone", [False, True])
def test_panel__readable_by_everybody(visit: Visit, phone: bool) -> None:
    for address in ("/plots/BRVT-000001/imagery/", "/plots/BRVT-000001/imagery/?look=ndvi", "/scenes/"):
        page = visit(address, phone=phone)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= screen.width"), address


def test_panel__works_without_scripts(visit: Visit, scenes: list[Any]) -> None:
    page = visit("/plots/BRVT-000001/imagery/", scripts=False)
    page.select_option("[name=after]", str(scenes[0].pk))
    page.select_option("[name=look]", "ndwi")
    page.click("[data-show]")
    page.wait_for_url("**look=ndwi**")
    assert page.locator("[data-swipe] figcaption").all_text_contents() == ["10/02/2024", "10/02/2024"]
    assert page.locator("[name=look]").input_value() == "ndwi"


def test_panel__broken_picture_is_told_and_asked_for_again(visit: Visit, scenes: list[Any]) -> None:
    page = visit("/plots/BRVT-000001/imagery/")
    pattern = f"**/imagery/{scenes[1].pk}.webp**"
    page.route(pattern, lambda route: route.fulfill(status=503, body=""))
    page.select_option("[name=before]", str(scenes[1].pk))
    page.locator("[data-error]").wait_for()
    page.unroute(pattern)
    page.click("[data-again]")
    page.locator("[data-error]").wait_for(state="hidden")


@pytest.mark.parametrize("phone", [False, True])
def test_card__compares_days_and_keeps_what_is_compared(scenes: list[Any], open_map: Open, phone: bool) -> None:
    shown = open_map("/?at=10.3465,107.0875,15&plot=BRVT-000001", phone=phone)
    page = shown.page
    page.click(".card-pictures summary")
    captions = page.locator("#view-card [data-swipe] figcaption")
    shown.until(lambda: captions.all_text_contents() == ["10/02/2024", "18/02/2026"], "two days in the card")
    assert shown.query()["record"] == "open"
    page.select_option("#view-card [name=before]", str(scenes[1].pk))
    kept = f"{scenes[1].pk}..{scenes[2].pk}"
    shown.until(lambda: shown.query()["record"] == f"{kept}..true", "the two days in the address")
    with page.expect_response(lambda answer: "f=part" in answer.url and "look=ndvi" in answer.url):
        page.select_option("#view-card [name=look]", "ndvi")
    shown.until(lambda: shown.query()["record"] == f"{kept}..ndvi", "how they are drawn")
    assert violations(page) == []
    again = open_map(f"/?plot=BRVT-000001&record={kept}..ndvi", phone=phone)
    captions = again.page.locator("#view-card [data-swipe] figcaption")
    again.until(lambda: captions.all_text_contents() == ["15/06/2025", "18/02/2026"], "kept")
    assert again.page.locator("#view-card [name=look]").input_value() == "ndvi"
    again.page.locator("#view-card [data-curves]").scroll_into_view_if_needed()
    again.page.locator("#view-card [data-curves] canvas").wait_for()
    again.page.click(".card-pictures summary")
    again.until(lambda: "record" not in again.query(), "closed")


def test_card__failed_pictures_are_told_and_asked_for_again(scenes: list[Any], open_map: Open) -> None:
    shown = open_map("/?at=10.3465,107.0875,15&plot=BRVT-000001")
    shown.expected = ["503", "Failed to load resource"]
    shown.page.route("**/imagery/?f=part**", lambda route: route.fulfill(status=503, body=""))
    shown.page.click(".card-pictures summary")
    told = shown.page.locator(".card-pictures [role=alert]")
    told.wait_for()
    assert shown.page.locator("#view-card .card-figures").is_visible()
    shown.page.unroute("**/imagery/?f=part**")
    told.locator("button").click()
    shown.page.locator("#view-card [data-swipe]").wait_for()
