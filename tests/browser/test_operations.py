"""A picture's file is lost: the public's map goes on, the operator sees it, puts the file back and has it checked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.roles import Role
from imagery import faults, store, tasks
from imagery.models import Scene
from tests.browser.desk_page import DeskPage, new_page
from tests.database.imagery.pictures import forget, picture_store  # noqa: F401 - the fixture
from tests.factories import land, pictures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost(picture_store: Path) -> tuple[Scene, Path, bytes]:  # noqa: F811
    """A published scene without its file; what was in it."""
    folder = picture_store / "files"
    folder.mkdir()
    scene = pictures.scene(folder, date(2026, 2, 18), scl=4)
    file = Path(store.address(scene.data_key))
    content = file.read_bytes()
    file.unlink()
    forget()
    return scene, file, content


def work() -> None:
    """What a worker does with the checks that wait."""
    for job in ProcrastinateJob.objects.filter(task_name=faults.TASK, status="todo"):
        tasks.check_scene(**job.args)


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_lost_file__is_seen_put_back_and_checked(
    browser: Browser, live_server: Any, lost: tuple[Scene, Path, bytes], kind: str
) -> None:
    scene, file, content = lost
    with new_page(browser, kind) as page:
        shown = DeskPage(page, live_server.url)
        shown.expected = ("500",)  # the browser's own word for the lost picture
        page.goto(f"{live_server.url}/?image=2026-02-18&at=10.3465,107.0875,13")
        page.wait_for_load_state("networkidle")
        assert page.request.get(f"{live_server.url}/imagery/scenes/{scene.pk}/thumbnail").status == 500
        work()
        shown.sign_in(land.person("operator", Role.ADMIN), "/operations/")
        assert "Không có tệp trong kho" in shown.text()
        assert scene.data_key in shown.text()
        shown.check()
        file.write_bytes(content)
        page.get_by_role("button", name="Kiểm tra lại").click()
        page.wait_for_load_state()
        assert "Đã giao máy kiểm tra lại" in shown.text()
        work()
        page.reload()
        assert "Không có ảnh nào trong kho bị báo" in shown.text()
        shown.check()
        assert page.request.get(f"{live_server.url}/imagery/scenes/{scene.pk}/thumbnail").status == 200
    assert not shown.faults, shown.faults
