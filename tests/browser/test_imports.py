"""A land manager loads a file in a real browser: upload, look, decide, write; and a file that cannot be read."""

import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page

from accounts.roles import Role
from gis import crs
from land import tasks
from land.models import ImportJob, Plot
from tests import places
from tests.browser.conftest import DESKTOP, PHONE
from tests.database.loading.conftest import prepare_register
from tests.factories import land

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASSWORD = "mat-khau-chi-de-thu"
PATIENCE_S = 20.0


class Desk:
    """The import desk in a browser; remembers what should not have happened."""

    def __init__(self, page: Page, site: str, folder: Path) -> None:
        self.page, self.site, self.folder = page, site, folder
        self.faults: list[str] = []
        page.on("console", lambda told: self.faults.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._see)

    def _see(self, request: Any) -> None:
        if not request.url.startswith((self.site, "blob:", "data:")):
            self.faults.append(f"left the site: {request.url}")

    def sign_in(self) -> None:
        self.page.goto(f"{self.site}/imports/")
        self.page.fill("[name=username]", "manager")
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url("**/imports/")

    def upload(self, path: Path) -> None:
        self.page.set_input_files("#file", path)
        self.page.click("text=Tải lên và kiểm tra")
        self.page.wait_for_url("**/imports/*-*/")

    def work(self) -> None:
        """What the worker does, in this process; the page notices by itself."""
        job = ImportJob.objects.latest("uploaded_at")
        tasks.run_import(job=str(job.pk), run=job.run)
        self.until(lambda: self.page.locator("[data-job]").count() == 0, "the page goes on by itself")

    def until(self, condition: Any, what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.1)
        raise AssertionError(f"waited in vain: {what}. Seen: {self.faults}")

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def fits(self) -> bool:
        """Nothing stands out at the right: a phone would zoom the whole page out."""
        return bool(
            self.page.evaluate(
                "[...document.querySelectorAll('main *')].every((item) => item.closest('.scroll-x, #preview-map') "
                "|| item.closest('.visually-hidden, [hidden]') || item.getBoundingClientRect().right <= screen.width)"
            )
        )

    def violations(self) -> list[str]:
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found["violations"]]

    def file(self, *names: str) -> Path:
        count = len(names)
        frame = gpd.GeoDataFrame(
            {
                "SOTO": ["12"] * count,
                "SOTHUA": [str(number + 1) for number in range(count)],
                "TEN": names,
                "LOAIDAT": ["ODT"] * (count - 1) + ["QQQ"],
                "PHUONG": ["Phường Vũng Tàu"] * count,
            },
            geometry=[places.square(places.VUNG_TAU, 40, 60 * number, 0) for number in range(count)],
            crs=f"EPSG:{crs.LEGAL.epsg}",
        )
        path = self.folder / "khu_dat.gpkg"
        path.unlink(missing_ok=True)
        frame.to_file(path, engine="pyogrio")
        return path


@pytest.fixture(params=["desktop", "phone"])
def desk(
    request: Any, browser: Browser, live_server: Any, transactional_db: None, settings: Any, tmp_path: Path
) -> Any:
    settings.DATA_DIR = tmp_path / "data"
    prepare_register()
    user = land.person("manager", Role.LAND_MANAGER)
    user.set_password(PASSWORD)
    user.save()
    phone = request.param == "phone"
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP, locale="vi-VN", has_touch=phone, is_mobile=phone
    )
    shown = Desk(context.new_page(), live_server.url, tmp_path)
    yield shown
    context.close()
    assert not shown.faults, shown.faults


def test_import__from_file_to_plot_page(desk: Desk) -> None:
    desk.sign_in()
    assert desk.violations() == []
    assert desk.fits()
    desk.upload(desk.file("Công viên", "Chợ", "Lỗi mã"))
    assert "Đang kiểm tra" in desk.text()
    assert desk.violations() == []
    desk.work()
    assert "Mã loại đất “QQQ” không có trong danh mục." in desk.text()
    desk.until(lambda: desk.page.locator('[data-preview][data-ready="true"]').count(), "the map")
    assert desk.page.locator("#preview-map path.shape-new").count() == 2
    assert desk.page.locator("#preview-map path.shape-refused").count() == 1
    assert desk.violations() == []
    assert desk.fits()
    desk.page.fill("#reason", "Quyết định 123/QĐ-STNMT")
    desk.page.click("#commit-form button")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    assert "2 khu đất mới" in desk.text()
    assert desk.violations() == []
    desk.page.click("text=BRVT-000001")
    desk.page.wait_for_url("**/plots/BRVT-000001/")
    assert "Công viên" in desk.text()
    assert "Quyết định 123/QĐ-STNMT" in desk.text()


def test_import__approve_one_of_two_changes(desk: Desk) -> None:
    desk.sign_in()
    desk.upload(desk.file("Công viên", "Chợ", "Lỗi mã"))
    desk.work()
    desk.page.fill("#reason", "Lần đầu")
    desk.page.click("#commit-form button")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    desk.page.click("text=Nhập tệp khác")
    desk.upload(desk.file("Công viên mới", "Chợ mới", "Lỗi mã"))
    desk.work()
    assert desk.page.locator(".changes ins").all_inner_texts() == ["Công viên mới", "Chợ mới"]
    desk.page.check("text=Duyệt BRVT-000002")
    assert desk.page.inner_text("[data-chosen]") == "1 / 2"
    assert desk.violations() == []
    desk.page.fill("#reason", "Lần hai")
    desk.page.click("#commit-form button")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    assert set(Plot.objects.values_list("name", flat=True)) == {"Công viên", "Chợ mới"}


def test_import__dgn_v8_says_what_to_do(desk: Desk) -> None:
    path = desk.folder / "ban_ve.dgn"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    desk.sign_in()
    desk.upload(path)
    desk.work()
    assert "DGN V8" in desk.text()
    assert "lưu lại dạng V7 hoặc DXF" in desk.text()
    assert desk.violations() == []


def test_upload__wrong_kind_is_said_beside_the_form(desk: Desk) -> None:
    path = desk.folder / "anh.pdf"
    path.write_bytes(b"%PDF-1.7")
    desk.sign_in()
    desk.page.set_input_files("#file", path)
    desk.page.click("text=Tải lên và kiểm tra")
    desk.until(lambda: "Không nhận tệp" in desk.text(), "the sentence")
    desk.faults.clear()  # the browser itself reports the answer 400
    assert desk.violations() == []
