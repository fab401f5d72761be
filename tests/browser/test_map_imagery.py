"""Pictures on the map: what to do where there is none, plots over them, whose they are, what their colours mean."""

from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.desk_page import violations

NEAR = "/?at=10.3465,107.0875,15"
TO_BE_HEARD = ["404", "Failed to load resource"]


def test_day_without_picture__says_so_and_offers_what_helps(scenes: list[Any], open_map: Open) -> None:
    shown = open_map(f"{NEAR}&image=2025-01-01")
    shown.expected = TO_BE_HEARD
    notices = shown.page.locator("#map-notices")
    shown.until(lambda: "Không có ảnh vệ tinh nào của 01/01/2025" in notices.inner_text(), "the sentence")
    assert "Thử lại" not in notices.inner_text()
    notices.get_by_role("button", name="Dùng ảnh mới nhất").click()
    shown.until(lambda: shown.query().get("image") == "latest", "the latest")
    shown.until(lambda: notices.inner_text() == "", "nothing more to say")
    year = open_map(f"{NEAR}&image=2019")
    year.expected = TO_BE_HEARD
    notices = year.page.locator("#map-notices")
    year.until(lambda: "năm 2019" in notices.inner_text(), "the year")
    notices.get_by_role("button", name="Bỏ lớp ảnh").click()
    year.until(lambda: "image" not in year.query(), "no picture")


@pytest.mark.parametrize("phone", [False, True])
def test_view_beside_the_picture__says_so_and_leads_there(scenes: list[Any], open_map: Open, phone: bool) -> None:
    shown = open_map("/?at=10.65,107.45,14&image=2026-02-18", phone=phone)
    notices = shown.page.locator("#map-notices")
    shown.until(lambda: "Ngoài phạm vi ảnh này" in notices.inner_text(), "the sentence")
    notices.get_by_role("button", name="Tới vùng có ảnh").click()
    shown.until(lambda: shown.query()["at"].startswith("10.3"), "the ground of the picture")
    shown.until(lambda: "Ngoài phạm vi" not in notices.inner_text(), "nothing more to say")
    shown = open_map("/?at=10.65,107.45,14&image=2026-02-18", phone=phone)
    shown.page.click("#image-control")
    shown.until(lambda: shown.page.locator("#image-go").is_visible(), "the way there")
    shown.page.click("#image-go")
    shown.until(lambda: shown.query()["at"].startswith("10.3"), "the ground of the picture")
    assert not shown.page.locator("#image-day").is_visible(), "the menu is gone"


def test_plots__have_a_casing_over_a_picture_alone(scenes: list[Any], open_map: Open) -> None:
    shown = open_map(f"{NEAR}&image=2026-02-18", color_scheme="dark")
    shown.until(lambda: shown.drawn("plots-casing"), "the casing")
    shown.page.click("#image-control")
    shown.page.select_option("#image-day", "")
    shown.until(lambda: not shown.drawn("plots-casing"), "no casing")
    assert shown.drawn("plots-line")


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_source__is_never_cut_and_told_in_full_on_a_press(
    scenes: list[Any], open_map: Open, size: tuple[int, int]
) -> None:
    width, height = size
    shown = open_map(f"{NEAR}&image=2026-02-18", phone=width < 861, viewport={"width": width, "height": height})
    told = shown.page.locator("#image-told")
    shown.until(lambda: told.is_visible() and told.inner_text() == "18/02/2026 · ảnh mô phỏng", "the short words")
    box = told.bounding_box() or {}
    assert told.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert box["x"] + box["width"] <= width
    told.focus()
    shown.page.keyboard.press("Enter")
    shown.until(lambda: "không phải ảnh chụp" in shown.text("#image-source"), "all words")
    assert "Ảnh 18/02/2026" in shown.text("#image-source")
    full = shown.page.locator("#image-source").bounding_box() or {}
    assert full["x"] >= 0
    assert full["x"] + full["width"] <= width
    assert violations(shown.page) == []
    shown.page.keyboard.press("Escape")
    assert not shown.page.locator("#image-source").is_visible()


def test_colours_of_an_index__stay_when_the_legend_is_folded(scenes: list[Any], open_map: Open) -> None:
    shown = open_map(f"{NEAR}&image=2026-02-18&look=ndvi", phone=True)
    strip = shown.page.locator("#image-strip")
    shown.until(lambda: strip.is_visible(), "the strip")
    assert " ".join(strip.inner_text().split()) == "Cây xanh -0,2 0,85"
    shown.page.click("#image-control")
    assert "Thấp (-0,2)" in shown.text("#image-menu-ramp")
    bands = shown.page.locator('#image-look optgroup[label="Từng kênh phổ"] option')
    assert "Đỏ" in bands.all_text_contents()
    shown.page.click("#image-control")
    shown.page.click("#legend-toggle")
    shown.until(lambda: not strip.is_visible(), "the legend has it")
    assert "Cây xanh" in shown.text("#image-legend")


@pytest.mark.parametrize("height", [900, 760, 700, 600])
def test_legend__leaves_the_controls_their_place(scenes: list[Any], open_map: Open, height: int) -> None:
    shown = open_map(f"{NEAR}&image=2026-02-18&look=ndvi", viewport={"width": 1440, "height": height})
    shown.until(lambda: shown.page.locator("#image-legend").is_visible(), "the legend of the index")
    legend = shown.page.locator("#legend").bounding_box() or {}
    controls = shown.page.locator(".map-controls").bounding_box() or {}
    below = legend["y"] >= controls["y"] + controls["height"]
    assert below or legend["x"] + legend["width"] <= controls["x"]
    shown.page.click("#legend-toggle", timeout=3_000)
    shown.until(lambda: shown.page.locator("#image-strip").is_visible(), "folded")
