"""A land manager loads a file in a real browser: upload, look, decide, write; and a file that cannot be read."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page

from accounts.roles import Role
from gis import crs
from land import tasks
from land.loading import changed
from land.models import ImportJob, Plot
from land.pages import import_changes
from tests import places
from tests.browser.desk_page import DeskPage, new_page, violations
from tests.database.loading.conftest import prepare_register
from tests.factories import land


class Desk(DeskPage):
    """The import desk in a browser."""

    def __init__(self, page: Page, site: str, folder: Path) -> None:
        super().__init__(page, site)
        self.folder = folder

    def upload(self, path: Path) -> None:
        self.page.set_input_files("#file", path)
        self.page.click("text=Tải lên và kiểm tra")
        self.page.wait_for_url("**/imports/*-*/")

    def work(self) -> None:
        """What the worker does, in this process; the page notices by itself."""
        job = ImportJob.objects.latest("uploaded_at")
        tasks.run_import(job=str(job.pk), run=job.run)
        self.wait_for_next()

    def fits(self) -> bool:
        """Nothing stands out at the right: a phone would zoom the whole page out."""
        return bool(
            self.page.evaluate(
                "[...document.querySelectorAll('main *')].every((item) => item.closest('.scroll-x, #preview-map') "
                "|| item.closest('.visually-hidden, [hidden]') || item.getBoundingClientRect().right <= screen.width)"
            )
        )

    def check(self) -> None:
        assert violations(self.page) == []

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
    with new_page(browser, request.param) as page:
        shown = Desk(page, live_server.url, tmp_path)
        shown.sign_in(land.person("manager", Role.LAND_MANAGER), "/imports/")
        yield shown
    assert not shown.faults, shown.faults


def test_import__from_file_to_plot_page(desk: Desk) -> None:
    desk.check()
    assert desk.fits()
    desk.upload(desk.file("Công viên", "Chợ", "Lỗi mã"))
    assert "Đang kiểm tra" in desk.text()
    desk.check()
    desk.work()
    assert "Mã loại đất “QQQ” không có trong danh mục." in desk.text()
    desk.page.wait_for_selector('[data-preview][data-ready="true"]')
    assert desk.page.locator("#preview-map path.shape-new").count() == 2
    assert desk.page.locator("#preview-map path.shape-refused").count() == 1
    desk.check()
    assert desk.fits()
    desk.page.fill("#reason", "Quyết định 123/QĐ-STNMT")
    desk.page.click("#commit-form button")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    assert "2 khu đất mới" in desk.text()
    desk.check()
    desk.page.click("text=BRVT-000001")
    desk.page.wait_for_url("**/plots/BRVT-000001/")
    assert "Công viên" in desk.text()
    assert "Quyết định 123/QĐ-STNMT" in desk.text()


def test_import__approve_one_of_two_changes(desk: Desk) -> None:
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
    desk.page.click("text=Đánh dấu tất cả")
    assert desk.page.inner_text("[data-chosen]") == "2 / 2"
    desk.page.uncheck("text=Duyệt BRVT-000001")
    desk.check()
    desk.page.fill("#reason", "Lần hai")
    desk.page.click("#commit-form button")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    assert set(Plot.objects.values_list("name", flat=True)) == {"Công viên", "Chợ mới"}


def test_import__ticks_stay_while_the_pages_are_turned(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (changed, import_changes):
        monkeypatch.setattr(module, "PER_PAGE", 1)
    desk.upload(desk.file("Công viên", "Chợ", "Lỗi mã"))
    desk.work()
    desk.page.fill("#reason", "Lần đầu")
    desk.page.press("#reason", "Enter")
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    desk.page.click("text=Nhập tệp khác")
    desk.upload(desk.file("Công viên mới", "Chợ mới", "Lỗi mã"))
    desk.work()
    desk.page.check("text=Duyệt BRVT-000001")
    desk.page.locator("#changes").get_by_role("button", name="Trang sau").first.click()
    desk.page.wait_for_selector("text=Duyệt BRVT-000002")
    desk.page.wait_for_load_state()  # a module writes the count
    assert desk.page.inner_text("[data-chosen]") == "1 / 2"
    desk.check()
    desk.page.check("text=Duyệt BRVT-000002")
    assert desk.page.inner_text("[data-chosen]") == "2 / 2"
    desk.page.fill("#reason", "Lần hai")
    desk.page.press("#reason", "Enter")  # writes: it does not turn the page
    desk.page.wait_for_selector("[data-job]")
    desk.work()
    assert set(Plot.objects.values_list("name", flat=True)) == {"Công viên mới", "Chợ mới"}


def test_import__dgn_v8_says_what_to_do(desk: Desk) -> None:
    path = desk.folder / "ban_ve.dgn"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600))
    desk.upload(path)
    desk.work()
    assert "DGN V8" in desk.text()
    assert "lưu lại dạng V7 hoặc DXF" in desk.text()
    desk.check()


def test_upload__wrong_kind_is_said_beside_the_form(desk: Desk) -> None:
    path = desk.folder / "anh.pdf"
    path.write_bytes(b"%PDF-1.7")
    desk.page.set_input_files("#file", path)
    desk.page.click("text=Tải lên và kiểm tra")
    desk.page.wait_for_selector("text=Không nhận tệp")
    desk.faults.clear()  # the browser itself reports the answer 400
    desk.check()
