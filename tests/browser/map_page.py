"""The map page as a test sees it. Under the strict CSP `wait_for_function` hangs, so waiting polls with evaluate."""

import time
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

PATIENCE_S = 20.0
# The page keeps its map to itself; the first question that it asks of the map hands it over.
_CATCH_THE_MAP = """async () => {
  const { Map } = await import("maplibre-gl");
  const own = Map.prototype.unproject;
  Map.prototype.unproject = function (...args) {
    globalThis.__map = this;
    Map.prototype.unproject = own;
    return own.apply(this, args);
  };
}"""
_DRAWN = """(layers) => {
  const seen = __map.queryRenderedFeatures({ layers: layers.filter((name) => __map.getLayer(name)) });
  const each = seen.map(({ layer, geometry, properties }) => {
    const { x, y } = geometry.type === "Point" ? __map.project(geometry.coordinates) : { x: null, y: null };
    return { ...properties, layer: layer.id, x, y };
  });
  return [...new Map(each.map((one) => [JSON.stringify(one), one])).values()];
}"""


class MapPage:
    """A page with the map, which remembers everything that should not have happened.

    Attributes:
        expected: parts of messages that the test brings about itself.
    """

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.expected: list[str] = []
        self._faults: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._faults.append(f"page error: {error}"))
        page.on("request", self._see)
        page.on("response", self._judge)

    def open(self, address: str, *, drawn: bool = True) -> None:
        """Go to an address and, unless told otherwise, wait until the map has drawn."""
        self.page.goto(address)
        if drawn:
            self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        """Until all tiles in view are there."""
        self.until(lambda: self.page.evaluate("document.getElementById('map')?.dataset.ready === 'true'"), "map drawn")

    def until(self, condition: Any, what: str) -> Any:
        """Poll until a condition holds."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if found := condition():
                return found
            self.page.wait_for_timeout(100)  # a sleep of the thread would keep answers of routes waiting
        raise AssertionError(f"waited {PATIENCE_S:.0f} s in vain: {what}. Seen: {self._faults}")

    def wait_until_answered(self) -> None:
        """Until the map rests and no tile is under way, loaded or failed."""
        self.drawn("plots-fill")
        self.until(lambda: self.page.evaluate("!__map.isMoving() && __map.areTilesLoaded()"), "every tile answered")

    def wait_until_still(self, selector: str) -> None:
        """Until an element has come to rest: a press on a moving one drags it, or goes beside it."""
        moving = f"document.querySelector({selector!r}).getAnimations().length"
        self.until(lambda: self.page.evaluate(moving) == 0, f"{selector} at rest")

    def text(self, selector: str) -> str:
        """Visible text of one element."""
        return " ".join(self.page.locator(selector).inner_text().split())

    def count_is(self, count: str) -> None:
        """The headline shows a count and the list has caught up with it."""
        self.until(lambda: self.text("#result-count") == count, f"count {count}, is {self.text('#result-count')}")

    def rows(self) -> list[str]:
        """Codes in the result list."""
        found: list[str] = self.page.evaluate("[...document.querySelectorAll('#list a')].map((a) => a.dataset.code)")
        return found

    def query(self) -> dict[str, str]:
        """The address's parameters."""
        found: dict[str, str] = self.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
        return found

    def drawn(self, *layers: str) -> list[dict[str, Any]]:
        """Properties of what MapLibre has drawn in some layers, each once, with the place of a point on the screen."""
        if not self.page.evaluate("'__map' in globalThis"):
            self.page.evaluate(_CATCH_THE_MAP)
            self.page.dispatch_event("#map canvas", "mousemove", {"clientX": 700, "clientY": 400, "bubbles": True})
            self.until(lambda: self.page.evaluate("'__map' in globalThis"), "the map in hand")
        found: list[dict[str, Any]] = self.page.evaluate(_DRAWN, list(layers))
        return found

    def check_clean(self) -> None:
        """No request left the site, no error, no breach of the Content-Security-Policy."""
        faults = [fault for fault in self._faults if not any(part in fault for part in self.expected)]
        assert not faults, faults

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self._faults.append(f"console {message.type}: {message.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.site, "blob:", "data:")):
            self._faults.append(f"left the site: {request.url}")

    def _judge(self, response: Response) -> None:
        if response.status >= 400:
            self._faults.append(f"{response.status} {response.url}")
