"""A land manager brings a picture in, answers what is missing, and finds it in the catalogue."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from accounts.roles import Role
from imagery.actions import jobs
from imagery.actions import scenes as actions
from imagery.models import SceneJob
from tests.browser.desk_page import DeskPage, new_page
from tests.database.imagery.pictures import picture_store  # noqa: F401 - the fixture
from tests.factories import land, pictures
from tests.factories.imagery import plane, raster

DAY, LATER = date(2026, 2, 18), date(2026, 3, 1)
MISSING = [
    {"code": "choose_bands", "detail": "Chưa biết 3 kênh của “anh.tif” là gì.", "detail_en": "-"},
    {"code": "no_day", "detail": "Không biết ảnh chụp ngày nào.", "detail_en": "-"},
]
TOUCH = 44  # pixels


@pytest.fixture
def manager(plots: dict[str, Any]) -> Any:
    return land.person("land_manager", Role.LAND_MANAGER)


@pytest.fixture
def folder(picture_store: Path) -> Path:  # noqa: F811
    place = picture_store / "files"
    place.mkdir()
    return place


@pytest.fixture(params=["desktop", "phone"])
def desk(request: Any, browser: Browser, live_server: Any, manager: Any, folder: Path) -> Iterator[DeskPage]:
    with new_page(browser, request.param) as page:
        shown = DeskPage(page, live_server.url)
        shown.expected = ("status of 409",)  # the browser itself reports a form that was answered so
        shown.sign_in(manager, "/scenes/loads/")
        yield shown
    assert not shown.faults, shown.faults


def test_load__the_form_says_who_will_see_and_points_at_what_is_wrong(desk: DeskPage, folder: Path) -> None:
    page = desk.page
    desk.check()
    row = page.locator("label[for=id_publish]").bounding_box()
    assert row
    assert row["height"] >= TOUCH
    page.set_input_files("#file", raster(folder / "anh.tif", plane(1)))
    page.fill("[name=acquired]", "31/02/2026")
    page.click("summary:has-text('Khi tệp không tự nói rõ')")
    page.fill("[name=bands]", "tím")
    page.click("summary:has-text('Khi tệp không tự nói rõ')")
    page.click("button:text-is('Tải lên và xử lý')")
    expect(page.locator("[name=acquired]")).to_be_focused()
    assert page.locator(".has-error [name]").evaluate_all("found => found.map(({ name }) => name)") == [
        "acquired",
        "bands",
    ]
    expect(page.locator("[name=bands]")).to_be_visible()
    desk.check()
    page.fill("[name=acquired]", "18/02/2026")
    page.fill("[name=bands]", "")
    page.click("button:text-is('Tải lên và xử lý')")
    page.wait_for_url("**/scenes/loads/*-*/")


def test_load__asks_for_all_that_is_missing(desk: DeskPage, folder: Path, manager: Any) -> None:
    page, path = desk.page, raster(folder / "anh.tif", plane(3))
    files = [("anh.tif", [path.read_bytes()])]
    job = jobs.receive_files(actor=manager, title="anh.tif", files=files, options={})
    jobs.fail_job(job_id=job.pk, run=job.run, error={**MISSING[0], "also": MISSING[1:]})
    page.goto(f"{desk.site}/scenes/loads/?show=failed")
    desk.check()
    page.click("text=anh.tif")
    expect(page.locator("[name=acquired]")).to_be_focused()
    expect(page.locator("[name=acquired]")).to_be_in_viewport()
    desk.check()
    page.click("a:text-is('Các kênh theo thứ tự')")
    expect(page.locator("[name=bands]")).to_be_in_viewport()
    page.fill("[name=acquired]", "18/02/2026")
    page.fill("[name=bands]", "red, green, blue")
    page.click("button:text-is('Xử lý lại')")
    page.locator("[data-job]").wait_for()
    assert SceneJob.objects.get().options == {"acquired": "2026-02-18", "bands": ["red", "green", "blue"]}


def test_scenes__are_found_copied_from_and_kept_when_withdrawn(desk: DeskPage, folder: Path, manager: Any) -> None:
    page = desk.page
    scene = pictures.scene(folder, DAY, pictures.WOOD, size=200)
    pictures.scene(folder, LATER, pictures.ROOF, size=200, publish=False)
    page.goto(f"{desk.site}/scenes/")
    page.locator(".scene-list img").first.evaluate("image => image.decode()")
    desk.check()
    assert "01/03/2026 · Phường Vũng Tàu Nội bộ" in desk.text()
    card = page.locator(".scene-list > li").nth(1).bounding_box()
    assert card
    page.mouse.click(card["x"] + card["width"] - 20, card["y"] + card["height"] - 20)  # not on the link's own words
    page.wait_for_url(f"**/scenes/{scene.pk}/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").first.click()
    page.get_by_text("Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{desk.site}/imagery/scenes/{scene.pk}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    desk.check()
    actions.withdraw_scene(actor=manager, scene=scene, reason="Ảnh lệch")
    page.reload()
    assert "Lý do: Ảnh lệch" in desk.text()
    desk.check()
