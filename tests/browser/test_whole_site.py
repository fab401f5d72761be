"""The site as it is deployed: the shipped nginx with TLS, two workers of granian behind it, both database roles."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from playwright.sync_api import BrowserType
from psycopg.conninfo import make_conninfo

from bench.processes import child, free_port, granian
from land.actions import revise_plot
from tests import places
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.deploy import nginx
from tests.factories import land

STALE_S = 1.0
PATIENCE_S = 20.0
TILESET = "/ogc/collections/plots/tiles/WebMercatorQuad?f=tilejson"
TILE = {"z": "14", "x": "13065", "y": "7718"}  # holds places.VUNG_TAU


def address_of(alias: str) -> str:
    """How another process reaches the test's database by the role of a connection."""
    role, place = connections[alias].settings_dict, connections["default"].settings_dict
    parts = {"dbname": place["NAME"], "host": place["HOST"], "port": place["PORT"]}
    return make_conninfo(**parts, user=role["USER"], password=role["PASSWORD"])


@pytest.fixture
def site(plots: dict[str, Any], tmp_path: Path) -> Iterator[nginx.Nginx]:
    """The processes of a deployment on the test's own database, with files in a folder of their own."""
    data, folder = tmp_path / "data", tmp_path / "nginx"
    for made in (data, folder):
        made.mkdir()
    for name in ("static", "vendor"):
        (data / name).symlink_to(Path(settings.DATA_DIR) / name)
    environment = {
        "DATABASE_URL": address_of("default"),
        "PUBLIC_DATABASE_URL": address_of("public"),
        "DATA_DIR": str(data),
        "SECRET_KEY": settings.SECRET_KEY,
        "BEHIND_PROXY": "1",
        "DJANGO_SETTINGS_MODULE": "gis.settings.base",
    }
    port = free_port()
    with (
        child(granian(port), port, os.environ | environment, tmp_path / "log"),
        nginx.run(folder, port, data / "static") as running,
    ):
        yield running


def tile_address(site: nginx.Nginx) -> str:
    """Where TileJSON says, at this moment, that the tile is."""
    reply = site.get(TILESET)
    assert reply.status == 200, reply.body
    found = re.search(rb'"tiles":\s*\["https://[^/"]+(/[^"]+)"', reply.body)
    assert found, reply.body
    return found[1].decode().format(**TILE)


def test_an_edit_is_on_the_map_within_a_second(site: nginx.Nginx, plots: dict[str, Any]) -> None:
    """Through the cache of nginx and the memory of both workers; unedited, the tile comes out of the cache."""
    before = tile_address(site)
    first, second = site.get(before), site.get(before)
    assert first.status == 200
    assert second.header("X-Cache") == "HIT"
    assert {tile_address(site) for _ in range(6)} == {before}, "nothing was edited: no worker may say otherwise"
    wider = places.square(places.VUNG_TAU, 60, 200)
    revise_plot(actor=None, plot=plots["public"][1], changes={"geom": wider}, reason="Đo lại")
    edited = time.monotonic()
    same, last_old = 0, edited  # both workers must say it: several answers in a row
    while same < 6:
        asked = time.monotonic()
        assert asked - edited < PATIENCE_S
        if tile_address(site) == before:
            same, last_old = 0, asked
        else:
            same += 1
    fresh = site.get(tile_address(site))
    assert fresh.status == 200
    assert fresh.body != first.body
    assert last_old - edited <= STALE_S, f"{last_old - edited:.2f} s"


def test_sign_in_behind_nginx(site: nginx.Nginx, browser_type: BrowserType) -> None:
    """Cookies for TLS only, the form's token held against the address that the browser knows, and no cache between."""
    person = land.person("canbo")
    person.password = PBKDF2PasswordHasher().encode("mật khẩu dài 1", "muoi")  # the tests' cheap one is refused there
    person.save()
    trust = f"--ignore-certificate-errors-spki-list={site.key_print()}"
    with closing(browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, trust])) as browser:
        context = browser.new_context(locale="vi-VN", base_url=f"https://localhost:{site.https_port}")
        page = context.new_page()
        page.goto("/accounts/")
        assert "/accounts/sign-in/" in page.url
        page.fill("[name=username]", "canbo")
        page.fill("[name=password]", "mật khẩu dài 1")
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/accounts/")
        assert "canbo" in page.content()
        kept = {cookie["name"]: cookie for cookie in context.cookies()}
        assert kept["sessionid"]["secure"]
        assert kept["sessionid"]["httpOnly"]
        assert kept["csrftoken"]["secure"]
    assert "canbo" not in site.get("/").body.decode(), "a stranger after the person"
