"""The map on a desktop."""

import json
import re
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from playwright.sync_api import Route

from gis import crs
from gis.db import versions
from territory import surroundings
from tests import places
from tests.browser.conftest import Open
from tests.browser.map_page import MapPage
from tests.factories import land

NEAR = "/?at=10.35100,107.08300,15.5"


def _choose(shown: MapPage, field: str, code: str) -> None:
    shown.page.click(f'[data-filter="{field}"]')
    shown.page.check(f'.popover [data-code="{code}"]')
    shown.page.keyboard.press("Escape")


def _tile(route: Route) -> str:
    return "/".join(urlsplit(route.request.url).path.split("/")[-3:])


def test_open__shows_what_the_public_may_know(open_map: Open, plots: dict) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.until(lambda: len(shown.rows()) == 6, "six rows")
    assert plots["hidden"].code not in shown.rows()
    assert "Dữ liệu mẫu" in shown.text(".banner")
    assert "Chỉ có giá trị tham khảo" in shown.text(".panel-foot")
    assert "cập nhật lúc" in shown.text(".panel-foot")
    shown.until(lambda: "minh họa" in shown.text(".status-notes"), "borders are called illustrative")


def test_filter__list_counts_and_tiles_agree(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    _choose(shown, "land_use", "TSC")
    shown.count_is("2")
    shown.until(lambda: len(shown.rows()) == 2, "two rows")
    assert shown.query()["land_use"] == "TSC"
    # The facet of the filtered field still counts its other values.
    shown.page.click('[data-filter="land_use"]')
    assert "4" in shown.text('.popover label:has([data-code="ODT"]) .option-count')
    shown.page.keyboard.press("Escape")
    shown.page.click(".chip-remove")
    shown.count_is("6")


def test_list__moves_with_the_map(open_map: Open, plots: dict) -> None:
    shown = open_map("/?at=10.35100,107.08300,18")
    shown.until(lambda: shown.rows() and shown.text("#result-count") == str(len(shown.rows())), "what is in view")
    near = set(shown.rows())
    assert near < {plot.code for plot in plots["public"]}
    shown.page.focus("#map canvas")
    shown.page.keyboard.press("ArrowRight")
    shown.until(lambda: set(shown.rows()) != near, "other rows")
    for _press in range(3):
        shown.page.click("#control-out")
    shown.until(lambda: len(shown.rows()) == 6, "every row")
    shown.count_is("6")


def test_filter__draws_where_the_tiles_before_it_failed(open_map: Open) -> None:
    """MapLibre never asks again for a failed tile of a source whose address changes; see `askAgain`."""
    tiles = "**/plots/tiles/WebMercatorQuad/*/*/*"
    shown = open_map(NEAR, drawn=False, routes={tiles: lambda route: route.fulfill(status=503, body="")})
    shown.expected = ["503", "Failed to load resource"]
    shown.until(lambda: "Chưa tải được lớp khu đất công" in shown.text("#map-notices"), "the notice")
    shown.wait_until_answered()
    shown.page.unroute(tiles)
    _choose(shown, "land_use", "TSC")
    shown.until(lambda: len(shown.drawn("plots-fill")) == 2, "the two plots")
    assert "Chưa tải được" not in shown.text("#map-notices")


def test_filter__asks_again_where_tiles_of_the_old_address_fail_late(open_map: Open) -> None:
    """MapLibre puts a new address off until the old has answered, and forgets it where that fails; see `superseded`."""
    old: list[Route] = []
    anew: set[str] = set()

    def hold(route: Route) -> None:
        if "land_use" in route.request.url:
            anew.add(_tile(route))
            route.continue_()
        else:
            old.append(route)

    shown = open_map(NEAR, drawn=False, routes={"**/plots/tiles/WebMercatorQuad/*/*/*": hold})
    shown.expected = ["503", "Failed to load resource"]
    shown.until(lambda: shown.text("#result-count") == "6" and old, "tiles asked for")
    with shown.page.expect_response(re.compile(r"plots/tiles/WebMercatorQuad\?.*land_use")):
        _choose(shown, "land_use", "TSC")
    shown.page.wait_for_timeout(300)  # the map puts the new address off; nothing shows that it has
    late = {_tile(route) for route in old}
    for route in old:
        route.fulfill(status=503, body="")
    shown.until(lambda: len(shown.drawn("plots-fill")) == 2 and late <= anew, "the two plots, from the same tiles")
    assert "Chưa tải được" not in shown.text("#map-notices")


def test_filter__ranges_are_offered_with_their_counts(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.page.click('[data-filter="area"]')
    presets = shown.page.locator(".range-presets .option")
    shown.until(lambda: "…" not in shown.text(".range-presets"), "the counts")
    counts = [int(text) for text in presets.locator(".option-count").all_inner_texts()]
    assert sum(counts) == 6, "every plot is in one of them"
    at = next(at for at, count in enumerate(counts) if count)
    presets.nth(at).click()
    shown.count_is(str(counts[at]))
    assert presets.nth(at).get_attribute("aria-pressed") == "true"
    shown.page.keyboard.press("Escape")
    shown.page.click(".chip-remove")
    shown.count_is("6")
    shown.page.click(".chip-more")
    shown.page.click('[data-filter="published"]')
    shown.until(lambda: "…" not in shown.text(".range-presets"), "the counts")
    old = presets.filter(has_text="Trên 3 năm")
    assert old.locator(".option-count").inner_text() == "1"
    old.click()
    shown.count_is("1")
    assert "published" in shown.query()


def test_download__says_how_much_and_can_keep_to_the_view(open_map: Open) -> None:
    shown = open_map("/?at=10.35100,107.08300,18")
    shown.until(lambda: shown.text("#result-count") in {"1", "2", "3"}, "a part of the plots")
    here = shown.text("#result-count")
    shown.page.click("#downloads summary")
    shown.until(lambda: shown.text(".download-count") == "Sẽ tải 6 khu đất.", "all that are filtered")
    shown.until(lambda: shown.text("#download-links .option").endswith(f"{here} khu đất"), "how many are in view")
    shown.page.check("#download-view")
    assert shown.text(".download-count") == f"Sẽ tải {here} khu đất."
    link = shown.page.locator("#download-links a").first.get_attribute("href")
    assert link
    assert "bbox=" in link
    answer = shown.page.request.get(shown.site + link.replace("f=xlsx", "f=geojson"))
    assert len(answer.json()["features"]) == int(here)


def test_hover__tells_name_code_and_area(open_map: Open, plots: dict) -> None:
    first = plots["public"][0]
    x, y = crs.transform_points(*first.point.coords, crs.LEGAL, crs.CRS84)
    shown = open_map(f"/?at={y},{x},18")
    shown.until(lambda: first.code in shown.rows(), "the row")
    shown.until(lambda: shown.drawn("plots-fill"), "the plot")
    box = shown.page.locator("#map").bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = shown.page.locator("#map-tip")
    shown.until(tip.is_visible, "the tip")
    assert first.code in tip.inner_text()
    assert first.name in tip.inner_text()
    assert "m²" in tip.inner_text()
    shown.page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_filter__legend_counts_and_filters(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.until(lambda: shown.page.locator("#legend-classes button").count() == 2, "two classes")
    assert "ODT" in shown.text("#legend-classes li:first-child")
    shown.until(lambda: shown.text("#legend-classes li:first-child .legend-count") == "4", "its number")
    shown.page.select_option("#legend-theme", "use_state")
    shown.until(lambda: "Đất trống" in shown.text("#legend-classes"), "classes of the state")
    shown.until(lambda: shown.text("#legend-classes li:first-child .legend-count") == "4", "their numbers")
    shown.page.click("#legend-classes li:first-child button")
    shown.count_is("4")


def test_filter__empty_result_says_what_to_loosen(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&use_state=vacant&area=100000..")
    shown.count_is("0")
    shown.until(lambda: "Bỏ lọc Diện tích" in shown.text("#list-foot"), "the way out")
    button = shown.page.locator(".empty-ways button", has_text="Bỏ lọc Diện tích")
    assert "4" in button.inner_text()
    button.click()
    shown.count_is("4")


def test_select__by_click_on_the_map(open_map: Open, plots: dict) -> None:
    first = plots["public"][0]
    x, y = crs.transform_points(*first.point.coords, crs.LEGAL, crs.CRS84)
    shown = open_map(f"/?at={y},{x},18")
    shown.count_is("1")
    shown.page.wait_for_timeout(1000)
    box = shown.page.locator("#map").bounding_box()
    assert box
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.until(lambda: first.name in shown.text("#view-card"), "the card")
    assert shown.query()["plot"] == first.code
    assert shown.page.get_attribute(".card-ways .primary", "href") == f"/plots/{first.code}/"


def test_select__by_keyboard_in_the_list(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.until(lambda: len(shown.rows()) == 6, "six rows")
    shown.page.focus("#list li:first-child a")
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("Enter")
    chosen = shown.rows()[1]
    shown.until(lambda: chosen in shown.text("#view-card"), "the card of the second row")
    shown.page.keyboard.press("Escape")
    assert "plot" not in shown.query()
    assert shown.page.evaluate("document.activeElement.dataset.code") == chosen


def test_permalink__reload_restores_everything(open_map: Open, plots: dict) -> None:
    code = plots["public"][1].code
    address = f"{NEAR}&land_use=TSC&theme=use_state&date=2025-09-01&hide=grid&plot={code}"
    shown = open_map(address)
    for _ in range(2):
        shown.until(lambda: code in shown.text("#view-card"), "the card")
        query = shown.query()
        assert (query["land_use"], query["theme"], query["date"], query["plot"]) == (
            "TSC",
            "use_state",
            "2025-09-01",
            code,
        )
        assert query["hide"] == "grid"
        assert shown.page.input_value("#legend-theme") == "use_state"
        assert "01/09/2025" in shown.text("#map-notices")
        shown.open(shown.page.url)


def test_date__a_strip_names_the_day_and_leads_back_to_today(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&date=2020-06-01")
    shown.count_is("6")
    shown.page.click("#control-date")
    shown.page.fill("#as-of-date", "2020-01-01")
    shown.page.dispatch_event("#as-of-date", "change")
    shown.until(lambda: "01/01/2020" in shown.text("#map-notices"), "the strip")
    shown.page.click("#map-notices button")
    shown.until(lambda: "date" not in shown.query(), "today again")


def test_date__begins_where_the_register_begins(open_map: Open, plots: dict) -> None:
    land.plot(unit=plots["ward"], dx=800, valid=DateRange(date(2007, 3, 5), None))
    hidden = {"publish_level": "internal", "published_on": None}
    land.plot(unit=plots["ward"], dx=900, valid=DateRange(date(2001, 1, 1), None), **hidden)
    versions.bump("plots")
    shown = open_map(NEAR)
    assert shown.page.get_attribute("#as-of-date", "min") == "2007-03-05", "not that of what the reader may not know"


def test_date__what_the_register_said_then_is_another_question(open_map: Open, plots: dict) -> None:
    """A plot that was there in 2025 and came to the register in 2026."""
    late = land.plot(unit=plots["ward"], dx=800, recorded=DateTimeTZRange(datetime(2026, 1, 5, tzinfo=UTC), None))
    versions.bump("plots")
    code = plots["public"][1].code
    shown = open_map(f"{NEAR}&date=2025-09-01&list=all")
    shown.count_is("7")
    shown.until(lambda: late.code in shown.rows(), "the row of the late one")
    shown.page.click("#control-date")
    shown.page.check("#as-of-said")
    shown.count_is("6")
    assert shown.query()["said"] == "1"
    assert "Sổ ghi đến hết ngày 01/09/2025" in shown.text("#map-notices")
    row = shown.page.locator(f'#list a[data-code="{code}"]')
    shown.until(lambda: (row.get_attribute("href") or "").endswith("?recorded=2025-09-01"), "the sheet of then")
    shown.until(lambda: len(shown.drawn("plots-fill")) == 5, "the tiles of then")
    again = open_map(shown.page.url.removeprefix(shown.site))
    again.count_is("6")
    again.page.goto(f"/plots/{code}/?recorded=2025-09-01")
    assert "theo sổ ghi đến 01/09/2025 23:59" in again.text("main")
    again.page.goto(f"/plots/{late.code}/?recorded=2025-09-01")
    assert "Khi đó chưa có" in again.text("main")
    again.expected = ["404"]


def test_search__by_name_without_marks(open_map: Open, plots: dict) -> None:
    shown = open_map()
    box = shown.page.locator("#search-input")
    box.press_sequentially("bai truoc", delay=20)
    shown.until(lambda: shown.page.locator('[role="option"]').count() > 0, "results")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "search-option-0"
    box.press("Enter")
    shown.until(lambda: plots["public"][0].code in shown.text("#view-card"), "the card")


def test_address__filtered_units_come_into_view(open_map: Open, plots: dict) -> None:
    island = land.geos(places.square(places.CON_DAO, 4000))
    land.unit("26732@2025-07-01", "Đặc khu Côn Đảo", geom=island)
    versions.bump("units")
    shown = open_map("/?unit=26732@2025-07-01")
    shown.until(lambda: float(shown.query().get("at", "0").split(",")[0]) == pytest.approx(8.69, abs=0.1), "Côn Đảo")
    both = open_map(f"/?unit=26732@2025-07-01,{plots['ward'].pk}")
    both.until(lambda: 8.8 < float(both.query().get("at", "0").split(",")[0]) < 10.2, "both")
    kept = open_map(f"{NEAR}&unit=26732@2025-07-01")
    kept.page.wait_for_timeout(1000)
    assert kept.query()["at"].startswith("10.351"), "an address with a view keeps it"


def test_search_page__a_place_opens_the_map_there(open_map: Open) -> None:
    shown = open_map()
    shown.page.goto("/search?q=10.5001, 107.2001")
    shown.page.click(".result-list a")
    shown.until(lambda: shown.query().get("at", "").startswith("10.50010,107.20010,17"), "the place")


def test_date__the_sheet_is_of_the_day(open_map: Open, plots: dict) -> None:
    code = plots["public"][1].code
    shown = open_map(f"{NEAR}&date=2025-09-01&plot={code}")
    page = shown.page.locator(".card-ways a.primary")
    shown.until(lambda: page.count(), "the card")
    assert page.get_attribute("href") == f"/plots/{code}/?datetime=2025-09-01"
    row = shown.page.locator(f'#list a[data-code="{code}"]')
    shown.until(lambda: row.count(), "the list")
    assert row.get_attribute("href") == f"/plots/{code}/?datetime=2025-09-01"
    page.click()
    shown.page.wait_for_url(f"**/plots/{code}/?datetime=2025-09-01")
    assert "Số liệu của ngày 01/09/2025" in shown.text("main")


def test_language__english_and_back_keep_the_view(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&land_use=TSC")
    shown.count_is("2")
    shown.page.click('.site-tools > .language button[value="en"]')
    shown.until(lambda: shown.page.evaluate("document.documentElement.lang") == "en", "English")
    shown.until(lambda: "Clear filters" in shown.text("#filters"), "English texts from JavaScript")
    shown.count_is("2")
    assert shown.query()["land_use"] == "TSC"
    assert "For reference only" in shown.text(".panel-foot")


def test_dark__is_kept_and_redraws_the_map(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.page.click("[data-appearance] summary")
    shown.page.click('[data-theme-choice="dark"]')
    assert shown.page.evaluate("getComputedStyle(document.body).color").startswith("rgb(233")
    shown.open(NEAR)
    assert shown.page.get_attribute("html", "data-theme") == "dark"


def test_measure__area_on_the_ellipsoid(open_map: Open) -> None:
    shown = open_map("/?at=10.35000,107.08000,17")
    shown.page.click("#control-measure")
    shown.page.locator(".measure-kinds button").nth(1).click()
    box = shown.page.locator("#map").bounding_box()
    assert box
    for dx, dy in ((-100, -100), (100, -100), (100, 100), (-100, 100)):
        shown.page.mouse.click(box["x"] + box["width"] / 2 + dx, box["y"] + box["height"] / 2 + dy)
    shown.until(lambda: "ha" in shown.text(".measure-result"), "an area")
    # 200 px at z17 and 10.35 N are 117.5 m.
    metres = float(shown.text(".measure-result").split(" m²")[0].replace(".", "").replace(",", "."))
    assert abs(metres - 13_730) < 300


def test_wide_view__folds_the_legend(open_map: Open) -> None:
    """Where the view reaches the archipelagos nothing may lie over their names (test_map_sea.py)."""
    shown = open_map("/?at=12.5,110.5,5")
    assert shown.page.get_attribute("#legend", "data-folded") == "true"


def test_surroundings__are_a_sketch_that_says_so(open_map: Open) -> None:
    """Beyond the border the ground is neutral, the sea is the sketch's, and names are those of the day looked at."""
    shown = open_map("/?at=10.5,107.3,9")
    said = shown.page.evaluate(
        "import(document.querySelector('link[href*=\"map/surroundings\"]').href).then((module) => JSON.stringify("
        "[module.seaLayers({}), module.sea(), module.neighbourNames(null), module.neighbourNames('2025-06-30')]))"
    )
    layers, sea, now, before = json.loads(said)
    assert [layer["id"] for layer in layers] == ["around", "sea"]
    assert len(sea["features"]) == surroundings.BANDS
    for names, east in ((now, "Lâm Đồng"), (before, "Bình Thuận")):
        found = {feature["properties"]["name"] for feature in names["features"]}
        assert {"Đồng Nai", "Cần Giờ\n(TP. Hồ Chí Minh)", east} <= found
        assert len(found & {"Lâm Đồng", "Bình Thuận"}) == 1
    assert "Xung quanh: sơ đồ" in shown.text(".status-notes")
    shown.page.click('summary[aria-label="Lớp bản đồ"]')
    assert "chỉ là sơ đồ" in shown.text(".menu.beside[open]")


def test_layer_that_fails__says_so_and_can_be_retried(open_map: Open) -> None:
    shown = open_map("/?at=10.351,107.083,11")
    shown.count_is("6")
    shown.expected = ["503", "Failed to load resource"]
    shown.page.route("**/plots/tiles/**", lambda route: route.fulfill(status=503, body=""))
    shown.page.click("#control-in")
    shown.page.click("#control-in")
    shown.until(lambda: "Chưa tải được lớp khu đất công" in shown.text("#map-notices"), "the notice")
    shown.wait_until_answered()
    shown.page.unroute("**/plots/tiles/**")
    shown.page.click("#map-notices button")
    shown.until(lambda: "Chưa tải được" not in shown.text("#map-notices"), "the notice gone")
    shown.until(lambda: shown.drawn("plots-fill", "plots-points"), "the plots")


def test_offline__says_so(open_map: Open) -> None:
    shown = open_map(NEAR)
    shown.count_is("6")
    shown.expected = ["ERR_INTERNET_DISCONNECTED"]
    shown.page.context.set_offline(True)
    shown.until(lambda: "mất mạng" in shown.text("#map-notices"), "the notice")
    for _step in range(4):
        shown.page.click("#control-out")
        shown.page.wait_for_timeout(400)
    assert shown.page.locator(".map-notice").count() == 1, "not once more for every layer"
    shown.page.context.set_offline(False)
    shown.until(lambda: "mất mạng" not in shown.text("#map-notices"), "the notice gone")


def test_share__copies_the_address_of_the_view(open_map: Open) -> None:
    shown = open_map(f"{NEAR}&land_use=TSC", permissions=["clipboard-read", "clipboard-write"])
    shown.count_is("2")
    sign = shown.page.locator("[data-share]:visible use")
    before = sign.get_attribute("href")
    shown.page.click("[data-share]:visible")
    shown.until(lambda: "#circle-check" in (sign.get_attribute("href") or ""), "the sign that it is done")
    shown.until(lambda: sign.get_attribute("href") == before, "the button as it was")
    copied = shown.page.evaluate("navigator.clipboard.readText()")
    assert copied == shown.page.url
    assert "land_use=TSC" in copied
    shown.page.locator("#list a").first.click()
    shown.page.click(".card [data-share]")
    shown.until(
        lambda: "Đã sao chép liên kết" in shown.text(".card [data-share]"), "the words on a button that has some"
    )
    shown.until(lambda: "Chia sẻ" in shown.text(".card [data-share]"), "its own words again")


def test_coordinates__follow_the_pointer_in_both_systems(open_map: Open) -> None:
    shown = open_map(NEAR)
    read = "['wgs', 'vn'].map((name) => document.getElementById(`coordinates-${name}`).innerText)"
    seen = [shown.page.evaluate(read)]
    for x in (700, 900):
        shown.page.mouse.move(x, 450)
        shown.until(lambda: shown.page.evaluate(read) not in seen, "the place of the pointer")
        seen.append(shown.page.evaluate(read))
        degrees, metres = seen[-1]
        latitude, longitude = (float(text) for text in degrees.split(", "))
        told = re.findall(r"[\d.]+,\d", metres)
        north, east = (float(text.replace(".", "").replace(",", ".")) for text in told)
        x_east, y_north = crs.transform_points(longitude, latitude, crs.CRS84, crs.LEGAL)
        assert (abs(x_east - east) < 0.15, abs(y_north - north) < 0.15) == (True, True)  # 6 decimals are 0.1 m
