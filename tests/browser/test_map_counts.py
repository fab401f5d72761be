"""What the legend and the headline count, and what they say when they cannot."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import Route

from tests.browser.conftest import Open
from tests.factories import land

NEAR = "/?at=10.35100,107.08300,15.5"
FACETS = "**/plots/facets*"


def _fail(route: Route) -> None:
    route.fulfill(status=503, body="")


def test_counts__that_fail_do_not_stay_those_of_another_filter(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.expected += ["503"]
    shown.count_is("6")
    shown.page.route(FACETS, _fail)
    shown.page.click("#legend-classes li:first-child button")
    shown.count_is("–")
    shown.until(lambda: "Máy chủ chưa trả lời được" in shown.text("#legend-classes"), "the reason")
    assert shown.text("#result-area") == ""
    shown.page.unroute(FACETS)
    shown.page.click("#legend-classes button")
    shown.count_is("4")
    shown.until(lambda: shown.page.locator("#legend-classes .legend-line").count() == 2, "the classes")


def test_legend__says_that_cells_do_not_carry_a_theme(open_map: Open) -> None:
    shown = open_map("/?at=10.35100,107.08300,10&theme=managing_agency")
    note = shown.page.locator("#legend-classes .legend-note")
    shown.until(note.is_visible, "the note")
    assert "phóng to" in note.inner_text()
    shown.page.select_option("#legend-theme", "land_use")
    shown.until(lambda: not note.count(), "cells have land uses")


def test_legend__managers_and_ages_of_what_is_in_view(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&theme=managing_agency")
    numbers = "[...document.querySelectorAll('.legend-count')].map((one) => Number(one.textContent) || 0)"
    shown.until(lambda: sum(shown.page.evaluate(numbers)) == 6, "managers counted")
    shown.page.select_option("#legend-theme", "published_on")
    shown.until(lambda: shown.page.locator("#legend-classes span.legend-line").count() >= 3, "classes of age")
    shown.until(lambda: sum(shown.page.evaluate(numbers)) == 6, "ages counted")
    assert not shown.page.locator(".legend-note").count()
    shown.expected += ["503"]
    shown.page.route("**/plots/items*", _fail)
    shown.page.keyboard.press("Escape")
    shown.page.click("#control-out")
    shown.until(lambda: "Thử lại" in shown.text("#legend-classes"), "ages that cannot be counted")


def test_filter__plots_without_a_boundary(open_map: Open, plots: dict) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.page.click(".chip-more")
    shown.page.click('[data-filter="location_basis"]')
    shown.page.check('.popover [data-code="point"]')
    shown.page.keyboard.press("Escape")
    shown.count_is("1")
    assert shown.query()["location_basis"] == "point"
    assert not shown.page.locator("#unplaced").is_visible()
    shown.page.goto(shown.page.url.replace("&location_basis=point", ""))
    shown.count_is("6")
    shown.until(lambda: shown.text("#unplaced") == "Chưa có ranh giới: 1 khu đất", "the plot without a boundary")
    shown.page.click("#unplaced button")
    shown.count_is("1")
    assert (shown.query()["location_basis"], shown.query()["list"]) == ("point", "all")


def test_filter__plots_whose_record_names_no_old_unit(open_map: Open, plots: dict) -> None:
    plots["public"][0].unit_at_record = land.unit("26506@initial", "Phường 1", valid=DateRange(None, date(2025, 7, 1)))
    plots["public"][0].save(update_fields=["unit_at_record"])
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.page.click(".chip-more")
    shown.page.click('[data-filter="unit_at_record"]')
    options = shown.page.locator(".popover .option")
    shown.until(lambda: options.count() == 2, "the old unit, and none")
    assert options.all_inner_texts() == ["Phường 1\n1", "Chưa ghi đơn vị khi lập\n5"]
    assert "không được suy từ vị trí" in shown.text(".popover .options-note")
    shown.page.check('.popover [data-code="none"]')
    shown.count_is("5")
    assert shown.query()["unit_at_record"] == "none"
    assert shown.text('[data-filter="unit_at_record"]') == "Chưa ghi đơn vị khi lập"
    shown.page.check('.popover [data-code="26506@initial"]')
    shown.count_is("6")
    shown.page.click('[data-filter="land_use"]')
    shown.until(lambda: options.count() == 2, "land uses, none without")
    assert not shown.page.locator(".popover .options-note").count()


def test_phone__search_filter_theme_and_day(open_map: Open, plots: dict) -> None:
    shown = open_map(f"{NEAR}&list=all", phone=True)
    shown.count_is("6")
    shown.page.fill("#search-input", "nha van hoa cu")
    shown.until(lambda: shown.page.locator("#search-option-0").is_visible(), "a hit")
    shown.page.tap("#search-option-0")
    shown.until(lambda: "Nhà văn hóa cũ" in shown.text("#view-card"), "the card")
    shown.page.go_back()
    shown.until(lambda: "plot" not in shown.query(), "the list again")
    shown.page.tap("#legend-toggle")
    shown.page.select_option("#legend-theme", "use_state")
    shown.until(lambda: "Đất trống" in shown.text("#legend-classes"), "classes of the state")
    assert shown.page.locator('#legend-classes button[aria-pressed="false"]').count() >= 2
    shown.page.tap("#legend-classes li:first-child button")
    shown.count_is("4")
    shown.until(
        lambda: shown.page.locator('#legend-classes button[aria-pressed="true"]').count() == 1, "the class is chosen"
    )
    shown.page.tap("#control-date")
    slider = shown.page.locator("#as-of-slider")
    slider.evaluate("(box) => { box.value = String(Number(box.max) - 30); box.dispatchEvent(new Event('change')); }")
    shown.until(lambda: "date" in shown.query(), "a past day")
    shown.until(lambda: "ngày" in shown.text(".map-notice"), "the strip of the day")


def test_small_desktop__nothing_lies_over_another_or_out_of_sight(open_map: Open) -> None:
    shown = open_map("/", viewport={"width": 1024, "height": 768})
    shown.until(lambda: shown.page.locator("#legend li").count(), "the legend")
    legend = shown.page.locator("#legend").bounding_box()
    controls = [one.bounding_box() for one in shown.page.locator(".map-controls .icon-button").all()]
    bar = shown.page.locator(".statusbar").bounding_box()
    assert legend
    assert bar
    assert all(box and box["y"] + box["height"] <= legend["y"] for box in controls)
    assert legend["y"] + legend["height"] <= bar["y"]
    for part in shown.page.locator(".coordinates:visible, .status-notes > span:visible").all():
        box = part.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 1024
        assert part.evaluate("(element) => element.scrollWidth <= element.clientWidth + 1"), part.text_content()
