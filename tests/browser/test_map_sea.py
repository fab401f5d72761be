"""Biển Đông, Hoàng Sa and Trường Sa are named on every view that reaches them: what is drawn, not what is meant."""

import pytest

from tests.browser.conftest import Open
from tests.browser.map_page import MapPage

SEA, HOANG_SA, TRUONG_SA = "Biển Đông", "Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)"
LAYERS = ("sovereignty-sea", "sovereignty-islands")
VIEWS = {
    "12.5,110.5,5": {SEA, HOANG_SA, TRUONG_SA},
    "15.8,111.3,10": {SEA, HOANG_SA},
    "12,116.5,9": {SEA, TRUONG_SA},
    "10.33,107.13,13.5": {SEA},
    "8.68,106.62,12": {SEA},
}
ON_TOP = """([x, y]) => {
  const { left, top } = document.getElementById("map").getBoundingClientRect();
  return document.elementFromPoint(left + x, top + y)?.tagName;
}"""


def _names(shown: MapPage) -> set[str]:
    return {one["name"] for one in shown.drawn(*LAYERS)}


@pytest.mark.parametrize(
    ("at", "phone"),
    [*((at, False) for at in VIEWS), ("15.8,111.3,10", True), ("10.33,107.13,13.5", True)],
)
def test_names__are_drawn_where_the_view_reaches(open_map: Open, at: str, phone: bool) -> None:
    shown = open_map(f"/?at={at}", phone=phone)
    shown.until(lambda: _names(shown) == VIEWS[at], f"{VIEWS[at]}, drawn are {_names(shown)}")
    for one in shown.drawn(*LAYERS):
        assert shown.page.evaluate(ON_TOP, [one["x"], one["y"]]) == "CANVAS", f"{one} is out of sight"


def test_names__follow_a_moved_view(open_map: Open) -> None:
    shown = open_map("/?at=14.2,111.3,9")
    shown.until(lambda: _names(shown) == {SEA}, "the sea alone")
    shown.page.focus("#map canvas")
    for _step in range(8):
        shown.page.keyboard.press("ArrowUp")
        shown.page.wait_for_timeout(350)
    shown.until(lambda: HOANG_SA in _names(shown), "the archipelago, once its waters are in view")


def test_names__in_english_begin_with_the_official_name(open_map: Open) -> None:
    shown = open_map("/?at=12.5,110.5,5", locale="en-GB")
    shown.until(lambda: len(_names(shown)) == 3, "three names")
    official = (SEA, HOANG_SA, TRUONG_SA)
    assert all(any(name.startswith(own) and len(name) > len(own) for name in _names(shown)) for own in official)
