"""A planner in a real browser: a plan from file to map desk, its refused rows, its withdrawal; empty and failed."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Browser, Page
from shapely.geometry import LineString

from accounts.roles import Role
from gis import crs
from land import tasks
from land.models import ImportJob, PlanZone, ReferenceSet
from tests import places
from tests.browser.desk_page import DeskPage, new_page
from tests.database.loading.conftest import prepare_register
from tests.factories import land

SEEN = ("shape-kept", "shape-border")


class Desk(DeskPage):
    """The desk of reference layers; every page is looked at."""

    expected = ("status of 400",)  # the browser itself reports a form that was answered so

    def __init__(self, page: Page, site: str, folder: Path) -> None:
        super().__init__(page, site)
        self.folder = folder

    def press(self, words: str) -> None:
        self.page.locator("main").locator("a, button").filter(has_text=words).first.click()
        self.page.wait_for_load_state()
        self.check()

    def work(self) -> None:
        """What the worker does, in this process; the page notices by itself."""
        self.page.wait_for_selector("[data-job]")
        job = ImportJob.objects.latest("uploaded_at")
        tasks.run_import(job=str(job.pk), run=job.run)
        self.wait_for_next()
        self.check()

    def describe(self, path: Path) -> None:
        page = self.page
        page.set_input_files("[name=file]", path)
        page.fill("[name=title]", "Quy hoạch sử dụng đất đến 2030")
        page.select_option("[name=kind]", "land_use_plan")
        page.fill("[name=decision_number]", "12/QĐ-UBND")
        page.fill("[name=decision_on]", "01/02/2026")
        page.fill("[name=issuer]", "UBND Thành phố")

    def file(self, **columns: list[str]) -> Path:
        path = self.folder / "quy_hoach.gpkg"
        path.unlink(missing_ok=True)
        count = len(next(iter(columns.values())))
        shapes = [places.square(places.VUNG_TAU, 40, 60 * number) for number in range(count)]
        gpd.GeoDataFrame(columns, geometry=shapes, crs=f"EPSG:{crs.LEGAL.epsg}").to_file(path, engine="pyogrio")
        return path


@pytest.fixture(params=["desktop", "phone"])
def desk(
    request: Any, browser: Browser, live_server: Any, transactional_db: None, settings: Any, tmp_path: Path
) -> Any:
    settings.DATA_DIR = tmp_path / "data"
    prepare_register()
    with new_page(browser, request.param) as page:
        shown = Desk(page, live_server.url, tmp_path)
        shown.sign_in(land.person("planner", Role.PLANNER), "/desk/reference/")
        yield shown
    assert not shown.faults, shown.faults


def test_reference__loaded_looked_at_and_withdrawn(desk: Desk) -> None:
    page = desk.page
    desk.check()
    assert "Chưa nạp bộ dữ liệu nào" in desk.text()
    desk.press("Nạp bộ mới")
    desk.press("Tải lên và kiểm tra")
    assert "Hãy chọn một tệp" in desk.text()
    desk.describe(desk.file(LoaiDat=["ODT", "CGT", ""]))
    desk.press("Tải lên và kiểm tra")
    desk.work()
    assert "thiếu mã loại đất quy hoạch" in desk.text()
    with page.expect_download() as got:
        page.click("text=Tải danh sách (CSV)")
    assert "thiếu mã loại đất" in Path(got.value.path()).read_text(encoding="utf-8-sig")
    with page.expect_download() as got:
        page.click("text=Tải hình (GeoPackage)")
    assert len(gpd.read_file(got.value.path())) == 1
    page.check("[name=skip_refused]")
    page.click("button:has-text('Nạp bộ này')")
    desk.work()
    assert "Đã nạp 2 đối tượng vào TC-" in desk.text()
    desk.press("Xem các bộ dữ liệu")
    assert "12/QĐ-UBND" in desk.text()
    desk.press("Thu hồi")
    page.fill("[name=reason]", "Nạp nhầm tệp")
    desk.press("Thu hồi")
    assert "Đã thu hồi TC-" in desk.text()
    assert ReferenceSet.objects.get().withdrawn_at
    page.select_option("[name=state]", "withdrawn")
    desk.press("Lọc")
    assert "Nạp nhầm tệp" in desk.text()


def test_reference__shapes_are_looked_at_before_anything_is_loaded(desk: Desk) -> None:
    page = desk.page
    desk.press("Nạp bộ mới")
    desk.describe(desk.file(LoaiDat=["ODT", "CGT", "", "TSC"]))
    desk.press("Tải lên và kiểm tra")
    desk.work()
    page.wait_for_selector('[data-preview][data-ready="true"]')
    desk.check()
    assert page.locator("#preview-map path.shape-new").count() == 3
    assert page.locator("#preview-map path.shape-refused").count() == 1
    legend = " ".join(page.locator(".preview-legend").inner_text().split())
    assert legend.startswith("Đối tượng nạp được (3) Bị từ chối (1) Ranh giới phường, xã")
    looks = [
        page.locator(f"#preview-map path.shape-{kind}").first.evaluate("item => getComputedStyle(item).stroke")
        for kind in ("new", "refused")
    ]
    assert looks[0] != looks[1]
    page.locator("button[data-at]").click()
    box = page.locator("#preview-map path.shape-refused").bounding_box()
    around = page.locator("#preview-map").bounding_box()
    assert box
    assert around
    assert abs(box["x"] + box["width"] / 2 - around["x"] - around["width"] / 2) < 20
    page.locator("#preview-map path.shape-refused").click()
    assert page.locator(".leaflet-popup-content").inner_text() == "Dòng 3"
    assert not PlanZone.objects.exists()


def test_reference__roads_are_lines_on_the_preview(desk: Desk) -> None:
    page = desk.page
    x, y = places.VUNG_TAU
    corner = LineString([(x, y), (x + 80, y), (x + 80, y + 60)])
    path = desk.folder / "lo_gioi.gpkg"
    frame = gpd.GeoDataFrame({"TenDuong": ["Lê Lợi"]}, geometry=[corner], crs=f"EPSG:{crs.LEGAL.epsg}")
    frame.to_file(path, engine="pyogrio")
    desk.press("Nạp bộ mới")
    desk.describe(path)
    page.select_option("[name=kind]", "road_lines")
    desk.press("Tải lên và kiểm tra")
    desk.work()
    page.wait_for_selector('[data-preview][data-ready="true"]')
    desk.check()
    line = page.locator("#preview-map path.shape-new")
    assert line.evaluate("item => getComputedStyle(item).fill") == "none"
    assert not page.locator(".preview-legend [data-kind=refused]").is_visible()


def test_reference__a_wrong_zone_is_seen_on_the_map(desk: Desk) -> None:
    page = desk.page
    path = desk.folder / "sai_mui.gpkg"
    frame = gpd.GeoDataFrame({"LoaiDat": ["ODT"]}, geometry=[places.square(places.VUNG_TAU, 40)], crs="EPSG:9210")
    frame.to_file(path, engine="pyogrio")
    desk.press("Nạp bộ mới")
    desk.describe(path)
    desk.press("Tải lên và kiểm tra")
    desk.work()
    page.wait_for_selector('[data-preview][data-ready="true"]')
    desk.check()
    shape, border = (page.locator(f"#preview-map path.{kind}").last.bounding_box() for kind in SEEN)
    assert shape
    assert border
    assert shape["width"] > 8, "seen from afar"
    assert shape["x"] + shape["width"] < border["x"], "the commune is on the map too, to the east of the shape"
    page.click("button:has-text('Kiểm tra lại')")
    desk.work()
    assert page.locator("#preview-map path.shape-new").count() == 1


def test_reference__columns_are_chosen_on_the_page(desk: Desk) -> None:
    page = desk.page
    desk.press("Nạp bộ mới")
    desk.describe(desk.file(F1=["ODT", "CGT"], F2=["a", "b"]))
    desk.press("Tải lên và kiểm tra")
    desk.work()
    assert "Không tìm thấy cột cho: Mã loại đất" in desk.text()
    page.select_option("[name=column-0]", "code")
    page.click("button:has-text('Kiểm tra lại')")
    desk.work()
    page.fill(".save-profile [name=name]", "Tệp của sở")
    desk.press("Lưu hồ sơ ánh xạ")
    assert "Đã lưu hồ sơ ánh xạ “Tệp của sở”" in desk.text()
    page.click("button:has-text('Nạp bộ này')")
    desk.work()
    assert list(PlanZone.objects.values_list("land_use_code", flat=True)) == ["ODT", "CGT"]
    desk.press("Xem các bộ dữ liệu")
    desk.press("Nạp bộ mới")
    desk.describe(desk.file(F1=["TSC"], F2=["c"]))
    page.fill("[name=start]", "01/03/2026")
    page.select_option("[name=profile]", label="Tệp của sở (Quy hoạch sử dụng đất)")
    desk.press("Tải lên và kiểm tra")
    desk.work()
    assert "Nạp bộ này" in desk.text()
