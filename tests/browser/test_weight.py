"""What the first look at the map costs: every byte that the shipped nginx sends, headers and workers included."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import BrowserType

from tests.browser.conftest import CHROMIUM, DESKTOP, FLAGS
from tests.browser.map_page import MapPage
from tests.deploy import nginx

KB = 1024
CODE = 450 * KB
FONTS_AND_TILES = 250 * KB


def kind_of(address: str) -> str:
    """What an address of the site brings."""
    path = urlsplit(address).path
    if "/tiles/" in path and path.rpartition("/")[2].isdigit():
        return "tiles"
    return {".js": "code", ".mjs": "code", ".css": "code", ".woff2": "fonts", ".svg": "pictures"}.get(
        Path(path).suffix, "code" if path == "/" else "data"
    )


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Static files as `collectstatic` leaves them for a deployment: hashed names, .gz and .br beside each."""
    folder = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "gis.http.staticfiles.ModuleManifestStorage"},
    }
    with override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(params=["gzip", "brotli"])
def served(request: Any, collected: Path, live_server: Any, tmp_path: Path, settings: Any) -> Iterator[nginx.Nginx]:
    """The shipped nginx before the application. Without the .br files a browser that takes both is sent gzip."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    static = tmp_path / "static"
    static.mkdir()
    for path in (path for path in collected.rglob("*") if path.is_file()):
        if request.param == "brotli" or path.suffix != ".br":
            copy = static / path.relative_to(collected)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.hardlink_to(path)
    folder = tmp_path / "nginx"
    folder.mkdir()
    with nginx.run(folder, urlsplit(live_server.url).port or 0, static) as running:
        yield running


def sent(running: nginx.Nginx) -> dict[str, Counter[str]]:
    """Bytes by kind and address, of everything that nginx has sent."""
    found: dict[str, Counter[str]] = {}
    for line in (running.folder / nginx.SIZES).read_text().splitlines():
        size, status, address = line.split(" ", 2)
        assert status in {"200", "204"}, line
        found.setdefault(kind_of(address), Counter())[address] += int(size)
    return found


def told(counts: Counter[str]) -> str:
    """The heaviest addresses, for whoever has to make room."""
    return "\n".join(f"{size / KB:7.1f} KB {address}" for address, size in counts.most_common(12))


def test_first_look_is_light(browser_type: BrowserType, served: nginx.Nginx, plots: dict[str, Any]) -> None:
    # A certificate whose faults are merely overlooked would keep Chromium from caching what two threads share.
    trust = f"--ignore-certificate-errors-spki-list={served.key_print()}"
    address = f"https://localhost:{served.https_port}"
    with closing(browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, trust])) as browser:
        shown = MapPage(browser.new_page(viewport=DESKTOP, locale="vi-VN"), address)
        shown.open(f"{address}/")
        shown.count_is("6")
        shown.page.wait_for_load_state("networkidle")
        shown.check_clean()
    counted = sent(served)
    code, rest = counted["code"], counted["fonts"] + counted["tiles"]
    assert any("maplibre-gl-worker" in name for name in code), "the worker is counted too"
    assert code.total() <= CODE, f"{code.total() / KB:.0f} KB\n{told(code)}"
    assert counted["fonts"]
    assert counted["tiles"]
    assert rest.total() <= FONTS_AND_TILES, f"{rest.total() / KB:.0f} KB\n{told(rest)}"
