"""A land manager at work in a real browser, on a desktop and on a phone: split by drawing, merge, review, new plot."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from accounts.roles import Role
from land.actions import PlotDraft, create_plots
from land.models import Plot
from tests import places
from tests.browser.conftest import PHONE
from tests.browser.desk_page import DeskPage, new_page
from tests.database.land.test_prices import line, load
from tests.database.loading.conftest import prepare_register
from tests.factories import land

UNIT = "26506@2025-07-01"


class Office(DeskPage):
    """A manager's browser."""

    def open(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()


@pytest.fixture(params=["desktop", "phone"])
def office(request: Any, browser: Browser, live_server: Any, transactional_db: None) -> Any:
    prepare_register()
    with new_page(browser, request.param) as page:
        shown = Office(page, live_server.url)
        shown.sign_in(land.person("manager", Role.LAND_MANAGER), "/desk/review/")
        yield shown
    assert not shown.faults, shown.faults


@pytest.fixture
def plots(office: Office) -> list[Plot]:
    def draft(dx: float, **values: Any) -> PlotDraft:
        shape = places.square(places.VUNG_TAU, 40, dx)
        own = {"unit_id": UNIT, "location_basis": "boundary", "name": f"Khu {dx:.0f}"}
        return PlotDraft(values=own | values, geom=shape)

    note = {"code": "area_differs", "detail": "Lệch 30 %", "mend": "Đo lại"}
    return create_plots(
        actor=None, drafts=[draft(0), draft(40), draft(80, review_state="needs_review", review_notes=[note])]
    )


def test_split__drawn_on_the_map(office: Office, plots: list[Plot]) -> None:
    office.open(f"/plots/{plots[0].code}/")
    assert "Việc cần làm" in office.text()
    office.check()
    office.page.get_by_role("link", name="Tách khu đất").click()
    office.page.wait_for_selector('[data-draw][data-ready="true"]')
    office.check()
    drawing = office.page.locator("#draw-map")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box is not None
    for high in (0.05, 0.95):
        drawing.click(position={"x": box["width"] * 0.5, "y": box["height"] * high})
    office.press("Xong hình này")
    assert "Số đường đã vẽ: 1" in office.text()
    office.press("Xem trước các phần")
    assert "Tách thành 2 phần" in office.text()
    assert office.page.locator(".act-figure svg text").all_text_contents() == ["1", "2"]
    office.check()
    office.press("Sửa cách chia")
    office.page.wait_for_selector('[data-draw][data-ready="true"]')
    assert "Số đường đã vẽ: 1" in office.text(), "what was drawn is still there"
    office.press("Xem trước các phần")
    office.page.fill("#id_reason", "Tách theo QĐ 5")
    office.press("Tách khu đất")
    assert "Đã tách thành" in office.text()
    children = Plot.objects.filter(parent_links__parent=plots[0])
    assert sum(child.area_planar_m2 for child in children) == 1600
    assert len(children) == 2


def test_merge_and_review_and_withdraw(office: Office, plots: list[Plot]) -> None:
    office.open(f"/plots/{plots[0].code}/merge/")
    office.check()
    office.page.check(f'input[value="{plots[1].code}"]')
    office.press("Xem trước")
    office.check()
    office.page.fill("#id_reason", "Gộp theo QĐ 6")
    office.press("Gộp khu đất")
    assert "Đã gộp thành khu đất" in office.text()
    office.open("/desk/review/")
    assert "Lệch 30 %" in office.text()
    office.check()
    office.page.get_by_role("link", name="Đã rà soát").click()
    office.check()
    office.page.check("[name=notes]")
    office.page.fill("#id_reason", "Đã đo lại")
    office.press("Đã rà soát")
    assert "Đã rà soát xong" in office.text()


def test_new__without_boundary_then_with_one(office: Office) -> None:
    office.open("/plots/new/")
    office.page.wait_for_selector('[data-draw][data-ready="true"]')
    office.check()
    office.page.select_option("#id_unit", UNIT)
    office.page.fill("#id_name", "Trạm bơm")
    office.page.click("summary:has-text('Dán tọa độ')")
    office.page.fill("#id_corners", "một hai ba")
    office.page.fill("#id_reason", "Kiểm kê")
    office.press("Lập khu đất")
    assert office.page.input_value("#id_name") == "Trạm bơm"
    assert office.page.input_value("#id_corners") == "một hai ba"
    office.check()
    corners = places.square(places.VUNG_TAU, 20).geoms[0].exterior.coords
    office.page.fill("#id_corners", "\n".join(f"{y:.2f} {x:.2f}" for x, y in corners))
    office.press("Lập khu đất")
    assert "Đã lập khu đất" in office.text()
    assert Plot.objects.get().area_planar_m2 == 400


def test_a_record_is_corrected_on_its_own_form(office: Office, plots: list[Plot]) -> None:
    plot = plots[0]
    office.open(f"/plots/{plot.code}/")
    office.page.get_by_role("link", name="Sửa hồ sơ").click()
    office.page.wait_for_url(f"**/plots/{plot.code}/edit/")
    office.check()
    office.page.get_by_label("Tên khu đất").fill("Khu đất B")
    office.page.get_by_label("Diện tích pháp lý (m²)").fill("1.234,5")
    office.press("Ghi thay đổi")
    assert "Chưa ghi được" in office.text(), "without a reason"
    office.check()
    office.page.get_by_label("Lý do thay đổi").fill("Quyết định 12/QĐ-UBND")
    office.press("Ghi thay đổi")
    assert "Đã sửa hồ sơ" in office.text()
    assert "1.234,5 m²" in office.text()


def test_a_corner_of_the_boundary_is_moved(office: Office, plots: list[Plot]) -> None:
    plot, page = plots[2], office.page
    office.open(f"/plots/{plot.code}/edit/")
    page.get_by_role("link", name="Dời từng đỉnh trên bản đồ").click()
    page.wait_for_selector('[data-corners][data-ready="true"]')
    office.check()
    assert "Số đỉnh: 4" in office.text()
    handles = page.locator(".corner-handle")
    assert handles.count() == 8, "a corner and the middle of an edge, four times"
    drag(page, most_eastern(handles), 60)
    assert "Số đỉnh: 4" in office.text()
    page.get_by_role("button", name="Bỏ bước cuối").click()
    assert page.get_by_role("button", name="Bỏ bước cuối").is_disabled()
    drag(page, most_eastern(page.locator(".corner-handle")), 40)
    office.press("Ghi ranh giới")
    assert "Chưa ghi được" in office.text(), "without a reason"
    page.wait_for_selector('[data-corners][data-ready="true"]')
    page.get_by_label("Lý do thay đổi").fill("Đo lại")
    office.press("Ghi ranh giới")
    assert "Đã sửa ranh giới" in office.text()
    changed = Plot.objects.get(pk=plot.pk)
    assert (changed.version, changed.versions.order_by("-id").first().reason) == (2, "Đo lại")
    assert 1600 < changed.area_planar_m2 < 2400
    assert changed.geom.num_coords == 5


def test_admin__the_boundary_lies_on_the_registers_own_ground(office: Office, plots: list[Plot]) -> None:
    office.expected = ("status of 404",)  # the admin's pages name no icon, so the browser asks for /favicon.ico
    User.objects.update(is_staff=True)
    office.open(f"/admin/land/plot/{plots[0].pk}/change/")
    ground = office.page.locator(".field-boundary path.ground-unit")
    ground.first.wait_for(state="attached")
    assert ground.first.evaluate("path => getComputedStyle(path).fill") == "rgb(252, 250, 243)"
    layers = office.page.locator(".field-boundary path").evaluate_all("paths => paths.map((path) => path.classList[0])")
    assert [name for name in layers if name.startswith("ground")] == ["ground-unit"] * ground.count() + [
        "ground-plot"
    ] * 2
    box = office.page.locator(".field-boundary path:not([class*=ground])").bounding_box()
    assert box
    assert box["width"] > 60, "a plot can be seen to be edited"
    assert "Ranh giới phường, xã" in office.page.locator(".leaflet-control-attribution").inner_text()


def most_eastern(handles: Any) -> Any:
    """Of the corners (the middles of edges are pale) the one farthest to the right, below the other."""
    corners = [handle for handle in handles.all() if handle.evaluate("e => e.style.opacity") == ""]
    boxes = [(handle.bounding_box(), handle) for handle in corners]
    return max(boxes, key=lambda one: (round(one[0]["x"]), one[0]["y"]))[1]


def drag(page: Any, handle: Any, by: int) -> None:
    """To the right."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_the_list_is_read_row_by_row_and_leads_on(office: Office, plots: list[Plot]) -> None:
    office.open("/desk/review/")
    phone = office.page.viewport_size == PHONE
    if phone:
        office.page.locator("[data-appearance] summary").click()
    place = ".menu-item" if phone else ".site-places a"
    office.page.locator(place).filter(has_text="Danh sách").first.click()
    office.page.wait_for_url("**/plots/")
    office.check()
    heights = office.page.locator("tbody tr").evaluate_all("(rows) => rows.map((row) => row.offsetHeight)")
    assert len(heights) == len(plots)
    assert max(heights) < 330, "a row fits on a screen"


def test_price__said_where_the_plot_stands(office: Office, plots: list[Plot]) -> None:
    load([line(code="ODT"), line(street="Quang Trung", code="ODT", price=9_000_000)])
    Plot.objects.filter(pk=plots[0].pk).update(land_use="ODT")
    office.open(f"/plots/{plots[0].code}/")
    office.page.get_by_role("link", name="Vị trí trong bảng giá").click()
    office.check()
    office.page.fill("#id_street", "Quang Trung")
    office.page.select_option("#id_position", "1")
    office.page.fill("#id_reason", "Theo biên bản xác định")
    office.press("Ghi vị trí")
    assert "Đã ghi vị trí trong bảng giá: Quang Trung" in office.text()
    assert "9.000.000 đồng/m²" in office.text()
    office.check()
