"""Lots on the map: the switch, prices on the ground, filters, card, address; on a desktop and on a phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from auctions import facts
from auctions.actions import lots as acts
from auctions.models import Lot
from auctions.workflow import LotState
from gis.db import versions
from land.workflow import PublishLevel
from tests.browser.conftest import Open
from tests.browser.desk_page import violations
from tests.browser.map_page import MapPage
from tests.factories import auctions, land
from worktime import reading

NEAR = "at=10.35100,107.08300,16"
LOTS = f"/?of=lots&{NEAR}"


@pytest.fixture
def lots(plots: dict[str, Any]) -> dict[str, Lot]:
    """One that takes files, one sold, one that is only planned, and one that the public may not know of."""
    reading.forget()
    call_command("load_calendar", verbosity=0)
    facts.load_facts(settings.BASE_DIR / "data" / "facts")
    who = auctions.people()

    def ground(dx: int) -> Any:
        return land.plot(dx=dx, side=50, unit=plots["ward"], managing_agency=who.owner)

    made = {
        "open": auctions.brought_to(LotState.REGISTRATION_OPEN, who, name="Lô A1 Bãi Trước", plot=ground(80)),
        "sold": auctions.brought_to(LotState.SOLD_PROVISIONAL, who, name="Lô A2 Bãi Trước", plot=ground(240)),
        "planned": auctions.planned(who, name="Lô A3 Bãi Sau", plot=ground(340)),
        "hidden": auctions.planned(who, name="Lô nội bộ", plot=ground(440)),
    }
    acts.publish_lot(
        actor=who.manager, lot=made["planned"], level=PublishLevel.PUBLIC, now=auctions.START + timedelta(hours=1)
    )
    reading.forget()
    versions.forget()
    return made


def labels(shown: MapPage) -> dict[str, tuple[str, str]]:
    """What is written on each lot: price and day."""
    return {one["code"]: (one["price"], one["day"][:5]) for one in shown.drawn("lot-labels")}


def test_switch__between_plots_and_lots_keeps_the_ground(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(f"/?{NEAR}&land_use=ODT&hide=grid")
    shown.until(lambda: "at" in shown.query(), "the view in the address")
    shown.page.click(".subjects >> text=Lô đấu giá")
    shown.wait_until_drawn()
    shown.count_is("3")
    query = shown.query()
    assert (query["of"], query["hide"]) == ("lots", "grid")
    assert query["at"].startswith("10.35100,107.08300,16")
    assert "land_use" not in query, "a filter of plots is none of lots"
    shown.until(lambda: len(shown.rows()) == 3, "three rows")
    assert lots["hidden"].code not in shown.rows()
    shown.page.click(".subjects >> text=Khu đất công")
    shown.until(lambda: "of" not in shown.query() and "khu đất" in shown.text(".headline"), "the plots again")


def test_labels__say_price_and_day_of_each_lot_once(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS)
    wanted = {
        lots["open"].code: ("5 tỷ", "11/09"),
        lots["sold"].code: ("5,25 tỷ", "11/09"),
        lots["planned"].code: ("", "quý 3"),
    }
    shown.until(lambda: labels(shown) == wanted, "a label for each of them")
    assert len(shown.drawn("lot-labels")) == 3
    far = open_map(LOTS.replace(",16", ",12.5"))
    far.until(lambda: far.drawn("lots-points"), "the marks")
    assert {one["stage"] for one in far.drawn("lots-points")} == {"open", "sold", "upcoming"}
    assert labels(far) == {}


def test_filter__prices_are_typed_as_people_write_them(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS)
    shown.count_is("3")
    shown.page.click('[data-filter="start_price"]')
    shown.until(lambda: "…" not in shown.text(".range-presets"), "the counts")
    assert "2" in shown.text(".range-presets .option:has-text('1 tỷ–5 tỷ') .option-count")
    high = shown.page.locator(".range input").nth(1)
    high.fill("nhiều")
    high.press("Enter")
    assert high.evaluate("box => box.validationMessage").startswith("Hãy viết số tiền")
    high.fill("5 tỷ")
    high.press("Enter")
    shown.count_is("2")
    assert shown.query()["start_price"] == "..5000000000"
    shown.page.locator(".range input").nth(0).fill("4 tỷ 999 triệu")
    shown.page.locator(".range input").nth(0).press("Enter")
    shown.until(lambda: shown.query()["start_price"] == "4999000000..5000000000", "both ends")
    shown.page.keyboard.press("Escape")
    assert shown.text(".chip-pair .chip") == "4,999 tỷ–5 tỷ"
    shown.until(lambda: len(shown.drawn("lots-points")) == 2, "the tiles follow")
    again = open_map(shown.page.url.removeprefix(shown.site))
    again.count_is("2")
    assert again.text(".chip-pair .chip") == "4,999 tỷ–5 tỷ"


def test_legend__counts_stages_and_filters_by_them(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS)
    shown.until(lambda: shown.page.locator(".legend-line").count() == 3, "three stages")
    lines = [" ".join(text.split()) for text in shown.page.locator(".legend-line").all_inner_texts()]
    assert lines == ["Sắp đấu giá 1", "Đang nhận hồ sơ 1", "Đã trúng 1"], "in the order of the process"
    shown.page.click(".legend-line:has-text('Đã trúng')")
    shown.count_is("1")
    shown.until(lambda: shown.rows() == [lots["sold"].code], "the sold one")
    assert shown.query()["stage"] == "sold"
    shown.page.click(".legend-line:has-text('Đã trúng')")
    shown.count_is("3")


def test_empty__says_which_filter_to_loosen(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(f"{LOTS}&stage=sold&start_price=9000000000..&list=all")
    shown.count_is("0")
    shown.until(lambda: shown.page.locator(".empty-ways button").count() == 2, "the ways out")
    assert "Không có lô nào khớp" in shown.text(".empty")
    shown.page.click(".empty-ways button:has-text('Giá khởi điểm')")
    shown.count_is("1")


def test_card__answers_what_an_investor_asks(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS)
    shown.until(lambda: len(shown.rows()) == 3, "the rows")
    shown.page.click(f'#list a[data-code="{lots["open"].code}"]')
    shown.until(lambda: shown.page.locator(".card-answer").count() == 6, "six answers")
    told = {
        name: shown.text(f'[data-answer="{name}"]')
        for name in ("right", "bidders", "price", "deposit", "dates", "where")
    }
    assert "Giao đất" in told["right"]
    assert "lâu dài" in told["right"]
    assert "Cá nhân, Tổ chức" in told["bidders"]
    assert "5 tỷ đồng" in told["price"]
    assert "1 tỷ đồng 20 %" in told["deposit"]
    assert "17:00 09/09/2026" in told["dates"]
    assert "đặt trước đến 18:00 09/09/2026" in told["dates"]
    assert "Trung tâm dịch vụ đấu giá" in told["where"]
    assert shown.page.locator(".card-ways a").get_attribute("href") == f"/lots/{lots['open'].code}/"
    assert shown.query()["lot"] == lots["open"].code
    shown.page.goto(f"{shown.site}/?lot={lots['planned'].code}")
    shown.until(lambda: shown.page.locator(".card-answer .unknown").count() >= 2, "what is not announced")
    assert shown.text('[data-answer="price"] dd') == "chưa công bố"
    assert "quý 3/2026" in shown.text('[data-answer="dates"]')


def test_press__on_the_map_opens_the_card_and_marks_its_session(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS)
    shown.until(lambda: len(shown.drawn("lots-points")) == 3, "the marks")
    mark = next(one for one in shown.drawn("lots-points") if one["code"] == lots["sold"].code)
    canvas = shown.page.locator("#map canvas").bounding_box()
    assert canvas
    shown.page.mouse.click(canvas["x"] + mark["x"], canvas["y"] + mark["y"])
    shown.until(lambda: "5,25 tỷ đồng" in shown.text("#view-card"), "the card of the sold one")
    assert "khởi điểm 5 tỷ đồng" in shown.text('[data-answer="price"]')
    shown.until(lambda: [one["code"] for one in shown.drawn("lots-group")] == [lots["sold"].code], "its session")
    shown.page.keyboard.press("Escape")
    shown.until(lambda: not shown.drawn("lots-group"), "no session")


def test_day__asks_what_was_published_by_then(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(f"{LOTS}&date=2026-08-10")  # the others were published on 12 August
    shown.count_is("1")
    shown.until(lambda: shown.rows() == [lots["planned"].code], "what was public by then")
    assert "Theo thông tin đã công bố đến hết ngày" in shown.text("#map-notices")
    shown.page.click("#map-notices button")
    shown.count_is("3")


def test_download__is_what_is_filtered(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(f"{LOTS}&stage=open,sold")
    shown.count_is("2")
    shown.page.click("#downloads summary")
    shown.until(lambda: shown.text(".download-count") == "Sẽ tải 2 lô.", "how many")
    links = [link.get_attribute("href") for link in shown.page.locator("#download-links a").all()]
    assert [link.split("f=")[1].split("&")[0] for link in links if link] == ["csv", "geojson", "gpkg"]
    found = shown.page.request.get(f"{shown.site}{links[1]}").json()["features"]
    assert {one["id"] for one in found} == {lots["open"].code, lots["sold"].code}


def test_search__a_lot_on_the_map_of_plots_leads_to_the_lots(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map("/")
    box = shown.page.locator("#search-input")
    box.fill(lots["open"].code.lower())
    shown.until(lambda: shown.page.locator('[role="option"]').count() == 1, "the result")
    assert "Lô đấu giá" in shown.text('[role="option"]')
    box.press("Enter")
    shown.until(lambda: shown.query().get("lot") == lots["open"].code, "the map of lots")
    shown.until(lambda: "Lô A1" in shown.text("#view-card"), "the card")


def test_phone__switch_list_and_card(open_map: Open, lots: dict[str, Lot]) -> None:
    shown = open_map(LOTS, phone=True)
    shown.count_is("3")
    switch = shown.page.locator(".subjects").bounding_box()
    assert switch
    assert switch["y"] + switch["height"] <= 844, "it can be pressed while the sheet only peeps out"
    shown.until(lambda: labels(shown), "labels")
    shown.page.click("#sheet-grip")
    shown.until(lambda: len(shown.rows()) == 3, "the rows")
    shown.wait_until_still("#panel")
    shown.page.click(f'#list a[data-code="{lots["open"].code}"]')
    shown.until(lambda: shown.page.locator(".card-answer").count() == 6, "six answers")
    shown.wait_until_still("#panel")
    assert shown.page.get_attribute("#panel", "data-detent") == "half"
    for answer in shown.page.locator(".card-answer").all():
        box = answer.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 844, "answered without scrolling"
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(shown.page) == []
    shown.page.go_back()
    shown.until(lambda: "lot" not in shown.query(), "the lot left")
    assert shown.query()["of"] == "lots"


@pytest.mark.parametrize(
    "options", [{}, {"color_scheme": "dark"}, {"contrast": "more"}], ids=["light", "dark", "contrast"]
)
def test_map_of_lots__has_no_violations(open_map: Open, lots: dict[str, Lot], options: dict[str, Any]) -> None:
    shown = open_map(LOTS, **options)
    shown.until(lambda: shown.rows(), "rows")
    shown.page.wait_for_timeout(500)
    assert violations(shown.page) == []
    shown.page.click('[data-filter="start_price"]')
    shown.until(lambda: "…" not in shown.text(".range-presets"), "the counts")
    assert violations(shown.page) == []
