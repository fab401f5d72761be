"""What the documentation shows, and how a browser gets there."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from screenshots import importing
from screenshots.waiting import wait

SETTLE_S = 2.0  # tiles that came last are drawn, and the list has caught up
# Vũng Tàu's centre, where the sample has plots of every kind.
STREETS = "at=10.35150,107.07650,15.6"
_OFFICE = (
    "/ogc/collections/plots/items?f=json&limit=1&sortby=-area_m2&land_use=TSC&bbox=107.0745,10.3495,107.0800,10.3540"
)


def nothing(_page: Page) -> None:
    """For pictures that leave no trace."""


@dataclass(frozen=True)
class Picture:
    """One file of docs/images: how to get there, and what to put back afterwards."""

    name: str
    prepare: Callable[[Page], None]
    tidy: Callable[[Page], None] = nothing
    phone: bool = False
    dark: bool = False
    height: int = 900


def see(address: str) -> Callable[[Page], None]:
    """A page without a map."""

    def prepare(page: Page) -> None:
        page.goto(address)
        _with_fonts(page)

    return prepare


def see_map(address: str, then: Callable[[Page], None] = nothing) -> Callable[[Page], None]:
    """The map page, drawn."""

    def prepare(page: Page) -> None:
        page.goto(address)
        ready = "document.getElementById('map')?.dataset.ready === 'true'"
        wait(lambda: page.evaluate(ready), f"the map of {address}")
        page.wait_for_load_state("networkidle")
        then(page)
        _with_fonts(page)
        time.sleep(SETTLE_S)

    return prepare


def _with_fonts(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")


def _choose_plot(page: Page) -> None:
    """A large plot in view is chosen; its card stands beside its outline."""
    code = page.request.get(_OFFICE).json()["features"][0]["id"]
    page.goto(f"/?{STREETS}&plot={code}")
    wait(lambda: page.locator("#view-card .card-ways").count(), "the card")
    page.wait_for_load_state("networkidle")


def _first_plot_page(page: Page) -> None:
    page.goto("/plots/")
    page.click("main table a[href^='/plots/BRVT-'], main a[href^='/plots/BRVT-']")
    page.wait_for_load_state("networkidle")
    _with_fonts(page)


def _open_lot(page: Page) -> str:
    """The code of a lot that takes files, soonest first."""
    asked = "/ogc/collections/lots/items?f=json&limit=1&stage=open&sortby=files_until"
    code: str = page.request.get(asked).json()["features"][0]["id"]
    return code


def _lot_page(page: Page) -> None:
    page.goto(f"/lots/{_open_lot(page)}/")
    _with_fonts(page)


def _lot_on_map(page: Page) -> None:
    page.goto(f"/?lot={_open_lot(page)}")
    wait(lambda: page.locator(".card-answer").count(), "the card")
    page.wait_for_load_state("networkidle")


def _auction_desk(page: Page) -> None:
    importing.sign_in(page, "land_fund_officer", "/auctions/desk/")
    _with_fonts(page)


PICTURES = (
    Picture("map-desktop-light", see_map("/")),
    Picture("map-desktop-dark", see_map("/"), dark=True),
    Picture("map-streets", see_map("/", _choose_plot)),
    Picture("map-phone-light", see_map("/"), phone=True),
    Picture("map-phone-dark", see_map(f"/?{STREETS}"), phone=True, dark=True),
    Picture("plot-list", see("/plots/")),
    Picture("plot-page", _first_plot_page, height=1000),
    Picture("lots-list", see("/lots/")),
    Picture("lots-map-phone", see_map("/?of=lots", _lot_on_map), phone=True),
    Picture("lot-phone", _lot_page, phone=True),
    Picture("auction-desk", _auction_desk, height=1000),
    Picture("import-report", importing.upload, importing.withdraw, height=1100),
)
