"""The report of an import: a land manager's round trip of a few plots, looked at and withdrawn."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import shapely
from playwright.sync_api import Page
from shapely.affinity import rotate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from screenshots.waiting import wait

_MANAGER = "land_manager"
_PLACE = "107.07,10.34,107.09,10.36"
_TAKEN = f"/ogc/collections/plots/items?f=json&limit=12&sortby=-area_m2&location_basis=boundary&bbox={_PLACE}"


def upload(page: Page) -> None:
    """Sign in, upload, and wait for the report."""
    sign_in(page, _MANAGER, "/imports/")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ra-soat-phuong-vung-tau.geojson")
        file.write_text(json.dumps(_edited(page.request.get(_TAKEN).json())), encoding="utf-8")
        page.set_input_files("#file", file)
        page.click("text=Tải lên và kiểm tra")
        page.wait_for_url("**/imports/*-*/")
    wait(lambda: page.locator('[data-preview][data-ready="true"]').count(), "the report; is the worker running?")
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, account: str, path: str) -> None:
    """As one of the demo accounts, on the way to a page."""
    page.goto(path)
    page.fill("[name=username]", account)
    page.fill("[name=password]", _password(account))
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{path}")


def withdraw(page: Page) -> None:
    """Leave the register as it was."""
    page.locator("form[action$='/abandon/'] button").first.click()
    page.wait_for_load_state("networkidle")


def _edited(taken: dict[str, Any]) -> dict[str, Any]:
    """What comes back from a ward: plots let since, and three boundaries measured anew."""
    plots = taken["features"]
    for plot in [plot for plot in plots[4:] if plot["properties"]["use_state"] != "leased_short"][:3]:
        plot["properties"]["use_state"] = "leased_short"
    for plot, change in zip(plots, (_turned, _turned, _narrowed), strict=False):
        plot["geometry"] = json.loads(shapely.to_geojson(change(shape(plot["geometry"]))))
    return {"type": "FeatureCollection", "features": plots}


def _turned(boundary: BaseGeometry) -> BaseGeometry:
    """The same area, four degrees round: a change to approve."""
    return rotate(boundary, 4)


def _narrowed(boundary: BaseGeometry) -> BaseGeometry:
    """A metre inside the old one, so that it is less than the papers say: a row to refuse."""
    return boundary.buffer(-1e-5, join_style="mitre")


def _password(account: str) -> str:
    """Of a demo account that script/server made."""
    file = Path(os.environ["DATA_DIR"]) / "demo-accounts.txt"
    words = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    return next(line[1] for line in words if len(line) == 2 and line[0] == account)
