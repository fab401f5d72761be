"""The map in a real browser against a live server with a few plots."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, Route

from gis.db import versions
from imagery.actions import observations
from tests.browser.map_page import MapPage
from tests.database.imagery.pictures import picture_store  # noqa: F401 - the fixture
from tests.factories import land, pictures

# Playwright's synchronous API runs a loop in this thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",  # all but the map is drawn in memory: it opens in 0.8 of the time (measured)
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, drawing in software."""
    return {"executable_path": CHROMIUM, "args": FLAGS}


class InFlight:
    """Counts the requests that the live server's threads have not answered yet."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def begin(self, **_signal: Any) -> None:
        self._add(1)

    def end(self, **_signal: Any) -> None:
        self._add(-1)

    def _add(self, step: int) -> None:
        if threading.current_thread() is threading.main_thread():
            return  # Django's test client
        with self._changed:
            self._count += step
            self._changed.notify_all()

    def settle(self, patience_s: float = 20.0) -> None:
        """Wait until none is left."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._count <= 0, patience_s), "the server still answers"


@pytest.fixture(scope="session")
def in_flight() -> Iterator[InFlight]:
    counted = InFlight()
    request_started.connect(counted.begin)
    request_finished.connect(counted.end)
    yield counted
    request_started.disconnect(counted.begin)
    request_finished.disconnect(counted.end)


@pytest.fixture(autouse=True)
def settled(transactional_db: None, in_flight: InFlight) -> Iterator[None]:
    """Once the pages are closed, before the tables are emptied: a request that still reads them would be a deadlock."""
    yield
    in_flight.settle()


@pytest.fixture
def plots(transactional_db: None) -> dict[str, Any]:
    """Six public plots round Vũng Tàu, one of them without a boundary, and one that the public may not know of."""
    ward = land.unit(illustrative=True)
    odt, tsc = land.land_use(), land.land_use("TSC", "Đất xây dựng trụ sở cơ quan")
    made = [
        land.plot(name="Khu đất công viên Bãi Trước", side=60, dx=0, unit=ward, land_use=odt, parcel_number="12"),
        land.plot(name="Trụ sở khu phố 1", dx=200, unit=ward, land_use=tsc, use_state="agency_used"),
        land.plot(name="Đất trống đường Hạ Long", dx=300, unit=ward, land_use=odt),
        land.plot(name="Nhà văn hóa cũ", dx=400, unit=ward, land_use=tsc, use_state="leased_short"),
        land.plot(name="Lô tái định cư", dx=500, unit=ward, land_use=odt, published_on=date(2022, 3, 1)),
        land.plot(name="Khu đất chưa đo", dx=600, unit=ward, land_use=odt, shape=None),
    ]
    hidden = land.plot(name="Khu đất nội bộ", dx=700, unit=ward, publish_level="internal", published_on=None)
    versions.bump("units")
    return {"public": made, "hidden": hidden, "ward": ward}


Open = Callable[..., MapPage]


@pytest.fixture
def open_map(browser: Browser, live_server: Any, plots: dict[str, Any]) -> Iterator[Open]:
    """Opens the map in a context of its own; afterwards nothing may have left the site or failed."""
    contexts: list[BrowserContext] = []
    opened: list[MapPage] = []

    def opening(
        address: str = "/",
        *,
        phone: bool = False,
        drawn: bool = True,
        routes: dict[str, Callable[[Route], None]] | None = None,
        **options: Any,
    ) -> MapPage:
        context = browser.new_context(
            **{
                "viewport": PHONE if phone else DESKTOP,
                "locale": "vi-VN",
                "timezone_id": "Asia/Ho_Chi_Minh",
                "has_touch": phone,
                "is_mobile": phone,
                "base_url": live_server.url,
                **options,
            },
        )
        contexts.append(context)
        page: Page = context.new_page()
        for pattern, answer in (routes or {}).items():
            page.route(pattern, answer)
        shown = MapPage(page, live_server.url)
        opened.append(shown)
        shown.open(address, drawn=drawn)
        return shown

    yield opening
    try:
        for shown in opened:
            shown.check_clean()
    finally:  # an open page would ask on while the tables are emptied
        for context in contexts:
            context.close()


BEFORE, CLOUDED, AFTER = date(2024, 2, 10), date(2025, 6, 15), date(2026, 2, 18)
Visit = Callable[..., Page]


@pytest.fixture
def scenes(plots: dict[str, Any], picture_store: Path) -> list[Any]:  # noqa: F811
    """Three days over the plots: wood, the same under a cloud in the west, roofs."""
    folder = picture_store / "files"
    folder.mkdir()
    clouds = np.full((200, 200), 4)
    clouds[:, :110] = 9
    made = [
        pictures.scene(folder, BEFORE, pictures.WOOD, size=200, scl=4, synthetic=True),
        pictures.scene(folder, CLOUDED, pictures.WOOD, size=200, scl=clouds, synthetic=True),
        pictures.scene(folder, AFTER, pictures.ROOF, size=200, scl=4, synthetic=True),
    ]
    for scene in made:
        observations.observe_scene(scene_id=scene.pk)
    versions.forget()
    return made


@pytest.fixture
def visit(browser: Browser, live_server: Any, scenes: list[Any]) -> Iterator[Visit]:
    """Opens a page in a context of its own; afterwards nothing may have failed."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opening(
        address: str,
        *,
        phone: bool = False,
        scripts: bool = True,
        routes: dict[str, Callable[[Route], None]] | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            is_mobile=phone,
            locale="vi-VN",
            base_url=live_server.url,
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for pattern, answer in (routes or {}).items():
            page.route(pattern, answer)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "503" not in fault] == []
