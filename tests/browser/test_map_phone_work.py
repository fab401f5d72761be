"""Work on a phone: taking data away, measuring, changing the language, sharing, and what a lost network leaves."""

import itertools
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Route

from tests.browser.conftest import PHONE, Open
from tests.browser.map_page import MapPage

WORK = "/?at=10.35000,107.08000,17&land_use=TSC&theme=use_state&date=2025-09-01&hide=grid&sort=code&list=all"
# 100 px at zoom 17 and 10.35 N: one step of the arrow keys, and the side of what the thumb measures below.
SIDE_M = 58.75
# What lies at the middle of an element, seen from above: the element itself or a part of it.
ON_TOP = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return Boolean(found?.closest(selector));
}"""


def _raise_sheet(shown: MapPage) -> None:
    shown.wait_until_still("#panel")
    shown.page.click("#sheet-grip")
    shown.until(lambda: shown.page.get_attribute("#panel", "data-detent") == "half", "the sheet half up")


def _in_sight(shown: MapPage, selector: str) -> None:
    """Within the screen once it has come to rest, with nothing over it."""
    size = shown.page.viewport_size
    assert size

    def inside() -> bool:
        box = shown.page.locator(selector).bounding_box()
        if box is None or box["x"] < 0:
            return False
        return box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]

    shown.until(inside, f"{selector} lies within the screen")
    shown.until(lambda: shown.page.evaluate(ON_TOP, selector), f"{selector} is on top")


def _apart(shown: MapPage, one: str, other: str) -> bool:
    """Whether two elements have no point in common."""
    boxes = [shown.page.locator(selector).bounding_box() for selector in (one, other)]
    shapes = [
        shapely.box(box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]) for box in boxes if box
    ]
    return len(shapes) == 2 and shapely.intersection(*shapes).area == 0


def _figure(text: str) -> float:
    """The number at the beginning of a result, as it is written in Vietnamese."""
    return float(text.split()[0].replace(".", "").replace(",", "."))


def _measured(shown: MapPage) -> float:
    shown.until(lambda: shown.text(".measure-result") != "–", "a result")
    return _figure(shown.text(".measure-result"))


def _tap(shown: MapPage, *offsets: tuple[int, int]) -> None:
    """Tap the map, at px from its middle."""
    box = shown.page.locator("#map").bounding_box()
    assert box
    for dx, dy in offsets:
        shown.page.touchscreen.tap(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
        shown.page.wait_for_timeout(350)  # two taps in a hurry are one double tap


def test_download__takes_what_is_filtered(open_map: Open, plots: dict[str, Any], tmp_path: Path) -> None:
    shown = open_map("/?at=10.35100,107.08300,18&land_use=TSC", phone=True)
    _raise_sheet(shown)
    shown.page.click("#downloads summary")
    shown.until(lambda: shown.text(".download-count") == "Sẽ tải 2 khu đất.", "how many")
    _in_sight(shown, "#downloads .menu-body")
    offered = shown.page.locator("#download-links a").all()
    assert len(offered) >= 8
    for link in offered:
        box = link.bounding_box()
        assert box
        assert box["height"] >= 40, f"too low for a thumb: {link.inner_text()}"
    with shown.page.expect_download() as download:
        shown.page.locator("#download-links a", has_text="CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    office = {plot.code for plot in plots["public"] if plot.land_use_id == "TSC"}
    assert {plot.code for plot in plots["public"] if plot.code in text} == office
    assert plots["hidden"].code not in text


def test_measure__by_thumb_and_by_keyboard(open_map: Open) -> None:
    shown = open_map("/?at=10.35000,107.08000,17", phone=True, reduced_motion="reduce")
    shown.page.tap("#control-measure")
    _in_sight(shown, "#measure")
    _tap(shown, (-50, -50), (50, -50))
    assert abs(_measured(shown) - SIDE_M) < 1
    _tap(shown, (50, 50), (-50, 50))
    kinds = shown.page.locator(".measure-kinds button")
    assert [kinds.nth(at).get_attribute("aria-pressed") for at in range(2)] == ["true", "false"]
    kinds.nth(1).tap()
    shown.until(lambda: "m²" in shown.text(".measure-result"), "an area")
    assert abs(_measured(shown) - SIDE_M**2) < 100
    assert "Chu vi" in shown.text(".measure-hint")
    shown.page.locator(".measure-ways button").last.tap()
    assert not shown.page.locator("#measure").is_visible()

    # By keyboard: a point at the middle, the map moved by one step, a point again.
    shown.page.focus("#control-measure")
    shown.page.keyboard.press("Enter")
    shown.page.locator(".measure-kinds button").nth(0).press("Enter")
    shown.page.focus("#map canvas")
    for arrow in ("ArrowRight", "ArrowDown"):
        shown.page.keyboard.press("Enter")
        before = shown.query()["at"]
        shown.page.keyboard.press(arrow)
        shown.until(lambda before=before: shown.query()["at"] != before, "the map has moved")
    assert abs(_measured(shown) - SIDE_M) < 1
    shown.page.keyboard.press("Enter")
    assert abs(_measured(shown) - 2 * SIDE_M) < 2
    shown.page.keyboard.press("Backspace")
    assert abs(_measured(shown) - SIDE_M) < 1
    shown.page.keyboard.press("Escape")
    assert not shown.page.locator("#measure").is_visible()


@pytest.mark.parametrize(
    "size", [PHONE, {"width": 375, "height": 667}, {"width": 844, "height": 390}, {"width": 1024, "height": 768}]
)
def test_measure_and_notices__do_not_cover_each_other(open_map: Open, size: dict[str, int]) -> None:
    tiles = "**/plots/tiles/WebMercatorQuad/*/*/*"
    fails = {tiles: lambda route: route.fulfill(status=503, body="")}
    shown = open_map("/?at=10.35100,107.08300,15&date=2025-09-01", phone=True, drawn=False, routes=fails, viewport=size)
    shown.expected = ["503", "Failed to load resource"]
    shown.until(lambda: shown.page.locator(".map-notice").count() == 2, "the day and the layer that failed")
    shown.page.tap("#control-measure")
    for selector in ("#measure", ".map-notice >> nth=0", ".map-notice >> nth=1"):
        shown.page.locator(selector).click(trial=True)  # refused where something lies over it
    notes = [f".map-notice >> nth={at}" for at in range(2)]
    for one, other in itertools.combinations(["#measure", *notes, ".map-controls"], 2):
        assert _apart(shown, one, other), (one, other)


def test_layer__that_fails_tile_by_tile_is_told_once(open_map: Open) -> None:
    asked = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503, body="")

    shown = open_map("/?at=10.35100,107.08300,15", drawn=False, routes={"**/plots/tiles/WebMercatorQuad/*/*/*": fail})
    shown.expected = ["503", "Failed to load resource"]
    shown.until(lambda: shown.page.locator(".map-notice").count() == 1, "the notice")
    shown.page.evaluate("globalThis.__note = document.querySelector('.map-notice')")
    before = len(asked)
    shown.page.focus("#map canvas")
    shown.until(lambda: shown.page.keyboard.press("ArrowRight") or len(asked) > before, "more tiles")
    shown.page.wait_for_timeout(300)
    assert shown.page.evaluate("globalThis.__note.isConnected"), "a screen reader would hear it for every tile"


def test_address__survives_language_sharing_and_another_phone(open_map: Open, plots: dict[str, Any]) -> None:
    code = plots["public"][1].code
    shown = open_map(WORK, phone=True, permissions=["clipboard-read", "clipboard-write"])
    shown.count_is("2")
    before = shown.query()
    assert set(before) >= {"at", "land_use", "theme", "date", "hide", "sort", "list"}
    shown.page.tap("[data-appearance] summary")
    shown.page.locator("[data-appearance] .language button").tap()
    shown.page.wait_for_selector("html[lang=en]")
    shown.count_is("2")
    assert shown.query() == before
    assert "For reference only" in (shown.page.locator(".panel-foot").text_content() or "")

    _raise_sheet(shown)
    shown.page.locator(f'#list a[data-code="{code}"]').tap()
    shown.until(lambda: code in shown.text("#view-card") and ",18.50" in shown.query()["at"], "the card and its plot")
    shown.page.locator(".card [data-share]").tap()
    shown.until(lambda: "Link copied" in shown.text(".card [data-share]"), "the words that it is done")
    copied: str = shown.page.evaluate("navigator.clipboard.readText()")
    assert copied == shown.page.url

    again = open_map(copied.removeprefix(shown.site), phone=True)
    again.until(lambda: code in again.text("#view-card"), "the card on the other phone")
    assert again.page.get_attribute("#panel", "data-detent") == "half"
    assert again.query().items() >= ({**before, "plot": code}.items() - {"at": before["at"]}.items())
    assert again.page.input_value("#legend-theme") == "use_state"
    assert again.page.input_value("#sort") == "code"
    assert not again.page.locator("#in-view").is_checked()
    assert "01/09/2025" in again.text("#map-notices")


def test_network__what_failed_says_so_and_comes_back(open_map: Open) -> None:
    tiles = "**/plots/tiles/WebMercatorQuad/*/*/*"
    fails = {tiles: lambda route: route.fulfill(status=503, body="")}
    shown = open_map("/?at=10.35100,107.08300,15", phone=True, drawn=False, routes=fails)
    shown.expected = ["503", "Failed to load resource", "ERR_INTERNET_DISCONNECTED"]
    shown.until(lambda: "Chưa tải được lớp khu đất công" in shown.text("#map-notices"), "the layer says so")
    _in_sight(shown, ".map-notice")
    shown.wait_until_answered()
    shown.page.unroute(tiles)
    shown.page.locator(".map-notice button").tap()
    shown.until(lambda: shown.drawn("plots-fill"), "the plots")
    shown.until(lambda: shown.page.locator(".map-notice").count() == 0, "the notice is gone")

    _raise_sheet(shown)
    shown.count_is("6")
    shown.page.context.set_offline(True)
    shown.until(lambda: "mất mạng" in shown.text("#map-notices"), "the network is gone")
    _in_sight(shown, ".map-notice")
    shown.page.select_option("#sort", "code")
    shown.until(lambda: "mất mạng" in shown.text("#list-foot"), "the list says so")
    assert shown.rows() == [], "no rows of another order"
    shown.page.context.set_offline(False)
    shown.until(lambda: len(shown.rows()) == 6, "the rows come by themselves, as the sentence has promised")
    shown.until(lambda: shown.page.locator(".map-notice").count() == 0, "the notice is gone")
