"""The map on a phone: the sheet and the back button."""

import re

from gis import crs
from tests.browser.conftest import Open

NEAR = "/?at=10.35100,107.08300,15"


def test_sheet__three_heights_and_back_lowers_it(open_map: Open) -> None:
    shown = open_map(NEAR, phone=True)
    shown.until(lambda: shown.text("#result-count") == "6", "the count")
    assert shown.page.get_attribute("#panel", "data-detent") == "peek"
    for height in ("half", "full"):
        shown.wait_until_still("#panel")
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


def test_controls__can_be_pressed_with_a_thumb_and_do_not_overlap(open_map: Open) -> None:
    for size in ({"width": 390, "height": 844}, {"width": 360, "height": 640}, {"width": 844, "height": 390}):
        shown = open_map(NEAR, phone=True, viewport=size)
        boxes = []
        for button in shown.page.locator(".map-controls .icon-button").all():
            box = button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
            assert box["y"] >= 60
            assert box["y"] + box["height"] <= size["height"] - 116
            boxes.append(box)
        assert len(boxes) == 9
        assert shown.page.locator("#control-in").is_visible()
        before = float(shown.query()["at"].split(",")[2])
        shown.page.click("#control-in")
        shown.until(lambda shown=shown, before=before: float(shown.query()["at"].split(",")[2]) > before, "closer")


def test_locate__says_the_place_in_both_systems(open_map: Open) -> None:
    here = {"latitude": 10.3512, "longitude": 107.0834, "accuracy": 8}
    shown = open_map(NEAR, phone=True, geolocation=here, permissions=["geolocation"])
    shown.page.click("#control-locate")
    shown.until(lambda: "10.351200, 107.083400" in shown.text("#map-notices"), "WGS 84")
    east, north = crs.transform_points(107.0834, 10.3512, crs.CRS84, crs.LEGAL)
    told = re.search(r"X ([\d.,]+) Y ([\d.,]+)", shown.text("#map-notices"))
    assert told
    x, y = (float(text.replace(".", "").replace(",", ".")) for text in told.groups())
    assert abs(x - north) < 0.1
    assert abs(y - east) < 0.1
    shown.page.click("#map-notices button")
    assert shown.text("#map-notices") == ""


def test_menus__hold_what_has_no_room_on_the_map(open_map: Open) -> None:
    shown = open_map(NEAR, phone=True)
    shown.page.click("summary[aria-label='Lớp bản đồ']")
    shown.until(lambda: "minh họa" in shown.text(".menu.beside[open]"), "borders are called illustrative")
    shown.page.click("summary[aria-label='Lớp bản đồ']")
    shown.page.click("[data-appearance] summary")
    assert shown.page.locator("[data-appearance] [data-share]").is_visible()
