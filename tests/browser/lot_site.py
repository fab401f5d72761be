"""Lots of several stages for the flows of investors, and a page of the site for whoever goes through it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext

from auctions import facts
from auctions.actions import lots as acts
from auctions.models import Lot
from auctions.workflow import LotState
from gis.db import versions
from land.workflow import PublishLevel
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_page import DeskPage
from tests.factories import auctions, land
from worktime import reading

ANSWERS = ("right", "bidders", "price", "deposit", "dates", "where")
FOLD = 844  # px: the first screen of a phone
LONG = "Khu đất thu hồi góc đường Nguyễn Tất Thành – Trần Hưng Đạo, khu phố Long Thới (phần còn lại của dự án)"


class Visitor(DeskPage):
    """Somebody who goes through the site; every page is looked at."""

    expected = ("status of 400",)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)
        self.settle()

    def press(self, words: str, within: str = "main") -> None:
        """Press what carries these words."""
        self.page.locator(within).locator("a, button").filter(has_text=words).first.click()
        self.settle()

    def settle(self) -> None:
        """What has come is whole and readable."""
        self.page.wait_for_load_state()
        self.check()

    def saved(self, words: str) -> bytes:
        """The file behind a line of the menu of downloads."""
        self.page.locator(".record-tools details.menu > summary").click()
        with self.page.expect_download() as caught:
            self.page.locator(".menu-item").filter(has_text=words).first.click()
        return Path(caught.value.path()).read_bytes()


@pytest.fixture
def who(transactional_db: None, settings: Any, tmp_path: Path) -> auctions.People:
    """The people of the process, its calendar and its law."""
    settings.DATA_DIR = tmp_path
    reading.forget()
    call_command("load_calendar", verbosity=0)
    facts.load_facts(django_settings.BASE_DIR / "data" / "facts")
    return auctions.people()


@pytest.fixture
def lots(plots: dict[str, Any], who: auctions.People) -> dict[str, Lot]:
    """Two that take files, one sold, one that is only planned; the names are as long as names are."""

    def ground(dx: int) -> Any:
        return land.plot(dx=dx, side=50, unit=plots["ward"], managing_agency=who.owner, address="Đường Hạ Long")

    made = {
        "open": auctions.brought_to(LotState.REGISTRATION_OPEN, who, name=LONG, plot=ground(80)),
        "other": auctions.brought_to(LotState.REGISTRATION_OPEN, who, name="Lô A2 Bãi Trước", plot=ground(140)),
        "sold": auctions.brought_to(LotState.SOLD_PROVISIONAL, who, name="Lô A3 Bãi Trước", plot=ground(240)),
        "planned": auctions.planned(who, name="Lô A4 Bãi Sau", plot=ground(340)),
    }
    acts.publish_lot(
        actor=who.manager, lot=made["planned"], level=PublishLevel.PUBLIC, now=auctions.START + timedelta(hours=1)
    )
    reading.forget()
    versions.forget()
    return made


@pytest.fixture
def context_of(browser: Browser, live_server: Any) -> Iterator[Any]:
    """Makes contexts of a browser, closed before the tables are emptied."""
    made: list[BrowserContext] = []

    def making(*, phone: bool = False, scripts: bool = True) -> BrowserContext:
        made.append(
            browser.new_context(
                viewport=PHONE if phone else DESKTOP,
                locale="vi-VN",
                timezone_id="Asia/Ho_Chi_Minh",
                has_touch=phone,
                is_mobile=phone,
                java_script_enabled=scripts,
                base_url=live_server.url,
            )
        )
        return made[-1]

    yield making
    for context in made:
        context.close()
