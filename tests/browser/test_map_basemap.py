"""A configured base map: drawn under the plots, its source named; an archive of vector tiles is told as not drawn.

A base map of another host is served by a second server on a port of its own, which is another origin for the browser.
"""

import io
import re
import runpy
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.conf import settings as configured
from PIL import Image

from tests.browser.conftest import Open
from tests.browser.map_page import MapPage

NEAR = "/?at=10.35100,107.08300,13"
SOURCE = "© Cơ quan bản đồ mẫu"
PINK = (255, 0, 200)
PNG, VECTOR = 2, 1  # tile types of PMTiles
DEEPEST = 14
ASK = "(address) => fetch(address).then(() => 'answered', () => 'refused')"


def _png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (256, 256), PINK).save(file, "PNG")
    return file.getvalue()


PICTURE = _png()


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _archive(tile_type: int, tile: bytes = b"") -> bytes:
    """A PMTiles archive (version 3, uncompressed) whose tiles of all zooms are one and the same, or that has none."""
    tiles = (4 ** (DEEPEST + 1) - 1) // 3 if tile else 0
    entry = (0, tiles, len(tile), 1)  # first tile, how many, bytes, place + 1
    root = b"".join(map(_varint, (1, *entry) if tile else (0,)))
    at = 127 + len(root)
    offsets = struct.pack("<11Q", 127, len(root), at, 2, at + 2, 0, at + 2, len(tile), tiles, bool(tile), bool(tile))
    place = struct.pack("<4i", *(int(degrees * 1e7) for degrees in (106, 10, 108, 11)))
    rest = struct.pack("<6B", 1, 1, 1, tile_type, 0, DEEPEST) + place + struct.pack("<B2i", 10, 0, 0)
    return b"PMTiles\x03" + offsets + rest + root + b"{}" + tile


class _Host(BaseHTTPRequestHandler):
    """Another office's server: tiles, and an archive of which pieces can be asked for."""

    server: "_Server"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        piece = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range") or "")
        body = self.server.archive if self.path == "/base.pmtiles" else PICTURE
        if piece:
            body = body[int(piece[1]) : int(piece[2]) + 1]
        self.send_response(206 if piece else 200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing: what was asked is kept."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    archive = _archive(PNG, PICTURE)

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Host)
        self.asked: list[str] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def _running() -> Iterator[_Server]:
    with _Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@pytest.fixture
def foreign() -> Iterator[_Server]:
    with _running() as server:
        yield server


def _configure(monkeypatch: pytest.MonkeyPatch, settings: Any, url: str, origin: str) -> None:
    """The settings that an installation with these variables has."""
    for name, value in {"URL": url, "ORIGINS": origin, "ATTRIBUTION": SOURCE}.items():
        monkeypatch.setenv(f"BASEMAP_{name}", value)
    read = runpy.run_path(str(configured.BASE_DIR / "gis/settings/base.py"))
    for name in ("BASEMAP_URL", "BASEMAP_ORIGINS", "BASEMAP_ATTRIBUTION", "CONTENT_SECURITY_POLICY"):
        setattr(settings, name, read[name])


def _policy(shown: MapPage) -> dict[str, list[str]]:
    """Directives of the page's Content-Security-Policy."""
    header = shown.page.request.get("/").headers["content-security-policy"]
    parts = [part.split() for part in header.split(";")]
    return {part[0]: part[1:] for part in parts if part}


def _pixel(shown: Any, x: int, y: int) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(shown.page.screenshot())).convert("RGB")
    found = picture.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def test_tiles__are_drawn_and_their_source_is_named(open_map: Open, live_server: Any, settings: Any) -> None:
    settings.BASEMAP_URL = f"{live_server.url}/basemap/{{z}}/{{x}}/{{y}}.png"
    settings.BASEMAP_ATTRIBUTION = SOURCE
    routes = {"**/basemap/**": lambda route: route.fulfill(body=PICTURE, content_type="image/png")}
    for phone, spot in ((False, (700, 650)), (True, (200, 500))):
        shown = open_map(NEAR, phone=phone, routes=routes)
        shown.until(lambda shown=shown, spot=spot: _pixel(shown, *spot) == PINK, "the base map's picture")
        assert shown.page.locator("#basemap-attribution").is_visible()
        assert shown.text("#basemap-attribution") == SOURCE
        shown.page.click("summary[aria-label='Lớp bản đồ']")
        shown.page.uncheck("#layer-choices label:last-child input")
        assert not shown.page.locator("#basemap-attribution").is_visible()


def test_vector_archive__is_told_and_the_own_map_stays(open_map: Open, live_server: Any, settings: Any) -> None:
    settings.BASEMAP_URL = f"{live_server.url}/base.pmtiles"
    settings.BASEMAP_ATTRIBUTION = SOURCE
    body = _archive(VECTOR)
    shown = open_map(NEAR, routes={"**/base.pmtiles": lambda route: route.fulfill(body=body)})
    shown.until(lambda: "tệp véc tơ" in shown.text("#map-notices"), "the notice")
    assert shown.drawn("units-land")
    assert not shown.page.locator("#basemap-attribution").is_visible()


def test_foreign_tiles__the_policy_lets_that_origin_through_and_no_other(
    open_map: Open, foreign: _Server, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    _configure(monkeypatch, settings, f"{foreign.origin}/{{z}}/{{x}}/{{y}}.png", foreign.origin)
    shown = open_map(NEAR)
    shown.expected = [foreign.origin]
    shown.until(lambda: _pixel(shown, 700, 650) == PINK, "the base map's picture")
    assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", path) for path in foreign.asked)
    assert {name for name, sources in _policy(shown).items() if foreign.origin in sources} == {"img-src", "connect-src"}
    with _running() as other:
        shown.expected.append(other.origin)
        assert shown.page.evaluate(ASK, f"{foreign.origin}/1/1/1.png") == "answered"
        assert shown.page.evaluate(ASK, f"{other.origin}/1/1/1.png") == "refused"
        assert other.asked == []
    shown.page.click("summary[aria-label='Lớp bản đồ']")
    shown.until(lambda: "có thể không thể hiện đúng chủ quyền" in shown.text(".menu.beside[open] .warn"), "the warning")


def test_foreign_archive_of_pictures__is_drawn(
    open_map: Open, foreign: _Server, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    _configure(monkeypatch, settings, f"{foreign.origin}/base.pmtiles", foreign.origin)
    shown = open_map(NEAR)
    shown.expected = [foreign.origin]
    shown.until(lambda: _pixel(shown, 700, 650) == PINK, "the archive's picture")
    assert set(foreign.asked) == {"/base.pmtiles"}
    assert shown.text("#basemap-attribution") == SOURCE
    assert shown.text("#map-notices") == ""
