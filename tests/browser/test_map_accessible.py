"""axe-core finds nothing against WCAG 2.2 AA on the map, in both languages, light, dark, high contrast, on a phone."""

from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.map_page import MapPage

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NEAR = "/?at=10.35100,107.08300,15.5"


def _violations(shown: MapPage) -> list[str]:
    shown.page.evaluate(AXE.read_text())  # evaluate, not a script element: the page's CSP stays as it is
    found = shown.page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    return [f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']]}" for one in found["violations"]]


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
    assert _violations(shown) == []


def test_card_and_filters__have_no_violations(open_map: Open, plots: dict) -> None:
    shown = open_map(f"{NEAR}&plot={plots['public'][0].code}")
    shown.until(lambda: shown.page.locator(".card h2").count() == 1, "the card")
    assert _violations(shown) == []
    shown.page.click(".card-back")
    shown.page.click('[data-filter="land_use"]')
    shown.until(lambda: shown.page.locator(".popover input[type=checkbox]").count() == 2, "the choices")
    assert _violations(shown) == []
