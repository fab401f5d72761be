"""The map on a phone: the sheet and the back button."""

from tests.browser.conftest import Open

NEAR = "/?at=10.35100,107.08300,15"


def test_sheet__three_heights_and_back_lowers_it(open_map: Open) -> None:
    shown = open_map(NEAR, phone=True)
    shown.until(lambda: shown.text("#result-count") == "6", "the count")
    assert shown.page.get_attribute("#panel", "data-detent") == "peek"
    for height in ("half", "full"):
        shown.page.wait_for_timeout(300)  # the sheet comes to rest: a press on a moving grip drags it
        shown.page.click("#sheet-grip")
        shown.until(lambda height=height: shown.page.get_attribute("#panel", "data-detent") == height, height)
    shown.page.go_back()
    shown.until(lambda: shown.page.get_attribute("#panel", "data-detent") == "peek", "the sheet lowered")
    assert shown.page.locator("#map").is_visible()


def test_sheet__back_leaves_the_plot_before_the_page(open_map: Open) -> None:
    shown = open_map(NEAR, phone=True)
    shown.page.click("#sheet-grip")
    shown.until(lambda: len(shown.rows()) == 6, "six rows")
    shown.page.click("#list li:first-child a")
    shown.until(lambda: "plot" in shown.query() and shown.page.locator(".card h2").count() == 1, "the card")
    shown.page.go_back()
    shown.until(lambda: "plot" not in shown.query(), "the plot left")
    assert shown.page.locator("#view-list").is_visible()


def test_phone__nothing_is_wider_than_the_screen(open_map: Open) -> None:
    shown = open_map(NEAR, phone=True)
    shown.page.click("#sheet-grip")
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 390
    assert shown.page.locator("#panel").bounding_box()["width"] == 390


def test_nothing_found__is_said_where_the_sheet_only_peeps_out(open_map: Open) -> None:
    shown = open_map("/?at=10.35,107.07,15&area=900000..", phone=True)
    shown.count_is("0")
    shown.until(lambda: "không có khu đất nào khớp" in shown.text("#result-scope"), "the sentence")
