"""axe-core finds nothing against WCAG 2.2 AA on the map, in both languages, light, dark, high contrast, on a phone."""

import pytest

from tests.browser.conftest import Open
from tests.browser.desk_page import violations

NEAR = "/?at=10.35100,107.08300,15.5"


@pytest.mark.parametrize(
    ("address", "options"),
    [
        (NEAR, {}),
        (NEAR, {"color_scheme": "dark"}),
        (NEAR, {"locale": "en-GB"}),
        (NEAR, {"contrast": "more"}),
        (f"{NEAR}&land_use=TSC&date=2025-09-01", {}),
        (NEAR, {"phone": True}),
    ],
    ids=["light", "dark", "english", "contrast", "filtered", "phone"],
)
def test_map__has_no_violations(open_map: Open, address: str, options: dict) -> None:
    shown = open_map(address, **options)
    shown.until(lambda: shown.rows(), "rows")
    shown.page.wait_for_timeout(500)
    assert violations(shown.page) == []


def test_card_and_filters__have_no_violations(open_map: Open, plots: dict) -> None:
    shown = open_map(f"{NEAR}&plot={plots['public'][0].code}")
    shown.until(lambda: shown.page.locator(".card h2").count() == 1, "the card")
    assert violations(shown.page) == []
    shown.page.click(".card-back")
    shown.page.click('[data-filter="land_use"]')
    shown.until(lambda: shown.page.locator(".popover input[type=checkbox]").count() == 2, "the choices")
    assert violations(shown.page) == []
