"""A configured base map: drawn under the plots, its source named; an archive of vector tiles is told as not drawn."""

import io
import struct
from typing import Any

from PIL import Image

from tests.browser.conftest import Open

NEAR = "/?at=10.35100,107.08300,13"
SOURCE = "© Cơ quan bản đồ mẫu"
PINK = (255, 0, 200)


def _png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (256, 256), PINK).save(file, "PNG")
    return file.getvalue()


PICTURE = _png()


def _archive(tile_type: int) -> bytes:
    """A PMTiles archive without tiles: header and an empty root directory, uncompressed."""
    offsets = struct.pack("<11Q", 127, 1, 128, 0, 128, 0, 128, 0, 0, 0, 0)
    place = struct.pack("<4i", *(int(degrees * 1e7) for degrees in (106, 10, 108, 11)))
    rest = struct.pack("<6B", 1, 1, 1, tile_type, 0, 14) + place + struct.pack("<B2i", 10, 0, 0)
    return b"PMTiles\x03" + offsets + rest + b"\x00"


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
    body = _archive(1)
    shown = open_map(NEAR, routes={"**/base.pmtiles": lambda route: route.fulfill(body=body)})
    shown.until(lambda: "tệp véc tơ" in shown.text("#map-notices"), "the notice")
    assert shown.drawn("units-land")
    assert not shown.page.locator("#basemap-attribution").is_visible()
