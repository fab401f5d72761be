"""The map on paper, from the button to the file."""

import io
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from django.core.signals import request_started

from tests.browser.conftest import Open
from tests.browser.desk_page import violations
from tests.browser.map_page import MapPage
from tests.browser.test_map_reference import plan

__all__ = ["plan"]

NEAR = "/?at=10.35100,107.08300,15.5"


def _asked(shown: MapPage) -> str:
    """Press the button of the dialog; gives the address that the new page asks the server for.

    Heard at the server: Playwright may miss the first request of a new page, and Chromium without a screen has no
    viewer for PDF, so the page's own address tells nothing.
    """
    asked: list[str] = []

    def hear(environ: dict[str, str], **_: object) -> None:
        if environ["PATH_INFO"].startswith("/map/print.pdf"):
            asked.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}")

    request_started.connect(hear)
    try:
        shown.page.click("#print-form button.primary")
        shown.until(lambda: asked, "the print is asked for")
    finally:
        request_started.disconnect(hear)
    return asked[0]


def _map_width(shown: MapPage) -> float:
    width: float = shown.page.evaluate("document.getElementById('map').clientWidth")
    return width


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_print__takes_view_filter_theme_selection_and_options(open_map: Open, plots: dict, phone: bool) -> None:
    chosen = plots["public"][1]
    shown = open_map(f"{NEAR}&land_use=TSC&theme=use_state&plot={chosen.code}", phone=phone)
    shown.until(lambda: shown.query().get("at") and shown.page.locator("#control-print").is_visible(), "the button")
    if phone:  # the sheet with the card lies over the controls until it is folded
        for _press in range(2):
            shown.wait_until_still("#panel")
            shown.page.click("#sheet-grip")
        shown.until(lambda: shown.page.get_attribute("#panel", "data-detent") == "peek", "the sheet is folded")
    shown.page.click("#control-print")
    assert shown.page.locator("#print-dialog").is_visible()
    shown.page.fill("#print-form [name=title]", "Trụ sở khu phố")
    shown.page.check("#print-form [value=A3]", force=True)
    shown.page.check("#print-form [value=portrait]", force=True)
    shown.page.select_option("#print-form [name=scale]", "10000")
    address = _asked(shown)
    shown.until(lambda: not shown.page.locator("#print-dialog").is_visible(), "the dialog is gone")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    wanted = {"land_use": "TSC", "theme": "use_state", "plot": chosen.code, "paper": "A3", "orientation": "portrait"}
    assert query.items() >= (wanted | {"scale": "10000", "title": "Trụ sở khu phố"}).items()
    west, south, east, north = map(float, query["bbox"].split(","))
    latitude, longitude, zoom = map(float, query["at"].split(","))
    assert (west + east) / 2 == pytest.approx(longitude, abs=1e-4)
    assert south < latitude < north
    assert east - west == pytest.approx(_map_width(shown) * 360 / 512 / 2**zoom, rel=0.01)
    answer = shown.page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    page = pypdf.PdfReader(io.BytesIO(answer.body())).pages[0]
    text = " ".join(page.extract_text().split())
    assert "2 khu đất trong khung" in text
    assert "Loại đất theo hồ sơ: TSC" in text
    assert "1:10.000" in text
    assert chosen.code in text
    assert page.mediabox.height > page.mediabox.width


def test_print__takes_the_reference_layers_that_are_on(open_map: Open, plan: None) -> None:
    shown = open_map(f"{NEAR}&layers=land_use_plan")
    shown.until(lambda: shown.query().get("layers"), "the layer is on")
    shown.page.click("#control-print")
    address = _asked(shown)
    assert parse_qs(urlsplit(address).query)["layers"] == ["land_use_plan"]
    answer = shown.page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(pypdf.PdfReader(io.BytesIO(answer.body())).pages[0].extract_text().split())
    assert "Lớp tham chiếu Quy hoạch sử dụng đất TSC" in text
    assert "layers=land_use_plan" in text.replace(" ", ""), "the way back has the layer"


def test_print__the_dialog_closes_by_key_and_by_button(open_map: Open) -> None:
    shown = open_map(NEAR)
    dialog = shown.page.locator("#print-dialog")
    for close in (lambda: shown.page.keyboard.press("Escape"), lambda: shown.page.click("#print-dialog .plain")):
        shown.page.click("#control-print")
        assert dialog.is_visible()
        close()
        assert not dialog.is_visible()


@pytest.mark.parametrize("options", [{}, {"phone": True}, {"color_scheme": "dark"}], ids=["light", "phone", "dark"])
def test_print__the_dialog_has_no_violations(open_map: Open, options: dict) -> None:
    shown = open_map(NEAR, **options)
    shown.page.click("#control-print")
    assert violations(shown.page) == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_summary__one_press_from_the_map_with_the_same_filter(open_map: Open, phone: bool) -> None:
    shown = open_map(f"{NEAR}&land_use=TSC&area=100..", phone=phone)
    shown.count_is("2")
    link = shown.page.locator("#summary-link")
    box = link.bounding_box()
    assert box
    assert box["y"] + box["height"] <= shown.page.viewport_size["height"]
    link.click()
    shown.page.wait_for_url("**/summary/?land_use=TSC&area_m2=100..")
    text = " ".join(shown.page.locator("main").inner_text().split())
    assert "Điều kiện lọc: Diện tích (m²): từ 100; Loại đất theo hồ sơ: TSC" in text
    assert "Phường Vũng Tàu 2" in text
    width = shown.page.evaluate("document.documentElement.scrollWidth")
    assert width <= shown.page.viewport_size["width"]
    assert violations(shown.page) == []
