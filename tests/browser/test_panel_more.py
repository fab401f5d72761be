"""The panel of a plot's pictures: what stands beside them follows, what is late or lost says so, fingers have room."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open, Visit
from tests.browser.desk_page import violations

PANEL = "/plots/BRVT-000001/imagery/"
NEAR = "/?at=10.3465,107.0875,15"
# What a finger presses, but for links within sentences.
PRESSED = (
    ".button, .icon-button, .chip, .menu-item, .day, select, summary, input:is([type=text], [type=search], [type=date])"
)
TOO_LOW = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".visually-hidden"))
  .filter((one) => one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""


def lost(route: Route) -> None:
    route.fulfill(status=503, body="")


def slowly(route: Route) -> None:
    time.sleep(0.5)
    route.continue_()


def hold(page: Page, pattern: str) -> list[Route]:
    """What is asked for and must wait for its answer."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))  # Playwright takes no built-in method
    return held


def days(page: Page, place: str) -> list[str]:
    """Where the links to days lead."""
    return [link.get_attribute("href") or "" for link in page.locator(f"{place} [data-day]").all()]


def test_facts_file_and_links__belong_to_the_chosen_pair(visit: Visit, scenes: list[Any]) -> None:
    first, clouded, last = (str(scene.pk) for scene in scenes)
    page = visit(PANEL)
    facts = page.locator("[data-facts]")
    file = page.locator('[data-facts] a[href*=".tif"]')
    assert last in (file.get_attribute("href") or "")
    page.click(f'.years [data-day="{clouded}"]')
    expect(facts).to_contain_text("15/06/2025")
    assert clouded in (file.get_attribute("href") or "")
    page.select_option("[name=before]", last)
    for place in (".years", ".strip"):
        assert all(f"before={last}" in link for link in days(page, place))
        assert [link for link in days(page, place) if f"after={first}" in link]
    page.click(f'.strip [data-day="{first}"]')
    expect(facts).to_contain_text("10/02/2024")
    page.goto(page.url)
    assert page.locator("[data-swipe] figcaption").all_text_contents() == ["18/02/2026", "10/02/2024"]


def test_facts__an_answer_that_comes_late_is_not_shown(visit: Visit, scenes: list[Any]) -> None:
    first, clouded, _last = (str(scene.pk) for scene in scenes)
    page = visit(PANEL)
    held = hold(page, f"**f=part**after={clouded}**")
    page.click(f'.years [data-day="{clouded}"]')
    facts = page.locator("[data-facts]")
    expect(facts).to_have_attribute("aria-busy", "true")
    assert page.evaluate("document.querySelector('[data-facts]').inert"), "the file of another day cannot be pressed"
    page.click(f'.years [data-day="{first}"]')
    expect(facts).to_contain_text("10/02/2024")
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(facts).to_contain_text("10/02/2024")


def test_facts__lost_ones_are_told_and_asked_for_again(visit: Visit, scenes: list[Any]) -> None:
    page = visit(PANEL)
    page.route("**f=part**", lost)
    page.click(f'.years [data-day="{scenes[0].pk}"]')
    page.locator("[data-facts-error]").wait_for()
    assert page.locator("[data-facts]").is_hidden(), "those of another day are not read as those of this one"
    page.unroute("**f=part**")
    page.click("[data-facts-again]")
    expect(page.locator("[data-facts]")).to_contain_text("10/02/2024")
    assert page.locator("[data-facts-error]").is_hidden()


def test_first_pictures__lost_before_the_page_listens_are_told(visit: Visit) -> None:
    # The picture fails at once; the module that would hear of it comes later.
    pattern = "**/imagery/*.webp?*"
    page = visit(PANEL, routes={pattern: lost, "**/imagery/panel*.js": slowly})
    page.locator("[data-error]").wait_for()
    page.unroute(pattern)
    page.click("[data-again]")
    expect(page.locator("[data-swipe]")).to_have_attribute("aria-busy", "false")
    assert page.locator("[data-error]").is_hidden()
    whole = "[...document.querySelectorAll('[data-swipe] img')].every((one) => one.naturalWidth)"
    assert page.evaluate(whole), "both were asked for again"


def test_pictures__that_are_under_way_are_seen_to_be(visit: Visit, scenes: list[Any]) -> None:
    page = visit(PANEL)
    held = hold(page, f"**/imagery/{scenes[1].pk}.webp**")
    page.select_option("[name=before]", str(scenes[1].pk))
    expect(page.locator("[data-swipe]")).to_have_attribute("aria-busy", "true")
    shimmer = "getComputedStyle(document.querySelector('[data-side=before]'), '::before').animationName"
    assert page.evaluate(shimmer) == "shimmer"
    for route in held:
        route.continue_()
    expect(page.locator("[data-swipe]")).to_have_attribute("aria-busy", "false")
    assert page.evaluate(shimmer) == "none"


def test_film__waits_fails_and_is_asked_for_again(visit: Visit) -> None:
    page = visit(PANEL)
    held = hold(page, "**/film.webp**")
    page.click("[data-film]")
    place = page.locator("[data-film-place]")
    expect(place).to_have_attribute("aria-busy", "true")
    held[0].fulfill(status=503, body="")
    page.locator("[data-film-error]").wait_for()
    assert violations(page) == []
    page.unroute("**/film.webp**")
    page.click("[data-film-again]")
    expect(place).to_have_attribute("aria-busy", "false")
    assert page.locator("[data-film-error]").is_hidden()
    assert page.evaluate("document.querySelector('[data-film-place] img').naturalWidth > 0")


@pytest.mark.parametrize("phone", [False, True])
def test_without_scripts__both_pictures_carry_the_boundary(visit: Visit, phone: bool) -> None:
    page = visit(PANEL, phone=phone, scripts=False)
    borders = page.locator("[data-swipe] .swipe-border")
    assert [border.is_visible() for border in borders.all()] == [True, True]
    before, after = (page.locator(f"[data-side={side}]").bounding_box() or {} for side in ("before", "after"))
    assert (after["y"] >= before["y"] + before["height"]) == phone, "one below the other where there is no room"
    page = visit(PANEL, phone=phone)
    borders = page.locator("[data-swipe] .swipe-border")
    assert [border.is_visible() for border in borders.all()] == [False, True], "once over both"


def test_index__has_its_colours_values_and_formula(visit: Visit) -> None:
    page = visit(f"{PANEL}?look=ndvi")
    assert page.locator(".scale-of-index text").all_text_contents() == ["-0,2", "0,05", "0,2", "0,4", "0,6", "0,85"]
    page.click(".scale-of-index summary")
    assert "(NIR - Red) / (NIR + Red)" in page.locator(".scale-of-index").inner_text()
    assert violations(page) == []
    page = visit(PANEL)
    assert page.locator(".scale-of-index").count() == 0
    bands = page.locator('[name=look] optgroup[label="Từng kênh phổ"] option')
    assert "Đỏ" in bands.all_text_contents()
    assert page.locator("[name=look] > option").all_text_contents()[0] == "Màu tự nhiên"


def test_curves__draw_every_index_that_they_name(visit: Visit) -> None:
    page = visit(PANEL)
    page.locator("[data-curves]").scroll_into_view_if_needed()
    page.locator("[data-curves] canvas").wait_for()
    named = [" ".join(name.split()) for name in page.locator(".terms summary").all_inner_texts()]
    told = page.locator(".curves-readout").inner_text()
    assert len(named) == 4
    assert all(name in told for name in named)
    assert "," in told, "decimals as the language has them"


@pytest.mark.parametrize("phone", [False, True])
def test_tools__show_days_whole_and_leave_no_half_row(visit: Visit, phone: bool) -> None:
    page = visit(PANEL, phone=phone)
    boxes = [page.locator(f".imagery-tools [name={name}]").bounding_box() or {} for name in ("before", "after", "look")]
    assert min(box["width"] for box in boxes) >= 200
    assert max(box["width"] for box in boxes) - min(box["width"] for box in boxes) < 2
    tops = {round(box["y"]) for box in boxes}
    assert len(tops) == (3 if phone else 1)
    assert page.locator(".section-head").first.evaluate("(one) => getComputedStyle(one).display") == "flex"
    assert page.locator(".crumbs a").evaluate("(one) => getComputedStyle(one).display") == "inline-flex"


@pytest.mark.parametrize("address", [PANEL, "/plots/BRVT-000001/", "/plots/", "/summary/", "/scenes/"])
def test_fingers__have_room_on_every_page(visit: Visit, address: str) -> None:
    page = visit(address, phone=True)
    assert page.evaluate(TOO_LOW, PRESSED) == []
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")


def test_fingers__have_room_on_the_map(scenes: list[Any], open_map: Open) -> None:
    shown = open_map(f"{NEAR}&image=2026-02-18&look=ndvi", phone=True)
    shown.page.click("#image-control")
    shown.until(lambda: shown.page.locator("#image-go").is_visible(), "the menu")
    assert shown.page.evaluate(TOO_LOW, PRESSED) == []
    assert violations(shown.page) == []


def test_card__takes_the_day_of_the_map(scenes: list[Any], open_map: Open) -> None:
    shown = open_map(f"{NEAR}&plot=BRVT-000001&image=2025-06-15")
    page = shown.page
    page.click(".card-pictures summary")
    captions = page.locator("#view-card [data-swipe] figcaption")
    shown.until(lambda: captions.all_text_contents() == ["10/02/2024", "15/06/2025"], "the map's day")
    page.click("#image-control")
    shown.until(lambda: page.locator("#image-day option").count() == 5, "the days")
    page.select_option("#image-day", "2026-02-18")
    shown.until(lambda: captions.all_text_contents() == ["10/02/2024", "18/02/2026"], "the map's new day")
    file = page.locator('#view-card [data-facts] a[href*=".tif"]')
    page.click(f'#view-card .years [data-day="{scenes[0].pk}"]')
    shown.until(lambda: str(scenes[0].pk) in (file.get_attribute("href") or ""), "the file of the chosen day")
    assert all(link.startswith(PANEL) for link in days(page, "#view-card .years")), "to the plot's page, not the map"
    page.click("#image-control")
    page.select_option("#image-day", "2025-06-15")
    shown.until(lambda: f"..{scenes[1].pk}.." in shown.query()["record"], "the pair in the address")
    again = open_map(f"{NEAR}&plot=BRVT-000001&image=2025-06-15&record={scenes[0].pk}..{scenes[2].pk}..true")
    captions = again.page.locator("#view-card [data-swipe] figcaption")
    again.until(lambda: captions.all_text_contents() == ["10/02/2024", "18/02/2026"], "what the address says")
